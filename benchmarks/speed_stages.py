"""Times the stages of finding names, each without the stages it calls, and counts what the model is shown.

The functions are wrapped where their callers find them, so nothing in the package knows of it. Processor time.
"""

from __future__ import annotations

import functools
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from repair.channel.scorer import ChannelModel
from repair.pipeline import explanation, ranking, repairer
from repair.pipeline.detection import CopyContext
from repair.pipeline.features import FeatureVector
from repair.pipeline.repairer import Repairer
from repair.pipeline.retrieval import SourceIndex

# What is timed: where it is looked up, its name there, the stage it is told under.
WRAPPED: tuple[tuple[Any, str, str], ...] = (
    (repairer, "Reading", "copy into words"),
    (Repairer, "_read", "sources into words"),
    (SourceIndex, "story", "sources that tell the story"),
    (repairer, "Scene", "strange words"),
    (ranking, "forms", "strange words"),
    (ranking, "pairings", "candidates"),
    (repairer, "survey", "measuring the evidence"),
    (ranking, "screen", "evidence tables"),
    (ranking, "weigh", "evidence tables"),
    (ranking, "decide", "evidence tables"),
    (ranking, "settle", "joint decision"),
    (ChannelModel, "directions", "seq2seq: candidates scored"),
    (ChannelModel, "generate_all", "seq2seq: guesses beside flags"),
    (repairer, "unverified", "names nobody vouches for"),
    (repairer, "propose_titles", "titles and offices"),
    (explanation, "word", "reasons and witnesses"),
    (explanation, "reasons", "reasons and witnesses"),
)
REST = "all else"


class Stages:
    """Wraps the stages while it is entered; ``seconds`` is what they took, ``seen`` what passed."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.seen: Counter[str] = Counter()
        self._inner: list[float] = []
        self._before: list[tuple[Any, str, Any]] = []

    def __enter__(self) -> Stages:
        for place, name, stage in WRAPPED:
            self._wrap(place, name, self._timed(getattr(place, name), stage))
        self._wrap(ranking, "ask_channel", self._counting(ranking.score_with_channel))
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
        def counting(asked: Iterable[tuple[CopyContext, Sequence[FeatureVector]]], scorer: Any) -> None:
            held = list(asked)
            for scene, rows in held:
                shown = {number for row in rows for place in row.pairing.form.places for number in range(*place)}
                self.seen["mentions"] += len(scene.copy.runs)
                self.seen["mentions shown"] += sum(not shown.isdisjoint(run) for run in scene.copy.runs)
                self.seen["forms"] += len({row.pairing.form.fold for row in rows})
                self.seen["candidates"] += len(rows)
            self.seen["passes"] += 1
            real(held, scorer)

        return counting

    def _filling(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def filling(scorer: ChannelModel, asked: dict[Any, float]) -> None:
            self.seen["pairs scored"] += len(asked)
            real(scorer, asked)

        return filling


def stages(finder: Repairer, texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the seconds that each stage takes on ``texts``, and what of their names the model is shown."""
    with Stages() as told:
        begun = time.process_time()
        for _ in finder.suggest_all(texts):
            pass
        total = time.process_time() - begun
    told.seconds[REST] = total - sum(told.seconds.values())
    ranked = sorted(told.seconds.items(), key=lambda each: -each[1])
    return {"seconds": dict(ranked), "seen": dict(told.seen)}
