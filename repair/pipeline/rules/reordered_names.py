"""Parties and armed forces with their words in another order or form: "Party of Victory" for the Victory Party.

Every word of the name in the copy has the stem of a word of the name in the sources, and the reverse ("Republic
People's Party", Republican People's Party). In another order, other institutions are left out ("University of Oslo" and
"Oslo University" are both right), and so are names with a country ("Communist Party of China"), unless an acronym
follows that no source has. The suggestions are always for review.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import are_joined_capitals
from repair.pipeline.rules.bracketed_acronyms import names_with_acronym
from repair.pipeline.rules.party_names import PARTIES
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.analysis import AnalyzedText
from repair.text.normalize import fold

_REORDERED = RuleReason(0.65, "frame", "the sources have these words in another order or form: {name}")
_HEADS = PARTIES | frozenset("forces army guard brigades battalions congress".split())
_REORDERED_HEADS = frozenset(("party", "forces"))
_COUNTRY = 4  # of `Lexicon.place`
_LINKS = frozenset(("of", "for", "the", "and"))
_POSSESSIVES = ("'s ", "’s ")
_FEWEST_WORDS, _MOST_TOKENS = 2, 6
_STEM = 4  # letters that two forms of one word share at least
_ENDING = 4  # letters that a form has after the stem at most
_LOST_LETTERS = "aey"  # that a word loses before an ending: Germany, German
_MOST_PLACES = 100  # of one head in one text that are examined

_Stems = frozenset[str]


def propose_reordered_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each party or force whose words the one name of the sources has, too."""
    copy_context = context.copy_context
    phrases = list(_phrases(copy_context.copy))
    names = _names(copy_context) if phrases else {}
    end = 0
    for low, high in phrases:
        if low < end:
            continue
        words = _content(copy_context.copy, low, high)
        options = {
            name
            for name in names.get(_stems(words), ())
            if _same_stems(words, _content_of(name))
            and (_in_same_order(words, _content_of(name)) or _may_be_reordered(copy_context, low, high))
        }
        if len({fold(name) for name in options}) == 1 and not _is_known(copy_context, low, high):
            end = high
            yield suggest_name(context, _REORDERED.propose(low, high, min(options), kind=Kind.ORGANISATION))


def _phrases(text: AnalyzedText) -> Iterator[tuple[int, int]]:
    """Yield the token ranges that may be the name of a party or force, or that an acronym in brackets follows.

    At each place the longest is the first.
    """
    heads = {at for head in sorted(_HEADS & text.places.keys()) for at in text.places[head][:_MOST_PLACES]}
    before_acronym = {name.high - 1 for name in names_with_acronym(text)}
    starts = {at - back for at in heads | before_acronym for back in range(_MOST_TOKENS) if at >= back}
    for low in sorted(starts):
        if not text.tokens[low].capital or text.folds[low] in _LINKS or _is_joined(text, low - 1):
            continue
        for high in _ends(text, low):
            is_named = high - 1 in before_acronym or not heads.isdisjoint(range(low, high))
            if is_named and len(_content(text, low, high)) >= _FEWEST_WORDS:
                yield low, high


def _ends(text: AnalyzedText, low: int) -> list[int]:
    """Return where a name that begins at a token may end, the last first."""
    ends = []
    for at in range(low, min(low + _MOST_TOKENS, len(text.tokens))):
        if at > low and not (text.joinable(at - 1, at) or text.gap(at - 1) in _POSSESSIVES):
            break
        if not text.tokens[at].capital and text.folds[at] not in _LINKS:
            break
        if text.tokens[at].capital and not _is_joined(text, at):
            ends.append(at + 1)
    return ends[::-1]


def _is_joined(text: AnalyzedText, at: int) -> bool:
    """Return whether a word of a name has a capital and may belong to one name with the next."""
    return are_joined_capitals(text, at) and text.folds[at] not in _LINKS


def _names(copy_context: CopyContext) -> dict[_Stems, set[str]]:
    """Return the full names of parties and forces in the sources by the beginnings of their words.

    An acronym in brackets shows that a name is complete.
    """
    names: dict[_Stems, set[str]] = {}
    for analysis in copy_context.story.sources:
        before_acronym = {name.high for name in names_with_acronym(analysis)}
        for low, high in _phrases(analysis):
            text = analysis.surface(low, high)
            if high in before_acronym or copy_context.listed(text) == FULL_NAME:
                names.setdefault(_stems(_content(analysis, low, high)), set()).add(text)
    return names


def _in_same_order(words: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two names have the forms of each word at the same place."""
    return all(_are_forms(word, form) for word, form in zip(words, other, strict=True))


def _may_be_reordered(copy_context: CopyContext, low: int, high: int) -> bool:
    """Return whether another order of words shows a translation: see the top of the module."""
    copy, lexicon = copy_context.copy, copy_context.lexicon
    if any(
        name.high == high and not copy_context.story.words.get(fold(name.acronym)) for name in names_with_acronym(copy)
    ):
        return True
    words = _content(copy, low, high)
    if any(lexicon.demonym(word) or lexicon.place(word) >= _COUNTRY for word in words):
        return False
    # In "Central Committee of the Party" the committee is the head.
    is_last = words[-1] in _REORDERED_HEADS and copy.folds[high - 2] not in _LINKS
    return is_last or words[0] in _REORDERED_HEADS


def _content_of(name: str) -> list[str]:
    return [word for word in fold(name).split() if word not in _LINKS]


def _content(text: AnalyzedText, low: int, high: int) -> list[str]:
    return [word for word in text.folds[low:high] if word not in _LINKS]


def _stems(words: Sequence[str]) -> _Stems:
    return frozenset(word[:_STEM] for word in words)


def _same_stems(words: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether each word is a form of a word of the other name, and the names are not the same.

    A name without a party or force is no other name in another order.

    >>> _same_stems(["republic", "people", "party"], ["republican", "people", "party"])
    True
    >>> _same_stems(["victory", "party"], ["victory", "party"]), _same_stems(["labor", "party"], ["labour", "party"])
    (False, False)
    """
    if len(words) != len(other) or list(words) == list(other):
        return False
    first, second = sorted(words), sorted(other)
    if first == second and _HEADS.isdisjoint(words):
        return False
    return all(_are_forms(word, form) for word, form in zip(first, second, strict=True))


def _are_forms(word: str, form: str) -> bool:
    """Return whether two words have the same stem: "Syria", "Syrian"; "nation" and "national"."""
    shorter, longer = sorted((word, form), key=len)
    if len(shorter) < _STEM or len(longer) - len(shorter) > _ENDING:
        return word == form
    stem = shorter[:-1] if shorter[-1] in _LOST_LETTERS else shorter
    return longer.startswith(stem)


def _is_known(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether the story has the words of the copy in this order."""
    surface = copy_context.copy.surface(low, high)
    return copy_context.listed(surface) > 0 or surface in copy_context.story.ngrams
