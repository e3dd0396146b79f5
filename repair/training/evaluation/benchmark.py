"""Labelled copy: the types of a benchmark, and the verdict on each proposal.

A proposal is correct if it overlaps a gold span and the text is right once the proposals are applied: the window over
the overlapping spans is compared with the same window after the gold edits. Possessives, the shape of quotation marks
and the order of words do not count. A proposal on an accepted variant is ignored. Files are read by
`repair.training.evaluation.benchmark_file`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from repair.core.types import Document, Kind
from repair.gazetteer import Gazetteer
from repair.gazetteer.packed_writer import names_of

_POSSESSIVE = re.compile(r"'s\b")
_LONE_QUOTE = re.compile(r"(\w)'(?=\W|$)")
_MAX_COMBINATIONS = 64  # of accepted spellings that are tried in one window
_MAX_REORDERED = 6  # words of a name whose order does not count


class CharSpan(NamedTuple):
    """A place in the copy (code points)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Gold:
    """A labelled mangled name.

    Attributes:
        start: Where it begins (code points of the copy).
        end: Where it ends.
        clean: The right name.
        accept: Other right spellings.
        type: The kind of name.
        garble: The kind of garble; empty if it is not classified.
    """

    start: int
    end: int
    clean: str
    accept: tuple[str, ...]
    type: str
    garble: str


class UnverifiableName(NamedTuple):
    """A name that no source has (code points of the copy), and whether it is mangled or right as it is."""

    start: int
    end: int
    mangled: bool


@dataclass(frozen=True, slots=True)
class BenchmarkItem:
    """One document as one system translated it, with clean texts of the same story.

    Attributes:
        id: Identifies the line in its file.
        pair: The language pair, such as ``ja-en``.
        doc: The story, which several systems may have translated.
        words: The number of words of the copy.
        text: The copy.
        clean: The sources: clean texts, or lists of names where ``listed``.
        gold: The mangled names.
        variants: Places where another spelling is right too.
        listed: Whether ``clean`` holds lists of names, one a line.
        unverifiable: Names that no source has, to be flagged.
    """

    id: str
    pair: str
    doc: str
    words: int
    text: str
    clean: tuple[str, ...]
    gold: tuple[Gold, ...]
    variants: tuple[CharSpan, ...]
    listed: bool = False
    unverifiable: tuple[UnverifiableName, ...] = ()

    @property
    def story(self) -> str:
        """The name of the story, which all translations of the document share."""
        return f"{self.pair}/{self.doc}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggestion as the benchmark sees it: span (code points), replacement, confidence (0-1), action."""

    start: int
    end: int
    replacement: str
    confidence: float
    action: str = "review"


@dataclass(frozen=True, slots=True)
class JudgedProposal:
    """A proposal, whether it overlaps a mangled name, and whether it corrects that name."""

    proposal: Proposal
    detected: bool
    correct: bool


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    """One document judged: the proposals that count, and for each gold span whether it is detected and corrected."""

    item: BenchmarkItem
    proposals: tuple[JudgedProposal, ...]
    detected: tuple[bool, ...]
    corrected: tuple[bool, ...]


def list_rows(clean: Sequence[str]) -> list[str]:
    """Return the names of lists, one a line, each once."""
    return list(dict.fromkeys(line.strip() for text in clean for line in text.split("\n") if line.strip()))


def gazetteer_of(clean: Sequence[str], *, listed: bool, story: str = "") -> Gazetteer:
    """Return the gazetteer of the clean texts of a line, or of its lists of names.

    Args:
        clean: The sources.
        listed: Whether they are lists of names, one a line.
        story: The story that the sources belong to; names their origin.
    """
    if listed:
        return Gazetteer(names_of((row, Kind.OTHER, ()) for row in list_rows(clean)), [])
    return Gazetteer.build(Document("", text, f"{story}#{number}") for number, text in enumerate(clean))


