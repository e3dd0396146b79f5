"""How each family of checkpoints selects the languages: by a tag, a forced first token, or words before the text.

Uses only the interface that all tokenizers share; loads nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from repair.core.errors import EngineError
from repair.translation.engines.language_codes import english_name, language, three_letters, with_script

FAMILIES = ("marian", "m2m_100", "t5", "mt5", "umt5")

NOT_THIS_WAY = "the checkpoint translates from {has_src} to {has_tgt}, not from {src} to {tgt}; give another checkpoint"
NO_LANGUAGE = (
    "the checkpoint does not have the language {code!r} (there is no piece {piece!r}); give another checkpoint"
)


@dataclass(frozen=True, slots=True)
class FamilyRequest:
    """Texts for the tokenizer, and further arguments of `generate`."""

    texts: tuple[str, ...]
    forced: dict[str, int]


def ask(
    name: str, family: str, tokenizer: Any, sentences: Sequence[str], language_pair: tuple[str, str]
) -> FamilyRequest:
    """Return the request for a translation of ``sentences`` by this family of models.

    Args:
        name: The checkpoint, for messages.
        family: The type of the model, a key of `FAMILIES`.
        tokenizer: The tokenizer of the checkpoint.
        sentences: The sentences.
        language_pair: The two-letter codes of the languages: from, into.

    Raises:
        EngineError: If the checkpoint does not translate this pair.
    """
    src, tgt = language_pair
    if family == "marian":
        return _marian(name, tokenizer, sentences, src, tgt)
    if family == "m2m_100":
        return _many(name, tokenizer, sentences, src, tgt)
    return _t5(name, tokenizer, sentences, src, tgt)


def _marian(name: str, tokenizer: Any, sentences: Sequence[str], src: str, tgt: str) -> FamilyRequest:
    """Return the request to Marian: one language pair, or several, one of which a tag selects."""
    vocabulary = tokenizer.get_vocab()
    for tag in (f">>{three_letters(tgt)}<<", f">>{tgt}<<"):
        if tag in vocabulary:
            return FamilyRequest(tuple(f"{tag} {sentence}" for sentence in sentences), {})
    has_src, has_tgt = getattr(tokenizer, "source_lang", None), getattr(tokenizer, "target_lang", None)
    if has_src and has_tgt and (language(has_src), language(has_tgt)) != (src, tgt):
        raise EngineError.of(NOT_THIS_WAY, path=name, has_src=has_src, has_tgt=has_tgt, src=src, tgt=tgt)
    return FamilyRequest(tuple(sentences), {})


def _many(name: str, tokenizer: Any, sentences: Sequence[str], src: str, tgt: str) -> FamilyRequest:
    """Return the request to M2M100 or NLLB: the tokenizer gets one language, and generation begins with the other."""
    own = getattr(tokenizer, "lang_code_to_token", None)
    codes = []
    for code in (src, tgt):
        piece = own.get(code) if own else with_script(code)
        if piece is None or tokenizer.convert_tokens_to_ids(piece) in (None, tokenizer.unk_token_id):
            raise EngineError.of(NO_LANGUAGE, path=name, code=code, piece=piece or f"__{code}__")
        codes.append(piece)
    tokenizer.src_lang = src if own else codes[0]
    return FamilyRequest(tuple(sentences), {"forced_bos_token_id": tokenizer.convert_tokens_to_ids(codes[1])})


def _t5(name: str, tokenizer: Any, sentences: Sequence[str], src: str, tgt: str) -> FamilyRequest:
    """Return the request to MADLAD, which has a tag for each target language, or to T5, which has an English prefix."""
    vocabulary = tokenizer.get_vocab()
    if f"<2{tgt}>" in vocabulary:
        return FamilyRequest(tuple(f"<2{tgt}> {sentence}" for sentence in sentences), {})
    if any(piece.startswith("<2") and piece.endswith(">") for piece in vocabulary):
        raise EngineError.of(NO_LANGUAGE, path=name, code=tgt, piece=f"<2{tgt}>")
    order = f"translate {english_name(src)} to {english_name(tgt)}: "
    return FamilyRequest(tuple(order + sentence for sentence in sentences), {})
