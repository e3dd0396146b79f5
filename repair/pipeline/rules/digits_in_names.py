"""Digits, signs and letters read for others of their shape: "G1oucester", "lnácio", where the sources have Inácio.

Of letters, only the small l and the capital I are looked for, also in the Arabic article ("AI Thani"). A single such
word does not make copy a scanned print and is no name as it stands, so that it needs no further evidence than the one
name of the story that fits. The suggestions are always for review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from repair.core.types import Reason, Span, Suggestion
from repair.pipeline.explanation import supporting_sources
from repair.pipeline.rules.rule_context import RuleContext
from repair.pipeline.story import SourceStory
from repair.text.letter_shapes import letters_read_as
from repair.text.normalize import fold

_SIGNS = "|!"  # signs that are read for letters and seldom stand within words
_CONFIDENCE = 0.9
_REASON_TEXT = "a digit or sign stands for a letter; the sources have {name}"
_LETTERS_REASON_TEXT = "l and I are mistaken for each other; the sources have {name}"
# A word with a digit or sign right beside a letter. Each run is matched from its start only, and no further than
# 41 characters, so that the time is linear.
_WORD = re.compile(rf"(?<![\w{_SIGNS}@#/&.-])(?=[^\W_]{{0,39}}[\d{_SIGNS}])[\w{_SIGNS}]{{4,40}}(?![\w{_SIGNS}@/])")
# A digit or sign with a letter on one side, which every such word has and most copy lacks. It begins with the digit or
# sign, because copy is searched much faster for one of a few characters.
_MIXED = re.compile(rf"[\d{_SIGNS}](?:(?=[^\W\d])|(?<=[^\W\d][\d{_SIGNS}]))")
# A word that begins with a small l before a consonant, has one between consonants, or a capital I after a small letter.
_MISTAKEN = re.compile(
    r"(?<![\w@#/&.'’-])(?:l(?=[^\W\d_aeiouy])[a-zß-öø-ÿ]|[^\W\d_]{0,38}(?<=[b-df-hj-km-np-tv-zB-DF-HJ-NP-TV-Z])l(?=[b-df-hj-km-np-tv-z])|[^\W\d_]{1,38}(?<=[a-zß-öø-ÿ])I)[^\W\d_]{0,39}(?![\w@/])"
)
# The letters by which such a word is found: a search for one of two letters takes a fraction of one for whole words.
_MISTAKEN_LETTER = re.compile(r"l(?=[^\W\d_aeiou])(?<![aeiou]l)|I(?<=[a-zß-öø-ÿ]I)")
_LONGEST_BEFORE = 38  # letters before the mistaken one
# The Arabic article before a name: "AI Thani". The words of the story tell it from artificial intelligence. The pattern
# begins with plain letters, because copy is searched much faster for these.
_ARTICLE = re.compile(r"AI (?<![\w@#/&.-]AI )(?P<word>[^\W\d_a-z][^\W\d_]{2,39}+)(?![\w@/])")
# A word in small letters after a bracket that nothing closes: "[ran" for Iran.
_BRACKETED = re.compile(r"(?<!\S)\[(?=[a-zß-öø-ÿ])[^\W\d_]{3,39}(?![\w\]])")
_FARTHEST_CLOSED = 400  # code points after an opening bracket within which the closing one is looked for
_FEWEST_LETTERS = 3  # that are left of the name; "A380" and "G20" have fewer
# The letters that one may stand for, at the start of a word or not.
_LOOK_ALIKE = {("l", True): ("l", "I"), ("I", False): ("I", "l"), ("l", False): ("l", "i")}
_MOST_READINGS = 400  # of one word
_MOST_PLACES = 40  # of a word in one source that are examined
_MOST_WORDS = 500  # of one copy that are examined


def propose_digits_in_names(context: RuleContext) -> Iterator[Suggestion]:
    """Yield a suggestion for each such word that one capitalised word of the story explains."""
    text, story, lexicon = context.document.text, context.copy_context.story, context.copy_context.lexicon
    for match in _ARTICLE.finditer(text):
        if _has_article(story, fold(match["word"])):
            yield _suggestion(context, match.span(), f"Al {match['word']}", _LETTERS_REASON_TEXT)
    examined = 0
    for match in _words(text):
        word = match.group().rstrip(_SIGNS)
        if story.words.get(fold(word)) or (lexicon.knows(fold(word)) and word.isalpha()):
            continue
        examined += 1
        if examined > _MOST_WORDS:
            return
        readings = [reading for reading in _readings(word) if story.capitals.get(fold(reading))]
        names = {reading for reading in readings if reading in story.ngrams} or _accented(story, readings)
        if len({fold(name) for name in names}) == 1:
            reason = _LETTERS_REASON_TEXT if word.isalpha() else _REASON_TEXT
            yield _suggestion(context, (match.start(), match.start() + len(word)), min(names), reason)


def _has_article(story: SourceStory, word: str) -> bool:
    """Return whether the sources have the Arabic article before a folded word, and never AI."""
    before = {
        analysis.folds[at - 1] for analysis in story.texts for at in analysis.places.get(word, ())[:_MOST_PLACES] if at
    }
    return "al" in before and "ai" not in before


def _suggestion(context: RuleContext, place: tuple[int, int], name: str, reason: str) -> Suggestion:
    """Return the suggestion of a name at a place, a half-open range in code points."""
    return Suggestion.at(
        context.document,
        Span(*place),
        name,
        confidence=_CONFIDENCE,
        kind=context.gazetteer.kind_of(name),
        evidence=supporting_sources(context.copy_context, (name,)),
        reasons=(Reason("digits", reason.format(name=name), 0.0),),
        signature=context.signature,
    )


def _accented(story: SourceStory, readings: Sequence[str]) -> set[str]:
    """Return the names of the sources that differ from readings in their accents alone."""
    forms = {fold(reading) for reading in readings}
    texts = (analysis.tokens[at].text for analysis in story.sources if forms for at in analysis.capital_at)
    return {text for text in texts if not text.isascii() and fold(text) in forms and text in story.ngrams}


def _words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text in which digits, signs or letters may stand for others."""
    if _MIXED.search(text):
        yield from (match for match in _WORD.finditer(text) if _may_be_name(match.group().rstrip(_SIGNS)))
    yield from _mistaken_words(text)
    if "[" in text:
        yield from (match for match in _BRACKETED.finditer(text) if not _is_closed(text, match.end()))


