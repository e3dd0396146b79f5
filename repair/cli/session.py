"""What every command that checks copy does first: resolve the settings, read the files, open the repairer.

A file that cannot be read is reported and left out; the others go on.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli.output import ExitStatus, progress_display, with_progress, write_message
from repair.cli.settings import options_of
from repair.cli.skipped_files import SkippedFiles
from repair.cli.sources import LINKED, build_gazetteer, read_sources, standard_input
from repair.core.config import Config
from repair.core.display import STANDARD_INPUT, shown_path
from repair.core.errors import (
    FormatError,
    GazetteerError,
    RepairError,
    StoreError,
    TimeLimitError,
)
from repair.core.extras import needs_package
from repair.core.io import read_bytes
from repair.core.messages import EMPTY, GUESSED
from repair.core.time_budget import TimeBudget, spending_together
from repair.core.types import Action
from repair.formats import STDIN, InputFile, SourceDocument, discover, parse, read_copy
from repair.formats.record import ReadOptions

if TYPE_CHECKING:
    from repair.core.notices import CopyNotice
    from repair.core.types import Suggestion
    from repair.gazetteer import Gazetteer
    from repair.pipeline.feedback.feedback_values import Feedback
    from repair.pipeline.repairer import Repairer
    from repair.training.pairs import Pair

MAX_LIST = 1_000_000_000  # bytes of a list of suggestions or decisions
DOCUMENT_SECONDS = 60.0  # allowed for one document, in all that is done with it, or for one source
_BATCH = 8  # documents that go through the model together

NO_COPY = (
    "there is no copy to check; type COPY (files or folders, or - for standard input) before --sources, which "
    "takes every path that follows it, or after --"
)
NO_NAMES = "there are no clean sources; give --sources PATH... or --gazetteer FILE"
NO_DECISIONS = "{path}: There are no decisions yet. `repair review` makes this file."
NO_PAIRS = (
    "the database has no accepted or amended name to learn from; decide some suggestions in `repair review` first"
)
NOT_UTF8 = "the file is not UTF-8; save it as UTF-8"


@dataclass(frozen=True, slots=True)
class ReadStory:
    """A document to check, the short name that it keeps in another folder, and the time that reading has left it."""

    source_document: SourceDocument
    short: str
    budget: TimeBudget


@dataclass(frozen=True, slots=True)
class CheckedStory:
    """A document that was checked, with its suggestions and the notices about it."""

    story: ReadStory
    suggestions: tuple[Suggestion, ...]
    notices: tuple[CopyNotice, ...] = ()

    @property
    def name(self) -> str:
        """The path as it was given."""
        return self.story.source_document.name

    @property
    def text(self) -> str:
        """The text of the document."""
        return self.story.source_document.document.text


def find_files(copy: Sequence[str] | None) -> tuple[InputFile | FormatError, ...]:
    """Return the files that ``copy`` stands for, with an error for each argument that stands for none.

    Raises:
        FormatError: If no copy was given at all.
    """
    if not copy:
        raise FormatError.of(NO_COPY)
    skipped = SkippedFiles()
    files = tuple(discover(copy, replace(LINKED, on_skipped=skipped.add)))
    skipped.report()
    return files


def open_repairer(
    settings: Config, status: ExitStatus, *, copy: Sequence[str] = (), seconds: float | None = DOCUMENT_SECONDS
) -> Repairer:
    """Return the repairer for ``settings``.

    Args:
        settings: The settings in force.
        status: Counts the sources that cannot be read.
        copy: What will be checked, and so cannot be a source.
        seconds: Time allowed for reading one source, and for the names in it; None is no limit.
    """
    gazetteer = open_gazetteer(settings, status, copy=copy, seconds=seconds)
    with progress_display("Opening the model"):
        from repair.pipeline.repairer import Repairer

        model = Path(settings.model) if settings.model is not None else None
        repairer = Repairer(gazetteer, scorer=model, options=options_of(settings))
    feedback = open_feedback(settings)
    return repairer.with_feedback(feedback) if feedback is not None else repairer


def open_feedback(settings: Config, *, report_missing: bool = True) -> Feedback | None:
    """Return what the decisions in the database of ``settings`` teach, None if there are none.

    With ``report_missing`` a message says that the database does not exist yet.
    """
    if settings.database is None:
        return None
    with needing_review():
        from repair.decisions.feedback_from_decisions import feedback
        from repair.decisions.store import DatabaseStore, database_url
    url = database_url(settings.database)
    # Looking for decisions must not leave an empty database behind.
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        if report_missing:
            write_message(NO_DECISIONS.format(path=url.database))
        return None
    with DatabaseStore(settings.database) as store:
        return feedback(store) or None


def decided_pairs(database: str) -> tuple[Pair, ...]:
    """Return the training pairs from the decisions in ``database``, or raise `StoreError` if there are none."""
    with needing_review():
        from repair.decisions.store import DatabaseStore
        from repair.training.pairs_from_decisions import pairs
    with DatabaseStore(database) as store:
        decided = pairs(store)
    if not decided:
        raise StoreError.of(NO_PAIRS, path=database)
    return decided


@contextmanager
def needing_review() -> Iterator[None]:
    """Raise `RepairError` that says what to install if the block imports a missing package of the `review` extra."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("repair"):
            raise
        raise needs_package(RepairError, "Decisions and the review page need", error.name, extra="review") from error


