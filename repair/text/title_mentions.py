"""Mentions of titles of office, with their country or body and their holder: "German Chancellor Friedrich Merz".

Texts are not compared here: `repair.pipeline.rules.contradicted_titles` finds contradictions between copy and sources.
"""

from __future__ import annotations

from dataclasses import dataclass

from repair.text.analysis import AnalyzedText
from repair.text.lexicon import LARGE_CITY, Lexicon
from repair.text.title_terms import ABBREVIATIONS, BODIES, LONGEST, PHRASES
from repair.text.wordlists import FUNCTION, HONORIFICS, MONTHS, NAMESAKES, PARTICLES, WEEKDAYS

_MAX_NAME_WORDS = 4
_MAX_BODY_WORDS = 5
_GAPS = (" ", "-")
_POSSESSIVE_GAPS = (" ", "-", "'s ", "’s ")
_NEUTRAL = frozenset("federal new newly elected current incumbent then-current first long-time longtime".split())
_FORMER_OR_INTERIM = frozenset(
    "former ex then late acting interim outgoing incoming elect designate designated future next previous ousted "
    "deposed honorary candidate would-be onetime exiled self-proclaimed retired caretaker aspiring".split()
)
# Months that are also names do not end a name: "Prime Minister May", "Minister Jan Novak".
_DATES = WEEKDAYS | {month for month in MONTHS if len(month) > 4} - {"april", "august"}
_DEPUTIES = frozenset("deputy vice assistant".split())
_OPENERS = {phrase[0] for phrase in PHRASES} | _DEPUTIES | {"under"}  # first words of titles


@dataclass(frozen=True, slots=True)
class TitleMention:
    """A title in a text; all ranges are half-open token ranges.

    Attributes:
        title: Key of the title in `PHRASES`.
        low, high: The range of the title.
        body: Its country or body; empty if none is mentioned.
        name: The range of the holder's name; None if there is none next to it.
        before: Whether the title is directly before the name. If it is after the name, it may belong to the next
            name of a list instead.
        former_or_interim: Whether the text describes it as past, future or temporary.
    """

    title: str
    low: int
    high: int
    body: str
    name: tuple[int, int] | None
    before: bool
    former_or_interim: bool


def find_titles(analysis: AnalyzedText, lexicon: Lexicon) -> list[TitleMention]:
    """Return the titles in a text, in order."""
    titles: list[TitleMention] = []
    for at in sorted(at for word in _OPENERS & analysis.vocabulary.keys() for at in analysis.places[word]):
        title = _title(analysis, at) if not titles or at >= titles[-1].high else None
        if title is not None:
            key, low, high = title
            previous_end = titles[-1].high if titles else -1
            titles.append(_with_holder(analysis, lexicon, key, (low, high), chained_to=previous_end))
    return titles


def _title(analysis: AnalyzedText, at: int) -> tuple[str, int, int] | None:
    """Return the longest title phrase that starts at a token, including "deputy": its key and its range."""
    for size in range(min(LONGEST, len(analysis.tokens) - at), 0, -1):
        key = PHRASES.get(tuple(analysis.folds[at : at + size]))
        if key is not None and _adjoining(analysis, at, at + size):
            return key, at, at + size
    under = analysis.folds[at : at + 2] == ["under", "secretary"]
    if (
        (under or analysis.folds[at] in _DEPUTIES)
        and at + 1 < len(analysis.tokens)
        and _adjoining(analysis, at, at + 2)
    ):
        inner = _title(analysis, at + 1)
        if inner is not None and not inner[0].startswith(("deputy ", "vice ")):
            return f"deputy {inner[0]}", at, inner[2]
    return None


def _adjoining(analysis: AnalyzedText, low: int, high: int) -> bool:
    return all(_gap(analysis, at) in (*_GAPS, ". ") for at in range(low, high - 1))


def _gap(analysis: AnalyzedText, at: int) -> str:
    """Return the characters between a token and the next; a line end at the end of a sentence."""
    if at + 1 >= len(analysis.tokens) or analysis.sentence_of[at] != analysis.sentence_of[at + 1]:
        return "\n"
    return analysis.text[analysis.tokens[at].end : analysis.tokens[at + 1].start]


def _with_holder(
    analysis: AnalyzedText, lexicon: Lexicon, key: str, place: tuple[int, int], *, chained_to: int
) -> TitleMention:
    low, high = place
    body, start = _body_before(analysis, low)
    after = high
    if not body:
        body, after = _body_after(analysis, lexicon, high)
    name = _name_after(analysis, after)
    before = name is not None and _gap(analysis, after - 1) != ", "
    if name is None:
        name = _name_before(analysis, start, after)
    # In "Vice Chancellor and Foreign Minister …" it is unclear which of the titles belongs to the name.
    chained = start - 1 == chained_to and analysis.folds[chained_to] in ("and", "or")
    return TitleMention(
        key, low, high, body, name, before and not chained, _is_former_or_interim(analysis, start, after)
    )


