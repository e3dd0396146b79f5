"""Two names: a form that people or places have as a name, beside a similar one that they have, too: Bradford, Bedford.

Nothing but letters relates such names where they are no forms of one name in two languages, sound different, and have
no Chinese characters in common. A name with accents is one of another language, which translation may have replaced.
Where other words of the copy are garbled, so may be this one. ``possible_namesakes`` asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from repair.pipeline.candidate_generation import similarity
from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_origin import variant_in
from repair.pipeline.namesakes.garbled_words import GarbledWords
from repair.pipeline.namesakes.statements import are_of_other_events
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.given_names import WOMENS_ENDINGS, cognate, near_spelling
from repair.text.lexicon import LARGE_CITY, TOWN, UNCOMMON_WORD, Lexicon
from repair.text.normalize import fold
from repair.text.pinyin import is_pinyin

# Similarity of letters (0-1) from which two names resemble each other, so that one may be in the place of the other.
# In labelled output without other garbled words, as many corrections of such names were wrong as right; of names that
# are less alike, most were right, since something else speaks for them.
_ALIKE = 0.6
_SEVERAL = 2  # of `Lexicon.name_counts`: two places or more
_SAME_SOUND = 0.99  # similarity of sounds (0-1) of names that are told apart by letters only


def are_two_names(copy_context: CopyContext, correction: NameCorrection, garbled_words: GarbledWords) -> bool:
    """Return whether a form is another name than that of the sources, in copy without garbled words.

    Both are names of people, or of places, or the form is a town and the name is not known at all. Where the sources
    report other events, a large city or region is right, whatever name resembles it.
    """
    if copy_context.is_transcript or garbled_words.has_others(correction):
        return False
    lexicon = copy_context.lexicon
    is_elsewhere = are_of_other_events(copy_context)
    return all(
        piece.best.values["same_characters"] <= 0
        and not piece.best.values["form_capitals"]  # an acronym
        and piece.best.name.isascii()
        and (
            (is_elsewhere and lexicon.place(form) >= LARGE_CITY and not lexicon.personal_name(name))
            or _is_town_beside_unknown(lexicon, form, name)
            or _are_similar_names(lexicon, piece, form, name)
        )
        and variant_in(copy_context, form, name) is None
        for piece in correction.pieces
        for form, name in _changed_pairs(piece)
    )


def may_be_two_names(copy_context: CopyContext, correction: NameCorrection, garbled_words: GarbledWords) -> bool:
    """Return whether a form is a known name, or a word beside a known name, in copy without garbled words.

    Forms of one name are not meant.
    """
    if copy_context.is_transcript or garbled_words.has_others(correction):
        return False
    lexicon = copy_context.lexicon
    return all(
        (_is_name(lexicon, form) or (lexicon.word(form) >= UNCOMMON_WORD and _is_name(lexicon, name)))
        and not cognate(form, name)
        and variant_in(copy_context, form, name) is None
        for piece in correction.pieces
        for form, name in _changed_pairs(piece)
    )


def _changed_pairs(piece: Piece) -> Iterator[tuple[str, str]]:
    """Yield the words of a form that differ from those of its name, each with that of the name; or both as a whole."""
    form, name = piece.best.form.fold, fold(piece.best.name).replace("-", " ")
    pairs = [*zip(form.split(), name.split(), strict=False)]
    if form.count(" ") == name.count(" "):
        yield from (pair for pair in pairs if pair[0] != pair[1])
    else:
        yield form, name


def _is_town_beside_unknown(lexicon: Lexicon, form: str, name: str) -> bool:
    """Return whether a form is a town and no word, and a name that resembles it neither known nor a woman's."""
    if lexicon.place(form) < TOWN or lexicon.word(form) >= UNCOMMON_WORD or is_pinyin(form):
        return False
    return (
        similarity(form, name) > _ALIKE
        and not _is_name(lexicon, name)
        and name.removeprefix(form) not in WOMENS_ENDINGS
    )


def _are_similar_names(lexicon: Lexicon, piece: Piece, form: str, name: str) -> bool:
    """Return whether two words are names of people, or of places, that resemble each other but sound different.

    A surname after a given name that the sources have, too, may be garbled: "Patricio Justo" was Giusto.
    """
    if lexicon.word(form) >= UNCOMMON_WORD or is_pinyin(form) or piece.best.values["sound_similarity"] >= _SAME_SOUND:
        return False
    are_people = all(map(lexicon.personal_name, (form, name)))
    are_of_one_kind = are_people or all(_is_place(lexicon, word) for word in (form, name))
    if piece.best.values["left_name"] or not are_of_one_kind:
        return False
    is_womans = name.removeprefix(form) in WOMENS_ENDINGS
    return similarity(form, name) >= _ALIKE and not is_womans and not near_spelling(form, name)


def _is_place(lexicon: Lexicon, form: str) -> bool:
    """Return whether a form is a town, or several places have it in their names."""
    return lexicon.place(form) >= TOWN or lexicon.name_counts(form)[1] >= _SEVERAL


def _is_name(lexicon: Lexicon, form: str) -> bool:
    """Return whether people or places have a form as a name, or it is a people."""
    is_name = lexicon.personal_name(form) or lexicon.place(form) or any(lexicon.name_counts(form))
    return bool(is_name) or lexicon.demonym(form)
