"""Training cases of calibration: labelled copy with its sources, and every candidate labelled right or wrong.

A case is one document in one setting, which determines its sources. *own*: the clean texts of its story. *all*:
those of every story. *loose*: its story as a few other outlets would report it. *other*: its clean texts with some
people replaced (`repair.training.augmentation`). *human*: a human translation as copy, without the sources of its
story, so that nothing in it is mangled. Any other setting is a benchmark file, each line with its own sources or list
of names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import NamedTuple

import numpy as np

from repair.gazetteer import Gazetteer
from repair.pipeline.candidate_generation import Candidate
from repair.pipeline.correction_stages import extract_features
from repair.pipeline.decoding_values import Correction
from repair.pipeline.detection import CopyContext
from repair.pipeline.features.feature_table import DEFERRED, PRUNE_COLUMNS, FeatureVector
from repair.pipeline.name_retrieval import copy_context_of
from repair.pipeline.ranking.trees import Floats
from repair.pipeline.source_retrieval import SourceIndex
from repair.text.analysis import AnalyzedText
from repair.text.lexicon import Lexicon
from repair.text.tokens import sentences
from repair.text.wordlists import INNER_WORDS
from repair.training.evaluation.benchmark import BenchmarkItem, Gold, Proposal, gazetteer_of, reads_right
from repair.training.evaluation.folds import fold_of

OWN, ALL, HUMAN, LOOSE, OTHER = "own", "all", "human", "loose", "other"
HALF = "half"  # of a benchmark file whose sources are the other half of the story
_OUTLETS = (2, 3, 4)  # numbers of outlets that report a story in the setting "loose"
_SENTENCE_SHARE = 0.55  # share of the sentences of a clean text that an outlet keeps
_WORD_SHARES = (0.3, 0.6)  # smallest and largest share of the lower-case words that it keeps


class Label(NamedTuple):
    """Whether a candidate or correction is right (1) or wrong (0); the weight is 0 where the data does not tell."""

    right: float
    weight: float


class LabelledFeatures(NamedTuple):
    """The features of a candidate and its label.

    There are so many that the features are a row of numbers, which takes a tenth of the memory of a `FeatureVector`.

    Attributes:
        candidate: The form and the name.
        row: The features in the order of `PRUNE_COLUMNS`.
        right: 1 if the candidate is right, else 0.
        weight: Its weight in fitting; 0 where the labels do not tell.
    """

    candidate: Candidate
    row: Floats
    right: float
    weight: float

    def features(self) -> FeatureVector:
        """Return the features by name; deferred features are 0."""
        return FeatureVector(
            self.candidate, dict.fromkeys(DEFERRED, 0.0) | dict(zip(PRUNE_COLUMNS, self.row.tolist(), strict=True))
        )


@dataclass(slots=True)
class TrainingCase:
    """One document in one setting, as it passes through the stages.

    Attributes:
        item: The labelled document.
        setting: The name of the setting.
        copy_context: The copy with what is retrieved for it.
        extracted: The features of every candidate, labelled.
        pruned: The features of the candidates that the pruner keeps.
        labels: The labels of ``pruned``.
        corrections: The corrections that are decoded from them.
        probabilities: For each correction, the probability of the decision model that it is right (0-1).
        confidences: The same, calibrated.
    """

    item: BenchmarkItem
    setting: str
    copy_context: CopyContext
    extracted: list[LabelledFeatures]
    pruned: list[FeatureVector] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    probabilities: list[float] = field(default_factory=list)
    confidences: list[float] = field(default_factory=list)

    @property
    def fold(self) -> int:
        """The fold of its story: all cases of a story are in one fold."""
        return fold_of(self.item.doc)


def archive_of(items: Iterable[BenchmarkItem], lexicon: Lexicon) -> SourceIndex:
    """Return the index of all clean texts of a benchmark; the publication of each is the name of its story."""
    texts = {clean: item.story for item in items for clean in item.clean}
    return SourceIndex([AnalyzedText(text, story) for text, story in texts.items()], lexicon)


def context_in_setting(
    item: BenchmarkItem, setting: str, archive: SourceIndex, lexicon: Lexicon, names: Gazetteer
) -> CopyContext:
    """Return the copy of a document with the sources of a setting.

    Args:
        item: The document.
        setting: The name of the setting.
        archive: The clean texts of all stories, for the settings "all" and "human".
        lexicon: Common words and names.
        names: The gazetteer of ``archive``.
    """
    copy = AnalyzedText(item.text)
    if setting not in (ALL, HUMAN):
        clean = paraphrase(item.clean, item.id) if setting == LOOSE else item.clean
        own, own_sources = _own_sources(clean, item.listed, item.story)
        return copy_context_of(copy, own_sources, own, lexicon)
    without = frozenset([item.story]) if setting == HUMAN else frozenset()
    return copy_context_of(copy, archive, names, lexicon, without=without)


@lru_cache(maxsize=4)
def _own_sources(clean: tuple[str, ...], listed: bool, story: str) -> tuple[Gazetteer, SourceIndex]:
    """Return the gazetteer of a line's own sources and their index; neighbouring lines often share them."""
    gazetteer = gazetteer_of(clean, listed=listed, story=story)
    return gazetteer, SourceIndex.over(gazetteer.inverted_index, gazetteer.sources, Lexicon.load())


