"""Help texts and usage errors without the terms of Python and of the library that parses the command line.

Which arguments a command has is declared with the command.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

EMPTY_VALUE = "It is empty. Type a value, or leave it out; is a variable of the shell not set?"
EMPTY_ARGUMENT = "An argument is empty. Type a value, or leave it out; is a variable of the shell not set?"
NO_STANDARD_STREAM = "Standard input and output cannot be used here. Give a path; ./- is a file of that name."
NOT_TEXT = "It has bytes that are not UTF-8. Type it in a terminal or a script that is set to UTF-8."

_NAMES = frozenset(("NAME", "OLD", "NEW"))  # arguments and options that are text; paths may be any bytes
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # what Python makes of such a byte
_TYPE = re.compile(r" <[^<>]{1,200}>\Z")  # "FILE <path>": what an argument is made into
_REQUIRED = re.compile(r"\{([^{}]{1,200})\}")  # "{FILE...}...": that an argument is required
# What the library that checks values puts before a message, and how it begins one.
_LIBRARY_WORDS = (("Value error, ", ""), ("Input should be", "The value must be"))


class PlainCommand(TyperCommand):
    """A command whose help names its arguments as its usage does: without types, and without braces."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments, none of which may be empty: an empty path would mean the working folder."""
        for before, argument in zip(["", *args], args, strict=False):
            option, equals, value = argument.partition("=") if argument.startswith("-") else (before, "=", argument)
            if equals and not value:
                taken = next(
                    (param for param in self.params if option in param.opts and not getattr(param, "is_flag", False)),
                    None,
                )
                message = EMPTY_ARGUMENT if taken is None else EMPTY_VALUE
                raise typer.BadParameter(message, ctx, taken)  # type: ignore[arg-type]  # it is one of this command
        rest = super().parse_args(ctx, args)
        for param in self.params:
            value = ctx.params.get(param.name)
            values = value if isinstance(value, (list, tuple)) else (value,)
            if Path("-") in values:  # as a path it would be a file of that name
                raise typer.BadParameter(NO_STANDARD_STREAM, ctx, param)  # type: ignore[arg-type]
            is_name = str(getattr(param, "metavar", "")).rstrip(".") in _NAMES
            if is_name and any(_SURROGATE.search(str(each)) for each in values):
                raise typer.BadParameter(NOT_TEXT, ctx, param)  # type: ignore[arg-type]
        return rest

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the arguments and options into the help text."""
        arguments: list[tuple[str, str]] = []
        options: list[tuple[str, str]] = []
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            if parameter.param_type_name == "argument":
                arguments.append((_TYPE.sub("", record[0]), record[1]))
            else:
                options.append(record)
        for title, rows in (("Arguments", arguments), ("Options", options)):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """Return the pieces of the usage line: `FILE`, `[COPY]...`, `BENCH...`."""
        return [required_plainly(piece) for piece in super().collect_usage_pieces(ctx)]


def required_plainly(piece: str) -> str:
    """Return the usage of an argument without the braces of required ones.

    >>> required_plainly("{FILE}"), required_plainly("{BENCH...}..."), required_plainly("[COPY]...")
    ('FILE', 'BENCH...', '[COPY]...')
    """
    plain = _REQUIRED.sub(r"\1", piece)
    return plain.replace("......", "...")


def plain_error(message: str) -> str:
    """Return a usage error in the words of this program.

    >>> plain_error("Value error, 'xml' is not one of 'text', 'jsonl'.")
    "'xml' is not one of 'text', 'jsonl'."
    >>> plain_error("Input should be less than or equal to 1")
    'The value must be less than or equal to 1'
    """
    for library_words, own_words in _LIBRARY_WORDS:
        message = message.replace(library_words, own_words)
    return message
