"""Whole names: corrections of words of the same name become one correction with one confidence.

A person's given name and surname are decoded separately, since each has its own evidence, but an editor must never see
one corrected and the other not. This module decides which corrections belong together and which words the name covers.

A *run* is a row of capitalised words that were decoded together, and a *piece* one of its forms with the name that was
decided for it. A *joint* is a gap between two words that may be inside a name: a space or a hyphen, no comma. The
*core* of a name is the part that the evidence is about; *anchors* are words beside it on which copy and sources agree.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from repair.pipeline.boundaries import drops_conjunction, expand_to_full_name, join_without_repeats
from repair.pipeline.candidate_generation import similarity as string_similarity
from repair.pipeline.casing import occurrences
from repair.pipeline.correction_stages import ScoredCorrection
from repair.pipeline.decoding_values import Piece
from repair.pipeline.detection import CopyContext
from repair.pipeline.name_context import next_name
from repair.pipeline.story_cache import FULL_NAME
from repair.pipeline.whole_names.double_surnames import invents_double_surname
from repair.pipeline.whole_names.half_names import MAX_OCCURRENCES, is_suspicious_part
from repair.pipeline.whole_names.rest_of_names import rest_of_name
from repair.text.lexicon import COMMON_NAME
from repair.text.name_ngrams import NameNgram
from repair.text.normalize import fold, folded_words
from repair.text.phonetics import squash
from repair.text.spelling_keys import same_name
from repair.text.wordlists import INNER_WORDS

MAX_MEMBERS = 8  # corrections of one name
MAX_BETWEEN = 3  # words between two corrections of one name ("Ursula von der Leyen")
# Similarity (share of letters that neither word has to insert or delete, 0-1) from which a suspicious word next to a
# corrected one stands for the word that the source has there.
COMPLETION_SIMILARITY = 0.5
# The same for a word after a usual given name, which is rather the surname of somebody else: "Georgia Meloni".
_SURNAME_SIMILARITY = 0.55
_MORE_LIKELY_THAN_NOT = 0.5  # confidence (0-1)
_NEVER = 1e-4  # least probability, so that log-odds are finite
_INSIDE_NAMES = INNER_WORDS - {"and", "for"}  # two names are often joined by these


@dataclass(frozen=True, slots=True)
class NameCorrection:
    """A name of the copy and its replacement.

    ``members`` are the corrections of its words, in order of place; ``low`` and ``high`` the half-open token range of
    the whole name; ``core`` is the part of ``replacement`` that the evidence is about. ``confidence`` is the calibrated
    probability (0-1) that the whole name is right. ``is_complete`` is False where a word of the name stays that no
    source has there, or was completed from the sources without evidence of its own; such a correction is never applied
    without a person. ``may_be_namesake`` is set where the copy's name may be right and another person's.
    """

    members: tuple[ScoredCorrection, ...]
    low: int
    high: int
    replacement: str
    core: str
    confidence: float
    is_complete: bool = True
    may_be_namesake: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The decided pieces of its members, in order of place."""
        return tuple(piece for member in self.members for piece in member.correction.pieces)

    @property
    def has_known_form(self) -> bool:
        """Whether one of its forms may be right as it is: a known word, place or name of people."""
        return any(member.correction.has_known_form for member in self.members)

    @property
    def is_disputed(self) -> bool:
        """Whether one of its forms is rather right, but for a source with the same sentence, or means two people."""
        return any(member.correction.is_disputed for member in self.members)

    @property
    def weakest(self) -> ScoredCorrection:
        """The member with the lowest confidence."""
        return min(self.members, key=lambda member: member.confidence)

    @property
    def weakest_piece(self) -> Piece:
        """The least probable piece of the weakest member."""
        return self.weakest.correction.weakest


def name_corrections(
    copy_context: CopyContext, decided: Sequence[ScoredCorrection], *, review_at: float
) -> list[NameCorrection]:
    """Return the corrections of whole names, in order of place.

    Args:
        copy_context: The copy and its story.
        decided: All corrections of its words, in order of place, also the improbable ones.
        review_at: Confidence (0-1) from which a correction is suggested.
    """
    corrections = [
        _completed(copy_context, _widened(copy_context, members)) for members in _clusters(copy_context, decided)
    ]
    likely = [_with_rest(copy_context, correction) for correction in corrections if correction.confidence >= review_at]
    return _without_overlaps(
        [
            correction
            for correction in likely
            if not _mixes_names(copy_context, correction)
            and not invents_double_surname(copy_context, (correction.low, correction.high), correction.replacement)
        ]
    )


