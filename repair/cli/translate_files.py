"""Translates files record by record and collects the names in the translations that an editor should check.

``translate`` selects the files and handles failures of the engine.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli import session
from repair.cli.output import ExitStatus, write_data, write_message, write_raw, write_report
from repair.cli.target import TextWriter
from repair.core.config import Config
from repair.core.display import quantity, shown_path
from repair.core.identity import content_id
from repair.core.io import write_bytes
from repair.core.messages import GUESSED
from repair.core.time_budget import TimeBudget, with_budgets
from repair.core.written_files import WrittenFiles
from repair.formats import STDIN, InputFile, SourceDocument
from repair.formats.file_positions import placed_in_file

if TYPE_CHECKING:
    from repair.cli.translate import TranslateOptions
    from repair.formats.record import Record
    from repair.translation.translator import Translated, Translator

TO_CHECK = "{count} to check. Run: repair review {path}"
WIDENED = "{path}: The translation has letters that 7-bit text cannot hold, so the message is written in UTF-8."
QUEUE = "translated.jsonl"
WIRE = "wire"


@dataclass(slots=True)
class FileTranslator:
    """Translates the files of one call.

    Attributes:
        translator: The translator, which preserves names.
        options: Languages and target.
        writer: Writes translated copy.
        status: Counts names to check and errors.
    """

    translator: Translator
    options: TranslateOptions
    writer: TextWriter
    status: ExitStatus
    _queued: dict[str, list[str]] = field(default_factory=dict)

    def translate_stdin(self, settings: Config) -> None:
        """Translate standard input to standard output."""
        stdin = [InputFile(Path(STDIN), STDIN)]
        for story in session.read_stories(stdin, settings, self.status, seconds=self.options.seconds):
            story = replace(story, source_document=_widened(story.source_document))
            translated = self._translate(story.source_document, story.budget)
            self.writer.put(story, translated.text, translated.edits)
            self._report(STDIN, translated, stderr=True)

    def translate_file(self, file: InputFile, settings: Config) -> None:
        """Translate one file record by record; it is written whole, or not at all.

        Raises:
            EngineError: If the engine fails.
            FormatError: If the file cannot be read or written.
            TimeLimitError: If a document in it takes too long.
        """
        from repair.formats.archive import ReadOptions, holds_records, open_sink, records

        reading_options, out = ReadOptions(max_bytes=settings.max_bytes), self.options.target.out
        in_archive = holds_records(file.path, reading_options)
        if out is None:
            for record, budget in with_budgets(self.options.seconds, records(file.path, reading_options)):
                write_raw(self._content(file, record, None, budget, in_archive=in_archive))
            return
        path, written = self.writer.claim(str(file.path), out / file.name), WrittenFiles(out)
        written.refuse_foreign(file.name)
        self._queued[str(path)] = []
        with open_sink(file.path, path, reading_options) as sink:
            for record, budget in with_budgets(self.options.seconds, records(file.path, reading_options)):
                sink.put(record, self._content(file, record, path, budget, in_archive=in_archive))
        written.add(file.name)

    def _content(
        self, file: InputFile, record: Record, path: Path | None, budget: TimeBudget, *, in_archive: bool
    ) -> bytes:
        """Return the translated bytes of a record and report on it.

        Args:
            file: The file that it is in.
            record: The record.
            path: Where the translation is written; None is standard output.
            budget: The time that the record has.
            in_archive: Whether the file has many records. Else names to check have the lines and columns of the file.
        """
        if record.error is not None:
            self.status.report_error(record.error)
        source_document = record.source_document
        if source_document is None or not source_document.document.text.strip():
            return record.raw
        if source_document.encoding_guessed:
            write_message(GUESSED.format(path=shown_path(source_document.name)))
        source_document = _widened(source_document)
        translated = self._translate(source_document, budget)
        edited = source_document.edited(translated.edits)
        content = edited.raw
        if not in_archive:
            translated = replace(translated, suggestions=placed_in_file(translated.suggestions, edited))
        if source_document.format == WIRE and record.raw.isascii() and not content.isascii():
            write_message(WIDENED.format(path=file.path))
        if path is not None:
            self._queue(file, path, record.number, translated)
        self._report(str(path or file.path), translated, stderr=path is None)
        return content

    def write_queue(self, out: Path) -> None:
        """Write the names to check where `repair review` finds them, in addition to those of earlier calls."""
        path = out / ".repair" / QUEUE
        old_lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
        kept_lines = [
            line for line in old_lines if line.strip() and json.loads(line).get("document") not in self._queued
        ]
        lines = [line for file_lines in self._queued.values() for line in file_lines]
        if lines or path.exists():
            write_bytes(path, "".join([*kept_lines, *lines]).encode("utf-8", "replace"))
        if lines:
            write_message(TO_CHECK.format(count=quantity(len(lines), "name"), path=path))

    def _translate(self, source_document: SourceDocument, budget: TimeBudget) -> Translated:
        with budget.spending():
            return self.translator.translate(source_document, src=self.options.src, tgt=self.options.tgt)

    def _queue(self, file: InputFile, path: Path, record: int, translated: Translated) -> None:
        """Keep the lines for the queue; their offsets are those of the translated text."""
        from repair.batch.log_lines import CleaningRecord, queue_line

        cleaning = CleaningRecord(content_id(str(file.path), translated.text), str(file.path), str(path))
        self._queued[str(path)] += [queue_line(cleaning, record, suggestion) for suggestion in translated.suggestions]

    def _report(self, name: str, translated: Translated, *, stderr: bool) -> None:
        """List the names to check in one translation, on standard error where standard output has the translation."""
        from repair.cli.reports.terminal import brief_report
        from repair.core.serialize import suggestion_line

        self.status.found += len(translated.suggestions)
        if not stderr and self.options.as_lines:
            for suggestion in translated.suggestions:
                write_data(suggestion_line(name, suggestion))
        elif translated.suggestions:
            write_report(brief_report(name, translated.suggestions), stderr=stderr)
        write_message(f"{shown_path(name)}: {_names_summary(translated)}")


def _widened(source_document: SourceDocument) -> SourceDocument:
    """Return a wire message so that letters outside 7-bit text can be written into it; others as they are."""
    if source_document.format != WIRE:
        return source_document
    from repair.formats import wire

    document = source_document.document
    wide = wire.parse(source_document.name, source_document.raw, source=document.source, wide=True)
    return replace(wide, document=replace(document, text=wide.document.text))


def _names_summary(translated: Translated) -> str:
    """Return how many names the original has, and by which methods they were kept."""
    methods = Counter(placement.method for placement in translated.placements)
    names = quantity(len(translated.placements), "name")
    details = ", ".join(f"{how}: {count:,}" for how, count in methods.most_common())
    return f"{names} in the original" + (f" ({details})." if details else ".")
