"""The web application: pages, JSON API and LanguageTool API behind the security middleware, and errors as responses.

Everything it needs is passed in, and it opens nothing; `server` runs it.
"""

from __future__ import annotations

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
from repair.review import api, labels, languagetool_api, pages
from repair.review.auth import Authenticator, TokenAuth, UserFile
from repair.review.middleware import SecurityMiddleware, SecurityPolicy
from repair.review.requests import AppState, ShortText
from repair.review.responses import confirmation_json
from repair.review.templating import environment, render, render_page

_NOT_PAGES = ("/api/", "/v2/", "/static/")
_STATIC = Path(__file__).parent / "static"
# The first row that fits an error decides.
_STATUS_OF_ERROR: tuple[tuple[type[RepairError], int], ...] = (
    (BusyError, 503),
    (ConflictError, 409),
    (OverlapError, 409),
    (ClaimedError, 423),
    (NotThereError, 404),
    (UnconfirmedError, 428),
    (RepairError, 400),
)


def make_app(shared: AppState, authenticator: Authenticator, policy: SecurityPolicy) -> SecurityMiddleware:
    """Return the application to serve.

    Args:
        shared: The store, the checker and the folder for corrected copies.
        authenticator: Identifies the person who sends a request.
        policy: Which requests are let in.
    """
    app = FastAPI(
        title="repair review",
        version=__version__,
        description="Suggested corrections of mangled names, and what people decide about them.",
        # The documentation pages of FastAPI load scripts from other servers.
        docs_url=None,
        redoc_url=None,
    )
    app.state.shared, app.state.authenticator, app.state.templates = shared, authenticator, environment()
    app.include_router(api.router)
    app.include_router(languagetool_api.router)
    app.include_router(pages.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    if isinstance(authenticator, TokenAuth):
        _add_token_entry(app, authenticator)
    if isinstance(authenticator, UserFile):
        _add_login(app, authenticator)
    app.add_exception_handler(RepairError, _answer_error)
    app.add_exception_handler(HTTPException, _answer_http_error)
    app.add_exception_handler(RequestValidationError, _answer_bad_request)
    return SecurityMiddleware(app, authenticator, policy)


def _add_token_entry(app: FastAPI, authenticator: TokenAuth) -> None:
    """Add the address that `repair review` prints, which holds the token."""

    @app.get("/enter", include_in_schema=False)
    def enter(token: ShortText = "") -> Response:
        """Exchange the token for a cookie, so that no later address contains it."""
        if not authenticator.admits(token):
            return PlainTextResponse(labels.WRONG_TOKEN, 403)
        response = RedirectResponse("/", 303)
        return _with_cookie(response, authenticator.cookie, authenticator.session, secure=False)


def _add_login(app: FastAPI, authenticator: UserFile) -> None:
    """Add the page to log in, and the form to log out."""

    def login_form(trouble: str = "", status: int = 200) -> Response:
        return HTMLResponse(render(app.state.templates, "login.html", trouble=trouble), status)

    @app.get("/login", include_in_schema=False)
    def login_page() -> Response:
        """Ask for name and password."""
        return login_form()

    @app.post("/login", include_in_schema=False)
    def log_in(
        request: Request, name: Annotated[ShortText, Form()] = "", password: Annotated[ShortText, Form()] = ""
    ) -> Response:
        """Start a session for the right password."""
        try:
            session = authenticator.log_in(name, password)
        except PermissionError:
            return login_form(labels.TOO_MANY_TRIES, 429)
        if session is None:
            return login_form(labels.WRONG_PASSWORD, 403)
        secure = "https" in (request.url.scheme, request.headers.get("x-forwarded-proto"))
        return _with_cookie(RedirectResponse("/", 303), authenticator.cookie, session, secure=secure)

    @app.post("/logout", include_in_schema=False)
    def log_out() -> Response:
        """End the session of this browser."""
        response = RedirectResponse("/login", 303)
        response.delete_cookie(authenticator.cookie)
        return response


def _with_cookie(response: Response, name: str, value: str, *, secure: bool) -> Response:
    """Set a cookie that no script can read and that is not sent from pages of other sites."""
    response.set_cookie(name, value, httponly=True, samesite="strict", secure=secure, path="/")
    return response


async def _answer_error(request: Request, error: Exception) -> Response:
    """Answer an error of the package: JSON for the API, plain text for LanguageTool's clients, else a page."""
    status = next(status for kind, status in _STATUS_OF_ERROR if isinstance(error, kind))
    if request.url.path.startswith("/api/"):
        confirm = {"confirm": confirmation_json(error.confirmation)} if isinstance(error, UnconfirmedError) else {}
        return JSONResponse({"detail": str(error)} | confirm, status)
    if request.url.path.startswith("/v2/"):
        return PlainTextResponse(f"Error: {error}", status)
    return _message_page(request, str(error), status)


async def _answer_http_error(request: Request, error: Exception) -> Response:
    """Answer an unknown address, or a method that it does not have."""
    if not isinstance(error, HTTPException):
        raise error
    if request.url.path.startswith(_NOT_PAGES):
        return await http_exception_handler(request, error)
    return _message_page(request, labels.NO_PAGE if error.status_code == 404 else str(error.detail), error.status_code)


async def _answer_bad_request(request: Request, error: Exception) -> Response:
    """Answer a request with missing or invalid values."""
    if not isinstance(error, RequestValidationError):
        raise error
    if request.url.path.startswith(_NOT_PAGES):
        return await request_validation_exception_handler(request, error)
    return _message_page(request, labels.BAD_REQUEST, 422)


def _message_page(request: Request, message: str, status: int) -> Response:
    """Return a page that says what went wrong."""
    reviewer = str(request.scope.get("state", {}).get("reviewer"))
    page = render_page(request, "message.html", reviewer=reviewer, title=labels.FAILED_TITLE, message=message)
    return HTMLResponse(page, status)
