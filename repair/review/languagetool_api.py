"""LanguageTool's HTTP API, as far as clients need it to check text: /v2/check, /v2/languages and /v2/info.

Clients send forms or query strings with plain or annotated text, and read errors as plain text.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import PlainTextResponse

from repair.core.version import __version__
from repair.review import languagetool
from repair.review.requests import Checker, CheckFields, CheckForm, LongText, ShortText

Json = dict[str, Any]
# The words of LanguageTool's own server, which clients may look for.
NO_TEXT = "Error: Missing 'text' or 'data' parameter"
TWO_TEXTS = "Error: Set only 'text' or 'data' parameter, not both"
NO_LANGUAGE = "Error: Missing 'language' parameter, e.g. 'language=en-GB' or 'language=auto'"
_TRUE = ("true", "yes", "1")

_ERROR_RESPONSES: dict[int | str, Json] = {
    400: {"description": "A parameter is missing or invalid.", "content": {"text/plain": {}}},
    403: {"description": "The request came from a page of another site.", "content": {"text/plain": {}}},
    413: {"description": "The text is too large.", "content": {"text/plain": {}}},
}
router = APIRouter(prefix="/v2", tags=["LanguageTool"], responses=_ERROR_RESPONSES)


@router.get("/languages")
def languages() -> list[dict[str, str]]:
    """Return the supported languages."""
    return languagetool.languages()


@router.get("/info")
def info(checker: Checker) -> Json:
    """Return name, version and signature of this software."""
    return {"software": {"name": "repair", "version": __version__, "premium": False, "signature": checker.signature}}


@router.post("/check", response_model=None)
def check_form(checker: Checker, form: CheckFields) -> Json | PlainTextResponse:
    """Check a text sent as a form."""
    return _check(checker, form)


@router.get("/check", response_model=None)
def check_query(
    checker: Checker,
    language: Annotated[ShortText, Query()] = "",
    text: Annotated[LongText | None, Query()] = None,
    data: Annotated[LongText | None, Query()] = None,
) -> Json | PlainTextResponse:
    """Check a text sent in the address, as clients do to see whether the server is up."""
    return _check(checker, CheckForm(language=language, text=text, data=data))


def _check(checker: Checker, form: CheckForm) -> Json | PlainTextResponse:
    """Return the response to a check, or say which parameter is missing or invalid."""
    if form.text is None and form.data is None:
        return PlainTextResponse(NO_TEXT, 400)
    if form.text is not None and form.data is not None:
        return PlainTextResponse(TWO_TEXTS, 400)
    if not form.language:
        return PlainTextResponse(NO_LANGUAGE, 400)
    try:
        if form.text is not None:
            submitted = languagetool.plain_text(form.text)
        else:
            submitted = languagetool.annotated_text(form.data or "")
    except ValueError as error:
        return PlainTextResponse(f"Error: {error}", 400)
    suggestions = checker.check(submitted.text) if languagetool.is_supported(form.language) else ()
    return languagetool.check_response(submitted, suggestions, form.language, _wanted_rules(form))


def _wanted_rules(form: CheckForm) -> languagetool.CheckRequest:
    """Return which rules a client wants."""
    ids = languagetool.split_ids
    return languagetool.CheckRequest(
        disabled=ids(form.disabled_rules) | ids(form.disabled_categories),
        enabled=ids(form.enabled_rules) | ids(form.enabled_categories),
        enabled_only=form.enabled_only.lower() in _TRUE,
    )
