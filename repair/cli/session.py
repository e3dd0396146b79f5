"""What every command that looks at copy does first: settle the settings, read the files, open the repairer.

A file that cannot be read is told and left out; the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli.output import ExitStatus, counted, data, say, waiting
from repair.cli.sources import EMPTY, GUESSED, LINKED, read_sources, standard_input
from repair.core.config import Config, find_config, load_config, show_config
from repair.core.errors import ConfigError, FormatError, GazetteerError, RepairError, StoreError
from repair.core.io import read_bytes
from repair.core.types import Action
from repair.formats import STDIN, InputFile, SourceDocument, discover, parse, read_copy
from repair.formats.record import ReadOptions

if TYPE_CHECKING:
    from repair.core.types import Document, Suggestion
    from repair.gazetteer import Gazetteer
    from repair.pipeline.feedback import Feedback
    from repair.pipeline.repairer import Options, Repairer
    from repair.training.pairs import Pair

# Documents that go through the model together.
_BATCH = 8

NO_COPY = (
    "no copy to check; type COPY (files or folders, or - for standard input) before --sources, which takes every "
    "path that follows it, or after --"
)
NO_NAMES = "no clean sources: give --sources PATH... or --gazetteer FILE"
NO_DECISIONS = "{path}: nothing has been decided yet; repair review makes this file"
NO_PAIRS = "{path}: holds no accepted or amended name to learn from; decide some in repair review first"
NEEDS_REVIEW = "decisions and their page need {name}, which is not installed; run: pip install 'repair[review]'"
BOTH = "--sources and --gazetteer were both given; a gazetteer is built from sources, so give one of them"
SOURCE_WITHOUT_NAMES = "the sources hold no names; give clean stories that tell the same news"
NOT_UTF8 = "{path}: is not UTF-8 (byte {byte:,}); save it as UTF-8"
CROSSED = "--review-at ({review:g}) must not be above --apply-at ({apply:g}); a certain repair is one worth reviewing"


@dataclass(frozen=True, slots=True)
class ReadStory:
    """A document to check, and the short name it keeps when it is written into another folder."""

    reading: SourceDocument
    short: str


def resolve_settings(config: Path | None, **given: object) -> Config:
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


def find_places(copy: Sequence[str] | None) -> tuple[InputFile | FormatError, ...]:
    """Return the files that ``copy`` stands for, and what is wrong with those arguments that stand for none."""
    if not copy:
        raise FormatError(NO_COPY)
    return tuple(discover(copy, LINKED))


def open_repairer(settings: Config, tally: ExitStatus, *, copy: Sequence[str] = ()) -> Repairer:
    """Return the repairer for ``settings``; ``copy`` is what will be checked, and so can be no source."""
    gazetteer = open_gazetteer(settings, tally, copy=copy)
    with waiting("Opening the model"):
        from repair.pipeline.repairer import Repairer

        model = Path(settings.model) if settings.model is not None else None
        repairer = Repairer(gazetteer, model, options_of(settings))
    memory = open_memory(settings)
    return repairer.with_memory(memory) if memory is not None else repairer


def open_memory(settings: Config) -> Feedback | None:
    """Return what the decisions in the database of ``settings`` teach, None where none is named or nothing decided."""
    if settings.database is None:
        return None
    with needing_review():
        from repair.decisions.learning import feedback
        from repair.decisions.store import DecisionStore, database_url
    url = database_url(settings.database)
    # Looking for decisions must not leave an empty database behind.
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        say(NO_DECISIONS.format(path=url.database))
        return None
    with DecisionStore(settings.database) as store:
        return feedback(store) or None


def decided_pairs(database: str) -> tuple[Pair, ...]:
    """Return the training pairs that the decisions in ``database`` make; at least one, or `StoreError`."""
    with needing_review():
        from repair.decisions.store import DecisionStore
        from repair.training.pairs_from_decisions import pairs
    with DecisionStore(database) as store:
        found = pairs(store)
    if not found:
        raise StoreError(NO_PAIRS.format(path=database))
    return found


@contextmanager
def needing_review() -> Iterator[None]:
    """Say what to install when the block imports something that only the `review` extra brings."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("repair"):
            raise
        raise RepairError(NEEDS_REVIEW.format(name=error.name)) from error


def options_of(settings: Config) -> Options:
    """Return the repairer's options; thresholds that were left open are the calibrated ones."""
    from repair.pipeline.repairer import Options

    standard = Options()
    apply_at = standard.apply_at if settings.apply_at is None else settings.apply_at
    review_at = standard.review_at if settings.review_at is None else settings.review_at
    if review_at > apply_at:
        raise ConfigError(CROSSED.format(review=review_at, apply=apply_at))
    house = None
    if settings.house is not None:
        from repair.pipeline.house_list import HouseList

        house = HouseList.load(Path(settings.house))
    return Options(apply_at=apply_at, review_at=review_at, flag=settings.flag, house=house)


