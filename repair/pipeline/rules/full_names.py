"""The full names of a story and of the retrieved lists, by the number of their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from repair.core.computed_once import computed_once
from repair.pipeline.detection import CopyContext
from repair.pipeline.introductions import introduced_anew, is_introduced_as_another
from repair.pipeline.story import StoryContext
from repair.pipeline.story_cache import FULL_NAME
from repair.pipeline.vetoes.relative_vetoes import is_related_to_another
from repair.text.wordlists import SAINTS

FEWEST_WORDS, MOST_WORDS = 2, 4
"""How many words a full name has that rules compare with the copy."""
_MOST_NAMES = 3_000


@computed_once
def full_names(copy_context: CopyContext) -> Mapping[int, dict[str, list[str]]]:
    """Return the full names of the story and of the retrieved lists, each with its folded words, by their number."""
    names: dict[int, dict[str, list[str]]] = {}
    count = 0
    for context in copy_context.story.context.layers:
        for text, words in _of_several_words(context):
            if copy_context.listed(text) == FULL_NAME:
                names.setdefault(len(words), {})[text] = words
                count += 1
                if count == _MOST_NAMES:
                    return names
    return names


@computed_once
def _of_several_words(context: StoryContext) -> Sequence[tuple[str, list[str]]]:
    """Return the n-grams that a context adds to its base and that may be full names, each with its folded words."""
    split = ((text, folded.replace("-", " ").split()) for text, folded in context.ngrams.added.items())
    return [(text, words) for text, words in split if FEWEST_WORDS <= len(words) <= MOST_WORDS]


def is_presented_as_another(copy_context: CopyContext, low: int, high: int) -> bool:
    """Return whether the copy presents the bearer of a full name as somebody whom no source has.

    That is a saint, a relative or a colleague of another, or a person of an age or role that no source has a word of.

    Args:
        copy_context: The copy and its story.
        low: The first token of the name.
        high: The token after it.
    """
    return (
        (low > 0 and copy_context.copy.folds[low - 1] in SAINTS)
        or introduced_anew(copy_context, high)
        or is_introduced_as_another(copy_context, low, high)
        or is_related_to_another(copy_context, low, high)
    )
