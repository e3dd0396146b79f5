"""Splicing: a story as read, with the byte position of each character, and edits written back there.

Nothing is re-serialized: without edits the bytes are the same, and an edit replaces only its own bytes. The reader of a
format finds the text in the bytes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from repair.core.errors import EditError, FormatError
from repair.core.positions import line_and_column
from repair.core.types import Document, Edit, Span
from repair.formats.offsets import Offsets

STALE = "the text at {start} is no longer {before!r}; make the suggestions again"
OVERLAP = "two edits overlap at {start}; keep one of them"
SPLIT = "{before!r} at {line}:{column} is broken by markup; change it by hand"
NOT_WRITABLE = "{text!r} cannot be written here ({why}); change it by hand"
NOT_ENCODABLE = "{text!r} cannot be written in {encoding}; save the copy as UTF-8 first"
UNSAFE = "the edits cannot be written without changing something else; please report this file"

# "Encodings" of a `UnicodeEncodeError` that is raised because of the place instead of the encoding.
PLACES = frozenset(("caption", "cell", "markup", "wire"))


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text and its place in the raw bytes.

    Attributes:
        span: Its place in ``Document.text`` (code points).
        byte_offsets: Byte at which each code point begins, and the end of the run. Between two offsets there may be
            more than the code point itself (an entity, an escape).
        encode: Encodes text for this place; raises `UnicodeEncodeError` for text that is not allowed there.
        role: The role of the run in the story: headline, body, caption and so on.
        fold: Divides encoded text for its place in lines of limited length. It takes where the bytes that the text
            replaces begin and end.
    """

    span: Span
    byte_offsets: Offsets
    encode: Callable[[str], bytes]
    role: str = "body"
    fold: Callable[[bytes, int, int], bytes] = lambda encoded, low, high: encoded


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A story as read from a file, with everything that is needed to write edits back.

    Attributes:
        name: Path of the file as the user gave it ("-" for standard input).
        document: The text and its metadata.
        raw: The bytes of the file.
        runs: The runs of the text in order. Text between two runs (a blank line between paragraphs) is not in the bytes
            and cannot be edited.
        reparse: Reads changed bytes in the same way.
        format: Name of the format.
        label: The format and the encoding, to show to users.
        encoding_guessed: Whether the file does not declare its encoding and is not UTF-8.
        publication: The publisher of the story, if the file has it.
        codec: Python codec in which the file is read.
        bom_length: Length of its byte-order mark (bytes).
    """

    name: str
    document: Document
    raw: bytes
    runs: tuple[TextRun, ...]
    reparse: Callable[[bytes], SourceDocument]
    format: str = "text"
    label: str = "UTF-8"
    encoding_guessed: bool = False
    publication: str | None = None
    codec: str = "utf-8"
    bom_length: int = 0

    def bytes_of(self, span: Span) -> tuple[int, int]:
        """Return where ``span`` (code points of the text) begins and ends in the raw bytes.

        Raises:
            EditError: The span is empty, or begins or ends outside the runs.
        """
        first, last = self._run(Span(span.start, span.start + 1)), self._run(Span(span.end - 1, span.end))
        if first is None or last is None:
            raise self._split(span)
        return first.byte_offsets[span.start - first.span.start], last.byte_offsets[span.end - last.span.start]

    def byte_edit(self, edit: Edit) -> tuple[int, int, bytes]:
        """Return where an edit begins and ends in the raw bytes, and the bytes that replace this range.

        Raises:
            EditError: The edit crosses a run, or cannot be encoded.
        """
        run = self._run(edit.span)
        if run is None:
            raise self._split(edit.span)
        low, high = (run.byte_offsets[offset - run.span.start] for offset in (edit.span.start, edit.span.end))
        return low, high, run.fold(self._encode(run, edit.after), low, high)

    def _split(self, span: Span) -> EditError:
        """Return the error for a span that is not within one run, with its line and column in the file."""
        at, offset = bisect_right(self.runs, span.start, key=lambda run: run.span.start) - 1, self.bom_length
        if at >= 0:
            run = self.runs[at]
            offset = run.byte_offsets[min(span.start, run.span.end) - run.span.start]
        text = self.raw[self.bom_length : offset].decode(self.codec, "replace")
        line, column = line_and_column(text, len(text))
        surface = self.document.text[span.start : span.end]
        return EditError.of(SPLIT, path=self.name, start=span.start, line=line, column=column, before=surface)

    def is_editable(self, span: Span) -> bool:
        """Return whether ``span`` (code points) is within one run, so that it can be edited."""
        return self._run(span) is not None

    def write(self, edits: Sequence[Edit]) -> bytes:
        """Return the raw bytes with ``edits`` made; all other bytes are unchanged.

        Raises:
            EditError: An edit is stale, overlaps another, crosses a run, or cannot be encoded.
        """
        text, pieces = self.document.text, []
        done = at = 0  # code points, bytes
        for edit in sorted(edits, key=lambda edit: edit.span):
            start, end = edit.span.start, edit.span.end
            if start < done:
                raise EditError.of(OVERLAP, path=self.name, start=start)
            if end - start != len(edit.before) or text[start:end] != edit.before:
                raise EditError.of(STALE, path=self.name, start=start, before=edit.before)
            low, high, after = self.byte_edit(edit)
            pieces += [self.raw[at:low], after]
            done, at = end, high
        return b"".join([*pieces, self.raw[at:]])

    def write_verified(self, edits: Sequence[Edit]) -> bytes:
        """Return the result of `write` after verifying that the bytes read as the text with exactly these edits.

        Raises:
            EditError: As for `write`, or the edits would change anything else.
        """
        return self.edited(edits).raw

    def edited(self, edits: Sequence[Edit]) -> SourceDocument:
        """Return the document with ``edits`` applied, after verifying that nothing else has changed.

        Raises:
            EditError: As for `write_verified`.
        """
        if not edits:
            return self
        content = self.write(edits)
        try:
            edited = self.reparse(content)
        except FormatError as error:
            raise EditError.of(UNSAFE, path=self.name) from error
        if edited.document.text != self._edited_text(edits):
            raise EditError.of(UNSAFE, path=self.name)
        return replace(edited, raw=content)

    def _edited_text(self, edits: Sequence[Edit]) -> str:
        """Return the text after edits that do not overlap."""
        pieces, done = [], 0
        for edit in sorted(edits, key=lambda edit: edit.span):
            pieces += [self.document.text[done : edit.span.start], edit.after]
            done = edit.span.end
        return "".join([*pieces, self.document.text[done:]])

    def _run(self, span: Span) -> TextRun | None:
        """Return the run that contains the whole of ``span``, or None."""
        at = bisect_right(self.runs, span.start, key=lambda run: run.span.start) - 1
        return self.runs[at] if at >= 0 and span.end <= self.runs[at].span.end else None

    def _encode(self, run: TextRun, text: str) -> bytes:
        """Return ``text`` as bytes for ``run``, or raise `EditError`."""
        try:
            return run.encode(text)
        except UnicodeEncodeError as error:
            if error.encoding in PLACES:
                raise EditError.of(NOT_WRITABLE, path=self.name, text=text, why=error.reason) from error
            raise EditError.of(NOT_ENCODABLE, path=self.name, text=text, encoding=self.label) from error
