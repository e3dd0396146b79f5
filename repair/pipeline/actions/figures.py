"""Whether the sources of a name report another event, by the figures of the copy: its numbers and weekdays.

Bulletins about storms, matches or outbreaks repeat their sentences word by word, so that the name in the place of
another may be that of another event. The numbers and days of the two events differ.
"""

from __future__ import annotations

from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.wordlists import WEEKDAYS

_MOST_PLACES = 24  # of a form in the copy, and of a name in the sources, that are examined


def have_other_figures(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the sentences of the sources with a name have figures, but not those that the copy has there.

    Both must have numbers, or both weekdays: numbers in the copy and days in the sources do not contradict each other.

    Args:
        copy_context: The copy and its story.
        correction: A correction to the name.
    """
    copy, texts = copy_context.copy, copy_context.story.texts
    of_copy = {copy.sentence_of[low] for piece in correction.pieces for low, _ in piece.best.form.places[:_MOST_PLACES]}
    of_sources = {
        (number, texts[number].sentence_of[ngram.low])
        for number, ngram in occurrences(copy_context.story, correction.core, _MOST_PLACES)
    }
    in_copy = {word for sentence in of_copy for word in copy.words[sentence]}
    in_sources = {word for number, sentence in of_sources for word in texts[number].words[sentence]}
    kinds = (_is_number, WEEKDAYS.__contains__)
    if any(any(map(is_figure, in_copy & in_sources)) for is_figure in kinds):
        return False
    return any(any(map(is_figure, in_copy)) and any(map(is_figure, in_sources)) for is_figure in kinds)


def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word))
