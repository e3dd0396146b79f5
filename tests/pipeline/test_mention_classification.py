"""The outcome for each mention without a suggestion, and the names that are flagged."""

from __future__ import annotations

import pytest
from core_fixtures import BRIDGE, copy_context, repairer

from repair.core.types import Action, Kind, Outcome
from repair.gazetteer import Gazetteer
from repair.pipeline.unverified.mention_classification import classify_mentions


def outcomes(copy: str, *sources: str, gazetteer: Gazetteer | None = None) -> dict[str, Outcome]:
    where = copy_context(copy, *sources)
    names = gazetteer or Gazetteer.build(sources)
    classified = classify_mentions(where, names, "d")
    assert all(
        copy[mention.mention.span.start : mention.mention.span.end] == mention.mention.surface for mention in classified
    )
    assert all(mention.explanation for mention in classified)
    return {mention.mention.surface: mention.outcome for mention in classified}


def test_a_name_in_the_sources_is_known() -> None:
    assert outcomes("Then Torsten Wiklander left Haparanda.", *BRIDGE) == {
        "Torsten Wiklander": Outcome.KNOWN,
        "Haparanda": Outcome.KNOWN,
    }


def test_another_romanisation_of_a_name_is_known() -> None:
    by_surface = outcomes("Then Sergey Lodygin left.", "Then Sergei Lodygin left.")
    assert by_surface["Sergey Lodygin"] is Outcome.KNOWN


@pytest.mark.parametrize(
    "line",
    ["Photo: Grigor Sotnikson / Reuters", "(Photo by Grigor Sotnikson/Getty Images)", "Reporting by Grigor Sotnikson"],
)
def test_an_author_of_the_copy_is_not_unverified(line: str) -> None:
    by_surface = outcomes(f"The baker Hajdar Bragimovik came.\n{line}\n", *BRIDGE)
    assert by_surface["Hajdar Bragimovik"] is Outcome.UNVERIFIED
    assert Outcome.UNVERIFIED not in {outcome for name, outcome in by_surface.items() if "Sotnikson" in name}


def test_a_name_with_its_short_form_is_known() -> None:
    by_surface = outcomes("Then Sam Kettrick left. Tom Kettrick stayed.", "Then Samuel Kettrick left.")
    assert by_surface == {"Sam Kettrick": Outcome.KNOWN, "Tom Kettrick": Outcome.UNVERIFIED}


@pytest.mark.parametrize(("copy", "differs"), [("Sergey Lodygin left Haparanda.", True), ("Lodygin left.", False)])
def test_the_reason_says_that_the_sources_spell_a_known_name_in_another_way(copy: str, differs: bool) -> None:
    source = "In Haparanda the baker told Sergei that Lodygin the tram driver was late."
    found = classify_mentions(copy_context(copy, source), Gazetteer([], []), "d")[0]
    assert (found.outcome, "in another way" in found.explanation) == (Outcome.KNOWN, differs)


def test_a_person_in_no_source_is_unverified() -> None:
    assert outcomes("The baker Grigor Sotnikson came.", *BRIDGE)["Grigor Sotnikson"] is Outcome.UNVERIFIED


def test_notes_on_names_that_no_imported_list_has_speak_of_lists() -> None:
    """An imported list is no source, and there may be none."""
    copy = copy_context("The mayor Tormod Hegrestad opened the bridge.")
    found = classify_mentions(copy, Gazetteer([], []), "d")
    (unverified,) = (each for each in found if each.outcome is Outcome.UNVERIFIED)
    assert "list" in unverified.explanation
    assert "source" not in unverified.explanation


@pytest.mark.parametrize(
    "copy",
    ["Wolkenbrett reported from Haparanda.", "Then spokesman Wolkenbrett said no.", "Minister Wolkenbrett resigned."],
)
def test_an_unknown_surname_alone_is_unverified(copy: str) -> None:
    assert outcomes(copy, *BRIDGE)["Wolkenbrett"] is Outcome.UNVERIFIED


def test_a_name_of_unknown_words_alone_is_unverified() -> None:
    copy = "The envoys Hajdar Bragimovik and Torsten Wiklander met near the Quelzarr Brankovate."
    results = outcomes(copy, *BRIDGE)
    assert results["Hajdar Bragimovik"] is results["Quelzarr Brankovate"] is Outcome.UNVERIFIED


@pytest.mark.parametrize("place", ["Lisbon", "New Zealand", "Buenos Aires", "Slovakia"])
def test_a_known_place_is_not_flagged(place: str) -> None:
    assert outcomes(f"The ferry sailed to {place} at noon.", *BRIDGE).get(place, Outcome.NIL) is Outcome.NIL


@pytest.mark.parametrize(
    "copy",
    [
        "The Finnish Coast Guard watched on Thursday.",
        "It was Christmas in the Baltic Sea.",
        "The Norwegians and the Greens voted.",
        "THE BRIDGE IS OPEN AND THE FERRY IS SOLD.",
    ],
)
def test_words_of_the_lexicon_are_not_flagged(copy: str) -> None:
    assert Outcome.UNVERIFIED not in outcomes(copy, *BRIDGE).values()


def test_a_confirmed_name_is_known_and_not_flagged() -> None:
    gazetteer = Gazetteer.build(BRIDGE).confirm("Grigor Sotnikson", Kind.PERSON, "the desk")
    copy = "The baker Grigor Sotnikson came."
    assert outcomes(copy, *BRIDGE, gazetteer=gazetteer)["Grigor Sotnikson"] is Outcome.KNOWN
    assert repairer(*BRIDGE).with_gazetteer(gazetteer).suggest(copy) == ()


def test_a_flag_changes_nothing_and_has_a_reason() -> None:
    copy = BRIDGE[0] + " The baker Grigor Sotnikson came."
    (flag,) = repairer(*BRIDGE).suggest(copy)
    assert (flag.surface, flag.replacement, flag.action) == ("Grigor Sotnikson", None, Action.FLAG)
    assert flag.kind is Kind.PERSON
    assert flag.reasons[0].text
    assert repairer(*BRIDGE).clean(copy).text == copy


def test_a_word_after_an_honorific_is_a_name() -> None:
    found = outcomes("In Haparanda, Mr. Organ smiled at Mrs. Brown.", *BRIDGE)
    assert (found["Organ"], found["Brown"]) == (Outcome.UNVERIFIED, Outcome.NIL)


@pytest.mark.parametrize("name", ["Goldman Sachs", "Rheinmetall", "Real Sociedad"])
def test_a_well_known_organisation_is_not_flagged(name: str) -> None:
    assert outcomes(f"The mayor met {name} at noon.", *BRIDGE)[name] is Outcome.NIL
