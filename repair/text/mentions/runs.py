"""Gather capitalised words into runs, with the small words that belong inside: "Ursula von der Leyen".

Knows which capitals count (by the style of the line and by evidence) and which words join two others.
What of a run is title and what is name is decided in ``titles``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from repair.text.lexicon import Lexicon
from repair.text.mentions.capitals import CapitalEvidence, CapitalizedText, CapitalStyle, proves
from repair.text.tokens import Token
from repair.text.wordlists import (
    BRIDGES,
    CALENDAR,
    DEPARTMENTS,
    DOMAINS,
    FUNCTION,
    MONTHS,
    NAME_ABBREVIATIONS,
    NAME_TAILS,
    NAMESAKES,
    NUMBERS,
    NUMERAL_PARTICLES,
    OFFICE_OF,
    ORGANISATION_WORDS,
    PARTICLES,
    PLACE_WORDS,
    ROLES,
    TITLES,
    WEEKDAYS,
)

_JOINTS = frozenset((" ", "-", "\u00a0", " & ", "&", "\u2011"))
_OWNERS = ("'s ", "’s ", "' ", "’ ")
_PASSABLE = _JOINTS | {*_OWNERS, ". ", "."}  # a run never passes over anything else
MAX_INNER = 3  # small words in a row inside a name: "of the", "von und zu"
MAX_WORDS = 9  # beyond this it is no name but a line in capitals


@dataclass(frozen=True, slots=True)
class Context:
    """All that helps to read one text: the reading, what capitals prove, and what the world knows."""

    reading: CapitalizedText
    evidence: CapitalEvidence
    background: Lexicon

    def fold(self, at: int) -> str:
        """Return the folded form of a word."""
        return self.reading.tokens[at].fold

    def gap(self, at: int) -> str:
        """Return the text between the word before and word ``at``."""
        tokens = self.reading.tokens
        return self.reading.text[tokens[at - 1].end : tokens[at].start]

    def small(self, at: int) -> bool:
        """Tell whether a word is a function word; one in capitals among others that are not is none ("US")."""
        token = self.reading.tokens[at]
        if token.fold not in FUNCTION or acronym(token, self.reading.style(at)):
            return False
        if self.opens_nothing(at) and token.fold in NUMBERS | NAMESAKES:
            # "Three Gorges Dam", "World War Two", "Theresa May"
            return not (self.capital_beside(at - 1, at) or self.capital_beside(at + 1, at + 1))
        # "Serie A"
        return not (token.text == "A" and self.opens_nothing(at) and self.capital_beside(at - 1, at))

    def opens_nothing(self, at: int) -> bool:
        """Tell whether a word has a capital where prose gives none."""
        reading = self.reading
        return (
            reading.style(at) is CapitalStyle.PROSE and not reading.opens(at) and reading.tokens[at].text[0].isupper()
        )

    def capital_beside(self, at: int, right: int) -> bool:
        """Tell whether word ``at`` has a capital, and one space parts the word before ``right`` from it."""
        tokens = self.reading.tokens
        return 0 <= at < len(tokens) and tokens[at].text[0].isupper() and self.gap(right) == " "

    def plain(self, fold: str) -> bool:
        """Tell whether the word is an everyday one that no prose has shown to be a name."""
        return self.background.word(fold) > 0 and not proves(self.evidence, fold)


def runs(context: Context) -> Iterator[tuple[int, int]]:
    """Yield half-open ranges of words that stand together as one capitalised run."""
    yield from _runs(context, 0, len(context.reading.tokens))


def runs_near(context: Context, places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield, of the ranges that `runs` yields, those that hold a word of ``places`` (rising), and some others.

    Only the words around those places are read.
    """
    done = 0
    for place in places:
        if place >= done:
            for start, end in _runs(context, max(done, _barrier(context, place)), place + 1):
                yield start, end
                done = max(done, end)
            done = max(done, place + 1)


