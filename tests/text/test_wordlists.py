"""Shared word tables: all modules treat particles, honorifics and abbreviations in the same way."""

from __future__ import annotations

import pytest

from repair.gazetteer.spelling_cluster import surname_of
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.mentions import find
from repair.text.title_mentions import find_titles
from repair.text.title_terms import ABBREVIATIONS as TITLE_ABBREVIATIONS
from repair.text.tokens import sentences
from repair.text.wordlists import HONORIFICS, INNER_WORDS, KOREAN_FAMILIES, KOREAN_FAMILY_NAMES, NON_NAMES, PARTICLES
from repair.translation.sentences import sentence_spans

PARTICLED = (
    ("Margaretha af Ugglas", "af Ugglas"),
    ("Itamar ben Dayan", "ben Dayan"),
    ("Frederik ten Bosch", "ten Bosch"),
    ("Paolo dello Russo", "dello Russo"),
    ("Erik av Dahl", "av Dahl"),
)


@pytest.mark.parametrize(("name", "surname"), PARTICLED)
def test_a_particle_is_part_of_the_name_for_every_module(name: str, surname: str) -> None:
    text = f"The letter reached {name} in Oslo."
    assert [mention.surface for mention in find(text)] == [name, "Oslo"]
    assert name in AnalyzedText(text).gram_places
    assert surname_of(name) == surname
    text = f"The ministry wrote to Foreign Minister {name} on Friday."
    copy = AnalyzedText(text)
    (mention,) = find_titles(copy, Lexicon.load())
    assert mention.name is not None
    assert copy.surface(*mention.name) == name


def test_given_names_and_surnames_that_look_like_particles_count_as_names() -> None:
    assert {"ap", "ben", "das", "do"} <= PARTICLES
    assert NON_NAMES.isdisjoint({"ap", "ben", "das", "do"})
    assert INNER_WORDS >= NON_NAMES


@pytest.mark.parametrize("honorific", sorted(HONORIFICS))
def test_an_honorific_between_title_and_name_is_skipped(honorific: str) -> None:
    copy = AnalyzedText(f"A call by Prime Minister {honorific.capitalize()} Ingrid Solheim came late.")
    (mention,) = find_titles(copy, Lexicon.load())
    assert mention.name is not None
    assert copy.surface(*mention.name) == "Ingrid Solheim"


@pytest.mark.parametrize("abbreviation", ["Adm.", "Brig.", "Cmdr.", "Ft.", "Lt.", "Maj.", "Mt.", "Pres.", "Sgt."])
def test_an_abbreviation_before_a_name_ends_no_sentence(abbreviation: str) -> None:
    text = f"They saw {abbreviation} Solheim at noon. She left."
    assert [text[low:high] for low, high in sentences(text)] == [text[:-10], "She left."]
    assert [text[span.start : span.end] for span in sentence_spans(text)] == [text[:-10], "She left."]


def test_words_of_other_languages_end_sentences_there() -> None:
    text = "¿Vino? No. Fue al mar. Nadie lo vio."
    assert len(sentence_spans(text)) == 4


def test_abbreviated_titles_include_the_titles_before_names() -> None:
    assert {"gen", "capt", "pm", "ceo"} <= TITLE_ABBREVIATIONS


@pytest.mark.parametrize(
    "family",
    [
        "lee yi rhee li",
        "ryu yoo you",
        "im lim yim",
        "choi choe",
        "gu koo ku",
        "jung jeong chung chong",
        "kwon gwon",
        "noh roh no",
    ],
)
def test_spellings_of_one_korean_family_name_are_one_family(family: str) -> None:
    assert any(spellings >= set(family.split()) for spellings in KOREAN_FAMILIES)


@pytest.mark.parametrize("pair", [("cho", "choi"), ("kim", "kang"), ("jang", "yang"), ("han", "ahn"), ("park", "baek")])
def test_two_korean_families_are_two(pair: tuple[str, str]) -> None:
    assert set(pair) <= KOREAN_FAMILY_NAMES
    assert not any(family >= set(pair) for family in KOREAN_FAMILIES)
