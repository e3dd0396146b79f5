"""Bodies of which a translator put a word into another or moved the adjective: "International Penal Court".

Where the copy has all other words of one body of the sources in their order, and for the rest words that mean the same
by a closed table, it means this body, even without an acronym: "Organization of Oil Exporting Countries". An adjective
that the sources have last is moved to the front by translation: "International Amnesty". The suggestions are always for
review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from repair.core.tables import read_table
from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.analysis import AnalyzedText
from repair.text.known_organisations import is_known_organisation
from repair.text.normalize import fold
from repair.text.tokens import tokenize

_TABLE = "organisation_terms.txt"
_SAME_MEANING = RuleReason(0.65, "frame", "a word was put into another; the sources have {name}")
_MOVED = RuleReason(0.7, "frame", "the sources have these words in another order: {name}")
_LINKS = frozenset("of for on and the in to against".split())
_FEWEST_WORDS = 3  # without links; two words with one in common are too few
_MOST_TOKENS = 9  # of a name
_MOST_PLACES = 100  # of one word of the table in one text

_Key = tuple[str, ...]


def propose_translated_bodies(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each body that the copy has with a translated word or a moved adjective."""
    copy_context = context.copy_context
    copy, end = copy_context.copy, 0
    candidates = sorted([*_moved(copy), *_phrases(copy)], key=lambda place: (place[0], -place[1]))
    if not candidates or copy_context.is_english is False:
        return
    names, moved = _names_of_sources(copy_context), _names_with_adjective_last(copy_context)
    for low, high in candidates:
        surface, key = copy.surface(low, high), _key(copy.folds[low:high])
        if low < end or is_known_organisation(fold(surface)) or surface in copy_context.story.ngrams:
            continue
        reason = _MOVED if key in moved else _SAME_MEANING
        options = moved.get(key) or names.get(key, set())
        if len({fold(name) for name in options}) != 1 or _is_spelling(surface, min(options)):
            continue
        end = high
        yield suggest_name(context, reason.propose(low, high, min(options), kind=Kind.ORGANISATION))


def _phrases(text: AnalyzedText) -> Iterator[tuple[int, int]]:
    """Yield the token ranges around a word of the table that may be a name: of words with capitals and links."""
    seen = set()
    for word in sorted(_classes().keys() & text.places.keys()):
        for at in text.places[word][:_MOST_PLACES]:
            if not text.tokens[at].capital:
                continue
            low, high = _ends(text, at)
            for start in range(low, at + 1):
                for stop in range(at + 1, high + 1):
                    if stop - start <= _MOST_TOKENS and (start, stop) not in seen and _is_name(text, start, stop):
                        seen.add((start, stop))
                        yield start, stop


def _ends(text: AnalyzedText, at: int) -> tuple[int, int]:
    """Return the longest range around a token of words with capitals and links that nothing separates."""
    low, high = at, at + 1
    while low and at - low < _MOST_TOKENS and text.joinable(low - 1, low) and _is_part(text, low - 1):
        low -= 1
    while (
        high < len(text.tokens) and high - at < _MOST_TOKENS and text.joinable(high - 1, high) and _is_part(text, high)
    ):
        high += 1
    return low, high


def _is_part(text: AnalyzedText, at: int) -> bool:
    return text.tokens[at].capital or text.folds[at] in _LINKS


def _is_name(text: AnalyzedText, low: int, high: int) -> bool:
    """Return whether a range begins and ends with a capital, has enough words, and goes on with no other noun."""
    inner = [word for word in text.folds[low:high] if word not in _LINKS]
    if len(inner) < _FEWEST_WORDS or not (text.tokens[low].capital and text.tokens[high - 1].capital):
        return False
    return text.folds[low] not in _LINKS and text.folds[high - 1] not in _LINKS


def _names_of_sources(copy_context: CopyContext) -> Mapping[_Key, set[str]]:
    """Return the names of bodies in the sources that have a word of the table, by the meaning of their words."""
    names: dict[_Key, set[str]] = defaultdict(set)
    for analysis in copy_context.story.sources:
        for low, high in _phrases(analysis):
            text = analysis.surface(low, high)
            if copy_context.listed(text) == FULL_NAME:
                names[_key(analysis.folds[low:high])].add(text)
    return names


def _moved(copy: AnalyzedText) -> Iterator[tuple[int, int]]:
    """Yield the pairs of an adjective and one word after it, both with capitals, and no third beside them."""
    for word in _last_words():
        for at in copy.places.get(word, ())[:_MOST_PLACES]:
            if at + 1 < len(copy.tokens) and _is_pair(copy, at):
                yield at, at + 2


def _names_with_adjective_last(copy_context: CopyContext) -> Mapping[_Key, set[str]]:
    """Return the names of two words in the sources that end with such an adjective, by their key in the copy."""
    names: dict[_Key, set[str]] = defaultdict(set)
    for analysis in copy_context.story.sources:
        for word in _last_words():
            for at in analysis.places.get(word, ())[:_MOST_PLACES]:
                if at and _is_pair(analysis, at - 1) and copy_context.listed(analysis.surface(at - 1, at + 1)):
                    names[_key([word, analysis.folds[at - 1]])].add(analysis.surface(at - 1, at + 1))
    return names


def _is_pair(text: AnalyzedText, low: int) -> bool:
    """Return whether two words with capitals are beside each other, and none before or after belongs to them."""
    if not (text.tokens[low].capital and text.tokens[low + 1].capital and text.joinable(low, low + 1)):
        return False
    is_followed, is_preceded = text.has_capital_after(low + 2), text.has_capital_before(low)
    return text.gap(low) == " " and not is_followed and not is_preceded


def _key(words: Sequence[str]) -> _Key:
    """Return the words of a name without links, each as the first of those that mean the same."""
    classes = _classes()
    return tuple(classes.get(word, word) for word in map(_spelling, words) if word not in _LINKS)


def _is_spelling(first: str, other: str) -> bool:
    """Return whether two names differ in links, case and the spellings of English alone."""
    one, two = ([_spelling(token.fold) for token in tokenize(name)] for name in (first, other))
    return [word for word in one if word not in _LINKS] == [word for word in two if word not in _LINKS]


def _spelling(word: str) -> str:
    return _spellings().get(word, word)


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, str]:
    lines = read_table(_TABLE)["same meaning"]
    return {word: line.split()[0] for line in lines for word in line.split()}


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, str]:
    lines = read_table(_TABLE)["spellings"]
    return {word: line.split()[0] for line in lines for word in line.split()}


@lru_cache(maxsize=1)
def _last_words() -> tuple[str, ...]:
    return tuple(" ".join(read_table(_TABLE)["after the name"]).split())
