"""What every command that looks at copy does first: settle the settings, read the files, open the repairer.

A file that cannot be read is told and left out; the others go on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from repair.commands.output import Tally, counted, data, say, waiting
from repair.config import Config, find_config, load_config, show_config
from repair.errors import ConfigError, FormatError, GazetteerError, RepairError
from repair.files import read_bytes
from repair.formats import STDIN, Place, Reading, expand, parse, read_copy

if TYPE_CHECKING:
    from repair.gazetteer import Gazetteer
    from repair.repairer import Options, Repairer
    from repair.types import Document, Suggestion

# Documents that go through the model together.
_BATCH = 8

NO_COPY = "no copy to check; name files or folders, or - for standard input"
NO_NAMES = "no clean sources: give --sources PATH... or --gazetteer FILE"
BOTH = "--sources and --gazetteer were both given; a gazetteer is built from sources, so give one of them"
NO_SOURCE_LEFT = "none of the sources could be used; give clean stories that tell the same news"
SOURCE_WITHOUT_NAMES = "the sources hold no names; give clean stories that tell the same news"
EMPTY = "{path}: is empty; give a file with a story in it"
OWN_SOURCE = "{path}: is copy in this call, so it was not used as a source"
GUESSED = "{path}: is not UTF-8; read as Windows-1252"
NOT_UTF8 = "{path}: is not UTF-8 (byte {byte:,}); save it as UTF-8"
STDIN_TOO_BIG = (
    "standard input: holds more than the {limit:,} bytes allowed; split it, or raise max_bytes in the settings"
)
CROSSED = "--review-at ({review:g}) must not be above --apply-at ({apply:g}); a certain repair is one worth reviewing"


@dataclass(frozen=True, slots=True)
class Story:
    """A document to check, and the short name it keeps when it is written into another folder."""

    reading: Reading
    short: str


def settle(config: Path | None, **given: object) -> Config:
    """Return the settings in force: those ``given`` as options over those of the settings file."""
    settings = load_config(config if config is not None else find_config(Path()))
    told = {key: value for key, value in given.items() if value not in (None, [], ())}
    if "sources" in told and "gazetteer" in told:
        raise ConfigError(BOTH)
    # An option outranks the file, also where the file made the other choice.
    if "sources" in told:
        settings = replace(settings, gazetteer=None)
    if "gazetteer" in told:
        settings = replace(settings, sources=())
    settled = replace(settings, **{key: _plain(value) for key, value in told.items()})  # type: ignore[arg-type]
    if settled.sources and settled.gazetteer:
        raise ConfigError(BOTH)
    return settled


def tell_settings(settings: Config) -> None:
    """Print the settings in force, with the thresholds that a choice left open falls back to."""
    options = options_of(settings)
    data(show_config(replace(settings, apply_at=options.apply_at, review_at=options.review_at)))


def find_places(copy: Sequence[str] | None) -> tuple[Place | FormatError, ...]:
    """Return the files that ``copy`` stands for, and what is wrong with those arguments that stand for none."""
    if not copy:
        raise FormatError(NO_COPY)
    return tuple(expand(copy))


def open_repairer(settings: Config, tally: Tally, *, copy: Sequence[str] = ()) -> Repairer:
    """Return the repairer for ``settings``; ``copy`` is what will be checked, and so can be no source."""
    gazetteer = open_gazetteer(settings, tally, copy=copy)
    with waiting("Opening the model"):
        from repair.repairer import Repairer

        model = Path(settings.model) if settings.model is not None else None
        return Repairer(gazetteer, model, options_of(settings))


def options_of(settings: Config) -> Options:
    """Return the repairer's options; thresholds that were left open are the calibrated ones."""
    from repair.repairer import Options

    standard = Options()
    apply_at = standard.apply_at if settings.apply_at is None else settings.apply_at
    review_at = standard.review_at if settings.review_at is None else settings.review_at
    if review_at > apply_at:
        raise ConfigError(CROSSED.format(review=review_at, apply=apply_at))
    return Options(apply_at=apply_at, review_at=review_at, flag=settings.flag)


def open_gazetteer(settings: Config, tally: Tally, *, copy: Sequence[str] = ()) -> Gazetteer:
    """Return the gazetteer that ``settings`` name: loaded from its file, or built from the sources."""
    if settings.gazetteer is None and not settings.sources:
        raise GazetteerError(NO_NAMES)
    if settings.gazetteer is not None:
        from repair.gazetteer import Gazetteer

        return Gazetteer.load(Path(settings.gazetteer))
    documents = read_sources(settings.sources, settings, tally, copy=copy)
    return build_gazetteer(documents)


