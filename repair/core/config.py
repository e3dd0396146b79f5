"""The settings file: `repair.toml`, or `[tool.repair]` in `pyproject.toml`; every key and value is validated.

A setting is the default of a command-line option of the same name. Paths in a settings file are relative to that file.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from repair.core.errors import ConfigError
from repair.core.io import MAX_BYTES, read_bytes

FORMATS = ("text", "jsonl", "diff", "sarif")

NOT_TOML = "the file is not valid TOML ({why}); correct it"
NOT_A_TABLE = "[tool.repair] is not a table; write a [tool.repair] line with the settings below it"
UNKNOWN_KEY = "there is no setting {key!r}{hint}; the settings are: {allowed}"
BAD_VALUE = "the setting {key} cannot be {value!r}; it must be {allowed}"
IN_TABLE = "the setting {key} belongs in a table; write it under [{table}]"
CROSSED = "review_at ({review}) is above apply_at ({apply}); give a lower review_at or a higher apply_at"


@dataclass(frozen=True, slots=True)
class Config:
    """The effective settings; None means the default of the module that uses the setting.

    Attributes:
        sources: Files, folders or patterns of clean sources.
        gazetteer, database, model, house, ignore: Paths (``database`` may be an address).
        apply_at, review_at: Confidence from which a suggestion is applied or queued (calibrated probability, 0-1).
        flag: Whether unverified names are reported.
        format: Output format of ``suggest``.
        max_bytes: Largest size of an input file in bytes.
        enforce_house: Whether names of the house list replace spellings with other accents, hyphens or capitals.
        path: The settings file, None if there is none.
    """

    sources: tuple[str, ...] = ()
    gazetteer: str | None = None
    database: str | None = None
    model: str | None = None
    apply_at: float | None = None
    review_at: float | None = None
    flag: bool = True
    format: str = "text"
    max_bytes: int = MAX_BYTES
    house: str | None = None
    ignore: str | None = None
    enforce_house: bool | None = None
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    """The allowed values of a key, as words for messages and as a predicate."""

    allowed: str
    accepts: Callable[[object], bool]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_probability(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


_RULES: Mapping[str, _Rule] = {
    "sources": _Rule(
        "a list of files, folders or patterns",
        lambda value: isinstance(value, list) and all(_is_text(item) for item in value),
    ),
    "gazetteer": _Rule("a path", _is_text),
    "database": _Rule("the path or address of a database of decisions", _is_text),
    "model": _Rule("the path of a model directory", _is_text),
    "apply_at": _Rule("a number from 0 to 1", _is_probability),
    "review_at": _Rule("a number from 0 to 1", _is_probability),
    "flag": _Rule("true or false", lambda value: isinstance(value, bool)),
    "format": _Rule("one of " + ", ".join(FORMATS), lambda value: value in FORMATS),
    "house": _Rule("the path of a list of names", _is_text),
    "ignore": _Rule("the path of a list of names to leave alone", _is_text),
    "enforce_house": _Rule("true or false", lambda value: isinstance(value, bool)),
    "max_bytes": _Rule(
        "a whole number of bytes above 0",
        lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
    ),
}
_PATHS = ("gazetteer", "model", "house", "ignore")
# Tables inside the settings, with their keys.
_TABLES: Mapping[str, tuple[str, ...]] = {"names": ("house", "ignore", "enforce_house")}


def find_config(folder: Path) -> Path | None:
    """Return the nearest settings file in ``folder`` or a folder above it, or None."""
    for place in (folder, *folder.resolve().parents):
        if (place / "repair.toml").is_file():
            return place / "repair.toml"
        project = place / "pyproject.toml"
        # A pyproject.toml without our table is ignored, even if it is malformed.
        if project.is_file() and b"[tool.repair]" in project.read_bytes():
            return project
    return None


def load_config(path: Path | None) -> Config:
    """Return the settings in a file, or the defaults.

    Args:
        path: The settings file, or None.

    Raises:
        ConfigError: The file is malformed, or a key or value is not allowed.
        FormatError: The file cannot be read.
    """
    if path is None:
        return Config()
    try:
        table: object = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError.of(NOT_TOML, path=path, why=error) from error
    if path.name == "pyproject.toml":
        for key in ("tool", "repair"):
            table = table.get(key, {}) if isinstance(table, dict) else table
    if not isinstance(table, dict):
        raise ConfigError.of(NOT_A_TABLE, path=path)
    return _validated(path, table)


def _flattened(path: Path, table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield each key with its value, including those of inner tables; raise `ConfigError` for a misplaced key."""
    nested = {key: name for name, keys in _TABLES.items() for key in keys}
    for key, value in table.items():
        if key not in _TABLES:
            if key in nested:
                raise ConfigError.of(IN_TABLE, path=path, key=key, table=nested[key])
            yield key, value
            continue
        if not isinstance(value, dict):
            raise ConfigError.of(BAD_VALUE, path=path, key=key, value=value, allowed="a table")
        for inner, inner_value in value.items():
            if inner not in _TABLES[key]:
                allowed = ", ".join(_TABLES[key])
                raise ConfigError.of(UNKNOWN_KEY, path=path, key=f"{key}.{inner}", hint="", allowed=allowed)
            yield inner, inner_value


def _validated(path: Path, table: Mapping[str, object]) -> Config:
    """Return ``table`` as settings; raise `ConfigError` for the first key or value that is not allowed."""
    settings: dict[str, object] = {}
    for key, value in _flattened(path, table):
        if key not in _RULES:
            inner = [f"{name}.{inner_key}" for name, keys in _TABLES.items() for inner_key in keys]
            allowed = ", ".join([*(key for key in _RULES if f"names.{key}" not in inner), *inner])
            near = difflib.get_close_matches(key, _RULES, n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            raise ConfigError.of(UNKNOWN_KEY, path=path, key=key, hint=hint, allowed=allowed)
        if not _RULES[key].accepts(value):
            raise ConfigError.of(BAD_VALUE, path=path, key=key, value=value, allowed=_RULES[key].allowed)
        settings[key] = value
    for key in _PATHS:
        if key in settings:
            settings[key] = str(path.parent / str(settings[key]))
    listed = settings.get("sources", [])
    if isinstance(listed, list):
        settings["sources"] = tuple(str(path.parent / item) for item in listed)
    config = Config(**settings, path=path)  # type: ignore[arg-type]  # the rules have validated each value
    if config.apply_at is not None and config.review_at is not None and config.review_at > config.apply_at:
        raise ConfigError.of(CROSSED, path=path, review=config.review_at, apply=config.apply_at)
    return config


def show_config(config: Config) -> str:
    """Return settings as TOML that `load_config` accepts; settings without a value are comments.

    >>> next(line for line in show_config(Config(apply_at=0.9)).splitlines() if "apply_at" in line)
    'apply_at = 0.9'
    """
    lines = [f"# read from {config.path}" if config.path else "# no settings file; these are the defaults"]
    inner = {key for keys in _TABLES.values() for key in keys}
    for field in fields(config):
        if field.name != "path" and field.name not in inner:
            lines.append(_line(field.name, getattr(config, field.name)))
    for name, keys in _TABLES.items():
        lines_of_table = [_line(key, value) for key in keys if (value := getattr(config, key)) is not None]
        lines += [f"[{name}]", *lines_of_table] if lines_of_table else []
    return "\n".join(lines) + "\n"


def _line(key: str, value: object) -> str:
    """Return one setting as TOML, or as a comment if it has no value."""
    return f"# {key} is not set" if value is None else f"{key} = {json.dumps(value, ensure_ascii=False)}"
