"""Checks of the arguments that programs give to the Python API, with messages that say what is expected."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

WRONG_TYPE = "{name} must be {expected}, not {kind}"
PATH, TEXT, TEXT_OR_DOCUMENT = "a path (str or os.PathLike)", "a str", "a str or a Document"
EMPTY_PATH = "{name} is empty. Give a path; the working folder is '.'."
NOT_SEVERAL = "{name} must be several texts or Documents, not one {kind}. Put it into a list."


def path_argument(value: str | PathLike[str], name: str = "path") -> Path:
    """Return a path as an object.

    Raises:
        TypeError: ``value`` is neither a str nor a path object.
        ValueError: It is an empty str, which would mean the working folder.

    >>> path_argument("names.gaz").suffix
    '.gaz'
    """
    if check_type(value, (str, PathLike), name, PATH) == "":
        raise ValueError(EMPTY_PATH.format(name=name))
    return Path(value)


def check_type(value: T, types: type | tuple[type, ...], name: str, expected: str) -> T:
    """Return ``value``.

    Args:
        value: The argument.
        types: Its allowed types.
        name: Its name, for the message.
        expected: What it should be, for the message.

    Raises:
        TypeError: It is of another type.
    """
    if not isinstance(value, types):
        raise TypeError(WRONG_TYPE.format(name=name, expected=expected, kind=type(value).__name__))
    return value


def check_several(values: Iterable[T], single: tuple[type, ...], name: str) -> Iterable[T]:
    """Return ``values``.

    Args:
        values: The argument.
        single: Types of a single value, which are refused though some are iterable.
        name: Its name, for the message.

    Raises:
        TypeError: It is a single value.
    """
    if isinstance(values, single) or not isinstance(values, Iterable):
        raise TypeError(NOT_SEVERAL.format(name=name, kind=type(values).__name__))
    return values