def _barrier(context: Context, at: int) -> int:
    """Return a place at or before ``at`` that no run which begins before it can reach."""
    tokens = context.reading.tokens
    small = 0  # words in a row that can only stand inside a name, where there are at most `MAX_INNER`
    while at > 0:
        gap = context.gap(at)
        if gap not in _PASSABLE:
            break
        before = tokens[at - 1]
        tied = at > 1 and context.gap(at - 1) in ("-", ".")
        if before.capital or tied:
            small = 0
        elif not before.text.islower():
            break
        else:
            small += 1
            if small > MAX_INNER:
                break
        at -= 1
    return at


def _runs(context: Context, at: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the runs that begin in ``[at, stop)``; no run that begins before ``at`` may reach it."""
    tokens = context.reading.tokens
    while at < stop:
        if not tokens[at].capital or not _counts(context, at):
            at += 1
            continue
        end = _run_end(context, at)
        if end - at <= MAX_WORDS:
            yield at, end
        else:
            yield from _pieces(context, at, end)
        at = end


def _pieces(context: Context, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a run that is too long for a name at its small words."""
    at = start
    for index in range(start, end + 1):
        if index == end or context.reading.tokens[index].text.islower():
            if 0 < index - at <= MAX_WORDS:
                yield at, index
            at = index + 1


def _counts(context: Context, at: int) -> bool:
    """Tell whether the capital of a word may make it part of a name."""
    token = context.reading.tokens[at]
    if not _capital(token) or context.small(at):
        return False
    if _calendar(context, at):
        return False
    if context.reading.style(at) is CapitalStyle.PROSE:
        return True
    if acronym(token, context.reading.style(at)):
        return True
    return not context.plain(token.fold)


def _capital(token: Token) -> bool:
    """Tell whether a word is written like a name: a capital first, or inside ("iPhone", "al-Qaeda" is two words)."""
    return token.text[0].isupper() or (token.text[0].isalpha() and token.capital and max(token.text) < "\u0250")


def acronym(token: Token, style: CapitalStyle) -> bool:
    """Tell whether a word is in capitals where its neighbours are not."""
    return style is not CapitalStyle.CAPS and 2 <= len(token.text) <= 6 and token.text.isupper()


def _calendar(context: Context, at: int) -> bool:
    """Tell whether the word is a day or month, and not a name that looks like one ("Theresa May", "April Jones")."""
    tokens = context.reading.tokens
    token = tokens[at]
    if token.fold not in CALENDAR:
        return False
    if token.fold in WEEKDAYS or token.text.isupper():
        return True
    background = context.background
    previous = tokens[at - 1] if at and context.gap(at) == " " else None
    named = previous is not None and previous.text[0].isupper() and background.place(previous.fold) < 3
    if (
        previous is not None
        and named
        and background.given(previous.fold) >= (2 if background.word(previous.fold) else 1)
    ):
        return False
    following = tokens[at + 1] if at + 1 < len(tokens) and context.gap(at + 1) == " " else None
    if following is None or not following.text[0].isupper() or following.fold in CALENDAR | TITLES:
        return token.fold in MONTHS or background.word(token.fold) > 0 or background.given(token.fold) < 2
    if len(token.fold) == 3 and background.word(following.fold) < 3:
        return False  # "Sun Li"
    return background.given(token.fold) < 2 or background.word(following.fold) >= 3


def _run_end(context: Context, start: int) -> int:
    """Return where the run that begins at word ``start`` ends."""
    count = len(context.reading.tokens)
    end = start + 1
    while end < count:
        if _joined(context, end) and _counts(context, end) and not _parted(context, end):
            end += 1
            continue
        if _hyphened(context, end):
            end += 1
            continue
        inner = _inner(context, start, end)
        if not inner:
            break
        end += inner + 1
    return end


def _joined(context: Context, at: int) -> bool:
    """Tell whether word ``at`` stands close enough to the one before to be the same name."""
    gap = context.gap(at)
    if gap in _JOINTS:
        return True
    if gap in _OWNERS:
        return _owned(context, at)
    before = context.reading.tokens[at - 1]
    initial = len(before.text) == 1 and before.text.isupper()
    return gap in (". ", ".") and (initial or before.fold in NAME_ABBREVIATIONS)


def _hyphened(context: Context, at: int) -> bool:
    """Tell whether a small part after a hyphen belongs to the name: "Hyun-jin", "Seznam.cz", not "US-led"."""
    token = context.reading.tokens[at]
    if context.gap(at) == ".":
        return token.fold in DOMAINS
    if context.gap(at) != "-" or not token.text.isalpha() or not token.text.islower():
        return False
    return token.fold in NAME_TAILS or (context.background.word(token.fold) == 0 and len(token.fold) <= 6)


def _owned(context: Context, at: int) -> bool:
    """Tell whether a possessive is part of a name: "Children's Hospital", "People's Republic", not "Rutte's Office"."""
    owner, background = context.fold(at - 1), context.background
    named = max(background.given(owner), background.surname(owner)) >= 3 and owner not in TITLES
    if named or background.word(owner) < 4 or not context.reading.tokens[at - 1].text[0].isupper():
        return False
    ahead = [token.fold for token in context.reading.tokens[at : at + 3] if token.text[0].isupper()]
    return any(fold in ORGANISATION_WORDS or fold in PLACE_WORDS for fold in ahead)


def _parted(context: Context, at: int) -> bool:
    """Tell whether two neighbours in a headline are two names, as prose shows each of them without the other."""
    if context.reading.style(at) is CapitalStyle.PROSE:
        return False
    evidence, pair = context.evidence, (context.fold(at - 1), context.fold(at))
    return proves(evidence, pair[0]) and proves(evidence, pair[1]) and not evidence.met(*pair)


def _inner(context: Context, start: int, at: int) -> int:
    """Return how many small words from ``at`` lead on inside the run that began at ``start``; 0 when it ends."""
    tokens = context.reading.tokens
    words: list[str] = []
    for ahead in range(at, min(at + MAX_INNER + 1, len(tokens))):
        token, gap = tokens[ahead], context.gap(ahead)
        if gap not in (" ", "-", "\u00a0"):
            return 0
        if token.text[0].isupper() and _counts(context, ahead):
            return len(words) if words and _leads(context, start, at, words) else 0
        if not token.text.islower():
            # A title-case line writes "Of The"; elsewhere "Doctors Without Borders".
            return 0
        words.append(token.fold)
    return 0


def _leads(context: Context, start: int, at: int, words: list[str]) -> bool:
    """Tell whether ``words`` join the run before them to the capital after them."""
    following = at + len(words)
    if all(context.gap(index) == "-" for index in range(at, following + 1)):
        return True  # "Newark-on-Trent"
    if all(word in PARTICLES for word in words):
        if words[0] in NUMERAL_PARTICLES and context.background.given(context.fold(at - 1)) == 0:
            return False
        # "e", "y", "et" join surnames; a lone Latin "al" or "de" joins nearly anything.
        return words != ["et"] or context.background.word(context.fold(at - 1)) == 0
    if words[0] not in BRIDGES or any(word != "the" for word in words[1:]):
        return False
    head = [context.fold(index) for index in range(start, at)]
    last = head[-1]
    if words[0] == "of":
        if last in TITLES or last in ROLES:
            return context.fold(following) in OFFICE_OF
        if last in ORGANISATION_WORDS or last in PLACE_WORDS:
            return True
        if context.reading.tokens[start].first and context.plain(head[0]):
            return False  # "Members of the Alliance"
        return _common(context, at - 1) and (at - start == 1 or words == ["of"])
    if words[0] == "for":
        return any(word in ORGANISATION_WORDS for word in head)
    if words[0] == "on":
        return any(word in DEPARTMENTS for word in head) or head[-1:] == ["conference"]
    begun = any(word in DEPARTMENTS for word in head) and any(word in ("of", "for", "on") for word in head)
    return begun and _common(context, following)


def _common(context: Context, at: int) -> bool:
    """Tell whether a word is an everyday one, so that it cannot end a person's or a town's name."""
    fold = context.fold(at)
    background = context.background
    return (
        background.word(fold) >= 1
        and background.place(fold) < 3
        and not background.demonym(fold)
        and not (background.given(fold) >= 2 and context.evidence.capitals(fold) > context.evidence.lowers(fold))
    )
