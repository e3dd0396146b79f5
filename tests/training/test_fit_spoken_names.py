"""The confidence of names in transcripts: fitted on labelled transcripts, cross-validated by call."""

from __future__ import annotations

import gzip
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from repair.core.errors import ModelError
from repair.core.resources import shipped_model
from repair.pipeline.ranking.tree_files import TREES
from repair.pipeline.ranking.trees import logistic
from repair.pipeline.rules.speech.spoken_features import FEATURES
from repair.pipeline.rules.speech.spoken_model import MODEL, SPOKEN_MODEL, load_spoken_model, shipped_spoken_model
from repair.training.evaluation.folds import FOLDS, load_spoken_models, spoken_model_without
from repair.training.fit_ranker import TreeParams, fit_trees
from repair.training.fit_spoken_names import Calibration, main

NAMES = "Jonathan Lamers\nAndrew Obin\nMaureen Mulholland\nTampa"
SPEECH = (
    "thank you and good morning um we are pleased with our results you know and i think that we did well in all of "
    "our business this year so let us {0} and then we will come back to the second half of the year ok"
)
LINES = (
    ("hear the question from jonathan lemurs please go ahead", "jonathan lemurs", "Jonathan Lamers"),
    ("hear the question from andrew open please go ahead", "andrew open", "Andrew Obin"),
    ("hear what andrew open the door said", None, None),
    ("see how jonathan leaves the call", None, None),
)

COPIES = 12  # of each line: trees need more rows than it has


def line(story: int, number: int) -> dict[str, object]:
    words, heard, name = LINES[number]
    text = SPEECH.format(words)
    gold: list[dict[str, object]] = []
    if heard is not None:
        start = text.index(heard)
        gold = [
            {"start": start, "end": start + len(heard), "clean": name, "type": "PERSON", "garble": "asr", "accept": []}
        ]
    head = {"id": f"{story}.{number}", "pair": "x", "doc": str(story), "words": len(text.split()), "listed": True}
    return head | {"text": text, "clean": [NAMES], "gold": gold, "variants": []}


def test_the_model_and_its_card_are_written(tmp_path: Path) -> None:
    bench = tmp_path / "calls.jsonl.gz"
    with gzip.open(bench, "wt", encoding="utf-8") as file:
        for story, number, copy in itertools.product(range(4), range(len(LINES)), range(COPIES)):
            file.write(json.dumps(line(story, number) | {"id": f"{story}.{number}.{copy}"}) + "\n")
    main(bench, tmp_path / "speech", tmp_path / "folds")
    card = json.loads((tmp_path / "speech" / "card.json").read_text(encoding="utf-8"))
    assert load_spoken_model(tmp_path / "speech").columns == FEATURES
    assert [model.columns for model in load_spoken_models(tmp_path / "folds")] == [FEATURES] * FOLDS
    assert card["transcripts"] == 4 * len(LINES) * COPIES and card["scores"]["0.55"]["precision"] > 0.5


def test_calibrated_confidence_is_the_share_that_is_right() -> None:
    logits = np.repeat((-2.0, 3.0), 100)
    labels = np.concatenate((np.arange(100) < 10, np.arange(100) < 60)).astype(float)
    calibration = Calibration.of(logits, labels)
    confidences = logistic(logits * calibration.slope + calibration.shift)
    assert np.allclose(confidences[[0, -1]], (0.1, 0.6), atol=1e-3)


def test_a_calibrated_model_has_calibrated_log_odds() -> None:
    values = np.arange(400.0).reshape(-1, 1) % 7
    model = fit_trees(("number",), values, (values[:, 0] > 3).astype(float), np.ones(400), TreeParams(5, 0.3))
    calibrated = Calibration(0.5, -1.0).applied(model)
    assert np.allclose(calibrated.logits(values), model.logits(values) * 0.5 - 1.0)


def test_trees_rise_and_fall_only_with_the_columns_that_they_should() -> None:
    rows = np.stack((np.arange(600) % 10, np.arange(600) // 10 % 10), axis=1).astype(float)
    labels = ((rows[:, 0] > 5) ^ (np.arange(600) % 7 == 0)).astype(float)
    params = TreeParams(20, 0.3, leaves=8, depth=4, rising=frozenset(("a",)), falling=frozenset(("b",)))
    model = fit_trees(("a", "b"), rows, labels, np.ones(600), params)
    grid = model.logits(np.asarray([(a, b) for a in range(10) for b in range(10)], float)).reshape(10, 10)
    assert (np.diff(grid, axis=0) >= -1e-9).all() and (np.diff(grid, axis=1) <= 1e-9).all()


def test_the_shipped_model_is_one_of_the_features() -> None:
    assert shipped_spoken_model().columns == FEATURES


@pytest.mark.parametrize("name", [MODEL, TREES])
def test_a_changed_file_of_the_model_is_refused(tmp_path: Path, name: str) -> None:
    for path in shipped_model(SPOKEN_MODEL).iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes().replace(b"0", b"1"))
    with pytest.raises(ModelError, match="einstall the package"):
        load_spoken_model(tmp_path)


def test_a_folder_of_rankers_alone_has_no_models_of_transcripts(tmp_path: Path) -> None:
    assert load_spoken_models(tmp_path) == ()
    folder = spoken_model_without(0, tmp_path)
    folder.mkdir(parents=True)
    (folder / MODEL).write_bytes((shipped_model(SPOKEN_MODEL) / MODEL).read_bytes())
    with pytest.raises(ModelError):
        load_spoken_models(tmp_path)
