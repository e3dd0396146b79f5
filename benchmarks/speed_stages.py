"""Times the stages of finding names, each without the stages that it calls, and counts what the model is shown.

The functions are wrapped in the modules that call them, so the package needs no hooks. Times are processor time.
"""

from __future__ import annotations

import functools
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from repair.channel.scorer import ChannelModel
from repair.pipeline import assembly, correction_stages, detection, explanation, name_retrieval, repairer
from repair.pipeline.detection import CopyContext
from repair.pipeline.features.feature_table import FeatureVector
from repair.pipeline.repairer import Repairer
from repair.pipeline.source_retrieval import SourceIndex

# What is timed: the module or class where callers look it up, its name there, and the stage that its time counts for.
WRAPPED: tuple[tuple[Any, str, str], ...] = (
    (repairer, "AnalyzedText", "copy and sources into words"),
    (SourceIndex, "story", "sources of the story"),
    (name_retrieval, "CopyContext", "suspicious words"),
    (name_retrieval, "retrieve", "search of the gazetteer"),
    (detection, "suspect_forms", "suspicious words"),
    (correction_stages, "candidates", "candidates"),
    (repairer, "extract_features", "features"),
    (correction_stages, "prune", "ranker"),
    (correction_stages, "rank", "ranker"),
    (correction_stages, "calibrate", "ranker"),
    (correction_stages, "decode", "joint decision"),
    (ChannelModel, "directions", "seq2seq: scores of candidates"),
    (assembly, "unverified_mentions", "unverified names"),
    (assembly, "with_proposals", "rules"),
    (explanation, "to_suggestion", "reasons and sources"),
    (explanation, "reasons", "reasons and sources"),
)
REST = "everything else"


class Stages:
    """Wraps the stages while it is entered; collects the ``seconds`` of each stage and ``counts`` of what passed."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.counts: Counter[str] = Counter()
        self._inner: list[float] = []
        self._before: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> Stages:
        for place, name, stage in WRAPPED:
            self._wrap(place, name, self._timed(getattr(place, name), stage))
        self._wrap(correction_stages, "score_with_channel", self._counting(correction_stages.score_with_channel))
        self._wrap(ChannelModel, "_fill", self._filling(ChannelModel._fill))
        return self

    def __exit__(self, *error: object) -> None:
        for place, name, real in reversed(self._before):
            setattr(place, name, real)

    def _wrap(self, place: Any, name: str, wrapper: Callable[..., Any]) -> None:
        self._before.append((place, name, getattr(place, name)))
        setattr(place, name, wrapper)

    def _timed(self, real: Callable[..., Any], stage: str) -> Callable[..., Any]:
        @functools.wraps(real)
        def timed(*args: Any, **more: Any) -> Any:
            begun = time.process_time()
            self._inner.append(0.0)
            try:
                return real(*args, **more)
            finally:
                taken = time.process_time() - begun
                self.seconds[stage] += taken - self._inner.pop()
                if self._inner:
                    self._inner[-1] += taken

        return timed

    def _counting(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def counting(queries: Iterable[tuple[CopyContext, Sequence[FeatureVector]]], scorer: Any) -> None:
            held = list(queries)
            for copy_context, rows in held:
                shown = {number for row in rows for place in row.candidate.form.places for number in range(*place)}
                self.counts["mentions"] += len(copy_context.copy.runs)
                self.counts["mentions shown"] += sum(not shown.isdisjoint(run) for run in copy_context.copy.runs)
                self.counts["forms"] += len({row.candidate.form.fold for row in rows})
                self.counts["candidates"] += len(rows)
            self.counts["passes"] += 1
            real(held, scorer)

        return counting

    def _filling(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def filling(scorer: ChannelModel, pairs: dict[Any, float]) -> None:
            self.counts["pairs scored"] += len(pairs)
            real(scorer, pairs)

        return filling


def stages(finder: Repairer, texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the seconds that each stage takes on ``texts``, longest first, and counts of what the model is shown."""
    with Stages() as measured:
        begun = time.process_time()
        for _ in finder.suggest_all(texts):
            pass
        total = time.process_time() - begun
    measured.seconds[REST] = total - sum(measured.seconds.values())
    ranked = sorted(measured.seconds.items(), key=lambda each: -each[1])
    return {"seconds": dict(ranked), "counts": dict(measured.counts)}
