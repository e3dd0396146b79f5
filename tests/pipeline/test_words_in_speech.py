"""Single words of transcripts whose sources are a list of names: a likeness in spelling alone is not suggested."""

from __future__ import annotations

from dataclasses import replace

import pytest

from repair import Gazetteer, Options, Repairer

TRANSCRIPT = (
    "Thank you and good morning. Um, we are pleased with our results, you know, and I think that our teams did a great "
    "job. {} So we can take your questions now. Thank you very much."
)
REPORT = "The company was pleased with its results on Tuesday, a statement says. {}"
LIST = "\n".join(["Constanzia", "Nordhagen Mills", "Ruth Calloway", "ADCPT", "Newcrest", "Tampa", "Otto Brand"])
STORY = (
    "Constanzia was pleased with its results. The teams of Constanzia did a great job, Ruth Calloway of Nordhagen Mill "
    "said. Newcrest is in Tampa."
)
LOW = replace(Options(), review_at=0.05, flag=False)


def confidences(copy: str, words: str, sources: str) -> dict[str, float | None]:
    repairer = Repairer(Gazetteer.build([sources]), options=LOW)
    return {each.surface: each.confidence for each in repairer.suggest(copy.format(words)) if each.replacement}


@pytest.mark.parametrize("words", ["The plant of Constanza is new.", "The ADCPP test is new."])
def test_a_single_word_waits_below_the_usual_threshold(words: str) -> None:
    found = confidences(TRANSCRIPT, words, LIST)
    assert all(confidence is not None and confidence <= 0.5 for confidence in found.values())


def test_a_word_of_a_longer_name_does_not_wait() -> None:
    found = confidences(TRANSCRIPT, "The plant of Nordhagan Mills is new.", LIST)
    assert max(confidence or 0.0 for confidence in found.values()) > 0.5


@pytest.mark.parametrize(("copy", "sources"), [(REPORT, LIST), (TRANSCRIPT, STORY)], ids=["a report", "sentences"])
def test_other_copy_and_other_sources_say_more_of_a_word(copy: str, sources: str) -> None:
    found = confidences(copy, "The plant of Constanza is new.", sources)
    assert (found.get("Constanza") or 0.0) > 0.5


@pytest.mark.parametrize("words", ["The plant of NordhagenMills is new.", "The plant of Otto Brand Otto Brand is new."])
def test_spaces_and_repetitions_of_speech_are_no_mistakes(words: str) -> None:
    assert confidences(TRANSCRIPT, words, LIST) == {}
    assert confidences(REPORT, words, LIST) != {}
