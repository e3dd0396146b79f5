"""Identifies the sender of a request: through the authenticator, or else by a valid token or session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from repair.decisions.access_tokens import AccessTokens
from repair.decisions.sessions import SessionStore
from repair.review.auth import Authenticator, RequestIdentity


@dataclass(frozen=True, slots=True)
class Identification:
    """Identifies the senders of requests.

    Attributes:
        authenticator: What people sign in with.
        sessions: Who has signed in.
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


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}
