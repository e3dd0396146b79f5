"""The cleaning of one file in progress: its output, its lines for the audit log and the queue, and its counts.

Only the output is written here; the caller writes the lines.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from repair.batch.events import FileJob
from repair.batch.log_lines import CleaningRecord, FileSummary, Signature, edit_line, file_line, queue_line
from repair.batch.outcome import CleanedRecord
from repair.batch.staged_output import StagedOutput
from repair.formats.archive import ReadOptions, Record


@dataclass(slots=True)
class FileCleaning:
    """The cleaning of one file.

    Attributes:
        job: The file.
        output: Its output in the staging folder.
        options: How the file is read.
        record: The data of the cleaning for its lines.
        documents: How many of its records had text and were cleaned.
        edits: How many suggestions were applied.
        queued: How many suggestions are left to an editor.
        flagged: How many names are in no source.
        notices: How many documents there are notices about, by key.
    """

    job: FileJob
    output: StagedOutput
    options: ReadOptions
    record: CleaningRecord
    documents: int = 0
    edits: int = 0
    queued: int = 0
    flagged: int = 0
    notices: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, job: FileJob, output: StagedOutput, options: ReadOptions, *, id: str, output_name: str) -> FileCleaning:
        """Return the cleaning of the file of ``job`` before its first record.

        Args:
            job: The file.
            output: Its output, still empty.
            options: How the file is read.
            id: The id of the cleaning.
            output_name: The path of the output for messages and logs.
        """
        record = CleaningRecord(id, job.name, output_name, options.format, options.text_fields)
        return cls(job, output, options, record)

    def put(self, record: Record, cleaned: CleanedRecord) -> None:
        """Write one record into the output and count it."""
        self.output.put(record, cleaned.content)
        self.documents += record.source_document is not None and cleaned.error is None
        self.edits += cleaned.edit_count
        self.flagged += cleaned.flagged
        self.queued += len(cleaned.remaining) - cleaned.flagged
        self.notices.update({notice.key for notice in cleaned.notices})

    def edit_lines(self, record: Record, cleaned: CleanedRecord, signature: Signature) -> list[str]:
        """Return the audit lines of the edits in one record; ``signature`` is that of their suggestions."""
        return [edit_line(self.record, record.number, applied, signature) for applied in cleaned.applied]

    def queue_lines(self, record: Record, cleaned: CleanedRecord) -> list[str]:
        """Return the queue lines of the suggestions that one record leaves to an editor."""
        return [queue_line(self.record, record.number, suggestion, cleaned.notices) for suggestion in cleaned.remaining]

    def file_line(self, digest: str) -> str:
        """Return the audit line after the edits; ``digest`` is the SHA-256 of the output."""
        summary = FileSummary(
            target=self.job.target,
            sha256_before=self.job.digest,
            sha256_after=digest,
            unpacked_sha256_before=self.output.before.hexdigest(),
            unpacked_sha256_after=self.output.after.hexdigest(),
            records=self.documents,
            edits=self.edits,
            form=self.options.format,
            text_fields=self.options.text_fields,
            max_bytes=self.options.max_bytes,
        )
        return file_line(self.record, summary)
