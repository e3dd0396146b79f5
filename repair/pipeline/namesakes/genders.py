"""Women and men: whether the name of the copy is a woman's, and that of the sources a man's, or the reverse."""

from __future__ import annotations

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.detection import CopyContext
from repair.pipeline.namesakes.statements import places_in_texts
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.analysis import AnalyzedText
from repair.text.given_names import is_womans_form, may_be_womans_surname
from repair.text.normalize import fold
from repair.text.wordlists import MEN, WOMEN

_FULL_NAME = 2  # words of a full name
_UNLIKE = 0.7  # similarity of letters (0-1) below which two given names are different


def is_of_other_gender(copy_context: CopyContext, low: int, name: str) -> bool:
    """Return whether the word before a name says that it is a woman's, and in the sources a man's, or the reverse.

    Args:
        copy_context: The copy and its story.
        low: The first token of the name in the copy.
        name: The name of the sources that it may refer to.
    """
    own, texts = gender_before(copy_context.copy, low), copy_context.story.texts
    genders = {gender_before(texts[number], ngram.low) for number, ngram in places_in_texts(copy_context, name)}
    return own is not None and genders - {None} == {not own}


def gender_before(text: AnalyzedText, low: int) -> bool | None:
    """Return whether the word before a name is of a woman (True) or a man (False); None where it does not say."""
    word = text.folds[low - 1] if low > text.sentences[text.sentence_of[low]].start else ""
    if word in WOMEN or word.endswith("woman"):
        return True
    return False if word in MEN or word.endswith("man") else None


def is_a_woman_of_the_family(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the copy has the woman's form of a given name before the surname: Radomira for Radomir Zaborski.

    Translation leaves a case ending on both names: "Radomira Zaborskiego".
    """
    copy, texts, piece = copy_context.copy, copy_context.story.texts, correction.pieces[0]
    (form, name), high = piece.folded, piece.high
    if not is_womans_form(form, name):
        return False
    if high >= len(copy.tokens) or not copy.joinable(high - 1, high) or not copy_context.lexicon.given(name):
        return False
    surnames = {
        texts[number].folds[ngram.high]
        for number, ngram in places_in_texts(copy_context, piece.best.name)
        if ngram.high < len(texts[number].tokens)
    }
    return any(may_be_womans_surname(copy.folds[high], surname) for surname in surnames)


def is_a_woman_with_another_given_name(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the copy has the woman's form of a surname after a given name unlike that of the sources.

    Vice-President Mehriban Aliyeva is not President Ilham Aliyev.
    """
    names, forms = fold(correction.replacement).split(), copy_context.copy.folds[correction.low : correction.high]
    if min(len(names), len(forms)) < _FULL_NAME or names[-1] == forms[-1]:
        return False
    is_womans = forms[-1] in (names[-1] + "a", names[-1] + "ova", names[-1].rstrip("iy") + "a")
    return is_womans and similarity(forms[0], names[0]) < _UNLIKE