def open_gazetteer(settings: Config, tally: ExitStatus, *, copy: Sequence[str] = ()) -> Gazetteer:
    """Return the gazetteer that ``settings`` name: loaded from its file, or built from the sources."""
    if settings.gazetteer is None and not settings.sources:
        raise GazetteerError(NO_NAMES)
    if settings.gazetteer is not None:
        from repair.gazetteer import Gazetteer

        return Gazetteer.load(Path(settings.gazetteer))
    documents = read_sources(settings.sources, tally, form=ReadOptions(max_bytes=settings.max_bytes), copy=copy)
    return build_gazetteer(documents)


def build_gazetteer(documents: Sequence[Document]) -> Gazetteer:
    """Return the gazetteer of ``documents``, or say that there is no name in them."""
    from repair.gazetteer import Gazetteer

    with waiting("Reading names in the sources", total=len(documents)) as progress:
        gazetteer = Gazetteer.build(documents, progress=progress)
    if not gazetteer.names:
        raise GazetteerError(SOURCE_WITHOUT_NAMES)
    return gazetteer


def read_stories(places: Sequence[InputFile | FormatError], settings: Config, tally: ExitStatus) -> Iterator[ReadStory]:
    """Yield the stories at ``places``; one that cannot be read is told and left out."""
    for place in counted(places, total=len(places), words="Checking"):
        try:
            yield _read_story(place, settings.max_bytes)
        except FormatError as error:
            tally.trouble(error)


def suggest_each(
    repairer: Repairer, stories: Iterator[ReadStory], tally: ExitStatus
) -> Iterator[tuple[ReadStory, tuple[Suggestion, ...]]]:
    """Yield each story with its suggestions, in order, several going through the model at a time."""
    while batch := list(islice(stories, _BATCH)):
        try:
            found = list(repairer.suggest_all([story.reading.document for story in batch]))
        except RepairError:
            yield from _suggest_alone(repairer, batch, tally)
            continue
        for story, suggestions in zip(batch, found, strict=True):
            tally.found += _mistakes(suggestions)
            yield story, suggestions


def without_variants(
    checked: Iterator[tuple[ReadStory, tuple[Suggestion, ...]]],
) -> Iterator[tuple[ReadStory, tuple[Suggestion, ...]]]:
    """Yield each story without its spelling variants, which are no mistakes; replacements of the house list stay."""
    for story, suggestions in checked:
        yield story, tuple(one for one in suggestions if one.action is not Action.VARIANT)


def _mistakes(suggestions: Sequence[Suggestion]) -> int:
    """Return how many suggestions are more than another spelling of a right name."""
    return sum(one.action is not Action.VARIANT for one in suggestions)


def _suggest_alone(
    repairer: Repairer, stories: Sequence[ReadStory], tally: ExitStatus
) -> Iterator[tuple[ReadStory, tuple[Suggestion, ...]]]:
    """Yield stories one by one after one of them was refused, so that only that one is lost."""
    for story in stories:
        try:
            suggestions = repairer.suggest(story.reading.document)
        except RepairError as error:
            tally.trouble(named(story, error))
            continue
        tally.found += _mistakes(suggestions)
        yield story, suggestions


def read_text(path: str, settings: Config) -> str:
    """Return the UTF-8 text of the file ``path``, or of standard input for "-"."""
    raw = standard_input(settings.max_bytes) if path == STDIN else read_bytes(Path(path), limit=settings.max_bytes)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(NOT_UTF8.format(path=path, byte=error.start)) from error


def named(story: ReadStory, error: RepairError) -> str:
    """Return the words of ``error`` with the file's name before them, if they lack it."""
    words, name = str(error), story.reading.name
    return words if words.startswith(name) else f"{name}: {words}"


def _read_story(place: InputFile | FormatError, limit: int) -> ReadStory:
    """Read one file, or standard input, and say so when its encoding had to be guessed."""
    if isinstance(place, FormatError):
        raise place
    if place.name == STDIN:
        reading = parse(STDIN, standard_input(limit), source="standard input")
    else:
        reading = read_copy(place.path, source=place.name, limit=limit)
    if reading.encoding_guessed:
        say(GUESSED.format(path=reading.name))
    if not reading.document.text.strip():
        raise FormatError(EMPTY.format(path=reading.name))
    return ReadStory(reading, place.name)


def _plain(value: object) -> object:
    """Return an option's value as the settings keep it."""
    if isinstance(value, Path):
        return str(value)
    return tuple(value) if isinstance(value, list) else value
