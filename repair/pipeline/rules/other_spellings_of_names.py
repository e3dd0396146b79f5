"""Names that the sources spell in another way, by a key that both spellings share: "Anissimova" for Anisimova.

Detection takes such a form for the name itself. Where both spellings are accepted, it is a spelling variant; where
nobody spells it so ("Kyoboo"), it is for review. The other words of the name must be those of the sources: an Aleksandr
of another surname is another person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from weakref import WeakKeyDictionary

from repair.core.types import Action, Kind, Suggestion
from repair.pipeline.actions.action_choice import IN_TWO_WAYS, VARIANT
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import next_name
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story import StoryContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import COMMON_NAME, UNCOMMON_WORD
from repair.text.normalize import fold
from repair.text.romanisation_schemes import JAPANESE as JAPANESE_SCHEME
from repair.text.romanisation_schemes import marker_counts
from repair.text.spelling_keys import JAPANESE, spelling_keys
from repair.text.wordlists import DEMONYMS, HONORIFICS, PARTICLES, ROLES, TITLES

_VARIANT = RuleReason(0.6, VARIANT, IN_TWO_WAYS)
_REVIEW = RuleReason(0.8, "near", "the sources spell it {name}, and nobody is known to be spelled as in the copy")
_NO_NAMES = HONORIFICS | ROLES | TITLES | DEMONYMS | PARTICLES
_FEWEST_LETTERS = 4  # of a word
_MOST_WORDS = 500  # of one copy that are looked up
_MOST_NAMES = 20  # of the sources that share a key with one word
_MOST_PLACES = 20  # of one word in the copy, or in a source, that are examined


def propose_other_spellings_of_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each capitalised word that the sources have in another spelling alone."""
    copy_context = context.copy_context
    copy = copy_context.copy
    for word in _words(copy_context):
        places = [at for at in copy.places[word][:_MOST_PLACES] if copy.tokens[at].capital]
        names = _spellings(copy_context, copy.tokens[places[0]].text)
        in_order = [name for name, _ in names.most_common(_MOST_NAMES)]
        for at in places:
            name = next((name for name in in_order if _is_meant(copy_context, at, name)), None)
            if name is None:
                continue
            reason = _VARIANT if _is_accepted(copy_context, word, name) else _REVIEW
            suggestion = suggest_name(context, reason.propose(at, at + 1, name))
            if reason is _VARIANT:
                suggestion = replace(suggestion, action=Action.VARIANT, kind=Kind.SPELLING_VARIANT)
            yield suggestion


def _words(copy_context: CopyContext) -> list[str]:
    """Return the folded words of names of the copy that the story lacks and has a key of, in order of place."""
    copy, story, lexicon = copy_context.copy, copy_context.story, copy_context.lexicon
    first = {copy.folds[at]: at for at in reversed(copy.capital_at)}
    return [
        word
        for word, at in sorted(first.items(), key=lambda item: item[1])
        if len(word) >= _FEWEST_LETTERS
        and not story.words.get(word)
        and lexicon.word(word) < UNCOMMON_WORD
        and not story.keys.isdisjoint(spelling_keys(copy.tokens[at].text))
    ][:_MOST_WORDS]


def _spellings(copy_context: CopyContext, word: str) -> Counter[str]:
    """Return how often each word of the sources occurs that shares a key with a word of the copy."""
    names: Counter[str] = Counter()
    for key in spelling_keys(word):
        for layer in copy_context.story.context.layers:
            names.update(_by_key(layer).get(key, {}))
    return names


def _by_key(story: StoryContext) -> Mapping[str, Counter[str]]:
    """Return the capitalised words that a story adds to its base, by spelling key, with their counts; found once."""
    by_key = _BY_KEY.get(story)
    if by_key is None:
        by_key = _BY_KEY[story] = defaultdict(Counter)
        texts = Counter(text.tokens[at].text for text in story.added_texts for at in text.capital_at)
        for text, count in texts.items():
            for key in spelling_keys(text) if len(text) > 2 else ():
                by_key[key][text] += count
    return by_key


_BY_KEY: WeakKeyDictionary[StoryContext, dict[str, Counter[str]]] = WeakKeyDictionary()


def _is_meant(copy_context: CopyContext, at: int, name: str) -> bool:
    """Return whether a source has a word beside the same words of a name as the copy; a given name is not alone."""
    beside = _beside(copy_context.copy, at)
    if beside == (None, None):
        word = copy_context.copy.folds[at]
        return copy_context.lexicon.given(word) < COMMON_NAME or copy_context.lexicon.place(word) > 0
    texts, word = copy_context.story.texts, fold(name)
    return any(
        all(own is None or own == other for own, other in zip(beside, _beside(text, place), strict=True))
        for text in texts
        for place in text.places.get(word, ())[:_MOST_PLACES]
    )


def _beside(text: AnalyzedText, at: int) -> tuple[str | None, str | None]:
    """Return the folded words before and after a word that may belong to the same name; titles and articles do not."""
    beside = (next_name(text, at, step) for step in (-1, 1))
    before, after = (None if at is None or text.folds[at] in _NO_NAMES else text.folds[at] for at in beside)
    return before, after


def _is_accepted(copy_context: CopyContext, word: str, name: str) -> bool:
    """Return whether both spellings are accepted; a long vowel is written twice in Japanese names alone: "Kyoboo"."""
    lexicon = copy_context.lexicon
    if lexicon.knows(word) or any(lexicon.name_counts(word)) or not name.isascii() or not JAPANESE.fullmatch(word):
        return True
    return marker_counts(copy_context.story.markers | copy_context.copy.markers)[JAPANESE_SCHEME] > 0
