"""Digits and signs read for letters in names: "G1oucester", "Sch0lz", where the sources have Gloucester and Scholz.

A single such word does not make copy a scanned print, and it is no name as it stands, so that it needs no further
evidence than the one name of the story that fits. The suggestions are always for review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from repair.core.types import Reason, Span, Suggestion
from repair.pipeline.explanation import supporting_sources
from repair.pipeline.rules.rule_context import RuleContext
from repair.text.letter_shapes import letters_read_as
from repair.text.normalize import fold

_SIGNS = "|!"  # signs that are read for letters and seldom stand within words
_CONFIDENCE = 0.9
_REASON_TEXT = "a digit or sign stands for a letter; the sources have {name}"
# A word with a digit or sign right beside a letter. Each run is matched from its start only, and no further than
# 41 characters, so that the time is linear.
_WORD = re.compile(rf"(?<![\w{_SIGNS}@#/&.-])(?=[^\W_]{{0,39}}[\d{_SIGNS}])[\w{_SIGNS}]{{4,40}}(?![\w{_SIGNS}@/])")
# A digit or sign with a letter on one side, which every such word has and most copy lacks. It begins with the digit or
# sign, because copy is searched much faster for one of a few characters.
_MIXED = re.compile(rf"[\d{_SIGNS}](?:(?=[^\W\d])|(?<=[^\W\d][\d{_SIGNS}]))")
_FEWEST_LETTERS = 3  # that are left of the name; "A380" and "G20" have fewer
_MOST_READINGS = 400  # of one word
_MOST_WORDS = 500  # of one copy that are examined


def propose_digits_in_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each word with digits or signs that one capitalised word of the story explains."""
    text, story = context.document.text, context.copy_context.story
    if not _MIXED.search(text):
        return
    examined = 0
    for match in _WORD.finditer(text):
        word = match.group().rstrip(_SIGNS)
        if not _may_be_name(word) or story.words.get(fold(word)):
            continue
        examined += 1
        if examined > _MOST_WORDS:
            return
        names = {
            reading for reading in _readings(word) if story.capitals.get(fold(reading)) and reading in story.ngrams
        }
        if len({fold(name) for name in names}) == 1:
            name = min(names)
            yield Suggestion.at(
                context.document,
                Span(match.start(), match.start() + len(word)),
                name,
                confidence=_CONFIDENCE,
                kind=context.gazetteer.kind_of(name),
                evidence=supporting_sources(context.copy_context, (name,)),
                reasons=(Reason("digits", _REASON_TEXT.format(name=name), 0.0),),
                signature=context.signature,
            )


def _may_be_name(word: str) -> bool:
    """Whether most characters of a word are letters, and another one stands before or within them."""
    letters = sum(map(str.isalpha, word))
    others = len(word) - letters
    return letters >= max(_FEWEST_LETTERS, 2 * others) and not word.rstrip("0123456789").isalpha()


def _readings(word: str) -> list[str]:
    """Return the words of letters that a word with digits or signs may be a reading of."""
    readings = [""]
    for at, char in enumerate(word):
        if char.isalpha():
            letters: tuple[str, ...] = (char,)
        else:
            is_capital = at == 0 or word[at - 1 : at].isupper()
            letters = tuple(letter for letter in letters_read_as(char) if at == 0 or letter.islower() or is_capital)
        readings = [reading + letter for reading in readings for letter in letters][:_MOST_READINGS]
    return readings
