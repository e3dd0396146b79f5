"""Training pairs as arrays: the character vocabulary, encoded sequences, and batches of similar length.

The pieces are those of sentencepiece with ``model_type=char``: 0 is padding, 1 ends a name, 2 is unknown. NumPy only.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import sentencepiece

from repair.channel.vocabulary import ALPHABET

if TYPE_CHECKING:
    from repair.training.pairs import Pair

Ids = npt.NDArray[np.int64]
PAD, END, UNKNOWN = 0, 1, 2
_BLOCK = 50  # batches in a block of pairs sorted by length


def make_vocabulary(path: Path) -> None:
    """Write a sentencepiece character model with exactly the letters of ``ALPHABET``."""
    lines = [f"{char} {char.swapcase()}" for char in ALPHABET if char != " "] * 3
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=written, model_type="char", vocab_size=len(ALPHABET) + 3,
        character_coverage=1.0, pad_id=PAD, eos_id=END, unk_id=UNKNOWN, bos_id=-1, normalization_rule_name="identity",
        add_dummy_prefix=False, remove_extra_whitespaces=False, minloglevel=2,
    )  # fmt: skip
    path.write_bytes(written.getvalue())


@dataclass(frozen=True, slots=True)
class EncodedTexts:
    """Sequences in one array; sequence i is ``ids[starts[i]:starts[i + 1]]``, with its end piece."""

    ids: npt.NDArray[np.uint8]
    starts: Ids

    @classmethod
    def of(cls, texts: Iterable[str], pieces: sentencepiece.SentencePieceProcessor) -> EncodedTexts:
        """Encode texts in the letters of ``ALPHABET``, in order, with one table look-up."""
        table = np.zeros(128, np.uint8)
        for char in ALPHABET:
            table[ord(char)] = pieces.encode(char)[0]
        table[ord("\n")] = END
        joined = "".join(f"{text}\n" for text in texts)
        ids = table[np.frombuffer(joined.encode("ascii"), np.uint8)]
        return cls(ids, np.concatenate([[0], np.flatnonzero(ids == END) + 1]))

    @property
    def lengths(self) -> Ids:
        """The number of pieces of each sequence."""
        return np.diff(self.starts)

    def padded(self, rows: Sequence[int] | Ids) -> Ids:
        """Return the chosen sequences as one array. *Shape:* ``(rows, longest)``."""
        lengths = [int(self.starts[row + 1] - self.starts[row]) for row in rows]
        out = np.full((len(rows), max(lengths)), PAD, np.int64)
        for place, (row, length) in enumerate(zip(rows, lengths, strict=True)):
            out[place, :length] = self.ids[self.starts[row] : self.starts[row] + length]
        return out


class TrainingBatch(NamedTuple):
    """Inputs and labels. *Shapes:* ``(rows, longest)`` each, padded with 0."""

    inputs: Ids
    labels: Ids


@dataclass(frozen=True, slots=True)
class Corpus:
    """Encoded pairs: mangled forms and clean names, row by row."""

    src: EncodedTexts
    tgt: EncodedTexts

    @classmethod
    def of(cls, pairs: Iterable[Pair], pieces: sentencepiece.SentencePieceProcessor) -> Corpus:
        """Encode pairs in order; the iterable is read once."""
        src: list[str] = []
        tgt: list[str] = []
        for pair in pairs:
            src.append(pair.src)
            tgt.append(pair.tgt)
        return cls(EncodedTexts.of(src, pieces), EncodedTexts.of(tgt, pieces))

    def __len__(self) -> int:
        return len(self.src.starts) - 1

    def order(self, *, batch: int, seed: int, epoch: int) -> list[Ids]:
        """Return the rows of each batch of an epoch: shuffled, grouped by length, and the batches shuffled again."""
        rng = np.random.default_rng((seed, epoch))
        rows = rng.permutation(len(self))
        total = self.src.lengths + self.tgt.lengths
        batches: list[Ids] = []
        for at in range(0, len(rows), batch * _BLOCK):
            block = rows[at : at + batch * _BLOCK]
            block = block[np.argsort(total[block], kind="stable")]
            batches.extend(block[low : low + batch] for low in range(0, len(block), batch))
        return [batches[place] for place in rng.permutation(len(batches))]

    def forward(self, rows: Ids) -> TrainingBatch:
        """Return rows with mangled forms as inputs and clean names as labels."""
        return TrainingBatch(self.src.padded(rows), self.tgt.padded(rows))

    def backward(self, rows: Ids, *, mark: int) -> TrainingBatch:
        """Return rows with clean names, after the piece ``mark``, as inputs and mangled forms as labels."""
        tgt = self.tgt.padded(rows)
        return TrainingBatch(
            np.concatenate([np.full((len(tgt), 1), mark, np.int64), tgt], axis=1), self.src.padded(rows)
        )

    def batches(self, *, batch: int, seed: int, mark: int, skip: int = 0) -> Iterator[TrainingBatch]:
        """Yield batches without end, alternately forward and backward, without the first ``skip``."""
        epoch, forward = 0, skip % 2 == 1
        while True:
            for rows in self.order(batch=batch, seed=seed, epoch=epoch):
                if skip > 0:
                    skip -= 1
                    continue
                forward = not forward
                yield self.forward(rows) if forward else self.backward(rows, mark=mark)
            epoch += 1
