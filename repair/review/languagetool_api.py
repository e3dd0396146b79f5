"""LanguageTool's HTTP API, as far as clients need it to check text: /v2/check, /v2/languages and /v2/info.

Clients send forms or query strings with plain or annotated text, and read errors as plain text.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from repair.core.notices import CheckedCopy
from repair.core.version import __version__
from repair.review import languagetool, languagetool_text
from repair.review.checker import TextChecker
from repair.review.languagetool_form import CheckFields, CheckForm
from repair.review.requests import Checker

Json = dict[str, Any]
# The words of LanguageTool's own server, which clients may look for.
NO_TEXT = "Error: Missing 'text' or 'data' parameter"
TWO_TEXTS = "Error: Set only 'text' or 'data' parameter, not both"
NO_LANGUAGE = "Error: Missing 'language' parameter, e.g. 'language=en-GB' or 'language=auto'"
NOT_A_LANGUAGE = "Error: {code!r} is not a language code. Supported language codes are: {supported}"
_TRUE = ("true", "yes", "1")

_ERROR_RESPONSES: dict[int | str, Json] = {
    400: {"description": "A parameter is missing or invalid.", "content": {"text/plain": {}}},
    403: {"description": "The request came from a page of another site.", "content": {"text/plain": {}}},
    413: {"description": "The text is too large.", "content": {"text/plain": {}}},
}
_FIELDS: Json = CheckForm.model_json_schema()
# The routes read their fields themselves, whatever the content type, so the description is given here.
_FORM_BODY: Json = {"requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": _FIELDS}}}}
_QUERY: Json = {
    "parameters": [
        {"name": name, "in": "query", "required": False, "schema": schema}
        for name, schema in _FIELDS["properties"].items()
    ]
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


@router.post("/check", response_model=None, openapi_extra=_FORM_BODY)
def check_form(checker: Checker, form: CheckFields) -> Json | PlainTextResponse:
    """Check a text sent as a form, or as a JSON object with the same fields."""
    return _check(checker, form)


@router.get("/check", response_model=None, openapi_extra=_QUERY)
def check_query(checker: Checker, form: CheckFields) -> Json | PlainTextResponse:
    """Check a text sent in the address, as clients do to see whether the server is up."""
    return _check(checker, form)


def _check(checker: TextChecker, form: CheckForm) -> Json | PlainTextResponse:
    """Return the response to a check, or say which parameter is missing or invalid."""
    if form.text is None and form.data is None:
        return PlainTextResponse(NO_TEXT, 400)
    if form.text is not None and form.data is not None:
        return PlainTextResponse(TWO_TEXTS, 400)
    if not form.language:
        return PlainTextResponse(NO_LANGUAGE, 400)
    if not languagetool.is_language(form.language):
        supported = ", ".join(["auto", *(code for _, _, code in languagetool.LANGUAGES)])
        return PlainTextResponse(NOT_A_LANGUAGE.format(code=form.language, supported=supported), 400)
    try:
        if form.text is not None:
            submitted = languagetool_text.plain_text(form.text)
        else:
            submitted = languagetool_text.annotated_text(form.data or "")
    except ValueError as error:
        return PlainTextResponse(f"Error: {error}", 400)
    detected = checker.language(submitted.text) if form.language.lower() == languagetool.AUTO else ""
    preferred = [variant.strip() for variant in form.preferred_variants.split(",") if variant.strip()]
    language = languagetool.resolve_language(form.language, detected, preferred)
    checked = checker.check(submitted.text) if languagetool.is_supported(language) else CheckedCopy(())
    return languagetool.check_response(submitted, checked, language, _wanted_rules(form, detected))


def _wanted_rules(form: CheckForm, detected: str) -> languagetool.CheckRequest:
    """Return which rules a client wants, with the detected language."""
    ids = languagetool.split_ids
    return languagetool.CheckRequest(
        disabled=ids(form.disabled_rules) | ids(form.disabled_categories),
        enabled=ids(form.enabled_rules) | ids(form.enabled_categories),
        enabled_only=form.enabled_only.lower() in _TRUE,
        detected=detected,
    )
