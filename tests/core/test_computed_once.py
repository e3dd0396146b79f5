"""Results that are kept as long as what they were computed from."""

from __future__ import annotations

import weakref
from typing import Any

from repair.core.computed_once import computed_once


class _Story:
    def __init__(self) -> None:
        self.results: dict[Any, Any] = {}


class _Result:
    """A result that can be told from another one."""


@computed_once
def _made(story: _Story, word: str = "") -> _Result:
    return _Result()


@computed_once
def _other(story: _Story, word: str = "") -> _Result:
    return _Result()


def test_a_result_is_kept_for_the_same_function_and_arguments_only() -> None:
    first, other = _Story(), _Story()
    result = _made(first, "Tessin")
    assert _made(first, "Tessin") is result
    assert _made(first, "Uri") is not result
    assert _made(first, word="Uri") is not _made(first, word="Jura")
    assert _made(first) is _made(first)
    assert _made(other, "Tessin") is not result
    assert _other(first, "Tessin") is not result


def test_results_are_freed_with_what_they_were_computed_from() -> None:
    story = _Story()
    kept = weakref.ref(_made(story, "Glarus"))
    del story
    assert kept() is None
