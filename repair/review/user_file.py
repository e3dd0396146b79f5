"""The users of a shared desk in a file of names and password hashes, which may change while the desk is served."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from repair.core.errors import ConfigError, RepairError
from repair.core.io import PRIVATE_MODE, make_folder, plain_file, read_bytes, write_bytes
from repair.decisions.sessions import StoredSession
from repair.review.auth import BAD_NAME, RequestIdentity, is_same, is_valid_name
from repair.review.passwords import hash_password, is_hash, is_outdated, password_matches

_MIN_PASSWORD_LENGTH = 10
BAD_LINE = "the line is not name:hash; make it with `repair review --add-user NAME --users FILE`"
NO_USERS = "no user in this file can log in; add one with --add-user NAME"
TOO_SHORT = "the password is too short; give one of at least {length} characters"


@dataclass(slots=True)
class UserFile:
    """People with passwords.

    Attributes:
        hashes: The hash of each password, by name.
        cookie: The name of the cookie with the session token.
        path: The file of the hashes. It is read again when it changes; None for none.
    """

    hashes: Mapping[str, str]
    cookie: str | None
    path: Path | None = None
    logs_in: bool = True
    _read_at: tuple[int, int] = (0, 0)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def identify(self, request: RequestIdentity) -> str | None:
        """Return None: only a session tells who sends a request."""
        return None

    def accepts(self, session: StoredSession) -> bool:
        """Return whether the person still has the password that the session was started with."""
        stored = self._current().get(session.reviewer)
        return stored is not None and is_same(session.credential, fingerprint(stored))

    def knows(self, name: str) -> bool:
        """Return whether the person is in the file."""
        return name in self._current()

    def people(self) -> tuple[str, ...]:
        """Return the names in the file."""
        return tuple(self._current())

    def check(self, name: str, password: str) -> str | None:
        """Return the credential for a session if the password is right, else None.

        A hash of an earlier version is replaced by a new one of the same password.
        """
        hashes = self._current()
        stored = hashes.get(name)
        any_outdated = any(is_outdated(stored_hash) for stored_hash in hashes.values())
        if not password_matches(password, stored, with_scrypt=any_outdated) or stored is None:
            return None
        if is_outdated(stored):
            stored = self._upgrade(name, password, stored)
        return fingerprint(stored)

    def _current(self) -> Mapping[str, str]:
        """Return the hashes, read again if the file has changed; while it cannot be read, those of before."""
        if self.path is None:
            return self.hashes
        with self._lock, contextlib.suppress(OSError, RepairError):
            status = self.path.stat()
            read_at = (status.st_mtime_ns, status.st_ino)
            if read_at != self._read_at:
                self.hashes, self._read_at = read_users(self.path), read_at
        return self.hashes

    def _upgrade(self, name: str, password: str, stored: str) -> str:
        """Replace the hash of a password and return the new one; the old one where the file cannot be written."""
        if self.path is None:
            return stored
        with contextlib.suppress(OSError, RepairError):
            return _store_hash(self.path, name, hash_password(password), instead_of=stored)
        return stored


def fingerprint(stored: str) -> str:
    """Return the value for a hash in a session: it changes with the password and does not reveal the hash."""
    return hashlib.sha256(stored.encode()).hexdigest()[:32]


def read_users(path: Path) -> dict[str, str]:
    """Return the hashes in a file of users, by name; raises `ConfigError` if there is none or a line is invalid."""
    users = _parse_users(path)
    if not users:
        raise ConfigError.of(NO_USERS, path=path)
    return users


def _parse_users(path: Path) -> dict[str, str]:
    users: dict[str, str] = {}
    for number, line in enumerate(read_bytes(path).decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, stored = line.partition(":")
        if not is_valid_name(name) or not is_hash(stored):
            raise ConfigError.of(BAD_LINE, path=path, place=f"line {number:,}")
        users[name] = stored
    return users


def add_user(path: Path, name: str, password: str) -> None:
    """Add a user to the file ``path``, or change their password; raises `ConfigError` for a bad name or password."""
    if not is_valid_name(name):
        raise ConfigError.of(BAD_NAME, name=name)
    if len(password) < _MIN_PASSWORD_LENGTH:
        raise ConfigError.of(TOO_SHORT, length=_MIN_PASSWORD_LENGTH)
    _store_hash(path, name, hash_password(password))


def _store_hash(path: Path, name: str, hashed: str, *, instead_of: str | None = None) -> str:
    """Write a user's hash to the file ``path`` and return it.

    With ``instead_of``, a hash that somebody else has changed in the meantime is kept and returned.
    """
    with _locked(path):
        users = _parse_users(path) if path.exists() else {}
        if instead_of is not None and users.get(name) != instead_of:
            return users.get(name, instead_of)
        users[name] = hashed
        lines = "".join(f"{each}:{stored}\n" for each, stored in users.items())
        write_bytes(path, lines.encode(), private=True)
    return hashed


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other processes from writing the file ``path`` while the block runs; a missing file is created.

    The file itself is locked, not its folder, since a batch may hold the lock of the folder for days.
    """
    make_folder(path.parent)
    with contextlib.ExitStack() as opened:
        while True:
            if path.exists():
                plain_file(path)  # a pipe would be waited for
            descriptor = os.open(path, os.O_RDONLY | os.O_CREAT, PRIVATE_MODE)
            opened.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            with contextlib.suppress(FileNotFoundError):
                # Otherwise somebody else has replaced the file between the two calls.
                if os.path.samestat(path.stat(), os.fstat(descriptor)):
                    break
        yield
