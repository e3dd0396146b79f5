"""Other people of the same surname, and relatives."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from core_fixtures import copy_context

from repair.pipeline.candidate_generation import Candidate, candidates
from repair.pipeline.decoding import decode
from repair.pipeline.decoding_values import Correction, ScoredCandidate
from repair.pipeline.detection import suspect_forms
from repair.pipeline.features.feature_extraction import extract
from repair.pipeline.introductions import introduced_anew
from repair.text.given_names import cognate, near_spelling, same_given_name

FOREST = "Minister Anders Holmberg showed the forest law. Holmberg expects a vote."
LIKELY = {("holmgren", "Holmberg"): 0.9}


def groups(copy: str, source: str = FOREST, likely: Mapping[tuple[str, str], float] = LIKELY) -> list[Correction]:
    """Return the corrections of a copy with one source, given these probabilities by (form, name)."""
    where = copy_context(copy, source)
    corrections = []
    for form in suspect_forms(where):
        texts = {candidate.text: candidate for candidate in candidates(where, form)}
        for (folded, name), probability in likely.items():
            if folded == form.fold:
                corrections.append(ScoredCandidate(extract(where, texts.get(name, Candidate(form, name))), probability))
    return decode(where, corrections)


def correction_sizes(copy: str, source: str = FOREST) -> list[int]:
    """Return where (code points) groups of a copy begin."""
    return [group.start for group in groups(copy, source)]


def test_a_bare_surname_is_that_of_the_other_person_who_is_named_in_full() -> None:
    assert correction_sizes("Annika Holmgren showed the law. Later Holmgren left. The Holmgren plan stands.") == []
    assert correction_sizes("Holmgren wants a vote. Annika Holmgren showed the law.") == []


def test_between_two_people_the_last_full_name_decides_and_nothing_is_certain() -> None:
    copy = "Anders Holmgren spoke. Then Holmgren left. In Umea, Annika Holmgren laughed. Then Holmgren slept."
    first, second = groups(copy)
    assert (first.start, second.start) == (copy.index("Holmgren"), copy.index("Holmgren left"))
    assert not first.is_disputed
    assert second.is_disputed and second.has_known_form


def test_a_surname_without_bearers_may_be_garbled_with_its_given_name() -> None:
    likely = {("holmbregk", "Holmberg"): 0.9}
    assert [group.replacement for group in groups("Annika Holmbregk showed the law.", FOREST, likely)] == ["Holmberg"]
    # The copy names the right person too, so this is somebody else.
    assert groups("Anders Holmberg showed the law. Annika Holmbregk laughed.", FOREST, likely) == []


@pytest.mark.parametrize("given_name", ["Andrew", "Andreas", "Andrzej", "Andres"])
def test_cognates_of_the_given_name_are_the_same_given_name(given_name: str) -> None:
    assert len(correction_sizes(f"Minister {given_name} Holmgren showed the law. Holmgren left.")) == 2


def test_titles_and_places_are_not_given_names() -> None:
    for word in ("Minister", "Chancellor", "General", "King", "London"):
        assert len(correction_sizes(f"{word} Holmgren showed the law.")) == 1


def test_a_person_introduced_by_facts_of_his_own_is_another_person() -> None:
    assert correction_sizes("Anders Holmgren, a beekeeper from Kiruna, laughed. Holmgren slept.") == []
    assert correction_sizes("The former mayor Anders Holmgren, 81, laughed.") == []
    # Facts that a source also has, or no facts at all, are no evidence.
    assert len(correction_sizes("Anders Holmgren, a minister who showed the law, laughed.")) == 1
    assert len(correction_sizes("Anders Holmgren, 81, laughed.", FOREST + " Holmberg is 81.")) == 1
    assert len(correction_sizes("Anders Holmgren, the beekeeper from Kiruna, laughed.")) == 1


def test_an_introduction_ends_with_its_phrase() -> None:
    context = copy_context("Anders Holmgren, a beekeeper. Forest law.", FOREST)
    assert not introduced_anew(context, 2)  # one content word is too few
    assert not introduced_anew(context, len(context.copy.tokens))


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("frederick", "friedrich"), ("stephen", "stefan"), ("vladimir", "volodymyr"), ("joseph", "jose"),
        ("joe", "joseph"), ("bill", "wilhelm"), ("sergey", "sergei"), ("alex", "alexandru"), ("mykola", "nicholas"),
        ("uli", "ulrich"), ("trudy", "gertrude"), ("oli", "oliver"),
    ],
)  # fmt: skip
def test_cognates_short_forms_and_spellings_are_one_given_name(first: str, other: str) -> None:
    assert cognate(first, other) and cognate(other, first)
    assert near_spelling(first, other) and same_given_name(first, other)


@pytest.mark.parametrize(
    ("first", "other"),
    [("joe", "mark"), ("annika", "anders"), ("rory", "siobhan"), ("jon", "jurgen"), ("vera", "pavel")],
)
def test_other_given_names_stay_apart(first: str, other: str) -> None:
    assert not same_given_name(first, other) and not same_given_name(other, first)


@pytest.mark.parametrize(
    ("copy", "source", "form", "name"),
    [
        (
            "The guard Kendrick Nan hurt his knee in the second half of the match in Tromso on Friday.",
            "The guard Kendrick Nunn hurt his knee in the second half of the match in Tromso on Friday.",
            "nan",
            "Nunn",
        ),
        (
            "A shell hit two houses and a school in Belgrade before dawn on Friday, the governor said.",
            "A shell hit two houses and a school in Belgorod before dawn on Friday, the governor said.",
            "belgrade",
            "Belgorod",
        ),
        (
            "The daughter Caroline learned to swim in the river near Hostomel before the war, her father said.",
            "The daughter Karolinka learned to swim in the river near Hostomel before the war, her father said.",
            "caroline",
            "Karolinka",
        ),
        (
            "A parade of the navy was held at the base in Baltic on Sunday, and the admiral took the salute.",
            "A parade of the navy was held at the base in Baltiysk on Sunday, and the admiral took the salute.",
            "baltic",
            "Baltiysk",
        ),
    ],
)
def test_a_veto_yields_to_a_source_with_the_same_sentence_but_nothing_is_certain(
    copy: str, source: str, form: str, name: str
) -> None:
    (group,) = groups(copy, source, {(form, name): 0.9})
    assert group.replacement == name
    assert group.is_disputed and group.has_known_form


def test_a_given_name_stays_where_the_copy_has_the_right_one_in_another_place_or_the_source_no_such_sentence() -> None:
    source = "The guard Kendra Nunn hurt her knee in the second half of the match in Tromso on Friday."
    likely = {("sandra", "Kendra"): 0.9}
    same = source.replace("Kendra", "Sandra")
    assert [group.replacement for group in groups(same, source, likely)] == ["Kendra"]
    assert groups(f"{same} Kendra Nunn was not hurt.", source, likely) == []
    assert groups("Her sister, the painter Sandra Nunn, was not there when it happened.", source, likely) == []


def test_two_countries_are_never_one_name() -> None:
    source = "The ministers spoke for an hour about fishing, steel and the new ferry to Iceland on Friday."
    likely = {("ireland", "Iceland"): 0.9}
    assert groups(source.replace("Iceland", "Ireland"), source, likely) == []


@pytest.mark.parametrize(
    ("form", "name"),
    [("liberec", "Liberecký"), ("karlovy vary", "Karlovarský"), ("usti", "Ústecký"), ("mt", "Mount")],
)
def test_the_adjective_of_a_place_and_the_word_of_an_abbreviation_are_not_its_name(form: str, name: str) -> None:
    source = f"The firefighters of the {name} region were called out ninety times on Friday night, a record."
    copy = source.replace(name, form.title())
    assert groups(copy, source, {(form, name): 0.99}) == []
    another = {(form, "Sokolowicz"): 0.99}
    assert [group.replacement for group in groups(copy, source.replace(name, "Sokolowicz"), another)] == ["Sokolowicz"]


def test_a_place_whose_kind_is_said_in_english_is_not_garbled() -> None:
    source = "The exhibition of the painters of Jeonju opened at Gyeongbokgung in the heart of Seoul on Friday."
    likely = {("kyongbok", "Gyeongbokgung"): 0.9}
    assert groups(source.replace("Gyeongbokgung", "Kyongbok Palace"), source, likely) == []
    assert len(groups(source.replace("Gyeongbokgung", "Kyongbok"), source, likely)) == 1


@pytest.mark.parametrize(
    ("form", "name", "other"),
    [("Sharkbite", "SharkNinja", True), ("Sharkninga", "SharkNinja", False), ("Donough", "McDonough", False)],
)
def test_a_name_of_two_parts_is_not_one_with_another_part(form: str, name: str, other: bool) -> None:
    source = f"The shares of {name} rose by six percent in New York on Friday after the forecast was raised."
    assert bool(groups(source.replace(name, form), source, {(form.lower(), name): 0.9})) is not other


def replacements(copy: str, source: str, likely: Mapping[tuple[str, str], float]) -> list[str]:
    """Return what a copy with one source is corrected to, given these probabilities by (form, name)."""
    return [correction.replacement for correction in groups(copy, source, likely)]


def test_two_provinces_are_not_one_that_was_garbled() -> None:
    likely = {("miyagi", "Miyazaki"): 0.9, ("miyasaki", "Miyazaki"): 0.9}
    source = "Growers in Miyazaki expect frost."
    assert replacements("Growers in Miyagi expect rain.", source, likely) == []
    assert replacements("Growers in Miyasaki expect rain.", source, likely) == ["Miyazaki"]


def test_a_place_is_not_garbled_into_its_adjective() -> None:
    source = "Except for the Karlovarský region, baths opened on Monday."
    likely = {("karlovy", "Karlovarský"): 0.9, ("karlovarsk", "Karlovarský"): 0.9}
    assert replacements("Except for the Karlovy Vary region, baths opened on Monday.", source, likely) == []
    assert replacements("Except for the Karlovarsk region, baths opened on Monday.", source, likely) == ["Karlovarský"]


def test_acronyms_that_everybody_knows_are_not_garbled() -> None:
    source = "The AHL and the NBA changed their rules on Monday. The NDLC did not."
    likely = {("nhl", "AHL"): 0.9, ("nhl", "NBA"): 0.8, ("nldc", "NDLC"): 0.9}
    assert replacements("The NHL did not.", source, likely) == []
    assert replacements("The NHL did not.", source, {("nhl", "NBA"): 0.8}) == []
    assert replacements("The NLDC plan stands.", source, likely) == ["NDLC"]


@pytest.mark.parametrize(("form", "name"), [("fMRI", "MRI"), ("RNA", "mRNA"), ("eGFR", "GFR")])
def test_an_acronym_with_a_prefix_is_another_thing(form: str, name: str) -> None:
    copy, source = f"The doctors used {form} on Monday.", f"The doctors used {name} on Monday."
    assert replacements(copy, source, {(form.lower(), name): 0.9}) == []
    bank = "The EBA will lend money to three ports, and its head met the ministers on Thursday."
    assert replacements("The ECB cut its rates by a quarter.", bank, {("ecb", "EBA"): 0.9}) == []
    members = {("mps", "MKs"): 0.9}
    assert replacements("The MPs met on Thursday.", "The MKs met on Thursday.", members) == []
    football = "Norwood lost its chances of a place in the EPL on Saturday, the league said."
    copy = "Norwood lost its chances for a place in the AFL on Saturday, said the league."
    assert replacements(copy, football, {("afl", "EPL"): 0.9}) == ["EPL"]
    assert replacements("The AFL is played in Australia.", football, {("afl", "EPL"): 0.9}) == []
    likely = {("icrc", "IFRC"): 0.9, ("irfc", "IFRC"): 0.9}
    source = "The IFRC sent blankets to Mbandaka."
    assert replacements("The ICRC was silent.", source, likely) == []
    assert replacements("The IRFC was silent.", source, likely) == ["IFRC"]


def test_a_pet_form_before_the_right_surname_is_no_garbled_name() -> None:
    source = "Visheshwaran Kandaru handed over the cup in Panaji."
    likely = {("vishy", "Visheshwaran"): 0.9, ("visheshvaran", "Visheshwaran"): 0.9, ("vashy", "Visheshwaran"): 0.9}
    assert replacements("Vishy Kandaru handed over the cup.", source, likely) == []
    assert replacements("Visheshvaran Kandaru handed over the cup.", source, likely) == ["Visheshwaran"]
    assert replacements("Vashy Kandaru handed over the cup.", source, likely) == ["Visheshwaran"]


def test_a_month_beside_a_number_is_a_date() -> None:
    source = "Dora Maye spoke for the strikers. Maye asked for peace."
    likely = {("may", "Maye"): 0.9}
    assert replacements("They spoke on May 5.", source, likely) == []
    assert replacements("On 5 May they spoke.", source, likely) == []
    assert replacements("They asked Dora May to speak.", source, likely) == ["Maye"]


def test_a_part_of_a_word_broken_by_spaces_is_not_corrected_alone() -> None:
    source = "The Gmünd choir sang in Gmünd."
    likely = {("gm", "Gmünd"): 0.9, ("gmend", "Gmünd"): 0.9}
    assert replacements("The Gm ü nder Kunstverein sang.", source, likely) == []
    assert replacements("The Gmend choir sang.", source, likely) == ["Gmünd"]


def test_a_nickname_beside_the_name_is_no_garbled_name() -> None:
    source = "Rosenborg are through after a win. The town of Rosenborg is glad."
    likely = {("reds", "Rosenborg"): 0.9, ("the reds", "Rosenborg"): 0.9}
    assert replacements("Rosenborg won. The Reds are through.", source, likely) == []
    assert replacements("The Reds are through.", source, likely) == ["Rosenborg"]


def test_a_company_named_after_a_country_is_not_the_country() -> None:
    source = "Iceland cut the flights to Reykjavik on Monday."
    likely = {("icelandair", "Iceland"): 0.9, ("icelandd", "Iceland"): 0.9}
    assert replacements("Icelandair cut its flights on Monday.", source, likely) == []
    assert replacements("Icelandd cut the flights on Monday.", source, likely) == ["Iceland"]


@pytest.mark.parametrize(
    ("right", "form", "name"),
    [
        ("Skanska cut its forecast for the year.", "skanska", "Scania"),
        ("He reads the Corriere dello Sport every day.", "corriere", "Gazzetta"),
        ("She has a channel on YouTube about bridges.", "youtube", "YouTuber"),
    ],
)
def test_a_well_known_organisation_is_not_another_one(right: str, form: str, name: str) -> None:
    source = f"Nothing was said of {name} on Monday."
    assert replacements(right, source, {(form, name): 0.9}) == []
    slip = right.replace(form.title() if form != "youtube" else "YouTube", "Xanskia")
    assert replacements(slip, source, {("xanskia", name): 0.9}) == [name]


@pytest.mark.parametrize(
    ("right", "name"),
    [
        ("Energinet", "Elering"),
        ("Petronor", "Petoro"),
        ("Saeima", "Seimas"),
        ("Sonatrach", "Sonangol"),
        ("Tuzla's Sloboda Tuzla", "Sloboda Tula"),
    ],
)
@pytest.mark.parametrize("sentence", ["The harbour pays {}.", "{}'s ships came.", "A {}-led inquiry began."])
def test_a_well_known_organisation_is_not_one_with_a_similar_name(right: str, name: str, sentence: str) -> None:
    form = right.split()[-1]
    likely = {(form.casefold(), name.split()[-1]): 0.9}
    assert replacements(sentence.format(right), sentence.format(name), likely) == []


def test_the_surname_of_somebody_in_the_news_may_be_garbled_after_another_given_name() -> None:
    source = "Rustam Yakubbayev left. Nodirbek and Rustam are friends."
    likely = {("yakubboev", "Yakubbayev"): 0.9}
    assert replacements("Nodirbek Yakubboev came. Yakubboev left.", source, likely) == []
    assert replacements("Nodirbek Yakubboev came. Rustam Yakubboev left.", source, likely) == ["Yakubbayev"]
    both = "Nodirbek Yakubboev came. Rustam Yakubboev left. Yakubboev was tired."
    assert replacements(both, source, likely) == ["Yakubbayev", "Yakubbayev"]
    assert replacements("Nodirbek came. Yakubboev left.", source, likely) == ["Yakubbayev"]


def test_the_short_name_of_a_well_known_organisation_that_the_copy_has_in_full_is_right() -> None:
    source = "Hyundai Motor cut its forecast for the year. Motor shares fell on Tuesday."
    likely = {("mobis", "Motor"): 0.9}
    assert replacements("Hyundai Mobis cut its forecast. Shares of Mobis fell.", source, likely) == []
    assert replacements("Hyundai cut its forecast. Shares of Mobis fell.", source, likely) == ["Motor"]


def test_a_code_is_not_one_with_another_number() -> None:
    source = "The storm was rated EF3 on Monday. The Kamov KA-52 was not there."
    likely = {("ef4", "EF3"): 0.9, ("ef", "EF3"): 0.9, ("kb-52", "KA-52"): 0.9, ("kb 52", "KA-52"): 0.9}
    assert replacements("The second storm was rated EF4.", source, likely) == []
    assert replacements("The EF scale was made in Texas.", source, likely) == []


def test_a_country_is_no_garbled_name_unless_a_source_has_its_sentence_with_the_name() -> None:
    source = "The Izraeli minister spoke in Katyr on Monday after the talks with the growers had ended without a deal."
    likely = {("israel", "Izraeli"): 0.9, ("qatar", "Katyr"): 0.9, ("kater", "Katyr"): 0.9}
    assert replacements("Israel prepares for talks. The emir of Qatar left.", source, likely) == []
    assert replacements("The ferry from Kater was late.", source, likely) == ["Katyr"]
    assert replacements(source.replace("Katyr", "Qatar"), source, likely) == ["Katyr"]


def test_the_first_word_of_another_company_is_right_beside_the_one_that_the_sources_name() -> None:
    source = "Shares of Halborg Maritime fell by two percent on Monday."
    likely = {("halburg", "Halborg"): 0.9}
    assert replacements("Halborg Maritime fell. Halburg Seeds did not.", source, likely) == []
    assert replacements("Halborg Maritime fell. Halburg Maritime had not been asked.", source, likely) == ["Halborg"]
    assert replacements("Halburg Seeds fell.", source, likely) == ["Halborg"]


def test_english_weekdays_titles_and_conjunctions_are_no_garbled_words_of_other_languages() -> None:
    source = "Am Montag sprach Kanzler Olaf Scholz. Harry Styles y Dua Lipa cantaron."
    likely = {
        ("monday", "Montag"): 0.9,
        ("chancellor", "Kanzler"): 0.9,
        ("styles and dua lippa", "Styles y Dua Lipa"): 0.9,
    }
    assert replacements("Monday was quiet. Chancellor Olaf Scholz spoke.", source, likely) == []
    assert replacements("Harry Styles and Dua Lippa sang.", source, likely) == []
    assert replacements("Harry Styles and Dua Lippa sang.", source, {("lippa", "Lipa"): 0.9}) == ["Lipa"]
    surname = {("sunday", "Sonntag"): 0.9}
    assert replacements("The officer, Sunday, spoke.", "The officer, Sonntag, spoke.", surname) == ["Sonntag"]


def test_an_english_word_alone_is_no_garbled_name_unless_it_has_most_of_its_letters() -> None:
    source = "MinTsifra wrote to the French Ligue 1. Liz Truss read RIA Novosti."
    likely = {
        ("ministry", "MinTsifra"): 0.9,
        ("league", "Ligue"): 0.9,
        ("journal", "Novosti"): 0.9,
        ("news", "Novosti"): 0.9,
        ("trust", "Truss"): 0.9,
    }
    assert replacements("The Ministry wrote to the French League 1.", source, likely) == []
    assert replacements("The Ministry wrote to the Journal.", source, likely) == []
    assert replacements("Minister Trust read RIA News.", source, likely) == ["Truss", "Novosti"]


def test_a_town_is_no_city_of_unlike_letters_even_in_the_same_sentence() -> None:
    source = "Fire destroyed a warehouse in Manchester on Monday."
    likely = {("leipzig", "Manchester"): 0.9, ("menchester", "Manchester"): 0.9}
    assert replacements(source.replace("Manchester", "Leipzig"), source, likely) == []
    assert replacements(source.replace("Manchester", "Menchester"), source, likely) == ["Manchester"]
    kanji = {("matsuyama", "Songshan"): 0.9}
    assert replacements("The ferry to Matsuyama was late.", "The ferry to Songshan was late.", kanji) == ["Songshan"]
    sound = {("plato", "Plateau"): 0.9}
    plateau = source.replace("Manchester", "Plateau")
    assert replacements(source.replace("Manchester", "Plato"), plateau, sound) == ["Plateau"]


def test_a_town_beside_a_longer_name_is_no_other_town() -> None:
    source = "Message of Fjord News Agency Kharkiv on Monday: the bridge is open."
    likely = {("kherson", "Kharkiv"): 0.9, ("harkivv", "Kharkiv"): 0.9}
    assert replacements(source.replace("Kharkiv", "Kherson"), source, likely) == []
    whole = {("fjord news agency kherson", "Fjord News Agency Kharkiv"): 0.9}
    assert replacements(source.replace("Kharkiv", "Kherson"), source, whole) == []
    assert replacements(source.replace("Kharkiv", "Harkivv"), source, likely) == ["Kharkiv"]


def test_a_mans_full_name_is_no_garbled_genitive_of_it() -> None:
    likely = {
        ("vaclav", "Václava"): 0.9,
        ("moravec", "Moravce"): 0.9,
        ("polin", "Polina"): 0.9,
        ("gagarin", "Gagarina"): 0.9,
        ("igor", "Igora"): 0.9,
    }
    talk = "She spoke of it in the Questions of Václava Moravce on Sunday."
    assert replacements(talk.replace("Václava Moravce", "Václav Moravec"), talk, likely) == []
    song = "The singer Polina Gagarina opened the festival on Igora Drive."
    garbled = song.replace("Polina Gagarina", "Polin Gagarin").replace("Igora", "Igor")
    assert replacements(garbled, song, likely) == ["Polina", "Gagarina", "Igora"]
