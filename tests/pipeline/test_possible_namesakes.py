"""Possible namesakes: the doubt is named where a lower threshold shows the suggestion."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from core_fixtures import copy_context, plain_repairer

from repair import Gazetteer, Repairer
from repair.core.types import Kind
from repair.gazetteer.packed_writer import names_of
from repair.pipeline.actions.doubts import ACRONYM, DOUBT, NAMESAKE, NAMESAKES, doubt_about
from repair.pipeline.detection import CopyContext
from repair.pipeline.namesakes.garbled_words import GarbledWords
from repair.pipeline.namesakes.possible_namesakes import BEARERS_CONFIDENCE, DISPUTED_CONFIDENCE, NAMESAKE_CONFIDENCE
from repair.pipeline.namesakes.statements import is_described_alike
from repair.pipeline.whole_names.name_corrections import NameCorrection

SOURCE = (
    "GENEVA - The president of the rowing federation, Martin Keller, opened the regatta on Lake Geneva on Monday. "
    "Keller said that the water was calm. Crews from thirty countries came."
)
COPY = (
    "The rowing federation opened its regatta on Lake Geneva on Monday and said that the water was calm. The Austrian "
    "baker Martin Kellner sells bread to the crews. Kellner gets up at three in the morning."
)


def test_a_namesake_is_suggested_below_the_usual_threshold_only() -> None:
    shipped = plain_repairer(SOURCE)
    low = shipped.with_gazetteer(shipped.gazetteer)
    low.options = replace(low.options, review_at=0.3)
    shown = [each for each in low.suggest(COPY) if each.replacement is not None]
    assert [(each.surface, each.replacement, each.confidence) for each in shown] == [
        ("Martin Kellner", "Martin Keller", NAMESAKE_CONFIDENCE),
        ("Kellner", "Keller", NAMESAKE_CONFIDENCE),
    ]
    assert (shown[0].reasons[0].key, shown[0].reasons[0].text) == (DOUBT, NAMESAKES[Kind.PERSON])
    assert [each.surface for each in shipped.suggest(COPY) if each.replacement is not None] == []


def test_the_doubt_is_worded_by_the_kind_of_the_name() -> None:
    correction = cast(NameCorrection, SimpleNamespace(may_be_namesake=True, replacement="Norkap AG", core="Norkap"))

    def doubt(*kinds: Kind) -> str | None:
        names = SimpleNamespace(find=lambda text: [SimpleNamespace(kind=kind) for kind in kinds if text == "Norkap"])
        context = cast(CopyContext, SimpleNamespace(names=names))
        return doubt_about(context, correction, None, garbled_words=GarbledWords([]), apply_at=0.9)

    assert [doubt(kind) for kind in NAMESAKES] == [*NAMESAKES.values()]
    assert doubt(Kind.OTHER) == doubt() == NAMESAKE


def test_an_acronym_that_is_another_one_is_no_sure_correction_in_the_same_sentence() -> None:
    source = "The {} of Baltic ports ordered a second inspection of the ferry in {} on Monday, said the captain."
    repairer = plain_repairer(source.format("IMO", "Manchester"))
    (acronym,) = [each for each in repairer.suggest(source.format("ILO", "Manchester")) if each.replacement]
    assert (acronym.surface, acronym.reasons[0].text) == ("ILO", ACRONYM)
    (garbled,) = [each for each in repairer.suggest(source.format("IMO", "Manchaster")) if each.replacement]
    assert (acronym.confidence or 0.0) <= DISPUTED_CONFIDENCE < 0.9 < (garbled.confidence or 0.0)


def test_a_surname_that_people_bear_after_the_same_given_name_is_no_sure_mistake() -> None:
    source = "Senator Tim {} of the ferry committee told reporters that the bill would pass by Friday."
    repairer = plain_repairer(source.format("Sheehy"))
    (real,) = [each for each in repairer.suggest(source.format("Sheehan")) if each.replacement]
    (garbled,) = [each for each in repairer.suggest(source.format("Sheehey")) if each.replacement]
    assert (real.confidence or 1.0) <= BEARERS_CONFIDENCE < (garbled.confidence or 0.0)


@pytest.mark.parametrize(("country", "is_alike"), [("Nigeria", True), ("Kenya", False)])
def test_a_people_beside_a_name_and_its_country_beside_that_of_the_sources_describe_one_bearer(
    country: str, is_alike: bool
) -> None:
    context = copy_context("The Nigerian Titus Oyama won.", f"Envoys came to see Titus Koyama of {country} on Sunday.")
    assert is_described_alike(context, (2, 4), "Titus Koyama") is is_alike


def test_a_woman_is_not_the_man_of_the_sources() -> None:
    source = (
        "The ministry will buy forty boats for the lake police, the spokesman Karl Weidner said on Friday. "
        "The order is worth ten million euros, Weidner said."
    )
    copy = "The ministry buys forty boats for the police of the lakes, the {} said on Friday."
    repairer = plain_repairer(source)

    def proposed(person: str) -> list[str | None]:
        return [each.replacement for each in repairer.suggest(copy.format(person)) if each.replacement is not None]

    assert proposed("spokesman Karl Weimar") == ["Karl Weidner"]
    assert proposed("spokeswoman Karla Weimar") == []
    assert proposed("spokeswoman Katrin Weimar") == []


_OTHER_STORY = (
    "The goalkeeper {} of Dynamo Tver stopped three penalties in the final on Sunday. {}, 23, said that he had studied "
    "every shooter for a week, and the coach carried him from the ice."
)
_STORY = (
    "Waste from the chemical works will be removed from the river bank by autumn, said {}, the deputy head of the "
    "regional office for nature. {} added that two hundred barrels have been counted, that the works has paid a fine, "
    "and that water from the wells of three villages is examined every day."
)


@pytest.mark.parametrize(
    ("source", "copy"),
    [
        ("Dmitry Lagunov", "Dmitry Kalugin"),
        ("Andrey Gavrilenko", "Andrey Melaschenko"),
        ("Li Xiaoliang", "Li Qizhang"),
        ("Sergei Shukov", "Sergei Zhurov"),
        ("Roman Tkachenko", "Roman Tarasenko"),
        ("Manager Yoda", "Manager Saito"),
        ("Murat", "Marko"),
    ],
)
def test_a_given_name_alone_does_not_make_one_person_of_two_stories(source: str, copy: str) -> None:
    repairer = plain_repairer(_OTHER_STORY.format(source, source.split()[-1]))
    suggestions = repairer.suggest(_STORY.format(copy, copy.split()[-1]))
    assert [each.replacement for each in suggestions if each.replacement is not None] == []


def test_a_given_name_in_two_short_sentences_does_not_make_one_person_of_two_stories() -> None:
    repairer = plain_repairer(_OTHER_STORY.format("Donald Tusk", "Tusk") + " Prime Minister Donald Tusk called a vote.")
    suggestions = repairer.suggest(_STORY.format("the deputy", "She") + " Her partner Donald Tuscan was acquitted.")
    assert [each.replacement for each in suggestions if each.replacement is not None] == []


def test_a_misspelling_of_another_story_is_proposed() -> None:
    repairer = plain_repairer(_OTHER_STORY.format("Sergei Zhukovich", "Zhukovich"))
    suggestions = repairer.suggest(_STORY.format("Sergei Zhukowich", "Zhukowich"))
    assert {each.replacement for each in suggestions if each.replacement is not None} == {
        "Sergei Zhukovich",
        "Zhukovich",
    }


@pytest.mark.parametrize(
    ("source", "copy"),
    [("Los Angelis", "Los Angeles"), ("Tel Aviva", "Tel Aviv"), ("San Marina", "San Marino")],
)
def test_a_well_known_place_is_not_a_name_of_another_story(source: str, copy: str) -> None:
    repairer = plain_repairer(_OTHER_STORY.format(source, source.split()[-1]))
    suggestions = repairer.suggest(_STORY.format("the deputy", "She") + f" The barrels go to {copy} in May.")
    assert [each.replacement for each in suggestions if each.replacement is not None] == []


_SUMMIT = (
    "Leaders of the alliance met in Lisbon on Monday. Secretary General Mark Rutte welcomed the pledge, and Prime "
    "Minister Keir Starmer called it unbreakable. The members had agreed on new ships after two years of talks. The "
    "frigates will be built in Gdansk and patrol the northern routes from spring. Critics doubt that the crews can be "
    "found in time, since the navies already lack engineers. A vote in parliament is due before the summer."
)
_WEEK_AFTER = (
    "A week later the guests of the trade fair in Porto asked the same question, and none of the companies had an "
    "answer. {} told a dinner of cooks that prices had doubled, while {} laughed and Angela Brandmoen, who owns three "
    "bakeries, wrote down every figure that she heard before the lights went out at midnight. Nobody was hurt, the "
    "hotel said, and breakfast was served at eight."
)


def test_a_rare_surname_identifies_a_person_beside_other_events_of_the_same_people() -> None:
    suggestions = plain_repairer(_SUMMIT).suggest(_WEEK_AFTER.format("Britain's Kiel Starmer", "the mayor"))
    assert [(each.surface, each.replacement) for each in suggestions if each.replacement] == [
        ("Kiel Starmer", "Keir Starmer")
    ]


def test_a_title_of_the_same_organisation_is_checked_beside_other_events() -> None:
    repairer = plain_repairer(_SUMMIT.replace("Secretary General Mark", "NATO Secretary General Mark"))
    copy = _WEEK_AFTER.format("Keir Starmer", "NATO Director General Mark Rutte")
    assert [each.replacement for each in repairer.suggest(copy) if each.replacement] == ["Secretary General"]


@pytest.mark.parametrize(
    ("copy", "replacements"),
    [
        # Two common given names, and the person of the sources is in the copy too.
        ("Minister Tim Holt opened the bridge over the Tamar. Engineer Tom Holte of Truro had doubts.", []),
        ("Minister Tim Holt opened the bridge over the Tamar. Engineer Ann Holte of Truro had doubts.", []),
        # A garbled given name is not a common one, and a cognate is the same name.
        ("Minister Tim Holt opened the bridge over the Tamar. Erica Lindgrin had doubts.", ["Erika Lindgren"]),
    ],
)
def test_another_given_name_is_somebody_else_where_the_copy_has_the_person_of_the_sources(
    copy: str, replacements: list[str]
) -> None:
    repairer = plain_repairer(
        "The bridge over the Tamar was opened on Monday by Minister Tim Holt. Architect Erika Lindgren has doubts."
    )
    assert [each.replacement for each in repairer.suggest(copy) if each.replacement is not None] == replacements


@pytest.mark.parametrize(
    ("copy", "replacements"),
    [
        ("Vice-President Sevinj Rasulova opened a museum in Sheki on Monday. Rasulova spoke of the poet's sons.", []),
        ("President Farhad Rasulof opened a museum in Sheki on Monday.", ["Farhad Rasulov"]),
        ("President Farhat Rasulova opened a museum in Sheki on Monday.", ["Farhad Rasulov"]),
    ],
)
def test_the_womans_form_of_a_surname_after_another_given_name_is_right(copy: str, replacements: list[str]) -> None:
    source = "President Farhad Rasulov opened a museum in Sheki on Monday. Rasulov said that the poet had no sons."
    suggestions = plain_repairer(source).suggest(copy)
    assert [each.replacement for each in suggestions if each.replacement not in (None, "President")] == replacements


@pytest.mark.parametrize(
    ("copy", "replacements"),
    [
        ("Kai Hansen lives on the island and paints boats.", []),  # a usual surname after another given name
        ("Peter Geary described the matter as sensitive.", []),
        ("The Top 10 songs of the year were played.", []),  # a word
        ("The striker Embappe scored twice in the second half.", ["Mbappé"]),  # nobody's name
        ("The hawks of Hansin won the game in Osaka.", ["Hanshin"]),
    ],
)
def test_beside_lists_alone_a_known_word_or_name_is_rather_right(copy: str, replacements: list[str]) -> None:
    names = names_of((name, Kind.OTHER, ()) for name in ("Hanshin", "Geely", "Tope", "Karolinka", "Mbappé", "Ostrava"))
    suggestions = Repairer(Gazetteer(names, [])).suggest(copy)
    assert [each.replacement for each in suggestions if each.replacement is not None] == replacements


@pytest.mark.parametrize(
    ("copy", "replacements"),
    [
        ("Torsten Viklunder, a dentist, came to the harbour.", []),
        ("The plumber Torsten Viklunder came to the harbour.", []),
        ("Torsten Viklunder, no relation, came to the harbour.", []),
        ("Torsten Viklunder, a leader of the party, came to the harbour.", ["Torsten Wiklander"]),
        ("Viktor Yokerosh came to the harbour.", ["Wiktor Gyökerös"]),  # the given name is spelt as in the list
    ],
)
def test_beside_lists_alone_a_private_person_is_nobody_of_them(copy: str, replacements: list[str]) -> None:
    names = names_of((name, Kind.OTHER, ()) for name in ("Torsten Wiklander", "Wiktor Gyökerös", "Ida Moos"))
    suggestions = Repairer(Gazetteer(names, [])).suggest(copy)
    assert [each.replacement for each in suggestions if each.replacement is not None] == replacements


def test_a_list_among_the_sources_is_a_list_too() -> None:
    names = ("Hanshin", "Geely", "Tope", "Karolinka", "Mbappé", "Ostrava", "Fobos", "Vigerslev")
    suggestions = plain_repairer("\n".join(names) + "\n").suggest("Kai Hansen lives on the island and paints boats.")
    assert [each.replacement for each in suggestions if each.replacement is not None] == []


TERMINAL = (
    "RIGA - The harbour of Ventspils will get a new ferry terminal, the transport minister Ilona Vaivods said on "
    "Monday. Gunnar Hallstensson, who runs the ferry line Baltlinje, and the mayor Magnus Carlsen welcomed the plan. "
    "Tim Brandmoen of the union of dockers said that nobody had asked the members of it."
)
GARBLED_COPY = (
    "The transport minister Ilona Vaivots said that Ventspils will get a terminal. Gunnar Halstenson of Baltlinye was "
    "glad. {} will open it in person."
)
CLEAN_COPY = GARBLED_COPY.replace("Vaivots", "Vaivods").replace("Halsten", "Hallstens").replace("linye", "linje")


def _last(copy: str, person: str) -> str | None:
    """Return what is suggested for the last name of a copy."""
    suggestions = plain_repairer(TERMINAL).suggest(copy.format(person))
    return next((each.replacement for each in suggestions if each.surface.endswith(person.split()[-1])), None)


def test_a_name_of_people_may_be_garbled_where_other_names_are() -> None:
    assert _last(GARBLED_COPY, "Magnus Karlson") == "Magnus Carlsen"
    assert _last(CLEAN_COPY, "Magnus Karlson") is None


@pytest.mark.parametrize("person", ["Markus Carlsen", "Magnus Lindberg", "Marcus Brandmoen", "Magnus Carlson"])
def test_other_people_keep_their_names_among_garbled_ones(person: str) -> None:
    assert _last(GARBLED_COPY, person) is None


def test_the_flag_of_a_name_names_the_person_of_the_sources_whom_it_resembles() -> None:
    suggestions = plain_repairer(TERMINAL).suggest(CLEAN_COPY.format("Magnus Karlson"))
    reasons = {each.surface: each.reasons[0].text for each in suggestions}
    assert reasons == {"Magnus Karlson": "no source has it; it may be somebody else or Magnus Carlsen"}


def test_the_flag_of_an_unlike_name_names_nobody() -> None:
    suggestions = plain_repairer(TERMINAL).suggest(CLEAN_COPY.format("Harriet Lindberg"))
    assert [each.reasons[0].text for each in suggestions] == ["looks like a person's name; no source has it"]
