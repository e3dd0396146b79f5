"""The table of evidence for and against "this form stands for that name": what is measured, in words.

`FEATURES` names the columns of a `FeatureVector` and says what each means when it speaks for the name and when it
speaks against. How they are measured is in ``measure``, what they are worth in the evidence table (``table``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from repair.pipeline.candidates import Candidate

FEATURES: dict[str, tuple[str, str]] = {
    # what is measured: in words when it speaks for the name, and when it speaks against
    # the word: how the form and the name look and sound
    "start_alike": ("they begin alike", "they begin differently"),
    "end_alike": ("they end alike", "they end differently"),
    "alike": ("the spelling is alike", "the spelling is not alike"),
    "letters_off": ("few letters differ", "many letters differ"),
    "consonants": ("the consonants sound alike", "the consonants do not sound alike"),
    "first_letter": ("the first letter is the same", "the first letter differs"),
    "same_start": ("the first letters agree", "the first letters do not agree"),
    "length_ratio": ("the lengths agree", "the lengths do not agree"),
    "form_length": ("the form is long enough to tell", "the form is too short to tell"),
    "name_length": ("the name is long enough to tell", "the name is too short to tell"),
    "form_words": ("the form is cut like a name", "the form is not cut like a name"),
    "name_words": ("the name has as many words as expected", "the name has other than the words expected"),
    "variant": ("a spelling of the same name", "both are accepted spellings of one name"),
    "stem": ("the endings alone differ", "one may be a word made from the other"),
    # the place: what stands around them
    "left_name": ("the same name stands before both", "another name stands before"),
    "right_name": ("the same name stands after both", "another name stands after"),
    "left_word": ("the same word stands before both", "other words stand before"),
    "right_word": ("the same word stands after both", "other words stand after"),
    "left_like": ("what stands before is alike", "what stands before is not alike"),
    "right_like": ("what stands after is alike", "what stands after is not alike"),
    "neighbours": ("their neighbours are often the same", "their neighbours are seldom the same"),
    "context": ("the words around them are the same", "the words around them are others"),
    "position": ("they stand at the same place of the sentence", "they stand at other places of the sentence"),
    "frame": ("the rest of the name stands beside it", "the rest of the name is not beside it"),
    "frame_rarity": ("the rest of the name is rare", "the rest of the name is common"),
    # the story: the sentence that tells this one
    "facing": ("the name stands where the sources tell this sentence", "the sources have the name elsewhere"),
    "sentence": ("a source tells this very sentence", "no source sentence is plainly this one"),
    "sentence_words": ("the sentences share their words", "the sentences share few words"),
    "missing": ("the name is expected here and otherwise missing", "the name is not missing here"),
    "elsewhere": ("the copy lacks the name otherwise", "the copy has the name right elsewhere"),
    "name_count": ("the sources carry the name often", "the sources carry the name seldom"),
    "form_count": ("the copy repeats the form", "the copy has the form once"),
    "sources": ("the story's sources agree on the name", "few of the story's sources carry the name"),
    "rivals": ("no other name is missing here", "other names are missing here too"),
    "strangers": ("nothing else is strange here", "other forms are strange here too"),
    "whole_name": ("the name is whole", "the name is a piece of a longer one"),
    "whole_form": ("the form is whole", "the form is a piece of a longer one"),
    "cohesion": ("the name's words belong together", "the name's words stand together by chance"),
    "shared": ("form and name keep to the same sentences", "form and name stand in different sentences"),
    "rank": ("as many unknowns stand before both", "other numbers of unknowns stand before them"),
    "told": ("the sources tell this copy closely", "the sources tell this copy loosely"),
    # the world: what the form and the name are without any source
    "form_word": ("the form is no English word", "the form is an English word"),
    "form_lower": ("the copy never has the form as a word", "the copy has the form as an ordinary word"),
    "form_opens": ("the capital is its own", "the form only opens sentences"),
    "form_person": ("nobody bears this name", "people bear this name"),
    "form_place": ("no place bears this name", "a place bears this name"),
    "form_people": ("no people or language has this name", "a people or language has this name"),
    "form_bearers": ("hardly anybody is called like the form", "many people are called like the form"),
    "form_towns": ("hardly a place is called like the form", "many places are called like the form"),
    "form_known": ("no other source carries the form", "other sources carry the form"),
    "form_capitals": ("the capitals fit", "the form is all capitals"),
    "name_word": ("the name is no English word", "the name is an English word"),
    "name_lower": ("the sources never have the name as a word", "the sources have the name as a word"),
    "name_opens": ("the name's capital is its own", "the name only opens sentences"),
    "name_people": ("the name names no people or language", "the name names a people or language"),
    "name_place": ("the name is the kind that gets mangled", "the name is a well-known place"),
    "name_person": ("people bear the name", "few people bear the name"),
    "name_bearers": ("many people are called like the name", "hardly anybody is called like the name"),
    "name_towns": ("many places are called like the name", "hardly a place is called like the name"),
    "commoner": ("the name is commoner in the world than the form", "the form is commoner in the world than the name"),
    "name_rarity": ("the name is rare", "the name is common"),
    "listed": ("the gazetteer lists the name", "the gazetteer does not list it as a name"),
    # the script: whether both may be readings of one string of Chinese characters
    "characters": ("both may be readings of the same characters", "they are no readings of the same characters"),
    # the channel: what the seq2seq says
    "channel": ("the model reads the form as the name", "the model does not read the form as the name"),
    "channel_back": ("the model would mangle the name like this", "the model would not mangle the name like this"),
    "channel_share": ("the model prefers this name to the others", "the model prefers another name"),
    "channel_copy": ("the model finds the form odd", "the model takes the form as it is"),
}
COLUMNS = tuple(FEATURES)
CHANNEL = ("channel", "channel_back", "channel_share", "channel_copy")
DEFERRED = (*CHANNEL, "characters")  # filled in when only a few names of each form are left
SCREEN_COLUMNS = tuple(name for name in COLUMNS if name not in DEFERRED)


@dataclass(slots=True)
class FeatureVector:
    """One pairing measured: ``values`` by feature name, and how likely (0-1) screening found it."""

    pairing: Candidate
    values: dict[str, float] = field(default_factory=dict)
    screened: float = 1.0

    def numbers(self, columns: tuple[str, ...] = COLUMNS) -> list[float]:
        """The values in the order of ``columns``."""
        return list(map(float, _picking(columns)(self.values)))


@lru_cache(maxsize=8)
def _picking(columns: tuple[str, ...]) -> Callable[[dict[str, float]], tuple[float, ...]]:
    return itemgetter(*columns)
