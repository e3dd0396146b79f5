"""Credits of a story: bylines, sign-offs and photo credits, whose names are of its authors and not of people in it.

A byline is a line of its own ("By Ann Vos and Bo Lind"); a sign-off says who reported, wrote or edited the story
("Reporting by Ann Vos; Editing by Bo Lind"); a photo credit has a slash before an agency ("Photo: Ann Vos / AFP").
No name is looked up here. The time is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from repair.text.tokens import Token

_START = attrgetter("start")
_WORK = "reporting|writing|editing|translation|photographs?|photos?|graphics?|illustrations?"
# Lines are recognised by the end of the line before: one character is searched for far faster than the start of a line.
# After this, a bracket or a semicolon, so that "reporting by Vos shows" in a sentence does not count.
_SIGN_OFF = re.compile(
    rf"[\n(\[;][ \t]{{0,4}}(?:(?:additional|further|with|{_WORK}|and)[ \t]){{0,4}}(?:{_WORK})[ \t]by[ \t]"
    r"[^()\[\]\n;]{3,200}",
    re.IGNORECASE,
)
_NAME = r"(?:[^\W\d_a-z][\w'’.\-]*|and|with|in|de|del|der|di|du|la|van|von)"
_BYLINE = re.compile(rf"\n(?:By|BY)[ \t]{_NAME}(?:,?[ \t]{_NAME}){{1,9}}[ \t]*$", re.MULTILINE)
_AGENCIES = (
    r"reuters|afp|ap|getty(?:[ \t]images)?|epa|dpa|pa|ansa|anp|aap|efe|tass|xinhua|anadolu|bloomberg|kyodo|yonhap|imago"
    r"|shutterstock|nurphoto|zuma|sipa|keystone|belga|ritzau|scanpix|ntb|tt|pool|handout"
)
_PHOTOGRAPHER = r"[^\W\d_a-z][\w'’.\-]{0,30}(?:[ \t](?:[^\W\d_a-z][\w'’.\-]{0,30}|de|del|der|di|du|la|van|von)){1,4}"
# A photographer before an agency ("Ann Vos/AFP"), or between "Photo:" and the slash before any publisher.
_PHOTO = re.compile(
    r"(?<![\w/'’.\-])(?:"
    rf"(?i:photo(?:graph)?s?|pictures?|images?|credits?|photo[ \t]credit)[ \t]?:[ \t]?{_PHOTOGRAPHER}[ \t]?/"
    rf"|{_PHOTOGRAPHER}[ \t]?/[ \t]?(?i:{_AGENCIES})\b)"
)


def credits(text: str, tokens: Sequence[Token]) -> list[range]:
    """Return the token ranges of the bylines, sign-offs and photo credits of a text; none overlap.

    Args:
        text: The text.
        tokens: Its words, in order.

    >>> from repair.text.tokens import tokenize
    >>> text = "By Ann Vos\\nThe mayor left by train. Eva Berg/AFP (Reporting by Ann Vos; Editing by Bo Lind)"
    >>> tokens = tokenize(text)
    >>> [" ".join(token.text for token in tokens[words.start : words.stop]) for words in credits(text, tokens)]
    ['By Ann Vos', 'Eva Berg AFP', 'Reporting by Ann Vos', 'Editing by Bo Lind']
    """
    patterns = (_BYLINE, _SIGN_OFF, *([_PHOTO] if "/" in text else ()))
    spans: list[tuple[int, int]] = []
    for low, high in sorted(match.span() for pattern in patterns for match in pattern.finditer("\n" + text)):
        if spans and low < spans[-1][1]:
            low, high = spans[-1][0], max(high, spans.pop()[1])
        spans.append((low, high))
    spans = [(low - 1, high - 1) for low, high in spans]
    return [range(bisect_left(tokens, low, key=_START), bisect_left(tokens, high, key=_START)) for low, high in spans]
