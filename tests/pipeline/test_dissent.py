"""Sources that repeat the copy, disagree with the others, or have a typing error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, plain_repairer, story
from growth_law import executions, super_linear

from repair.core.types import Action, Document, Outcome, Suggestion
from repair.pipeline.alignment import NameList
from repair.pipeline.dissent import repeating_sources, spelt_by_one_source
from repair.pipeline.story import SourceStory, StoryContext
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon

WALL = (
    "The Estonian foreign minister Margus Velkna spoke in Tartu on Monday about drones. Velkna said the wall would "
    "cost forty million euros.",
    "In Tartu, Margus Velkna said a wall against drones would cost forty million euros.",
    "A wall against drones will cost forty million euros, Margus Velkna told reporters in Tartu on Monday.",
)
GARBLED = "Margus Felkenau told journalists in Tartu that forty million euros will be needed to build a wall of drones."
WALL_COPY = (
    "On Monday the foreign minister of Estonia, Margus Felkenau, talked in Tartu about the drones. The wall costs 40 "
    "million euros, Felkenau said."
)


def proposals(copy: str | Document, *sources: str) -> list[Suggestion]:
    return [suggestion for suggestion in plain_repairer(*sources).suggest(copy) if suggestion.replacement is not None]


def test_a_source_that_is_the_copy_again_is_left_out_and_named(caplog: pytest.LogCaptureFixture) -> None:
    proposed = proposals(BRIDGE_COPY, *BRIDGE, BRIDGE_COPY.replace("412 meters", "some 412 meters"))
    assert (
        [suggestion.replacement for suggestion in proposed]
        == [suggestion.replacement for suggestion in proposals(BRIDGE_COPY, *BRIDGE)]
        != []
    )
    assert "repeats the copy and was left out" in caplog.text


def test_a_source_that_is_left_out_makes_no_name_known() -> None:
    stranger = " The welder Grigor Sotnikson watched from Haparanda."
    sources = [*BRIDGE, BRIDGE_COPY + stranger]
    of = {finding.mention.surface: finding for finding in plain_repairer(*sources).explain(BRIDGE_COPY + stranger)}
    assert of["Grigor Sotnikson"].outcome is Outcome.UNVERIFIED
    assert of["Haparanda"].outcome is Outcome.KNOWN
    suggestions = plain_repairer(*sources).suggest(BRIDGE_COPY + stranger)
    assert [each.surface for each in suggestions if each.action is Action.FLAG] == ["Grigor Sotnikson"]


def test_a_source_that_repeats_right_copy_stays(caplog: pytest.LogCaptureFixture) -> None:
    assert proposals(BRIDGE[0], *BRIDGE) == []
    assert not caplog.text


def test_a_reason_says_that_one_source_disagrees_with_the_others() -> None:
    proposed = proposals(WALL_COPY, *WALL, GARBLED)
    assert [suggestion.replacement.split()[-1] for suggestion in proposed if suggestion.replacement] == [
        "Velkna",
        "Velkna",
    ]
    assert {suggestion.action for suggestion in proposed} == {Action.REVIEW}
    assert all(suggestion.reasons[0].text.startswith("sources differ") for suggestion in proposed)
    findings = plain_repairer(*WALL, GARBLED).explain(WALL_COPY)
    assert any("sources differ" in suggestion.explanation for suggestion in findings)


def test_two_sources_that_spell_as_the_copy_does_are_no_dissent() -> None:
    assert proposals(WALL_COPY, *WALL, GARBLED, GARBLED.replace("told", "assured")) == []


def test_a_typing_error_of_one_source_does_not_replace_a_repeated_spelling() -> None:
    sources = (
        "Two men were held after shots were fired at a convoy in northeastern India on Monday, the police chief said.",
        "Shots were fired at a convoy on Monday in the district of Hangkokti, India, police said. Two men were held.",
        "India: two men held after shots at a convoy on Monday, a police chief said.",
    )
    copy = (
        "The police chief of the district of Hangpokti, in India's northeast, spoke on Monday. Two men were held in "
        "Hangpokti after shots were fired at a convoy."
    )
    assert proposals(copy, *sources) == []


def test_finding_a_repeated_copy_takes_linear_time() -> None:
    letters = str.maketrans("0123456789", "abcdefghik")

    def repeated(count: int) -> Callable[[], object]:
        towns = (f"Ort{number}".translate(letters) for number in range(count))
        text = " ".join(f"The mayor of {town} spoke about the bridge." for town in towns)
        copy, source_story = AnalyzedText(text), story(text)
        assert copy.vocabulary and source_story.texts[0].vocabulary
        assert repeating_sources(copy, source_story) == {"source 0"}
        return lambda: repeating_sources(AnalyzedText(text), source_story)

    assert not super_linear([executions(repeated(count)) for count in (500, 1_000, 2_000)])


def test_a_word_of_a_retrieved_name_that_no_source_of_the_story_has_is_no_dissent() -> None:
    sources = [AnalyzedText(f"The mayor of Tartu, Anna Blix, opened tram line {n}.", f"outlet{n}") for n in range(3)]
    story = SourceStory(sources, (0.9, 0.8, 0.7, 0.0), StoryContext([*sources, NameList(["Jörgen Oddqvist"], 1)]))
    assert spelt_by_one_source(AnalyzedText("In Tartu Oddqvist opened a tram line."), story, Lexicon.load()) == {}


def test_a_rare_surname_of_one_source_is_disputed_and_a_common_one_is_not() -> None:
    def disputed(surname: str, others: str) -> dict[str, str]:
        texts = [f"The airline's head, Vera {name}, spoke in Perth." for name in (surname, others, others)]
        return spelt_by_one_source(AnalyzedText(texts[0]), story(*texts), Lexicon.load())

    assert disputed("Hutson", "Hudson") == {"hutson": "source 0"}
    assert disputed("Harris", "Harries") == {}
