"""How `--sources` takes many paths: all up to the next option. The option itself is declared in ``options``."""

from __future__ import annotations

from typing import Any

from repair.cli.plain_help import PlainCommand


class ManyPaths(PlainCommand):
    """A command whose `--sources` takes every path that follows it, up to the next option or `--`.

    A shell expands `--sources *.txt` to `--sources a.txt b.txt`: b.txt must never become copy, let alone be changed in
    place. Copy stands before `--sources`, or after `--`.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeat the option before each of its paths, then parse as usual."""
        takes_value = {
            name for param in self.params if not getattr(param, "is_flag", True) for name in getattr(param, "opts", ())
        }
        return super().parse_args(ctx, spread_sources(args, takes_value))


def spread_sources(arguments: list[str], takes_value: set[str]) -> list[str]:
    """Return ``arguments`` with `--sources` repeated before each path that belongs to it.

    Args:
        arguments: What follows the name of the command.
        takes_value: The options whose next argument is their value, `--sources` among them.

    >>> spread_sources(["a.txt", "--sources", "b", "c", "--format", "text"], {"--sources", "--format"})
    ['a.txt', '--sources', 'b', '--sources', 'c', '--format', 'text']
    >>> spread_sources(["--sources=b", "c", "--", "a.txt"], {"--sources"})
    ['--sources=b', '--sources', 'c', '--', 'a.txt']
    """
    spread: list[str] = []
    in_sources = value_next = False
    for index, argument in enumerate(arguments):
        if argument == "--":
            return spread + arguments[index:]
        is_option = argument.startswith("-") and argument != "-"
        if value_next:
            value_next = False
        elif is_option:
            in_sources = argument == "--sources" or argument.startswith("--sources=")
            value_next = argument in takes_value
        elif in_sources:
            spread.append("--sources")
        spread.append(argument)
    return spread
