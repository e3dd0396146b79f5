"""The scorer: the scores of transformers, NIL, checksums, and damaged directories."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from repair.channel.scorer import SHIPPED, ChannelModel, Query
from repair.channel.vocabulary import BACKWARD, spell
from repair.core.errors import ModelError
from repair.core.resources import shipped_models

pytestmark = pytest.mark.torch

QUERIES = (
    Query("Voldy Mie", ("Volodymyr", "Vladimir", "Mie")),
    Query("Latte", ("Rutte",)),
    Query("ESO", ("ESA", "Dvořáková Kateřina", "Zemánek")),
    Query("nobody", ()),
)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model directory with a tiny network of random weights."""
    import sentencepiece
    import torch

    from repair.training import model_card
    from repair.training.batches import make_vocabulary
    from repair.training.recipe import ModelConfig
    from repair.training.trainer import make_model

    out = tmp_path_factory.mktemp("models") / "tiny-1"
    out.mkdir()
    make_vocabulary(out / "spiece.model")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(out / "spiece.model"))
    torch.manual_seed(3)
    size = ModelConfig(width=32, hidden=48, heads=4, encoder_layers=2, decoder_layers=2, dropout=0.0)
    model = make_model(size, pieces=len(pieces)).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn_like(parameter) * 0.3)
    recipe = out / "train.toml"
    recipe.write_text('name = "tiny-1"\n', encoding="utf-8")
    model_card.write(out, recipe=recipe, model=model, curve=[], scores={})
    return out


def _reference(directory: Path, source: str, target: str) -> float:
    """Score one pair with transformers."""
    import sentencepiece
    import torch
    import transformers
    from safetensors.torch import load_file

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(directory / "spiece.model"))
    config = transformers.T5Config.from_pretrained(str(directory))
    model = transformers.T5ForConditionalGeneration(config).eval()
    weights = {name: tensor.float() for name, tensor in load_file(directory / "model.safetensors").items()}
    missing, unexpected = model.load_state_dict(weights, strict=False)
    assert not unexpected
    assert all("embed_tokens" in name for name in missing)
    src = torch.tensor([[*pieces.encode(source), 1]])
    tgt = torch.tensor([[*pieces.encode(target), 1]])
    with torch.inference_mode():
        logs = model(input_ids=src, labels=tgt).logits.log_softmax(-1)
    return float(logs.gather(-1, tgt[..., None]).sum())


def test_scores_equal_those_of_transformers(directory: Path) -> None:
    results = ChannelModel.load(directory).directions(QUERIES)
    for query, scores in zip(QUERIES, results, strict=True):
        texts = (*query.candidates, query.surface)
        for text, score in zip(texts, (*scores.names, scores.nil), strict=True):
            assert score == pytest.approx(_reference(directory, spell(query.surface), spell(text)), abs=1e-3)
        for text, score in zip(query.candidates, scores.forms, strict=True):
            assert score == pytest.approx(_reference(directory, BACKWARD + spell(text), spell(query.surface)), abs=1e-3)


def test_candidates_keep_their_order_and_the_best_its_margin(directory: Path) -> None:
    scorer = ChannelModel.load(directory)
    direction = scorer.directions(QUERIES[:1])[0]
    *scores, nil = scorer.score(QUERIES[:1])[0]
    ranks = [0.2 * forward + 0.8 * backward for forward, backward in zip(direction.names, direction.forms, strict=True)]
    best = ranks.index(max(ranks))
    assert scores.index(max(scores)) == best
    assert scores[0] - scores[1] == pytest.approx(ranks[0] - ranks[1], abs=1e-4)
    surface = spell(QUERIES[0].surface)
    itself = _reference(directory, BACKWARD + surface, surface)
    margin = 0.7 * (direction.names[best] - direction.nil) + 0.3 * (direction.forms[best] - itself)
    assert scores[best] - nil == pytest.approx(margin, abs=1e-3)


def test_a_score_does_not_depend_on_the_other_queries(directory: Path) -> None:
    others = [Query(f"{query.surface}{n}", query.candidates) for query in QUERIES for n in range(40)]
    together = ChannelModel.load(directory).score([*QUERIES, *others])
    for query, scores in zip(QUERIES, together, strict=False):
        assert ChannelModel.load(directory).score([query])[0] == pytest.approx(scores, abs=1e-3)


def test_scores_are_cached(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = ChannelModel.load(directory)
    first = scorer.directions(QUERIES)
    monkeypatch.setattr(scorer, "_fill", None)
    assert scorer.directions(QUERIES) == first


def test_no_queries_give_no_scores(directory: Path) -> None:
    scorer = ChannelModel.load(directory)
    assert scorer.score([]) == ()
    assert len(scorer.score([Query("東京", ("…",))])[0]) == 2


def test_several_threads_give_the_same_scores(directory: Path) -> None:
    scorer = ChannelModel.load(directory)
    alone = scorer.score(QUERIES)
    with ThreadPoolExecutor(4) as pool:
        assert all(scores == alone for scores in pool.map(lambda _: scorer.score(QUERIES), range(8)))


@pytest.mark.parametrize("name", ["model.safetensors", "card.json", "spiece.model"])
def test_a_missing_file_is_named(directory: Path, tmp_path: Path, name: str) -> None:
    copy = _copy(directory, tmp_path)
    (copy / name).unlink()
    with pytest.raises(ModelError, match=name):
        ChannelModel.load(copy)


def test_changed_weights_are_refused(directory: Path, tmp_path: Path) -> None:
    copy = _copy(directory, tmp_path)
    weights = copy / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x7f")
    with pytest.raises(ModelError, match="checksum"):
        ChannelModel.load(copy)


def test_another_format_is_refused(directory: Path, tmp_path: Path) -> None:
    copy = _copy(directory, tmp_path)
    card = json.loads((copy / "card.json").read_text(encoding="utf-8"))
    (copy / "card.json").write_text(json.dumps(card | {"directory_format": 99}), encoding="utf-8")
    with pytest.raises(ModelError, match="format is 99"):
        ChannelModel.load(copy)


def test_the_card_of_something_else_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text('{"name": "a chart", "format": 2}', encoding="utf-8")
    with pytest.raises(ModelError, match="not the card of a model") as refused:
        ChannelModel.load(tmp_path)
    assert "pgrade" not in str(refused.value)


def _copy(directory: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(directory, tmp_path / "copy"))


@pytest.mark.skipif(SHIPPED not in shipped_models(), reason="no model is shipped yet")
def test_the_shipped_model_prefers_the_right_name() -> None:
    scorer = ChannelModel.load()
    assert scorer.name.startswith("channel-1@")
    right, wrong, nil = scorer.score([Query("Zelenski", ("Zelensky", "Mark Rutte"))])[0]
    assert right > wrong
    assert all(map(math.isfinite, (right, wrong, nil)))
    for name in ("Zelensky", "Rutte", "Reykjavik"):
        other, same = scorer.score([Query(name, ("Baku",))])[0]
        assert same > other
