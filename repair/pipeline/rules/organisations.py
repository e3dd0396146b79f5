"""Organisations that were put into other words: "National Regroupment (RN)" for National Rally, "FDS" for the SDF.

Translation builds such names from other ordinary words or other initials, so that spelling is no evidence. The evidence
is the acronym in brackets, the words that the two names share, or the letters of an acronym in another order. Each
suggestion is for review, and is made only where exactly one name of the story fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.bracketed_acronyms import (
    ACRONYM_LETTERS,
    ARTICLES,
    abbreviates,
    common_name,
    names_by_initials,
    names_with_acronym,
)
from repair.pipeline.rules.party_names import PARTIES, PartyNames
from repair.pipeline.rules.proposed_names import ProposedName, RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.acronyms import KNOWN_ACRONYMS
from repair.text.lexicon import COMMON_WORD, UNCOMMON_WORD
from repair.text.normalize import fold, folded_words
from repair.text.wordlists import FUNCTION, NON_NAMES, SPEECH

# Too few cases in the labelled copy for calibration, so an editor decides.
_BRACKETED = RuleReason(0.75, "acronym", "the sources give the name {name} with the same acronym")
_REWORDED = _BRACKETED._replace(confidence=0.6)  # in ordinary words, which may be another right translation
_REWORDED_INITIALS = _REWORDED._replace(text="{name} has the initials of the acronym, and shares most of its words")
_ANAGRAM = RuleReason(0.6, "acronym", "the sources have these letters in another order: {name}")
_SAME_FRAME = RuleReason(0.6, "frame", "the matching source sentence has {name}, which shares most of its words")
_LEAST_ANAGRAM = 3  # letters from which two acronyms with the same letters are unlikely to be two organisations
_MOST_WORDS = 6  # of a name
_MOST_PLACES = 50  # of the first word of a name in a copy that are examined
_PARTY_WORDS = PARTIES | frozenset("democracy democrats socialists republicans liberals conservatives".split())
_MEMBER_LINKS = frozenset(("of", "the", "and", "from"))  # before an organisation, after one of its people


def propose_organisations(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each organisation that the copy has in other words than the sources."""
    copy_context = context.copy_context
    for renaming in (*_bracketed(copy_context), *_anagrams(copy_context), *_same_frames(copy_context)):
        yield suggest_name(context, renaming)


def _bracketed(copy_context: CopyContext) -> Iterator[ProposedName]:
    """Yield the names before a bracketed acronym that the sources have after another name."""
    in_copy = names_with_acronym(copy_context.copy)
    names = _names_by_acronym(copy_context) if in_copy else {}
    by_initials = names_by_initials(copy_context.story.sources) if in_copy else {}
    for low, high, acronym in in_copy:
        of_sources = names.get(acronym, [])
        if not of_sources:
            yield from _with_initials(copy_context, range(low, high), acronym, by_initials.get(acronym, frozenset()))
            continue
        # In another order, or with a title or other words around them, the same words are no other name.
        words = set(copy_context.copy.folds[low:high])
        is_other = not any(words.issuperset(fold(name).split()) for name in of_sources)
        name = common_name(of_sources)
        if name is None or not is_other or _is_known(copy_context, low, high):
            continue
        low = _without_member(copy_context, low, high, name)
        words = set(copy_context.copy.folds[low:high])
        shared = words.intersection(fold(name).split()) - NON_NAMES - ARTICLES
        is_party = bool(shared) and not _PARTY_WORDS.isdisjoint(fold(name).split())
        stands = _stands_for(acronym, fold(name).split())
        if not is_party and not (stands and (shared or _may_stand_for(copy_context, acronym, range(low, high)))):
            continue  # a person of a party: "Marine Le Pen (RN)"
        # Ordinary words alone may be another right translation: "Department" for "Ministry".
        if any(copy_context.lexicon.word(word) < UNCOMMON_WORD for word in words):
            yield _BRACKETED.propose(low, high, name, kind=Kind.ORGANISATION)
        elif is_party or (
            len(shared) > 1
            and not _spells(acronym, copy_context.copy.folds[low:high])
            and _spells(acronym, fold(name).split())
        ):
            yield _REWORDED.propose(low, high, name, kind=Kind.ORGANISATION)


def _with_initials(
    copy_context: CopyContext, place: range, acronym: str, names: Collection[str]
) -> Iterator[ProposedName]:
    """Yield the only name of the sources with the initials of an acronym, where the copy's name has others.

    "European Space Organization (ESA)" is the European Space Agency: the names share more than half of their words.
    """
    copy, small = copy_context.copy, NON_NAMES | ARTICLES
    words = copy.folds[place.start : place.stop]
    if any(_spells(acronym, words[at:]) for at in range(len(words))):
        return  # also after other words: "Africa Centres for Disease Control (CDC)"
    if _is_known(copy_context, place.start, place.stop):
        return
    fitting = {
        name
        for name in names
        if 2 * len({*fold(name).split()}.intersection(words) - small) > len({*fold(name).split()} - small)
    }
    if len({fold(name) for name in fitting}) == 1 and not _has_name(copy_context, min(fitting)):
        low = _without_member(copy_context, place.start, place.stop, min(fitting))
        yield _REWORDED_INITIALS.propose(low, place.stop, min(fitting), kind=Kind.ORGANISATION)


def _has_name(copy_context: CopyContext, name: str) -> bool:
    """Whether the copy has a name of the sources somewhere."""
    folds, words = copy_context.copy.folds, folded_words(name)
    places = copy_context.copy.places.get(words[0], ())[:_MOST_PLACES]
    return any(folds[at : at + len(words)] == words for at in places)


