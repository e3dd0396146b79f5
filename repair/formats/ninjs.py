"""ninjs 1, 2 and 3, news in JSON: which of its strings are text of the story.

These are headlines, bylines, descriptions and bodies, including those of associated items. People, places, subjects,
rights, and notes to editors are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from repair.formats.document import SourceDocument
from repair.formats.fields import ANY, HTML, NITF, PLAIN, Field, field_runs
from repair.formats.json_scanner import JsonString, NotJsonError, Path, escape_like, scan_strings
from repair.formats.text_runs import MarkupError, Run, RunReader
from repair.formats.undeclared_encoding import decode

NOT_JSON = "the text is not valid JSON ({why}); save it again"
NO_TEXT = (
    "there is no headline, description or body, so this is not a ninjs story; give --format-in json to read other JSON"
)

_SINGLE = re.compile(
    r"(headline|subheadline)(?:_\w+)?|(title)|(by|byline)|(description)(?:_\w+)?|(body)(?:_\w+)?", re.IGNORECASE
)
_LISTED = {"headlines": "headline", "subheadlines": "subheadline", "descriptions": "description", "bodies": "body"}
# Lists and objects of items, each a story or picture.
_ITEMS = frozenset(("associations", "items"))
# Content types of bodies that are not text.
_NO_TEXT = re.compile(r"^(?:image|audio|video|font|model)/|json|svg|\bcss\b|javascript", re.IGNORECASE)
# Field names that only ninjs has.
_DISTINCTIVE = re.compile(r"(?:headline|description|body)_(?:text|xhtml|html5?|nitf|main|richtext)")


def parse(name: str, raw: bytes, *, source: str = "") -> SourceDocument:
    """Read a ninjs story.

    Raises:
        FormatError: It is not JSON, or has no text.

    >>> reading = parse("a.json", b'{"headline": "Latte speaks", "body_xhtml": "<p>Mark <b>Latte</b> &amp; Co</p>"}')
    >>> reading.document.text
    'Latte speaks\\n\\nMark Latte & Co'
    """
    return NINJS.read(decode(name, raw, guess=False), source=source)


def _runs(text: str) -> Iterator[Run]:
    try:
        strings = tuple(scan_strings(text))
    except NotJsonError as error:
        raise MarkupError.of(NOT_JSON, why=error) from error
    fields = story_fields(strings)
    if not fields:
        raise MarkupError.of(NO_TEXT)
    return field_runs(fields, escape_like(text))


NINJS = RunReader("ninjs", "ninjs", _runs)


def is_ninjs(strings: Sequence[JsonString]) -> bool:
    """Return whether strings are those of ninjs, judged by the names of the fields or the declared standard."""
    for string in strings:
        path = _path_in_item(string.path)
        if len(path) == 1 and isinstance(path[0], str) and _DISTINCTIVE.fullmatch(path[0]):
            return True
        if len(path) == 3 and path[0] in _LISTED and path[2] == "value":
            return True
        if path == ("standard", "name") and string.text.lower() == "ninjs":
            return True
    return any(_path_in_item(string.path) == ("uri",) for string in strings) and any(
        _path_in_item(string.path) == ("headline",) for string in strings
    )


def story_fields(strings: Sequence[JsonString]) -> list[Field]:
    """Return the text fields of a ninjs story, in order."""
    types = {
        string.path[:-1]: string.text
        for string in strings
        if str(string.path[-1]).lower() == "contenttype"
        if string.path
    }
    fields = []
    for string in strings:
        path = _path_in_item(string.path)
        if len(path) == 3 and path[0] in _LISTED and isinstance(path[1], int) and path[2] == "value":
            role, kind = _LISTED[str(path[0])], types.get(string.path[:-1], "")
            if _NO_TEXT.search(kind):
                continue
            markup = _markup(kind)
        elif len(path) == 1 and isinstance(path[0], str) and (match := _SINGLE.fullmatch(path[0])):
            role = next(group for group in match.groups() if group).lower()
            markup = _markup(path[0].partition("_")[2])
            if _NO_TEXT.search(path[0]):
                continue
        else:
            continue
        role = {"title": "headline", "by": "byline"}.get(role, role)
        if string.text.strip():
            fields.append(Field(string.text, string.offsets, role, markup))
    return fields


def _path_in_item(path: Path) -> Path:
    """Return a path relative to its own item."""
    at = 0
    while at < len(path) and isinstance(path[at], int):
        at += 1
    while at + 1 < len(path) and path[at] in _ITEMS:
        at += 2
    return path[at:]


def _markup(kind: str) -> str:
    """Return the markup of a text by its content type or the end of its field name."""
    kind = kind.lower()
    if "nitf" in kind:
        return NITF
    if "html" in kind:
        return HTML
    return PLAIN if kind in ("text", "text/plain", "plain") else ANY
