"""Phrases around some words of a text, to look up names of several words."""

from __future__ import annotations

from collections.abc import Iterator

from repair.text.analysis import AnalyzedText


def phrases_around(text: AnalyzedText, low: int, high: int, *, before: int, after: int) -> Iterator[str]:
    """Yield the folded phrases of one sentence that contain some words: these words, then longer and longer ones.

    None has punctuation inside.

    Args:
        text: The text.
        low: The number of the first token.
        high: The number of the token after the last one.
        before: At most so many further words before them.
        after: At most so many further words after them.

    >>> text = AnalyzedText("He wrote for the Corriere della Sera, he said.")
    >>> list(phrases_around(text, 5, 6, before=1, after=2))
    ['della', 'della sera', 'corriere della', 'corriere della sera']
    """
    sentence = text.sentences[text.sentence_of[low]]
    for start in range(low, max(sentence.start, low - before) - 1, -1):
        if not all(text.joints[start:low]):
            return
        for stop in range(high, min(high + after, sentence.stop) + 1):
            if not all(text.joints[low : stop - 1]):
                break
            yield " ".join(text.folds[start:stop])
