"""Baselines: their proposals, the threshold of their scores, and missing packages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import ModuleType

import pytest

from repair.training.evaluation import comparison, spacy_baseline
from repair.training.evaluation.baselines import (
    Baseline,
    BaselineSources,
    Match,
    double_metaphone,
    jaro_winkler,
    name_matchers,
    symspell,
)
from repair.training.evaluation.benchmark import BenchmarkItem, Gold, Proposal
from repair.training.evaluation.comparison import compare, missing_baselines

SOURCES = BaselineSources(
    ("Minister Torsten Wiklander opened the bridge. Brandmoen stayed at home, Wiklander said in Haparanda.",)
)
COPY = "Minister Torsten Vikrander opened the bridge. Brandmoen stayed at home."


def test_names_are_those_inside_sentences_and_their_words() -> None:
    assert SOURCES.names == ["Haparanda", "Minister", "Minister Torsten Wiklander", "Torsten", "Wiklander"]


def test_each_line_of_a_list_is_a_name_and_so_are_its_words() -> None:
    names = BaselineSources((), ("Wiklander\nOslo Water Works\n\nWiklander",)).names
    assert {"Wiklander", "Oslo Water Works", "Water"} <= set(names)


def test_sources_of_lines_are_kept_apart_by_kind_and_each_taken_once() -> None:
    line = BenchmarkItem("a", "", "d", 1, "x", ("one text", "one text"), (), ())
    listed = BenchmarkItem("b", "", "d", 1, "x", ("Wiklander",), (), (), listed=True)
    assert BaselineSources.of([line, line, listed]) == BaselineSources(("one text",), ("Wiklander",))


@pytest.mark.parametrize(
    ("matcher", "library"), [(jaro_winkler, "rapidfuzz"), (double_metaphone, "metaphone"), (symspell, "symspellpy")]
)
def test_a_matcher_finds_the_similar_name_and_no_dissimilar_one(
    matcher: Callable[[Sequence[str]], Callable[[str], Match | None]], library: str
) -> None:
    pytest.importorskip(library)
    match = matcher(["Haparanda", "Wiklander"])
    best = match("Wiclander")
    assert best is not None and best.name == "Wiklander" and 0.8 < best.similarity < 1
    assert match("Zoological") is None


@pytest.mark.parametrize("number", range(len(name_matchers())))
def test_a_baseline_changes_what_the_sources_do_not_contain(number: int) -> None:
    baseline = name_matchers()[number]
    proposals = baseline.fit(SOURCES)("Torsten Wiclander met Haparanda.")
    assert [(p.start, p.end, p.replacement) for p in proposals] == [(8, 17, "Wiklander")]
    assert baseline.version.partition(":")[2]


def item(text: str, *, clean: str = "Wiklander", surface: str = "Vikrander") -> BenchmarkItem:
    start = text.index(surface)
    gold = Gold(start, start + len(surface), clean, (), "person", "kana")
    return BenchmarkItem("a", "sv-en", "d", 4, text, (), (gold,), ())


def test_a_tool_is_scored_at_its_best_threshold() -> None:
    def propose(text: str) -> list[Proposal]:
        return [Proposal(4, 13, "Wiklander", 0.8), Proposal(17, 22, "Odense", 0.5)]

    line = item("Mrs Vikrander in Odessa")
    (scores,) = compare([line], [Baseline("tool", "tool:2", lambda sources: propose)], sources="all", data="abc")
    assert (scores.threshold, scores.metrics.precision, scores.metrics.recall) == (0.8, 1.0, 1.0)
    assert scores.by_garble == (("kana", 1, 1.0),)
    assert scores.signature == "tool:2|threshold:0.8|sources:all|data:abc"


def test_a_tool_is_prepared_once_for_neighbouring_lines_of_the_same_sources() -> None:
    fitted: list[BaselineSources] = []

    def fit(sources: BaselineSources) -> Callable[[str], list[Proposal]]:
        fitted.append(sources)
        return lambda text: []

    lines = [item("Vikrander"), item("Vikrander came")]
    compare(lines, [Baseline("tool", "tool:2", fit)], sources="own", data="abc")
    assert len(fitted) == 1


def test_what_is_not_installed_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "installed_model", lambda: None)
    rapidfuzz = [each for each in name_matchers() if each.name == "Jaro-Winkler"]
    missing = missing_baselines(rapidfuzz)
    assert missing == [
        "double metaphone (install metaphone)",
        "SymSpell (install symspellpy)",
        "spaCy NER + Jaro-Winkler (install spaCy and one of its English model packages)",
    ]


# --- spaCy, replaced by a recogniser of a few words


@dataclass(frozen=True)
class FakeSpan:
    text: str
    start_char: int
    label_: str


@dataclass(frozen=True)
class FakeDocument:
    ents: list[FakeSpan]


ENTITIES = {
    "the Swedish Ferry Board": "ORG",
    "Swedish Fery Board's": "ORG",
    "Wiklander": "PERSON",
    "Vikrander": "PERSON",
    "Monday": "DATE",
}


@dataclass
class FakePipeline:
    meta: dict[str, str] = field(default_factory=lambda: {"version": "9.1.0"})

    def __call__(self, text: str) -> FakeDocument:
        return FakeDocument([FakeSpan(e, text.index(e), label) for e, label in ENTITIES.items() if e in text])


@pytest.fixture
def fake_spacy(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Install a module with the interface of spaCy; return its list of model packages, which a test may fill."""
    models: list[str] = []
    module, util = ModuleType("spacy"), ModuleType("spacy.util")
    vars(util)["get_installed_models"] = lambda: models
    vars(module).update(util=util, load=lambda name: FakePipeline(), __version__="9.0", __spec__=object())
    monkeypatch.setitem(sys.modules, "spacy", module)
    return models


def test_without_an_english_model_spacy_is_left_out(fake_spacy: list[str]) -> None:
    assert spacy_baseline.installed_model() is None
    fake_spacy.append("de_core_news_lg")
    assert spacy_baseline.installed_model() is None


def test_the_most_accurate_model_is_used(fake_spacy: list[str]) -> None:
    fake_spacy += ["en_core_web_sm", "en_news", "en_core_web_lg", "en_core_web_md"]
    assert spacy_baseline.installed_model() == "en_core_web_lg"


def test_entities_that_the_sources_lack_become_the_most_similar_one(fake_spacy: list[str]) -> None:
    fake_spacy.append("en_core_web_sm")
    (baseline,) = [each for each in comparison.installed_baselines() if each.name == spacy_baseline.NAME]
    assert baseline.version == "spacy:9.0,en_core_web_sm:9.1.0"
    propose = baseline.fit(BaselineSources(("On Monday Wiklander left the Swedish Ferry Board.",)))
    copy = "Vikrander left the Swedish Fery Board's house on Monday. Wiklander spoke."
    proposed = {copy[p.start : p.end]: p.replacement for p in propose(copy)}
    assert proposed == {"Vikrander": "Wiklander", "Swedish Fery Board": "Swedish Ferry Board"}


def test_a_list_of_names_is_used_unchanged(fake_spacy: list[str]) -> None:
    baseline = spacy_baseline.spacy_pipeline("en_core_web_sm")
    propose = baseline.fit(BaselineSources((), ("Vikland\nViklander",)))
    assert [p.replacement for p in propose("Vikrander spoke.")] == ["Viklander"]
