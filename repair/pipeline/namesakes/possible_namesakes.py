"""Possible namesakes: right names of other people that resemble a name of the sources: Thomas Bacher, not Bach.

A form that people bear is probably right where nothing but its letters speaks for the name of the sources: no source
has the name in a sentence with the same content, and nothing beside the name is the same. Where no source reports the
story at all, neither does a given name that both have: Dmitry Bragin is not Dmitry Kurakin. Of a short copy this is so
where the sources of the name have no word of its content. Where only lists or other stories have a name, a known word
or name must resemble it closely, and have no other part: Peter Hansen is not Hanshin.
In copy with other garbled words, a name that resembles that of the sources is rather garbled: a person is asked.
The confidence of such a correction is limited to one that is not suggested by default.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from repair.pipeline.detection import CopyContext
from repair.pipeline.namesakes.garbled_words import GarbledWords
from repair.pipeline.namesakes.known_forms import (
    ALMOST_THE_SAME,
    HARDLY_SIMILAR,
    NOTHING_IN_COMMON,
    SAME_CONTENT,
    SLIP,
    has_bearers,
    is_of_real_people,
    least_similarity,
    may_be_a_word,
)
from repair.pipeline.namesakes.known_in_no_story import is_known_in_no_story
from repair.pipeline.namesakes.other_bearers import is_another_bearer
from repair.pipeline.namesakes.somebody_else import may_be_somebody_else
from repair.pipeline.namesakes.statements import (
    are_of_another_story,
    are_of_other_events,
    is_described_alike,
    places_in_texts,
    statement_similarity,
)
from repair.pipeline.namesakes.two_names import are_two_names, may_be_two_names
from repair.pipeline.whole_names.name_corrections import NameCorrection
from repair.text.lexicon import COMMON_NAME
from repair.text.normalize import fold, folded_words
from repair.text.wordlists import TITLES

# Confidence (0-1) in a correction that may be of another person's name: just below `Options.review_at`.
NAMESAKE_CONFIDENCE = 0.54
# Confidence (0-1) in a correction of a form that is a name of its own kind, although a source has the sentence with the
# other one: 57 of 59 were right in parallel machine output, and none in right copy.
DISPUTED_CONFIDENCE = 0.82
# Confidence (0-1) in another surname after a given name that is right, where people bear the one of the copy.
BEARERS_CONFIDENCE = 0.82
# Confidence (0-1) in a correction of a known name or word to another one. In labelled output 95 to 97 % were right, and
# 88 % where the sources are the other half of the story; in right copy hardly any are.
TWO_NAMES_CONFIDENCE = 0.92
_MOST_PLACES = 50  # of one form in a copy that are examined


def with_possible_namesakes(
    copy_context: CopyContext, corrections: Sequence[NameCorrection], *, review_at: float
) -> list[NameCorrection]:
    """Return the corrections; those of a name that may be another person's are marked and have a low confidence.

    Args:
        copy_context: The copy and its story.
        corrections: The corrections of whole names.
        review_at: Confidence (0-1) from which a correction is suggested; others are left out.
    """
    garbled_words = GarbledWords(corrections)
    doubted = [each for each in corrections if _may_be_right(copy_context, each, garbled_words)]
    explained = _explained(copy_context, corrections, doubted, garbled_words)
    others = [each for each in doubted if (each.low, each.high) not in explained]
    namesakes = {key for each in others for key in _changes(each)}
    parts = {key for each in others for key in _parts(each)}
    results = []
    for correction in corrections:
        if correction.is_disputed:
            correction = replace(correction, confidence=min(correction.confidence, DISPUTED_CONFIDENCE))
        elif _is_full_name_of_people(copy_context, correction):
            correction = replace(correction, confidence=min(correction.confidence, BEARERS_CONFIDENCE))
        elif may_be_two_names(copy_context, correction, garbled_words):
            correction = replace(correction, confidence=min(correction.confidence, TWO_NAMES_CONFIDENCE))
        is_part = correction.high == correction.low + 1 and parts.issuperset(_parts(correction))
        if is_part or namesakes.issuperset(_changes(correction)):
            confidence = min(correction.confidence, NAMESAKE_CONFIDENCE)
            correction = replace(correction, confidence=confidence, may_be_namesake=True)
        elif (correction.low, correction.high) in explained:
            confidence = min(correction.confidence, BEARERS_CONFIDENCE)
            correction = replace(correction, confidence=confidence, may_be_namesake=True)
        results.append(correction)
    return [correction for correction in results if correction.confidence >= review_at]


def _is_full_name_of_people(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether only surnames change, to others that are not almost the same, and people bear those of the copy.

    Sources that report the same of somebody else, such as a predecessor, have the same sentence: Tim Sheehan, Sheehy.
    """
    lexicon, first = copy_context.lexicon, copy_context.copy.folds[correction.low]
    if lexicon.given(first) < COMMON_NAME or fold(correction.replacement).split()[0] != first:
        return False
    pieces = correction.pieces
    if pieces[0].low == correction.low or least_similarity(correction) >= ALMOST_THE_SAME:
        return False
    return all(has_bearers(piece) and not may_be_a_word(copy_context, piece) for piece in pieces)


