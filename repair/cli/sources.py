"""What a command takes in beside copy: clean sources in any form, records of archives included, and standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from repair.cli.output import ExitStatus, say
from repair.core.errors import FormatError, GazetteerError
from repair.core.originals import Originals
from repair.core.types import Document
from repair.formats import STDIN, FileSearch, InputFile, SourceDocument, discover, parse
from repair.formats.record import ReadOptions

OTHER_FILE = "give another file to {option}"
NO_SOURCE_LEFT = "none of the sources could be used; give clean stories that tell the same news"
OWN_SOURCE = "{path}: is copy in this call, so it was not used as a source"
EMPTY = "{path}: is empty; give a file with a story in it"
GUESSED = "{path}: is not UTF-8; read as Windows-1252"
STDIN_TOO_BIG = (
    "standard input: holds more than the {limit:,} bytes allowed; split it, or raise max_bytes in the settings"
)
RECORD = "{path}: record {number}: {words}"
MORE = "{path}: {count:,} more of its records could not be read"

# Where files are only read, a folder may consist of links to files elsewhere.
LINKED = FileSearch(links_outside=True)

_TOLD = 10  # bad records of one archive that are told one by one


def standard_input(limit: int) -> bytes:
    """Return the bytes of standard input, at most ``limit`` of them."""
    raw = sys.stdin.buffer.read(limit + 1)
    if len(raw) > limit:
        raise FormatError(STDIN_TOO_BIG.format(limit=limit))
    return raw


def originals_of(
    copy: Sequence[str], sources: Sequence[str] = (), *others: Path | str | None, out: Path | None = None
) -> Originals:
    """Return the files that a command reads, so that it writes over none of them.

    Args:
        copy: What was typed as copy: files, folders, patterns.
        sources: What was typed as sources.
        others: Other files that are read, such as a gazetteer or a list of suggestions.
        out: The folder that is written into.
    """
    matches = [Path(each) for each in copy]
    matches += [Path(match) for each in copy if glob.has_magic(each) for match in glob.iglob(each, recursive=True)]
    folders = [path for path in matches if path.is_dir()]
    files = [path for path in matches if not path.is_dir() and str(path) != STDIN]
    files += [place.path for place in discover(sources, LINKED) if isinstance(place, InputFile) and place.name != STDIN]
    files += [Path(other) for other in others if other is not None and str(other) != STDIN]
    return Originals(files, folders=folders, out=out)


def read_sources(
    sources: Sequence[str], tally: ExitStatus, *, form: ReadOptions | None = None, copy: Sequence[str] = ()
) -> tuple[Document, ...]:
    """Return the documents of ``sources`` that can be read and are no copy; at least one, or `GazetteerError`.

    ``form`` says how their files are read. A record of an archive is a source of its own.
    """
    places = list(discover(sources, LINKED))
    checked = _given_twice(places, copy)
    documents: list[Document] = []
    for place in places:
        if isinstance(place, InputFile) and os.path.realpath(place.path) in checked:
            say(OWN_SOURCE.format(path=place.path))
            continue
        try:
            documents += _documents(place, form or ReadOptions(), tally)
        except FormatError as error:
            tally.trouble(error)
    if not documents:
        raise GazetteerError(NO_SOURCE_LEFT)
    return tuple(documents)


def _documents(place: InputFile | FormatError, form: ReadOptions, tally: ExitStatus) -> Iterator[Document]:
    """Yield the documents of one file; a record that cannot be read is told and left out."""
    if isinstance(place, FormatError):
        raise place
    if place.name == STDIN:
        yield _said(parse(STDIN, standard_input(form.max_bytes), source="standard input", format=form.format)).document
        return
    from repair.formats.archive import records  # the readers of all archives, of which most calls need none

    bad, guessed = 0, False
    for piece in records(place.path, form, sources=True):
        if piece.error is not None:
            bad += 1
            if bad <= _TOLD:
                tally.trouble(_of_record(place, piece.number, piece.error))
        elif piece.reading is not None:
            reading, guessed = (
                (piece.reading if guessed else _said(piece.reading)),
                guessed or piece.reading.encoding_guessed,
            )
            yield replace(reading.document, source=_name_of(place, piece.number, reading))
    if bad > _TOLD:
        tally.trouble(MORE.format(path=place.path, count=bad - _TOLD))


def _said(reading: SourceDocument) -> SourceDocument:
    """Say when the encoding of a source had to be guessed, and refuse one without text."""
    if reading.encoding_guessed:
        say(GUESSED.format(path=reading.name))
    if not reading.document.text.strip():
        raise FormatError(EMPTY.format(path=reading.name))
    return reading


def _name_of(place: InputFile, number: int, reading: SourceDocument) -> str:
    """Return the name a source goes by: its file's, with the record's number, or the address of a page of the web.

    Where it says who published it, that stands before.
    """
    # Only what is one of many has its number in its id.
    name = f"{place.name}, record {number}" if reading.document.id.endswith(f"-{number}") else place.name
    if reading.format == "warc":
        name = reading.document.source
    return f"{reading.publication} ({name})" if reading.publication else name


def _of_record(place: InputFile, number: int, error: FormatError) -> str:
    path, words = str(place.path), str(error)
    if number < 0 or words.startswith(f"{path}: record "):
        return words
    return RECORD.format(path=path, number=number, words=words.removeprefix(f"{path}: "))


def _given_twice(places: Sequence[InputFile | FormatError], copy: Sequence[str]) -> set[str]:
    """Return those of ``places`` that ``copy`` stands for, too; of that, which may be endless, no list is made."""
    sources = {os.path.realpath(place.path) for place in places if isinstance(place, InputFile)}
    found = (place for place in discover(copy) if isinstance(place, InputFile))
    return {real for place in found if (real := os.path.realpath(place.path)) in sources}
