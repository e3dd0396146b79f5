"""The confidence of names in transcripts: fitted on labelled transcripts, cross-validated by story."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from repair.pipeline.rules.spoken_features import FEATURES
from repair.pipeline.rules.spoken_names import weights
from repair.training.fit_spoken_names import main

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
        for story in range(4):
            for number in range(len(LINES)):
                file.write(json.dumps(line(story, number)) + "\n")
    main(bench, tmp_path / "speech")
    fitted = json.loads((tmp_path / "speech" / "weights.json").read_text(encoding="utf-8"))
    card = json.loads((tmp_path / "speech" / "card.json").read_text(encoding="utf-8"))
    assert list(fitted) == ["constant", *FEATURES]
    assert card["transcripts"] == 16 and card["scores"]["0.55"]["precision"] > 0.5


def test_the_shipped_weights_are_those_of_the_features() -> None:
    assert len(weights()) == 1 + len(FEATURES)
