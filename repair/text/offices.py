"""Who holds which office, as one text tells it: "German Chancellor Friedrich Merz", "Mark Rutte, the head of …".

Reads offices with the body they belong to and the name they stand beside. It compares no two texts and
judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.office_terms import ABBREVIATIONS, BODIES, LONGEST, PHRASES
from repair.text.wordlists import FUNCTION, HONORIFICS, MONTHS, NAMESAKES, PARTICLES, WEEKDAYS

_MOST_NAME = 4  # words of a name
_MOST_BODY = 5  # words of a body
_GAPS = (" ", "-")
_OWNED = (" ", "-", "'s ", "’s ")
_PLAIN = frozenset("federal new newly elected current incumbent then-current first long-time longtime".split())
_PASSING = frozenset(
    "former ex then late acting interim outgoing incoming elect designate designated future next previous ousted "
    "deposed honorary candidate would-be onetime exiled self-proclaimed retired caretaker aspiring".split()
)
# "Prime Minister May", "Minister Jan Novak": the months that are names as well do not end one.
_DATES = WEEKDAYS | {month for month in MONTHS if len(month) > 4} - {"april", "august"}
_DEPUTIES = frozenset("deputy vice assistant".split())
_OPENERS = {phrase[0] for phrase in PHRASES} | _DEPUTIES | {"under"}  # the words that an office can begin with


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """An office named in a text; all ranges are half-open token ranges.

    ``body`` is the country or body it belongs to, empty when none is named. ``name`` is the range of the
    name beside it, None when it stands alone. ``before``: it stands right before the name; else, with a
    name, after it, where the next of a list looks the same. ``passing``: said to be past, to come, or only
    for a time.
    """

    office: str
    low: int
    high: int
    body: str
    name: tuple[int, int] | None
    before: bool
    passing: bool


def find_offices(reading: AnalyzedText, background: Lexicon) -> list[OfficeMention]:
    """Return every office that a text names, in order of place."""
    found: list[OfficeMention] = []
    for at in sorted(at for word in _OPENERS & reading.vocabulary.keys() for at in reading.places[word]):
        office = _office(reading, at) if not found or at >= found[-1].high else None
        if office is not None:
            key, low, high = office
            found.append(_holding(reading, background, key, (low, high), chained_to=found[-1].high if found else -1))
    return found


def _office(reading: AnalyzedText, at: int) -> tuple[str, int, int] | None:
    """The longest office phrase that starts at a token, with "deputy" before it when it has one."""
    for size in range(min(LONGEST, len(reading.tokens) - at), 0, -1):
        key = PHRASES.get(tuple(reading.folds[at : at + size]))
        if key is not None and _adjoining(reading, at, at + size):
            return key, at, at + size
    under = reading.folds[at : at + 2] == ["under", "secretary"]
    if (under or reading.folds[at] in _DEPUTIES) and at + 1 < len(reading.tokens) and _adjoining(reading, at, at + 2):
        inner = _office(reading, at + 1)
        if inner is not None and not inner[0].startswith(("deputy ", "vice ")):
            return f"deputy {inner[0]}", at, inner[2]
    return None


def _adjoining(reading: AnalyzedText, low: int, high: int) -> bool:
    return all(_gap(reading, at) in (*_GAPS, ". ") for at in range(low, high - 1))


def _gap(reading: AnalyzedText, at: int) -> str:
    """What stands between a token and the next; a line's end where there is none in the same sentence."""
    if at + 1 >= len(reading.tokens) or reading.sentence_of[at] != reading.sentence_of[at + 1]:
        return "\n"
    return reading.text[reading.tokens[at].end : reading.tokens[at + 1].start]


def _holding(
    reading: AnalyzedText, background: Lexicon, key: str, place: tuple[int, int], *, chained_to: int
) -> OfficeMention:
    low, high = place
    body, start = _body_before(reading, low)
    after = high
    if not body:
        body, after = _body_after(reading, background, high)
    name = _name_after(reading, after)
    before = name is not None and _gap(reading, after - 1) != ", "
    if name is None:
        name = _name_before(reading, start, after)
    # "Vice Chancellor and Foreign Minister …": one of two titles is no plain statement of who holds what.
    chained = start - 1 == chained_to and reading.folds[chained_to] in ("and", "or")
    return OfficeMention(
        key, low, high, body, name, before and not chained, _is_former_or_interim(reading, start, after)
    )


