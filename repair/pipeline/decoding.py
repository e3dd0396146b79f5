"""Decoding: from scored candidates to the most probable set of corrections that do not overlap.

A form refers to one name throughout a document, and the pieces of one run of capitalised words are decided together.
The features of the decision itself (whether a part of the name stays, whether another form refers to the same name,
how close the second-best name is) are measured here and weighted by the ranker.
"""

from __future__ import annotations

import bisect
import itertools
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from repair.pipeline.boundaries import has_start_before, join_without_repeats, match_source_joint, with_source_particle
from repair.pipeline.candidate_generation import similarity
from repair.pipeline.casing import is_for_style
from repair.pipeline.decoding_values import Correction, Piece, ScoredCandidate
from repair.pipeline.detection import CopyContext
from repair.pipeline.vetoes.other_people import without_other_people
from repair.pipeline.vetoes.registry import without_vetoed
from repair.text.normalize import fold, folded_words
from repair.text.phonetics import squash
from repair.text.spelling_keys import spelling_keys

_FLOOR = 0.04  # probability up to which a candidate is ignored
_OPEN = math.log(1 / _FLOOR)  # makes every candidate above the floor better than none
_SUREST = 0.9999  # greatest probability of a piece
_NEVER = 1e-9  # distance that probabilities keep from 0 and 1
# Where one form refers to a name with this probability, a less probable and dissimilar form does not.
_CLAIMED, _DOUBTED, _UNLIKE = 0.9, 0.75, 0.5
_LONGER = 0.7  # bonus for each further word of a form when pieces compete, in nats


def decode(copy_context: CopyContext, scored: Sequence[ScoredCandidate]) -> list[Correction]:
    """Return the corrections of one document, in order of place; none overlaps another."""
    pieces = _best_non_overlapping(_pieces(copy_context, scored))
    if not pieces:
        return []
    adjacent: list[list[Piece]] = []  # the pieces of each run of neighbours
    for piece in pieces:
        if adjacent and adjacent[-1][-1].high == piece.low and copy_context.copy.joinable(piece.low - 1, piece.low):
            adjacent[-1].append(piece)
        else:
            adjacent.append([piece])
    corrections: list[Correction] = []
    joint = [_correction(copy_context, neighbours, run) for run, neighbours in enumerate(adjacent)]
    for correction in without_vetoed(copy_context, without_other_people(copy_context, joint)):
        corrections += _split_by_name(copy_context, correction)
    _rejoin(copy_context, corrections)
    names = 1 + len(copy_context.copy.runs)
    total, suspicious = sum(correction.values["weakest"] for correction in corrections), sum(copy_context.suspicious)
    for correction in corrections:
        correction.values["copy_mangled"] = (total - correction.values["weakest"]) / names
        correction.values["copy_suspicious"] = suspicious / names
    return corrections


def _rejoin(copy_context: CopyContext, corrections: list[Correction]) -> None:
    """Widen, in place, each correction that the sources join differently to the next word, if no other covers it."""
    tokens = copy_context.copy.tokens
    for number, correction in enumerate(corrections):
        widened = match_source_joint(copy_context, correction.low, correction.high, correction.replacement)
        if widened is None:
            continue
        low, high, text = widened
        clear = number == 0 or corrections[number - 1].high <= low
        if clear and (number + 1 == len(corrections) or high <= corrections[number + 1].low):
            start, end = tokens[low].start, tokens[high - 1].end
            corrections[number] = replace(correction, start=start, end=end, low=low, high=high, replacement=text)


def pool_by_form(corrections: Sequence[Correction], probabilities: Sequence[float]) -> list[float]:
    """Return the probabilities of a document's corrections, pooled where a form gets the same name: mean of log-odds.

    One form refers to one name throughout a document: of 663 forms with several places in labelled output, 650 were
    right or wrong in all of them. Pooling keeps a form from being corrected in one place and left in the next.

    Args:
        corrections: The corrections of one document.
        probabilities: The probability of each (0-1), in the same order.
    """
    by_form_and_name: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, correction in enumerate(corrections):
        forms = (piece.best.form.fold for piece in correction.pieces)
        by_form_and_name[correction.replacement, *forms].append(number)
    pooled = list(probabilities)
    for numbers in by_form_and_name.values():
        if len(numbers) > 1:
            odds = [math.log(p / (1.0 - p)) for p in (min(max(pooled[n], _NEVER), 1.0 - _NEVER) for n in numbers)]
            mean = 1.0 / (1.0 + math.exp(-sum(odds) / len(odds)))
            for number in numbers:
                pooled[number] = mean
    return pooled


