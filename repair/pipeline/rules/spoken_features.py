"""Features of candidates of names in transcripts: the sound, the phrases around them, and what else the copy has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from repair.pipeline.rules.spoken_frames import AFTER, BEFORE, frame_after, frame_before
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.phonetics import squash
from repair.text.pronunciation import pronunciation, sound_similarity

KINDS = ("rest", "first", "whole", "given")  # the part of a name that was not recognised
_ENDS = ".,?!;:"
_GROUPS = ("full", "given")
_IN_GROUPS = (*BEFORE, *AFTER, "framed", "frequency", "is a name", "capitals", "letters alike", "repeated", "present",
              "margin", "ends", "length", "rivals", "initial")  # fmt: skip
FEATURES = (
    *KINDS,
    *(f"{kind} similarity" for kind in KINDS),
    *(f"{kind} similarity, framed" for kind in KINDS),
    *(f"{name}, {group}" for group in _GROUPS for name in _IN_GROUPS),
    "exact", "word difference", "known given name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SpokenCandidate:
    """Words of a transcript that may be a name: a half-open token range and the name.

    ``kind`` is the part of the name that was not recognised (see `KINDS`), ``similarity`` how alike that part sounds
    (0-1), ``features`` the values of `FEATURES`.
    """

    low: int
    high: int
    name: str
    kind: str
    features: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate without features.

    ``folds`` are the folded words of the name, ``similarity`` says how alike the part that was not recognised sounds
    (0-1), ``is_exact`` whether a recognised part has the letters of the name, ``rivals`` how many names are as near.
    """

    low: int
    high: int
    name: str
    folds: tuple[str, ...]
    kind: str
    similarity: float
    is_exact: bool = False
    rivals: int = 0


def with_features(copy: AnalyzedText, drafts: Sequence[Draft], lexicon: Lexicon) -> list[SpokenCandidate]:
    """Return the candidates with their features.

    Args:
        copy: A transcript.
        drafts: All candidates of it.
        lexicon: English words and names.
    """
    wholes = [_whole_similarity(copy, draft) for draft in drafts]
    best = _best_others(drafts, wholes)
    present = set(copy.folds)
    places: dict[str, set[int]] = {}
    for draft in drafts:
        places.setdefault(draft.name, set()).add(draft.low)
    joined = f" {' '.join(copy.folds)} "
    out = []
    for draft, whole, other in zip(drafts, wholes, best, strict=True):
        repeated = min(sum(abs(low - draft.low) > 3 for low in places[draft.name]), 3)
        has_first = len(draft.folds) > 1 and draft.kind != "rest" and draft.folds[0] in present
        values = _features(copy, draft, lexicon, whole - other)
        values["repeated"] = float(repeated + has_first)
        values["present"] = float(f" {' '.join(draft.folds)} " in joined)
        out.append(SpokenCandidate(draft.low, draft.high, draft.name, draft.kind, _row(draft, values)))
    return out


def _row(draft: Draft, values: dict[str, float]) -> tuple[float, ...]:
    """Return the values of `FEATURES`."""
    similarity, framed = draft.similarity, values["framed"]
    own = "given" if draft.kind == "given" else "full"
    return (
        *(float(kind == draft.kind) for kind in KINDS),
        *(similarity * (kind == draft.kind) for kind in KINDS),
        *(similarity * framed * (kind == draft.kind) for kind in KINDS),
        *(values[name] * (group == own) for group in _GROUPS for name in _IN_GROUPS),
        float(draft.is_exact),
        values["word difference"],
        values["known given name"],
    )


def _whole_similarity(copy: AnalyzedText, draft: Draft) -> float:
    heard = "".join(copy.folds[draft.low : draft.high])
    return sound_similarity(pronunciation(heard), pronunciation("".join(draft.folds)))


def _best_others(drafts: Sequence[Draft], wholes: Sequence[float]) -> list[float]:
    """Return for each draft the best similarity of another name at words that it shares."""
    at: dict[int, dict[str, float]] = {}
    for draft, whole in zip(drafts, wholes, strict=True):
        for number in range(draft.low, draft.high):
            names = at.setdefault(number, {})
            names[draft.name] = max(names.get(draft.name, 0.0), whole)
    return [
        max(
            (
                value
                for number in range(draft.low, draft.high)
                for name, value in at[number].items()
                if name != draft.name and name.split()[0] != draft.name
            ),
            default=0.4,
        )
        for draft in drafts
    ]


def _features(copy: AnalyzedText, draft: Draft, lexicon: Lexicon, margin: float) -> dict[str, float]:
    """Return the values of the features that are of no kind."""
    folds, low, high = copy.folds, draft.low, draft.high
    before, after = frame_before(folds, low), frame_after(folds, high)
    changed = range(low + 1, high) if draft.kind == "rest" else range(low, high)
    frequencies = [lexicon.word(folds[number]) for number in changed]
    is_name = [bool(lexicon.personal_name(folds[number])) for number in changed]
    capitals = sum(copy.text[copy.tokens[number].start].isupper() for number in range(low, high))
    heard, name = squash("".join(folds[low:high])), squash("".join(draft.folds))
    end = copy.tokens[high - 1].end
    return {
        **dict(zip(BEFORE, before, strict=True)),
        **dict(zip(AFTER, after, strict=True)),
        "framed": float(any(before[:8])),
        "frequency": sum(frequencies) / len(frequencies),
        "is a name": sum(is_name) / len(is_name),
        "capitals": capitals / (high - low),
        "letters alike": Indel.normalized_similarity(heard, name),
        "margin": margin,
        "ends": float(copy.text[end : end + 1] in _ENDS),
        "length": math.log(len(name)),
        "rivals": float(min(draft.rivals, 3)),
        "initial": float(heard[:1] == name[:1]),
        "word difference": float(abs(high - low - len(draft.folds))),
        "known given name": float(lexicon.given(draft.folds[0])),
    }
