"""Generated worst cases and the stages that read them, for the growth tests and the growth benchmark.

A worst case is a unit that is repeated, with something before and after it; a stage is a function of a text. Whoever
uses them runs a stage on a case of n, 2n, 4n … characters and compares the costs.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType
from typing import Any

TraceFunction = Callable[[FrameType, str, Any], Any]

# Words and marks on which a reader, a tokenizer or a rule branches.
ATOMS = (
    *(" ", "  ", "\n", "\r\n", "\t", ".", ",", ", ", ". ", ": ", "; ", "-", " - ", "–", "'", "’s ", '"', "“", "(", ")"),
    *("[", "]", "{", "}", "<", ">", "&", "&amp;", "/", "\\", "|", "@", "#", "_", "*", "^", "=", "~", "%", "$", "+"),
    *(
        "http://",
        "www.",
        ".com",
        "a@b.c ",
        "\u00ad",
        "\u200b",
        "\u2028",
        "\ufffd",
        "Ã©",
        "é",
        "Ł",
        "\u0301",
        "ß",
        "東京",
    ),
    *("a", "A", "0", "1,000 ", "2026-11-20 ", "20:15", "the ", "of ", "of the ", "and ", "von ", "van der ", "de "),
    *("Ana ", "Ana Sol ", "ANA SOL ", "Ana-", "Ana-Sol ", "ana ", "al-Ana ", "Ana’s ", "A. ", "U.S. ", "St. ", "Mr "),
    *("President ", "Prime Minister ", "spokesman ", "former ", "Ministry of ", "Bank of ", "University ", "Monday "),
    *(
        "May ",
        "Paris ",
        "in Paris ",
        "said ",
        "photo ",
        " via A",
        "/AFP",
        "(Photo ",
        "Share ",
        "Read more ",
        "Loading ",
    ),
    *("?x", "Iv?nov ", "Ivan0v ", "Ivanov ", "Vikrander ", "Wiklander ", "Torsten ", "who ", ", the ", ", a ", "x "),
    *('a","', '",', '""', ",,", '\\"', "\\u00e9", '{"a":', "[1,", "<b>", "</b>", "<p>", "<!--", "-->", "<![CDATA["),
    *(
        "<a href=x ",
        "<script>",
        "</script>",
        "<x:y>",
        "&#",
        "&#x41;",
        "&lt",
        "]]>",
        "<?x ",
        "<br/>",
        "00:01 --> ",
        "{\\an8}",
    ),
    *("ÃŠ", "Rodr?guez ", "Vikrander ", "Prime Minister Ana Sol ", "Ana Sol, Sol. ", "“Ana of the sol” ", "Bank (BX) "),
    *("\x01", "\x02", "\x03", "\x16", "\x1f", "\0", "^<", "<t>", "\x7f"),
)


@dataclass(frozen=True, slots=True)
class WorstCase:
    """A text of any length that may be expensive to read."""

    before: str
    unit: str
    after: str = ""

    def text(self, size: int) -> str:
        """Return a text of about ``size`` code points."""
        return self.before + self.unit * max(1, size // len(self.unit)) + self.after


def worst_cases(count: int, seed: int) -> Iterator[WorstCase]:
    """Yield every atom repeated, then ``count`` mixtures of atoms drawn at random."""
    for atom in ATOMS:
        yield WorstCase("", atom, "!")
    drawn = random.Random(seed)
    for _ in range(count):
        unit = "".join(drawn.choices(ATOMS, k=drawn.choice((1, 2, 2, 3, 4))))
        before = "".join(drawn.choices(ATOMS, k=drawn.choice((0, 1, 3))))
        after = drawn.choice(("", "!", "x", ")", '"', " Ana", ">", "\n"))
        yield WorstCase(before, unit, after)


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the program that reads a text.

    Attributes:
        name: Its name in reports.
        run: Prepares a text and returns the function whose cost is measured.
    """

    name: str
    run: Callable[[str], Callable[[], object]]


def steps(run: Callable[[], object], *, most: int = 20_000_000) -> int:
    """Return how many lines of Python ``run`` executes, at most ``most``.

    Unlike a time, it is the same on every machine. What a library or the interpreter does within one line is not
    counted; `benchmarks/bench_growth.py` measures that.
    """
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> TraceFunction | None:
        nonlocal count
        if event == "line":
            count += 1
            if count > most:
                raise TooManySteps
        return trace

    previous = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    except TooManySteps:
        pass
    finally:
        sys.settrace(previous)
    return count


class TooManySteps(BaseException):
    """Ends a run that has taken too many steps; no handler on the way swallows it."""