def _preferred_spelling(copy_context: CopyContext, candidates: Sequence[ScoredCandidate]) -> ScoredCandidate:
    """Return the most probable candidate, in the spelling that the story has most often; ties go to more accents.

    Sources that leave accents out are more common than sources that invent them.
    """
    best = candidates[0]
    name = fold(best.name)
    keys = spelling_keys(best.name)
    same = [
        candidate
        for candidate in candidates
        if fold(candidate.name) == name or not keys.isdisjoint(spelling_keys(candidate.name))
    ]
    if len(same) == 1:
        return best

    def usage(candidate: ScoredCandidate) -> tuple[bool, int, int, float]:
        text = candidate.name
        places = copy_context.story.ngrams.get(text, ())
        # The capitals of a headline are not a spelling.
        in_text = not all(is_for_style(copy_context.story.texts[number], ngram.high - 1) for number, ngram in places)
        return in_text, len(places), sum(not char.isascii() for char in text), candidate.probability

    return replace(max(same, key=usage), probability=best.probability)


def _pieces(copy_context: CopyContext, scored: Sequence[ScoredCandidate]) -> list[Piece]:
    """Return each form at each of its places with its most probable name; pieces may overlap."""
    by_form: Mapping[str, list[ScoredCandidate]] = defaultdict(list)
    for candidate in scored:
        if candidate.probability > _FLOOR:
            by_form[candidate.form.fold].append(candidate)
    for candidates in by_form.values():
        candidates.sort(key=lambda candidate: (-candidate.probability, candidate.name))
    by_form = _drop_weaker_claims(by_form)
    claims: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for form, candidates in by_form.items():
        claims[fold(candidates[0].name)].append((candidates[0].probability, form))
    pieces = []
    for form, candidates in by_form.items():
        best = _preferred_spelling(copy_context, candidates)
        name = fold(best.name)
        agreeing = [candidate for candidate in candidates if _agrees(copy_context, candidate, best)]
        second = max((candidate.probability for candidate in candidates if candidate not in agreeing), default=0.0)
        best = replace(best, probability=min(_SUREST, sum(candidate.probability for candidate in agreeing)))
        other = max((p for p, claimant in claims[name] if claimant != form), default=0.0)
        for low, high in best.form.places:
            pieces.append(Piece(low, high, best, second, other, tuple(candidates)))
    return pieces


def _agrees(copy_context: CopyContext, candidate: ScoredCandidate, best: ScoredCandidate) -> bool:
    """Whether a candidate means the same name as the best one, in another spelling or with the words after the form.

    "Volodymyr Zelensky" for "Voldy Mie" is the same as "Volodymyr" where "Zelensky" follows in the copy.
    """
    text, other = best.name, candidate.name
    if fold(text) == fold(other) or not spelling_keys(text).isdisjoint(spelling_keys(other)):
        return True
    name, longer = fold(text), fold(other)
    if not longer.startswith(name + " "):
        return False
    rest = longer[len(name) + 1 :].split()
    folds = copy_context.copy.folds
    return all(folds[high : high + len(rest)] == rest for _, high in best.form.places)


def _drop_weaker_claims(by_form: Mapping[str, list[ScoredCandidate]]) -> dict[str, list[ScoredCandidate]]:
    """Return the candidates of each form, except its best name where another form is more likely to refer to that.

    Two forms that resemble neither each other nor the name are seldom the same name: where "Vikrander" is surely
    Wiklander, "Petrekin" in the same sentence is somebody else. In labelled output, eight such candidates were wrong
    and one was right.
    """
    surely: dict[str, list[ScoredCandidate]] = defaultdict(list)
    for candidates in by_form.values():
        if candidates[0].probability >= _CLAIMED:
            surely[fold(candidates[0].name)].append(candidates[0])
    remaining = {}
    for form, candidates in by_form.items():
        best, name = candidates[0], fold(candidates[0].name)
        if best.probability < _DOUBTED and surely[name]:
            alike = (squash(name), *(claim.form.joined for claim in surely[name]))
            if all(similarity(best.form.joined, other) < _UNLIKE for other in alike):
                candidates = [candidate for candidate in candidates if fold(candidate.name) != name]
        if candidates:
            remaining[form] = candidates
    return remaining


