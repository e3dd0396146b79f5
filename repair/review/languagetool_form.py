"""Reads what LanguageTool's clients send to /v2/check, whatever content type they give it.

Most send a form as a form. LTeX sends a form and calls it JSON, others send real JSON, and some use the query string.
"""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from pydantic import BaseModel, Field, StringConstraints, ValidationError

from repair.review.invalid_requests import explain_problems
from repair.review.requests import LongText, ShortText

_MAX_FIELDS = 100
NOT_A_FORM = "the request has more than {limit} fields"

# Clients send the ids of all rules that a person switched off, some hundreds at times.
IdList = Annotated[str, StringConstraints(max_length=50_000)]


class InvalidFormError(ValueError):
    """A field has a value that is not allowed; the words say which."""


class CheckForm(BaseModel):
    """A check in the form that LanguageTool's clients send, with their names of the fields."""

    language: ShortText = ""
    text: LongText | None = None
    data: LongText | None = None
    preferred_variants: Annotated[ShortText, Field(alias="preferredVariants")] = ""
    disabled_rules: Annotated[IdList, Field(alias="disabledRules")] = ""
    enabled_rules: Annotated[IdList, Field(alias="enabledRules")] = ""
    disabled_categories: Annotated[IdList, Field(alias="disabledCategories")] = ""
    enabled_categories: Annotated[IdList, Field(alias="enabledCategories")] = ""
    enabled_only: Annotated[ShortText, Field(alias="enabledOnly")] = ""
    api_key: Annotated[ShortText, Field(alias="apiKey", description="A token of a shared desk.")] = ""


def fields_of(body: bytes) -> dict[str, Any]:
    """Return the fields of a body: of a JSON object, else of a form; raises `InvalidFormError`.

    >>> fields_of(b"language=en&text=a+b"), fields_of(b'{"text": "a b", "data": {"annotation": []}}')
    ({'language': 'en', 'text': 'a b'}, {'text': 'a b', 'data': '{"annotation": []}'})
    """
    text = body.decode("utf-8", "replace")
    if text.lstrip().startswith("{"):
        try:
            record = json.loads(text)
        except (ValueError, RecursionError):
            record = {}
        return {key: json.dumps(value) if isinstance(value, dict) else value for key, value in record.items()}
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    except ValueError as error:
        raise InvalidFormError(NOT_A_FORM.format(limit=_MAX_FIELDS)) from error


async def read_check_form(request: Request) -> CheckForm:
    """Return what a client sent, in the query string and in the body; raises `InvalidFormError`."""
    fields: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form(max_files=0, max_fields=_MAX_FIELDS) as form:
            fields |= {key: value for key, value in form.items() if isinstance(value, str)}
    else:
        fields |= fields_of(await request.body())
    try:
        return CheckForm.model_validate({key: value for key, value in fields.items() if value is not None})
    except ValidationError as error:
        raise InvalidFormError(explain_problems(error.errors())) from error


CheckFields = Annotated[CheckForm, Depends(read_check_form)]
