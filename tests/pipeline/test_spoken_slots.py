"""Callers whom an operator announces: all words of the place are the name, and right names are left alone."""

from __future__ import annotations

import pytest

from repair.pipeline.rules.speech.spoken_features import SpokenCandidate
from repair.pipeline.rules.speech.spoken_list import SpokenNames
from repair.pipeline.rules.speech.spoken_names import chosen, with_slots, without_parts_of_callers
from repair.pipeline.rules.speech.spoken_slots import FilledSlot, filled_slots, name_slots
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

NAMES = (
    "Ruth Calloway",
    "Henrik Sowa",
    "Lorna Vestergaard",
    "Pia Dahlmann",
    "Ostrava Bank",
    "Calloway & Partners",
    "Ina",
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def filled(words: str, names: tuple[str, ...], lexicon: Lexicon) -> list[tuple[str, str]]:
    copy = AnalyzedText(words)
    return [
        (" ".join(copy.folds[slot.candidate.low : slot.candidate.high]), slot.candidate.name)
        for slot in filled_slots(copy, SpokenNames.of(names, lexicon), lexicon)
    ]


@pytest.mark.parametrize(
    ("words", "slots"),
    [
        ("our next question comes from ruth call away with northfield", ["ruth call away"]),
        ("The next question is from the line of Ruth. Call away. And, from Northfield.", ["ruth call away"]),
        ("your question comes from pia oh from lakeside", ["pia"]),
        ("your question comes from ruth call away i'm from lakeside", ["ruth call away"]),
        ("the question comes from pia with northfield your line is open", ["pia"]),
        ("the question comes from the desk with northfield", []),
        ("we bought the plant from northfield with cash", []),
        ("the question is from ruth? It came with a smile", []),
        ("the question comes from a b c d e f g with northfield", []),
        ("the question is from ruth from northfield from the desk with", ["ruth"]),
        ("question from", []),
        ("", []),
    ],
)
def test_a_caller_stands_between_set_phrases(words: str, slots: list[str]) -> None:
    copy = AnalyzedText(words)
    assert [" ".join(copy.folds[low:high]) for low, high in name_slots(copy)] == slots


@pytest.mark.parametrize(
    ("words", "heard", "name"),
    [
        ("our next question comes from ruth i know with northfield", "ruth i know", "Ruth Calloway"),
        ("comes from the line of henry sew uh from northfield", "henry sew", "Henrik Sowa"),
        ("our next question comes from lorna vista got with northfield", "lorna vista got", "Lorna Vestergaard"),
        ("comes from the line of doll dahlmann oh from northfield", "doll dahlmann", None),
        ("comes from the line of pier dahlmann oh from northfield", "pier dahlmann", "Pia Dahlmann"),
    ],
    ids=["ordinary words", "a given name that sounds alike", "a long surname", "another given name", "a right surname"],
)
def test_a_caller_is_the_person_of_the_list_who_sounds_most_like_the_words(
    words: str, heard: str, name: str | None, lexicon: Lexicon
) -> None:
    assert filled(words, NAMES, lexicon) == ([(heard, name)] if name else [])


@pytest.mark.parametrize(
    "caller",
    [
        "ruth calloway", "ruth calloway's", "mr ruth calloway", "ina", "peter smith", "ruth miller", "ostrava bunk",
        "somebody at northfield",
    ],
)  # fmt: skip
def test_listed_names_and_other_people_are_no_misheard_callers(caller: str, lexicon: Lexicon) -> None:
    assert filled(f"our next question comes from {caller} with northfield", NAMES, lexicon) == []


def test_two_people_who_sound_as_much_like_the_words_leave_them_alone(lexicon: Lexicon) -> None:
    words = "our next question comes from ruth kelloway with northfield"
    assert filled(words, ("Ruth Calloway", "Ruth Colloway"), lexicon) == []
    assert filled(words, ("Ruth Calloway",), lexicon) == [("ruth kelloway", "Ruth Calloway")]


def test_a_list_without_people_fills_nothing(lexicon: Lexicon) -> None:
    assert filled("our next question comes from ruth call away with northfield", ("Ostrava Bank",), lexicon) == []


def test_a_caller_excludes_names_of_a_part_of_the_words() -> None:
    part, elsewhere = SpokenCandidate(1, 2, "Carl", "given"), SpokenCandidate(5, 6, "Ina", "given")
    slot = FilledSlot(SpokenCandidate(1, 3, "Carla Sowa", "whole"), 0.65)
    fitted = SpokenCandidate(1, 3, "Carla Sowa", "rest")
    candidates, values = with_slots((part, elsewhere, fitted), (0.9, 0.6, 0.8), (slot,))
    assert list(chosen(candidates, values)) == [(slot.candidate, 0.8), (elsewhere, 0.6)]


def test_a_caller_has_a_full_name() -> None:
    copy = AnalyzedText("the question comes from karl sower with northfield and karl from lakeside said so")
    part, full = SpokenCandidate(4, 5, "Carla", "given"), SpokenCandidate(4, 6, "Carla Sowa", "whole")
    elsewhere = SpokenCandidate(9, 10, "Carla", "given")
    assert without_parts_of_callers(copy, (part, full, elsewhere)) == [full, elsewhere]
    copy = AnalyzedText("the question comes from karl with northfield")
    assert without_parts_of_callers(copy, (part,)) == [part]
