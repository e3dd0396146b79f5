"""Checkpoints of every family translate with verified names; damaged and dangerous ones are refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import checkpoint_fixtures as made
import pytest

from repair.core.errors import EngineError
from repair.formats import parse
from repair.translation.engines import Seq2Seq, open_engine
from repair.translation.masking import CORRECTED, LOST
from repair.translation.translator import UNTRANSLATED, Translator

pytestmark = pytest.mark.torch


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Marian checkpoint that is trained on a few sentences."""
    return made.marian(tmp_path_factory.mktemp("checkpoints") / "opus-mt-es-en", steps=120)


@pytest.fixture
def copied(marian: Path, tmp_path: Path) -> Path:
    """Return a copy of it, to be damaged."""
    return Path(shutil.copytree(marian, tmp_path / "copied"))


def spied(engine: Seq2Seq) -> list[dict[str, Any]]:
    """Return a list that collects the arguments of the engine's model."""
    requests: list[dict[str, Any]] = []
    generate = engine._model.generate

    def spy(**arguments: Any) -> Any:
        requests.append(arguments)
        return generate(**arguments | {"max_new_tokens": 8, "num_beams": 1})

    engine._model.generate = spy
    return requests


# --- translating


def test_a_checkpoint_saved_and_loaded_translates_and_its_names_are_verified(marian: Path) -> None:
    engine = open_engine(str(marian))
    assert engine.name.startswith("opus-mt-es-en@") and len(engine.name.partition("@")[2]) == 8
    done = Translator(engine).translate(parse("a.txt", b"Ayer vino Juan Guerra.\n\nNadie vino."), src="es", tgt="en")
    assert done.text == "Yesterday came Juan Guerra.\n\nNobody came."
    ((placed,),) = [line.placements for line in done.sentences if line.placements]
    assert placed.method == "as it is" and placed.span is not None
    assert not done.suggestions


def test_a_name_that_the_checkpoint_translates_is_corrected_or_reported(marian: Path) -> None:
    done = Translator(open_engine(str(marian))).translate(
        parse("a.txt", b"Dolores Delgado vino ayer."), src="es", tgt="en"
    )
    (placed,) = done.placements
    assert placed.method != "as it is"
    if placed.method in (CORRECTED, LOST):
        assert done.suggestions
    assert ("Dolores Delgado" in done.text) is (placed.span is not None)


def test_a_batch_gives_the_translations_of_its_sentences_alone_in_order(marian: Path) -> None:
    engine = Seq2Seq.load(str(marian))
    sentences = [src for src, _ in made.PAIRS] + ["", "   "]
    together = engine.translate(sentences, "es", "en")
    assert together[:4] == [tgt for _, tgt in made.PAIRS] and together[4:] == ["", ""]
    assert together == [engine.translate([sentence], "es", "en")[0] for sentence in sentences]


def test_favoured_words_are_more_probable(marian: Path) -> None:
    engine = Seq2Seq.load(str(marian))
    requests = spied(engine)
    engine.translate_favouring("Nadie vino.", ["Juan Guerra"], "es", "en")
    (request,) = requests
    assert request["sequence_bias"] and all(weight > 0 for weight in request["sequence_bias"].values())


def test_a_sentence_too_long_for_the_model_is_translated_in_pieces(marian: Path) -> None:
    engine = Seq2Seq.load(str(marian))
    requests = spied(engine)
    words = [f"Nadie{at} vino," for at in range(80)]
    (line,) = engine.translate([" ".join(words)], "es", "en")
    assert line
    assert all(request["input_ids"].shape[1] <= 96 for request in requests)
    read = " ".join(
        engine._tokenizer.batch_decode(
            [ids for request in requests for ids in request["input_ids"]], skip_special_tokens=True
        )
    )
    assert all(f"{at}" in read for at in range(80) if str(at)[0] in read)
    assert read.count("vino") == 80


def test_a_multilingual_marian_gets_the_tag_of_the_language(tmp_path: Path) -> None:
    engine = Seq2Seq.load(str(made.marian(tmp_path / "many", tags=(">>eng<<", ">>fra<<"))))
    requests = spied(engine)
    engine.translate(["Nadie vino."], "es", "fr")
    tag = engine._tokenizer.get_vocab()[">>fra<<"]
    assert tag in requests[0]["input_ids"][0].tolist()


@pytest.mark.parametrize(("make", "piece"), [(made.m2m, "__en__"), (made.nllb, "eng_Latn")], ids=["m2m100", "nllb"])
def test_m2m100_and_nllb_begin_with_the_piece_of_the_language(make: Any, piece: str, tmp_path: Path) -> None:
    engine = Seq2Seq.load(str(make(tmp_path / "many")))
    requests = spied(engine)
    (line,) = engine.translate(["Nadie vino."], "es", "en")
    assert isinstance(line, str)
    tokenizer = engine._tokenizer
    assert requests[0]["forced_bos_token_id"] == tokenizer.convert_tokens_to_ids(piece)
    source = tokenizer.convert_tokens_to_ids({"__en__": "__es__", "eng_Latn": "spa_Latn"}[piece])
    assert requests[0]["input_ids"][0][0] == source
    with pytest.raises(EngineError, match="does not have the language 'xx'"):
        engine.translate(["Nadie vino."], "es", "xx")


