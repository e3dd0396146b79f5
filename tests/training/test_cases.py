"""Labelled output laid beside its stories: settings, labels, and what stands for other outlets."""

from __future__ import annotations

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, ORCHARD

from repair.gazetteer import Gazetteer
from repair.pipeline.candidate_generation import Candidate, candidates
from repair.pipeline.detection import CopyContext, suspect_forms
from repair.pipeline.feature_table import FeatureVector
from repair.text.lexicon import Lexicon
from repair.text.tokens import sentences
from repair.training.cases import (
    ALL,
    FOLDS,
    HUMAN,
    LOOSE,
    OWN,
    archive_of,
    cases_of,
    human_items,
    label,
    paraphrase,
    scene_of,
)
from repair.training.evaluation.benchmark import BenchmarkItem, CharSpan, Gold


def bench_item(name: str, doc: str, text: str, clean: tuple[str, ...], **labels: str) -> BenchmarkItem:
    """Label every place of each mangled form (``form="Right Name"``)."""
    golds = []
    for form, right in labels.items():
        surface, at = form.replace("_", " "), -1
        while (at := text.find(surface, at + 1)) >= 0:
            golds.append(Gold(at, at + len(surface), right, (), "person", "kana"))
    return BenchmarkItem(name, "sv-en", doc, len(text.split()), text, clean, tuple(golds), ())


MANGLED = bench_item("one", "bridge", BRIDGE_COPY, BRIDGE, Vikrander="Wiklander")
PLUMS = bench_item("two", "orchard", ORCHARD[0], ORCHARD)
ITEMS = [MANGLED, PLUMS]


def laid(item: BenchmarkItem, setting: str) -> CopyContext:
    background = Lexicon.load()
    names = Gazetteer.build([clean for each in ITEMS for clean in each.clean])
    return scene_of(item, setting, archive_of(ITEMS, background), background, names)


def test_a_document_is_laid_beside_its_own_sources() -> None:
    assert [reading.text for reading in laid(MANGLED, OWN).story.texts] == list(BRIDGE)
    assert {reading.text for reading in laid(MANGLED, ALL).story.sources[:2]} == set(BRIDGE)


def test_a_human_translation_is_never_laid_beside_its_own_story() -> None:
    (one, *_) = human_items([MANGLED])
    assert not {reading.text for reading in laid(one, HUMAN).story.sources} & set(BRIDGE)


def test_human_translations_come_once_each_and_unmangled() -> None:
    found = human_items([*ITEMS, *ITEMS])
    assert sorted(item.text for item in found) == sorted((*BRIDGE, *ORCHARD))
    assert all(item.gold == () and item.clean == () for item in found)
    assert {item.story for item in found} == {item.story for item in ITEMS}


def words_in_order(told: str, sentence: str) -> bool:
    """Whether the words of ``told`` stand in ``sentence`` in the same order."""
    rest = iter(sentence.split())
    return all(word in rest for word in told.split())


def test_other_outlets_tell_some_of_it_in_another_order() -> None:
    text = " ".join(f"Minister Torsten number{number} Wiklander slowly sold the old ferry." for number in range(40))
    outlets = paraphrase([text], "one")
    assert outlets == paraphrase([text], "one") != paraphrase([text], "two")
    assert 2 <= len(outlets) <= 4
    cut = [text[low:high] for low, high in sentences(text)]
    for told in outlets:
        lines = told.split("\n")
        assert 0 < len(lines) < 40
        assert all(any(words_in_order(line, sentence) for sentence in cut) for line in lines)
        # Every name of a sentence that is told is told; many a word between is not.
        assert all(words_in_order("Minister Torsten Wiklander", line) for line in lines)
        assert sum(len(line.split()) for line in lines) < sum(len(sentence.split()) for sentence in cut)


def test_a_name_of_the_story_stands_with_some_outlets_only() -> None:
    text = " ".join(f"Number{number} Wiklander sold the old ferry." for number in range(40))
    outlets = paraphrase([text], "one")
    shared = [sum(f"Number{number} " in told for told in outlets) for number in range(40)]
    assert any(0 < count < len(outlets) for count in shared)


def test_no_clean_text_has_no_outlets() -> None:
    assert paraphrase([], "one") == ()


def test_a_loose_telling_has_only_words_of_its_sources() -> None:
    found = laid(MANGLED, LOOSE).story.texts
    assert {word for reading in found for word in reading.text.split()} <= set(" ".join(BRIDGE).split())


def judged(item: BenchmarkItem, form: str, name: str) -> tuple[float, float]:
    """Label one pairing, made by hand where the scene has none."""
    where = laid(item, OWN)
    strange = next(one for one in suspect_forms(where) if one.fold == form)
    found = next((p for p in candidates(where, strange) if p.text == name), Candidate(strange, name))
    return label(item, where, FeatureVector(found))


def test_the_name_meant_is_right_and_another_wrong() -> None:
    assert judged(MANGLED, "vikrander", "Wiklander") == (1.0, 1.0)
    assert judged(MANGLED, "vikrander", "Haparanda") == (0.0, 1.0)


def test_a_form_no_label_covers_is_wrong() -> None:
    bare = bench_item("one", "bridge", BRIDGE_COPY, BRIDGE)
    assert judged(bare, "vikrander", "Wiklander") == (0.0, 1.0)


def test_on_a_variant_nothing_can_be_told() -> None:
    places = tuple(CharSpan(gold.start, gold.end) for gold in MANGLED.gold)
    doubtful = BenchmarkItem("one", "sv-en", "bridge", 20, BRIDGE_COPY, BRIDGE, (), places)
    assert judged(doubtful, "vikrander", "Wiklander") == (0.0, 0.0)


@pytest.mark.parametrize(("name", "right"), [("Brandmoen", 1.0), ("Arvid", 0.0)])
def test_a_part_of_a_longer_label_may_be_right_by_itself(name: str, right: float) -> None:
    text = "They saw Arbid Brantmon today."
    source = "They saw Arvid Brandmoen today."
    item = bench_item("one", "part", text, (source,), Arbid_Brantmon="Arvid Brandmoen")
    assert judged(item, "brantmon", name) == (right, 1.0)


@pytest.mark.parametrize("setting", [OWN, ALL])
def test_every_document_becomes_a_case(setting: str) -> None:
    background = Lexicon.load()
    ticks: list[int] = []
    names = Gazetteer.build(BRIDGE)
    found = cases_of(ITEMS, setting, archive_of(ITEMS, background), names, lambda: ticks.append(1))
    assert [case.item for case in found] == ITEMS and len(ticks) == 2
    for case in found:
        assert all(right in (0.0, 1.0) and weight in (0.0, 1.0) for _, right, weight in case.surveyed)
        assert 0 <= case.fold < FOLDS
    assert any(right for _, right, _ in found[0].surveyed)
    assert found[1].surveyed == []


def test_all_outputs_of_a_story_fall_into_one_fold() -> None:
    background = Lexicon.load()
    twins = [MANGLED, bench_item("three", "bridge", BRIDGE[0], BRIDGE)]
    found = cases_of(twins, OWN, archive_of(twins, background), Gazetteer.build(BRIDGE), lambda: None)
    assert found[0].fold == found[1].fold
