"""Finds the names of the sources that a damaged word may be: "Erdo?an" is Erdoğan, if no other name fits."""

from __future__ import annotations

import re

from repair.pipeline.detection import CopyContext
from repair.text.analysis import AnalyzedText
from repair.text.damage import LOST, Damaged
from repair.text.normalize import fold

_MOST_WORDS = 200  # different damaged words of one document that are matched
_MOST_PLACES = 60  # occurrences of a name in one source that are examined
_LONGEST = 40  # code points of a damaged word that is matched
_FEWEST_LETTERS = 2  # remaining letters of a word that is matched


class DamagedWordLookup:
    """Finds the capitalised words of a story that fit a damaged word."""

    def __init__(self, copy_context: CopyContext) -> None:
        self._copy_context = copy_context
        self._words: dict[str, int] | None = None
        self._cached: dict[str, tuple[str, ...]] = {}

    def names(self, word: Damaged) -> tuple[str, ...]:
        """Return the story's words that fit a damaged word; only those with the same neighbours, if there are any."""
        remaining = word.pattern.replace(LOST, "")
        if len(remaining) < _FEWEST_LETTERS or len(word.pattern) > _LONGEST:
            return ()
        cached = self._cached.get(word.pattern)
        if cached is None:
            if len(self._cached) >= _MOST_WORDS:
                return ()
            cached = self._cached[word.pattern] = self._fitting(word.pattern)
        cut_off = self._copy_context.copy.text[word.end - 1 : word.end] == "?"
        if not cached or (len(cached) == 1 and not cut_off):
            return cached
        beside = tuple(name for name in cached if self._has_same_neighbour(word, name))
        return beside or (() if cut_off else cached)

    def _fitting(self, pattern: str) -> tuple[str, ...]:
        """Return the spellings of the story that fit a pattern, one for each folded form, most frequent first."""
        if self._words is None:
            self._words = {}
            for analysis in self._copy_context.story.sources:
                for number in analysis.capital_at:
                    text = analysis.tokens[number].text
                    self._words[text] = self._words.get(text, 0) + 1
        fits = _expression(pattern)
        spellings: dict[str, str] = {}
        # Of two spellings of a name, the one with more accents is right: accents get lost, but are not invented.
        ranked = sorted(self._words.items(), key=lambda item: (-sum(not c.isascii() for c in item[0]), -item[1]))
        for text, _ in ranked:
            if fits.fullmatch(text.lower()):
                spellings.setdefault(fold(text), text)
        return tuple(sorted(spellings.values(), key=lambda text: -self._copy_context.story.words.get(fold(text), 0)))

    def _has_same_neighbour(self, word: Damaged, name: str) -> bool:
        """Return whether a source has the name next to a word that is next to the damaged word in the copy.

        A word that lost letters, too, is the same where it fits: "Jos? Jer?".
        """
        text = self._copy_context.copy.text
        before = text[max(0, word.start - _LONGEST) : word.start].rstrip(" ").rpartition(" ")[2]
        after = text[word.end : word.end + _LONGEST].lstrip(" ").partition(" ")[0].strip(".,;:!")
        beside = [(step, fits) for step, fits in ((-1, _same_word(before)), (1, _same_word(after))) if fits]
        for analysis in self._copy_context.story.sources:
            for at in analysis.places.get(fold(name), ())[:_MOST_PLACES]:
                if any(fits.fullmatch(_fold_at(analysis, at + step)) for step, fits in beside):
                    return True
        return False


def _fold_at(analysis: AnalyzedText, at: int) -> str:
    return analysis.folds[at] if 0 <= at < len(analysis.folds) else ""


def _same_word(word: str) -> re.Pattern[str] | None:
    """Return the expression for a folded word of the sources that a word of the copy is; None if it has no letters."""
    if not any(map(str.isalpha, word)):
        return None
    if word.isalpha():
        return re.compile(re.escape(fold(word)))
    return re.compile(_expression(word.replace("?", LOST)).pattern + ("?" if word.endswith("?") else ""))


def _expression(pattern: str) -> re.Pattern[str]:
    """Return the expression for spellings that fit a pattern: two lost characters may be one letter."""
    pieces = re.split(f"({LOST}+)", pattern.lower())
    return re.compile(
        "".join(
            rf"[^\W\d_]{{{(len(piece) + 1) // 2},{len(piece)}}}" if piece[:1] == LOST else re.escape(piece)
            for piece in pieces
        )
    )
