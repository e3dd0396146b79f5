"""Parties, armed forces and other bodies with their words in another order or form: "Party of Victory", Victory Party.

A translator has the words right and their order or endings wrong. The rule pairs a name of the copy with one of the
sources where each content word of one is a form of a content word of the other: of as many words, with the same stem
("Republic People's Party", Republican People's Party). There are three cases:

- The words are in the same order: one of them must have another ending.
- They are in another order: only parties and forces, since "University of Oslo" and "Oslo University" are both right;
  and no name with a country ("Communist Party of China"), unless an acronym follows that no source has.
- They are in another order, and one has another ending too: commissions, courts and the like of three words and more,
  and no country or people ("International Court of Crime"). The committee of a country may be its commission if three
  more words agree; international bodies exist under both names.

The suggestions are always for review.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from repair.core.computed_once import computed_once
from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import are_joined_capitals
from repair.pipeline.rules.bracketed_acronyms import names_with_acronym
from repair.pipeline.rules.party_names import PARTIES
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.analysis import AnalyzedText
from repair.text.known_organisations import is_known_organisation
from repair.text.lexicon import COUNTRY
from repair.text.normalize import fold

_OTHER_ORDER_OR_FORM = RuleReason(0.65, "frame", "the sources have these words in another order or form: {name}")
# A head is the noun that says what the named body is. Those of the second set are translated first or last.
_HEADS = PARTIES | frozenset("forces army guard brigades battalions congress".split())
_MOVABLE_HEADS = frozenset(("party", "forces"))
# Heads that translators put for each other, and others of bodies; the word that stands for it.
_BODIES = {"committee": "commission", "centre": "center"} | {
    head: head for head in "commission center court agency authority board council institute office service".split()
}
_FEWEST_OF_BODY, _FEWEST_OF_OTHER_BODY = 3, 4  # content words of a body, and of one with another head
_LINKS = frozenset(("of", "for", "on", "the", "and"))  # all other words of a name are its content words
_POSSESSIVES = ("'s ", "’s ")
_FEWEST_WORDS = 2  # content words of a name
_MOST_TOKENS, _MOST_OF_PARTY = 8, 6  # tokens of a name, and of that of a party, links included
_STEM = 4  # letters that two forms of one word share at least
_ENDING = 4  # letters that the longer of two forms has more at most
_LOST_LETTERS = "aey"  # that a word loses before an ending: Germany, German
_MOST_PLACES = 100  # of one head in one text that are examined

_Stems = frozenset[str]  # the first letters of the content words, by which names are found before they are compared


class _SourcePhrase(NamedTuple):
    """Words of a source that may be a name, as printed, and whether an acronym in brackets follows them."""

    text: str
    has_acronym: bool


def propose_reordered_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each name whose words exactly one name of the sources has, in other order or form."""
    copy_context = context.copy_context
    done = 0  # the end of the last suggestion; the phrases that follow at the same place overlap it
    for low, high in _phrases(copy_context.copy):
        if low < done:
            continue
        words = _content_words(copy_context.copy, low, high)
        options = {
            name
            for name in _names_with_stems(copy_context, _stems(words))
            if _have_other_forms(words, _content_words_of(name))
            and not _are_several(words, _content_words_of(name))
            and (
                _is_body_in_other_words(copy_context, (low, high), _content_words_of(name))
                if _is_body(words)
                else _are_in_same_order(words, _content_words_of(name)) or _may_be_reordered(copy_context, low, high)
            )
        }
        if len({fold(name) for name in options}) == 1 and not _is_known(copy_context, low, high):
            done = high
            yield suggest_name(context, _OTHER_ORDER_OR_FORM.propose(low, high, min(options), kind=Kind.ORGANISATION))


def _phrases(text: AnalyzedText) -> Iterator[tuple[int, int]]:
    """Yield the half-open token ranges that may be a name: those with a head, or before an acronym in brackets.

    They are in order of their starts; of those with the same start the longest is the first.
    """
    heads = {
        at for head in sorted((_HEADS | _BODIES.keys()) & text.places.keys()) for at in text.places[head][:_MOST_PLACES]
    }
    last_before_acronym = {name.high - 1 for name in names_with_acronym(text)}
    starts = {at - back for at in heads | last_before_acronym for back in range(_MOST_TOKENS) if at >= back}
    for low in sorted(starts):
        if not text.tokens[low].capital or text.folds[low] in _LINKS or _continues(text, low - 1):
            continue
        for high in _ends(text, low):
            is_named = high - 1 in last_before_acronym or not heads.isdisjoint(range(low, high))
            words = _content_words(text, low, high)
            if is_named and len(words) >= _FEWEST_WORDS and (high - low <= _MOST_OF_PARTY or _is_body(words)):
                yield low, high


def _ends(text: AnalyzedText, low: int) -> list[int]:
    """Return the ends (exclusive) of the names that may begin at token ``low``, the last first.

    A name goes on over links, and ends before a token that cannot belong to it. It does not end between two words
    with capitals, of which the second would belong to it, too.
    """
    ends = []
    for at in range(low, min(low + _MOST_TOKENS, len(text.tokens))):
        if at > low and not (text.joinable(at - 1, at) or text.gap(at - 1) in _POSSESSIVES):
            break
        if not text.tokens[at].capital and text.folds[at] not in _LINKS:
            break
        if text.tokens[at].capital and not _continues(text, at):
            ends.append(at + 1)
    return ends[::-1]


def _continues(text: AnalyzedText, at: int) -> bool:
    """Return whether a name with token ``at`` has the next, too: both have capitals and nothing separates them."""
    return are_joined_capitals(text, at) and text.folds[at] not in _LINKS


