"""The benchmark: real machine output with its mangled names labelled, and what counts as right on it.

One JSON object a line: ``id, pair, doc, words, text, clean, gold, variants`` (see `BenchmarkItem`). A suggestion is
right when it overlaps a gold span and the text reads right once the suggestions are applied: the window
over the overlapping spans is compared with the same window after the gold edits; possessives, quote shapes
and the order of words do not count. A suggestion on an accepted variant counts neither way.
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from repair.core.errors import FormatError
from repair.core.types import Document, Kind
from repair.gazetteer import Gazetteer
from repair.gazetteer.packed_writer import names_of

_NOT_BENCH = "{path} is no benchmark file: {error}; expected one JSON object a line with id, text, clean, gold"
_POSSESSIVE = re.compile(r"'s\b")
_LONE_QUOTE = re.compile(r"(\w)'(?=\W|$)")
_MOST_READINGS = 64  # accepted spellings tried in one window
_MOST_REORDERED = 6  # words whose order does not count


@dataclass(frozen=True, slots=True)
class Gold:
    """A mangled name: its span (code points), how it should read, other right readings, kind and garble class."""

    start: int
    end: int
    clean: str
    accept: tuple[str, ...]
    type: str
    garble: str


@dataclass(frozen=True, slots=True)
class BenchmarkItem:
    """One document as one system translated it, with clean texts of the same story."""

    id: str
    pair: str
    doc: str
    words: int
    text: str
    clean: tuple[str, ...]
    gold: tuple[Gold, ...]
    variants: tuple[tuple[int, int], ...]
    listed: bool = False

    @property
    def story(self) -> str:
        """What all systems' outputs of the document share."""
        return f"{self.pair}/{self.doc}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suggestion as the benchmark sees it: span (code points), replacement, confidence 0-1, action."""

    start: int
    end: int
    replacement: str
    confidence: float
    action: str = "review"


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposal with the verdict of the labels."""

    proposal: Proposal
    found: bool
    right: bool


@dataclass(frozen=True, slots=True)
class BenchmarkResult:
    """One document judged: the proposals that count, and for each gold span whether it was found and mended."""

    item: BenchmarkItem
    proposals: tuple[Judged, ...]
    found: tuple[bool, ...]
    mended: tuple[bool, ...]


def load(path: Path) -> list[BenchmarkItem]:
    """Read a benchmark file (``.jsonl``, also gzipped)."""
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return [_item(json.loads(line)) for line in raw.decode("utf-8").split("\n") if line.strip()]
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(_NOT_BENCH.format(path=path, error=error)) from error


def _item(record: Mapping[str, object]) -> BenchmarkItem:
    def spans(key: str) -> Sequence[Mapping[str, object]]:
        value = record.get(key, [])
        if not isinstance(value, list):
            raise ValueError(f"{key} is no list")
        return value

    gold = tuple(
        Gold(
            int(str(g["start"])),
            int(str(g["end"])),
            str(g["clean"]),
            tuple(str(other) for other in _list(g.get("accept"))),
            str(g.get("type", "other")),
            str(g.get("garble", "")),
        )
        for g in spans("gold")
    )
    text = str(record["text"])
    return BenchmarkItem(
        id=str(record["id"]),
        pair=str(record.get("pair", "")),
        doc=str(record.get("doc", record["id"])),
        words=int(str(record.get("words", len(text.split())))),
        text=text,
        clean=tuple(str(clean) for clean in _list(record["clean"])),
        gold=gold,
        variants=tuple((int(str(v["start"])), int(str(v["end"]))) for v in spans("variants")),
        listed=record.get("listed") is True,
    )


def _list(value: object) -> list[object]:
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        raise ValueError("expected a list")
    return value


def gazetteer_of(clean: Sequence[str], *, listed: bool, story: str = "") -> Gazetteer:
    """Return the gazetteer of the clean texts of a line; of names, one a line, where they are ``listed``."""
    if listed:
        rows = dict.fromkeys(line.strip() for text in clean for line in text.split("\n") if line.strip())
        return Gazetteer(names_of((row, Kind.OTHER, ()) for row in rows), [])
    return Gazetteer.build(Document("", text, f"{story}#{number}") for number, text in enumerate(clean))


def judge(item: BenchmarkItem, proposals: Iterable[Proposal]) -> BenchmarkResult:
    """Judge the proposals for one document; of two that overlap the more confident stands."""
    standing: list[Proposal] = []
    for proposal in sorted(proposals, key=lambda p: -p.confidence):
        if not any(_overlap(proposal, other) for other in standing):
            standing.append(proposal)
    counted = [
        p
        for p in standing
        if any(_overlap(p, g) for g in item.gold) or not any(p.start < e and s < p.end for s, e in item.variants)
    ]
    found_p, right_p, found_g, right_g = set[int](), set[int](), set[int](), set[int]()
    for golds, props in _clusters(item.gold, counted):
        if not props:
            continue
        found_p |= props
        touched = {g for g in golds if any(_overlap(counted[p], item.gold[g]) for p in props)}
        found_g |= touched
        if reads_right(item.text, [item.gold[g] for g in sorted(golds)], [counted[p] for p in sorted(props)]):
            right_p |= props
            right_g |= golds
            continue
        for g in touched:
            alone = {p for p in props if _overlap(counted[p], item.gold[g])}
            if reads_right(item.text, [item.gold[g]], [counted[p] for p in sorted(alone)]):
                right_g.add(g)
                right_p |= alone
    judged = tuple(Judged(p, n in found_p, n in right_p) for n, p in enumerate(counted))
    every = range(len(item.gold))
    return BenchmarkResult(item, judged, tuple(g in found_g for g in every), tuple(g in right_g for g in every))


def _overlap(one: Gold | Proposal, other: Gold | Proposal) -> bool:
    return one.start < other.end and other.start < one.end


def _clusters(golds: Sequence[Gold], proposals: Sequence[Proposal]) -> Iterable[tuple[set[int], set[int]]]:
    """Yield the connected sets of gold spans and proposals that overlap, by their numbers."""
    left = set(range(len(golds)))
    while left:
        mine, props = {min(left)}, set[int]()
        grew = True
        while grew:
            more_p = {n for n, p in enumerate(proposals) if n not in props and any(_overlap(p, golds[g]) for g in mine)}
            props |= more_p
            more_g = {n for n in left - mine if any(_overlap(proposals[p], golds[n]) for p in props)}
            mine |= more_g
            grew = bool(more_p or more_g)
        left -= mine
        yield mine, props


def reads_right(text: str, golds: Sequence[Gold], proposals: Sequence[Proposal]) -> bool:
    """Whether the window over these spans reads, after the proposals, as after some accepted gold edits."""
    spans: list[Gold | Proposal] = [*golds, *proposals]
    low = min(span.start for span in spans)
    high = max(span.end for span in spans)
    got = _edited(text, low, high, [(p.start, p.end, p.replacement) for p in proposals])
    readings = [(gold.clean, *gold.accept) for gold in golds]
    count = 1
    for reading in readings:
        count *= len(reading)
    choices: Iterable[tuple[str, ...]] = itertools.product(*readings)
    if count > _MOST_READINGS:
        choices = [tuple(reading[0] for reading in readings)]
    for choice in choices:
        edits = [(gold.start, gold.end, clean) for gold, clean in zip(golds, choice, strict=True)]
        if _same(got, _edited(text, low, high, edits)):
            return True
    return False


def _edited(text: str, low: int, high: int, edits: Sequence[tuple[int, int, str]]) -> str:
    out, at = [], low
    for start, end, replacement in sorted(edits):
        if start >= at:
            out += [text[at:start], replacement]
            at = end
    return "".join(out) + text[at:high]


def _same(one: str, other: str) -> bool:
    one, other = _normal(one), _normal(other)
    if one == other:
        return True
    return 1 < len(one.split()) <= _MOST_REORDERED and sorted(one.split()) == sorted(other.split())


def _normal(text: str) -> str:
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    return re.sub(r"\s+", " ", _LONE_QUOTE.sub(r"\1", _POSSESSIVE.sub("", text))).strip(" \"'")
