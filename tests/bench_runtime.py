"""Compares runtimes for the channel model: import, load, and score 200 queries of 6 candidates each, one thread.

Run by hand, not collected:  python tests/bench_runtime.py models/channel-1 [--card]
Each runtime is timed in a fresh process. ``--card`` writes the table into card.json. The numpy row is what
``repair.scorer`` does; torch and onnxruntime run the same network as transformers exports it, one row a (query, text).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS = "zelensky rutte kornelius volodymyr bjartmar katerina dvorakova shohei ohtani guterres patreksfjordur".split()


def asked() -> list[tuple[str, tuple[str, ...]]]:
    """The queries: names of one or two words, the same for every runtime."""
    rng = random.Random(5)
    names = [" ".join(rng.sample(WORDS, rng.choice((1, 1, 2)))) for _ in range(1400)]
    return [(names[at][:-1] + rng.choice("aeiou"), tuple(names[at + 1 : at + 7])) for at in range(0, 1400, 7)]


def batches(path: Path, size: int = 200) -> Iterator[tuple[Any, Any]]:
    """Yield padded (src, tgt) pieces, every query with each of its texts and itself, like lengths together."""
    import numpy as np
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(path / "spiece.model"))
    rows = sorted(((q, text) for q, texts in asked() for text in (*texts, q)), key=lambda row: sum(map(len, row)))
    for at in range(0, len(rows), size):
        sides = []
        for side in (0, 1):
            ids = [[*pieces.encode(row[side]), 1] for row in rows[at : at + size]]
            sides.append(np.asarray([row + [0] * (max(map(len, ids)) - len(row)) for row in ids]))
        yield sides[0], sides[1]


def network(path: Path) -> Any:
    import torch
    from safetensors.torch import load_file
    from transformers import T5Config, T5ForConditionalGeneration

    torch.set_num_threads(1)
    model = T5ForConditionalGeneration(T5Config.from_pretrained(str(path))).eval()
    model.load_state_dict({n: t.float() for n, t in load_file(path / "model.safetensors").items()}, strict=False)
    return model


def run_numpy(path: Path) -> tuple[float, float]:
    from repair.scorer import ChannelScorer, Query

    scorer = ChannelScorer.load(path)
    loaded = time.perf_counter()
    scorer.score([Query(*each) for each in asked()])
    return loaded, time.perf_counter()


def run_torch(path: Path) -> tuple[float, float]:
    import torch

    model = network(path)
    loaded = time.perf_counter()
    with torch.inference_mode():
        for src, tgt in batches(path):
            src, tgt = torch.from_numpy(src), torch.from_numpy(tgt)
            model(input_ids=src, attention_mask=src.ne(0).long(), labels=tgt).logits.log_softmax(-1)
    return loaded, time.perf_counter()


def run_onnxruntime(path: Path) -> tuple[float, float]:
    import onnxruntime  # type: ignore[import-untyped,unused-ignore]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path.name + ".onnx", options, providers=["CPUExecutionProvider"])
    loaded = time.perf_counter()
    for src, tgt in batches(path):
        session.run(None, {"src": src, "mask": (src != 0).astype("int64"), "tgt": tgt})
    return loaded, time.perf_counter()


def export(path: Path) -> None:
    """Write the onnxruntime row's graph into the working folder."""
    import torch

    model, ids = network(path), torch.ones(2, 5, dtype=torch.long)
    wrapped = type(
        "Wrapped", (torch.nn.Module,), {"forward": lambda _, s, m, t: model(s, m, t, use_cache=False).logits}
    )
    axes = {name: {0: "rows", 1: f"{name}_letters"} for name in ("src", "mask", "tgt")}
    out = path.name + ".onnx"
    torch.onnx.export(wrapped(), (ids, ids, ids), out, input_names=list(axes), dynamic_axes=axes, dynamo=False)


def main(path: Path, *, card: bool) -> None:
    rows = {}
    for runtime in ("numpy", "onnxruntime", "torch"):
        code = "import time; a=time.perf_counter(); import bench_runtime as b; from pathlib import Path"
        code += f"; c=b.run_{runtime}(Path({str(path)!r})); print(round(c[0]-a,2), round(c[1]-c[0],2))"
        threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(Path(__file__).parent)}
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env=os.environ | threads, capture_output=True, text=True)
        rows[runtime] = done.stdout.split() if done.returncode == 0 else done.stderr.splitlines()[-1:]
        sys.stdout.write(f"{runtime}: seconds to import and load, to score: {rows[runtime]}\n")
    if card:
        table = json.loads((path / "card.json").read_text())
        table["runtime"] = {"seconds to (import and load, score 200 x 7 names), one thread": rows}
        (path / "card.json").write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    export(Path(sys.argv[1]))
    main(Path(sys.argv[1]).resolve(), card="--card" in sys.argv)
