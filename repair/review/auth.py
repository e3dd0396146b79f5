"""Decides whom a request comes from: by a printed token, by the header of a trusted proxy, or by a session.

Users with passwords are in a file of `name:hash` lines. All users have the same rights.
"""

from __future__ import annotations

import contextlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from repair.decisions.sessions import StoredSession

_MAX_NAME_LENGTH = 100

BAD_NAME = (
    "{name!r} cannot be the name of a user; give one that is printable and not empty, without : and without spaces "
    "at its ends"
)


@dataclass(frozen=True, slots=True)
class RequestIdentity:
    """What identifies the sender of a request.

    Attributes:
        headers: The headers, with names in lower case.
        cookies: The cookies.
        peer: The address that the request came from.
        api_key: The token of a client of LanguageTool, which has it in its address or form; empty for none.
    """

    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    peer: str
    api_key: str = ""

    @property
    def bearer(self) -> str:
        """The token in the Authorization header, empty if there is none."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" else ""

    def address(self, proxies: frozenset[str]) -> str:
        """Return the address of the sender: what a trusted proxy says it is, else the peer."""
        forwarded = self.headers.get("x-forwarded-for", "")
        return forwarded.rpartition(",")[2].strip() or self.peer if self.peer in proxies else self.peer


class Authenticator(Protocol):
    """Identifies people.

    Attributes:
        logs_in: Whether there is a login page.
        cookie: The name of the cookie with the session token; None where there are no sessions.
    """

    logs_in: bool
    cookie: str | None

    def identify(self, request: RequestIdentity) -> str | None:
        """Return the name that is kept with a person's decisions, or None if only a session can tell."""

    def accepts(self, session: StoredSession) -> bool:
        """Return whether a session that is in force still lets its person in."""

    def knows(self, name: str) -> bool:
        """Return whether a program may work for the person ``name``."""

    def people(self) -> tuple[str, ...]:
        """Return the names of all people who may log in; empty where there is no list of them."""


@dataclass(slots=True)
class TokenAuth:
    """One person on this machine, ``name``: whoever sends the token in the Authorization header, or has a session."""

    name: str
    cookie: str | None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    logs_in: bool = False
    _once: set[str] = field(default_factory=set)

    def identify(self, request: RequestIdentity) -> str | None:
        """Return the name if the request has the token."""
        return self.name if is_same(request.bearer, self.token) else None

    def accepts(self, session: StoredSession) -> bool:
        """Return whether a session is one of this person on this machine."""
        return session == StoredSession(self.name, "")

    def knows(self, name: str) -> bool:
        """Return whether this is the person."""
        return name == self.name

    def people(self) -> tuple[str, ...]:
        """Return nobody: others may share the database, each with a page of their own."""
        return ()

    def one_time_token(self) -> str:
        """Return another token, which `admits` accepts once."""
        token = secrets.token_urlsafe(32)
        self._once.add(token)
        return token

    def admits(self, token: str) -> bool:
        """Return whether ``token`` is the one that was printed, or a one-time token, which is used up by this."""
        if token in self._once:
            self._once.discard(token)
            return True
        return is_same(token, self.token)


@dataclass(slots=True)
class ProxyAuth:
    """People whom a trusted proxy names in a header.

    Attributes:
        header: The header with the name.
        peers: The addresses of trusted proxies.
        secret: What the proxy must send in the header ``X-Proxy-Secret`` besides; None for nothing.
    """

    header: str
    peers: frozenset[str]
    secret: str | None = None
    logs_in: bool = False
    cookie: str | None = None

    def identify(self, request: RequestIdentity) -> str | None:
        """Return the name in the proxy's header; a header from another address is ignored."""
        name = request.headers.get(self.header.lower(), "").strip()
        # Headers are read as Latin-1; proxies write them in UTF-8.
        with contextlib.suppress(UnicodeError):
            name = name.encode("latin-1").decode("utf-8")
        trusted = request.peer in self.peers
        if self.secret is not None:
            trusted = trusted and is_same(request.headers.get(SECRET_HEADER, ""), self.secret)
        return name if trusted and is_valid_name(name) else None

    def accepts(self, session: StoredSession) -> bool:
        """Refuse every session: the proxy says with each request who sends it."""
        return False

    def knows(self, name: str) -> bool:
        """Accept everybody: the proxy has the list of people."""
        return True

    def people(self) -> tuple[str, ...]:
        """Return nobody: the proxy has the list of people."""
        return ()


SECRET_HEADER = "x-proxy-secret"


def is_valid_name(name: str) -> bool:
    """Return whether a name can be kept with decisions and in a file of users."""
    return 0 < len(name) <= _MAX_NAME_LENGTH and name.isprintable() and ":" not in name and name == name.strip()


def is_same(typed: str, secret: str) -> bool:
    """Compare a value with a secret, in a time that does not depend on how much of it is right."""
    return bool(typed) and hmac.compare_digest(typed.encode("utf-8", "replace"), secret.encode("utf-8", "replace"))