def judge(item: BenchmarkItem, proposals: Iterable[Proposal]) -> BenchmarkResult:
    """Judge the proposals for one document; of two that overlap, only the more confident counts."""
    counted = _counted(item, proposals)
    detected, correct, detected_gold, corrected_gold = set[int](), set[int](), set[int](), set[int]()
    for golds, overlapping in _clusters(item.gold, counted):
        if not overlapping:
            continue
        detected |= overlapping
        touched = {g for g in golds if any(_overlap(counted[p], item.gold[g]) for p in overlapping)}
        detected_gold |= touched
        if reads_right(item.text, [item.gold[g] for g in sorted(golds)], [counted[p] for p in sorted(overlapping)]):
            correct |= overlapping
            corrected_gold |= golds
            continue
        for g in touched:
            alone = {p for p in overlapping if _overlap(counted[p], item.gold[g])}
            if reads_right(item.text, [item.gold[g]], [counted[p] for p in sorted(alone)]):
                corrected_gold.add(g)
                correct |= alone
    return BenchmarkResult(
        item,
        tuple(JudgedProposal(p, number in detected, number in correct) for number, p in enumerate(counted)),
        tuple(number in detected_gold for number in range(len(item.gold))),
        tuple(number in corrected_gold for number in range(len(item.gold))),
    )


def _counted(item: BenchmarkItem, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that are judged: the most confident of those that overlap, without those on variants."""
    disjoint: list[Proposal] = []
    for proposal in sorted(proposals, key=lambda p: -p.confidence):
        if not any(_overlap(proposal, other) for other in disjoint):
            disjoint.append(proposal)
    return [
        p
        for p in disjoint
        if any(_overlap(p, gold) for gold in item.gold) or not any(_overlap(p, span) for span in item.variants)
    ]


def _overlap(first: Gold | Proposal | CharSpan, second: Gold | Proposal | CharSpan) -> bool:
    return first.start < second.end and second.start < first.end


def _clusters(golds: Sequence[Gold], proposals: Sequence[Proposal]) -> Iterator[tuple[set[int], set[int]]]:
    """Yield the connected sets of gold spans and proposals that overlap, by their numbers."""
    remaining = set(range(len(golds)))
    while remaining:
        gold_ids, proposal_ids = {min(remaining)}, set[int]()
        grew = True
        while grew:
            more_proposals = {
                n
                for n, proposal in enumerate(proposals)
                if n not in proposal_ids and any(_overlap(proposal, golds[g]) for g in gold_ids)
            }
            proposal_ids |= more_proposals
            more_golds = {
                n for n in remaining - gold_ids if any(_overlap(proposals[p], golds[n]) for p in proposal_ids)
            }
            gold_ids |= more_golds
            grew = bool(more_proposals or more_golds)
        remaining -= gold_ids
        yield gold_ids, proposal_ids


def reads_right(text: str, golds: Sequence[Gold], proposals: Sequence[Proposal]) -> bool:
    """Tell whether the proposals give the window over these spans the same text as some accepted gold edits.

    Args:
        text: The copy.
        golds: The labelled names, with their right spellings.
        proposals: The proposals that overlap them; offsets of both are code points of ``text``.
    """
    spans: list[Gold | Proposal] = [*golds, *proposals]
    low = min(span.start for span in spans)
    high = max(span.end for span in spans)
    proposed = _edited(text, low, high, [_Replacement(p.start, p.end, p.replacement) for p in proposals])
    accepted = [(gold.clean, *gold.accept) for gold in golds]
    count = 1
    for spellings in accepted:
        count *= len(spellings)
    choices: Iterable[tuple[str, ...]] = itertools.product(*accepted)
    if count > _MAX_COMBINATIONS:
        choices = [tuple(spellings[0] for spellings in accepted)]
    for choice in choices:
        edits = [_Replacement(gold.start, gold.end, clean) for gold, clean in zip(golds, choice, strict=True)]
        if _reads_alike(proposed, _edited(text, low, high, edits)):
            return True
    return False


class _Replacement(NamedTuple):
    """A text that replaces ``[start, end)``, in code points."""

    start: int
    end: int
    text: str


def _edited(text: str, low: int, high: int, edits: Sequence[_Replacement]) -> str:
    """Return ``text[low:high]`` after the edits; of two that overlap, the first wins."""
    parts, at = [], low
    for start, end, replacement in sorted(edits):
        if start >= at:
            parts += [text[at:start], replacement]
            at = end
    return "".join(parts) + text[at:high]


def _reads_alike(first: str, second: str) -> bool:
    first, second = _normalized(first), _normalized(second)
    if first == second:
        return True
    return 1 < len(first.split()) <= _MAX_REORDERED and sorted(first.split()) == sorted(second.split())


def _normalized(text: str) -> str:
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    return re.sub(r"\s+", " ", _LONE_QUOTE.sub(r"\1", _POSSESSIVE.sub("", text))).strip(" \"'")
