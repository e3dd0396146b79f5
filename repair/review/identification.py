"""Identifies the sender of a request: through the authenticator, or else by a valid token or session."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from repair.decisions.access_tokens import AccessTokens
from repair.decisions.sessions import SessionStore
from repair.review.auth import Authenticator, RequestIdentity

_TOKEN = re.compile(r"[\w-]{1,100}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Identification:
    """Identifies the senders of requests.

    Attributes:
        authenticator: What people log in with.
        sessions: Who has logged in.
        tokens: Whose programs may work for them.
    """

    authenticator: Authenticator
    sessions: SessionStore
    tokens: AccessTokens

    @property
    def logs_in(self) -> bool:
        """Whether there is a page to log in."""
        return self.authenticator.logs_in

    def identify(self, request: RequestIdentity) -> str | None:
        """Return the name that is kept with a person's decisions, or None for an unknown sender.

        Raises:
            StoreError: If the sessions cannot be read.
        """
        name = self.authenticator.identify(request) or self._owner(request.api_key or request.bearer)
        if name is not None or self.authenticator.cookie is None:
            return name
        session = self.sessions.find(request.cookies.get(self.authenticator.cookie, ""))
        return session.reviewer if session is not None and self.authenticator.accepts(session) else None

    def _owner(self, token: str) -> str | None:
        """Return the person whose token this is, if they may still come in."""
        owner = self.tokens.find(token) if token else None
        return owner if owner is not None and self.authenticator.knows(owner) else None


def identity_of(scope: Mapping[str, Any]) -> RequestIdentity:
    """Return what identifies the sender of an ASGI request."""
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    client = scope.get("client")
    return RequestIdentity(headers, _cookies(headers.get("cookie", "")), client[0] if client else "")


def with_own_cookie(scope: Mapping[str, Any], name: str | None) -> dict[str, Any]:
    """Return the scope of an ASGI request without the cookies of others: with the cookie ``name``, or with none.

    The application reads all cookies with Python's parser, see `_cookies`.
    """
    headers = [(key, value) for key, value in scope["headers"] if key.lower() != b"cookie"]
    value = identity_of(scope).cookies.get(name, "") if name is not None else ""
    if _TOKEN.fullmatch(value):
        headers.append((b"cookie", f"{name}={value}".encode("latin-1")))
    return {**scope, "headers": headers}


def _cookies(header: str) -> dict[str, str]:
    """Return the cookies of a Cookie header, as they are.

    The cookies of this site have no quotation marks. Python's own parser also resolves quotations, for which old
    versions take quadratic time: seconds for a header that anybody can send.
    """
    pairs = (part.partition("=") for part in header.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}
