"""An example plug-in for an engine, as another distribution would write it: it answers in capitals."""

from __future__ import annotations

from collections.abc import Sequence

from repair.core.errors import EngineError
from repair.translation.engines import Limits, Mask


class Shouting:
    """Translates every sentence into capitals, and so keeps no name but the placeholders."""

    def __init__(self, mark: str) -> None:
        self.name = f"shouting@{mark or 'plain'}"
        self._mark = mark

    def masks(self, src: str, tgt: str) -> tuple[Mask, ...]:
        return (Mask("placeholder", ("XQA", "XQB"), ("XQC", "XQD")),)

    def translate(self, sentences: Sequence[str], src: str, tgt: str) -> list[str]:
        return [sentence.upper() + self._mark for sentence in sentences]


def open_shouting(argument: str, *, limits: Limits) -> Shouting:
    if argument == "broken":
        raise EngineError(f"shouting:broken never answers within {limits.seconds:g} seconds")
    return Shouting(argument)


def open_nothing(argument: str, *, limits: Limits) -> object:
    return object()