def build_gazetteer(documents: Sequence[Document]) -> Gazetteer:
    """Return the gazetteer of ``documents``, or say that there is no name in them."""
    from repair.gazetteer import Gazetteer

    with waiting("Reading names in the sources", total=len(documents)) as progress:
        gazetteer = Gazetteer.build(documents, progress=progress)
    if not gazetteer.names:
        raise GazetteerError(SOURCE_WITHOUT_NAMES)
    return gazetteer


def read_sources(
    sources: Sequence[str], settings: Config, tally: Tally, *, copy: Sequence[str] = ()
) -> tuple[Document, ...]:
    """Return the documents of ``sources`` that can be read and are no copy; at least one, or `GazetteerError`."""
    checked = {os.path.realpath(place.path) for place in expand(copy) if isinstance(place, Place)}
    documents: list[Document] = []
    for place in expand(sources):
        if isinstance(place, Place) and os.path.realpath(place.path) in checked:
            say(OWN_SOURCE.format(path=place.path))
            continue
        try:
            documents.append(_read_story(place, settings.max_bytes).reading.document)
        except FormatError as error:
            tally.trouble(error)
    if not documents:
        raise GazetteerError(NO_SOURCE_LEFT)
    return tuple(documents)


def read_stories(places: Sequence[Place | FormatError], settings: Config, tally: Tally) -> Iterator[Story]:
    """Yield the stories at ``places``; one that cannot be read is told and left out."""
    for place in counted(places, total=len(places), words="Checking"):
        try:
            yield _read_story(place, settings.max_bytes)
        except FormatError as error:
            tally.trouble(error)


def suggest_each(
    repairer: Repairer, stories: Iterator[Story], tally: Tally
) -> Iterator[tuple[Story, tuple[Suggestion, ...]]]:
    """Yield each story with its suggestions, in order, several going through the model at a time."""
    while batch := list(islice(stories, _BATCH)):
        try:
            found = list(repairer.suggest_all([story.reading.document for story in batch]))
        except RepairError:
            yield from _suggest_alone(repairer, batch, tally)
            continue
        for story, suggestions in zip(batch, found, strict=True):
            tally.found += len(suggestions)
            yield story, suggestions


def _suggest_alone(
    repairer: Repairer, stories: Sequence[Story], tally: Tally
) -> Iterator[tuple[Story, tuple[Suggestion, ...]]]:
    """Yield stories one by one after one of them was refused, so that only that one is lost."""
    for story in stories:
        try:
            suggestions = repairer.suggest(story.reading.document)
        except RepairError as error:
            tally.trouble(named(story, error))
            continue
        tally.found += len(suggestions)
        yield story, suggestions


def read_text(path: str, settings: Config) -> str:
    """Return the UTF-8 text of the file ``path``, or of standard input for "-"."""
    raw = _standard_input(settings.max_bytes) if path == STDIN else read_bytes(Path(path), limit=settings.max_bytes)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(NOT_UTF8.format(path=path, byte=error.start)) from error


def named(story: Story, error: RepairError) -> str:
    """Return the words of ``error`` with the file's name before them, if they lack it."""
    words, name = str(error), story.reading.name
    return words if words.startswith(name) else f"{name}: {words}"


def _standard_input(limit: int) -> bytes:
    """Return the bytes of standard input, at most ``limit`` of them."""
    raw = sys.stdin.buffer.read(limit + 1)
    if len(raw) > limit:
        raise FormatError(STDIN_TOO_BIG.format(limit=limit))
    return raw


def _read_story(place: Place | FormatError, limit: int) -> Story:
    """Read one file, or standard input, and say so when its encoding had to be guessed."""
    if isinstance(place, FormatError):
        raise place
    if place.name == STDIN:
        reading = parse(STDIN, _standard_input(limit), source="standard input")
    else:
        reading = read_copy(place.path, source=place.name, limit=limit)
    if reading.codec == "cp1252":
        say(GUESSED.format(path=reading.name))
    if not reading.document.text.strip():
        raise FormatError(EMPTY.format(path=reading.name))
    return Story(reading, place.name)


def _plain(value: object) -> object:
    """Return an option's value as the settings keep it."""
    if isinstance(value, Path):
        return str(value)
    return tuple(value) if isinstance(value, list) else value
