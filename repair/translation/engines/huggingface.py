"""Translation with a Hugging Face checkpoint in a folder: Marian, M2M100, NLLB, T5 or MADLAD.

Only weights in safetensors are loaded, and no code from the checkpoint. The hub is reached only on request. torch and
transformers are imported when a checkpoint is opened.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from repair.core.errors import EngineError
from repair.core.extras import install_command, needs_package
from repair.translation.engines.base import UNKNOWN_WORDS, Mask, Status
from repair.translation.engines.checkpoint_families import FAMILIES, ask

HOW = f"{install_command('translate')}, then give the folder of a checkpoint with safetensors weights: --engine DIR"
NO_FOLDER = "there is no checkpoint in this folder (no config.json); give another, or hub:OWNER/NAME for the hub"
PICKLE = "the checkpoint has no weights in safetensors, only {found}, which may run code; convert it first"
NO_WEIGHTS = "the checkpoint has no weights (*.safetensors); fetch it again"
OTHER_FAMILY = "this is a {family} checkpoint; give one of these families: {known}"
REMOTE_CODE = "the checkpoint would run code of its own (auto_map), which is never allowed; give another checkpoint"
BROKEN = "the checkpoint cannot be loaded ({why}); fetch it again"
FAILED = "the checkpoint failed to translate ({why}); check that its tokenizer and its weights belong together"
LACKING = "weights lack {count}, such as {key}"

_TOKENS_IN_BATCH = 2_048  # pieces, including padding
_LONGEST = 512  # pieces of one sentence, before and after translation
_PICKLES = ("*.bin", "*.pt", "*.pth", "*.pkl", "*.ckpt")
_BIAS = 4.0  # nats added to the score of each piece of a name


class Seq2Seq:
    """A checkpoint in memory: its model, its tokenizer, and its family."""

    def __init__(self, name: str, family: str, model: Any, tokenizer: Any) -> None:
        """Use a loaded model and tokenizer; see `load`."""
        self._name, self._family, self._model, self._tokenizer = name, family, model, tokenizer
        places = getattr(model.config, "max_position_embeddings", None) or _LONGEST
        self._most = min(_LONGEST, places, tokenizer.model_max_length)  # pieces

    @classmethod
    def load(cls, path: str, *, hub: bool = False) -> Seq2Seq:
        """Load the checkpoint in the folder ``path``, or with ``hub`` the one of this name on the hub."""
        try:
            import torch  # noqa: F401
            from transformers import AutoModelForSeq2SeqLM, AutoTokenizer
            from transformers.utils.logging import disable_progress_bar
        except ModuleNotFoundError as error:
            raise needs_package(EngineError, "Checkpoints need", error.name, extra="translate") from error
        disable_progress_bar()
        digest = "hub" if hub else _check(Path(path))
        safe = {"trust_remote_code": False, "local_files_only": not hub}
        try:
            model, info = AutoModelForSeq2SeqLM.from_pretrained(
                path, use_safetensors=True, output_loading_info=True, **safe
            )
            tokenizer = AutoTokenizer.from_pretrained(path, **safe)
        # A damaged file makes these libraries raise errors of many classes.
        except Exception as error:
            raise EngineError.of(BROKEN, path=path, why=error) from error
        missing = sorted(info["missing_keys"]) + sorted(str(key) for key in info.get("mismatched_keys", ()))
        if missing:
            why = LACKING.format(count=len(missing), key=missing[0])
            raise EngineError.of(BROKEN, path=path, why=why)
        family = model.config.model_type
        if family not in FAMILIES:
            raise EngineError.of(OTHER_FAMILY, path=path, family=family, known=", ".join(FAMILIES))
        return cls(f"{Path(path).name}@{digest}", family, model.eval(), tokenizer)

    @property
    def name(self) -> str:
        """The folder and the hash of its weights, for signatures."""
        return self._name

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        """Return the masks, best copied first: the name itself, the name with a bias, and invented words."""
        unknown = Mask("unknown word", UNKNOWN_WORDS, UNKNOWN_WORDS)
        return Mask("as it is"), Mask("favoured", biased=True), unknown

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        """Return a translation for each sentence; sentences of similar length share a batch."""
        cut = [self._cut(sentence, (src, tgt)) for sentence in sentences]
        answers = iter(self._translate([piece for pieces in cut for piece in pieces], src, tgt))
        return [" ".join(next(answers) for _ in pieces) for pieces in cut]

    def _cut(self, sentence: str, language_pair: tuple[str, str]) -> list[str]:
        """Return the sentence, cut into pieces that fit the model."""
        (text,) = ask(self._name, self._family, self._tokenizer, [sentence], language_pair).texts
        if len(text) < self._most or len(self._tokenizer(text, truncation=False)["input_ids"]) <= self._most:
            return [sentence]
        middle = len(sentence) // 2
        breaks = [at for at, char in enumerate(sentence) if char == " " and 0 < at < len(sentence) - 1]
        best = min(breaks, key=lambda at: abs(at - middle) - 40 * (sentence[at - 1] in ",;:"), default=middle)
        if best == 0:
            return [sentence]
        return [*self._cut(sentence[:best], language_pair), *self._cut(sentence[best:].strip(), language_pair)]

    def _translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        """Return a translation for each sentence; all of them fit the model."""
        request = ask(self._name, self._family, self._tokenizer, sentences, (src, tgt))
        lengths = [len(ids) for ids in self._tokenizer(list(request.texts), truncation=False)["input_ids"]]
        done = ["" for _ in sentences]
        batch: list[int] = []
        order = sorted((at for at, sentence in enumerate(sentences) if sentence.strip()), key=lengths.__getitem__)
        for at in order:
            if batch and (len(batch) + 1) * lengths[at] > _TOKENS_IN_BATCH:
                self._fill(done, batch, request.texts, request.forced)
                batch = []
            batch.append(at)
        if batch:
            self._fill(done, batch, request.texts, request.forced)
        return done

    def translate_favouring(self, sentence: str, names: Sequence[str], src: str, tgt: str) -> str:
        """Return a translation of ``sentence`` in which every piece of ``names`` is made more probable."""
        request = ask(self._name, self._family, self._tokenizer, [sentence], (src, tgt))
        pieces: dict[tuple[int, ...], float] = {}
        for name in names:
            ids = self._tokenizer(text_target=name, add_special_tokens=False)["input_ids"]
            # The bias applies to each next piece of the name, so that a name that is begun is also finished.
            pieces.update({tuple(ids[:end]): _BIAS for end in range(1, len(ids) + 1)})
        done = [""]
        extra = {"sequence_bias": pieces} if pieces else {}
        self._fill(done, [0], request.texts, {**request.forced, **extra})
        return done[0]

    def _fill(self, done: list[str], batch: Sequence[int], texts: Sequence[str], arguments: dict[str, Any]) -> None:
        """Translate the texts numbered in ``batch`` and put the translations at their places in ``done``."""
        import torch

        try:
            inputs = self._tokenizer(
                [texts[at] for at in batch], return_tensors="pt", padding=True, truncation=True, max_length=self._most
            )
            inputs.pop("token_type_ids", None)
            width = int(inputs["input_ids"].shape[1])  # (batch, pieces)
            with torch.inference_mode():
                output = self._model.generate(
                    **inputs,
                    **arguments,
                    num_beams=4,
                    do_sample=False,
                    max_length=None,
                    max_new_tokens=min(self._most - 1, 2 * width + 20),
                )
        # Pieces without weights, or too little memory.
        except (RuntimeError, IndexError, ValueError, TypeError) as error:
            raise EngineError.of(FAILED, path=self._name, why=error) from error
        for at, line in zip(batch, self._tokenizer.batch_decode(output, skip_special_tokens=True), strict=True):
            done[at] = " ".join(line.split())


def status() -> Status:
    """Tell whether checkpoints can be used here."""
    missing = [name for name in ("torch", "transformers", "sentencepiece") if importlib.util.find_spec(name) is None]
    words = (
        f"needs {' and '.join(missing)}"
        if missing
        else "any folder with a Marian, M2M100, NLLB, T5 or MADLAD checkpoint"
    )
    return Status("seq2seq", usable=not missing, details=words, how=HOW)


def _check(path: Path) -> str:
    """Return the hash of a folder's weights (8 hexadecimal digits); raise `EngineError` if they are unsafe."""
    try:
        config = json.loads((path / "config.json").read_bytes())
    except OSError as error:
        raise EngineError.of(NO_FOLDER, path=path) from error
    except (ValueError, RecursionError) as error:
        raise EngineError.of(BROKEN, path=path, why="config.json is not JSON") from error
    if not isinstance(config, dict):
        raise EngineError.of(BROKEN, path=path, why="config.json holds no settings")
    family = str(config.get("model_type"))
    if "auto_map" in config:
        raise EngineError.of(REMOTE_CODE, path=path)
    if family not in FAMILIES:
        raise EngineError.of(OTHER_FAMILY, path=path, family=family, known=", ".join(FAMILIES))
    weights = sorted(path.glob("*.safetensors"))
    if not weights:
        pickles = sorted(path_of_pickle.name for pattern in _PICKLES for path_of_pickle in path.glob(pattern))
        raise EngineError.of(PICKLE if pickles else NO_WEIGHTS, path=path, found=", ".join(pickles))
    digest = hashlib.sha256()
    for path in weights:
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:8]
