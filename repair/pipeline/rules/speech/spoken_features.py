"""Features of candidates of names in transcripts: the sound, the phrases around them, and what else the copy has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import Indel, JaroWinkler

from repair.pipeline.rules.speech.spoken_comparisons import NEAR, CopyWords, DraftComparison, compared
from repair.pipeline.rules.speech.spoken_draft import Draft
from repair.pipeline.rules.speech.spoken_frames import AFTER, BEFORE, EDGES, announces_person, frame_after, frame_before
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.phonetics import squash
from repair.text.pronunciation import VOWEL, pronunciation, sound_difference

KINDS = ("rest", "first", "whole", "given", "surname")  # the part of a name that was not recognised
_ENDS = ".,?!;:"
_MOST_MENTIONS, _MOST_NAMES, _MOST_RIVALS = 4.0, 5.0, 3.0  # counts from which more make no difference
_SOUND_FEATURES = (
    "similarity", "whole similarity", "margin", "vowel similarity", "name margin", "window margin",
    "similarity elsewhere", "better names", "consonants alike", "sounds alike from the start", "same first sound",
    "same first sounds", "same last sound", "same last sounds", "difference in sounds",
)  # fmt: skip
_LETTER_FEATURES = ("letters alike", "letters alike from the start", "same first letter", "exact")
_WORD_FEATURES = (
    "words heard", "words of the name", "word difference", "frequency", "highest frequency", "lowest frequency",
    "frequency before", "frequency after", "opens with an edge", "closes with an edge", "is a name",
    "given name heard", "surname heard",
)  # fmt: skip
_LIST_FEATURES = (
    "rivals", "heard words listed", "longer names with the first word", "longer names with the last word",
    "names with the rarest word",
)  # fmt: skip
_NAME_FEATURES = (
    "sounds of the name", "cost of the difference", "given name", "surname of the name", "place",
    "highest frequency of the name", "lowest frequency of the name",
)  # fmt: skip
_COPY_FEATURES = (
    "framed", "capitals", "capital after", "ends", "divided", "repeated", "present", "share of words present",
    "mentions of the first word", "mentions of the last word", "mentions of the first word heard",
    "mentions of the last word heard", "mentions of the words heard",
)  # fmt: skip
FEATURES = (
    *KINDS, *BEFORE, *AFTER, *_SOUND_FEATURES, *_LETTER_FEATURES, *_WORD_FEATURES, *_NAME_FEATURES, *_LIST_FEATURES,
    *_COPY_FEATURES,
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


class NameWords(NamedTuple):
    """How many names of the list have each folded word, how many of several words have it first, or anywhere."""

    all: Mapping[str, int]
    first: Mapping[str, int]
    longer: Mapping[str, int]


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
    comparisons, words = compared(copy, drafts), CopyWords.of(copy, drafts)
    before = [frame_before(copy.folds, low) for low in range(len(copy.folds))]
    rows = []
    for draft, comparison in zip(drafts, comparisons, strict=True):
        values = {
            **{kind: kind == draft.kind for kind in KINDS},
            **dict(zip(BEFORE, before[draft.low], strict=True)),
            "framed": announces_person(before[draft.low]),
            **dict(zip(AFTER, frame_after(copy.folds, draft.high), strict=True)),
            **_sounds(copy, draft, comparison),
            **_letters(copy, draft),
            **_words(copy, draft, lexicon),
            **_of_name(copy, draft, lexicon),
            **_listed(copy, draft, names),
            **_in_copy(copy, draft, words),
        }
        row = tuple(float(values[name]) for name in FEATURES)
        rows.append(SpokenCandidate(draft.low, draft.high, draft.name, draft.kind, row))
    return rows


def _sounds(copy: AnalyzedText, draft: Draft, comparison: DraftComparison) -> dict[str, float]:
    """Return `_SOUND_FEATURES`."""
    heard, name = pronunciation("".join(copy.folds[draft.low : draft.high])), pronunciation("".join(draft.folds))
    return {
        "similarity": draft.similarity,
        "whole similarity": comparison.whole,
        "margin": comparison.margin,
        "vowel similarity": comparison.vowel,
        "name margin": comparison.name_margin,
        "window margin": comparison.window_margin,
        "similarity elsewhere": comparison.elsewhere,
        "better names": min(comparison.better, _MOST_NAMES),
        "consonants alike": Indel.normalized_similarity(heard.replace(VOWEL, ""), name.replace(VOWEL, "")),
        "sounds alike from the start": JaroWinkler.similarity(heard, name),
        "same first sound": heard[:1] == name[:1],
        "same first sounds": heard[:2] == name[:2],
        "same last sound": heard[-1:] == name[-1:],
        "same last sounds": heard[-2:] == name[-2:],
        "difference in sounds": abs(len(heard) - len(name)),
    }


def _letters(copy: AnalyzedText, draft: Draft) -> dict[str, float]:
    """Return `_LETTER_FEATURES`."""
    heard, name = squash("".join(copy.folds[draft.low : draft.high])), squash("".join(draft.folds))
    return {
        "letters alike": Indel.normalized_similarity(heard, name),
        "letters alike from the start": JaroWinkler.similarity(heard, name),
        "same first letter": heard[:1] == name[:1],
        "exact": draft.is_exact,
    }


def _words(copy: AnalyzedText, draft: Draft, lexicon: Lexicon) -> dict[str, float]:
    """Return `_WORD_FEATURES`: what the words and the name are in the lexicon."""
    heard = copy.folds[draft.low : draft.high]
    changed = heard[1:] if draft.kind == "rest" else heard
    before, after = copy.folds[draft.low - 1 : draft.low], copy.folds[draft.high : draft.high + 1]
    frequencies = [lexicon.word(word) for word in heard]
    return {
        "words heard": len(heard),
        "words of the name": len(draft.folds),
        "word difference": abs(len(heard) - len(draft.folds)),
        "frequency": sum(map(lexicon.word, changed)) / len(changed),
        "highest frequency": max(frequencies),
        "lowest frequency": min(frequencies),
        "frequency before": lexicon.word(before[0]) if before else -1,
        "frequency after": lexicon.word(after[0]) if after else -1,
        "opens with an edge": heard[0] in EDGES,
        "closes with an edge": heard[-1] in EDGES,
        "is a name": sum(bool(lexicon.personal_name(word)) for word in changed) / len(changed),
        "given name heard": lexicon.given(heard[0]),
        "surname heard": lexicon.surname(heard[-1]),
    }


def _of_name(copy: AnalyzedText, draft: Draft, lexicon: Lexicon) -> dict[str, float]:
    """Return `_NAME_FEATURES`: how long the name is, and what it is in the lexicon."""
    heard, name = pronunciation("".join(copy.folds[draft.low : draft.high])), pronunciation("".join(draft.folds))
    frequencies = [lexicon.word(word) for word in draft.folds]
    return {
        "sounds of the name": len(name),
        "cost of the difference": sound_difference(heard, name),
        "given name": lexicon.given(draft.folds[0]),
        "surname of the name": lexicon.surname(draft.folds[-1]),
        "place": max(map(lexicon.place, draft.folds)),
        "highest frequency of the name": max(frequencies),
        "lowest frequency of the name": min(frequencies),
    }


def _listed(copy: AnalyzedText, draft: Draft, names: NameWords) -> dict[str, float]:
    """Return `_LIST_FEATURES`."""
    return {
        "rivals": min(draft.rivals, _MOST_RIVALS),
        "heard words listed": any(word in names.all for word in copy.folds[draft.low : draft.high]),
        "longer names with the first word": min(names.longer[draft.folds[0]], _MOST_RIVALS),
        "longer names with the last word": min(names.longer[draft.folds[-1]], _MOST_RIVALS),
        "names with the rarest word": min(names.all[word] for word in draft.folds),
    }


def _in_copy(copy: AnalyzedText, draft: Draft, words: CopyWords) -> dict[str, float]:
    """Return `_COPY_FEATURES` but "framed": capitals, punctuation, and what else the copy has."""
    low, high, mentions = draft.low, draft.high, words.mentions
    heard, end = copy.folds[low:high], copy.tokens[high - 1].end
    inside = copy.text[copy.tokens[low].end : copy.tokens[high - 1].start]
    capitals = sum(copy.text[copy.tokens[number].start].isupper() for number in range(low, high))
    repeated = min(sum(abs(place - low) > NEAR for place in words.places[draft.name]), _MOST_RIVALS)
    has_first = len(draft.folds) > 1 and draft.kind != "rest" and draft.folds[0] in mentions
    return {
        "capitals": capitals / (high - low),
        "capital after": high < len(copy.tokens) and copy.text[copy.tokens[high].start].isupper(),
        "ends": copy.text[end : end + 1] in _ENDS,
        "divided": any(mark in inside for mark in _ENDS),
        "repeated": repeated + has_first,
        "present": f" {' '.join(draft.folds)} " in words.joined,
        "share of words present": sum(word in mentions for word in draft.folds) / len(draft.folds),
        "mentions of the first word": min(mentions.get(draft.folds[0], 0), _MOST_MENTIONS),
        "mentions of the last word": min(mentions.get(draft.folds[-1], 0), _MOST_MENTIONS),
        "mentions of the first word heard": min(mentions[heard[0]], _MOST_MENTIONS),
        "mentions of the last word heard": min(mentions[heard[-1]], _MOST_MENTIONS),
        "mentions of the words heard": min(words.joined.count(f" {' '.join(heard)} "), _MOST_MENTIONS),
    }
