"""No regular expression of the package takes more than linear time, on texts made up from the expressions themselves.

For each repetition a text repeats its matches, after a prefix that leads to it and before a suffix that makes the rest
fail. An expression that reads it at once is linear. Another is linear where half of the text takes more than a third of
its time: of a quadratic one it takes a quarter.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from re import _constants as codes
from re import _parser as parser
from types import FrameType, ModuleType
from typing import Any

import pytest

import repair

LENGTH = 20_000  # characters of a text
AT_ONCE = 0.02  # seconds of processor time; a quadratic expression takes a quarter of a second or more
ENDLESS = 1.0  # seconds of processor time after which a match is ended
LINEAR = 3.0  # times the time of half of the text that a linear expression takes at most, twice and some noise
TRIES = 3  # of which the shortest counts, as other work may disturb a measurement
MOST_TEXTS = 8  # for one expression
ENDS = ("!", "\n>")
PLAIN = (" ", "a", "A", "0", "\n", ".", "<", "A. ")
POOL = "aA0 \n.-,'\"/<>&=:;()[]{}_\t\r~!?é東"
SEARCHING = r"\.(?:search|sub|subn|split|finditer|findall)\b"
MATCHING = r"\.(?:match|fullmatch)\b"
PATTERN_FUNCTIONS = frozenset("compile search match fullmatch split sub subn findall finditer".split())
CATEGORIES: dict[str, Callable[[str], bool]] = {
    "DIGIT": str.isdigit,
    "SPACE": str.isspace,
    "WORD": lambda each: each.isalnum() or each == "_",
}


class TooSlow(BaseException):
    """Ends a match that takes longer than `ENDLESS`."""


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(repair.__path__, "repair."):
        if module.name.endswith("__main__") or ".migrations" in module.name:
            continue
        try:
            yield importlib.import_module(module.name)
        except ImportError:  # needs an extra that is not installed
            continue


def _patterns_in(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value and, to a depth, in the containers and tables in it."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for each in value.items():
            yield from _patterns_in(each, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _patterns_in(each, depth - 1)


def _is_searched(module: ModuleType, name: str) -> bool:
    """Tell whether a package searches with a pattern, and does not only match at a place."""
    folder = Path(str(module.__file__)).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    called = re.escape(name)
    return bool(re.search(called + SEARCHING, text)) or not re.search(called + MATCHING, text)


def _all_patterns() -> dict[str, tuple[re.Pattern[Any], bool]]:
    patterns: dict[tuple[Any, int], tuple[str, re.Pattern[Any], bool]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _patterns_in(value):
                searched = _is_searched(module, name)
                key = (pattern.pattern, pattern.flags)
                if key not in patterns or searched:
                    patterns[key] = (f"{module.__name__}.{name}-{len(patterns)}", pattern, searched)
    for label, pattern in _inline_patterns():
        patterns.setdefault((pattern.pattern, pattern.flags), (label, pattern, True))
    return {label: (pattern, searched) for label, pattern, searched in patterns.values()}


def _inline_patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield the patterns that functions have in calls of `re`, with their places; not those put together."""
    root = Path(repair.__file__).parent
    for path in sorted(root.rglob("*.py")):
        functions = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.FunctionDef)]
        for call in (node for function in functions for node in ast.walk(function)):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=name),
                    args=[ast.Constant(value=str() | bytes() as pattern), *_],
                ) if name in PATTERN_FUNCTIONS:
                    yield f"{path.relative_to(root)}:{call.lineno}", re.compile(pattern)


def _members(items: Iterable[tuple[Any, Any]]) -> list[str]:
    """Return some characters of a set."""
    tests: list[Callable[[str], bool]] = []
    pool, negated = POOL, False
    for code, value in items:
        if code is codes.NEGATE:
            negated = True
        elif code is codes.LITERAL:
            tests.append(lambda each, value=value: ord(each) == value)  # type: ignore[misc]
            pool += chr(value)
        elif code is codes.RANGE:
            tests.append(lambda each, value=value: value[0] <= ord(each) <= value[1])  # type: ignore[misc]
            pool += chr(value[0])
        elif code is codes.CATEGORY:
            kind = str(value).removeprefix("CATEGORY_")
            test, wanted = CATEGORIES[kind.removeprefix("NOT_")], not kind.startswith("NOT_")
            tests.append(lambda each, test=test, wanted=wanted: test(each) is wanted)  # type: ignore[misc]
    return [each for each in pool if any(test(each) for test in tests) is not negated][:3]


