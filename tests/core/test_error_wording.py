"""System errors are worded in one place: callers pass the exception, and no number or class name reaches a message."""

from __future__ import annotations

import ast
import errno
import json
import os
import tomllib
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest

from repair.core.errors import FormatError, reason_of

PACKAGE = Path(__file__).parents[2] / "repair"
TEMPLATE = "the file cannot be read ({why}); check it"


def raised_by(action: object) -> Exception:
    try:
        action()  # type: ignore[operator]
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "a.txt"), "no such file or directory"),
        (OSError("[Errno 28] No space left on device"), "no space left on device"),
        (OSError(), "OSError"),
        (urllib.error.URLError(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")), "connection refused"),
        (RuntimeError("failed: [Errno 13] Permission denied: 'x'"), "failed: Permission denied: 'x'"),
        (raised_by(lambda: b"ab\xff".decode()), "byte 2 is not UTF-8"),
        (raised_by(lambda: json.loads("[")), "expecting value: line 1 column 2 (char 1)"),
        (raised_by(lambda: tomllib.loads("=")), "invalid statement (at line 1, column 1)"),
        (ValueError("a\n  b"), "a b"),
        (ValueError("x" * 1_000), "x" * 200),
        (FormatError("the file is empty", path="a.txt"), "a.txt: The file is empty."),
    ],
)
def test_an_exception_in_a_message_is_worded_for_people(error: Exception, words: str) -> None:
    assert reason_of(error) == words
    assert str(FormatError.of(TEMPLATE, path="f", why=error)) == f"f: The file cannot be read ({words}). Check it."


def test_a_value_of_the_user_is_not_changed() -> None:
    assert str(FormatError.of(TEMPLATE, path="[Errno 2] x", why="[Errno 2] y")).count("[Errno 2]") == 2


def handlers() -> Iterator[tuple[Path, ast.ExceptHandler]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and node.name:
                yield path, node


def is_worded_by_hand(value: ast.expr, name: str) -> bool:
    """Return whether a value is ``str(name)``, or an f-string with the exception ``name`` in it."""
    for node in ast.walk(value):
        worded: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
            worded = node.args
        elif isinstance(node, ast.FormattedValue):
            worded = [node.value]
        if any(isinstance(argument, ast.Name) and argument.id == name for argument in worded):
            return True
    return False


def test_no_caller_words_an_exception_by_hand() -> None:
    by_hand = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path, handler in handlers()
        for call in ast.walk(handler)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "of"
        for keyword in call.keywords
        if handler.name and is_worded_by_hand(keyword.value, handler.name)
    ]
    assert by_hand == []
