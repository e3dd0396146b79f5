"""The options that change a setting for one run: a command names those that it has, and gets the settings in force.

How each option is typed is in ``options``; how options and the settings file combine is in ``session``.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from repair.cli import options
from repair.cli.settings import print_settings, resolve_settings

# Each option by the setting that it changes.
SETTING_OPTIONS: Mapping[str, Any] = {
    "sources": options.Sources,
    "gazetteer": options.GazetteerFile,
    "database": options.Database,
    "model": options.ModelFolder,
    "format": options.ReportFormatOption,
    "apply_at": options.ApplyAt,
    "review_at": options.ReviewAt,
    "flag": options.Flag,
}
NAME_OPTIONS = ("sources", "gazetteer", "database", "model")
THRESHOLD_OPTIONS = ("apply_at", "review_at", "flag")

Command = Callable[..., None]


def with_settings(*names: str, then: tuple[str, ...] = ()) -> Callable[[Command], Command]:
    """Return a decorator that gives a command the options of settings, and calls it with the settings in force.

    The decorated function has a parameter ``settings`` of type `Config`; the command has the options instead. With
    `--show-config` the command prints the settings and does nothing else.

    Args:
        names: Settings whose options replace the parameter ``settings`` of the function.
        then: Settings whose options stand after the function's own, before `--config` and `--show-config`.

    Example::

        @with_settings("sources", "model", then=("apply_at",))
        def check_cli(copy: options.Copy = None, *, settings: Config) -> None: ...
    """

    def decorate(function: Command) -> Command:
        @functools.wraps(function)
        def command(**given: Any) -> None:
            typed = {name: given.pop(name) for name in (*names, *then)}
            settings = resolve_settings(given.pop("config"), **typed)
            if given.pop("show_config"):
                print_settings(settings)
                return
            function(settings=settings, **given)

        command.__signature__ = _with_options(function, names, then)  # type: ignore[attr-defined]  # typer reads it
        return command

    return decorate


def _with_options(function: Command, names: tuple[str, ...], then: tuple[str, ...]) -> inspect.Signature:
    """Return the signature of the command: that of ``function`` with options for its ``settings``."""
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(function, eval_str=True).parameters.values():
        if parameter.name == "settings":
            parameters += [_option(name, SETTING_OPTIONS[name]) for name in names]
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
    parameters += [_option(name, SETTING_OPTIONS[name]) for name in then]
    parameters += [_option("config", options.ConfigFile), _option("show_config", options.ShowConfig, default=False)]
    return inspect.Signature(parameters)


def _option(name: str, annotation: Any, *, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
