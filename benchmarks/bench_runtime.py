"""Compares runtimes for the channel model: import, load, and score 200 queries of 6 candidates in both directions.

Run by hand, not collected:  python benchmarks/bench_runtime.py models/channel-1 [--card]
Needs onnx, onnxruntime, ctranslate2 and the `translate` extra. Each runtime is timed in a fresh process, on one thread.
``--card`` writes the table into card.json. The numpy row is ``repair.channel.scorer``; the others encode the source
again for each of its candidates, as their interfaces require.
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

from repair.channel.vocabulary import BACKWARD

WORDS = "zelensky rutte kornelius volodymyr bjartmar katerina dvorakova shohei ohtani guterres patreksfjordur".split()


def queries() -> list[tuple[str, tuple[str, ...]]]:
    """The queries: names of one or two words, the same for every runtime."""
    rng = random.Random(5)
    names = [" ".join(rng.sample(WORDS, rng.choice((1, 1, 2)))) for _ in range(1400)]
    return [(names[at][:-1] + rng.choice("aeiou"), tuple(names[at + 1 : at + 7])) for at in range(0, 1400, 7)]


def pairs() -> list[tuple[str, str]]:
    """Every query with each of its texts and itself, both ways, like lengths together."""
    rows = [(query, text) for query, texts in queries() for text in (*texts, query)]
    return sorted(rows + [(BACKWARD + text, query) for query, text in rows], key=lambda row: sum(map(len, row)))


def pieces_of(path: Path) -> Any:
    import sentencepiece

    return sentencepiece.SentencePieceProcessor(model_file=str(path / "spiece.model"))


def batches(path: Path, size: int = 200) -> Iterator[tuple[Any, Any]]:
    """Yield padded (src, tgt) pieces."""
    import numpy as np

    pieces, rows = pieces_of(path), pairs()
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
    return model.requires_grad_(False)


def run_numpy(path: Path) -> tuple[float, float]:
    from repair.channel.scorer import ChannelModel, Query

    scorer = ChannelModel.load(path)
    loaded = time.perf_counter()
    scorer.score([Query(*each) for each in queries()])
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
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path.name + ".onnx", options, providers=["CPUExecutionProvider"])
    loaded = time.perf_counter()
    for src, tgt in batches(path):
        session.run(None, {"src": src, "mask": (src != 0).astype("int64"), "tgt": tgt})
    return loaded, time.perf_counter()


def run_ctranslate2(path: Path) -> tuple[float, float]:
    import ctranslate2

    model = ctranslate2.Translator(path.name + ".ct2", compute_type="float32", inter_threads=1, intra_threads=1)
    pieces = pieces_of(path)
    loaded = time.perf_counter()
    src = [[*pieces.encode(row[0], out_type=str), "</s>"] for row in pairs()]
    tgt = [pieces.encode(row[1], out_type=str) for row in pairs()]
    model.score_batch(src, tgt, max_batch_size=4096, batch_type="tokens")
    return loaded, time.perf_counter()


def export(path: Path) -> None:
    """Write the graphs of onnxruntime and CTranslate2 into the working folder."""
    import torch
    from ctranslate2.converters.transformers import T5Loader

    model, ids = network(path), torch.ones(2, 5, dtype=torch.long)
    forward = {"forward": lambda _, s, m, t: model(s, m, t, use_cache=False).logits}
    axes = {name: {0: "rows", 1: f"{name}_letters"} for name in ("src", "mask", "tgt")}
    graph = type("Graph", (torch.nn.Module,), forward)()
    out = path.name + ".onnx"
    torch.onnx.export(graph, (ids, ids, ids), out, input_names=list(axes), dynamic_axes=axes, dynamo=False)
    pieces, spec = pieces_of(path), T5Loader().get_model_spec(model)
    letters = [pieces.id_to_piece(each) for each in range(len(pieces))]
    spec.register_source_vocabulary(letters)
    spec.register_target_vocabulary(letters)
    spec.config.bos_token = spec.config.decoder_start_token = "<pad>"
    spec.validate()
    spec.optimize()
    Path(path.name + ".ct2").mkdir(exist_ok=True)
    spec.save(path.name + ".ct2")


def main(path: Path, *, card: bool) -> None:
    rows, here = {}, str(Path(__file__).resolve().parent)
    for runtime in ("numpy", "onnxruntime", "ctranslate2", "torch"):
        code = "import time; a=time.perf_counter(); import bench_runtime as b; from pathlib import Path"
        code += f"; c=b.run_{runtime}(Path({str(path)!r})); print(round(c[0]-a,2), round(c[1]-c[0],2))"
        threads = {
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONPATH": os.pathsep.join([here, str(Path(here).parent)]),
        }
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, env=os.environ | threads, capture_output=True, text=True)
        rows[runtime] = done.stdout.split() if done.returncode == 0 else done.stderr.splitlines()[-1:]
        sys.stdout.write(f"{runtime}: seconds to import and load, to score: {rows[runtime]}\n")
    if card:
        table = json.loads((path / "card.json").read_text())
        table["runtime"] = {"seconds to (import and load, score 200 x 7 names both ways), one thread": rows}
        (path / "card.json").write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    export(Path(sys.argv[1]))
    main(Path(sys.argv[1]).resolve(), card="--card" in sys.argv)
