"""The scorer: the scores of transformers, NIL, checksums, and damaged directories."""

from __future__ import annotations

import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from repair.channel.beam_search import BeamSearch, Request
from repair.channel.padding import padded
from repair.channel.scorer import SHIPPED, ChannelModel, Query
from repair.channel.tensor_operations import Floats
from repair.channel.transformer import END, PAD, Step
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


def test_originals_do_not_depend_on_the_other_surfaces(directory: Path) -> None:
    scorer = ChannelModel.load(directory)
    surfaces = ["rutte", "Si-Sapanna", "x", "von der Leyen"]
    together = scorer.generate_all(surfaces, count=2)
    for surface, generated in zip(surfaces, together, strict=True):
        alone = scorer.generate(surface, count=2)
        assert [text for text, _ in generated] == [text for text, _ in alone]
        assert [score for _, score in generated] == pytest.approx([score for _, score in alone], abs=1e-3)
    assert scorer.generate_all([]) == []


def test_step_by_step_decoding_gives_the_scores_of_decoding_at_once(directory: Path) -> None:
    scorer = ChannelModel.load(directory)
    network, surfaces = scorer._network, ["rutte", "von der Leyen"]
    memory = network.encode(padded([scorer._encode(spell(surface)) for surface in surfaces]))
    pieces = np.asarray([[PAD, 9, 30, 12], [PAD, 17, 9, 44]])
    at_once = network.decode(memory, pieces)
    cache = network.empty_cache().grow(pieces.size)
    slots = np.arange(pieces.size).reshape(pieces.shape)
    for row, length in ((0, 1), (1, 1), (1, 2), (0, 2)):
        step = Step(np.asarray([row]), pieces[row, length - 1 : length], slots[row : row + 1, :length][:, ::-1])
        assert network.step(memory, cache, step)[0] == pytest.approx(at_once[row, length - 1], abs=1e-4)
    slots = np.asarray([[2, 1, 0], [6, 5, 4]])
    logs = network.step(memory, cache, Step(np.asarray([0, 1]), pieces[:, 2], slots))
    assert logs == pytest.approx(at_once[:, 2], abs=1e-4)
    slots = np.asarray([[3, 2, 1, 0], [5, 4, -1, -1]])  # of different lengths, and one of them was read before
    logs = network.step(memory, cache, Step(np.asarray([0, 1]), pieces[[0, 1], [3, 1]], slots))
    assert logs == pytest.approx(at_once[[0, 1], [3, 1]], abs=1e-4)


def test_no_queries_give_no_scores(directory: Path) -> None:
    scorer = ChannelModel.load(directory)
    assert scorer.score([]) == ()
    assert len(scorer.score([Query("東京", ("…",))])[0]) == 2


def test_several_threads_give_the_same_scores(directory: Path) -> None:
    scorer = ChannelModel.load(directory)
    alone = scorer.score(QUERIES)
    with ThreadPoolExecutor(4) as pool:
        assert all(scores == alone for scores in pool.map(lambda _: scorer.score(QUERIES), range(8)))


def test_generated_names_come_with_their_scores(directory: Path) -> None:
    scorer = ChannelModel.load(directory)
    generated = scorer.generate("Latte", count=3)
    assert len(generated) <= 3
    assert [score for _, score in generated] == sorted((score for _, score in generated), reverse=True)


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


@pytest.mark.parametrize("at_once", [(1, 1), (2, 2), (3, 12)])
@pytest.mark.parametrize("seed", range(20))
def test_best_first_search_finds_what_a_beam_finds_with_fewer_requests(seed: int, at_once: tuple[int, int]) -> None:
    width, count, pieces, longest = 6, 3, 8, 12

    def logs_of(ids: tuple[int, ...]) -> Floats:
        drawn = np.random.default_rng([seed, *ids]).random(pieces) * 4
        return np.asarray(drawn - np.log(np.exp(drawn).sum()), np.float32)

    search, slots = BeamSearch((5, 3, 5, 4, END), width=width, count=count, max_pieces=longest), 0
    hypotheses, ahead = at_once
    while requests := list(search.requests(hypotheses=hypotheses, ahead=ahead, first_slot=slots)):
        for request in requests:
            logs = logs_of(request.pieces).tolist()
            search.receive(request, sorted(enumerate(logs), key=lambda item: -item[1]))
        slots += len(requests)
    live: list[tuple[float, tuple[int, ...]]] = [(0.0, (PAD,))]
    done: list[tuple[float, tuple[int, ...]]] = []
    for _ in range(longest):
        grown = [(score + float(log), (*ids, at)) for score, ids in live for at, log in enumerate(logs_of(ids))]
        done = sorted([*done, *(each for each in grown if each[1][-1] == END)], reverse=True)[:count]
        live = sorted((each for each in grown if each[1][-1] != END), reverse=True)[:width]
    assert [output.pieces for output in search.outputs] == [ids for _, ids in done]
    if at_once == (1, 1):
        assert slots < width * longest


def test_requests_carry_the_cache_slots_of_their_prefix() -> None:
    search = BeamSearch((5, 9, END), width=2, count=1, max_pieces=3)
    requests = list(search.requests(hypotheses=2, ahead=3, first_slot=7))
    assert requests == [((PAD,), (7,)), ((PAD, 5), (8, 7)), ((PAD, 5, 9), (9, 8, 7))]
    for pieces, slots in (((PAD,), (7,)), ((PAD, 5), (8, 7)), ((PAD, 5, 9), (9, 8, 7))):
        search.receive(Request(pieces, slots), [(9, -1.0), (6, -2.0), (5, -3.0)])
    # The best hypotheses delete a piece and substitute one; nothing is requested twice.
    assert list(search.requests(hypotheses=2, ahead=2, first_slot=10)) == [
        ((PAD, 9), (10, 7)),
        ((PAD, 6), (11, 7)),
        ((PAD, 6, 9), (12, 11, 7)),
    ]
