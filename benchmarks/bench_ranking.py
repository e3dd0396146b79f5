"""Measures the channel model alone on real mangled names: does it rank the right name first and detect mangled forms?

Run by hand, not collected:  python benchmarks/bench_ranking.py wmt_dev.jsonl.gz [SAMPLE] [MODEL]
Each line of the file is a translated text with its mangled names (``gold``: garbled, clean, accept) and human texts of
the same story (``clean``). Candidates are the capitalised names of up to three words that the human texts have and the
copy lacks. Prints top-1 accuracy of the channel and of Jaro-Winkler, and the area under the ROC curve of (best
candidate - NIL) for separating mangled forms from right names of the same texts. For choosing models,
not for training.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz.distance import JaroWinkler

from repair.channel.scorer import ChannelModel, Query
from repair.text.normalize import fold
from repair.text.tokens import tokenize


def names(text: str) -> list[str]:
    """Runs of up to three capitalised words, each once."""
    distinct: dict[str, None] = {}
    run: list[str] = []
    for token in [*tokenize(text), None]:
        if token is not None and token.capital:
            run.append(token.text)
            continue
        for low in range(len(run)):
            distinct.update((" ".join(run[low:high]), None) for high in range(low + 1, min(low + 3, len(run)) + 1))
        run = []
    return list(distinct)


def alike(first: str, other: str) -> float:
    return float(JaroWinkler.similarity(fold(first), fold(other)))


def area(positive: list[float], negative: list[float]) -> float:
    """Return the share of (positive, negative) pairs in the right order."""
    ranks = np.searchsorted(np.sort(negative), positive, side="left")
    return float(ranks.mean() / len(negative))


def read(path: Path) -> tuple[list[tuple[dict[str, Any], list[str]]], list[Query]]:
    """Return gold spans with their rivals, the clean name last, and queries about right names."""
    rng = random.Random(7)
    gold: dict[tuple[str, str, str], tuple[dict[str, Any], list[str]]] = {}
    right: list[Query] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            copy = " " + " ".join(token.fold for token in tokenize(line["text"])) + " "
            source_names = names("\n".join(line["clean"]))
            lacking = [name for name in source_names if f" {fold(name)} " not in copy]
            for span in line["gold"]:
                good = {fold(name) for name in (span["clean"], *span.get("accept", ()))}
                size = len(span["garbled"].split())
                rivals = [n for n in lacking if fold(n) not in good and abs(len(n.split()) - size) < 2]
                gold[line["doc"], span["garbled"], span["clean"]] = (span, [*rivals, span["clean"]])
            present = [name for name in source_names if f" {fold(name)} " in copy and len(name) > 3]
            if line["gold"] and present and lacking:
                name = rng.choice(present)
                right.append(Query(name, tuple(n for n in lacking if abs(len(n.split()) - len(name.split())) < 2)))
    return list(gold.values()), [query for query in right if query.candidates]


def main(path: Path, sample: int, model: Path | None) -> None:
    scorer = ChannelModel.load(model)
    gold, right = read(path)
    rng = random.Random(1)
    gold, right = rng.sample(gold, min(sample, len(gold))), rng.sample(right, min(sample, len(right)))
    scores = scorer.score([Query(span["garbled"], tuple(texts)) for span, texts in gold])
    calm = scorer.score(right)
    hits, near = [], []
    for (span, texts), each in zip(gold, scores, strict=True):
        close = [alike(text, span["garbled"]) for text in texts]
        hits.append(np.argmax(each[:-1]) == len(texts) - 1)
        near.append(np.argmax(close) == len(texts) - 1)
    auc = area([max(each[:-1]) - each[-1] for each in scores], [max(each[:-1]) - each[-1] for each in calm])
    ours = [max(alike(n, span["garbled"]) for n in texts) for span, texts in gold]
    theirs = [max(alike(n, query.surface) for n in query.candidates) for query in right]
    signature = (
        f"gold:{len(gold)}|right:{len(right)}|rivals:{np.mean([len(t) for _, t in gold]):.1f}|model:{scorer.name}"
    )
    sys.stdout.write(f"top-1: channel {np.mean(hits):.3f}, Jaro-Winkler {np.mean(near):.3f}\n")
    sys.stdout.write(f"AUC: channel {auc:.3f}, Jaro-Winkler {area(ours, theirs):.3f}\n{signature}\n")


if __name__ == "__main__":
    given = sys.argv[1:]
    main(Path(given[0]), int(given[1]) if len(given) > 1 else 10**9, Path(given[2]) if len(given) > 2 else None)
