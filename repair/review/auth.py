"""Identifies the person who sends a request: by a printed token, by a password, or by a header of a trusted proxy.

Passwords are kept as salted scrypt hashes in a file of `name:hash` lines. Everybody who is let in may do the same.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from repair.core.errors import ConfigError
from repair.core.io import read_bytes, write_bytes

SESSION_SECONDS = 12 * 3600.0
_SCRYPT_N, _SCRYPT_R, _SCRYPT_P = 2**14, 8, 1  # about 50 ms and 16 MB for each check
_MAX_TRIES, _TRY_SECONDS = 8, 60.0  # wrong passwords for one name within these seconds
_MAX_NAME_LENGTH = 100
_MIN_PASSWORD_LENGTH = 10

BAD_LINE = "{path}: line {line} is not name:hash; make it with repair review --add-user NAME --users FILE"
NO_USERS = "{path}: no user in this file may log in; add one with --add-user NAME"
BAD_NAME = (
    "{name!r} cannot be a user's name: it must be printable and not empty, without : and without spaces at its ends"
)
TOO_SHORT = "a password must have at least {length} characters"


@dataclass(frozen=True, slots=True)
class RequestIdentity:
    """What identifies the sender of a request: headers (names in lower case), cookies, and the address it came from."""

    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    peer: str


class Authenticator(Protocol):
    """Identifies people; ``logs_in`` says whether there is a page to log in."""

    logs_in: bool

    def identify(self, request: RequestIdentity) -> str | None:
        """Return the name that is kept with a person's decisions, or None for an unknown sender."""


@dataclass(slots=True)
class TokenAuth:
    """One person on this machine, ``name``: whoever sends the token in a cookie or in the Authorization header."""

    name: str
    cookie: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    logs_in: bool = False

    @property
    def session(self) -> str:
        """The value of the cookie, derived from the token so that the cookie does not reveal it."""
        return hmac.new(self.token.encode(), b"session", hashlib.sha256).hexdigest()

    def identify(self, request: RequestIdentity) -> str | None:
        """Return the name if the request has the token."""
        if is_same(request.cookies.get(self.cookie, ""), self.session):
            return self.name
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        return self.name if scheme.lower() == "bearer" and is_same(token, self.token) else None

    def admits(self, token: str) -> bool:
        """Tell whether ``token`` is the one that was printed."""
        return is_same(token, self.token)


@dataclass(slots=True)
class ProxyAuth:
    """People whom a trusted proxy, at one of the addresses ``peers``, names in ``header``."""

    header: str
    peers: frozenset[str] = frozenset({"127.0.0.1", "::1"})
    logs_in: bool = False

    def identify(self, request: RequestIdentity) -> str | None:
        """Return the name in the proxy's header; a header from another address is ignored."""
        name = request.headers.get(self.header.lower(), "").strip()
        # Headers are read as Latin-1; proxies write them in UTF-8.
        with contextlib.suppress(UnicodeError):
            name = name.encode("latin-1").decode("utf-8")
        return name if request.peer in self.peers and is_valid_name(name) else None


@dataclass(slots=True)
class UserFile:
    """People with passwords; a session lasts twelve hours, or until the server stops."""

    hashes: Mapping[str, str]
    cookie: str
    logs_in: bool = True
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _failed: dict[str, list[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def identify(self, request: RequestIdentity) -> str | None:
        """Return the name in the session's cookie if the cookie is genuine and has not expired."""
        name64, _, rest = request.cookies.get(self.cookie, "").partition(".")
        expires, _, signature = rest.partition(".")
        if not is_same(signature, self._sign(f"{name64}.{expires}")) or float(expires) < time.time():
            return None
        name = base64.urlsafe_b64decode(name64).decode("utf-8")
        return name if name in self.hashes else None

    def log_in(self, name: str, password: str) -> str | None:
        """Return the cookie of a new session for the right password, else None.

        Raises:
            PermissionError: After too many wrong passwords for the name within a minute.
        """
        moment = time.monotonic()
        with self._lock:
            recent = [tried for tried in self._failed.get(name, []) if moment - tried < _TRY_SECONDS]
            if len(recent) >= _MAX_TRIES:
                raise PermissionError
            # Counted before the check, so that concurrent tries count too.
            self._failed = {key: tries for key, tries in self._failed.items() if tries[-1] > moment - _TRY_SECONDS}
            self._failed[name] = [*recent, moment]
        # Check an unknown name too, so that the time taken does not reveal which names exist.
        stored = self.hashes.get(name) or hash_password("nobody has this password")
        if not password_matches(password, stored) or name not in self.hashes:
            return None
        with self._lock:
            self._failed.pop(name, None)
        name64 = base64.urlsafe_b64encode(name.encode()).decode()
        body = f"{name64}.{int(time.time() + SESSION_SECONDS)}"
        return f"{body}.{self._sign(body)}"

    def _sign(self, body: str) -> str:
        return hmac.new(self._secret, body.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def hash_password(password: str) -> str:
    """Return a salted scrypt hash of a password, with the parameters that are needed to check it."""
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, n=_SCRYPT_N, r=_SCRYPT_R, p=_SCRYPT_P)
    return f"scrypt${_SCRYPT_N}${_SCRYPT_R}${_SCRYPT_P}${_b64(salt)}${_b64(digest)}"


def password_matches(password: str, stored: str) -> bool:
    """Tell whether a password fits a hash that `hash_password` made."""
    try:
        scheme, n, r, p, salt, digest = stored.split("$")
        computed = hashlib.scrypt(
            password.encode("utf-8", "replace"), salt=base64.b64decode(salt), n=int(n), r=int(r), p=int(p)
        )
        return scheme == "scrypt" and hmac.compare_digest(computed, base64.b64decode(digest))
    except (ValueError, binascii.Error):
        return False


def read_users(path: Path) -> dict[str, str]:
    """Return the hashes in a file of users, by name; raises `ConfigError` if there is none or a line is invalid."""
    users: dict[str, str] = {}
    for number, line in enumerate(read_bytes(path).decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, stored = line.partition(":")
        if not is_valid_name(name) or len(stored.split("$")) != 6:
            raise ConfigError(BAD_LINE.format(path=path, line=number))
        users[name] = stored
    if not users:
        raise ConfigError(NO_USERS.format(path=path))
    return users


def add_user(path: Path, name: str, password: str) -> None:
    """Add a user to the file ``path``, or change their password; raises `ConfigError` for a bad name or password."""
    if not is_valid_name(name):
        raise ConfigError(BAD_NAME.format(name=name))
    if len(password) < _MIN_PASSWORD_LENGTH:
        raise ConfigError(TOO_SHORT.format(length=_MIN_PASSWORD_LENGTH))
    others = read_users(path) if path.exists() and path.stat().st_size else {}
    users = others | {name: hash_password(password)}
    write_bytes(path, "".join(f"{each}:{stored}\n" for each, stored in users.items()).encode())
    path.chmod(0o600)


def is_valid_name(name: str) -> bool:
    """Tell whether a name can be kept with decisions and in a file of users."""
    return 0 < len(name) <= _MAX_NAME_LENGTH and name.isprintable() and ":" not in name and name == name.strip()


def is_same(given: str, secret: str) -> bool:
    """Compare a value with a secret, in a time that does not depend on how much of it is right."""
    return bool(given) and hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode("utf-8", "replace"))


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