def _mistaken_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the matches of `_MISTAKEN` in a text, in order."""
    end = 0  # of the last word that was looked at
    for letter in _MISTAKEN_LETTER.finditer(text):
        start = at = letter.start()
        if at < end:
            continue
        while start > 0 and at - start <= _LONGEST_BEFORE and text[start - 1].isalpha():
            start -= 1
        match = _MISTAKEN.match(text, start)
        if match is not None:
            end = match.end()
            yield match


def _is_closed(text: str, at: int) -> bool:
    """Whether a bracket that is open at ``at`` is closed after it."""
    closing, opening = (text.find(mark, at, at + _FARTHEST_CLOSED) for mark in "][")
    return closing >= 0 and not 0 <= opening < closing


def _may_be_name(word: str) -> bool:
    """Whether most characters of a word are letters, and not several digits are all that follows them."""
    letters, stem = sum(map(str.isalpha, word)), word.rstrip("0123456789")
    others = len(word) - letters
    return letters >= max(_FEWEST_LETTERS, 2 * others) and not (stem.isalpha() and others != 1)


def _readings(word: str) -> list[str]:
    """Return the words of letters that a word with digits or signs may be a reading of."""
    readings = [""]
    for at, char in enumerate(word):
        if char.isalpha():
            letters: tuple[str, ...] = _LOOK_ALIKE.get((char, at == 0), (char,))
        else:
            is_capital = at == 0 or word[at - 1 : at].isupper()
            letters = tuple(letter for letter in letters_read_as(char) if at == 0 or letter.islower() or is_capital)
        readings = [reading + letter for reading in readings for letter in letters][:_MOST_READINGS]
    return readings