def _body_before(analysis: AnalyzedText, low: int) -> tuple[str, int]:
    """Return the country or body directly before a title, and the start of the title including it."""
    start = low
    while start > 0 and analysis.folds[start - 1] in _NEUTRAL and _gap(analysis, start - 1) in _GAPS:
        start -= 1
    at = start
    while at > 0 and start - at < _MAX_BODY_WORDS and _gap(analysis, at - 1) in _POSSESSIVE_GAPS:
        token = analysis.tokens[at - 1]
        opener = token.fold in FUNCTION and not token.text.isupper()
        if not token.capital or opener or token.fold in _DATES or token.fold in _FORMER_OR_INTERIM:
            break
        at -= 1
    words = [word for word in analysis.folds[at:start] if word not in _NEUTRAL]
    return body_key(" ".join(words)), at


def _body_after(analysis: AnalyzedText, lexicon: Lexicon, high: int) -> tuple[str, int]:
    """Return the known body after "of" and its end ("President of the Czech Republic Petr Pavel")."""
    at = high
    if _gap(analysis, at - 1) != " " or analysis.folds[at : at + 1] not in (["of"], ["for"]):
        return "", high
    at += 1
    if analysis.folds[at : at + 1] == ["the"]:
        at += 1
    for size in range(_MAX_BODY_WORDS, 0, -1):
        words = " ".join(analysis.folds[at : at + size])
        if at + size > len(analysis.tokens) or not _adjoining(analysis, at, at + size):
            continue
        is_body = words in BODIES or lexicon.place(words) >= LARGE_CITY or _gap(analysis, at + size - 1) == ", "
        if is_body and all(token.capital for token in analysis.tokens[at : at + size]):
            return body_key(words), at + size
    return "", high


def body_key(words: str) -> str:
    """Return the key of a country or body, or ``words`` if it is unknown.

    >>> body_key("uk") == body_key("britain"), body_key("some club")
    (True, 'some club')
    """
    words = words.removeprefix("the ")
    return BODIES.get(words, words)


def _name_after(analysis: AnalyzedText, high: int) -> tuple[int, int] | None:
    """Return the range of the name after a title, without honorifics."""
    gap = _gap(analysis, high - 1)
    if gap not in (" ", ", ", ": ") and not (gap == ". " and analysis.folds[high - 1] in ABBREVIATIONS):
        return None
    low = high
    while low < len(analysis.tokens) and analysis.folds[low] in HONORIFICS and _gap(analysis, low) in (" ", ". "):
        low += 1
    end = low
    while end < len(analysis.tokens) and end - low < _MAX_NAME_WORDS and _of_name(analysis, end, low):
        end += 1
        gap_after = _gap(analysis, end - 1)
        initial = len(analysis.tokens[end - 1].text) == 1
        if gap_after not in _GAPS and not (gap_after == ". " and initial):
            break
    while end > low and not analysis.tokens[end - 1].capital:
        end -= 1
    if end == low or analysis.folds[low] in FUNCTION - NAMESAKES:
        return None
    return low, end


def _of_name(analysis: AnalyzedText, at: int, low: int) -> bool:
    """Return whether a word may belong to a person's name that begins at ``low``."""
    token = analysis.tokens[at]
    if token.capital:
        return not token.text.isdigit() and token.fold not in _DATES
    return at > low and token.fold in PARTICLES


def _name_before(analysis: AnalyzedText, start: int, after: int) -> tuple[int, int] | None:
    """Return the range of the name before a title between commas: "Mark Rutte, the NATO Secretary General,"."""
    if after < len(analysis.tokens) and _gap(analysis, after - 1)[:1] not in (",", ".", ";", ")", "\n", "—"):
        return None
    at = start
    if at > 0 and analysis.folds[at - 1] in ("the", "a", "an") and _gap(analysis, at - 1) == " ":
        at -= 1
    if at == 0 or _gap(analysis, at - 1) not in (", ", " ("):
        return None
    low = at
    while low > 0 and at - low < _MAX_NAME_WORDS and analysis.tokens[low - 1].capital:
        if low < at and _gap(analysis, low - 1) not in _GAPS:
            break
        low -= 1
    return (low, at) if at - low >= 2 else None


def _is_former_or_interim(analysis: AnalyzedText, start: int, after: int) -> bool:
    """Return whether a word next to a title marks it as past, future or temporary."""
    near = [*analysis.folds[max(0, start - 2) : after], *analysis.folds[after : after + 1]]
    return any(word in _FORMER_OR_INTERIM for word in near)
