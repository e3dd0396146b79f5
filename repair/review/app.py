"""The application: pages, API and checks put together behind the guard, and troubles turned into answers.

Takes everything as arguments and opens nothing; `server` makes and runs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from repair.core.errors import RepairError
from repair.core.version import __version__
from repair.decisions.errors import (
    BusyError,
    ClaimedError,
    ConflictError,
    NotThereError,
    OverlapError,
    UnconfirmedError,
)
from repair.review import api, languagetool_api, pages
from repair.review.auth import Authenticator, TokenAuth, UserFile
from repair.review.middleware import SecurityMiddleware, SecurityPolicy
from repair.review.requests import AppState, Typed
from repair.review.responses import confirmation_json
from repair.review.templating import environment, render

_PROGRAMS = ("/api/", "/v2/", "/static/")  # what no person reads
_STATIC = Path(__file__).parent / "static"
_STATUS: tuple[tuple[type[RepairError], int], ...] = (
    (BusyError, 503),
    (ConflictError, 409),
    (OverlapError, 409),
    (ClaimedError, 423),
    (NotThereError, 404),
    (UnconfirmedError, 428),
    (RepairError, 400),
)

NO_PAGE = "There is no such page."
NO_SENSE = "That address or form makes no sense here."
WRONG_TOKEN = "that is not the token that repair review printed; it prints a new one each time it starts"
WRONG_PASSWORD = "That name and password do not go together."
WAIT = "Too many wrong passwords; wait a minute."


@dataclass(frozen=True, slots=True)
class House:
    """An application as it is served, and the plain one inside, which tests describe."""

    served: SecurityMiddleware
    inner: FastAPI


def make_app(office: AppState, people: Authenticator, rules: SecurityPolicy) -> House:
    """Return the application for what ``office`` holds, to those whom ``people`` know, under ``rules``."""
    app = FastAPI(
        title="repair review",
        version=__version__,
        description="Suggested fixes of mangled names, and what people decide about them.",
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
    )
    app.state.office, app.state.people, app.state.templates = office, people, environment()
    app.include_router(api.router)
    app.include_router(languagetool_api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    _add_ways_in(app, people)
    app.add_exception_handler(RepairError, _told)
    app.add_exception_handler(HTTPException, _no_page)
    app.add_exception_handler(RequestValidationError, _no_sense)
    return House(SecurityMiddleware(app, people, rules), app)


def _add_ways_in(app: FastAPI, people: Authenticator) -> None:
    """Add the pages through which somebody unknown becomes somebody known."""
    if isinstance(people, TokenAuth):

        @app.get("/enter", include_in_schema=False)
        def enter(token: Typed = "") -> Response:
            """Turn the token in the address into a cookie, so that it stands in no address from then on."""
            if not people.admits(token):
                return PlainTextResponse(WRONG_TOKEN, 403)
            return _with_cookie(RedirectResponse("/", 303), people.cookie, people.session, secure=False)

    if isinstance(people, UserFile):

        @app.get("/login", include_in_schema=False)
        def login_page() -> Response:
            """Ask for name and password."""
            return HTMLResponse(render(app.state.templates, "login.html", trouble=""))

        @app.post("/login", include_in_schema=False)
        def log_in(
            request: Request, name: Annotated[Typed, Form()] = "", password: Annotated[Typed, Form()] = ""
        ) -> Response:
            """Let somebody in."""
            try:
                session = people.log_in(name, password)
            except PermissionError:
                return HTMLResponse(render(app.state.templates, "login.html", trouble=WAIT), 429)
            if session is None:
                return HTMLResponse(render(app.state.templates, "login.html", trouble=WRONG_PASSWORD), 403)
            secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
            return _with_cookie(RedirectResponse("/", 303), people.cookie, session, secure=secure)

        @app.post("/logout", include_in_schema=False)
        def log_out() -> Response:
            """Forget who this browser was."""
            answer = RedirectResponse("/login", 303)
            answer.delete_cookie(people.cookie)
            return answer


def _with_cookie(answer: Response, name: str, value: str, *, secure: bool) -> Response:
    """Return an answer that sets a cookie which no script can read and no other site's page sends."""
    answer.set_cookie(name, value, httponly=True, samesite="strict", secure=secure, path="/")
    return answer


async def _told(request: Request, error: Exception) -> Response:
    """Answer what stands in the way: JSON to programs, a page to people."""
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    if request.url.path.startswith("/api/"):
        asked = {"confirm": confirmation_json(error.confirmation)} if isinstance(error, UnconfirmedError) else {}
        return JSONResponse({"detail": str(error)} | asked, status)
    if request.url.path.startswith("/v2/"):
        return PlainTextResponse(f"Error: {error}", status)
    return _page_of(request, str(error), status)


async def _no_page(request: Request, error: Exception) -> Response:
    """Answer an address that leads nowhere."""
    if not isinstance(error, HTTPException):
        raise error
    if request.url.path.startswith(_PROGRAMS):
        return await http_exception_handler(request, error)
    return _page_of(request, NO_PAGE if error.status_code == 404 else str(error.detail), error.status_code)


async def _no_sense(request: Request, error: Exception) -> Response:
    """Answer a request that does not hold what it should."""
    if not isinstance(error, RequestValidationError):
        raise error
    if request.url.path.startswith(_PROGRAMS):
        return await request_validation_exception_handler(request, error)
    return _page_of(request, NO_SENSE, 422)


def _page_of(request: Request, words: str, status: int) -> Response:
    """Return a page that says what went wrong."""
    who = str(request.scope.get("state", {}).get("who"))
    page = render(
        request.app.state.templates,
        "told.html",
        reviewer=who,
        path=request.url.path,
        logs_in=bool(request.app.state.people.logs_in),
        title="That did not work",
        words=words,
    )
    return HTMLResponse(page, status)
