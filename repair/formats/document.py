"""Splicing: a story as read, with the place of each run of its text in the raw bytes, and edits written back there.

Nothing is ever re-serialised: no edit means the same bytes, and an edit replaces only its own. How text is
found in the bytes of a form is decided by that form's reader.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from repair.core.errors import EditError, FormatError
from repair.core.types import Document, Edit, Span
from repair.formats.offsets import Offsets

STALE = "{path}: the text at {start} is not {before!r} any more; make the suggestions anew"
OVERLAP = "{path}: two edits overlap at {start}; keep one of them"
BROKEN = "{path}: {before!r} at {start} is broken by markup; change it by hand"
CANNOT_STAND = "{path}: {text!r} cannot be written here ({why}); change it by hand"
CANNOT_SAY = "{path}: {text!r} cannot be written in {encoding}; save the copy as UTF-8 first"
UNSAFE = "{path}: the edits cannot be written back without moving something else; please report this file"

# What writers name where it is the place, and not the encoding, that some text cannot stand in.
NO_CODEC = frozenset(("caption", "cell", "markup", "wire"))


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of text and its place in the raw bytes.

    ``span`` lies in ``Document.text`` (code points); ``byte_offsets[i]`` is where its code point ``i`` begins in the
    raw bytes, so that ``byte_offsets[0]`` is where the part begins and ``byte_offsets[len]`` where it ends; what lies
    between two places may be longer than the code point (an entity, an escape). ``encode`` turns text into
    bytes that may stand there, raising `UnicodeEncodeError` for letters that cannot. ``role`` is what the
    part is to the story: headline, body, caption and so on.
    """

    span: Span
    byte_offsets: Offsets
    encode: Callable[[str], bytes]
    role: str = "body"


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One story as read: its document, its raw bytes, and how the one stands in the other.

    ``name`` is the path as it was given ("-" for standard input); ``format`` is the name of the format and
    ``label`` says it, with the encoding, for people. ``encoding_guessed``: whether the encoding is a guess. ``runs``
    are in the order of the text; what lies between two of them (a blank line between paragraphs, say) stands
    nowhere in the bytes and cannot be edited. ``reparse`` reads changed bytes the same way. ``publication_name`` is who
    published it, where its form says so.
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

    def is_editable(self, span: Span) -> bool:
        """Tell whether ``span`` lies within one part, so that it can be edited."""
        return self._part(span) is not None

    def write(self, edits: Sequence[Edit]) -> bytes:
        """Return the raw bytes with ``edits`` made and every other byte as it was, or raise `EditError`."""
        text, pieces = self.document.text, []
        done = at = 0  # code points, bytes
        for edit in sorted(edits, key=lambda edit: edit.span):
            start, end = edit.span.start, edit.span.end
            if start < done:
                raise EditError(OVERLAP.format(path=self.name, start=start))
            if end - start != len(edit.before) or text[start:end] != edit.before:
                raise EditError(STALE.format(path=self.name, start=start, before=edit.before))
            part = self._part(edit.span)
            if part is None:
                raise EditError(BROKEN.format(path=self.name, start=start, before=edit.before))
            low, high = part.byte_offsets[start - part.span.start], part.byte_offsets[end - part.span.start]
            pieces += [self.raw[at:low], self._encode(part, edit.after)]
            done, at = end, high
        return b"".join([*pieces, self.raw[at:]])

    def write_verified(self, edits: Sequence[Edit]) -> bytes:
        """Return what `write` returns, once it is known to read as the text with just these edits in it."""
        if not edits:
            return self.raw
        content = self.write(edits)
        text = self.document.text
        for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
            text = text[: edit.span.start] + edit.after + text[edit.span.end :]
        try:
            safe = self.reparse(content).document.text == text
        except FormatError:
            safe = False
        if not safe:
            raise EditError(UNSAFE.format(path=self.name))
        return content

    def _part(self, span: Span) -> TextRun | None:
        """Return the part that holds the whole of ``span``."""
        at = bisect_right(self.runs, span.start, key=lambda part: part.span.start) - 1
        return self.runs[at] if at >= 0 and span.end <= self.runs[at].span.end else None

    def _encode(self, part: TextRun, text: str) -> bytes:
        """Return ``text`` as it may stand in ``part``, or say that the file has no such letters."""
        try:
            return part.encode(text)
        except UnicodeEncodeError as error:
            if error.encoding in NO_CODEC:
                raise EditError(CANNOT_STAND.format(path=self.name, text=text, why=error.reason)) from error
            raise EditError(CANNOT_SAY.format(path=self.name, text=text, encoding=self.label)) from error
