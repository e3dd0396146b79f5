"""The web application: pages, JSON API and LanguageTool API behind the security middleware, and errors as responses.

All components are passed in, and it opens no files; `server` runs it.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from repair.core.errors import RepairError, TimeLimitError
from repair.core.version import __version__
from repair.decisions.access_tokens import AccessTokens
from repair.decisions.errors import (
    BusyError,
    ClaimedError,
    ConflictError,
    EmptiedError,
    NotThereError,
    OverlapError,
    UnconfirmedError,
)
from repair.decisions.sessions import SessionStore
from repair.review import (
    amend_pages,
    api,
    assignment_routes,
    health,
    labels,
    languagetool_api,
    pages,
    shift_routes,
    story_api,
    unverified_pages,
)
from repair.review.allowed_methods import allowed_methods
from repair.review.auth import Authenticator, TokenAuth
from repair.review.identification import Identification
from repair.review.invalid_requests import explain_problems
from repair.review.languagetool_form import InvalidFormError
from repair.review.login import LoginPage, add_token_entry
from repair.review.middleware import SecurityMiddleware, SecurityPolicy
from repair.review.requests import AppState
from repair.review.responses import confirmation_json
from repair.review.templating import environment, render_page
from repair.review.user_file import UserFile

_NOT_PAGES = ("/api/", "/v2/", "/static/")
_STATIC = Path(__file__).parent / "static"
# The first row that fits an error decides.
_STATUS_OF_ERROR: tuple[tuple[type[RepairError], int], ...] = (
    (BusyError, 503),
    (ConflictError, 409),
    (OverlapError, 409),
    (ClaimedError, 423),
    (NotThereError, 404),
    (EmptiedError, 410),
    (UnconfirmedError, 428),
    (TimeLimitError, 503),
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
    # A check that takes longer than the time limit of its response is abandoned.
    shared.checker.seconds = min(shared.checker.seconds, policy.response_seconds)
    app.state.shared, app.state.authenticator, app.state.templates = shared, authenticator, environment()
    app.include_router(api.router)
    app.include_router(story_api.router)
    app.include_router(languagetool_api.router)
    app.include_router(pages.router)
    app.include_router(health.router)
    app.include_router(shift_routes.api)
    app.include_router(shift_routes.pages)
    app.include_router(assignment_routes.api)
    app.include_router(assignment_routes.pages)
    app.include_router(unverified_pages.router)
    app.include_router(amend_pages.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    sessions = SessionStore(shared.store)
    if isinstance(authenticator, TokenAuth):
        add_token_entry(app, authenticator, sessions)
    if isinstance(authenticator, UserFile):
        LoginPage(authenticator, sessions, policy.proxies).add_to(app)
    app.add_exception_handler(RepairError, _answer_error)
    app.add_exception_handler(InvalidFormError, _answer_invalid_form)
    app.add_exception_handler(HTTPException, _answer_http_error)
    app.add_exception_handler(RequestValidationError, _answer_bad_request)
    return SecurityMiddleware(app, Identification(authenticator, sessions, AccessTokens(shared.store)), policy)


async def _answer_error(request: Request, error: Exception) -> Response:
    """Answer an error of the package: JSON for the API, plain text for LanguageTool's clients, else a page."""
    status = next(status for kind, status in _STATUS_OF_ERROR if isinstance(error, kind))
    if request.url.path.startswith("/api/"):
        confirm = {"confirm": confirmation_json(error.confirmation)} if isinstance(error, UnconfirmedError) else {}
        return JSONResponse({"detail": str(error)} | confirm, status)
    if request.url.path.startswith("/v2/"):
        return PlainTextResponse(f"Error: {error}", status)
    return _message_page(request, str(error), status)


async def _answer_invalid_form(request: Request, error: Exception) -> Response:
    """Answer a client of LanguageTool whose form has a value that is not allowed."""
    return PlainTextResponse(f"Error: {error}", 400)


async def _answer_http_error(request: Request, error: Exception) -> Response:
    """Answer an unknown address, or a method that it does not have."""
    if not isinstance(error, HTTPException):
        raise error
    message = labels.HTTP_ERRORS.get(error.status_code, labels.BAD_REQUEST)
    if request.url.path.startswith(_NOT_PAGES):
        response = await http_exception_handler(request, HTTPException(error.status_code, message, error.headers))
    else:
        response = _message_page(request, message, error.status_code)
    if error.status_code == 405 and (methods := allowed_methods(request)):
        response.headers["allow"] = methods
    return response


async def _answer_bad_request(request: Request, error: Exception) -> Response:
    """Answer a request with missing or invalid values: with what is wrong, or on a page that it is not valid."""
    if not isinstance(error, RequestValidationError):
        raise error
    if request.url.path.startswith(_NOT_PAGES):
        return JSONResponse({"detail": explain_problems(error.errors())}, 422)
    return _message_page(request, labels.BAD_REQUEST, 422)


def _message_page(request: Request, message: str, status: int) -> Response:
    """Return a page that says what went wrong."""
    reviewer = str(request.scope.get("state", {}).get("reviewer"))
    page = render_page(request, "message.html", reviewer=reviewer, title=labels.FAILED_TITLE, message=message)
    return HTMLResponse(page, status)
