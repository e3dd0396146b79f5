"""Logging in and out: the address with a token on one's own machine, and the page with name and password.

Both start a session, whose token is in a cookie. Logging out ends the session, not only the cookie.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from repair.decisions.sessions import SessionStore
from repair.review import labels
from repair.review.auth import TokenAuth
from repair.review.identification import identity_of
from repair.review.requests import FilterText, ShortText
from repair.review.templating import render
from repair.review.throttle import LoginKey, LoginThrottle
from repair.review.user_file import UserFile

_RETRY_SECONDS = 15
_OWN_PAGE = re.compile(r"/(?:[\w.~%?&=+:@!$'()*,;-][\w./~%?&=+:@!$'()*,;-]*)?", re.ASCII)
# A browser sends the new cookie, which is for this site alone, only with an address that this site led it to.
_LED_BY_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/">'
    '<title>repair</title><p><a href="/">{words}</a></p></html>'
)


def add_token_entry(app: FastAPI, authenticator: TokenAuth, sessions: SessionStore) -> None:
    """Add the address that `repair review` prints, which holds the token."""

    @app.get("/enter", include_in_schema=False)
    def enter(request: Request, token: ShortText = "") -> Response:
        """Exchange the token for a session, so that no later address contains it."""
        if not authenticator.admits(token):
            return PlainTextResponse(labels.WRONG_TOKEN, 403)
        session = sessions.start(authenticator.name)
        if request.headers.get("sec-fetch-site", "none") == "cross-site":
            response: Response = HTMLResponse(_LED_BY_PAGE.format(words=labels.OPEN_QUEUE))
        else:
            response = RedirectResponse("/", 303)
        return _with_cookie(response, str(authenticator.cookie), session, secure=False)


@dataclass(frozen=True, slots=True)
class LoginPage:
    """The page to log in, and the form to log out.

    Attributes:
        authenticator: The people and their passwords.
        sessions: Where a session is started and ended.
        proxies: Addresses of proxies, which say in X-Forwarded-For for whom they ask.
        throttle: Counts wrong passwords.
    """

    authenticator: UserFile
    sessions: SessionStore
    proxies: frozenset[str] = frozenset()
    throttle: LoginThrottle = field(default_factory=LoginThrottle)

    def add_to(self, app: FastAPI) -> None:
        """Add the routes to the application."""
        app.add_api_route("/login", self._show, methods=["GET"], include_in_schema=False)
        app.add_api_route("/login", self._log_in, methods=["POST"], include_in_schema=False)
        app.add_api_route("/logout", self._log_out, methods=["POST"], include_in_schema=False)

    def _show(self, request: Request, page: FilterText = "") -> Response:
        """Ask for name and password; ``page`` is the address that a person without a session wanted."""
        return _login_form(request, page=page)

    async def _log_in(
        self,
        request: Request,
        name: Annotated[ShortText, Form()] = "",
        password: Annotated[ShortText, Form()] = "",
        page: Annotated[FilterText, Form()] = "",
    ) -> Response:
        """Start a session for the right password, and lead to the page that the person wanted."""
        key = LoginKey(identity_of(request.scope).address(self.proxies), name)
        wait = self.throttle.reserve(key)
        if wait is None:
            return _login_form(request, labels.TOO_MANY_TRIES, 429, name=name, page=page)
        try:
            await asyncio.sleep(wait)
        finally:
            self.throttle.begin()
        credential = await run_in_threadpool(self.authenticator.check, name, password)
        if credential is None:
            return _login_form(request, labels.WRONG_PASSWORD, 403, name=name, page=page)
        self.throttle.succeeded(key)
        session = await run_in_threadpool(self.sessions.start, name, credential)
        secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
        return _with_cookie(
            RedirectResponse(_own_page(page), 303), str(self.authenticator.cookie), session, secure=secure
        )

    def _log_out(self, request: Request) -> Response:
        """End the session of this browser."""
        cookie = str(self.authenticator.cookie)
        self.sessions.end(request.cookies.get(cookie, ""))
        response = RedirectResponse("/login", 303)
        response.delete_cookie(cookie)
        return response


def _login_form(request: Request, trouble: str = "", status: int = 200, *, name: str = "", page: str = "") -> Response:
    form = render(
        request.app.state.templates, "login.html", trouble=trouble, name=name, page="" if page == "/" else page
    )
    wait = {"retry-after": str(_RETRY_SECONDS)} if status == 429 else None
    return HTMLResponse(form, status, headers=wait)


def _own_page(address: str) -> str:
    """Return an address if it is one of this site, else that of the queue; another site could have given it.

    >>> [_own_page(address) for address in ("/story/1?at=2", "https://x.example", "//x.example", "/\\\\x.example")]
    ['/story/1?at=2', '/', '/', '/']
    """
    return address if _OWN_PAGE.fullmatch(address) else "/"


def _with_cookie(response: Response, name: str, value: str, *, secure: bool) -> Response:
    """Set a cookie that no script can read and that is not sent from pages of other sites."""
    response.set_cookie(name, value, httponly=True, samesite="strict", secure=secure, path="/")
    return response
