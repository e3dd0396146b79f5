"""LanguageTool's HTTP API, as far as clients that check text use it: /v2/check, /v2/languages, /v2/info.

Clients send forms or query strings, plain or annotated text, and read errors as plain text.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import PlainTextResponse

from repair.core.version import __version__
from repair.review import languagetool
from repair.review.requests import Checking, Long, Typed

Json = dict[str, Any]
NO_TEXT = "Error: Missing 'text' or 'data' parameter"
TWO_TEXTS = "Error: Set only 'text' or 'data' parameter, not both"
NO_LANGUAGE = "Error: Missing 'language' parameter, e.g. 'language=en-GB' or 'language=auto'"

_REFUSED: dict[int | str, Json] = {
    400: {"description": "What is missing, in words.", "content": {"text/plain": {}}},
    403: {"description": "Another site's page asked.", "content": {"text/plain": {}}},
    413: {"description": "Too large.", "content": {"text/plain": {}}},
}
router = APIRouter(prefix="/v2", tags=["LanguageTool"], responses=_REFUSED)


@router.get("/languages")
def languages() -> list[dict[str, str]]:
    """Return the languages that are read."""
    return languagetool.languages()


@router.get("/info")
def info(checker: Checking) -> Json:
    """Return what answers here."""
    return {"software": {"name": "repair", "version": __version__, "premium": False, "signature": checker.signature}}


@router.post("/check", response_model=None)
def check_form(
    checker: Checking,
    language: Annotated[Typed, Form()] = "",
    text: Annotated[Long | None, Form()] = None,
    data: Annotated[Long | None, Form()] = None,
    disabledRules: Annotated[Typed, Form()] = "",  # noqa: N803  # as clients spell it
    enabledRules: Annotated[Typed, Form()] = "",  # noqa: N803
    disabledCategories: Annotated[Typed, Form()] = "",  # noqa: N803
    enabledCategories: Annotated[Typed, Form()] = "",  # noqa: N803
    enabledOnly: Annotated[Typed, Form()] = "",  # noqa: N803
) -> Json | PlainTextResponse:
    """Check a text sent as a form."""
    wanted = _wanted(disabledRules, disabledCategories, enabledRules, enabledCategories, only=enabledOnly)
    return _check(checker, text, data, language=language, wanted=wanted)


@router.get("/check", response_model=None)
def check_query(
    checker: Checking,
    language: Annotated[Typed, Query()] = "",
    text: Annotated[Long | None, Query()] = None,
    data: Annotated[Long | None, Query()] = None,
) -> Json | PlainTextResponse:
    """Check a text sent in the address, as clients do to see whether anybody is there."""
    return _check(checker, text, data, language=language, wanted=languagetool.CheckRequest())


def _check(
    checker: Checking, text: str | None, data: str | None, *, language: str, wanted: languagetool.CheckRequest
) -> Json | PlainTextResponse:
    """Answer a check, or say what is missing."""
    if text is None and data is None:
        return PlainTextResponse(NO_TEXT, 400)
    if text is not None and data is not None:
        return PlainTextResponse(TWO_TEXTS, 400)
    if not language:
        return PlainTextResponse(NO_LANGUAGE, 400)
    try:
        sent = languagetool.plain(text) if text is not None else languagetool.annotated(data or "")
    except ValueError as error:
        return PlainTextResponse(f"Error: {error}", 400)
    found = checker.check(sent.text) if languagetool.reads(language) else ()
    return languagetool.answer(sent, found, language, wanted)


def _wanted(
    rules_off: str, categories_off: str, rules_on: str, categories_on: str, *, only: str
) -> languagetool.CheckRequest:
    """Return which rules a client wants to hear of."""
    return languagetool.CheckRequest(
        frozenset(languagetool.ids(rules_off)) | frozenset(languagetool.ids(categories_off)),
        frozenset(languagetool.ids(rules_on)) | frozenset(languagetool.ids(categories_on)),
        only.lower() in ("true", "yes", "1"),
    )
