"""Security checks for every request: its origin, its sender, its size and its time; and headers for every response.

A foreign Host (DNS rebinding) and a foreign Origin (cross-site request forgery) are refused. The content security
policy allows nothing from other servers and no inline script. `identification` identifies the sender of a request.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from repair.core.errors import StoreError
from repair.review.auth import RequestIdentity
from repair.review.identification import Identification, identity_of, with_own_cookie
from repair.review.languagetool_access import (
    HARMLESS_PATHS,
    PREFIX,
    cors_headers,
    is_extension,
    is_preflight,
    key_in_form,
    preflight_headers,
    split_key,
)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_IDENTIFYING_THREADS = 4

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
PUBLIC_PATHS = ("/static/", "/login", "/logout", "/enter", "/health")  # needed before a person is identified
_MAX_PUBLIC_BYTES = 20_000  # of the body of a request whose sender is not identified: at most a name and a password
_MAX_PAGE = 2_000  # characters of an address that one is led back to
LANGUAGETOOL_PATHS = ("/v2/check", "/v2/languages", "/v2/info")  # LanguageTool's clients cannot log in

WRONG_HOST = "This server has another name. Use the address that it printed, or allow this name with --allow-host."
WRONG_ORIGIN = "A page of another site sent this request. Nothing was done."
UNKNOWN = "You are not logged in. Open the full address, with its token, that repair review printed."
LOGGED_OUT = "You are not logged in, so nothing was done. Log in, and do it again."
TOO_LARGE = "The request is too large. The limit is {limit:,} bytes."
TOO_SLOW = "The request took too long. Send less text at a time."
NOT_SENT = "The request was not sent in time."

HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # With "no-referrer", browsers would send "Origin: null" with the page's own forms.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


@dataclass(frozen=True, slots=True)
class SecurityPolicy:
    """Which requests are let in.

    Attributes:
        hosts: Allowed values of the Host header, in lower case.
        origins: Allowed values of the Origin header, in lower case.
        proxies: Addresses of proxies, which say in X-Forwarded-For for whom they ask.
        languagetool_open: Whether LanguageTool's clients, which send no token, may check text.
        max_bytes: Largest body of a request, in bytes.
        response_seconds: Longest time for a response.
        request_seconds: Longest time for receiving a request.
    """

    hosts: frozenset[str]
    origins: frozenset[str]
    proxies: frozenset[str] = frozenset()
    languagetool_open: bool = True
    max_bytes: int = 2_000_000
    response_seconds: float = 60.0
    request_seconds: float = 15.0


class RejectedRequest(Exception):  # noqa: N818  # not an error of the program
    """A request that is refused, with the status and the words of the response, or the address to redirect to."""

    def __init__(self, status: int, message: str, location: str | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.location = status, message, location


class SecurityMiddleware:
    """An ASGI application that guards another, ``app``.

    A request that is let in has the name of its sender in ``scope["state"]["reviewer"]``.
    """

    def __init__(self, app: App, identification: Identification, policy: SecurityPolicy) -> None:
        self.app = app
        self._identification, self._policy = identification, policy
        # Separate threads, so that a sender is identified while all others are busy.
        self._threads = ThreadPoolExecutor(_IDENTIFYING_THREADS, thread_name_prefix="identify")

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass a request on to the application, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        scope, key = split_key(scope)
        started, origin = False, None

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = [
                    *message.get("headers", []),
                    *HEADERS,
                    *_cache_headers(scope, message["status"]),
                    *cors_headers(scope, origin),
                ]
            await send(message)

        try:
            identity = replace(identity_of(scope), api_key=key)
            self._check(scope, identity)
            origin = identity.headers.get("origin")
            if is_preflight(scope, identity.headers):
                await _allow(send_with_headers, preflight_headers(identity.headers))
                return
            body = await self._body_of_known_sender(scope, receive, identity)
            cookie = self._identification.authenticator.cookie
            response = self.app(with_own_cookie(scope, cookie), _replay(body, receive), send_with_headers)
            await asyncio.wait_for(response, self._policy.response_seconds)
        except RejectedRequest as rejected:
            await _refuse(send_with_headers, scope, rejected)
        except TimeoutError:
            if not started:
                await _refuse(send_with_headers, scope, RejectedRequest(503, TOO_SLOW))

    def _check(self, scope: Message, identity: RequestIdentity) -> None:
        """Raise `RejectedRequest` for a request under another name or from another site."""
        if identity.headers.get("host", "").lower() not in self._policy.hosts:
            raise RejectedRequest(421, WRONG_HOST)
        self._check_origin(scope, identity.headers)

    async def _body_of_known_sender(self, scope: Message, receive: Receive, identity: RequestIdentity) -> bytes:
        """Return the body of a request, and note its sender in ``scope``; raise `RejectedRequest` for an unknown one.

        Clients of LanguageTool may have their token in the body, so that theirs is read first.
        """
        state = scope.setdefault("state", {})
        state["reviewer"] = None
        if scope["path"].startswith(PUBLIC_PATHS):
            return await self._body(scope, receive, min(self._policy.max_bytes, _MAX_PUBLIC_BYTES))
        state["reviewer"] = await self._identify(identity)
        if state["reviewer"] is None and scope["path"] not in LANGUAGETOOL_PATHS:
            self._refuse_unknown(scope, identity)
        body = await self._body(scope, receive, self._policy.max_bytes)
        if state["reviewer"] is None and not self._policy.languagetool_open:
            state["reviewer"] = await self._identify(replace(identity, api_key=key_in_form(scope, body)))
            if state["reviewer"] is None:
                self._refuse_unknown(scope, identity)
        return body

    def _check_origin(self, scope: Message, headers: Mapping[str, str]) -> None:
        """Refuse requests from pages of other sites, except plain links to a page."""
        origin = headers.get("origin")
        is_languagetool = scope["path"].startswith(PREFIX)
        if origin is not None and origin.lower() not in self._policy.origins:
            if is_languagetool and is_extension(origin):
                return
            raise RejectedRequest(403, WRONG_ORIGIN)
        # Browsers that send no Origin still state the origin of a request in Sec-Fetch-Site.
        cross_site = headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        is_link = headers.get("sec-fetch-mode") == "navigate" or scope["path"] in HARMLESS_PATHS
        is_link = is_link and scope["method"] in SAFE_METHODS
        if cross_site and origin is None and not is_link:
            raise RejectedRequest(403, WRONG_ORIGIN)

    async def _identify(self, identity: RequestIdentity) -> str | None:
        """Return the sender's name, or None for an unknown sender."""
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, self._identification.identify, identity)
        except StoreError as error:
            raise RejectedRequest(503, str(error)) from error

    def _refuse_unknown(self, scope: Message, identity: RequestIdentity) -> None:
        """Refuse an unknown sender; a browser is led to the page to log in."""
        wants_page = scope["method"] == "GET" and "text/html" in identity.headers.get("accept", "")
        if self._identification.logs_in and wants_page:
            raise RejectedRequest(303, LOGGED_OUT, _login_address(scope))
        raise RejectedRequest(401, LOGGED_OUT if self._identification.logs_in else UNKNOWN)

    async def _body(self, scope: Message, receive: Receive, limit: int) -> bytes:
        """Return the whole body of a request; raise `RejectedRequest` over ``limit`` bytes or if it arrives slowly."""
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
            await asyncio.wait_for(read(), self._policy.request_seconds)
        except TimeoutError as error:
            raise RejectedRequest(408, NOT_SENT) from error
        return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that yields the body that was read, and then what the server sends."""
    replayed = False

    async def receive_again() -> Message:
        nonlocal replayed
        if replayed:
            return await receive()
        replayed = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


def _login_address(scope: Message) -> str:
    """Return the address to log in at, which leads back to the page that was asked for."""
    page = scope["path"] + ("?" + scope["query_string"].decode("latin-1") if scope.get("query_string") else "")
    return "/login" if page == "/" or len(page) > _MAX_PAGE else f"/login?page={quote(page, safe='')}"


def _cache_headers(scope: Message, status: int) -> list[tuple[bytes, bytes]]:
    """Return the caching headers: copy is never cached, static files with a version in their address always.

    Without caching, browsers would fetch the icon again with every key press.
    """
    if not scope["path"].startswith("/static/"):
        return [(b"cache-control", b"no-store")]
    versioned = bool(scope.get("query_string")) and status in (200, 304)
    return [(b"cache-control", b"private, max-age=31536000, immutable" if versioned else b"no-cache")]


async def _allow(send: Send, headers: list[tuple[bytes, bytes]]) -> None:
    """Answer a browser that asks whether it may send a request."""
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, scope: Message, rejected: RejectedRequest) -> None:
    """Answer a refused request in plain text, or with a redirect."""
    body = rejected.message.encode()
    location = [(b"location", rejected.location.encode())] if rejected.location else []
    await send(
        {
            "type": "http.response.start",
            "status": rejected.status,
            "headers": [
                (b"content-type", b"text/plain; charset=utf-8"),
                (b"content-length", str(len(body)).encode()),
                (b"connection", b"close"),
                *location,
            ],
        }
    )
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
