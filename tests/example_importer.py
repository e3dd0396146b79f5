"""An example plug-in for lists of names, as another distribution would write it: a roster, one person in each line.

A line holds the name and, after equals signs, other right spellings of it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

from repair.core.errors import GazetteerError
from repair.core.types import Kind
from repair.formats.sniffing import FileHead
from repair.gazetteer.entries import ListEntry

MARK = b"ROSTER\n"
NO_PERSON = "the line has no name, so it was left out; correct or delete it"
EMPTY = "the roster has no line below its first; export it again"


class Roster:
    """Reads rosters; every name is that of a person."""

    def sniff(self, head: FileHead) -> bool:
        return head.raw.startswith(MARK)

    def entries(
        self, path: Path, stream: io.BufferedReader, *, lang: str, on_error: Callable[[GazetteerError], None]
    ) -> Iterator[ListEntry]:
        stream.readline()
        line = 1
        for line, raw in enumerate(stream, start=2):
            name, *spellings = (part.strip() for part in raw.decode("utf-8").split("="))
            if name:
                yield ListEntry(name, Kind.PERSON, tuple(spellings))
            else:
                on_error(GazetteerError.of(NO_PERSON, path=path, place=f"line {line:,}"))
        if line == 1:
            raise GazetteerError.of(EMPTY, path=path)


ROSTER = Roster()
