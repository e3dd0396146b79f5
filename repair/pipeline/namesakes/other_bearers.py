"""Other bearers: right names of people who share half a name with somebody of the sources, or only resemble them.

Brothers, predecessors and compatriots have one word of a name in common and another that is unlike as a whole: Nawaz
and Shahbaz Sharif, Mohammed Siraj and Mohammed Shami. Translation seldom turns a name into one that people have and
that is spelled quite otherwise, except where both are readings of the same Chinese characters, or one name in two
languages. Similar names that people have are right where the sources say something else. ``possible_namesakes`` asks.
"""

from __future__ import annotations

from typing import NamedTuple

from repair.channel.han_readings import same_characters
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_origin import variant_in
from repair.pipeline.namesakes.statements import SAY_LITTLE, is_described_alike, places_in_texts, statement_similarity
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.given_names import cognate, near_spelling, ukrainian_forms
from repair.text.lexicon import COMMON_NAME, RARE_WORD, SMALL_TOWN, TOWN, VERY_COMMON_NAME, Lexicon
from repair.text.normalize import fold, folded_words
from repair.text.phonetics import squash
from repair.text.pinyin import is_pinyin
from repair.text.wordlists import MONARCHS, ORGANISATION_WORDS, PLACE_WORDS

# Similarities of letters (0-1) below which two names are different: two surnames that people have, two others, two
# given names (which relatives choose alike), two given names of which no list has the first, and two of monarchs.
_UNLIKE_SURNAME, _UNLIKE, _UNLIKE_GIVEN, _UNLIKE_RARE_GIVEN, _UNLIKE_MONARCH = 0.62, 0.5, 0.67, 0.6, 0.7
_SLIP = 0.75  # similarity of letters from which a form may be a slip for a name that the copy has elsewhere
# Similarities of letters below which no slip explains a name beside one that is right, and a whole name.
_NOTHING_ALIKE, _WHOLLY_UNLIKE = 0.32, 0.2
# Similarity of letters from which two bare names share a Chinese character, and nats up to which they share only that.
_SHARED_SYLLABLE, _ONE_CHARACTER = 0.5, 1.4  # Yano, Yoda
_SOUNDS_ALIKE = 0.8  # similarity of sounds (0-1) from which letters do not tell two names apart: Chevonne, Siobhan
# Similarities (0-1) of what copy and sources say of a name, below which it may be right: of names that people have, in
# full, of a surname alone, and where the copy has the other name, too; of a given name, and of a surname, that no list
# has.
_NO_STATEMENT, _NO_STATEMENT_OF_SURNAME, _OTHER_STATEMENT = 0.1, 0.2, 0.28
_OTHER_OF_FAMILY, _OTHER_OF_NOBODY = 0.2, 0.45
_OTHER_SENTENCE = 0.7  # value of "sentence_score" below which no source has such a sentence
_FULL_NAME = 2  # words of a full name
_LEAST_LETTERS = 4  # of a form and of a name; shorter ones are unlike after one slip
_MANY = 5  # of `Lexicon.name_counts` (thirty people): a word that is a name nevertheless
_FEWEST_WORDS = 2  # other words that a sentence must have to say something
_NO_PERSON = ORGANISATION_WORDS | PLACE_WORDS


class _Change(NamedTuple):
    """The folded words of the copy and of the sources that differ, as many in both, and how alike they are (0-1)."""

    form: str
    name: str
    likeness: float


