"""The option `--quiet`, which means the same in every command: only data and errors are written.

What a command writes as data (a report, a diff, an address that was asked for) is not a message, and stays.
"""

from __future__ import annotations

import functools
import inspect
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Annotated, Any

import typer

from repair.cli.output import MESSAGES

Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Write data and errors only, no other messages.")]
Command = Callable[..., None]

_PACKAGE = logging.getLogger("repair")


def with_quiet(function: Command) -> Command:
    """Return a command with the option `--quiet`.

    A function with a parameter ``quiet`` receives its value; in other commands the option stands last, before `--help`.
    """
    signature = inspect.signature(function, eval_str=True)
    takes_quiet = "quiet" in signature.parameters

    @functools.wraps(function)
    def command(**given: Any) -> None:
        quiet = given["quiet"] if takes_quiet else given.pop("quiet")
        with errors_only() if quiet else nullcontext():
            function(**given)

    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in signature.parameters.values()]
    if not takes_quiet:
        parameters.append(inspect.Parameter("quiet", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=Quiet))
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # typer reads it
    return command


@contextmanager
def errors_only() -> Iterator[None]:
    """Write no messages but errors while the block runs, also none of those that the pipeline logs."""
    before = MESSAGES.level, _PACKAGE.level
    MESSAGES.setLevel(logging.ERROR)
    _PACKAGE.setLevel(logging.ERROR)
    try:
        yield
    finally:
        MESSAGES.setLevel(before[0])
        _PACKAGE.setLevel(before[1])