def _best_non_overlapping(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that together explain the copy best, none overlapping (weighted interval scheduling)."""
    pieces.sort(key=lambda piece: (piece.high, piece.low))
    ends = [piece.high for piece in pieces]
    totals, predecessors = [0.0], [-1]
    for number, piece in enumerate(pieces):
        p = min(piece.best.probability, 0.9999)
        gain = math.log(p / (1 - p)) + _OPEN + _LONGER * (piece.high - piece.low - 1)
        before = bisect.bisect_right(ends, piece.low, 0, number)
        better = totals[before] + gain > totals[-1]
        predecessors.append(before if better else -1)
        totals.append(totals[before] + gain if better else totals[-1])
    chosen, at = [], len(pieces)
    while at > 0:
        if predecessors[at] < 0:
            at -= 1
        else:
            chosen.append(pieces[at - 1])
            at = predecessors[at]
    return chosen[::-1]


def _split_by_name(copy_context: CopyContext, correction: Correction) -> list[Correction]:
    """Return the correction, or each of its pieces where each corrects a name of its own ("Saulus | Skvernjalis").

    The pieces share the values of the decision, so that they are suggested together; a person can accept one and
    reject the other.
    """
    names = [piece.best.name for piece in correction.pieces]
    words = [word for name in names for word in folded_words(name)]
    plain = all(copy_context.copy.gap(left.high - 1) == " " for left, right in itertools.pairwise(correction.pieces))
    if (
        len(correction.pieces) < 2
        or not plain
        or len(set(words)) < len(words)
        or correction.low < correction.pieces[0].low
    ):
        return [correction]
    return [
        replace(
            _correction(copy_context, [piece], correction.run),
            is_disputed=correction.is_disputed,
            values=correction.values | {"letters": float(_letters(copy_context, piece.low, piece.high))},
        )
        for piece in correction.pieces
    ]


def _letters(copy_context: CopyContext, low: int, high: int) -> int:
    return copy_context.copy.tokens[high - 1].end - copy_context.copy.tokens[low].start


def _correction(copy_context: CopyContext, pieces: list[Piece], run: int) -> Correction:
    """Return the joint correction of neighbouring pieces, with the features of the decision; ``run`` numbers it."""
    copy = copy_context.copy
    replacement = pieces[0].best.name
    for left, right in itertools.pairwise(pieces):
        replacement = join_without_repeats(replacement, copy_context.copy.gap(left.high - 1), right.best.name)
    low, high = pieces[0].low, pieces[-1].high
    particle = with_source_particle(copy_context, low, replacement)
    if particle:
        low, replacement = low - 1, particle
    elif has_start_before(copy_context, low, high, replacement):
        low -= 1
    weakest = min(pieces, key=lambda piece: piece.best.probability)
    values: dict[str, float] = dict(weakest.best.values)
    values |= {
        "weakest": weakest.best.probability,
        "strongest": max(piece.best.probability for piece in pieces),
        "parts": len(pieces),
        "suspicious_beside": float(_suspicious_beside(copy_context, low, high)),
        "runner_up": max(piece.runner_up for piece in pieces),
        "other_form": max(piece.other_form for piece in pieces),
        "letters": _letters(copy_context, low, high),
        "known": any(_known(piece.best.values) for piece in pieces),
    }
    start, end = copy.tokens[low].start, copy.tokens[high - 1].end
    return Correction(start, end, low, high, replacement, tuple(pieces), values, run)


def _known(values: dict[str, float]) -> bool:
    """Whether a form is an English word, a people, a place of some size, or a common name, by its features."""
    return bool(
        values["form_word"] >= 1 or values["form_demonym"] or values["form_place"] >= 2 or values["form_person"] >= 3
    )


def _suspicious_beside(copy_context: CopyContext, low: int, high: int) -> int:
    """Return how many suspicious words are directly next to the range within its run."""
    copy = copy_context.copy
    before = low > 0 and copy_context.suspicious[low - 1] and copy.joinable(low - 1, low)
    after = high < len(copy.tokens) and copy_context.suspicious[high] and copy.joinable(high - 1, high)
    return int(before) + int(after)
