"""Words what is wrong with a request, in place of the validation library's own messages.

The JSON API and the LanguageTool API answer with these sentences. Which values are allowed is declared in `requests`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_MAX_PROBLEMS = 5  # fields that one message names
_PARTS_OF_REQUESTS = ("body", "query", "path", "header", "cookie")

NOT_JSON = "The body is not valid JSON."
OTHER = "{field} has a value that is not allowed."
# By the library's code of a problem; a field in braces is one of the problem's own limits.
_PROBLEMS = {
    "missing": "{field} is missing.",
    "extra_forbidden": "{field} is not a field of this request.",
    "string_too_short": "{field} has fewer characters than the {min_length:,} required.",
    "string_too_long": "{field} has more characters than the {max_length:,} allowed.",
    "too_short": "{field} has fewer entries than the {min_length:,} required.",
    "too_long": "{field} has more entries than the {max_length:,} allowed.",
    "string_pattern_mismatch": "{field} is not an id.",
    "value_error": "{field} {error}.",
    "enum": "{field} must be {expected}.",
    "greater_than": "{field} must be more than {gt:,}.",
    "greater_than_equal": "{field} must be {ge:,} or more.",
    "less_than": "{field} must be less than {lt:,}.",
    "less_than_equal": "{field} must be {le:,} or less.",
    "json_invalid": NOT_JSON,
}
# By the type that the library's code begins with.
_TYPES = {
    "string": "{field} must be text.",
    "int": "{field} must be a whole number.",
    "float": "{field} must be a number.",
    "finite": "{field} must be a number.",
    "bool": "{field} must be true or false.",
    "list": "{field} must be a list.",
    "model": "{field} must be an object.",
    "dict": "{field} must be an object.",
}


def explain_problems(problems: Sequence[Mapping[str, Any]]) -> str:
    """Return what is wrong with a request, in sentences that name the first few fields.

    Args:
        problems: The ``errors()`` of pydantic's `ValidationError` or of FastAPI's `RequestValidationError`.

    >>> problem = {"type": "string_too_long", "loc": ("body", "sources", 0, "text"), "ctx": {"max_length": 400}}
    >>> explain_problems([problem])
    "'sources[0].text' has more characters than the 400 allowed."
    """
    sentences = dict.fromkeys(_sentence(problem) for problem in problems)
    return " ".join(list(sentences)[:_MAX_PROBLEMS])


def _sentence(problem: Mapping[str, Any]) -> str:
    kind = str(problem["type"])
    template = _PROBLEMS.get(kind) or _TYPES.get(kind.partition("_")[0], OTHER)
    limits = {name: _number(value) for name, value in problem.get("ctx", {}).items()}
    try:
        return template.format(field=_field(problem["loc"]), **limits)
    except (KeyError, ValueError):  # a limit of another kind than the template expects
        return OTHER.format(field=_field(problem["loc"]))


def _number(value: Any) -> Any:
    """Return a whole number without a decimal point, and everything else as it is."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _field(place: Sequence[str | int]) -> str:
    """Return the name of a field, in quotes; "the request" for the whole of it."""
    parts = place[1:] if place and place[0] in _PARTS_OF_REQUESTS else place
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).removeprefix(".")
    return f"'{name}'" if name else "The request"
