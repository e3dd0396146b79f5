"""Example plug-ins for formats, as another distribution would write them: a format of one story, and one of many."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

from repair.core.errors import FormatError
from repair.core.types import Document, Span
from repair.formats.document import SourceDocument, TextRun
from repair.formats.format import RecordSink
from repair.formats.record import ReadOptions, Record
from repair.formats.sinks import byte_sink
from repair.formats.sniffing import FileHead

MARK = b"SLUG "
NO_STORY = "the message has no text below its slug; get the story again"


class SluggedFormat:
    """Stories whose first line is a slug that must never change; the text below it is ASCII."""

    suffixes = (".slug",)

    def sniff(self, head: FileHead) -> bool:
        return head.raw.startswith(MARK)

    def read(self, name: str, raw: bytes, *, source: str = "") -> SourceDocument:
        start = raw.find(b"\n") + 1
        if not start or not raw[start:].strip():
            raise FormatError.of(NO_STORY, path=name)
        text = raw[start:].decode("ascii")
        run = TextRun(Span(0, len(text)), range(start, len(raw) + 1), lambda after: after.encode("ascii"))
        return SourceDocument(
            name=name,
            document=Document(f"slugged-{len(raw)}", text, source or name),
            raw=raw,
            runs=(run,),
            reparse=lambda changed: self.read(name, changed, source=source),
            label="ASCII",
        )


class SluggedBundle:
    """Many such stories in one file, parted by form feeds."""

    suffixes = (".slugs",)

    def sniff(self, head: FileHead) -> bool:
        return head.raw.startswith(MARK) and b"\f" in head.raw

    def records(self, path: Path, stream: io.BufferedReader, options: ReadOptions) -> Iterator[Record]:
        for number, raw in enumerate(stream.read(options.max_bytes).split(b"\f")):
            raw = raw if number == 0 else b"\f" + raw
            try:
                yield Record(number, raw, SLUGGED.read(str(path), raw, source=path.name))
            except FormatError as error:
                yield Record(number, raw, None, error)

    def sink(self, path: Path, out: BinaryIO) -> AbstractContextManager[RecordSink]:
        return byte_sink(path, out)


SLUGGED = SluggedFormat()
BUNDLE = SluggedBundle()