def open_gazetteer(
    settings: Config, status: ExitStatus, *, copy: Sequence[str] = (), seconds: float | None = DOCUMENT_SECONDS
) -> Gazetteer:
    """Return the gazetteer of ``settings``: loaded from its file, or built from the sources.

    The arguments are those of `open_repairer`. Raises `GazetteerError` if there are neither names nor a house list.
    """
    from repair.gazetteer import Gazetteer

    if settings.gazetteer is not None:
        return Gazetteer.load(Path(settings.gazetteer))
    if not settings.sources and settings.house is None:
        raise GazetteerError.of(NO_NAMES)
    if not settings.sources:
        return Gazetteer.build(())
    read_options = ReadOptions(max_bytes=settings.max_bytes)
    documents = read_sources(settings.sources, status, read_options=read_options, copy=copy, seconds=seconds)
    return build_gazetteer(documents, status, seconds=seconds, may_be_empty=settings.house is not None)[0]


def read_stories(
    files: Sequence[InputFile | FormatError],
    settings: Config,
    status: ExitStatus,
    *,
    seconds: float | None = DOCUMENT_SECONDS,
) -> Iterator[ReadStory]:
    """Yield the stories in ``files``, each with its budget of ``seconds``; one that cannot be read is reported."""
    for file in with_progress(files, total=len(files), label="Checking"):
        try:
            story = _read_story(file, settings.max_bytes, seconds)
        except (FormatError, TimeLimitError) as error:
            status.report_error(error.within(_name_of(file)))
            continue
        yield story


def suggest_each(repairer: Repairer, stories: Iterator[ReadStory], status: ExitStatus) -> Iterator[CheckedStory]:
    """Yield each story with its suggestions, in order; several go through the model together.

    Args:
        repairer: Makes the suggestions.
        stories: The stories, each with the time that it has.
        status: Counts the suggestions, and the stories that cannot be checked.
    """
    while batch := list(islice(stories, _BATCH)):
        try:
            with spending_together([story.budget for story in batch]):
                checked = list(repairer.check_all([story.source_document.document for story in batch]))
        except RepairError as error:
            if len(batch) > 1:
                yield from _suggest_alone(repairer, batch, status)
            else:
                status.report_error(error.within(batch[0].source_document.name))
            continue
        for story, copy in zip(batch, checked, strict=True):
            status.found += _count_mistakes(copy.suggestions)
            yield CheckedStory(story, copy.suggestions, copy.notices)


def without_variants(checked: Iterator[CheckedStory], hidden: list[Suggestion]) -> Iterator[CheckedStory]:
    """Yield each story without its spelling variants, which are not errors; replacements of the house list stay.

    The variants are added to ``hidden``.
    """
    for story in checked:
        hidden += [suggestion for suggestion in story.suggestions if suggestion.action is Action.VARIANT]
        yield replace(
            story,
            suggestions=tuple(
                suggestion for suggestion in story.suggestions if suggestion.action is not Action.VARIANT
            ),
        )


def read_text(path: str, limit: int = MAX_LIST) -> str:
    """Return the text of the file ``path``, or of standard input for "-"; raises `FormatError`.

    It is UTF-8, or UTF-16 with a byte-order mark, as some editors save a list.

    ``limit`` is the largest size in bytes. A list of suggestions may be much larger than a story.
    """
    # Standard input may wait for a person; only what is done with it is limited.
    raw = standard_input(limit) if path == STDIN else read_bytes(Path(path), limit=limit)
    try:
        return raw.decode("utf-16" if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError.of(NOT_UTF8, path=path, place=f"byte {error.start:,}") from error


def _suggest_alone(repairer: Repairer, stories: Sequence[ReadStory], status: ExitStatus) -> Iterator[CheckedStory]:
    """Yield stories one by one after one of them failed, so that only that one is lost."""
    for story in stories:
        try:
            with story.budget.spending():
                copy = next(repairer.check_all([story.source_document.document]))
        except RepairError as error:
            status.report_error(error.within(story.source_document.name))
            continue
        status.found += _count_mistakes(copy.suggestions)
        yield CheckedStory(story, copy.suggestions, copy.notices)


def _count_mistakes(suggestions: Sequence[Suggestion]) -> int:
    """Return how many suggestions are more than another spelling of a right name."""
    return sum(suggestion.action is not Action.VARIANT for suggestion in suggestions)


def _read_story(file: InputFile | FormatError, limit: int, seconds: float | None) -> ReadStory:
    """Read one file, or standard input, and report if its encoding was guessed."""
    if isinstance(file, FormatError):
        raise file
    # Standard input may wait for a person; only what is done with it is limited.
    raw = standard_input(limit) if file.name == STDIN else None
    budget = TimeBudget(seconds)
    with budget.spending():
        if raw is not None:
            source_document = parse(STDIN, raw, source=STANDARD_INPUT)
        else:
            source_document = read_copy(file.path, source=file.name, limit=limit)
    if source_document.encoding_guessed:
        write_message(GUESSED.format(path=shown_path(source_document.name)))
    if not source_document.document.text.strip():
        raise FormatError.of(EMPTY, path=source_document.name)
    return ReadStory(source_document, file.name, budget)


def _name_of(file: InputFile | FormatError) -> str:
    """Return what messages call a file."""
    if isinstance(file, FormatError):
        return file.path
    return STANDARD_INPUT if file.name == STDIN else str(file.path)