def test_t5_gets_an_english_prefix_and_madlad_a_tag(tmp_path: Path) -> None:
    engine = Seq2Seq.load(str(made.t5(tmp_path / "t5")))
    requests = spied(engine)
    engine.translate(["Nadie vino."], "es", "en")
    input_text = engine._tokenizer.decode(requests[0]["input_ids"][0], skip_special_tokens=True)
    assert input_text == "translate Spanish to English: Nadie vino."
    madlad = Seq2Seq.load(str(made.t5(tmp_path / "madlad", tags=("<2en>", "<2fr>"))))
    requests = spied(madlad)
    madlad.translate(["Nadie vino."], "es", "fr")
    assert madlad._tokenizer.get_vocab()["<2fr>"] in requests[0]["input_ids"][0].tolist()
    with pytest.raises(EngineError, match="there is no piece '<2de>'"):
        madlad.translate(["Nadie vino."], "es", "de")


@pytest.mark.parametrize("make", [made.marian, made.m2m, made.nllb, made.t5], ids=lambda make: make.__name__)
def test_an_untrained_checkpoint_loses_no_copy_and_every_lost_name_is_reported(make: Any, tmp_path: Path) -> None:
    engine = Seq2Seq.load(str(make(tmp_path / "blank")))
    engine._most = 24  # it would generate text up to its limit
    source_document = parse("a.txt", b"Ayer vino Juan Guerra.\n\nNadie vino.")
    done = Translator(engine).translate(source_document, src="es", tgt="en")
    source_document.write_verified(done.edits)
    assert len(done.sentences) == 2 and all(
        done.text[line.span.start : line.span.end].strip() for line in done.sentences
    )
    for line in done.sentences:
        flags = [
            suggestion for suggestion in done.suggestions if line.span.start <= suggestion.span.start < line.span.end
        ]
        stands = all(placed.span for placed in line.placements)
        assert stands or flags
        assert not line.untranslated or any(suggestion.reasons[0].key == UNTRANSLATED for suggestion in flags)


# --- refusing


def test_a_checkpoint_for_other_languages_is_refused_by_name(marian: Path) -> None:
    with pytest.raises(EngineError, match="translates from es to en, not from fr to en"):
        Seq2Seq.load(str(marian)).translate(["Non."], "fr", "en")


def test_weights_that_are_a_pickle_are_never_opened(copied: Path) -> None:
    (copied / "model.safetensors").unlink()
    (copied / "pytorch_model.bin").write_bytes(b"cos\nsystem\n(S'touch /tmp/never'\ntR.")
    with pytest.raises(EngineError, match=r"no weights in safetensors, only pytorch_model\.bin, which may run code"):
        open_engine(str(copied))


def test_code_of_a_checkpoint_is_never_run(copied: Path) -> None:
    config = json.loads((copied / "config.json").read_text())
    (copied / "config.json").write_text(json.dumps(config | {"auto_map": {"AutoModel": "evil.Model"}}))
    (copied / "evil.py").write_text("raise SystemExit('run')")
    with pytest.raises(EngineError, match="would run code of its own"):
        open_engine(str(copied))


def _truncate(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:2000])


def _other_weights(folder: Path) -> None:
    from safetensors.numpy import load_file, save_file

    path = folder / "model.safetensors"
    weights = load_file(path)
    del weights[next(name for name in weights if "fc1.weight" in name)]
    save_file(weights, path, {"format": "pt"})


def _no_tokenizer(folder: Path) -> None:
    for path in [*folder.glob("*.spm"), *folder.glob("*.json")]:
        if path.name not in ("config.json", "generation_config.json"):
            path.unlink()


@pytest.mark.parametrize(
    "harm",
    [
        _truncate,
        _other_weights,
        _no_tokenizer,
        lambda folder: (folder / "config.json").write_text("{"),
        lambda folder: (folder / "config.json").write_text("[]"),
        lambda folder: (folder / "model.safetensors").write_bytes(b""),
    ],
    ids=["cut off", "a weight lacks", "no tokenizer", "torn settings", "no settings", "empty weights"],
)
def test_a_damaged_checkpoint_is_reported_in_one_line(harm: Any, copied: Path) -> None:
    harm(copied)
    with pytest.raises(EngineError, match="The checkpoint cannot be loaded") as caught:
        open_engine(str(copied))
    assert "\n" not in str(caught.value)


def test_a_folder_that_is_not_a_checkpoint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no checkpoint in this folder"):
        open_engine(str(tmp_path))
    (tmp_path / "config.json").write_text('{"model_type": "marian"}')
    with pytest.raises(EngineError, match="has no weights"):
        open_engine(str(tmp_path))
    (tmp_path / "config.json").write_text('{"model_type": "gpt2"}')
    with pytest.raises(EngineError, match=r"is a gpt2 checkpoint\. Give one of these families: marian"):
        open_engine(str(tmp_path))


def test_a_tokenizer_that_does_not_fit_its_weights_is_an_error_and_no_crash(copied: Path) -> None:
    engine = Seq2Seq.load(str(copied))
    engine._tokenizer.encoder = {piece: at + 10_000 for piece, at in engine._tokenizer.encoder.items()}
    with pytest.raises(EngineError, match="failed to translate"):
        engine.translate(["Ayer vino Juan Guerra."], "es", "en")
