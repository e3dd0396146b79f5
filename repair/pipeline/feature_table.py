"""The table of features: what is measured of "this form stands for that name", and how it is put to an editor.

`FEATURES` has one row per feature. Its keys are the columns that models are fitted on, so they never change; its words
are what the review page shows as reasons. ``feature_extraction`` measures the values, ``ranking_model`` weighs them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from repair.pipeline.candidate_generation import Candidate

_NO_SENTENCE = 20  # value of "rivals" and "strangers" where no source sentence is aligned
_SIMILAR = 0.5  # similarity (0-1) below which no reason says that two spellings are similar
_IDENTICAL = 1.0


def _always(value: float) -> bool:
    """Whether a wording fits a value: relative wordings fit any."""
    return True


def _absent(value: float) -> bool:
    return value <= 0


def _present(value: float) -> bool:
    return value > 0


def _at_least(bound: float) -> Callable[[float], bool]:
    return lambda value: value >= bound


def _below(bound: float) -> Callable[[float], bool]:
    return lambda value: value < bound


class Feature(NamedTuple):
    """How one feature is put into words.

    A model may count any value for or against a name. A wording that states a fact is shown only where the value
    says that it is so, which ``supports_if`` and ``opposes_if`` decide.
    """

    supports: str
    opposes: str
    supports_if: Callable[[float], bool] = _always
    opposes_if: Callable[[float], bool] = _always

    def wording(self, value: float, *, weight: float) -> str | None:
        """Return the words for a value that adds ``weight`` (nats) to the log-odds; None where none is true of it."""
        if weight > 0:
            return self.supports if self.supports_if(value) else None
        return self.opposes if self.opposes_if(value) else None


def _similarity(supports: str, opposes: str) -> Feature:
    """Return a feature whose value is a similarity, 0-1."""
    return Feature(supports, opposes, _at_least(_SIMILAR), _below(_IDENTICAL))


def _fact(supports: str, opposes: str) -> Feature:
    """Return a feature whose value is above 0 where ``supports`` is true, and 0 where ``opposes`` is."""
    return Feature(supports, opposes, _present, _absent)


def _objection(supports: str, opposes: str) -> Feature:
    """Return a feature whose value is above 0 where ``opposes`` is true, and 0 where ``supports`` is."""
    return Feature(supports, opposes, _absent, _present)


FEATURES: dict[str, Feature] = {
    # the word: how similar the two spellings are
    "start_alike": _similarity("the two spellings begin alike", "the two spellings begin differently"),
    "end_alike": _similarity("the two spellings end alike", "the two spellings end differently"),
    "alike": _similarity("the spellings are similar", "the spellings are not very similar"),
    "letters_off": Feature("only a few letters differ", "several letters differ", _below(4), _at_least(2)),
    "consonants": _similarity("the consonants match", "the consonants do not match"),
    "first_letter": _fact("the first letter is the same", "the first letter is different"),
    "same_start": _fact("the first letters are the same", "the first letters are different"),
    "length_ratio": Feature("the two words are about the same length", "the two words differ in length"),
    "form_length": Feature("the word in the copy is long enough to compare", "the word in the copy is short"),
    "name_length": Feature("the name is long enough to compare", "the name is short"),
    "form_words": Feature("the copy has as many words here as a name", "the copy has an unusual number of words here"),
    "name_words": Feature("the name has the usual number of words", "the name has an unusual number of words"),
    "variant": Feature(
        "the copy has another accepted spelling of this name", "both are accepted spellings", _present, _present
    ),
    "stem": Feature(
        "only the endings differ", "one word may be derived from the other, like Poland and Polish", _present, _present
    ),
    # the place: what stands next to them
    "left_name": _fact("the same name comes before both", "the sources do not have the same name before it"),
    "right_name": _fact("the same name comes after both", "the sources do not have the same name after it"),
    "left_word": _fact("the same word comes before both", "the sources do not have the same word before it"),
    "right_word": _fact("the same word comes after both", "the sources do not have the same word after it"),
    "left_like": _similarity("the names before them are similar", "the names before them are not similar"),
    "right_like": _similarity("the names after them are similar", "the names after them are not similar"),
    "neighbours": _fact("the words next to them are often the same", "the words next to them are not the same"),
    "context": Feature("the words around them are the same", "the words around them differ", _present, _below(1)),
    "position": Feature(
        "both are in the same part of the sentence",
        "they are in different parts of the sentence",
        _below(0.5),
        _present,
    ),
    "frame": _fact("the rest of the name is next to it", "the rest of the name is not next to it"),
    "frame_rarity": Feature(
        "the rest of the name, next to it, is a rare word", "the rest of the name is a common word", _present, _present
    ),
    # the story: the source sentences that match the sentence of the copy
    "facing": _fact(
        "the name is in the source sentence that matches this one", "the name is not in a source sentence like this one"
    ),
    "sentence": Feature("a source has almost this sentence", "no source has quite this sentence", _present),
    "sentence_words": Feature("the two sentences share many words", "the two sentences share few words", _present),
    "missing": _fact(
        "the sources have the name here, the copy does not", "the copy already has a word of the name here"
    ),
    "elsewhere": _objection("the copy does not have this name anywhere else", "the copy has this name right elsewhere"),
    "name_count": Feature("the sources mention the name often", "the sources mention the name rarely", _present),
    "form_count": Feature(
        "the copy has this spelling more than once", "the copy has this spelling only once", _at_least(2), _below(2)
    ),
    "sources": Feature("several sources have the name", "few sources have the name", _present, _below(1)),
    "rivals": Feature(
        "few other names are missing from this sentence",
        "other names are missing from this sentence too",
        _below(_NO_SENTENCE),
        lambda value: 1 < value < _NO_SENTENCE,
    ),
    "strangers": Feature(
        "few other words of this sentence look wrong",
        "other words of this sentence look wrong too",
        _below(_NO_SENTENCE),
        lambda value: 1 < value < _NO_SENTENCE,
    ),
    "whole_name": Feature(
        "the sources use it as a full name", "the sources use it as part of a longer name", _present, _below(1)
    ),
    "whole_form": Feature(
        "the copy uses it as a full name", "the copy uses it as part of a longer name", _present, _below(1)
    ),
    "cohesion": Feature(
        "the words of the name belong together", "the words of the name also appear apart", _present, _below(1)
    ),
    "shared": Feature(
        "the two appear in the same sentences", "the two appear in different sentences", _present, _below(1)
    ),
    "rank": Feature(
        "it has the same place among the unknown names",
        "it has another place among the unknown names",
        _absent,
        _present,
    ),
    "told": Feature("the sources cover this story closely", "the sources cover this story loosely"),
    "affinity": Feature(
        "a source very close to this copy has the name", "no source very close to this copy has it", _present
    ),
    "story_affinity": Feature("a source is very close to this copy", "no source is very close to this copy", _present),
    "copy_words": Feature("the copy is long enough to judge by", "the copy is short"),
    "copy_capitals": Feature("the copy uses capitals as usual", "the copy uses capitals in an unusual way"),
    "searched": Feature("few names were searched", "many names were searched"),
    "letter_rank": _objection("no other name is closer in spelling", "another name is closer in spelling"),
    "letter_margin": Feature("the next closest name is far off", "another name is about as close in spelling"),
    # the world: what lists of words, people and places say about either of them
    "form_word": _objection("the copy's word is not in the dictionary", "the copy's word is in the dictionary"),
    "form_lower": _objection("the copy never uses it as a common word", "the copy also uses it as a common word"),
    "form_opens": Feature(
        "it has a capital in the middle of a sentence", "it only begins sentences", _below(1), _at_least(1)
    ),
    "form_person": _objection("nobody is known by the copy's spelling", "people are known by the copy's spelling"),
    "form_place": _objection("no place is known by the copy's spelling", "a place has the copy's spelling"),
    "form_people": _objection("it is not the name of a people or language", "it is the name of a people or language"),
    "form_bearers": Feature(
        "hardly anyone is called what the copy says", "many people are called what the copy says", _below(2), _present
    ),
    "form_towns": Feature(
        "hardly any place is called what the copy says", "places are called what the copy says", _below(2), _present
    ),
    "form_known": _objection(
        "no source of any story has the copy's spelling", "sources of other stories have the copy's spelling"
    ),
    "form_capitals": _objection("the capitals look normal", "it is in capitals throughout"),
    "name_word": _objection("the name is not a dictionary word", "the name is also a dictionary word"),
    "name_lower": _objection("the sources never use it as a common word", "the sources also use it as a common word"),
    "name_opens": Feature(
        "the sources have it in the middle of a sentence",
        "the sources have it only at the start of a sentence",
        _below(1),
        _at_least(1),
    ),
    "name_people": _objection(
        "the name is not that of a people or language", "the name is that of a people or language"
    ),
    "name_place": Feature(
        "it is not a place that everybody can spell", "the name is a well-known place", _below(3), _at_least(3)
    ),
    "name_person": _fact("it is a known name of people", "it is not a known name of people"),
    "name_bearers": Feature("many people have this name", "hardly anyone has this name", _present, _below(2)),
    "name_towns": Feature("many places have this name", "hardly any place has this name", _present, _below(2)),
    "commoner": Feature(
        "the name is more common than the copy's spelling",
        "the copy's spelling is more common than the name",
        _present,
        lambda value: value < 0,
    ),
    "name_rarity": Feature("the name is rare", "the name is common"),
    "listed": Feature("it is in the gazetteer", "it is not in the gazetteer as a full name", _present, _below(2)),
    # the script
    "characters": Feature(
        "both may be readings of the same Chinese characters",
        "they are not readings of the same Chinese characters",
        _present,
        lambda value: value < 0,
    ),
    # the channel: what the neural model of garbled names says
    "channel": Feature("the model takes the copy's spelling for this name", "the model does not take it for this name"),
    "channel_back": Feature("the name is often garbled like this", "the name is seldom garbled like this"),
    "channel_share": Feature(
        "the model prefers this name to all others", "the model also considers another name", _at_least(0.5), _below(1)
    ),
    "channel_copy": Feature(
        "the model finds the copy's spelling unusual", "the model finds the copy's spelling normal"
    ),
}
COLUMNS = tuple(FEATURES)
CHANNEL = ("channel", "channel_back", "channel_share", "channel_copy")
DEFERRED = (*CHANNEL, "characters")  # measured only for the few candidates of each form that pruning leaves
SCREEN_COLUMNS = tuple(name for name in COLUMNS if name not in DEFERRED)


@dataclass(slots=True)
class FeatureVector:
    """The feature values of one candidate, by feature name.

    ``prior`` is the probability (0-1) that pruning gave it. It is no feature, since that made confidences worse on
    stories never seen; it only tells how much a candidate counts as a rival of others.
    """

    candidate: Candidate
    values: dict[str, float] = field(default_factory=dict)
    prior: float = 1.0

    def as_row(self, columns: tuple[str, ...] = COLUMNS) -> list[float]:
        """Return the values in the order of ``columns``."""
        return list(map(float, _picking(columns)(self.values)))


@lru_cache(maxsize=8)
def _picking(columns: tuple[str, ...]) -> Callable[[dict[str, float]], tuple[float, ...]]:
    return itemgetter(*columns)