@computed_once
def _phrases_by_stems(source: AnalyzedText) -> dict[_Stems, set[_SourcePhrase]]:
    """Return the phrases of a source that may be names of parties and forces, by their stems."""
    phrases: dict[_Stems, set[_SourcePhrase]] = {}
    ends_before_acronym = {name.high for name in names_with_acronym(source)}
    for low, high in _phrases(source):
        phrase = _SourcePhrase(source.surface(low, high), high in ends_before_acronym)
        phrases.setdefault(_stems(_content_words(source, low, high)), set()).add(phrase)
    return phrases


def _names_with_stems(copy_context: CopyContext, stems: _Stems) -> set[str]:
    """Return the names of the sources that have these stems.

    Only complete names count: those that the gazetteer lists, and those before an acronym in brackets.
    """
    return {
        phrase.text
        for source in copy_context.story.sources
        for phrase in _phrases_by_stems(source).get(stems, ())
        if phrase.has_acronym or copy_context.listed(phrase.text) == FULL_NAME
    }


def _are_in_same_order(words: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether the words of two names are forms of each other place by place."""
    return all(map(_are_forms, words, other))


def _are_several(words: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether the first name is the plural of the other: "the National and Liberal Parties".

    >>> _are_several(["liberal", "parties"], ["liberal", "party"])
    True
    """
    *start, head = words
    stem = head.removesuffix("ies") + "y" if head.endswith("ies") else head.removesuffix("s")
    return [*start, stem] == list(other) and stem != head


def _is_body(words: Sequence[str]) -> bool:
    """Return whether a name is that of a commission, court or the like, and not of a party or of forces."""
    return _HEADS.isdisjoint(words) and not _BODIES.keys().isdisjoint(words)


def _is_body_in_other_words(copy_context: CopyContext, place: tuple[int, int], other: Sequence[str]) -> bool:
    """Return whether a name with "of" or the like has another order and another form or head than one of the sources.

    Args:
        copy_context: The copy and its story.
        place: The half-open token range of the name in the copy.
        other: The content words of the name of the sources.
    """
    copy, lexicon = copy_context.copy, copy_context.lexicon
    words = _content_words(copy, *place)
    plain, other_plain = ([_BODIES.get(word, word) for word in name] for name in (words, other))
    has_link = len(words) < place[1] - place[0]
    if not has_link or _are_in_same_order(plain, other_plain) or _heads(plain) != _heads(other_plain):
        return False
    has_place = any(lexicon.demonym(word) or lexicon.place(word) >= COUNTRY for word in words)
    if ("committee" in words) != ("committee" in other):
        return has_place and len(words) >= _FEWEST_OF_OTHER_BODY
    return len(words) >= _FEWEST_OF_BODY and sorted(plain) != sorted(other_plain) and not has_place


def _heads(words: Sequence[str]) -> set[str]:
    return {word for word in words if word in _BODIES}


def _may_be_reordered(copy_context: CopyContext, low: int, high: int) -> bool:
    """Return whether another order of the words ``[low, high)`` shows a translation: see the top of the module."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    acronyms = [name.acronym for name in names_with_acronym(copy) if name.high == high]
    if any(not copy_context.story.words.get(fold(acronym)) for acronym in acronyms):
        return True  # the acronym was translated, so the name before it was
    words = _content_words(copy, low, high)
    if any(lexicon.demonym(word) or lexicon.place(word) >= COUNTRY for word in words):
        return False
    # In "Central Committee of the Party" the committee is the head.
    is_last = words[-1] in _MOVABLE_HEADS and copy.folds[high - 2] not in _LINKS
    return is_last or words[0] in _MOVABLE_HEADS


def _content_words_of(name: str) -> list[str]:
    return [word for word in fold(name).split() if word not in _LINKS]


def _content_words(text: AnalyzedText, low: int, high: int) -> list[str]:
    return [word for word in text.folds[low:high] if word not in _LINKS]


def _stems(words: Sequence[str]) -> _Stems:
    return frozenset(_BODIES.get(word, word)[:_STEM] for word in words)


def _have_other_forms(words: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether each word is a form of a word of the other name, and the two names differ.

    Sorting pairs the words, since two forms of one word begin with the same letters. Without the head of a party or of
    forces, a name with the same words in another order is right ("University of Oslo").

    >>> _have_other_forms(["republic", "people", "party"], ["republican", "people", "party"])
    True
    >>> _have_other_forms(["victory", "party"], ["victory", "party"])
    False
    >>> _have_other_forms(["labor", "party"], ["labour", "party"])  # another spelling, not another ending
    False
    """
    if len(words) != len(other) or list(words) == list(other):
        return False
    if not _HEADS.isdisjoint(words):
        return all(map(_are_forms, sorted(words), sorted(other)))
    plain, other_plain = (sorted(_BODIES.get(word, word) for word in name) for name in (words, other))
    return sorted(words) != sorted(other) and all(map(_are_forms, plain, other_plain))


def _are_forms(word: str, form: str) -> bool:
    """Return whether one of two words is the other with an ending: "Syria", "Syrian"; "nation" and "national"."""
    shorter, longer = sorted((word, form), key=len)
    if len(shorter) < _STEM or len(longer) - len(shorter) > _ENDING:
        return word == form
    stem = shorter[:-1] if shorter[-1] in _LOST_LETTERS else shorter
    return longer.startswith(stem)


def _is_known(copy_context: CopyContext, low: int, high: int) -> bool:
    """Return whether the sources have the name of the copy as it is, or it is well known, so that it is right."""
    surface = copy_context.copy.surface(low, high)
    is_known = is_known_organisation(fold(surface))
    return is_known or copy_context.listed(surface) > 0 or surface in copy_context.story.ngrams
