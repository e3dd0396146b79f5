"""Given names that were translated: "Joseph Anthony Meade" for José Antonio, "Pink Icela Rodríguez" for Rosa Icela.

The rest of the name is right, so that it shows who is meant. One given name in another language may be the usual
English one, and relatives share a surname; therefore two given names must be translated, or three words be the same
beside one that is an ordinary word. The suggestions are always for review.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from repair.core.types import Kind, Suggestion
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.proposed_names import RuleReason, suggest_name
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story_cache import FULL_NAME
from repair.text.given_names import cognate
from repair.text.lexicon import COMMON_WORD, Lexicon
from repair.text.normalize import fold

_TRANSLATED = RuleReason(0.7, "given", "the given name was translated; the sources have {name}")
_WORDS = range(3, 6)  # of a name
_FEWEST_TRANSLATED = 2  # given names
_FEWEST_SAME = 3  # words that are the same beside one that was translated
_MOST_OF_SURNAME = 20  # names with one surname that are compared


def propose_translated_given_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each person of the sources whose given names the copy has in another language."""
    copy_context = context.copy_context
    copy = copy_context.copy
    names: Mapping[str, list[str]] | None = None
    end = 0
    for run in copy.runs:
        if len(run) < _WORDS.start or not any(copy_context.suspicious[run.start : run.stop]):
            continue
        names = _by_surname(copy_context) if names is None else names
        for low in run:
            for high in range(min(low + _WORDS.stop - 1, run.stop), low + _WORDS.start - 1, -1):
                if low < end or not any(copy_context.suspicious[low:high]):
                    continue
                name = _translated(copy.folds[low:high], names, copy_context.lexicon)
                if name is not None:
                    end = high
                    yield suggest_name(context, _TRANSLATED.propose(low, high, name, kind=Kind.PERSON))


def _by_surname(copy_context: CopyContext) -> Mapping[str, list[str]]:
    """Return the full names of the sources by their last folded word."""
    names: dict[str, list[str]] = defaultdict(list)
    layers = copy_context.story.context.layers
    for text, folded in chain.from_iterable(context.ngrams.added.items() for context in layers):
        words = folded.split()
        if len(words) not in _WORDS or len(names[words[-1]]) == _MOST_OF_SURNAME:
            continue
        if copy_context.listed(text) == FULL_NAME and copy_context.lexicon.given(words[0]):
            names[words[-1]].append(text)
    return names


def _translated(words: Sequence[str], names: Mapping[str, list[str]], lexicon: Lexicon) -> str | None:
    """Return the one name of which the words are a translation; None if there is none or several."""
    fitting = [name for name in names.get(words[-1], ()) if _is_translation(words, fold(name).split(), lexicon)]
    return fitting[0] if len({fold(name) for name in fitting}) == 1 else None


def _is_translation(words: Sequence[str], name: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words are a name of as many words with two given names, or a single one, translated."""
    if len(words) != len(name):
        return False
    pairs = [(word, right) for word, right in zip(words, name, strict=True) if word != right]
    if len(pairs) >= _FEWEST_TRANSLATED:
        return all(lexicon.given(word) and cognate(word, right) for word, right in pairs)
    return (
        len(pairs) == 1
        and len(words) - 1 >= _FEWEST_SAME
        and words[0] != name[0]
        and lexicon.word(words[0]) >= max(COMMON_WORD, lexicon.given(words[0]) + 1)
    )