def paraphrase(clean: Sequence[str], seed: str) -> tuple[str, ...]:
    """Return a story as a few outlets would report it: each some sentences of a clean text, shuffled and shortened.

    Outlets report a story, they do not translate it. Their versions share names and some other words, and no outlet has
    every name.

    Args:
        clean: The clean texts.
        seed: The same seed gives the same versions.
    """
    random = Random(f"{seed}/{len(clean)}")
    return tuple(_outlet(random.choice(clean), random) for _ in range(random.choice(_OUTLETS))) if clean else ()


def _outlet(clean: str, random: Random) -> str:
    """Return some sentences of a text without many of their lower-case words."""
    share, lines = random.uniform(*_WORD_SHARES), []
    for low, high in sentences(clean):
        if random.random() < _SENTENCE_SHARE:
            words = clean[low:high].split(" ")
            lines.append(" ".join(w for w in words if w != w.lower() or w in INNER_WORDS or random.random() < share))
    random.shuffle(lines)
    return "\n".join(lines)


def human_items(items: Iterable[BenchmarkItem]) -> list[BenchmarkItem]:
    """Return each human translation once, as copy without mangled names, to be checked against the other stories."""
    by_text = {}
    for item in items:
        for number, clean in enumerate(item.clean):
            by_text[clean] = BenchmarkItem(
                f"{item.story}/human{number}", item.pair, item.doc, len(clean.split()), clean, (), (), ()
            )
    return list(by_text.values())


def cases_of(
    items: Sequence[BenchmarkItem],
    setting: str,
    archive: SourceIndex,
    names: Gazetteer,
    on_document: Callable[[], None],
) -> list[TrainingCase]:
    """Measure the features of every document in one setting and label its candidates.

    Args:
        items: The documents.
        setting: The name of the setting.
        archive: The clean texts of all stories.
        names: Their gazetteer.
        on_document: Called after each document.
    """
    cases, lexicon = [], Lexicon.load()
    for item in items:
        copy_context = context_in_setting(item, setting, archive, lexicon, names)
        extracted = [labelled(item, copy_context, features) for features in extract_features(copy_context)]
        cases.append(TrainingCase(item, setting, copy_context, extracted))
        on_document()
    return cases


def labelled(item: BenchmarkItem, copy_context: CopyContext, features: FeatureVector) -> LabelledFeatures:
    """Return the features of a candidate, which pruning needs, with its label.

    Args:
        item: The labelled copy.
        copy_context: The same copy, analysed.
        features: The features of the candidate.
    """
    row = np.asarray(features.as_row(PRUNE_COLUMNS), dtype=np.float64)
    return LabelledFeatures(features.candidate, row, *label(item, copy_context, features.candidate))


def label(item: BenchmarkItem, copy_context: CopyContext, candidate: Candidate) -> Label:
    """Return whether a candidate is right in most occurrences of its form; weight 0 where the labels do not tell.

    Args:
        item: The labelled copy.
        copy_context: The same copy, analysed.
        candidate: The form and the name.
    """
    right = wrong = 0
    for low, high in candidate.form.places:
        start, end = copy_context.copy.tokens[low].start, copy_context.copy.tokens[high - 1].end
        proposal = Proposal(start, end, candidate.text, 1.0)
        golds = [gold for gold in item.gold if start < gold.end and gold.start < end]
        if golds:
            good = reads_right(item.text, golds, [proposal]) or _right_part(item.text, golds, proposal)
            right += good
            wrong += not good
        elif not any(start < e and s < end for s, e in item.variants):
            wrong += 1
    return Label(float(right > wrong), float(right + wrong > 0))


def _right_part(text: str, golds: Sequence[Gold], proposal: Proposal) -> bool:
    """Tell whether a proposal for some words of a longer mangled name corrects those words."""
    if len(golds) != 1 or not (golds[0].start <= proposal.start and proposal.end <= golds[0].end):
        return False
    gold = golds[0]
    before, after = text[gold.start : proposal.start].split(), text[proposal.end : gold.end].split()
    words = proposal.replacement.split()
    if not before and not after:
        return False
    for clean in (gold.clean, *gold.accept):
        expected = clean.split()
        if len(before) + len(words) + len(after) == len(expected) and expected[len(before) :][: len(words)] == words:
            return True
    return False
