"""Who is asking: the holder of the token that was printed, a person who logged in, or whom a proxy vouches for.

Passwords are kept as salted scrypt hashes in a file of `name:hash` lines. What a person may do is the same for
everybody who is let in.
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
_N, _R, _P = 2**14, 8, 1  # scrypt's cost: some 50 ms and 16 MB a try
_TRIES, _TRY_SECONDS = 8, 60.0  # wrong passwords for one name before it has to wait
_LONGEST_NAME = 100

BAD_LINE = "{path}: line {line} is no name:hash; make it with repair review --add-user NAME --users FILE"
NO_USERS = "{path}: holds nobody who may log in; add somebody with --add-user NAME"
BAD_NAME = "{name!r} cannot be a user's name: it must be printable, not empty, without : and blanks at its ends"
SHORT = "a password must have at least 10 characters"


@dataclass(frozen=True, slots=True)
class RequestIdentity:
    """What is known of a request: its headers in lower case, its cookies, and the address it came from."""

    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    peer: str


class Authenticator(Protocol):
    """Tells who is asking; ``logs_in`` tells whether a page to log in is of any use to somebody unknown."""

    logs_in: bool

    def who(self, asking: RequestIdentity) -> str | None:
        """Return the name under which decisions are kept, or None for somebody unknown."""


@dataclass(slots=True)
class TokenAuth:
    """One person at this machine: whoever has the token, as a cookie or in the Authorization header, is ``name``."""

    name: str
    cookie: str
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    logs_in: bool = False

    @property
    def session(self) -> str:
        """What the cookie holds: made from the token, so that reading one does not give the other."""
        return hmac.new(self.token.encode(), b"session", hashlib.sha256).hexdigest()

    def who(self, asking: RequestIdentity) -> str | None:
        """Return the name if the request carries the token."""
        if same(asking.cookies.get(self.cookie, ""), self.session):
            return self.name
        kind, _, given = asking.headers.get("authorization", "").partition(" ")
        return self.name if kind.lower() == "bearer" and same(given, self.token) else None

    def admits(self, token: str) -> bool:
        """Tell whether ``token`` is the one that was printed."""
        return same(token, self.token)


@dataclass(slots=True)
class ProxyAuth:
    """People whom a proxy at one of the addresses ``peers`` names in ``header``; nobody else is believed."""

    header: str
    peers: frozenset[str] = frozenset({"127.0.0.1", "::1"})
    logs_in: bool = False

    def who(self, asking: RequestIdentity) -> str | None:
        """Return the name that the proxy gives."""
        name = asking.headers.get(self.header.lower(), "").strip()
        # Headers are read as Latin-1; proxies write them in UTF-8.
        with contextlib.suppress(UnicodeError):
            name = name.encode("latin-1").decode("utf-8")
        return name if asking.peer in self.peers and is_name(name) else None


@dataclass(slots=True)
class UserFile:
    """People with a password each; a session lasts half a day, or until the server ends."""

    hashes: Mapping[str, str]
    cookie: str
    logs_in: bool = True
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _failed: dict[str, list[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def who(self, asking: RequestIdentity) -> str | None:
        """Return the name in the session's cookie, if it is ours and has not run out."""
        name64, _, rest = asking.cookies.get(self.cookie, "").partition(".")
        until, _, seal = rest.partition(".")
        if not same(seal, self._seal(f"{name64}.{until}")) or float(until) < time.time():
            return None
        name = base64.urlsafe_b64decode(name64).decode("utf-8")
        return name if name in self.hashes else None

    def log_in(self, name: str, password: str) -> str | None:
        """Return a session's cookie for the right password, else None; `PermissionError` after many wrong ones."""
        moment = time.monotonic()
        with self._lock:
            recent = [when for when in self._failed.get(name, []) if moment - when < _TRY_SECONDS]
            if len(recent) >= _TRIES:
                raise PermissionError
            # Counted before it is checked, so that tries sent all at once count too.
            self._failed = {key: value for key, value in self._failed.items() if value[-1] > moment - _TRY_SECONDS}
            self._failed[name] = [*recent, moment]
        # An unknown name takes as long as a wrong password.
        stored = self.hashes.get(name) or hashed("nobody has this password")
        if not matches(password, stored) or name not in self.hashes:
            return None
        with self._lock:
            self._failed.pop(name, None)
        name64 = base64.urlsafe_b64encode(name.encode()).decode()
        body = f"{name64}.{int(time.time() + SESSION_SECONDS)}"
        return f"{body}.{self._seal(body)}"

    def _seal(self, body: str) -> str:
        return hmac.new(self._secret, body.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def hashed(password: str) -> str:
    """Return a salted hash of a password, with all that is needed to check one against it."""
    salt = secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, n=_N, r=_R, p=_P)
    return f"scrypt${_N}${_R}${_P}${_b64(salt)}${_b64(digest)}"


def matches(password: str, stored: str) -> bool:
    """Tell whether a password is the one that ``stored`` was made from."""
    try:
        kind, n, r, p, salt, digest = stored.split("$")
        made = hashlib.scrypt(
            password.encode("utf-8", "replace"), salt=base64.b64decode(salt), n=int(n), r=int(r), p=int(p)
        )
        return kind == "scrypt" and hmac.compare_digest(made, base64.b64decode(digest))
    except (ValueError, binascii.Error):
        return False


def read_users(path: Path) -> dict[str, str]:
    """Return the names and hashes in a file of users; at least one, or `ConfigError`."""
    found: dict[str, str] = {}
    for number, line in enumerate(read_bytes(path).decode("utf-8", "replace").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, stored = line.partition(":")
        if not is_name(name) or len(stored.split("$")) != 6:
            raise ConfigError(BAD_LINE.format(path=path, line=number))
        found[name] = stored
    if not found:
        raise ConfigError(NO_USERS.format(path=path))
    return found


def add_user(path: Path, name: str, password: str) -> None:
    """Add a user to the file ``path``, or give them another password."""
    if not is_name(name):
        raise ConfigError(BAD_NAME.format(name=name))
    if len(password) < 10:
        raise ConfigError(SHORT)
    others = read_users(path) if path.exists() and path.stat().st_size else {}
    users = others | {name: hashed(password)}
    write_bytes(path, "".join(f"{each}:{stored}\n" for each, stored in users.items()).encode())
    path.chmod(0o600)


def is_name(name: str) -> bool:
    """Tell whether a name can be kept beside a decision."""
    return 0 < len(name) <= _LONGEST_NAME and name.isprintable() and ":" not in name and name == name.strip()


def same(given: str, right: str) -> bool:
    """Compare secrets in a time that does not depend on how much of them is right."""
    return bool(given) and hmac.compare_digest(given.encode("utf-8", "replace"), right.encode("utf-8", "replace"))


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