def _inner(code: Any, value: Any) -> list[Any]:
    """Return the expressions inside one."""
    if code is codes.BRANCH:
        return list(value[1])
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.ATOMIC_GROUP:
        return [value]
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return [value[2]] if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT) else []


def _matches_of(tree: Iterable[tuple[Any, Any]]) -> list[str]:
    """Return some texts that an expression matches, lookarounds apart."""
    texts = [""]
    for code, value in tree:
        if code is codes.LITERAL:
            parts = [chr(value)]
        elif code in (codes.NOT_LITERAL, codes.ANY):
            parts = ["a", " "]
        elif code is codes.IN:
            parts = _members(value)
        elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            parts = [each * max(value[0], 1) for each in _matches_of(value[2])[:3]] + [""] * (value[0] == 0)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            parts = [""]
        else:
            parts = [text for inner in _inner(code, value) for text in _matches_of(inner)[:2]]
        texts = [text + part for text in texts for part in parts or [""]][:8]
    return texts


def _repetitions(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield the prefix of each repetition and the repeated part; also both repeated."""
    for at, (code, value) in enumerate(tree):
        lead = before + _matches_of(tree[:at])[0]
        if _inner(code, value) and isinstance(value, tuple) and value[1] is codes.MAXREPEAT:
            for unit in _matches_of(value[2])[:3]:
                yield lead, unit
                yield "", lead + unit
        for inner in _inner(code, value):
            yield from _repetitions(inner, lead)


@contextmanager
def _limited() -> Iterator[None]:
    def end(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    previous = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, ENDLESS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


def _seconds(pattern: re.Pattern[Any], text: Any, *, searched: bool) -> float:
    """Return the processor time (seconds) that ``pattern`` takes to read ``text``; infinity for more than `ENDLESS`."""
    start = time.process_time()
    try:
        with _limited():
            for _ in pattern.finditer(text) if searched else ():
                pass
            pattern.fullmatch(text)
    except TooSlow:
        return float("inf")
    return time.process_time() - start


def _is_slow(pattern: re.Pattern[Any], parts: tuple[str, str, str], *, searched: bool) -> bool:
    """Return whether the time for a text of three parts, of which the second is repeated, is not linear."""
    before, unit, after = parts
    texts: list[Any] = [before + unit * (length // len(unit)) + after for length in (LENGTH, LENGTH // 2)]
    if isinstance(pattern.pattern, bytes):
        texts = [text.encode("latin-1", "replace") for text in texts]
    whole = _seconds(pattern, texts[0], searched=searched)
    if not AT_ONCE < whole < ENDLESS:
        return whole > AT_ONCE
    whole, half = (min(_seconds(pattern, text, searched=searched) for _ in range(TRIES)) for text in texts)
    return whole > max(AT_ONCE, LINEAR * half)


def slow_text(pattern: re.Pattern[Any], *, searched: bool) -> tuple[str, str, str] | None:
    """Return the parts of a text that ``pattern`` does not read in linear time, or None."""
    tree = parser.parse(pattern.pattern, pattern.flags & ~(re.UNICODE if isinstance(pattern.pattern, bytes) else 0))
    repetitions = [each for each in dict.fromkeys(_repetitions(tree)) if each[1]]
    for before, unit in [*repetitions[:MOST_TEXTS], *(("", each) for each in PLAIN)]:
        for after in ENDS:
            if _is_slow(pattern, (before, unit, after), searched=searched):
                return before, unit, after
    return None


@pytest.mark.parametrize(
    ("expression", "searched"),
    [(r"\s*\n", True), (r"(?:a|b)*c", True), (r"(?:(?:k?[ai]+)|n)+", False), (r"x(a+)+y", False)],
)
def test_a_slow_expression_is_recognized(expression: str, searched: bool) -> None:
    assert slow_text(re.compile(expression), searched=searched)


@pytest.mark.parametrize("expression", [r"[^\n]*\n", r"(?:a|b)++c", r"\b[A-Z]\w*"])
def test_a_linear_expression_is_no_slow_one(expression: str) -> None:
    assert slow_text(re.compile(expression), searched=False) is None


@pytest.mark.slow
def test_every_expression_of_the_package_takes_linear_time() -> None:
    patterns = _all_patterns()
    assert len(patterns) > 200
    slow = {
        label: (pattern.pattern, text)
        for label, (pattern, searched) in patterns.items()
        if (text := slow_text(pattern, searched=searched)) is not None
    }
    assert not slow
