"""How LanguageTool's clients may reach /v2/: from browser extensions, and with a token in place of a login.

A client that can send nothing but an address has the token in it: /key/TOKEN/v2/check. Others send it as ``apiKey``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from repair.review.languagetool_form import fields_of

PREFIX = "/v2/"
HARMLESS_PATHS = ("/v2/languages", "/v2/info")  # they say nothing about any text
_KEY_PREFIX = "/key/"
_KEY_FIELD = re.compile(rb"(?:^|(?<=&))apiKey=([^&]{1,500})(?:&|$)")
_EXTENSIONS = ("moz-extension://", "chrome-extension://", "safari-web-extension://")
_PREFLIGHT = (
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Authorization, Content-Type, Accept"),
    (b"access-control-max-age", b"600"),
)


def is_extension(origin: str) -> bool:
    """Return whether an origin is that of a browser extension, which no website can claim."""
    return origin.lower().startswith(_EXTENSIONS)


def split_key(scope: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Return an ASGI scope without the token in its path, and that token, empty if there is none.

    >>> scope, key = split_key({"path": "/key/abc/v2/check", "raw_path": b"/key/abc/v2/check"})
    >>> scope["path"], key
    ('/v2/check', 'abc')
    """
    path: str = scope["path"]
    key, _, rest = path.removeprefix(_KEY_PREFIX).partition("/")
    if not path.startswith(_KEY_PREFIX) or not f"/{rest}".startswith(PREFIX):
        return dict(scope), ""
    return {**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode()}, key


def key_in_form(scope: Mapping[str, Any], body: bytes) -> str:
    """Return the ``apiKey`` of a request's query string or body, empty if there is none.

    Only this field is decoded, because anybody may send the rest, which can be long.

    >>> key_in_form({}, b"text=a+b&apiKey=abc"), key_in_form({"query_string": b"apiKey=a%2Bb"}, b"")
    ('abc', 'a+b')
    """
    query_string: bytes = scope.get("query_string", b"")
    if body.lstrip().startswith(b"{") and (key := fields_of(body).get("apiKey")):
        return str(key)
    in_form = _KEY_FIELD.search(query_string) or _KEY_FIELD.search(body)
    return unquote_plus(in_form.group(1).decode("latin-1")) if in_form is not None else ""


def cors_headers(scope: Mapping[str, Any], origin: str | None) -> list[tuple[bytes, bytes]]:
    """Return the headers that let an allowed page of another origin read a response of /v2/."""
    if not scope["path"].startswith(PREFIX):
        return []
    allowed = [(b"access-control-allow-origin", origin.encode("latin-1", "replace"))] if origin else []
    return [*allowed, (b"vary", b"Origin")]


def is_preflight(scope: Mapping[str, Any], headers: Mapping[str, str]) -> bool:
    """Return whether a browser asks if it may send a request to /v2/."""
    asks = scope["method"] == "OPTIONS" and "access-control-request-method" in headers
    return asks and "origin" in headers and scope["path"].startswith(PREFIX)


def preflight_headers(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Return the answer to such a question, beside `cors_headers`."""
    private = headers.get("access-control-request-private-network") == "true"
    return [*_PREFLIGHT, *([(b"access-control-allow-private-network", b"true")] if private else [])]
