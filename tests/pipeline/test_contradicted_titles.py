"""Titles that contradict every source, and a larger table of titles that must be left alone."""

from __future__ import annotations

import pytest
from core_fixtures import rule_context

from repair.core.edits import repaired
from repair.core.types import Action, Kind, Span, Suggestion
from repair.gazetteer import Gazetteer
from repair.pipeline.alignment import IdfWeights
from repair.pipeline.detection import CopyContext
from repair.pipeline.rules.contradicted_titles import propose_titles
from repair.pipeline.rules.source_titles import same_person
from repair.pipeline.story import SourceStory
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.title_mentions import find_titles
from repair.text.title_terms import PHRASES, excludes

BACKGROUND = Lexicon.load()


def propose(copy: str, *sources: str, names: tuple[tuple[str, str, float], ...] = ()) -> list[Suggestion]:
    """Return the titles proposed for a copy; ``names`` are (mangled, repair, confidence)."""
    texts = [AnalyzedText(text, f"source {number}") for number, text in enumerate(sources)]
    copy_context = CopyContext(
        AnalyzedText(copy),
        SourceStory(texts, [1.0] * len(texts)),
        IdfWeights(BACKGROUND, texts),
        BACKGROUND,
        EMPTY,
    )
    suggestions = [
        Suggestion(
            "", "", Span(copy.index(was), copy.index(was) + len(was)), 1, 1, was, now, sure, Kind.PERSON, Action.REVIEW
        )
        for was, now, sure in names
    ]
    proposed = propose_titles(rule_context(copy_context, Gazetteer.build(sources), suggestions))
    for suggestion in proposed:
        assert copy[suggestion.span.start : suggestion.span.end] == suggestion.surface
        assert (
            suggestion.kind is Kind.TITLE
            and suggestion.action is Action.REVIEW
            and suggestion.evidence
            and suggestion.reasons
        )
    return list(proposed)


EMPTY = Gazetteer([], [])

# Copy | source | what is replaced | by what
MUST = """
German Prime Minister Anton Merk spoke.|German Chancellor Anton Merk spoke.|Prime Minister|Chancellor
The German prime minister Anton Merk spoke.|Germany's Chancellor Anton Merk spoke.|prime minister|chancellor
GERMAN PRIME MINISTER ANTON MERK SPEAKS|German Chancellor Anton Merk spoke.|PRIME MINISTER|CHANCELLOR
German PM Anton Merk spoke.|German Chancellor Anton Merk spoke.|PM|Chancellor
Prime Minister Merk spoke.|German Chancellor Anton Merk spoke. Merk left.|Prime Minister|Chancellor
Germany's Prime Minister Anton Merk spoke.|Chancellor Anton Merk spoke.|Prime Minister|Chancellor
Prime Minister of Germany Anton Merk spoke.|German Chancellor Anton Merk spoke.|Prime Minister|Chancellor
Zimmer and German Prime Minister Anton Merk spoke.|German Chancellor Anton Merk spoke.|Prime Minister|Chancellor
Anton Merk, the German prime minister, spoke.|German Chancellor Anton Merk spoke.|prime minister|chancellor
NATO Director General Ruud Maas spoke.|NATO Secretary General Ruud Maas spoke.|Director General|Secretary General
Nato Director-General Ruud Maas spoke.|NATO Secretary-General Ruud Maas spoke.|Director-General|Secretary-General
Prime Minister May spoke.|German Chancellor Theresa May spoke.|Prime Minister|Chancellor
NATO President Ruud Maas spoke.|NATO secretary general Ruud Maas spoke.|President|Secretary General
Scottish Prime Minister Fiona Baird spoke.|Scottish First Minister Fiona Baird spoke.|Prime Minister|First Minister
US President Carla Harmon spoke.|U.S. Vice President Carla Harmon spoke.|President|Vice President
Russian Defence Minister Igor Lavin spoke.|Russian Foreign Minister Igor Lavin spoke.|Defence Minister|Foreign Minister
Foreign Minister Benno Ganz spoke.|Defence Minister Benno Ganz spoke.|Foreign Minister|Defence Minister
Texas Mayor Greg Alder spoke.|Texas Governor Greg Alder spoke.|Mayor|Governor
Senator Jim Holt spoke.|Rep. Jim Holt spoke. Representative Jim Holt left.|Senator|Representative
King Ado Bello spoke.|Emir Ado Bello spoke.|King|Emir
Colonel Pavel Lipa spoke.|General Pavel Lipa spoke.|Colonel|General
Director Yanagi praised them.|Manager Yanagi praised them.|Director|Manager
"""