def _body_before(reading: AnalyzedText, low: int) -> tuple[str, int]:
    """The country or body right before an office, and where the title starts with it."""
    start = low
    while start > 0 and reading.folds[start - 1] in _PLAIN and _gap(reading, start - 1) in _GAPS:
        start -= 1
    at = start
    while at > 0 and start - at < _MOST_BODY and _gap(reading, at - 1) in _OWNED:
        token = reading.tokens[at - 1]
        opener = token.fold in FUNCTION and not token.text.isupper()
        if not token.capital or opener or token.fold in _DATES or token.fold in _PASSING:
            break
        at -= 1
    words = [word for word in reading.folds[at:start] if word not in _PLAIN]
    return body_key(" ".join(words)), at


def _body_after(reading: AnalyzedText, background: Lexicon, high: int) -> tuple[str, int]:
    """The body after "of", as far as it is known for one ("President of the Czech Republic Petr Pavel")."""
    at = high
    if _gap(reading, at - 1) != " " or reading.folds[at : at + 1] not in (["of"], ["for"]):
        return "", high
    at += 1
    if reading.folds[at : at + 1] == ["the"]:
        at += 1
    for size in range(_MOST_BODY, 0, -1):
        words = " ".join(reading.folds[at : at + size])
        if at + size > len(reading.tokens) or not _adjoining(reading, at, at + size):
            continue
        known = words in BODIES or background.place(words) >= 3 or _gap(reading, at + size - 1) == ", "
        if known and all(token.capital for token in reading.tokens[at : at + size]):
            return body_key(words), at + size
    return "", high


def body_key(words: str) -> str:
    """Return one name for a country or body, however it is called.

    >>> body_key("uk") == body_key("britain"), body_key("some club")
    (True, 'some club')
    """
    words = words.removeprefix("the ")
    return BODIES.get(words, words)


def _name_after(reading: AnalyzedText, high: int) -> tuple[int, int] | None:
    """The name that an office stands before, forms of address left out."""
    gap = _gap(reading, high - 1)
    if gap not in (" ", ", ", ": ") and not (gap == ". " and reading.folds[high - 1] in ABBREVIATIONS):
        return None
    low = high
    while low < len(reading.tokens) and reading.folds[low] in HONORIFICS and _gap(reading, low) in (" ", ". "):
        low += 1
    end = low
    while end < len(reading.tokens) and end - low < _MOST_NAME and _of_name(reading, end, low):
        end += 1
        gap_after = _gap(reading, end - 1)
        initial = len(reading.tokens[end - 1].text) == 1
        if gap_after not in _GAPS and not (gap_after == ". " and initial):
            break
    while end > low and not reading.tokens[end - 1].capital:
        end -= 1
    if end == low or reading.folds[low] in FUNCTION - NAMESAKES:
        return None
    return low, end


def _of_name(reading: AnalyzedText, at: int, low: int) -> bool:
    """Whether a word may belong to a person's name that begins at ``low``."""
    token = reading.tokens[at]
    if token.capital:
        return not token.text.isdigit() and token.fold not in _DATES
    return at > low and token.fold in PARTICLES


def _name_before(reading: AnalyzedText, start: int, after: int) -> tuple[int, int] | None:
    """The name that an office is set off by commas after: "Mark Rutte, the NATO Secretary General,"."""
    if after < len(reading.tokens) and _gap(reading, after - 1)[:1] not in (",", ".", ";", ")", "\n", "—"):
        return None
    at = start
    if at > 0 and reading.folds[at - 1] in ("the", "a", "an") and _gap(reading, at - 1) == " ":
        at -= 1
    if at == 0 or _gap(reading, at - 1) not in (", ", " ("):
        return None
    low = at
    while low > 0 and at - low < _MOST_NAME and reading.tokens[low - 1].capital:
        if low < at and _gap(reading, low - 1) not in _GAPS:
            break
        low -= 1
    return (low, at) if at - low >= 2 else None


def _is_former_or_interim(reading: AnalyzedText, start: int, after: int) -> bool:
    """Whether words beside a title say that it is past, to come, or held only for a time."""
    near = [*reading.folds[max(0, start - 2) : after], *reading.folds[after : after + 1]]
    return any(word in _PASSING for word in near)
