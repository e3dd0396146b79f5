"""Credits of a story: bylines and sign-offs, whose names are those of its authors and not of the people in it.

A byline is a line of its own ("By Ann Vos and Bo Lind"); a sign-off says who reported, wrote or edited the story
("Reporting by Ann Vos; Editing by Bo Lind"). No name is looked up here. The time is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from repair.text.tokens import Token

_START = attrgetter("start")
_WORK = "reporting|writing|editing|translation|photographs?|photos?|graphics?|illustrations?"
# After the start of a line, a bracket or a semicolon, so that "reporting by Vos shows" in a sentence does not count.
_SIGN_OFF = re.compile(
    rf"(?:^|[(\[;])[ \t]{{0,4}}(?:(?:additional|further|with|{_WORK}|and)[ \t]){{0,4}}(?:{_WORK})[ \t]by[ \t]"
    r"[^()\[\]\n;]{3,200}",
    re.IGNORECASE | re.MULTILINE,
)
_NAME = r"(?:[^\W\d_a-z][\w'’.\-]*|and|with|in|de|del|der|di|du|la|van|von)"
_BYLINE = re.compile(rf"^(?:By|BY)[ \t]{_NAME}(?:,?[ \t]{_NAME}){{1,9}}[ \t]*$", re.MULTILINE)


def credits(text: str, tokens: Sequence[Token]) -> list[range]:
    """Return the token ranges of the bylines and sign-offs of a text.

    Args:
        text: The text.
        tokens: Its words, in order.

    >>> from repair.text.tokens import tokenize
    >>> text = "By Ann Vos\\nThe mayor left by train. (Reporting by Ann Vos; Editing by Bo Lind)"
    >>> tokens = tokenize(text)
    >>> [" ".join(token.text for token in tokens[words.start : words.stop]) for words in credits(text, tokens)]
    ['By Ann Vos', 'Reporting by Ann Vos', 'Editing by Bo Lind']
    """
    spans = sorted(match.span() for match in (*_BYLINE.finditer(text), *_SIGN_OFF.finditer(text)))
    return [range(bisect_left(tokens, low, key=_START), bisect_left(tokens, high, key=_START)) for low, high in spans]
