"""Earlier names of options, which still work for one release and stand in no help."""

from __future__ import annotations

from collections.abc import Sequence

RENAMED = {"--format-in": "--input-format", "--seconds": "--timeout"}
"""Each earlier name, and the name that it has now."""


def current_options(arguments: Sequence[str]) -> list[str]:
    """Return ``arguments`` with the present names of options; what follows `--` is left alone.

    >>> current_options(["clean", "--format-in=json", "--seconds", "5", "--", "--seconds"])
    ['clean', '--input-format=json', '--timeout', '5', '--', '--seconds']
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    return [_current(argument) for argument in arguments[:end]] + list(arguments[end:])


def _current(argument: str) -> str:
    name, equals, value = argument.partition("=")
    return RENAMED.get(name, name) + equals + value
