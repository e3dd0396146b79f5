"""Scanned prints for calibration: clean texts as character recognition reads them, with the mangled names labelled.

Labelled scans are few, so half of a clean text is garbled letter by letter and the other half is its source. The noise
differs from page to page, as paper and printing do: letters of similar shape are exchanged, marks over letters are
lost, words run together or fall apart, and specks become punctuation marks. The shares are estimates of ours; they
were compared with real scans by eye only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from random import Random
from typing import NamedTuple

from repair.text.analysis import AnalyzedText
from repair.text.letter_shapes import SHAPES
from repair.text.normalize import fold
from repair.training.evaluation.benchmark import BenchmarkItem, CharSpan, Gold

SCANNED = "scanned"
_FEWEST_LINES = 4  # of a text that is halved
_ERROR_RATES = (0.004, 0.01, 0.02, 0.04, 0.08)  # of the letters of a page, from a good print to a bad one
_LOST_MARKS = 0.5  # share of the letters with a mark that lose it, on any page
_LOST_SPACE, _NEW_SPACE, _SPECK = 0.12, 0.04, 0.25  # per error of a letter
_SPECKS = ("_", "~", "'", ".", ",", ":", "‘", "-", "|", "*")


class _ScannedPart(NamedTuple):
    """A word of the right text, or what is between two: its half-open range (code points), and how it is read."""

    start: int
    end: int
    read: str


def scanned_items(items: Iterable[BenchmarkItem]) -> list[BenchmarkItem]:
    """Return each clean text twice: every other line as a scanned print, and the lines between as its source.

    A garbled name is labelled where the source has it, as a right reading of it is known there alone.

    Args:
        items: The labelled documents, of which only the clean texts are used.
    """
    stories = {clean: item for item in items for clean in item.clean}
    return [scan for number, (clean, item) in enumerate(stories.items()) for scan in _halves(clean, item, number)]


def _halves(clean: str, item: BenchmarkItem, number: int) -> Iterator[BenchmarkItem]:
    lines = clean.split("\n")
    if len(lines) < _FEWEST_LINES:
        return
    for half in (0, 1):
        random = Random(f"{item.story}/{number}/{half}")
        right, source = "\n".join(lines[half::2]), "\n".join(lines[1 - half :: 2])
        parts = list(_scanned_parts(right, random.choice(_ERROR_RATES), random))
        gold, variants = _labels(right, parts, source)
        text = "".join(part.read for part in parts)
        name = f"{item.story}/scanned{number}.{half}"
        yield BenchmarkItem(name, item.pair, item.doc, len(text.split()), text, (source,), gold, variants)


def _scanned_parts(right: str, rate: float, random: Random) -> Iterator[_ScannedPart]:
    """Yield the parts of a text as they are read from a page where ``rate`` (0-1) of the letters are read wrongly."""
    at = 0
    for is_space, group in groupby(right, str.isspace):
        part = "".join(group)
        read = _scanned_space(part, rate, random) if is_space else _scanned(part, rate, random)
        yield _ScannedPart(at, at + len(part), read)
        at += len(part)


def _scanned_space(space: str, rate: float, random: Random) -> str:
    if space == " " and random.random() < rate * _LOST_SPACE:
        return ""
    return space + (random.choice(_SPECKS) + " " if random.random() < rate * _SPECK else "")


def _scanned(word: str, rate: float, random: Random) -> str:
    """Return a word as it is read from a page where ``rate`` of the letters are read wrongly."""
    letters: list[str] = []
    at = 0
    while at < len(word):
        pair = word[at : at + 2]
        if pair in SHAPES and random.random() < rate:
            letters.append(random.choice(SHAPES[pair]))
            at += 2
            continue
        letter = _without_mark(word[at]) if random.random() < _LOST_MARKS else word[at]
        if letter in SHAPES and random.random() < rate:
            letter = random.choice(SHAPES[letter])
        if random.random() < rate * _NEW_SPACE and 0 < at < len(word) - 1:
            letter += " "
        letters.append(letter)
        at += 1
    return "".join(letters)


def _without_mark(letter: str) -> str:
    """Return a letter without its accent, in Latin script; any other character as it is."""
    return letter if letter.isascii() else unicodedata.normalize("NFD", letter)[0]


def _labels(right: str, parts: Sequence[_ScannedPart], source: str) -> tuple[tuple[Gold, ...], tuple[CharSpan, ...]]:
    """Return the mangled names of a scan and the names that only lost marks, in code points of the scan."""
    names = AnalyzedText(source).capitals
    gold: list[Gold] = []
    variants: list[CharSpan] = []
    analysis = AnalyzedText(right)
    starts = _offsets(parts)
    for run in analysis.runs:
        low, high = analysis.tokens[run.start].start, analysis.tokens[run.stop - 1].end
        of_name = [part for part in parts if part.start < high and low < part.end]
        first = of_name[0].start
        start = starts[first] + max(0, low - first)
        tail = right[high : of_name[-1].end]
        read = "".join(part.read for part in of_name)
        stop = starts[first] + len(read) - len(tail)
        garbled = read[max(0, low - first) : len(read) - len(tail)]
        name = right[low:high]
        if garbled == name or not read.endswith(tail):
            continue
        if fold(garbled) == fold(name):
            variants.append(CharSpan(start, stop))
        elif all(fold(word) in names for word in name.split()):
            gold.append(Gold(start, stop, name, (), "name", "scan"))
    return tuple(gold), tuple(variants)


def _offsets(parts: Iterable[_ScannedPart]) -> Mapping[int, int]:
    """Return where each part begins in the scan, by its start in the right text."""
    offsets, at = {}, 0
    for part in parts:
        offsets[part.start] = at
        at += len(part.read)
    return offsets
