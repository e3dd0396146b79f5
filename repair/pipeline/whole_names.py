"""One correction for one name: decided groups that mend words of the same name are joined before anything is suggested.

A person's given name and surname are decided apart, since each has its own evidence. A desk must never see one
of them mended and the other left, so they become one correction with one confidence. This module decides which
groups belong together and how far the name reaches; it weighs no evidence of its own.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from repair.core.types import Span
from repair.pipeline.boundaries import expand_to_full_name, join_without_repeats
from repair.pipeline.candidates import similarity as likeness
from repair.pipeline.casing import occurrences
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import next_name
from repair.pipeline.ranking import ScoredCorrection
from repair.text.analysis import NameNgram
from repair.text.normalize import fold
from repair.text.phonetics import squash
from repair.text.wordlists import INNER_WORDS

MAX_OCCURRENCES = 24  # places of a name in the sources that are looked at
MAX_BETWEEN = 3  # words between two groups of one name ("Ursula von der Leyen")
# A strange word beside a mended one is the rest of the name when it is at least this like the source's (indel, 0-1).
COMPLETION_SIMILARITY = 0.5
_MORE_LIKELY_THAN_NOT = 0.5
_INSIDE_NAMES = INNER_WORDS - {"and", "for"}  # two names are often joined by these
_FULL_NAME = 2  # of `CopyContext.listed`: the gazetteer lists the text as a name


@dataclass(frozen=True, slots=True)
class NameCorrection:
    """A name of the copy with what is to stand in its place.

    ``members`` are the decided groups behind it, in order of place; ``low`` and ``high`` the half-open token range
    of the whole name; ``core`` is the part of ``replacement`` that the evidence is about. ``confidence`` is the
    calibrated probability (0-1) that the whole is right. ``is_complete`` is False where a word of the name stays
    that no source has there, and where a word was completed from the sources without evidence of its own: such
    a correction is never made without a person.
    """

    members: tuple[ScoredCorrection, ...]
    low: int
    high: int
    replacement: str
    core: str
    confidence: float
    is_complete: bool = True

    @property
    def is_attested(self) -> bool:
        """Whether the world knows one of its forms as a word, a place or a name that people bear."""
        return any(member.correction.is_attested_name for member in self.members)

    @property
    def weakest(self) -> ScoredCorrection:
        """The member with the least confidence."""
        return min(self.members, key=lambda member: member.confidence)


def name_corrections(
    copy_context: CopyContext, decided: Sequence[ScoredCorrection], *, review_at: float
) -> list[NameCorrection]:
    """Return the corrections of a copy, in order of place, each for a whole name as far as the sources show it.

    Args:
        scene: The copy beside its sources.
        decided: All decided groups of the copy, in order of place, the doubtful ones included.
        review_at: The confidence (0-1) from which a correction is proposed.
    """
    corrections = [
        _completed(copy_context, _widened(copy_context, members)) for members in _clusters(copy_context, decided)
    ]
    return _without_overlaps([correction for correction in corrections if correction.confidence >= review_at])


def _clusters(copy_context: CopyContext, decided: Sequence[ScoredCorrection]) -> Iterator[list[ScoredCorrection]]:
    """Yield the groups of the copy, those that mend words of one name together."""
    members: list[ScoredCorrection] = []
    for scored in decided:
        if members and _is_one_name(copy_context, [*members, scored]):
            members.append(scored)
            continue
        if members:
            yield members
        members = [scored]
    if members:
        yield members


def _is_one_name(copy_context: CopyContext, members: Sequence[ScoredCorrection]) -> bool:
    """Whether the last of ``members`` mends a word of the same name as those before it.

    Words that were decided as one run belong together; others do where the whole is a name that the gazetteer
    or a source has, and is more likely right than wrong as a whole.
    """
    before, last = members[-2].correction, members[-1].correction
    if not _is_joined(copy_context, before.high, last.low) or _shares_words(before.replacement, last.replacement):
        return False
    if before.run == last.run:
        return True
    text = _spliced(copy_context, members)
    attested = copy_context.listed(text) == _FULL_NAME or text in copy_context.story.ngrams
    return attested and _pooled(members) >= _MORE_LIKELY_THAN_NOT


def _shares_words(first: str, second: str) -> bool:
    """Whether two replacements hold the same word, so that both cannot stand in one name."""
    return not set(fold(first).replace("-", " ").split()).isdisjoint(fold(second).replace("-", " ").split())


def _is_joined(copy_context: CopyContext, high: int, low: int) -> bool:
    """Whether one name could span the tokens from before ``high`` up to ``low``."""
    copy = copy_context.copy
    if not 0 <= low - high <= MAX_BETWEEN:
        return False
    between = range(high, low)
    return all(copy.joints[number - 1] for number in range(high, low + 1)) and all(
        copy.tokens[number].capital or copy.folds[number] in _INSIDE_NAMES for number in between
    )


def _spliced(copy_context: CopyContext, members: Sequence[ScoredCorrection]) -> str:
    """Return the text from the first to the last of ``members`` with all their replacements made."""
    text = members[0].correction.replacement
    for left, right in pairwise(members):
        low, high = left.correction.high, right.correction.low
        copy = copy_context.copy
        gap = copy.text[copy.tokens[low - 1].end : copy.tokens[high].start]
        text = join_without_repeats(text, gap, right.correction.replacement)
    return text


def _pooled(members: Sequence[ScoredCorrection]) -> float:
    """Return the confidence of a whole name: the mean of its members' log-odds, as a probability (0-1)."""
    if len(members) == 1:
        return members[0].confidence
    log_odds = [math.log(p / (1 - p)) for p in (min(max(m.confidence, 1e-4), 1 - 1e-4) for m in members)]
    return 1 / (1 + math.exp(-sum(log_odds) / len(log_odds)))