# Copy | source: another right wording, doubt, or another person.
MUST_NOT = """
German Chancellor Anton Merk spoke.|German Chancellor Anton Merk spoke.
British Prime Minister Keith Stamer spoke.|UK Prime Minister Sir Keith Stamer spoke.
UK prime minister Sir Keith Stamer spoke.|British Prime Minister Keith Stamer spoke.
NATO Secretary General Ruud Maas spoke.|Nato chief Ruud Maas spoke.
Nato chief Ruud Maas spoke.|NATO Secretary General Ruud Maas spoke.
President Ivan Petin spoke.|Russian President Ivan Petin spoke.
French leader Elie Maron spoke.|French President Elie Maron spoke.
Former Prime Minister Anton Merk spoke.|German Chancellor Anton Merk spoke.
Ex-Prime Minister Anton Merk spoke.|German Chancellor Anton Merk spoke.
Then Prime Minister Anton Merk spoke.|German Chancellor Anton Merk spoke.
President-elect Joe Bidder spoke.|Vice President Joe Bidder spoke.
President Joe Bidder spoke.|President-elect Joe Bidder spoke.
President Joe Bidder spoke.|Former Vice President Joe Bidder spoke.
prime minister Anna Frid spoke.|Prime Minister Anna Frid spoke.
PM Anna Frid spoke.|Prime Minister Anna Frid spoke.
Premier Li Quan spoke.|Chinese Prime Minister Li Quan spoke.
Sen. Jim Holt spoke.|Senator Jim Holt spoke.
Rep. Jim Holt spoke.|Congressman Jim Holt spoke.
Gov. Greg Alder spoke.|Governor Greg Alder spoke.
Foreign Minister Anton Blink spoke.|Secretary of State Anton Blink spoke.
UK Foreign Minister David Lamb spoke.|British Foreign Secretary David Lamb spoke.
Minister of Foreign Affairs Igor Lavin spoke.|Foreign Minister Igor Lavin spoke.
Minister of Defense Igor Lavin spoke.|Defence Secretary Igor Lavin spoke.
Finance Minister Rosa Reeve spoke.|British Chancellor Rosa Reeve spoke.
Economy Minister Robin Habig spoke.|Energy Minister Robin Habig spoke.
Deputy Prime Minister Chris Friel spoke.|Finance Minister Chris Friel spoke.
Vice Chancellor Robin Habig spoke.|Economy Minister Robin Habig spoke.
Chairman Li Quan spoke.|President Li Quan spoke.
Speaker Nan Pelow spoke.|Chairwoman Nan Pelow spoke.
Director General Otto Bahn spoke.|Managing Director Otto Bahn spoke.
CEO Otto Bahn spoke.|Managing Director Otto Bahn spoke.
Lieutenant General Pavel Lipa spoke.|General Pavel Lipa spoke.
Colonel Pavel Lipa spoke.|Lieutenant Pavel Lipa spoke.
Bishop Tomas Dvor spoke.|Archbishop Tomas Dvor spoke.
Prince Charles Reed spoke.|King Charles Reed spoke.
Manager Otto Bahn spoke.|Director Otto Bahn spoke.
Borussia director Otto Bahn spoke.|Borussia manager Otto Bahn spoke.
German Prime Minister Anton Merk spoke.|Anton Merk spoke.
German Prime Minister Anton Merk spoke.|Chancellor Olaf Scholl spoke.
German Prime Minister Anton Zorn spoke.|German Chancellor Anton Merk spoke.
EU President Elie Maron spoke.|French Prime Minister Elie Maron spoke.
Polish Prime Minister Anton Merk spoke.|German Chancellor Anton Merk spoke.
Prime Minister Anton Merk spoke.|Chancellor Anton Merk spoke. He was prime minister before, Merk said.
Prime Minister Anton Merk spoke.|Chancellor Anton Merk spoke. The prime minister left.
Prime Minister Anton Merk spoke.|Chancellor Anton Merk, a former prime minister, spoke.
Prime Minister Anton Merk spoke.|Chancellor and Prime Minister Anton Merk spoke.
Prime Minister Anton Merk spoke.|Chancellor Anton Merk spoke. President Anton Merk left.
Prime Minister Merk spoke.|Chancellor Anton Merk met the speaker Boris Merk. Mayor Boris Merk left.
Emil Maron, the German chancellor, and Anna Frid spoke.|French President Emil Maron spoke.
The prime minister, Anton Merk and others spoke.|German Chancellor Anton Merk spoke.
The prime minister spoke.|German Chancellor Anton Merk spoke.
Under Chancellor Anton Merk it grew.|German Chancellor Anton Merk spoke.
under Chancellor Anton Merk it grew.|German Chancellor Anton Merk spoke.
Prime Minister's spokesman Anton Merk spoke.|German Chancellor Anton Merk spoke.
Foreign Minister Igor Lavin spoke.|Deputy Defence Minister Igor Lavin spoke.
"""


