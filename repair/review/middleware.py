"""What every request has to pass before any page sees it: where it came from, how large it is, how long it takes.

A name that another site lets point here (DNS rebinding) is refused by its Host, a form that another site sends
by its Origin. Every answer carries a policy under which nothing is loaded from elsewhere and no script stands
in a page. Who is asking is told by `people`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any

from repair.review.auth import Authenticator, RequestIdentity

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = ("/static/", "/login", "/enter")  # needed by somebody who is not known yet
LIVE = ("/v2/check", "/v2/languages", "/v2/info")  # clients of these send no token

WRONG_HOST = "this server does not go by that name; use the address it printed (or allow the name with --allow-host)"
WRONG_ORIGIN = "another site's page sent this; nothing was done"
UNKNOWN = "who are you? open the address, token and all, that repair review printed"
TOO_LARGE = "too large: at most {limit:,} bytes are taken"
TOO_SLOW = "took too long; send less at a time"
NOT_SENT = "the request was not sent in time"

HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Not "no-referrer", under which browsers send "Origin: null" with our own forms.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


@dataclass(frozen=True, slots=True)
class SecurityPolicy:
    """What is let in. ``hosts`` and ``origins`` are as they stand in the headers, in lower case.

    ``live_open``: whether clients that send no token may check text; ``max_bytes`` of a request's body;
    ``seconds`` that an answer may take, ``sending`` those that a request may.
    """

    hosts: frozenset[str]
    origins: frozenset[str]
    live_open: bool = True
    max_bytes: int = 2_000_000
    seconds: float = 60.0
    sending: float = 15.0


class RejectedRequest(Exception):  # noqa: N818  # no error: an answer
    """A request that goes no further, and the answer to it."""

    def __init__(self, status: int, words: str, location: str | None = None) -> None:
        super().__init__(words)
        self.status, self.words, self.location = status, words, location


class SecurityMiddleware:
    """An ASGI application around another; ``scope["state"]["who"]`` is who is asking when it lets a request in."""

    def __init__(self, app: App, people: Authenticator, rules: SecurityPolicy) -> None:
        self._app, self._people, self._rules = app, people, rules

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        started = False

        async def outgoing(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [*message.get("headers", []), *HEADERS, *_caching(scope, message["status"])]
            await send(message)

        try:
            self._admit(scope)
            body = await self._body(scope, receive)
            await asyncio.wait_for(self._app(scope, _replay(body, receive), outgoing), self._rules.seconds)
        except RejectedRequest as refused:
            await _answer(outgoing, scope, refused)
        except TimeoutError:
            if not started:
                await _answer(outgoing, scope, RejectedRequest(503, TOO_SLOW))

    def _admit(self, scope: Message) -> None:
        """Raise `RejectedRequest` for a request that another site made, or that nobody known makes."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path, rules = scope["path"], self._rules
        if headers.get("host", "").lower() not in rules.hosts:
            raise RejectedRequest(421, WRONG_HOST)
        origin = headers.get("origin")
        if origin is not None and origin.lower() not in rules.origins:
            raise RejectedRequest(403, WRONG_ORIGIN)
        # Browsers say whence a request comes; what another site's page asks for is refused but for plain links.
        foreign = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        linked = scope["method"] in SAFE and headers.get("sec-fetch-mode") == "navigate"
        if foreign and origin is None and not linked:
            raise RejectedRequest(403, WRONG_ORIGIN)
        client = scope.get("client")
        who = self._people.who(
            RequestIdentity(headers, _cookies(headers.get("cookie", "")), client[0] if client else "")
        )
        scope.setdefault("state", {})["who"] = who
        if who is None and not path.startswith(OPEN) and not (rules.live_open and path in LIVE):
            if self._people.logs_in and scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
                raise RejectedRequest(303, UNKNOWN, "/login")
            raise RejectedRequest(401, UNKNOWN)

    async def _body(self, scope: Message, receive: Receive) -> bytes:
        """Return the body of a request, read whole, or raise `RejectedRequest` for one too large or too slow."""
        limit = self._rules.max_bytes
        declared = next((value for name, value in scope["headers"] if name.lower() == b"content-length"), b"0")
        if not declared.isdigit() or int(declared) > limit:
            raise RejectedRequest(413, TOO_LARGE.format(limit=limit))
        body = bytearray()

        async def read() -> None:
            while True:
                message = await receive()
                body.extend(message.get("body", b""))
                if len(body) > limit:
                    raise RejectedRequest(413, TOO_LARGE.format(limit=limit))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return

        try:
            await asyncio.wait_for(read(), self._rules.sending)
        except TimeoutError as error:
            raise RejectedRequest(408, NOT_SENT) from error
        return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return what gives a body already read, and then whatever else comes."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _caching(scope: Message, status: int) -> list[tuple[bytes, bytes]]:
    """Return how long an answer may be kept: what editors read nowhere, files of the page until they change.

    Browsers ask for the icon anew with every key otherwise.
    """
    if not scope["path"].startswith("/static/"):
        return [(b"cache-control", b"no-store")]
    versioned = bool(scope.get("query_string")) and status in (200, 304)
    return [(b"cache-control", b"private, max-age=31536000, immutable" if versioned else b"no-cache")]


async def _answer(send: Send, scope: Message, refused: RejectedRequest) -> None:
    """Answer in plain words, or lead elsewhere."""
    body = refused.words.encode()
    place = [(b"location", refused.location.encode())] if refused.location else []
    await send(
        {
            "type": "http.response.start",
            "status": refused.status,
            "headers": [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(body)).encode()),
                (b"connection", b"close"),
                *place,
            ],
        }
    )
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}