def _mixes_names(copy_context: CopyContext, correction: NameCorrection) -> bool:
    """Return whether the last word becomes the given name of somebody else in the sources.

    "Latte Art" is not "Rutte Bart", although the sources have Mark Rutte and Bart De Wever.
    """
    story, last = copy_context.story, folded_words(correction.replacement)[-1]
    if len(correction.members) == 1 or not copy_context.lexicon.given(last):
        return False
    if last in copy_context.copy.folds[correction.low : correction.high]:
        return False
    if squash(fold(correction.replacement)) in story.joined:
        return False
    places = occurrences(story, last, MAX_OCCURRENCES)
    return bool(places) and all(
        next_name(story.texts[number], ngram.high - 1, 1) is not None for number, ngram in places
    )


def _clusters(copy_context: CopyContext, decided: Sequence[ScoredCorrection]) -> Iterator[list[ScoredCorrection]]:
    """Yield the corrections of the copy, those of one name together."""
    members: list[ScoredCorrection] = []
    for scored in decided:
        if members and len(members) < MAX_MEMBERS and _is_one_name(copy_context, [*members, scored]):
            members.append(scored)
            continue
        if members:
            yield members
        members = [scored]
    if members:
        yield members


def _is_one_name(copy_context: CopyContext, members: Sequence[ScoredCorrection]) -> bool:
    """Whether the last of ``members`` corrects a word of the same name as those before it.

    Words that were decided in one run belong together. Others do where the gazetteer or a source has the whole name,
    and it is more probably right than wrong.
    """
    before, last = members[-2].correction, members[-1].correction
    if not _is_joined(copy_context, before.high, last.low) or _shares_words(before.replacement, last.replacement):
        return False
    if before.run == last.run:
        return True
    text = _spliced(copy_context, members)
    # The n-gram "Ann Bell of Sheffield" is two names.
    links = "of" in copy_context.copy.folds[before.high : last.low]
    attested = copy_context.listed(text) == FULL_NAME or (not links and text in copy_context.story.ngrams)
    return attested and _pooled(members) >= _MORE_LIKELY_THAN_NOT


def _shares_words(first: str, second: str) -> bool:
    """Whether two replacements have a word in common, so that they cannot be parts of one name."""
    return not set(folded_words(first)).isdisjoint(folded_words(second))


def _is_joined(copy_context: CopyContext, high: int, low: int) -> bool:
    """Whether the tokens ``[high, low)`` may be inside one name."""
    copy = copy_context.copy
    if not 0 <= low - high <= MAX_BETWEEN:
        return False
    between = range(high, low)
    return all(copy.joints[number - 1] for number in range(high, low + 1)) and all(
        copy.tokens[number].capital or copy.folds[number] in _INSIDE_NAMES for number in between
    )


def _spliced(copy_context: CopyContext, members: Sequence[ScoredCorrection]) -> str:
    """Return the text from the first to the last of ``members`` with all their replacements applied."""
    text = members[0].correction.replacement
    for left, right in pairwise(members):
        low, high = left.correction.high, right.correction.low
        copy = copy_context.copy
        gap = copy.text[copy.tokens[low - 1].end : copy.tokens[high].start]
        text = join_without_repeats(text, gap, right.correction.replacement)
    return text


def _pooled(members: Sequence[ScoredCorrection]) -> float:
    """Return the confidence in a whole name (0-1): the mean of its members' log-odds."""
    if len(members) == 1:
        return members[0].confidence
    log_odds = [math.log(p / (1 - p)) for p in (min(max(m.confidence, _NEVER), 1 - _NEVER) for m in members)]
    return 1 / (1 + math.exp(-sum(log_odds) / len(log_odds)))


def _widened(copy_context: CopyContext, members: Sequence[ScoredCorrection]) -> NameCorrection:
    """Return the correction, widened by the neighbouring words on which copy and sources agree."""
    low, high = members[0].correction.low, members[-1].correction.high
    text = _in_order_of_sources(copy_context, _spliced(copy_context, members))
    best = NameCorrection(tuple(members), low, high, text, text, _pooled(members))
    copy = copy_context.copy
    if next_name(copy, low, -1) is None and next_name(copy, high - 1, 1) is None:
        return best  # no word beside it can be of the name
    widest = 0
    for number, ngram in copy_context.story.ngrams.get(text, ())[:MAX_OCCURRENCES]:
        whole = expand_to_full_name(copy_context, low, high, copy_context.story.texts[number], ngram)
        if whole is not None and len(whole.anchors) > widest and not drops_conjunction(copy_context, whole):
            widest = len(whole.anchors)
            best = replace(best, low=whole.low, high=whole.high, replacement=whole.text)
    return best


