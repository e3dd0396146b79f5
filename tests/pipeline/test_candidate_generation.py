"""Suspect forms in a copy, and the names that they could stand for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, candidate_of, copy_context, form, form_of, story
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.gazetteer import Gazetteer
from repair.pipeline.alignment import IdfWeights
from repair.pipeline.candidate_generation import MAX_SIMILAR, candidates, similar_spellings, similarity
from repair.pipeline.detection import MAX_FORM_WORDS, CopyContext, suspect_forms
from repair.pipeline.story import SourceStory
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.phonetics import consonant_skeleton, squash


def suspicious_words(copy: str, *sources: str) -> list[str]:
    context = copy_context(copy, *sources)
    return [token.text for token, odd in zip(context.copy.tokens, context.suspicious, strict=True) if odd]


def test_a_word_in_no_source_is_suspicious() -> None:
    assert suspicious_words(BRIDGE_COPY, *BRIDGE) == ["Vikrander", "Vikrander"]


@pytest.mark.parametrize(
    ("copy", "source"),
    [
        ("He called Zelenskyy today.", "He called Zelensky today."),  # another romanisation
        ("They went to Kiev today.", "They went to Kyiv today."),
        ("The two Kowaliks came.", "Only Kowalik came."),  # the plural
        ("A UAV was seen.", "Many UAVs came."),
        ("They asked Mr Kowalik.", "They asked Kowalik."),  # a form of address
        ("KOWALIK came.", "Kowalik came."),
        ("Then Šimon came.", "Then Simon came."),
        ("Yesterday it rained.", "It rained in Oslo."),  # an ordinary word that opens a sentence
        ("It was 1999 and I slept.", "It rained."),
        ("Princess Catherine came.", "Princess Kate came."),  # a short form, and the name that it stands for
        ("They asked Bob Kowalik.", "They asked Robert Kowalik."),
    ],
)
def test_words_that_are_not_suspicious(copy: str, source: str) -> None:
    assert suspicious_words(copy, source) == []


def test_two_short_forms_or_two_names_are_not_each_other() -> None:
    assert suspicious_words("They asked Edmund.", "They asked Edward.") == ["Edmund"]
    assert suspicious_words("They asked Peggy.", "They asked Maggie.") == ["Peggy"]


def test_a_word_that_begins_a_sentence_and_a_name_is_suspicious() -> None:
    assert "Crack" in suspicious_words("Crack Werner left.", "Clark Werner left.")


def test_forms_are_the_suspicious_ranges_and_their_parts() -> None:
    context = copy_context(
        "Minister Olek Zandra Stepan spoke in Vienna.", "Minister Oleksandra Stepanchuk spoke in Vienna."
    )
    folded_forms = {suspect.fold for suspect in suspect_forms(context)}
    assert {"olek", "olek zandra", "olek zandra stepan", "zandra stepan"} <= folded_forms
    assert not any("vienna" in folded or "minister" in folded for folded in folded_forms)
    assert all(suspect.words <= MAX_FORM_WORDS for suspect in suspect_forms(context))


def test_a_form_has_all_its_places() -> None:
    context = copy_context(BRIDGE_COPY, *BRIDGE)
    places = form_of(context, "vikrander").places
    assert [context.copy.surface(*place) for place in places] == ["Vikrander", "Vikrander"]


def test_a_name_with_other_spaces_is_not_suspicious() -> None:
    context = copy_context("Walkers left Kestrelmoor.", "Walkers left Kestrel Moor.")
    assert suspect_forms(context) == []


def test_the_aligned_name_comes_first_and_is_marked_as_missing() -> None:
    context = copy_context(BRIDGE_COPY, *BRIDGE)
    generated = candidates(context, form_of(context, "vikrander"))
    assert generated[0].aligned
    candidate = candidate_of(context, "vikrander", "Wiklander")
    assert candidate.aligned and all(occurrence.missing for occurrence in candidate.aligned)
    for occurrence in candidate.aligned:
        assert (
            context.story.texts[occurrence.source].surface(occurrence.ngram.low, occurrence.ngram.high) == "Wiklander"
        )


def test_a_name_that_the_sentence_already_has_is_no_candidate() -> None:
    context = copy_context(
        "Torsten Vikrander opened the bridge of Haparanda.", "Torsten Wiklander opened the bridge at Haparanda."
    )
    assert "Haparanda" not in {candidate.text for candidate in candidates(context, form_of(context, "vikrander"))}


def test_a_name_of_similar_spelling_is_a_candidate_anywhere_in_the_story() -> None:
    context = copy_context(
        "Rain fell. Vikrander slept.", "The bridge is open. Plums are dear. It was opened by Wiklander on a Monday."
    )
    assert "Wiklander" in {candidate.text for candidate in candidates(context, form_of(context, "vikrander"))}


def test_of_many_similar_names_the_most_similar_are_compared() -> None:
    names = [f"Vik{first}{second}nder" for first in "abcdefghijklm" for second in "abcdefghijklm"]
    source = story(" ".join(f"Today {name} spoke." for name in [*names, "Vikrander"]))
    similar = similar_spellings(source, form("Vikramder"))
    assert len(similar) == MAX_SIMILAR < len(names) and "Vikrander" in similar
    assert similar == [name for name in [*names, "Vikrander"] if name in similar]


def test_a_form_is_never_its_own_candidate() -> None:
    context = copy_context("Sotnik and Vik-Rander came.", "Sotnik came with Wiklander.")
    for suspect in suspect_forms(context):
        assert all(squash(candidate.text.lower()) != suspect.joined for candidate in candidates(context, suspect))


def test_without_sources_there_are_no_candidates() -> None:
    context = copy_context(BRIDGE_COPY)
    assert [candidate for suspect in suspect_forms(context) for candidate in candidates(context, suspect)] == []


@pytest.mark.parametrize(
    ("first", "other"),
    [("latte", "rutte"), ("vikrander", "wiklander"), ("paversham", "baversham"), ("blakakis", "vlachakis")],
)
def test_consonant_skeletons_are_equal_for_similar_sounds(first: str, other: str) -> None:
    assert similarity(consonant_skeleton(first), consonant_skeleton(other)) > 0.5


@pytest.mark.parametrize(("first", "other"), [("latte", "rutte"), ("kolya", "goria")])
def test_consonant_skeletons_differ_for_different_sounds(first: str, other: str) -> None:
    assert (consonant_skeleton(first) == consonant_skeleton(other)) is (first == "latte")


def test_looks_alike_by_letters_or_by_consonants() -> None:
    source_story = story("Solvang, Rutte, Wojnarowicz and Bolshakovsky agreed.")
    assert similar_spellings(source_story, form("Sorbang")) == ["Solvang"]
    assert similar_spellings(source_story, form("Latte")) == ["Rutte"]
    assert similar_spellings(source_story, form("Bo")) == []
    assert similar_spellings(story(), form("Latte")) == []


@settings(max_examples=50, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz -'", max_size=24))
def test_every_form_has_a_consonant_skeleton(folded: str) -> None:
    skeleton = consonant_skeleton(folded)
    assert not set(skeleton) & set("aeiouy -'")
    assert all(a != b for a, b in pairwise(skeleton))
    assert consonant_skeleton(squash(folded)) == skeleton


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12))
def test_likeness_is_between_0_and_1(first: str, other: str) -> None:
    assert 0.0 <= similarity(first, other) <= 1.0
    assert similarity(first, first) == 1.0


def test_an_article_is_part_of_neither_the_form_nor_the_name() -> None:
    context = copy_context(
        "The mayor of the Kokohara district spoke in Vienna.", "The Kochihara mayor spoke in Vienna."
    )
    forms = suspect_forms(context)
    assert [suspect.fold for suspect in forms] == ["kokohara"]
    names = {candidate.text for candidate in candidates(context, forms[0])}
    assert "Kochihara" in names
    assert not any(name.startswith("The ") for name in names)


def test_the_number_of_sources_does_not_change_the_rarity_of_names() -> None:
    sources = ("Wiklander came to Odda.", "Wiklander left.", "Wiklander slept in Odda.", "Then Wiklander sang.")
    few, many = copy_context("Vikrander came.", *sources[:1]), copy_context("Vikrander came.", *sources)
    assert many.rarity("wiklander") == pytest.approx(few.rarity("wiklander"), abs=0.05)
    assert many.rarity("wiklander") > many.rarity("the") + 1


def test_a_name_in_other_stories_is_less_rare() -> None:
    texts = [
        AnalyzedText("Wiklander came.", "a"),
        *(AnalyzedText(f"Wiklander sang {n} songs.", "b") for n in range(9)),
    ]
    background = Lexicon.load()
    story = SourceStory(texts[:1], [1.0])
    context = CopyContext(
        AnalyzedText("Vikrander came."), story, IdfWeights(background, texts), background, Gazetteer.build([])
    )
    alone = CopyContext(
        AnalyzedText("Vikrander came."), story, IdfWeights(background, texts[:1]), background, Gazetteer.build([])
    )
    assert context.rarity("wiklander") < alone.rarity("wiklander") - 1


def test_copies_of_a_story_share_one_cache() -> None:
    texts, lexicon = [AnalyzedText("Torsten Wiklander came.", "a")], Lexicon.load()
    story, names = SourceStory(texts, [1.0]), Gazetteer.build(["Torsten Wiklander came."])
    weights = IdfWeights(lexicon, texts)
    first, second = (
        CopyContext(AnalyzedText(f"Vikrander {did}."), story, weights, lexicon, names) for did in ("came", "left")
    )
    assert first.story_cache is second.story_cache
    other = CopyContext(AnalyzedText("Vikrander sang."), story, weights, lexicon, Gazetteer.build([]))
    assert first.listed("Torsten Wiklander") == 2 and not other.listed("Torsten Wiklander")
