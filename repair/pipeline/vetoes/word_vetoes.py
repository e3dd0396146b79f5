"""Vetoes for words that are right as they are: dates, numbered things, nicknames, and words of another kind of name."""

from __future__ import annotations

from itertools import chain

from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import MAX_OCCURRENCES, next_name
from repair.pipeline.openings import has_capital_of_style
from repair.text.given_names import is_cut_short, is_pet_form
from repair.text.lexicon import UNCOMMON_WORD, VERY_COMMON_NAME
from repair.text.normalize import fold
from repair.text.pinyin import is_pinyin
from repair.text.wordlists import BEFORE_PEOPLE, ENGLISH_ABBREVIATIONS, MONTHS, NUMBERED, SPEECH

_UNLIKE = 0.34  # similarity of letters below which a word is unlike a name
# A name of the same kind as one of the sources, and no mangled one: similarity of letters, channel model (nats a
# letter) and "sentence_score", each below this. In single lines of labelled output ten such corrections were right and
# two wrong; in 440,000 words of right copy, eight were wrong and none right.
_OTHER_WORD, _OTHER_NOISE, _OTHER_SENTENCE = 0.7, -1.25, 0.25
_RARE = 3.0  # of "full_name_rarity": more than a usual surname, or a kind of institution
_SAME_CHARACTERS = 4.0  # nats from which two spellings are readings of the same Chinese characters
_SHORT_FORM = 2  # letters of an abbreviation; longer ones ("Jan", "Mar") are names, too


def is_date(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether the form is a month beside a number: "May 5"."""
    copy, low, high = copy_context.copy, correction.low, correction.high
    if high != low + 1 or copy.folds[low] not in MONTHS:
        return False
    before = low > 0 and copy.gap(low - 1) == " " and copy.folds[low - 1].isdigit()
    return before or (high < len(copy.folds) and copy.gap(low) == " " and copy.folds[high].isdigit())


def is_numbered(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether the form is a word for something that has a number, before one: "Line 5", "Gate 12"."""
    copy, high = copy_context.copy, correction.high
    if high != correction.low + 1 or copy.folds[correction.low] not in NUMBERED or high >= len(copy.folds):
        return False
    return copy.gap(correction.low) == " " and copy.folds[high].isdigit()


def is_in_broken_word(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a single letter that is not English, part of the same word, stands beside the form: "Schl ö sser"."""
    copy, low, high = copy_context.copy, correction.low, correction.high
    after = copy.tokens[high].text if high < len(copy.tokens) and copy.gap(high - 1) == " " else ""
    before = copy.tokens[low - 1].text if low and copy.gap(low - 1) == " " else ""
    return any(len(text) == 1 and text.islower() and not text.isascii() for text in (before, after))


def is_short_form(correction: Correction) -> bool:
    """Return whether the form is the beginning of a long name ("Nepo"), or the pet form of a given name."""
    if len(correction.pieces) == 1 and is_cut_short(*correction.pieces[0].letters):
        return True
    return any(is_pet_form(*piece.letters) and piece.best.values["right_name"] for piece in correction.pieces)


def is_epithet(correction: Correction) -> bool:
    """Return whether the form is a word unlike the name, which the copy has elsewhere: "the Reds"."""
    values = correction.values
    is_unlike = values["form_word"] >= UNCOMMON_WORD and values["similarity"] < _UNLIKE
    return len(correction.pieces) == 1 and bool(is_unlike and values["elsewhere"])


def is_word_of_a_sentence(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the form is an ordinary word that opens a sentence, or a usual given name alone, and no name.

    "Care is needed" is right beside "Care Starmer" for Keir Starmer, and "Salmon is dear" beside "Prince bin Salmon":
    the sources have neither Keir nor Salman without the rest of the name. "Prince Charles" is right beside "Charles
    Manzo" for Carlos Manzo. Without sources, nothing is known.
    """
    copy, low, high = copy_context.copy, correction.low, correction.high
    if high != low + 1 or not copy_context.story.sources:
        return False
    lexicon, word = copy_context.lexicon, copy.folds[low]
    if copy.has_capital_after(high):
        return False
    name = fold(correction.replacement)
    if lexicon.given(word) >= VERY_COMMON_NAME and lexicon.given(name) > lexicon.surname(name):
        if copy.has_capital_before(low) and copy_context.story.words.get(copy.folds[low - 1]):
            return False  # the surname, after the given name or the title of the sources
        return not _stands_alone_in_sources(copy_context, correction.replacement)
    if lexicon.word(word) < UNCOMMON_WORD:
        return False
    if not has_capital_of_style(copy, low, lexicon) or not SPEECH.isdisjoint(copy.folds[high : high + 1]):
        return False
    return not _stands_alone_in_sources(copy_context, correction.replacement)


def _stands_alone_in_sources(copy_context: CopyContext, name: str) -> bool:
    """Return whether a source has a name without other words of a name beside it; a title is none."""
    story = copy_context.story
    for number, ngram in story.ngrams.get(name, ())[:MAX_OCCURRENCES]:
        text = story.texts[number]
        before = next_name(text, ngram.low, -1)
        if next_name(text, ngram.high - 1, 1) is None and (before is None or text.folds[before] in BEFORE_PEOPLE):
            return True
    return False


def is_of_the_same_kind(correction: Correction) -> bool:
    """Return whether only the rest of the name agrees, and no source has such a sentence: "Keio University", Kyoto's.

    A rare surname identifies its bearer. Names in pinyin are short, and mangled ones resemble the right ones less than
    others do: "Lin Xiaojia".
    """
    values = correction.values
    if all(map(is_pinyin, chain.from_iterable(piece.letters for piece in correction.pieces))):
        return False
    if values["right_name"] and values["full_name_rarity"] >= _RARE:
        return False
    is_unlike = values["similarity"] < _OTHER_WORD and values["channel"] < _OTHER_NOISE
    is_supported = values["sentence_score"] >= _OTHER_SENTENCE or values["same_characters"] >= _SAME_CHARACTERS
    return bool(values["full_name_words"]) and is_unlike and not is_supported


def is_abbreviation(form: str, name: str) -> bool:
    """Whether the form is an abbreviation and the name a word that it may stand for: "Mt", "Mount"."""
    return len(form) == _SHORT_FORM and form in ENGLISH_ABBREVIATIONS and form[0] == name[0] and form[1] in name[1:]
