"""Mangled copy from clean copy, by noise and through an engine: deterministic, with correct labels."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from engine_fixtures import Words
from hypothesis import given, settings
from hypothesis import strategies as st

from repair.core.types import Document
from repair.training.corruption.by_language import CORRUPTORS, corrupted
from repair.training.evaluation.benchmark import reads_right
from repair.training.evaluation.benchmark_file import load
from repair.training.synthesize import NOISE, ROUND_TRIP, SynthesisOptions, record, synthesize

SAMPLES = Path(__file__).parents[2] / "samples" / "sources"
TEXT = (SAMPLES / "paris-agency.txt").read_text(encoding="utf-8")
DOCUMENT = Document("paris", TEXT, "paris-agency.txt")


def undone(text: str, gold: Sequence[tuple[int, int, str]]) -> str:
    for start, end, clean in sorted(gold, reverse=True):
        text = text[:start] + clean + text[end:]
    return text


@settings(deadline=None, max_examples=150)
@given(
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=14),
    st.sampled_from([*CORRUPTORS, "xx"]),
    st.integers(0, 9),
)
def test_a_word_is_mangled_deterministically_and_never_empty(word: str, lang: str, seed: int) -> None:
    once = corrupted(word, lang, random.Random(seed))
    assert once == corrupted(word, lang, random.Random(seed))
    assert len(once) > 1 and len(once) < 3 * len(word) + 8


@pytest.mark.parametrize("lang", ["ja", "ru", "zh", "he", "cs", "is", "fr"])
def test_undoing_every_label_restores_the_clean_copy(lang: str) -> None:
    item = synthesize(DOCUMENT, SynthesisOptions(lang, share=1.0))
    assert len(item.gold) >= 8 and item.clean == (TEXT,) and item.pair == f"{lang}-en"
    assert undone(item.text, [(gold.start, gold.end, gold.clean) for gold in item.gold]) == TEXT
    for gold in item.gold:
        assert item.text[gold.start : gold.end] != gold.clean and gold.garble == f"{NOISE} {lang}"


def test_the_seed_decides_and_a_name_is_mangled_in_one_way_throughout() -> None:
    first, again, other = (synthesize(DOCUMENT, SynthesisOptions("ja", seed=seed)) for seed in (1, 1, 2))
    assert first == again and first.text != other.text
    forms: dict[str, set[str]] = {}
    for gold in first.gold:
        forms.setdefault(gold.clean, set()).add(first.text[gold.start : gold.end])
    assert all(len(surfaces) == 1 for surfaces in forms.values())


def test_a_share_of_0_mangles_no_name() -> None:
    assert synthesize(DOCUMENT, SynthesisOptions("ja", share=0.0)).text == TEXT
    assert not synthesize(DOCUMENT, SynthesisOptions("ja", share=0.0)).gold


def test_synthesized_copy_can_be_evaluated(tmp_path: Path) -> None:
    item = synthesize(DOCUMENT, SynthesisOptions("ru", share=1.0))
    path = tmp_path / "bench.jsonl"
    path.write_text(json.dumps(record(item), ensure_ascii=False) + "\n", encoding="utf-8")
    assert load(path) == [item]
    assert not reads_right(item.text, item.gold, [])


class Back(Words):
    """Translates a surname as a word, and returns everything else unchanged."""

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        return [sentence.replace("Rutte", "Route") if src == "fr" else sentence for sentence in sentences]


def test_a_round_trip_labels_the_names_that_changed() -> None:
    item = synthesize(DOCUMENT, SynthesisOptions("fr"), Back())
    assert {gold.garble for gold in item.gold} == {ROUND_TRIP}
    assert {item.text[gold.start : gold.end] for gold in item.gold} <= {"Mark Route", "Route"}
    assert undone(item.text, [(gold.start, gold.end, gold.clean) for gold in item.gold]) == TEXT


def test_the_command_writes_benchmark_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from repair.cli.app import main

    out = tmp_path / "bench.jsonl"
    for target in (["--out", str(out)], []):
        with pytest.raises(SystemExit) as end:
            main(["garble", str(SAMPLES), "--through", "uk", "--seed", "3", *target])
        assert not end.value.code
    assert capsys.readouterr().out == out.read_text(encoding="utf-8")
    assert len(load(out)) == 6 and all(item.gold for item in load(out) if "paris" in item.doc)
