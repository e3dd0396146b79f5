"""Running a benchmark file: what is reported, under which signature, and what is written down."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, ORCHARD

from repair.pipeline.options import Options
from repair.training.evaluation.benchmark import BenchmarkItem, Gold, Proposal
from repair.training.evaluation.evaluate import Evaluation, evaluate, report

LINES: list[dict[str, Any]] = [
    {
        "id": "bridge/a",
        "pair": "sv-en",
        "doc": "bridge",
        "words": 30,
        "text": BRIDGE_COPY,
        "clean": list(BRIDGE),
        "gold": [
            {"start": at, "end": at + 9, "clean": "Wiklander", "type": "person", "garble": "kana"}
            for at in range(len(BRIDGE_COPY))
            if BRIDGE_COPY.startswith("Vikrander", at)
        ],
        "variants": [],
    },
    {
        "id": "orchard/a",
        "pair": "ro-en",
        "doc": "orchard",
        "words": 28,
        "text": ORCHARD[0].replace("had doubled", "is doubled"),
        "clean": list(ORCHARD),
        "gold": [],
        "variants": [],
    },
]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("bench") / "bench.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    return path


@pytest.mark.parametrize("sources", ["own", "all"])
def test_two_mangled_names_and_one_clean_story(bench: Path, sources: str) -> None:
    found = evaluate(bench, sources=sources)
    assert (found.overall.documents, found.overall.gold, found.overall.suggestions) == (2, 2, 2)
    assert (found.overall.precision, found.overall.recall, found.overall.false_alarms) == (1.0, 1.0, 0.0)
    assert {name: figures.gold for name, figures in found.by_pair} == {"ro-en": 0, "sv-en": 2}
    assert found.by_garble == (("kana", 2, 1.0),)


def test_the_report_ends_with_its_signature(bench: Path) -> None:
    found = evaluate(bench)
    *_, last = str(found).splitlines()
    assert last == found.signature
    data = hashlib.sha256(bench.read_bytes()).hexdigest()[:8]
    for part in (f"data:{data}", "sources:own", "model:", "judge:", "repair:"):
        assert part in found.signature
    assert "gaz:" not in found.signature


def test_the_setting_and_the_threshold_are_in_the_signature(bench: Path) -> None:
    one, other = evaluate(bench, sources="all"), evaluate(bench, options=Options(review_at=0.25))
    assert "sources:all" in one.signature
    assert "review:0.25" in other.signature
    assert other.review_at == 0.25


def test_a_threshold_nobody_reaches_means_silence(bench: Path) -> None:
    found = evaluate(bench, options=Options(review_at=1.0, apply_at=1.0))
    assert (found.overall.suggestions, found.overall.recall) == (0, 0.0)


def test_predictions_are_written_a_line_a_document(bench: Path, tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    evaluate(bench, predictions=path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["bridge/a", "orchard/a"]
    assert all(line["unit"] == "code points" for line in lines)
    sure = [one for one in lines[0]["suggestions"] if one["confidence"] >= Options().review_at]
    assert [one["replacement"].split()[-1] for one in sure] == ["Wiklander", "Wiklander"]
    for one in sure:
        assert "Vikrander" in BRIDGE_COPY[one["start"] : one["end"]]
        assert one["action"] in ("apply", "review")


def test_progress_is_shown_every_document(bench: Path) -> None:
    seen: list[str] = []

    def progress(items: Any) -> Any:
        for item in items:
            seen.append(item.id)
            yield item

    evaluate(bench, progress=progress)
    assert seen == ["bridge/a", "orchard/a"]


def test_running_twice_reports_the_same(bench: Path) -> None:
    assert str(evaluate(bench)) == str(evaluate(bench))


@pytest.mark.skipif(importlib.util.find_spec("metaphone") is None, reason="double metaphone is a test extra")
def test_simple_peers_stand_beside_when_asked(bench: Path) -> None:
    assert evaluate(bench).peers == ()
    found = evaluate(bench, peers=True)
    names = [name for name, _, _ in found.peers]
    assert len(names) == len(set(names)) == 2
    assert all(name in str(found) for name in names)
    assert all(0 <= threshold <= 1 and figures.documents == 2 for _, threshold, figures in found.peers)


def by_hand(review_at: float) -> Evaluation:
    """Report three proposals on two labels: a right one (0.9), a wrong one (0.6), a false alarm (0.3)."""
    text = "Vikrander met Brantmon in Odda."
    golds = (Gold(0, 9, "Wiklander", (), "person", "kana"), Gold(14, 22, "Brandmoen", (), "person", "case ending"))
    item = BenchmarkItem("a", "sv-en", "d", 5, text, (), golds, ())
    told = [
        Proposal(0, 9, "Wiklander", 0.9),
        Proposal(14, 22, "Brantmoen", 0.6),
        Proposal(26, 30, "Oda", 0.3),
    ]
    return report([(item, told)], review_at, "by hand")


def test_a_report_by_hand() -> None:
    found = by_hand(0.5)
    assert (found.overall.suggestions, found.overall.precision, found.overall.recall) == (2, 0.5, 0.5)
    assert found.overall.detection_precision == 1.0
    assert {name: share for name, _, share in found.by_garble} == {"kana": 1.0, "case ending": 0.0}
    assert found.recalls[0] == (0.99, (0.5, 0.9))
    assert found.error == pytest.approx((0.1 + 0.6 + 0.3) / 3)
    assert by_hand(0.1).overall.suggestions == 3
    assert by_hand(0.95).overall.suggestions == 0