@pytest.mark.parametrize("row", MUST.strip().splitlines())
def test_a_title_that_contradicts_the_sources_is_proposed(row: str) -> None:
    copy, source, was, now = row.split("|")
    assert [(suggestion.surface, suggestion.replacement) for suggestion in propose(copy, source)] == [(was, now)]


@pytest.mark.parametrize("row", MUST_NOT.strip().splitlines())
def test_a_title_that_may_be_right_is_left_alone(row: str) -> None:
    copy, source = row.split("|")
    assert propose(copy, source) == []


def test_a_title_is_checked_with_the_corrected_name() -> None:
    copy, source = "NATO Director General Ruud Latte spoke.", "NATO Secretary General Ruud Maas spoke."
    assert propose(copy, source) == []
    (suggestion,) = propose(copy, source, names=(("Latte", "Maas", 0.6),))
    assert (suggestion.surface, suggestion.replacement) == ("Director General", "Secretary General")
    assert suggestion.confidence == pytest.approx(0.6, abs=0.001)  # it depends on that of the name


def test_a_title_inside_another_suggestion_gets_none_of_its_own() -> None:
    copy = "NATO Director General Ruud Latte spoke."
    names = (("Director General Ruud Latte", "Secretary General Ruud Maas", 0.9),)
    assert propose(copy, "NATO Secretary General Ruud Maas spoke.", names=names) == []


def test_more_evidence_gives_more_confidence_and_never_certainty() -> None:
    copy = "German Prime Minister Anton Merk spoke."
    (alone,) = propose(copy, "Chancellor Anton Merk spoke.")
    (same_body,) = propose(copy, "German Chancellor Anton Merk spoke.")
    (agreed,) = propose(copy, "German Chancellor Anton Merk spoke.", "Berlin: German Chancellor Anton Merk left.")
    confidences = [title.confidence or 0.0 for title in (alone, same_body, agreed)]
    assert 0.5 < confidences[0] < confidences[1] < confidences[2] < 0.97
    assert [citation.source for citation in agreed.evidence] == ["source 0", "source 1"]


def test_sources_that_disagree_contradict_no_title() -> None:
    sources = ("German Chancellor Anton Merk spoke.", "German President Anton Merk spoke.")
    assert propose("German Prime Minister Anton Merk spoke.", *sources) == []


def test_titles_are_never_applied_without_a_person() -> None:
    copy = "German Prime Minister Anton Merk spoke."
    proposed = propose(copy, "German Chancellor Anton Merk spoke.")
    assert repaired(copy, proposed).text == copy


def test_a_corrected_title_is_not_corrected_again() -> None:
    copy, source = "German Prime Minister Anton Merk spoke.", "German Chancellor Anton Merk spoke."
    (suggestion,) = propose(copy, source)
    corrected = copy[: suggestion.span.start] + (suggestion.replacement or "") + copy[suggestion.span.end :]
    assert propose(corrected, source) == []


def test_a_title_is_read_with_its_body_and_holder() -> None:
    text = (
        "The President of the Czech Republic Petr Novak met Deputy Foreign Minister Jan Roe of Japan. The mayor left."
    )
    analysis = AnalyzedText(text)
    titles = [
        (mention.title, mention.body, analysis.surface(*mention.name) if mention.name else "")
        for mention in find_titles(analysis, BACKGROUND)
    ]
    assert titles == [
        ("president", "czech", "Petr Novak"),
        ("deputy foreign minister", "", "Jan Roe"),
        ("mayor", "", ""),
    ]


def test_a_surname_identifies_a_person_and_a_given_name_does_not() -> None:
    assert same_person("Merk", "Anton Merk") and same_person("Roe Jane", "Jane Roe")
    assert not same_person("Anton", "Anton Merk") and not same_person("Anton Merk", "Anton Zorn")


def test_no_title_excludes_itself_and_exclusion_goes_both_ways_but_for_directors() -> None:
    titles = sorted(set(PHRASES.values()))
    for title in titles:
        assert not excludes(title, title)
        for other in titles:
            if "director" not in (title, other):
                assert excludes(title, other) == excludes(other, title)
