"""Small checkpoints of each family, made of the real classes with seeded weights and tokenizers trained on the spot."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

PAIRS = (
    ("Ayer vino Juan Guerra.", "Yesterday came Juan Guerra."),
    ("Dolores Delgado vino ayer.", "Dolores Thin came yesterday."),
    ("Dolores Delgado", "Dolores Thin"),
    ("Nadie vino.", "Nobody came."),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ . , > < : áéíóúñ"
_SIZE: dict[str, Any] = {
    "d_model": 48, "encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2,
    "decoder_attention_heads": 2, "encoder_ffn_dim": 96, "decoder_ffn_dim": 96,
}  # fmt: skip


def pieces(folder: Path) -> tuple[Path, list[tuple[str, float]]]:
    """Train a tokenizer on the pairs; return its file, and its pieces with their scores."""
    import sentencepiece

    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([text for pair in PAIRS for text in pair] * 10 + [_LETTERS]),
        model_writer=model,
        vocab_size=120,
        hard_vocab_limit=False,
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        minloglevel=2,
    )
    path = folder / "made.spm"
    path.write_bytes(model.getvalue())
    read = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return path, [(read.id_to_piece(at), read.get_score(at)) for at in range(read.get_piece_size())]


def numbered(first: list[str], scored_pieces: list[tuple[str, float]]) -> dict[str, int]:
    """Return a vocabulary that begins with ``first``."""
    return {piece: at for at, piece in enumerate(dict.fromkeys([*first, *(piece for piece, _ in scored_pieces)]))}


def marian(folder: Path, *, steps: int = 0, tags: tuple[str, ...] = (), longest: int = 96) -> Path:
    """Save a Marian checkpoint for es-en, trained on `PAIRS` for ``steps`` steps."""
    import torch
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder.mkdir(parents=True)
    path, scored_pieces = pieces(folder)
    vocabulary = numbered(["</s>", "<unk>", *tags], [each for each in scored_pieces if each[0] != "<pad>"])
    vocabulary["<pad>"] = pad = len(vocabulary)
    written = folder / "made.json"
    written.write_text(json.dumps(vocabulary))
    languages = {} if tags else {"source_lang": "es", "target_lang": "en"}
    tokenizer = MarianTokenizer(source_spm=str(path), target_spm=str(path), vocab=str(written), **languages)
    torch.manual_seed(3)
    config = MarianConfig(
        vocab_size=pad + 1, pad_token_id=pad, eos_token_id=0, forced_eos_token_id=0, decoder_start_token_id=pad,
        max_position_embeddings=longest, dropout=0.0, **_SIZE,
    )  # fmt: skip
    model = MarianMTModel(config)
    if steps:
        batch = tokenizer(
            [src for src, _ in PAIRS], text_target=[tgt for _, tgt in PAIRS], return_tensors="pt", padding=True
        )
        batch["labels"][batch["labels"] == pad] = -100
        torch.set_num_threads(1)
        optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
        for _ in range(steps):
            optimizer.zero_grad()
            model(**batch).loss.backward()
            optimizer.step()
    tokenizer.save_pretrained(folder)
    model.save_pretrained(folder)
    return folder


def m2m(folder: Path) -> Path:
    """Save an M2M100 checkpoint."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    folder.mkdir(parents=True)
    path, scored_pieces = pieces(folder)
    written = folder / "made.json"
    written.write_text(json.dumps(numbered(["<s>", "<pad>", "</s>", "<unk>"], scored_pieces)))
    tokenizer = M2M100Tokenizer(vocab_file=str(written), spm_file=str(path), src_lang="es", tgt_lang="en")
    torch.manual_seed(3)
    size = len(tokenizer) + 108  # a hundred languages, eight spare pieces
    tokenizer.save_pretrained(folder)
    M2M100ForConditionalGeneration(M2M100Config(vocab_size=size, max_position_embeddings=96, **_SIZE)).save_pretrained(
        folder
    )
    return folder


def nllb(folder: Path) -> Path:
    """Save an NLLB checkpoint."""
    import torch
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    folder.mkdir(parents=True)
    letters = sorted({*_LETTERS, "▁"} - {" "})
    vocabulary = {piece: at for at, piece in enumerate(["<s>", "<pad>", "</s>", "<unk>", *letters])}
    tokenizer = NllbTokenizer(vocab=vocabulary, merges=[], src_lang="spa_Latn", tgt_lang="eng_Latn")
    torch.manual_seed(3)
    tokenizer.save_pretrained(folder)
    config = M2M100Config(vocab_size=len(tokenizer), max_position_embeddings=96, **_SIZE)
    M2M100ForConditionalGeneration(config).save_pretrained(folder)
    return folder


def t5(folder: Path, *, tags: tuple[str, ...] = ()) -> Path:
    """Save a T5 checkpoint; with ``tags`` such as "<2en>", one with the tags of MADLAD."""
    import torch
    from transformers import T5Config, T5ForConditionalGeneration, T5Tokenizer

    folder.mkdir(parents=True)
    _, scored_pieces = pieces(folder)
    tokenizer = T5Tokenizer(vocab=[*scored_pieces, *((tag, -1.0) for tag in tags)], extra_ids=0)
    torch.manual_seed(3)
    tokenizer.save_pretrained(folder)
    config = T5Config(
        vocab_size=len(tokenizer), d_model=32, d_kv=16, d_ff=32, num_layers=1, num_heads=2, decoder_start_token_id=0
    )
    T5ForConditionalGeneration(config).save_pretrained(folder)
    return folder
