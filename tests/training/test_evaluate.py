"""Running a benchmark: scores, signatures, and written files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from core_fixtures import BRIDGE, BRIDGE_COPY, ORCHARD

from repair.core.resources import shipped_model
from repair.core.types import Suggestion
from repair.pipeline.options import Options
from repair.pipeline.ranking.ranking_model import CalibrationCurves, RankingModel
from repair.pipeline.ranking.trees import TreeEnsemble
from repair.pipeline.repairer import EVIDENCE
from repair.pipeline.rules.registry import DEFAULT_RULES, BuiltinRule, with_spoken_model
from repair.pipeline.rules.rule_context import Rule, RuleContext
from repair.pipeline.rules.speech.spoken_model import shipped_spoken_model
from repair.training.evaluation.baselines import Baseline
from repair.training.evaluation.benchmark import BenchmarkItem, Gold, Proposal
from repair.training.evaluation.benchmark_file import Benchmark, read_benchmarks
from repair.training.evaluation.evaluate import EvaluationOptions, SettingScores, evaluate, score, write_predictions
from repair.training.evaluation.folds import FOLDS, fold_of
from repair.training.evaluation.metrics import Prediction
from repair.training.evaluation.report import as_json, report

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
def bench(tmp_path_factory: pytest.TempPathFactory) -> Benchmark:
    path: Path = tmp_path_factory.mktemp("bench") / "bench.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    return read_benchmarks([path])[0]


@pytest.fixture(scope="module")
def run(bench: Benchmark) -> Callable[..., SettingScores]:
    """Evaluate the benchmark, each combination of options once."""
    return cache(lambda **options: evaluate(bench, EvaluationOptions(**options)))


@pytest.mark.parametrize("sources", ["own", "all"])
def test_two_mangled_names_and_one_clean_story(run: Callable[..., SettingScores], sources: str) -> None:
    scores = run(sources=sources)
    total = scores.overall
    assert (total.documents, total.gold, total.suggestions) == (2, 2, 2)
    assert (total.precision, total.recall, total.false_alarms) == (1.0, 1.0, 0.0)
    assert {pair: figures.gold for pair, figures in scores.by_pair.items()} == {"ro-en": 0, "sv-en": 2}
    assert scores.ours.by_garble == (("kana", 2, 1.0),)


@pytest.mark.parametrize("sources", ["own", "all"])
def test_a_list_is_imported_as_a_list_of_names(bench: Benchmark, sources: str) -> None:
    names = "Anatol Rusnac\nHaparanda\nTorsten Wiklander\nÅsa Holmgren"
    listed = replace(bench, items=(replace(bench.items[0], clean=(names,), listed=True), bench.items[1]))
    scores = evaluate(listed, EvaluationOptions(sources, pipeline=Options(review_at=0.3)))
    assert {p.replacement for p in scores.predictions[0].proposals} == {"Wiklander"}


def test_the_signature_names_code_models_sources_threshold_and_data(
    bench: Benchmark, run: Callable[..., SettingScores]
) -> None:
    scores = run()
    data = hashlib.sha256(bench.path.read_bytes()).hexdigest()[:8]
    for part in (f"data:{data}", "sources:own", "model:", "ranker:", "repair:", "review:0.55"):
        assert part in scores.signature
    assert "gaz:" not in scores.signature
    assert "sources:all" in run(sources="all").signature
    lower = run(pipeline=Options(review_at=0.25))
    assert "review:0.25" in lower.signature and lower.ours.threshold == 0.25


def test_nothing_is_suggested_from_a_threshold_that_is_never_reached(run: Callable[..., SettingScores]) -> None:
    total = run(pipeline=Options(review_at=1.0, apply_at=1.0)).overall
    assert (total.suggestions, total.recall) == (0, 0.0)


def test_predictions_are_written_a_line_a_document(run: Callable[..., SettingScores], tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    write_predictions(path, [run()])
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["setting"]) for line in lines] == [("bridge/a", "bench"), ("orchard/a", "bench")]
    assert all(line["unit"] == "code points" for line in lines)
    certain = [each for each in lines[0]["suggestions"] if each["confidence"] >= Options().review_at]
    assert [each["replacement"].split()[-1] for each in certain] == ["Wiklander", "Wiklander"]
    for each in certain:
        assert "Vikrander" in BRIDGE_COPY[each["start"] : each["end"]]
        assert each["action"] in ("apply", "review")


@pytest.mark.parametrize("sources", ["own", "all"])
def test_a_story_is_judged_by_the_ranker_of_its_fold(bench: Benchmark, sources: str) -> None:
    shipped = RankingModel.load(shipped_model(EVIDENCE) / "evidence.json")
    nothing = {which: (steps, 0.0 * steps) for which, (steps, _) in shipped.curves.curves.items()}
    silent = replace(shipped, curves=CalibrationCurves(nothing))
    fold = fold_of(bench.items[0].doc)
    rankers = [shipped] * FOLDS
    rankers[fold] = silent
    without = evaluate(bench, EvaluationOptions(sources, rankers=rankers))
    assert without.overall.recall < 1.0  # rules propose a name without a ranker, too
    others = [silent] * FOLDS
    others[fold] = shipped
    assert evaluate(bench, EvaluationOptions(sources, rankers=others)).overall.recall == 1.0


def test_progress_is_shown_every_document(bench: Benchmark) -> None:
    documents: list[str] = []

    def progress(items: Any) -> Any:
        for item in items:
            documents.append(item.id)
            yield item

    evaluate(bench, progress=progress)
    assert documents == ["bridge/a", "orchard/a"]


def test_running_twice_reports_the_same(bench: Benchmark, run: Callable[..., SettingScores]) -> None:
    assert report([evaluate(bench)]) == report([run()])


def test_other_tools_have_a_row_and_a_signature_of_their_own(bench: Benchmark) -> None:
    wrong = Baseline("naive", "naive:1", lambda sources: lambda text: [Proposal(0, 3, sources.names[0], 0.5)])
    scores = evaluate(bench, EvaluationOptions(baselines=(wrong,)))
    (naive,) = scores.others
    assert (naive.tool, naive.metrics.precision, naive.threshold) == ("naive", 0.0, 1.0)
    assert naive.signature.startswith("naive:1|threshold:1|sources:own|data:")
    assert naive.signature in report([scores])


def test_flags_count_where_a_file_labels_names_that_no_source_has(tmp_path: Path) -> None:
    text = BRIDGE_COPY + " Quentin Abernathy and Emily Watson were there, and so was Oliver Stone."
    unknown = [{"start": text.index(name), "end": text.index(name) + len(name)} for name in ("Quentin Abernathy",)]
    right = {"start": text.index("Emily"), "end": text.index("Emily") + 12, "mangled": False}
    path = tmp_path / "bridge.jsonl"
    path.write_text(json.dumps(LINES[0] | {"text": text, "unverifiable": [*unknown, right]}) + "\n", encoding="utf-8")
    scores = evaluate(read_benchmarks([path])[0], EvaluationOptions())
    assert scores.notices is not None and (scores.notices.mangled, scores.notices.noticed) == (3, 3)
    assert scores.notices.flags_on_right_names == 1
    assert "noticed, by a suggestion or a flag: 3 of 3 mangled names (1.000)" in report([scores])


def scored_by_hand(review_at: float) -> SettingScores:
    """Score three proposals on two labels: a right one (0.9), a wrong one (0.6), a false alarm (0.3)."""
    text = "Vikrander met Brantmon in Odda."
    golds = (Gold(0, 9, "Wiklander", (), "person", "kana"), Gold(14, 22, "Brandmoen", (), "person", "case ending"))
    item = BenchmarkItem("a", "sv-en", "d", 5, text, (), golds, ())
    proposals = [
        Proposal(0, 9, "Wiklander", 0.9),
        Proposal(14, 22, "Brantmoen", 0.6),
        Proposal(26, 30, "Oda", 0.3),
    ]
    return score("hand", [Prediction(item, proposals)], review_at, "by hand")


def test_scores_agree_with_a_manual_calculation() -> None:
    scores = scored_by_hand(0.5)
    assert (scores.overall.suggestions, scores.overall.precision, scores.overall.recall) == (2, 0.5, 0.5)
    assert scores.overall.detection_precision == 1.0
    assert {kind.garble: kind.recall for kind in scores.ours.by_garble} == {"kana": 1.0, "case ending": 0.0}
    assert scores.recalls[0] == (0.5, 0.9)
    assert scores.calibration_error == pytest.approx((0.1 + 0.6 + 0.3) / 3)
    assert scored_by_hand(0.1).overall.suggestions == 3
    assert scored_by_hand(0.95).overall.suggestions == 0


def test_the_report_is_one_table_of_settings_and_tools_with_signatures() -> None:
    first, second = scored_by_hand(0.5), replace(scored_by_hand(0.1), setting="other")
    lines = report([first, second]).splitlines()
    assert lines[0].split()[:4] == ["setting", "tool", "from", "names"]
    assert lines[1].split()[:8] == ["hand", "repair", "0.50", "2", "2", "0.500", "0.500", "0.500"]
    assert lines[2].split()[:5] == ["other", "repair", "0.10", "2", "3"]
    garbles = lines[lines.index("recall by kind of garble") + 2 :]
    assert garbles[0].split() == ["hand", "kana", "1", "1.000"]
    assert lines[lines.index("signatures") + 1].split(maxsplit=2) == ["hand", "repair", "by hand"]


def test_scores_as_json_hold_everything_that_the_report_prints() -> None:
    (setting,) = json.loads(json.dumps(as_json([scored_by_hand(0.5)])))["settings"]
    (ours,) = setting["tools"]
    assert (ours["tool"], ours["threshold"], ours["precision"], ours["signature"]) == ("repair", 0.5, 0.5, "by hand")
    assert ours["by_garble"][0] == {"garble": "kana", "total": 1, "recall": 1.0}
    assert setting["recall_at_precision"]["0.99"] == {"recall": 0.5, "threshold": 0.9}
    assert [each["total"] for each in setting["reliability"]] == [1, 1, 1]
    assert setting["by_pair"]["sv-en"]["gold"] == 2


def test_copy_without_labelled_names_gets_a_sentence_instead_of_scores(
    bench: Benchmark, run: Callable[..., SettingScores], tmp_path: Path
) -> None:
    pairs = [line.strip() for line in report([run()]).splitlines() if line.strip().startswith(("sv-en", "ro-en"))]
    assert pairs[0].startswith("sv-en: 2 names, precision ") or pairs[1].startswith("sv-en: 2 names, precision ")
    nothing = "No mangled names are labelled, so only false alarms can be measured: 0.00 per 1,000 words."
    assert f"ro-en: {nothing}" in pairs
    path = tmp_path / "orchard.jsonl"
    path.write_text(json.dumps(LINES[1]) + "\n", encoding="utf-8")
    words = report([evaluate(read_benchmarks([path])[0], EvaluationOptions("own", None, Options()))])
    assert nothing in words and "detection:" not in words and "kind of garble" not in words


def test_each_story_has_the_model_of_transcripts_of_its_fold(bench: Benchmark) -> None:
    models = [replace(shipped_spoken_model(), constant=float(fold)) for fold in range(FOLDS)]
    used: list[float] = []

    def spoken(rules: Sequence[Rule], model: TreeEnsemble) -> tuple[Rule, ...]:
        def propose(context: RuleContext) -> Iterator[Suggestion]:
            used.append(model.constant)
            yield from ()

        return (BuiltinRule(propose),)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("repair.training.evaluation.evaluate.with_spoken_model", spoken)
        evaluate(bench, EvaluationOptions(spoken_models=models))
    assert {fold_of(item.doc) for item in bench.items} == set(used)


def test_one_rule_has_the_model_of_transcripts() -> None:
    rules = with_spoken_model(DEFAULT_RULES, shipped_spoken_model())
    assert sum(rule is not other for rule, other in zip(rules, DEFAULT_RULES, strict=True)) == 1
