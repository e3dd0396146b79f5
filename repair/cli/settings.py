"""The settings in force: options of the command line over the settings file over the calibrated defaults."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli.output import write_data
from repair.core.config import Config, find_config, load_config, show_config
from repair.core.errors import (
    ConfigError,
)

if TYPE_CHECKING:
    from repair.pipeline.options import Options

BOTH = "--sources and --gazetteer were both given; a gazetteer is built from sources, so give one of them"
CROSSED = "--review-at ({review:g}) is above --apply-at ({apply:g}); give a lower --review-at or a higher --apply-at"


def resolve_settings(config: Path | None, **given: object) -> Config:
    """Return the settings in force: options of the command line outrank the settings file.

    Args:
        config: The settings file; None is the nearest one.
        given: Settings given as options; None and empty lists are left out.

    Raises:
        ConfigError: If a setting is unknown or not allowed, or both sources and a gazetteer are given.
    """
    settings = load_config(config if config is not None else find_config(Path()))
    typed = {key: _as_setting(value) for key, value in given.items() if value not in (None, [], ())}
    if "sources" in typed and "gazetteer" in typed:
        raise ConfigError.of(BOTH)
    # An option takes precedence over the file even where the file has the other of the two.
    if "sources" in typed:
        settings = replace(settings, gazetteer=None)
    if "gazetteer" in typed:
        settings = replace(settings, sources=())
    resolved = replace(settings, **typed)  # type: ignore[arg-type]
    if resolved.sources and resolved.gazetteer:
        raise ConfigError.of(BOTH)
    return resolved


def print_settings(settings: Config) -> None:
    """Print the settings in force, with the calibrated thresholds where none are set."""
    options = options_of(settings)
    write_data(show_config(replace(settings, apply_at=options.apply_at, review_at=options.review_at)))


def options_of(settings: Config) -> Options:
    """Return the repairer's options, with the calibrated thresholds where none are set.

    Raises:
        ConfigError: If the threshold for review is above the one for repairs, or the house list cannot be used.
    """
    from repair.pipeline.options import Options

    standard = Options()
    apply_at = standard.apply_at if settings.apply_at is None else settings.apply_at
    review_at = standard.review_at if settings.review_at is None else settings.review_at
    if review_at > apply_at:
        raise ConfigError.of(CROSSED, review=review_at, apply=apply_at)
    house = None
    if settings.house is not None or settings.ignore is not None:
        from repair.pipeline.feedback.house_list import HouseList

        listed, ignored = (Path(path) if path is not None else None for path in (settings.house, settings.ignore))
        house = HouseList.load(listed, ignore=ignored, enforced=bool(settings.enforce_house))
    return Options(apply_at=apply_at, review_at=review_at, flag=settings.flag, house=house)


def _as_setting(value: object) -> object:
    """Return an option's value as the settings hold it."""
    if isinstance(value, Path | StrEnum):
        return str(value)
    return tuple(value) if isinstance(value, list) else value