def _explained(
    copy_context: CopyContext,
    corrections: Sequence[NameCorrection],
    doubted: Sequence[NameCorrection],
    garbled_words: GarbledWords,
) -> set[tuple[int, int]]:
    """Return the token ranges of doubted names that are rather garbled, as other words of the copy are.

    Of two forms that would become the same name, at least one is somebody else's.

    Args:
        copy_context: The copy and its story.
        corrections: All corrections of the copy.
        doubted: Those of names that may be right.
        garbled_words: The words of the copy that are surely garbled.
    """
    places = {(each.low, each.high) for each in doubted}
    # A doubted name does not show that another one is garbled: the two may be right together.
    undoubted = GarbledWords([each for each in corrections if (each.low, each.high) not in places])
    explained = [
        each
        for each in doubted
        if undoubted.explain(copy_context.lexicon, each)
        and not _may_be_right(copy_context, each, garbled_words, is_explained=True)
    ]
    forms: dict[str, set[frozenset[tuple[str, str]]]] = defaultdict(set)
    for each in explained:
        forms[each.replacement].add(frozenset(_changes(each)))
    return {(each.low, each.high) for each in explained if len(forms[each.replacement]) == 1}


def _changes(correction: NameCorrection) -> set[tuple[str, str]]:
    """Return the folded forms that a correction changes, each with the last word of the name."""
    last = correction.replacement.split()[-1]
    return {(piece.best.form.fold, last) for piece in correction.pieces}


def _parts(correction: NameCorrection) -> set[tuple[str, str]]:
    """Return the folded forms that a correction changes, each with its folded name."""
    return {piece.folded for piece in correction.pieces}


def _may_be_right(
    copy_context: CopyContext, correction: NameCorrection, garbled_words: GarbledWords, *, is_explained: bool = False
) -> bool:
    """Return whether a name of the copy may be right as it is.

    Args:
        copy_context: The copy and its story.
        correction: The correction of the name.
        garbled_words: The words of the copy that are surely garbled.
        is_explained: Whether the name resembles that of the sources, and other words of the copy are garbled.
    """
    return (
        may_be_somebody_else(copy_context, correction, is_explained=is_explained)
        or _is_unlike_in_another_story(copy_context, correction)
        or (not is_explained and is_another_bearer(copy_context, correction))
        or is_known_in_no_story(copy_context, correction)
        or (not is_explained and _is_person_of_another_story(copy_context, correction))
        or are_two_names(copy_context, correction, garbled_words)
    )


def _is_person_of_another_story(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the copy has a full name or a usual one, and the sources that have the other name another story.

    A word of prose, or a slip that is nobody's name, is garbled in any story, and a rare word that both names have
    tells who is meant. Of a longer copy, only what is said of a full name is compared, since a name is often all that
    two stories share.
    """
    pieces, same = correction.pieces, _words_of_both(copy_context, correction)
    if least_similarity(correction) >= SLIP and not all(map(is_of_real_people, pieces)):
        return False
    if any(may_be_a_word(copy_context, piece) for piece in pieces):
        return False
    if same - TITLES - _given_names(copy_context, correction, same):
        return False
    if are_of_another_story(copy_context, correction.core):
        return _has_full_name(copy_context, correction) or all(map(has_bearers, pieces))
    if correction.high - correction.low == 1 or not are_of_other_events(copy_context):
        return False
    if not places_in_texts(copy_context, correction.core):
        return False
    is_said_of_both = statement_similarity(copy_context, correction) >= NOTHING_IN_COMMON
    place = correction.low, correction.high
    return not (is_said_of_both or is_described_alike(copy_context, place, correction.replacement))


def _words_of_both(copy_context: CopyContext, correction: NameCorrection) -> set[str]:
    """Return the folded words that a name of the copy shares with that of the sources, and a given name before both."""
    copy = copy_context.copy
    same = set(copy.folds[correction.low : correction.high]).intersection(folded_words(correction.replacement))
    if correction.pieces[0].best.values["left_name"] == 1:
        same.add(copy.folds[correction.low - 1])
    return same


def _given_names(copy_context: CopyContext, correction: NameCorrection, words: set[str]) -> set[str]:
    """Return those of the words that are given names.

    A rare given name may be a surname, which identifies its bearer.
    """
    surname, given = fold(correction.replacement).split()[-1], copy_context.lexicon.given
    return {word for word in words if given(word) >= (COMMON_NAME if word == surname else 1)}


def _has_full_name(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a correction is of a full name, or the copy has one of its forms after a given name."""
    if correction.high - correction.low > 1:
        return True
    copy, lexicon = copy_context.copy, copy_context.lexicon
    return any(
        copy.has_capital_before(low) and lexicon.given(copy.folds[low - 1]) >= COMMON_NAME
        for piece in correction.pieces
        for low, _ in piece.best.form.places[:_MOST_PLACES]
    )


def _is_unlike_in_another_story(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether a given name is all that a full name shares with one of sources that report other events.

    A word alone that people bear shares nothing with a name unlike it. In 85,000 words of right copy beside the sources
    of other stories, nearly half of all suggestions were of this kind.
    """
    if not are_of_other_events(copy_context):
        return False
    pieces, same = correction.pieces, _words_of_both(copy_context, correction)
    # Of two short sentences, a given name that both have may be most of what they share.
    is_said_of_both = statement_similarity(copy_context, correction) >= NOTHING_IN_COMMON
    if is_said_of_both and any(piece.best.values["sentence_similarity"] >= SAME_CONTENT for piece in pieces):
        return False
    likeness = least_similarity(correction)
    if correction.high - correction.low == 1 and likeness < HARDLY_SIMILAR and all(map(is_of_real_people, pieces)):
        return True
    if not _given_names(copy_context, correction, same) or likeness >= SLIP:
        return False
    if likeness < HARDLY_SIMILAR and statement_similarity(copy_context, correction) < NOTHING_IN_COMMON:
        return True  # both are deputies
    return not is_described_alike(copy_context, (correction.low, correction.high), correction.replacement)