def _without_member(copy_context: CopyContext, low: int, high: int, name: str) -> int:
    """Return where a name in the copy begins that may follow that of a member: "Mario Draghi of the Rally (NR)"."""
    copy, words = copy_context.copy, fold(name).split()
    for at in range(high - 1, low, -1):
        link, before = copy.folds[at - 1], slice(low, at - 1)
        if link not in _MEMBER_LINKS or not copy.tokens[at].capital or not set(words).isdisjoint(copy.folds[before]):
            continue
        if link != "and" or not any(copy_context.suspicious[before]):
            return at
    return low


def _names_by_acronym(copy_context: CopyContext) -> dict[str, list[str]]:
    """Return the names that the sources have before each bracketed acronym."""
    names: dict[str, list[str]] = defaultdict(list)
    for analysis in copy_context.story.sources:
        for low, high, acronym in names_with_acronym(analysis):
            names[acronym].append(analysis.surface(low, high))
    return names


def _stands_for(acronym: str, words: Sequence[str]) -> bool:
    """Whether at least half of the words of a name begin with letters of an acronym, unlike a person of a party."""
    initials = [word[0] for word in words if word not in NON_NAMES | ARTICLES]
    return 2 * sum(initial in fold(acronym) for initial in initials) >= len(initials) > 0


def _spells(acronym: str, words: Sequence[str]) -> bool:
    """Whether an acronym has the first letters of words in order, or exactly their initials in any order."""
    if abbreviates(acronym, words):
        return True
    return sorted(fold(acronym)) == sorted(word[0] for word in words if word not in NON_NAMES | ARTICLES)


def _may_stand_for(copy_context: CopyContext, acronym: str, place: range) -> bool:
    """Whether a name of the copy has initials of the acronym, and does not begin with a given name."""
    words = copy_context.copy.folds[place.start : place.stop]
    return _stands_for(acronym, words) and copy_context.lexicon.given(words[0]) <= copy_context.lexicon.word(words[0])


def _anagrams(copy_context: CopyContext) -> Iterator[ProposedName]:
    """Yield the acronyms that no source has, where one of the sources has the same letters in another order."""
    copy, words = copy_context.copy, copy_context.story.words
    unknown = [
        at
        for at in copy_context.suspicious_words
        if _is_long_acronym(copy.tokens[at].text)
        and not words.get(copy.folds[at])
        and copy.folds[at] not in KNOWN_ACRONYMS
        and copy_context.lexicon.word(copy.folds[at]) <= UNCOMMON_WORD  # "ONE DOLLAR PER PERSON"
    ]
    if not unknown or copy_context.is_english is False:
        return
    by_letters: dict[str, set[str]] = defaultdict(set)
    for analysis in copy_context.story.sources:
        for at in analysis.capital_at:
            if _is_long_acronym(analysis.tokens[at].text):
                by_letters["".join(sorted(analysis.folds[at]))].add(analysis.tokens[at].text)
    for at in unknown:
        options = by_letters.get("".join(sorted(copy.folds[at])), set())
        is_likely = len(options) == 1 and _is_order_of_another_language(copy.tokens[at].text, min(options))
        if is_likely and not copy.places.get(fold(min(options))):
            yield _ANAGRAM.propose(at, at + 1, min(options), kind=Kind.ORGANISATION)


def _is_order_of_another_language(acronym: str, other: str) -> bool:
    """Whether two short acronyms differ as languages order a name: backwards, or with the last word first.

    Longer ones with the same letters are seldom two organisations.
    """
    return len(acronym) > _LEAST_ANAGRAM or acronym in (other[::-1], other[-1] + other[:-1], other[1:] + other[:1])


def _is_long_acronym(text: str) -> bool:
    """Return whether a word is in capitals and long enough to be compared with acronyms in another order."""
    return _LEAST_ANAGRAM <= len(text) < ACRONYM_LETTERS.stop and text.isupper() and text.isalpha()


def _same_frames(copy_context: CopyContext) -> Iterator[ProposedName]:
    """Yield the parties that share their first or last words with one party of the matching source sentences.

    Other institutions are left out: their names have several right translations ("Committee" and "Commission").
    """
    copy, last = copy_context.copy, 0
    parties: PartyNames | None = None
    for run in copy.runs:
        low, high = run.start, run.stop
        while low < high - 1 and copy.tokens[low].first and copy_context.lexicon.word(copy.folds[low]) > COMMON_WORD:
            low += 1
        if high - low < 3 or high - low > _MOST_WORDS or low < last or _is_known(copy_context, low, high):
            continue
        parties = parties or PartyNames(copy_context)
        name = parties.with_the_same_frame(low, high)
        if name is not None:
            last = _end_of_phrase(copy_context, high)
            yield _SAME_FRAME.propose(low, last, name, kind=Kind.ORGANISATION)


def _end_of_phrase(copy_context: CopyContext, high: int) -> int:
    """Return where the name ends: "Liberal Democratic Get together" has a last word in lower case."""
    copy = copy_context.copy
    is_verb_like = copy.folds[high - 1] not in PARTIES and copy_context.lexicon.word(copy.folds[high - 1]) > COMMON_WORD
    if is_verb_like and high < len(copy.tokens) and copy.joinable(high - 1, high):
        return high + (copy.folds[high] not in FUNCTION | SPEECH and copy.gap(high - 1) == " ")
    return high


def _is_known(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether the story has the words of the copy in this order."""
    surface = copy_context.copy.surface(low, high)
    return surface in copy_context.story.ngrams or copy_context.listed(surface) > 0
