"""Vetoes for relatives and counterparts: a sister or successor of the person in the sources has a similar name.

Such a name is right.
"""

from __future__ import annotations

import re

from repair.pipeline.casing import occurrences
from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.text.lexicon import COMMON_NAME
from repair.text.normalize import fold
from repair.text.wordlists import COUNTERPARTS, KIN, POSSESSIVES

_RELATED = KIN | COUNTERPARTS
_COPULAS = frozenset(("is", "was"))
_OWNS = ("'s ", "’s ")
_NEAR_KIN = 3  # words before a word of kinship that may include the possessive ("her younger twin sister")
_LONGEST_APPOSITION = 5  # words: "the youngest of the sisters"
# Words before a word of kinship by which it is another relative than those named so far: "a third sister, Marina Vik".
_FURTHER = frozenset(
    "a an another other second third fourth fifth sixth older oldest younger youngest elder eldest".split()
)
_LITHUANIAN = re.compile(r"(?P<stem>\w{3,}?)(?:(?P<man>as|is|ys|us)|iene|aite|yte|ute|iute|e)")
_MOST_PLACES = 20  # of a name in the sources that are examined


def is_relative(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether the copy has the name right elsewhere, and here a relative: "Her sister Marita Vik", "Vik, his aunt,".

    Relatives have similar names and a common surname, so neither spelling nor context tells them from garbled names.
    """
    values = correction.values
    if not values["elsewhere"]:
        return False
    copy, low = copy_context.copy, correction.low
    opens = copy.sentences[copy.sentence_of[low]].start
    while low > opens and copy.has_capital_before(low):
        low -= 1
    is_after_kin = _is_after_relation(copy_context, low)
    if is_after_kin and copy.folds[low - 1] in COUNTERPARTS and not _is_named_before(copy_context, correction):
        return False  # "his counterpart" is another than he, and may well be the person of the sources
    if values["full_name_words"] or values["left_name"] or values["right_name"]:
        return is_after_kin or bool(_relations_after(copy_context, correction.high))
    if is_after_kin:
        return not _is_same_relative(copy_context, correction)
    relations = _relations_after(copy_context, correction.high)
    return bool(relations) and relations.isdisjoint(copy_context.story.words)


def _is_named_before(copy_context: CopyContext, correction: Correction) -> bool:
    """Return whether the copy has the last word of the name before the place that would be corrected."""
    places = copy_context.copy.places.get(fold(correction.replacement).split()[-1], ())
    return any(at < correction.low for at in places)


def is_related_to_another(copy_context: CopyContext, low: int, high: int) -> bool:
    """Whether a full name, from token ``low`` to ``high``, is that of a relative or counterpart of somebody else."""
    return _is_after_relation(copy_context, low) or bool(_relations_after(copy_context, high))


def _is_after_relation(copy_context: CopyContext, low: int) -> bool:
    """Whether somebody's relative or counterpart is named from token ``low`` on: "his brother", "her successor was"."""
    copy = copy_context.copy
    opens = copy.sentences[copy.sentence_of[low]].start
    before = low - 1
    if before > opens and copy.folds[before] in _COPULAS:
        before -= 1
    return before >= opens and copy.folds[before] in _RELATED and _is_anothers(copy_context, opens, before)


def _is_anothers(copy_context: CopyContext, opens: int, kin: int) -> bool:
    """Whether a word of kinship is somebody's, or a further one, in the sentence that begins at token ``opens``."""
    copy = copy_context.copy
    words = range(max(opens, kin - _NEAR_KIN), kin)
    if any(copy.text.startswith(_OWNS, copy.tokens[at].end) for at in words):
        return True
    return any(copy.folds[at] in POSSESSIVES or copy.folds[at] in _FURTHER for at in words)


def _is_same_relative(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a source has the same word of kinship before the name as the copy."""
    story, kin = copy_context.story, copy_context.copy.folds[correction.low - 1]
    return any(
        ngram.low > 0 and story.texts[number].folds[ngram.low - 1] == kin
        for number, ngram in occurrences(story, correction.replacement, _MOST_PLACES)
    )


def is_given_name_of_relative(copy_context: CopyContext, correction: Correction) -> bool:
    """Whether a real given name follows a word of kinship, and the name is no given name: "her daughter Billie"."""
    copy, lexicon, low = copy_context.copy, copy_context.lexicon, correction.low
    if not low or copy.folds[low - 1] not in KIN or not copy.joinable(low - 1, low):
        return False
    names = fold(correction.replacement).split()
    return lexicon.given(copy.folds[low]) >= COMMON_NAME and not any(map(lexicon.given, names))


def _relations_after(copy_context: CopyContext, high: int) -> frozenset[str]:
    """Return what an apposition after a name calls a person: "Marita Vik, their late aunt", "…, the oldest sister"."""
    copy = copy_context.copy
    while copy.has_capital_after(high):
        high += 1
    stop = min(high + _LONGEST_APPOSITION, copy.sentences[copy.sentence_of[high - 1]].stop)
    if high >= stop or copy.gap(high - 1) != ", ":
        return frozenset()
    if copy.folds[high] not in POSSESSIVES and _FURTHER.isdisjoint(copy.folds[high : high + 2]):
        return frozenset()
    return _RELATED.intersection(copy.folds[high + 1 : stop])


def are_man_and_woman_of_a_family(form: str, name: str) -> bool:
    """Whether both are one Lithuanian surname, of a man and of a woman: Vainoras, his wife Vainorienė."""
    form_match, name_match = _LITHUANIAN.fullmatch(form), _LITHUANIAN.fullmatch(name)
    if form_match is None or name_match is None or form_match["stem"] != name_match["stem"]:
        return False
    return (form_match["man"] is None) != (name_match["man"] is None)
