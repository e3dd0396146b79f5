"""Transcripts: spoken words tell them from written copy."""

from __future__ import annotations

import pytest

from repair.text.analysis import AnalyzedText
from repair.text.transcripts import is_transcript

SPOKEN = (
    "good morning everyone and thank you for joining us today uh we had a strong quarter and i'm pleased with where we "
    "are you know our teams did a great job in the north and we think that our second half will be better so with that "
    "i'll turn it over to the operator for the next question"
)
WRITTEN = (
    "The company had a strong quarter, its chief executive told analysts on Thursday. Sales in the north rose by a "
    "tenth after two weak years, and the second half of the year is expected to be better still. Shares of its main "
    "competitor fell by three per cent in early trading, their lowest level since the spring."
)
BRIEF = "We did well. Thank you, we are proud."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(SPOKEN, True, id="a call in lower case"),
        pytest.param(SPOKEN.upper(), True, id="captions in capitals"),
        pytest.param(WRITTEN, False, id="a report"),
        pytest.param(f'{WRITTEN} "Thank you, we are so happy," she said. "I think we did it."', False, id="quotations"),
        pytest.param(f"{WRITTEN} Thanks to them the port is open.", False, id="thanks to somebody"),
        pytest.param(f"{WRITTEN * 2} {BRIEF}", True, id="a little of each"),
        pytest.param(f"{WRITTEN * 3} {BRIEF}", False, id="too little of each"),
        pytest.param("Thank you, we are so happy.", False, id="too short to tell"),
        pytest.param(" ".join(SPOKEN.split()[:20]), True, id="a caption of twenty words in small letters"),
        pytest.param(" ".join(SPOKEN.split()[:19]), False, id="a shorter caption"),
        pytest.param("", False, id="nothing"),
        pytest.param(f"{'Word, ' * 158} good morning", False, id="a phrase of two words at the end counts once"),
        pytest.param(f"{'Word, ' * 155} a little bit good morning", True, id="phrases of two and three words"),
        pytest.param(WRITTEN.lower().replace(",", "").replace(".", ""), True, id="small letters without punctuation"),
        pytest.param(WRITTEN.lower(), False, id="small letters with punctuation"),
        pytest.param(WRITTEN.replace(",", "").replace(".", ""), False, id="capitals without punctuation"),
        pytest.param(f"{WRITTEN} The US and Elizabeth I, John Paul I, the US.", False, id="a country and monarchs"),
        pytest.param(f"{WRITTEN} It helped us, and I was glad of it. We are proud.", True, id="people who speak"),
        pytest.param("Ann Sol " * 30, False, id="a list of names"),
    ],
)
def test_transcripts_are_told_from_written_copy(text: str, expected: bool) -> None:
    assert is_transcript(text, AnalyzedText(text).tokens) is expected


@pytest.mark.parametrize(("count", "beside_list", "expected"), [(2, True, True), (2, False, False), (1, True, False)])
def test_a_long_text_of_speakers_beside_a_list_of_names_is_a_transcript(
    count: int, beside_list: bool, expected: bool
) -> None:
    text = f"{WRITTEN * 4} {'We opened our port. ' * count}"
    assert is_transcript(text, AnalyzedText(text).tokens, beside_list=beside_list) is expected
