"""Features of candidates of names in transcripts: the sound, the phrases around them, and what else the copy has."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel, JaroWinkler

from repair.pipeline.rules.spoken_frames import AFTER, BEFORE, announces_person, frame_after, frame_before
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.phonetics import squash
from repair.text.pronunciation import VOWEL, pronunciation, sound_similarity

KINDS = ("rest", "first", "whole", "given")  # the part of a name that was not recognised
_ENDS = ".,?!;:"
_NEAR = 3  # tokens within which two candidates of a name are one mention
_MOST_MENTIONS, _MOST_NAMES, _MOST_RIVALS = 4.0, 5.0, 3.0  # counts from which more make no difference
_SOUND_FEATURES = (
    "similarity", "whole similarity", "margin", "consonants alike", "sounds alike from the start", "same first sound",
    "same first sounds", "same last sound", "same last sounds", "sounds heard", "sounds of the name",
    "difference in sounds",
)  # fmt: skip
_LETTER_FEATURES = ("letters alike", "letters alike from the start", "same first letter", "length", "exact")
_WORD_FEATURES = (
    "words heard", "words of the name", "word difference", "frequency", "highest frequency", "lowest frequency",
    "frequency of the first word", "frequency of the last word", "is a name", "given name heard", "surname heard",
    "given name", "surname",
)  # fmt: skip
_LIST_FEATURES = ("rivals", "heard words listed", "names with the first word", "names with the last word")
_COPY_FEATURES = (
    "framed", "capitals", "capital after", "ends", "repeated", "present", "share of words present",
    "mentions of the first word", "mentions of the last word", "mentions of the first word heard",
    "mentions of the last word heard", "alternatives",
)  # fmt: skip
FEATURES = (
    *KINDS, *BEFORE, *AFTER, *_SOUND_FEATURES, *_LETTER_FEATURES, *_WORD_FEATURES, *_LIST_FEATURES, *_COPY_FEATURES,
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


class NameWords(NamedTuple):
    """How many names of the list have each folded word, and how many of several words have it first."""

    all: Mapping[str, int]
    first: Mapping[str, int]


def with_features(
    copy: AnalyzedText, drafts: Sequence[Draft], names: NameWords, lexicon: Lexicon
) -> list[SpokenCandidate]:
    """Return the candidates with their features.

    Args:
        copy: A transcript.
        drafts: All candidates of it.
        names: The words of the list of names.
        lexicon: English words and names.
    """
    comparisons = _Comparisons.of(copy, drafts)
    rows = []
    for number, draft in enumerate(drafts):
        before = frame_before(copy.folds, draft.low)
        values = {
            **{kind: kind == draft.kind for kind in KINDS},
            **dict(zip(BEFORE, before, strict=True)),
            "framed": announces_person(before),
            **dict(zip(AFTER, frame_after(copy.folds, draft.high), strict=True)),
            **_sounds(copy, draft, comparisons.whole[number], comparisons.margins[number]),
            **_letters(copy, draft),
            **_words(copy, draft, lexicon),
            **_listed(copy, draft, names),
            **_in_copy(copy, draft, comparisons),
        }
        row = tuple(float(values[name]) for name in FEATURES)
        rows.append(SpokenCandidate(draft.low, draft.high, draft.name, draft.kind, row))
    return rows


@dataclass(frozen=True, slots=True)
class _Comparisons:
    """What is compared over all candidates of a copy.

    Attributes:
        whole: How alike the words and the whole name of each candidate sound (0-1).
        margins: By how much that exceeds the best other name at the same words.
        places: The first tokens of the candidates of each name.
        at: How many candidates begin at each token.
        mentions: How often the copy has each folded word.
        joined: The folded words of the copy with a space around each.
    """

    whole: Sequence[float]
    margins: Sequence[float]
    places: Mapping[str, AbstractSet[int]]
    at: Mapping[int, int]
    mentions: Mapping[str, int]
    joined: str

    @classmethod
    def of(cls, copy: AnalyzedText, drafts: Sequence[Draft]) -> _Comparisons:
        whole = [_whole_similarity(copy, draft) for draft in drafts]
        places: dict[str, set[int]] = {}
        for draft in drafts:
            places.setdefault(draft.name, set()).add(draft.low)
        margins = [own - other for own, other in zip(whole, _best_others(drafts, whole), strict=True)]
        at = Counter(draft.low for draft in drafts)
        return cls(whole, margins, places, at, Counter(copy.folds), f" {' '.join(copy.folds)} ")


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


def _sounds(copy: AnalyzedText, draft: Draft, whole: float, margin: float) -> dict[str, float]:
    """Return `_SOUND_FEATURES`."""
    heard, name = pronunciation("".join(copy.folds[draft.low : draft.high])), pronunciation("".join(draft.folds))
    return {
        "similarity": draft.similarity,
        "whole similarity": whole,
        "margin": margin,
        "consonants alike": Indel.normalized_similarity(heard.replace(VOWEL, ""), name.replace(VOWEL, "")),
        "sounds alike from the start": JaroWinkler.similarity(heard, name),
        "same first sound": heard[:1] == name[:1],
        "same first sounds": heard[:2] == name[:2],
        "same last sound": heard[-1:] == name[-1:],
        "same last sounds": heard[-2:] == name[-2:],
        "sounds heard": len(heard),
        "sounds of the name": len(name),
        "difference in sounds": abs(len(heard) - len(name)),
    }


def _letters(copy: AnalyzedText, draft: Draft) -> dict[str, float]:
    """Return `_LETTER_FEATURES`."""
    heard, name = squash("".join(copy.folds[draft.low : draft.high])), squash("".join(draft.folds))
    return {
        "letters alike": Indel.normalized_similarity(heard, name),
        "letters alike from the start": JaroWinkler.similarity(heard, name),
        "same first letter": heard[:1] == name[:1],
        "length": math.log(len(name)),
        "exact": draft.is_exact,
    }


def _words(copy: AnalyzedText, draft: Draft, lexicon: Lexicon) -> dict[str, float]:
    """Return `_WORD_FEATURES`: what the words and the name are in the lexicon."""
    heard = copy.folds[draft.low : draft.high]
    changed = heard[1:] if draft.kind == "rest" else heard
    first, last = draft.folds[0], draft.folds[-1]
    frequencies = [lexicon.word(word) for word in heard]
    return {
        "words heard": len(heard),
        "words of the name": len(draft.folds),
        "word difference": abs(len(heard) - len(draft.folds)),
        "frequency": sum(map(lexicon.word, changed)) / len(changed),
        "highest frequency": max(frequencies),
        "lowest frequency": min(frequencies),
        "frequency of the first word": lexicon.word(first),
        "frequency of the last word": lexicon.word(last),
        "is a name": sum(bool(lexicon.personal_name(word)) for word in changed) / len(changed),
        "given name heard": lexicon.given(heard[0]),
        "surname heard": lexicon.surname(heard[-1]),
        "given name": lexicon.given(first),
        "surname": lexicon.surname(last),
    }


def _listed(copy: AnalyzedText, draft: Draft, names: NameWords) -> dict[str, float]:
    """Return `_LIST_FEATURES`."""
    return {
        "rivals": min(draft.rivals, _MOST_RIVALS),
        "heard words listed": any(word in names.all for word in copy.folds[draft.low : draft.high]),
        "names with the first word": min(names.first.get(draft.folds[0], 0), _MOST_NAMES),
        "names with the last word": min(names.all.get(draft.folds[-1], 0), _MOST_NAMES),
    }


def _in_copy(copy: AnalyzedText, draft: Draft, comparisons: _Comparisons) -> dict[str, float]:
    """Return `_COPY_FEATURES` but "framed": capitals, punctuation, and what else the copy has."""
    low, high, mentions = draft.low, draft.high, comparisons.mentions
    heard, end = copy.folds[low:high], copy.tokens[high - 1].end
    capitals = sum(copy.text[copy.tokens[number].start].isupper() for number in range(low, high))
    repeated = min(sum(abs(place - low) > _NEAR for place in comparisons.places[draft.name]), _MOST_RIVALS)
    has_first = len(draft.folds) > 1 and draft.kind != "rest" and draft.folds[0] in mentions
    return {
        "capitals": capitals / (high - low),
        "capital after": high < len(copy.tokens) and copy.text[copy.tokens[high].start].isupper(),
        "ends": copy.text[end : end + 1] in _ENDS,
        "repeated": repeated + has_first,
        "present": f" {' '.join(draft.folds)} " in comparisons.joined,
        "share of words present": sum(word in mentions for word in draft.folds) / len(draft.folds),
        "mentions of the first word": min(mentions.get(draft.folds[0], 0), _MOST_MENTIONS),
        "mentions of the last word": min(mentions.get(draft.folds[-1], 0), _MOST_MENTIONS),
        "mentions of the first word heard": min(mentions[heard[0]], _MOST_MENTIONS),
        "mentions of the last word heard": min(mentions[heard[-1]], _MOST_MENTIONS),
        "alternatives": comparisons.at[low],
    }
