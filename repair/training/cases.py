"""Labelled machine output laid beside its stories, in the settings that calibration learns from.

A case is one document in one setting. *own*: its story's clean texts alone. *all*: those of every story.
*loose*: as a few other outlets would tell its story. *other*: its clean texts with other people in the place of some
(see ``augmentation``). *human*: a human translation as copy, its own story left out, so that nothing in it is mangled.
Any other setting is a benchmark file of its own, each of its lines laid beside its own sources or its own list of
names. Each candidate of a suspect form is labelled right, wrong, or undecided.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

from repair.gazetteer import Gazetteer
from repair.pipeline.correction_stages import extract_features
from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.pipeline.feature_table import FeatureVector
from repair.pipeline.name_retrieval import copy_context_of as context_of
from repair.pipeline.source_retrieval import SourceIndex
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.tokens import sentences
from repair.text.wordlists import INNER_WORDS
from repair.training.evaluation.benchmark import BenchmarkItem, Gold, Proposal, gazetteer_of, reads_right

FOLDS = 5
OWN, ALL, HUMAN, LOOSE, OTHER = "own", "all", "human", "loose", "other"
_OUTLETS = (2, 3, 4)  # how many tell a story loosely
_KEPT, _KEPT_WORDS = 0.55, (0.3, 0.6)  # shares of the sentences, and of their lower-case words, that one of them keeps


@dataclass(slots=True)
class TrainingCase:
    """One document in one setting, as it goes through the steps."""

    item: BenchmarkItem
    setting: str
    copy_context: CopyContext
    surveyed: list[tuple[FeatureVector, float, float]]  # each row with its label and what that weighs
    rows: list[FeatureVector] = field(default_factory=list)  # those that screening kept
    labels: list[tuple[float, float]] = field(default_factory=list)
    groups: list[Correction] = field(default_factory=list)
    likely: list[float] = field(default_factory=list)  # of each group, the probability that it is right
    sure: list[float] = field(default_factory=list)  # the same by the confidence curves

    @property
    def fold(self) -> int:
        """Which fifth of the stories this one belongs to."""
        return zlib.crc32(self.item.story.encode()) % FOLDS


def archive_of(items: Iterable[BenchmarkItem], background: Lexicon) -> SourceIndex:
    """Return all clean texts of the benchmark as one archive; a reading's source is its story."""
    texts = {clean: item.story for item in items for clean in item.clean}
    return SourceIndex([AnalyzedText(text, story) for text, story in texts.items()], background)


def scene_of(
    item: BenchmarkItem, setting: str, archive: SourceIndex, background: Lexicon, names: Gazetteer
) -> CopyContext:
    """Lay one document beside its story, as the setting finds it."""
    copy = AnalyzedText(item.text)
    if setting not in (ALL, HUMAN):
        clean = paraphrase(item.clean, item.id) if setting == LOOSE else item.clean
        own, own_sources = _own_sources(clean, item.listed, item.story)
        return context_of(copy, own_sources, own, background)
    without = frozenset([item.story]) if setting == HUMAN else frozenset()
    return context_of(copy, archive, names, background, without=without)


@lru_cache(maxsize=4)
def _own_sources(clean: tuple[str, ...], listed: bool, story: str) -> tuple[Gazetteer, SourceIndex]:
    """Return the gazetteer of a line's own sources and their index; neighbouring lines often share them."""
    gazetteer = gazetteer_of(clean, listed=listed, story=story)
    texts = [AnalyzedText(source.text, source.source or source.id, source.date) for source in gazetteer.sources]
    return gazetteer, SourceIndex.over(gazetteer.inverted_index, texts.__getitem__, Lexicon.load())


def paraphrase(clean: Sequence[str], seed: str) -> tuple[str, ...]:
    """Return what a few outlets make of a story: each some sentences of a clean text, in another order and shortened.

    Outlets tell a story, they do not translate it. What they keep of each other's words is names and some of the rest,
    and a name of the story stands with some of them only.
    """
    random = Random(f"{seed}/{len(clean)}")
    return tuple(_outlet(random.choice(clean), random) for _ in range(random.choice(_OUTLETS))) if clean else ()


def _outlet(clean: str, random: Random) -> str:
    """Return some sentences of a text without many of their lower-case words."""
    share, told = random.uniform(*_KEPT_WORDS), []
    for low, high in sentences(clean):
        if random.random() < _KEPT:
            words = clean[low:high].split(" ")
            told.append(" ".join(w for w in words if w != w.lower() or w in INNER_WORDS or random.random() < share))
    random.shuffle(told)
    return "\n".join(told)


def human_items(items: Iterable[BenchmarkItem]) -> list[BenchmarkItem]:
    """Return the human translations as copy without any mangle, to be checked against the other stories."""
    found = {}
    for item in items:
        for number, clean in enumerate(item.clean):
            found[clean] = BenchmarkItem(
                f"{item.story}/human{number}", item.pair, item.doc, len(clean.split()), clean, (), (), ()
            )
    return list(found.values())


def cases_of(
    items: Sequence[BenchmarkItem], setting: str, archive: SourceIndex, names: Gazetteer, tick: Callable[[], None]
) -> list[TrainingCase]:
    """Survey every document in one setting and label its rows."""
    cases, background = [], Lexicon.load()
    for item in items:
        copy_context = scene_of(item, setting, archive, background, names)
        cases.append(
            TrainingCase(
                item,
                setting,
                copy_context,
                [(row, *label(item, copy_context, row)) for row in extract_features(copy_context)],
            )
        )
        tick()
    return cases


def label(item: BenchmarkItem, copy_context: CopyContext, row: FeatureVector) -> tuple[float, float]:
    """Return whether a row is right in most places of its form (1 or 0), and what it weighs (0: no telling)."""
    right = wrong = 0
    for low, high in row.candidate.form.places:
        start, end = copy_context.copy.tokens[low].start, copy_context.copy.tokens[high - 1].end
        proposal = Proposal(start, end, row.candidate.text, 1.0)
        golds = [gold for gold in item.gold if start < gold.end and gold.start < end]
        if golds:
            good = reads_right(item.text, golds, [proposal]) or _right_part(item.text, golds, proposal)
            right += good
            wrong += not good
        elif not any(start < e and s < end for s, e in item.variants):
            wrong += 1
    return float(right > wrong), float(right + wrong > 0)


def _right_part(text: str, golds: Sequence[Gold], proposal: Proposal) -> bool:
    """Whether the proposal mends its words of a longer mangled name rightly, whatever becomes of the others."""
    if len(golds) != 1 or not (golds[0].start <= proposal.start and proposal.end <= golds[0].end):
        return False
    gold = golds[0]
    before, after = text[gold.start : proposal.start].split(), text[proposal.end : gold.end].split()
    words = proposal.replacement.split()
    if not before and not after:
        return False
    for clean in (gold.clean, *gold.accept):
        right = clean.split()
        if len(before) + len(words) + len(after) == len(right) and right[len(before) :][: len(words)] == words:
            return True
    return False