def is_another_bearer(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a personal name may be right as it is, and that of somebody else than the person of the sources.

    It may be where people have its changed words as names, and these are unlike or the sources say nothing similar. In
    a transcript of speech, names that people have stand for names that sound alike.
    """
    if copy_context.is_transcript:
        return False
    change = _change(correction)
    if change is None or (" " in change.form and correction.high - correction.low == len(change.form.split())):
        return _has_other_names_throughout(copy_context, correction)
    if _is_monarch(copy_context, correction, change):
        return True
    kept = _kept_words(copy_context, correction, change)
    if kept and _are_one_name(change):
        return False
    if _is_short(change) or _may_be_word(copy_context.lexicon, change.form):
        return False
    if _are_readings_of_the_same(correction, change, is_whole=bool(kept)):
        return False
    if not kept:
        return _are_two_surnames(copy_context, correction, change) or _are_two_towns(copy_context, correction, change)
    if _is_rather_a_place(copy_context.lexicon, change.form):
        return False
    if copy_context.lexicon.has_bearers(change.form):
        return _is_of_somebody(copy_context, correction, change, is_given=_is_given(correction, kept))
    return _is_of_nobody_known(copy_context, correction, change, is_given=_is_given(correction, kept))


def _change(correction: NameCorrection) -> _Change | None:
    """Return the words that are replaced; None where there are several pieces, or a hyphen or an apostrophe in one."""
    piece, *others = correction.pieces
    form, name = piece.folded
    if others or form.count(" ") != name.count(" ") or not (squash(form).isalpha() and squash(name).isalpha()):
        return None
    if "-" in form or "-" in name:
        return None
    return _Change(form, name, similarity(squash(form), squash(name)))


def _kept_words(copy_context: CopyContext, correction: NameCorrection, change: _Change) -> list[int]:
    """Return the numbers of the words of a personal name that stay as they are; none where it is no person's."""
    copy, lexicon, piece = copy_context.copy, copy_context.lexicon, correction.pieces[0]
    if any(copy.folds[at] in _NO_PERSON for at in range(correction.low, correction.high)):
        return []
    names = {*folded_words(correction.replacement)}
    before, after = range(correction.low, piece.low), range(piece.high, correction.high)
    has_given_name = lexicon.given(change.form) > 0 or lexicon.given(change.name) > 0
    return [
        at
        for at in (*before, *after)
        if copy.folds[at] in names
        and (
            lexicon.has_bearers(copy.folds[at]) or ((at in before or has_given_name) and _is_unlisted(copy_context, at))
        )
    ]


def _is_unlisted(copy_context: CopyContext, at: int) -> bool:
    """Return whether a word with a capital is in no list, as many surnames are."""
    return copy_context.copy.tokens[at].capital and not copy_context.lexicon.knows(copy_context.copy.folds[at])


def _is_given(correction: NameCorrection, kept: list[int]) -> bool:
    """Return whether the changed word is before one that stays, as a given name before a surname."""
    return max(kept) >= correction.pieces[0].high


def _is_of_somebody(copy_context: CopyContext, correction: NameCorrection, change: _Change, *, is_given: bool) -> bool:
    """Return whether a word that people have as a name is unlike that of the sources, or is said of something else."""
    is_long = min(len(change.form), len(change.name)) > _LEAST_LETTERS
    limit = (_UNLIKE_GIVEN if is_long else _UNLIKE) if is_given else _UNLIKE_SURNAME
    is_alike = change.likeness > limit or near_spelling(change.form, change.name)
    if not is_alike:
        # A given name of few people may be how one sounds that is spelled quite otherwise.
        is_rare = is_given and copy_context.lexicon.given(change.form) < COMMON_NAME
        by_ear = is_rare and change.likeness >= _UNLIKE_RARE_GIVEN and _sound_alike(correction)
        return not (by_ear and _is_described_alike(copy_context, correction))
    if change.likeness < _SLIP and correction.pieces[0].best.values["elsewhere"]:
        return _says_less(copy_context, correction, _OTHER_STATEMENT)
    return _is_of_something_else(copy_context, correction, _NO_STATEMENT)


def _is_of_nobody_known(
    copy_context: CopyContext, correction: NameCorrection, change: _Change, *, is_given: bool
) -> bool:
    """Return whether a word that no list has as a name is unlike that of the sources, which say something else."""
    if change.likeness < _NOTHING_ALIKE and not _sound_alike(correction):
        return True
    if is_given and change.likeness < _UNLIKE_RARE_GIVEN and _says_less(copy_context, correction, _OTHER_OF_FAMILY):
        return True
    is_other = correction.pieces[0].best.values["sentence_score"] < _OTHER_SENTENCE
    return change.likeness < _UNLIKE and is_other and _says_less(copy_context, correction, _OTHER_OF_NOBODY)


def _sound_alike(correction: NameCorrection) -> bool:
    """Return whether the first changed words sound alike, whatever their letters: Chevonne, Siobhan."""
    return correction.pieces[0].best.values["sound_similarity"] >= _SOUNDS_ALIKE


def _is_described_alike(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether copy and sources have the same words beside a name."""
    return is_described_alike(copy_context, (correction.low, correction.high), correction.replacement)


def _are_two_surnames(copy_context: CopyContext, correction: NameCorrection, change: _Change) -> bool:
    """Return whether two surnames that people have stand alone, and the sources say something else: Hudak, Husak."""
    lexicon, words = copy_context.lexicon, (change.form, change.name)
    if " " in correction.replacement or any(lexicon.given(word) >= COMMON_NAME for word in words):
        return False
    if lexicon.place(change.form) >= TOWN or not all(map(lexicon.has_bearers, words)):
        return False
    return _is_bare_name_of_something_else(copy_context, correction, change)


def _are_two_towns(copy_context: CopyContext, correction: NameCorrection, change: _Change) -> bool:
    """Return whether two towns have like names, and the sources say something else: Huaral, Huaraz."""
    are_towns = all(copy_context.lexicon.place(word) >= TOWN for word in (change.form, change.name))
    return are_towns and _is_bare_name_of_something_else(copy_context, correction, change)


def _is_bare_name_of_something_else(copy_context: CopyContext, correction: NameCorrection, change: _Change) -> bool:
    """Return whether a name alone is no other spelling of that of the sources, which say something else of it."""
    is_variant = variant_in(copy_context, change.form, change.name) is not None
    return not is_variant and _is_of_something_else(copy_context, correction, _NO_STATEMENT_OF_SURNAME)


def _has_other_names_throughout(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether all changed words of a full name are names, and no source says what the copy says of it.

    Where the whole name is unlike that of the sources, a similar sentence does not make it the same.
    """
    lexicon, forms = copy_context.lexicon, [piece.best.form.fold for piece in correction.pieces]
    words = [word for form in forms for word in form.split()]
    if correction.high - correction.low < _FULL_NAME or not all(map(lexicon.has_bearers, words)):
        return False
    if any(_may_be_word(lexicon, form) for form in forms):
        return False
    if _is_wholly_unlike(correction):
        return True
    return _is_of_something_else(copy_context, correction, _NO_STATEMENT)


def _is_wholly_unlike(correction: NameCorrection) -> bool:
    """Return whether a full name is spelled quite unlike that of the sources, and is no other reading of it."""
    form = " ".join(piece.best.form.fold for piece in correction.pieces)
    name = " ".join(fold(piece.best.name) for piece in correction.pieces)
    is_chinese = is_pinyin(squash(form)) and is_pinyin(squash(name))
    if is_chinese or similarity(squash(form), squash(name)) >= _WHOLLY_UNLIKE:
        return False
    pairs = [(one, other) for one in form.split() for other in name.split()]
    return not any(same_characters(*pair) > 0 or cognate(*pair) or near_spelling(*pair) for pair in pairs)


def _is_monarch(copy_context: CopyContext, correction: NameCorrection, change: _Change) -> bool:
    """Return whether two unlike names follow the title of a monarch, so that each is a whole name: Emperor Akihito."""
    copy, low = copy_context.copy, correction.low
    if not low or not copy.joinable(low - 1, low) or copy.folds[low - 1] not in MONARCHS or _are_one_name(change):
        return False
    return change.likeness < (_UNLIKE_MONARCH if copy_context.lexicon.has_bearers(change.form) else _UNLIKE)


def _is_rather_a_place(lexicon: Lexicon, form: str) -> bool:
    """Return whether a form is rather a place than a name of people: "Kiel Starmer"."""
    return lexicon.place(form) > max(SMALL_TOWN, lexicon.personal_name(form))


def _may_be_word(lexicon: Lexicon, form: str) -> bool:
    """Return whether a form has a word that a name may have been put into, and that is not clearly a name of many."""
    return any(
        lexicon.word(word) > RARE_WORD
        and lexicon.surname(word) < VERY_COMMON_NAME
        and lexicon.name_counts(word)[0] < _MANY
        for word in form.split()
    )


def _are_one_name(change: _Change) -> bool:
    """Return whether two folded words are one name in two spellings or languages."""
    return cognate(change.form, change.name) or change.name in ukrainian_forms().get(change.form, ())


def _is_short(change: _Change) -> bool:
    """Return whether a slip could make one of two words of the other because they are short: "Lee", "Leo"."""
    least = _LEAST_LETTERS - (change.likeness < _NOTHING_ALIKE)
    return min(len(change.form), len(change.name)) < least


def _are_readings_of_the_same(correction: NameCorrection, change: _Change, *, is_whole: bool) -> bool:
    """Return whether two names may be readings of the same Chinese characters, or a whole name is in pinyin.

    Other names have syllables of pinyin in some words, as "Carlos Mesa", and "Yano" alone.
    """
    form, name = squash(change.form), squash(change.name)
    is_chinese = is_whole and is_pinyin(squash(fold(correction.replacement))) and is_pinyin(form)
    may_share_one = not is_whole and change.likeness >= _SHARED_SYLLABLE
    return is_chinese or same_characters(form, name) > (_ONE_CHARACTER if may_share_one else 0)


def _is_of_something_else(copy_context: CopyContext, correction: NameCorrection, least: float) -> bool:
    """Return whether no source says what the copy says of a name, by ``least`` (0-1), or has a same word beside it."""
    return _says_less(copy_context, correction, least) and not _is_described_alike(copy_context, correction)


def _says_less(copy_context: CopyContext, correction: NameCorrection, least: float) -> bool:
    """Return whether copy and sources say something of a name, and no source what is similar by ``least`` (0-1).

    Nothing is known of the people of a bare list, and "Anna Vos spoke." may be said of anybody.
    """
    if not places_in_texts(copy_context, correction.core):
        return False
    copy = copy_context.copy
    names = {*copy.folds[correction.low : correction.high], *folded_words(correction.replacement)}
    words = copy.words[copy.sentence_of[correction.low]] - names - SAY_LITTLE
    return len(words) >= _FEWEST_WORDS and statement_similarity(copy_context, correction) < least
