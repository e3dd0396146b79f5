"""Carries out suggestions in one text, and in the records of an archive, for `repair apply`.

Each record is checked by itself: one that has changed is reported and left alone, and the others are repaired. What
was typed is parsed in ``apply``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from repair.batch.decision_writer import Applied, AppliedFile, write_logged
from repair.cli.output import ExitStatus, write_data, write_message
from repair.cli.reports.diff import unified_diff
from repair.cli.target import OutputTarget, TextWriter
from repair.core.config import Config
from repair.core.edits import edits_of, is_applied
from repair.core.errors import EditError, FormatError, RepairError, TimeLimitError
from repair.core.serialize import PlacedSuggestion
from repair.core.time_budget import TimeBudget, with_budgets
from repair.core.types import Action, Edit
from repair.formats import SourceDocument
from repair.formats.archive import ReadOptions, Record, holds_records, pick, splice
from repair.formats.compression import compression_of
from repair.formats.writable_edits import writable_edits

ALREADY = "{path}: The corrections are already in the file."
NO_TEXT = "the text is no longer in the file; make the suggestions again"


@dataclass(frozen=True, slots=True)
class Application:
    """What takes part in one call of `repair apply`.

    Attributes:
        target: Where repaired copy goes.
        writer: Writes it there.
        actions: Suggestions with other actions are not carried out.
        settings: The settings in force.
        status: Counts repairs and errors.
        home: The folder in whose `.repair` changes of originals are logged that no batch knows.
        seconds: Time allowed for reading one document and verifying its edits; None is no limit.
        ledgers: The folders of the ledgers that were written.
    """

    target: OutputTarget
    writer: TextWriter
    actions: Collection[Action]
    settings: Config
    status: ExitStatus
    home: Path
    seconds: float | None = None
    ledgers: list[Path] = field(default_factory=list)

    def options(self, form: str | None = None, text_fields: tuple[str, ...] = ()) -> ReadOptions:
        """Return how a file is read."""
        return ReadOptions(format=form, text_fields=text_fields, max_bytes=self.settings.max_bytes)

    def carry_out(
        self, source_document: SourceDocument, placed: Sequence[PlacedSuggestion], budget: TimeBudget
    ) -> tuple[Applied, tuple[EditError, ...]]:
        """Return the edits that can be made in a text, and why others cannot.

        Raises:
            EditError: If the text has changed since the suggestions were made.
            TimeLimitError: If verifying the edits takes longer than is left of ``budget``.
        """
        with budget.spending():
            writable = writable_edits(source_document, edits_for(source_document, placed, self.actions))
        applied = Applied(source_document, writable.edits, [listed.suggestion for listed in placed])
        return applied, tuple(writable.refused.values())

    def log(self, file: AppliedFile) -> None:
        """Make the edits in the original itself, if that is wanted."""
        if self.target.in_place and file.edit_count:
            self.ledgers.append(write_logged(file, self.home))


def edits_for(
    source_document: SourceDocument, placed: Sequence[PlacedSuggestion], actions: Collection[Action]
) -> tuple[Edit, ...]:
    """Return the edits for one document, none if all of them have been made already.

    Raises:
        EditError: If the document has changed since the suggestions were made.
    """
    text, suggestions = source_document.document.text, [listed.suggestion for listed in placed]
    try:
        return edits_of(text, suggestions, actions=tuple(actions))
    except EditError:
        edits = [
            Edit(suggestion.span, suggestion.surface, suggestion.replacement, suggestion.id)
            for suggestion in suggestions
            if suggestion.replacement is not None and suggestion.action in actions
        ]
        if not is_applied(text, edits):
            raise
        write_message(ALREADY.format(path=source_document.name))
        return ()


def is_archive(path: str, placed: Sequence[PlacedSuggestion], settings: Config) -> bool:
    """Return whether suggestions are for the records of a file, or for a compressed file."""
    first, file = placed[0], Path(path)
    if first.record is None:
        return False
    try:
        packed = compression_of(file) is not None
        options = ReadOptions(format=first.form, text_fields=first.text_fields, max_bytes=settings.max_bytes)
        return packed or bool(first.text_fields) or holds_records(file, options)
    except FormatError:
        return False  # reading it as a story reports what is wrong


def apply_to_archive(path: str, placed: Sequence[PlacedSuggestion], application: Application) -> None:
    """Carry out the suggestions for the records of the file ``path``; errors are reported."""
    status, options = application.status, application.options(placed[0].form, placed[0].text_fields)
    by_record: dict[int, list[PlacedSuggestion]] = {}
    for listed in placed:
        by_record.setdefault(listed.record or 0, []).append(listed)
    try:
        applied: dict[int, Applied] = {}
        for record, budget in with_budgets(application.seconds, pick(Path(path), options, by_record)):
            part = _carry_out(path, record, by_record[record.number], application, budget)
            if part is not None and part.edits:
                applied[record.number] = part
        file = AppliedFile(path, applied, options, whole=False)
        application.writer.put_file(
            path, Path(path).name, lambda stage: splice(Path(path), stage, options, file.content_of)
        )
        application.log(file)
    except RepairError as error:
        status.report_error(error.within(path))
        return
    status.found += sum(len({edit.suggestion_id for edit in part.edits}) for part in applied.values())


def _carry_out(
    path: str, record: Record, placed: Sequence[PlacedSuggestion], application: Application, budget: TimeBudget
) -> Applied | None:
    """Return what to do to one record, None if it cannot be done, which is reported."""
    status = application.status
    name = f"{path}, record {record.number}"
    if record.source_document is None:
        problem = record.error or FormatError.of(NO_TEXT)
        status.report_error(problem.within(path, record=record.number))
        return None
    try:
        applied, refusals = application.carry_out(replace(record.source_document, name=name), placed, budget)
    except (EditError, TimeLimitError) as error:
        status.report_error(error.within(path, record=record.number, instead_of=name))
        return None
    for reason in refusals:
        status.report_error(reason.within(path, record=record.number, instead_of=name))
    if application.target.diff:
        write_data(unified_diff(name, record.source_document.document.text, applied.edits))
    return applied
