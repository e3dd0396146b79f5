"""Divides HTML into tags and text like browsers, in one pass that is linear in the length of the page.

Every search begins where the previous search ended, so nothing is searched twice, however broken the page is. Tags have
no meaning here, except for elements whose content is not markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TEXT, START, END, CUT = "text", "start", "end", "cut"

# Elements whose content is not markup, up to their own end tag.
_RAW = frozenset(("title", "textarea", "script", "style", "xmp", "iframe", "noembed", "noframes"))

_OPENS = re.compile(r"<(?=[A-Za-z/!?])")
# A tag up to its end in the usual case, without backtracking; `_tag_end` finds the end of the others.
_TAG = re.compile(
    r"""<(/?)([A-Za-z][^\s/>]*+)"""
    r"""((?:[\s/]++[^\s/>=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++))?+)*+[\s/]*+>)?"""
)
_COMMENT_ENDS = re.compile(r"--!?>")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>][^\s/>=]*)")
_EQUALS = re.compile(r"\s*=\s*")
_UNQUOTED = re.compile(r"[^\s>]*")
_BEFORE_END = re.compile(r"[\s/]*")
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
_SCRIPT = re.compile(r"<!--|-->|</?script(?=[\s/>])", re.IGNORECASE)


# A token: its kind, the name of its element in lower case, and its bounds (code points). The bounds of a tag are those
# of its attributes; the name of a text is that of the element without markup around it, if any. A last token `CUT`
# means that the page ends within what begins at its lower bound. A tuple, because a page has thousands of them.
Token = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Attribute:
    """The value of an attribute: its bounds (code points), and whether it is quoted."""

    low: int
    high: int
    quoted: bool


def tokens(text: str) -> Iterator[Token]:
    """Yield the tags and the text of a page in order, except comments and declarations.

    >>> page = "a<b title='<'>c<!-- d --></b>"
    >>> [(kind, name or page[low:high]) for kind, name, low, high in tokens(page)]
    [('text', 'a'), ('start', 'b'), ('text', 'c'), ('end', 'b')]
    """
    at, length = 0, len(text)
    find, tag_at = _OPENS.search, _TAG.match
    while at < length:
        match = find(text, at)
        low = match.start() if match else length
        if low > at:
            yield TEXT, "", at, low
        if match is None:
            return
        tag = tag_at(text, low)
        if tag is None:
            at = _comment_end(text, low)
        else:
            slash, name, whole = tag.groups()
            name = name.lower()
            inner = tag.end(2)
            at = tag.end() if whole is not None else _tag_end(text, inner)
            if at >= 0:
                yield END if slash else START, name, inner, at - 1
                if name in _RAW and not slash:
                    low, at = at, _raw_end(text, name, at)
                    if at >= 0:
                        yield TEXT, name, low, at
        if at < 0:
            yield CUT, "", low, length
            return


def _comment_end(text: str, low: int) -> int:
    """Return the end of a comment, or of what browsers treat as one, that begins at ``low``; -1 if it has none."""
    if not text.startswith("<!--", low):
        return text.find(">", low + 2) + 1 or -1
    for short in (">", "->"):
        if text.startswith(short, low + 4):
            return low + 4 + len(short)
    match = _COMMENT_ENDS.search(text, low + 4)
    return match.end() if match else -1


def _tag_end(text: str, at: int) -> int:
    """Return the end of a tag whose name ends at ``at``, with any malformed attributes; -1 if it has none."""
    for _, _, done in _attributes(text, at, len(text)):
        if done < 0:
            return -1
        at = done
    match = _BEFORE_END.match(text, at)
    at = match.end() if match else at
    return at + 1 if at < len(text) else -1


def attributes(text: str, low: int, high: int) -> dict[str, Attribute]:
    """Return the attributes of a tag between ``low`` and ``high`` by name in lower case; of equal names, the first.

    >>> text = "<meta name=a content='Mark Latte'>"
    >>> value = attributes(text, 5, len(text))["content"]
    >>> text[value.low : value.high], value.quoted
    ('Mark Latte', True)
    """
    values: dict[str, Attribute] = {}
    for name, value, done in _attributes(text, low, high):
        if done >= 0 and name not in values:
            values[name] = value
    return values


def _attributes(text: str, at: int, limit: int) -> Iterator[tuple[str, Attribute, int]]:
    """Yield the name, value and end of each attribute from ``at`` on; the end is -1 after an unclosed quote."""
    while match := _ATTRIBUTE.match(text, at, limit):
        at = match.end()
        value = Attribute(at, at, False)
        equals = _EQUALS.match(text, at, limit)
        if equals:
            at = equals.end()
            quote = text[at : at + 1] if at < limit else ""
            if quote and quote in "\"'":
                end = text.find(quote, at + 1, limit)
                value, at = Attribute(at + 1, end, True), end + 1 or -1
            else:
                bare = _UNQUOTED.match(text, at, limit)
                end = bare.end() if bare else at
                value, at = Attribute(at, end, False), end
        yield match.group(1).lower(), value, at
        if at < 0:
            return


def _raw_end(text: str, name: str, at: int) -> int:
    """Return where the end tag of an element without markup begins, given its content; -1 if it has none."""
    if name != "script":
        match = _ENDS[name].search(text, at)
        return match.start() if match else -1
    hidden = twice = False  # within "<!--", and within a script written there
    for match in _SCRIPT.finditer(text, at):
        token = match.group().lower()
        if token == "<!--":
            hidden = True
        elif token == "-->":
            hidden = twice = False
        elif token == "<script":
            twice = hidden
        elif twice:
            twice = False
        else:
            return match.start()
    return -1