def _in_order_of_sources(copy_context: CopyContext, text: str) -> str:
    """Return a name of two words, both corrected, in the other order where only that is a name of the sources."""
    words = text.split(" ")
    other = " ".join(reversed(words))
    is_reversed = len(words) == 2 and copy_context.listed(text) != FULL_NAME == copy_context.listed(other)
    return other if is_reversed and text not in copy_context.story.ngrams else text


def _completed(copy_context: CopyContext, correction: NameCorrection) -> NameCorrection:
    """Return the correction with a suspicious word on either side corrected too, where the sources have the full name.

    Where they have not, the word stays, and the correction is incomplete. Where the given name is corrected and the
    surname is another romanisation of the one in the sources, both are changed: "Stiv Vitkoff" becomes "Steve Witkoff".
    """
    for step in (-1, 1):
        at = correction.low - 1 if step < 0 else correction.high
        is_suspicious = is_suspicious_part(copy_context, at, beside=at - step)
        if not is_suspicious and (step < 0 or not _is_spelt_otherwise(copy_context, at, beside=at - step)):
            continue
        text = _completion(copy_context, correction, at, step)
        if text is not None and (is_suspicious or same_name(text.split()[-1], copy_context.copy.tokens[at].text)):
            low, high = min(correction.low, at), max(correction.high, at + 1)
            correction = replace(correction, low=low, high=high, replacement=text, is_complete=False)
        elif is_suspicious:
            correction = replace(correction, is_complete=False)
    return correction


def _with_rest(copy_context: CopyContext, correction: NameCorrection) -> NameCorrection:
    """Return the correction with the misspelt words beside it corrected too; these have no evidence of their own."""
    rest = rest_of_name(copy_context, correction.low, correction.high, correction.replacement)
    if rest is None:
        return correction
    return replace(correction, low=rest.low, high=rest.high, replacement=rest.text, is_complete=False)


def _is_spelt_otherwise(copy_context: CopyContext, at: int, *, beside: int) -> bool:
    """Return whether token ``at`` may belong to the name of its neighbour, and nothing else has it in this spelling.

    A spelling that the copy also has elsewhere is kept.
    """
    copy, (left, right) = copy_context.copy, sorted((at, beside))
    if left < 0 or right >= len(copy.tokens) or not copy.joints[left]:
        return False
    is_only_here = len(copy.places.get(copy.folds[at], ())) == 1
    return copy.tokens[at].capital and is_only_here and not copy_context.story.words.get(copy.folds[at])


def _completion(copy_context: CopyContext, correction: NameCorrection, at: int, step: int) -> str | None:
    """Return the full name that the sources have where the copy has the suspicious word ``at``; None without one.

    ``step`` is -1 where the word is before the correction, and 1 where it is after it.
    """
    form, lexicon = squash(copy_context.copy.folds[at]), copy_context.lexicon
    is_after_known = step > 0 and lexicon.given(copy_context.copy.folds[at - 1]) >= COMMON_NAME
    least = _SURNAME_SIMILARITY if is_after_known else COMPLETION_SIMILARITY
    best: tuple[float, str] | None = None
    for number, ngram in copy_context.story.ngrams.get(correction.replacement, ())[:MAX_OCCURRENCES]:
        analysis = copy_context.story.texts[number]
        outermost = ngram.low if step < 0 else ngram.high - 1
        beside = next_name(analysis, outermost, step)
        if beside != outermost + step:
            continue
        whole = NameNgram(min(beside, ngram.low), max(beside + 1, ngram.high), "")
        text = analysis.surface(whole.low, whole.high)
        similarity = string_similarity(form, squash(fold(analysis.tokens[beside].text)))
        if similarity >= least and copy_context.listed(text) == FULL_NAME:
            best = max(best, (similarity, text)) if best is not None else (similarity, text)
    return best[1] if best is not None else None


def _without_overlaps(corrections: Sequence[NameCorrection]) -> list[NameCorrection]:
    """Return the corrections in order of place; where widening made two overlap, the more confident one."""
    remaining: list[NameCorrection] = []
    for correction in sorted(corrections, key=lambda correction: (correction.low, correction.high)):
        if remaining and correction.low < remaining[-1].high:
            if correction.confidence > remaining[-1].confidence:
                remaining[-1] = correction
            continue
        remaining.append(correction)
    return remaining
