"""Given names and short forms that copy uses for the same person: Catherine, Kate; and nicknames in quotation marks.

A short form is not a spelling of the name, so names are not merged because of it. It only shows that copy with one of
the two is not mangled where the sources have the other. The table is ``repair/data/nicknames.txt``.
"""

from __future__ import annotations

import re
from collections import defaultdict

from repair.core.caches import text_cache
from repair.core.tables import table_lines
from repair.text.lexicon import COMMON_NAME, COMMON_WORD, Lexicon
from repair.text.normalize import fold

# Between two capitalised words: 'Weston "Wes" McKennie'. The pattern begins with the quotation mark, because copy is
# searched much faster for one of a few characters; the word before it is matched from its end.
_QUOTED = re.compile(r"[\"'“‘«](?<=[^\W\d_]{2} .)(?P<name>[^\W\d_][\w .-]{1,20})[\"'”’»] (?P<after>[^\W\d_]{2,30}+)")
# '"Xandão", as the judge is often called'
_AS_CALLED = re.compile(
    r"[\"'“‘«](?P<name>[^\W\d_][\w .-]{1,20})[,.]?[\"'”’»],? as (?:[\w’'.-]{1,20} ){1,4}"
    r"(?:(?:is|are|was|were) (?:\w{1,12} )?(?:called|known|nicknamed|dubbed)"
    r"|(?:call|calls|called|nicknamed|dubbed) (?:him|her|it|them))\b"
)
_BEFORE = re.compile(r"(?<!\w)(?P<before>[^\W\d_]{2,30}+) \Z")
_PET_ENDINGS, _BEGINNING = ("i", "ie", "y"), 2  # of short forms, and letters with which two of one name begin
_LONGEST_BEFORE = 31  # the word before a quotation mark, and the space


def _lines() -> list[tuple[list[str], list[str]]]:
    """Return the full names and the short forms of each line of the table."""
    parts = (line.split(":") for line in table_lines("nicknames.txt", "short forms"))
    return [(full_names.split(), short_forms.split()) for full_names, short_forms in parts]


_LINES = _lines()


def _short_forms() -> dict[str, frozenset[str]]:
    """Return the table in both directions; the several names on one line are not related to each other."""
    table: dict[str, set[str]] = defaultdict(set)
    for full_names, short_forms in _LINES:
        for name in full_names:
            table[name].update(short_forms)
        for name in short_forms:
            table[name].update(full_names)
    return {name: frozenset(others) for name, others in table.items()}


SHORT_FORMS = _short_forms()
"""From a folded given name to its short forms, and from a short form to the names it stands for."""


def _same_person() -> dict[str, frozenset[str]]:
    """Return `SHORT_FORMS` and, for a short form, its longer or shorter one of the same name: Sue, Susie."""
    table = dict(SHORT_FORMS)
    for _, short_forms in _LINES:
        for form in short_forms:
            table[form] |= {other for other in short_forms if _are_longer_and_shorter(form, other)}
    return table


def _are_longer_and_shorter(form: str, other: str) -> bool:
    """Return whether one of two short forms has a pet ending that the other lacks, and both begin alike."""
    return form.endswith(_PET_ENDINGS) != other.endswith(_PET_ENDINGS) and form[:_BEGINNING] == other[:_BEGINNING]


SAME_PERSON = _same_person()
"""From a folded given name or short form to the others that may mean the same person."""


@text_cache(maxsize=64)
def quoted_nicknames(text: str) -> tuple[tuple[int, int], ...]:
    """Return the half-open ranges (code points) of nicknames in quotation marks, in order.

    They stand between a given name and a surname, or before "as" and who is called so.

    >>> text = "Weston 'Wes' McKennie left. In “Oppenheimer” Murphy starred. “Peg”, as fans call her, is out."
    >>> [text[start:end] for start, end in quoted_nicknames(text)]
    ['Wes', 'Peg']
    """
    spans = {match.span("name") for match in _QUOTED.finditer(text) if _is_between_names(match)}
    if " as " in text:
        spans.update(match.span("name") for match in _AS_CALLED.finditer(text))
    return tuple(sorted(spans))


def _is_between_names(match: re.Match[str]) -> bool:
    """Return whether a quotation is between two capitalised words that may be a given name and a surname."""
    preceding = _BEFORE.search(match.string, max(0, match.start() - _LONGEST_BEFORE), match.start())
    if preceding is None:
        return False
    before, after, lexicon = preceding["before"], match["after"], Lexicon.load()
    if not (before[0].isupper() and after[0].isupper() and match["name"][0].isupper()):
        return False
    given, surname = fold(before), fold(after)
    if lexicon.given(given) < COMMON_NAME and lexicon.word(given) >= COMMON_WORD:
        return False
    return lexicon.surname(surname) >= COMMON_NAME or lexicon.word(surname) < COMMON_WORD
