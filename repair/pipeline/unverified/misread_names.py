"""Words of the copy that are names of the sources, read in another character encoding: "Erdoðan" for Erdoğan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from repair.pipeline.detection import CopyContext
from repair.text.misread_letters import ascii_letters, misreadings, strange_words

_MOST_WORDS = 500  # words of one copy that are looked up


def misread_names(copy_context: CopyContext) -> Iterator[tuple[int, int, str]]:
    """Yield the half-open range (code points) of each misread name, and the name as the sources spell it."""
    words: defaultdict[str, set[str]] | None = None
    text = copy_context.copy.text
    for number, (start, end) in enumerate(strange_words(text)):
        if number >= _MOST_WORDS:
            return
        if words is None:
            words = _accented_words(copy_context)
        word = text[start:end]
        found = {name for name in words.get(ascii_letters(word), ()) if _is_misread(word, name)}
        if len(found) == 1:
            yield start, end, found.pop()


def _accented_words(copy_context: CopyContext) -> defaultdict[str, set[str]]:
    """Return the capitalised words of the sources that are not ASCII, by their ASCII letters."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for analysis in copy_context.story.sources:
        for number in analysis.capital_at:
            word = analysis.tokens[number].text
            if not word.isascii():
                words[ascii_letters(word)].add(word)
    return words


def _is_misread(word: str, name: str) -> bool:
    """Return whether a word is a name, in its own letters or in capitals, read in another encoding."""
    return word in misreadings(name) or word in misreadings(name.upper())