def _widened(copy_context: CopyContext, members: Sequence[ScoredCorrection]) -> NameCorrection:
    """Return the correction, widened over the words on which copy and sources agree."""
    low, high = members[0].correction.low, members[-1].correction.high
    text = _spliced(copy_context, members)
    best = NameCorrection(tuple(members), low, high, text, text, _pooled(members))
    widest = 0
    for number, ngram in copy_context.story.ngrams.get(text, ())[:MAX_OCCURRENCES]:
        whole = expand_to_full_name(copy_context, low, high, copy_context.story.texts[number], ngram)
        if whole is not None and len(whole.anchors) > widest:
            widest = len(whole.anchors)
            best = replace(best, low=whole.low, high=whole.high, replacement=whole.text)
    return best


def _completed(copy_context: CopyContext, correction: NameCorrection) -> NameCorrection:
    """Return the correction with a strange word beside it mended too where the sources show the rest of the name."""
    copy = copy_context.copy
    for step in (-1, 1):
        at = correction.low - 1 if step < 0 else correction.high
        left = at if step < 0 else at - 1
        if not (
            0 <= at < len(copy.tokens) and copy.joints[left] and copy.tokens[at].capital and copy_context.suspicious[at]
        ):
            continue
        text = _completion(copy_context, correction, at, step)
        if text is None:
            correction = replace(correction, is_complete=False)
        else:
            low, high = min(correction.low, at), max(correction.high, at + 1)
            correction = replace(correction, low=low, high=high, replacement=text, is_complete=False)
    return correction


def _completion(copy_context: CopyContext, correction: NameCorrection, at: int, step: int) -> str | None:
    """Return the whole name that the sources have where the copy has the strange word ``at`` beside the correction."""
    form = squash(copy_context.copy.folds[at])
    best: tuple[float, str] | None = None
    for number, ngram in copy_context.story.ngrams.get(correction.replacement, ())[:MAX_OCCURRENCES]:
        analyzed = copy_context.story.texts[number]
        beside = next_name(analyzed, ngram.low if step < 0 else ngram.high - 1, step)
        if beside is None or abs(beside - (ngram.low if step < 0 else ngram.high - 1)) != 1:
            continue
        whole = NameNgram(min(beside, ngram.low), max(beside + 1, ngram.high), "")
        text = analyzed.surface(whole.low, whole.high)
        similarity = likeness(form, squash(fold(analyzed.tokens[beside].text)))
        if similarity >= COMPLETION_SIMILARITY and copy_context.listed(text) == _FULL_NAME:
            best = max(best, (similarity, text)) if best is not None else (similarity, text)
    return best[1] if best is not None else None


def _without_overlaps(corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections in order of place, the surer one where widening made two overlap."""
    kept: list[NameCorrection] = []
    for correction in sorted(corrections, key=lambda each: (each.low, each.high)):
        if kept and correction.low < kept[-1].high:
            if correction.confidence > kept[-1].confidence:
                kept[-1] = correction
            continue
        kept.append(correction)
    return kept


def leaves_half_a_name(copy_context: CopyContext, span: Span, replacement: str) -> bool:
    """Whether a word of the same name would stay as the copy has it, though no source has it there.

    Args:
        scene: The copy beside its sources.
        span: The place of a suggestion, in code points of the copy.
        replacement: What is to stand there.

    Returns:
        True where the capital word beside the span, within the same run, stands in no source of the story, or is a
        given name other than the one that the sources have before ``replacement``.
    """
    copy = copy_context.copy
    low = bisect.bisect_left(copy.tokens, span.start, key=lambda token: token.start)
    high = bisect.bisect_left(copy.tokens, span.end, key=lambda token: token.start)
    for at, left in ((low - 1, low - 1), (high, high - 1)):
        if (
            0 <= left < len(copy.tokens) - 1
            and copy.joints[left]
            and copy.tokens[at].capital
            and copy_context.suspicious[at]
        ):
            return True
    before = low - 1
    if before < 0 or not copy.joints[before] or not copy.tokens[before].capital:
        return False
    if not copy_context.lexicon.given(copy.folds[before]):
        return False
    expected = {
        analyzed.folds[ngram.low - 1]
        for number, ngram in occurrences(copy_context.story, replacement)[:MAX_OCCURRENCES]
        for analyzed in (copy_context.story.texts[number],)
        if ngram.low and analyzed.joints[ngram.low - 1] and analyzed.tokens[ngram.low - 1].capital
    }
    return bool(expected) and copy.folds[before] not in expected
