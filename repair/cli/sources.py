"""Reads the inputs of a command besides copy: clean sources in any format, records of archives, and standard input."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli.output import ExitStatus, progress_display, write_message
from repair.core.display import STANDARD_INPUT, quantity
from repair.core.errors import FormatError, GazetteerError, RepairError
from repair.core.io import UNREADABLE
from repair.core.messages import EMPTY, GUESSED
from repair.core.overwrite_protection import Originals
from repair.core.plugins import IMPORTERS, load_plugins
from repair.core.timeouts import time_limit
from repair.core.types import Document
from repair.formats import STDIN, FileSearch, InputFile, SourceDocument, discover, parse
from repair.formats.record import ReadOptions, Record
from repair.formats.registry import is_supported
from repair.formats.spreadsheet import may_be_list

if TYPE_CHECKING:
    from repair.gazetteer import Gazetteer
    from repair.gazetteer.source_guard import SourceGuard

OTHER_FILE = "give another file to {option}"
NO_SOURCE_LEFT = "none of the sources could be used; give clean stories about the same news"
SOURCE_WITHOUT_NAMES = "the sources have no names in them; give clean stories about the same news"
OWN_SOURCE = "{path}: This file is part of COPY, so it is not used as a source."
STDIN_TOO_BIG = "there are more than the {limit:,} bytes allowed; split it, or raise max_bytes in the settings"
UNEXPECTED = "something unexpected went wrong while the file was read ({kind}: {why}); please report this file"
NO_NAMES_IN_ROWS = "{path}: Left out {rows} without a name ({examples})."
NO_NAME_IN_LINE = "{path}, line {line:,}: Left out {text!r}, which is no name. Write replacements into the house list."
IMPORTED = (
    "this is an imported list, not a source; give it to --gazetteer, or merge it with stories by "
    "`repair gazetteer merge`"
)
NO_NAMES_LEFT = "the list has replacements and no names; give one name a line, or name it as house list in the settings"
MORE = "{count:,} more records could not be read; correct them, or leave the file out"

# Where files are only read, a folder may consist of links to files elsewhere.
LINKED = FileSearch(links_outside=True)
# Spreadsheets can be sources (lists of names) but not copy.
SOURCE_FILES = FileSearch(
    accepts=lambda name: is_supported(name) or (name.lower().endswith(".xlsx") and not name.startswith((".", "~"))),
    links_outside=True,
)

_MOST_EXAMPLES = 3  # rows that are not a name, in a message
_MAX_REPORTED = 10  # bad records of one archive that are reported one by one


def standard_input(limit: int) -> bytes:
    """Return the bytes of standard input, or raise `FormatError` if there are more than ``limit``."""
    raw = sys.stdin.buffer.read(limit + 1)
    if len(raw) > limit:
        raise FormatError.of(STDIN_TOO_BIG, path=STANDARD_INPUT, limit=limit)
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
    matches = [Path(argument) for argument in copy]
    matches += [
        Path(match) for argument in copy if glob.has_magic(argument) for match in glob.iglob(argument, recursive=True)
    ]
    folders = [path for path in matches if os.path.isdir(path)]
    files = [path for path in matches if not os.path.isdir(path) and str(path) != STDIN]
    files += [
        file.path for file in discover(sources, SOURCE_FILES) if isinstance(file, InputFile) and file.name != STDIN
    ]
    files += [Path(other) for other in others if other is not None and str(other) != STDIN]
    return Originals(files, folders=folders, out=out)


def read_sources(
    sources: Sequence[str],
    status: ExitStatus,
    *,
    read_options: ReadOptions | None = None,
    copy: Sequence[str] = (),
    seconds: float | None = None,
) -> tuple[Document, ...]:
    """Return the documents of ``sources`` that can be read; a record of an archive is a source of its own.

    Args:
        sources: Files, folders and patterns as they were typed.
        status: Counts the files and records that cannot be read.
        read_options: How their files are read.
        copy: What was typed as copy; a file that is copy cannot be a source.
        seconds: Time allowed for reading one document; None is no limit.

    Raises:
        GazetteerError: If no document can be used.
    """
    files = list(discover(sources, SOURCE_FILES))
    copy_paths = _also_copy(files, copy)
    documents: list[Document] = []
    for file in files:
        if isinstance(file, InputFile) and os.path.realpath(file.path) in copy_paths:
            write_message(OWN_SOURCE.format(path=file.path))
            continue
        try:
            documents += _documents(file, read_options or ReadOptions(), status, seconds)
        except RepairError as error:
            status.report_error(error.within(file.path) if isinstance(file, InputFile) else error)
    if not documents:
        raise GazetteerError.of(NO_SOURCE_LEFT)
    return tuple(documents)


def build_gazetteer(
    documents: Sequence[Document], status: ExitStatus, *, seconds: float | None = None, may_be_empty: bool = False
) -> tuple[Gazetteer, SourceGuard]:
    """Return the gazetteer of ``documents``, and the guard that knows the bad sources, which are left out.

    Args:
        documents: The sources.
        status: Counts the sources that are left out.
        seconds: Time allowed for reading one source, and for the names in it; None is no limit.
        may_be_empty: Whether the sources may have no name, because there is a house list.

    Raises:
        GazetteerError: The sources contain no name, and must have one.
    """
    from repair.gazetteer import Gazetteer
    from repair.gazetteer.source_guard import SourceGuard

    guard = SourceGuard(seconds, status.report_error)
    with progress_display("Reading names in the sources", total=len(documents)) as progress:
        gazetteer = Gazetteer.build(documents, progress=progress, guard=guard)
    if not gazetteer.names and not may_be_empty:
        raise GazetteerError.of(SOURCE_WITHOUT_NAMES)
    return gazetteer, guard


def _documents(
    file: InputFile | FormatError, read_options: ReadOptions, status: ExitStatus, seconds: float | None
) -> Iterator[Document]:
    """Yield the documents of one file; a record that cannot be read is reported and left out."""
    if isinstance(file, FormatError):
        raise file
    if _is_imported_list(file.path):
        raise FormatError.of(IMPORTED, path=file.path)
    if file.name == STDIN:
        raw = standard_input(read_options.max_bytes)
        with time_limit(seconds):
            source = parse(STDIN, raw, source=STANDARD_INPUT, format=read_options.format)
        yield _checked(source).document
        return
    # A list that an installed importer claims may have any extension.
    with time_limit(seconds):
        listed = _listed_names(file, read_options) if may_be_list(file.path) or load_plugins(IMPORTERS) else None
    if listed is not None:
        yield listed
        return
    bad, guessed = 0, False
    for record in _records(file, read_options, seconds):
        if record.error is not None:
            bad += 1
            if bad <= _MAX_REPORTED:
                number = record.number if record.number >= 0 else None
                status.report_error(record.error.within(file.path, record=number))
        elif record.source_document is not None:
            source = record.source_document if guessed else _checked(record.source_document)
            guessed = guessed or source.encoding_guessed
            yield replace(
                source.document, text=_text_or_names(source), source=_source_name(file, record.number, source)
            )
    if bad > _MAX_REPORTED:
        status.report_error(FormatError.of(MORE, path=file.path, count=bad - _MAX_REPORTED))


def _is_imported_list(path: Path) -> bool:
    from repair.gazetteer.packed_index import is_packed

    return is_packed(path)


def _text_or_names(source: SourceDocument) -> str:
    """Return the text of a source; of a plain list with bullets, notes or surnames first, its names.

    Lines of a list that are replacements ("Kiev -> Kyiv") are reported and left out.
    """
    from repair.gazetteer.plain_lists import names_of_list, without_replacements

    if source.format != "text":
        return source.document.text
    text, replacements = without_replacements(source.document.text)
    for replacement in replacements:
        write_message(NO_NAME_IN_LINE.format(path=source.name, line=replacement.line, text=replacement.text))
    if not text.strip():
        raise FormatError.of(NO_NAMES_LEFT, path=source.name)
    names = names_of_list(text)
    return text if names is None else names


def _records(file: InputFile, read_options: ReadOptions, seconds: float | None) -> Iterator[Record]:
    """Yield the records of a source; what any reader raises is an error of this file alone."""
    from repair.formats.archive import records  # imports the readers of all archives, which most calls do not need

    stream = iter(records(file.path, read_options, sources=True))
    while True:
        try:
            with time_limit(seconds):
                record = next(stream, None)
        except FormatError:
            raise
        except RepairError as error:
            raise FormatError.like(error).within(file.path) from error
        except OSError as error:  # such as a disk or a file server that fails
            raise FormatError.of(UNREADABLE, path=file.path, why=error) from error
        except Exception as error:
            raise FormatError.of(UNEXPECTED, path=file.path, kind=type(error).__name__, why=error) from error
        if record is None:
            return
        yield record


def _listed_names(file: InputFile, read_options: ReadOptions) -> Document | None:
    """Return the names of a list; None for a file that is not a list; a message counts the rows without a name."""
    from repair.gazetteer.source_lists import read_name_list

    listed = read_name_list(file.path, read_options, source=file.name)
    if listed is not None and listed.left_out:
        rows = quantity(len(listed.left_out), "row")
        examples = ", ".join(map(repr, listed.left_out[:_MOST_EXAMPLES])) + (
            ", …" if len(listed.left_out) > _MOST_EXAMPLES else ""
        )
        write_message(NO_NAMES_IN_ROWS.format(path=file.path, rows=rows, examples=examples))
    return None if listed is None else listed.document


def _checked(source: SourceDocument) -> SourceDocument:
    """Report that the encoding of a source was guessed, and refuse a source without text."""
    if source.encoding_guessed:
        write_message(GUESSED.format(path=source.name))
    if not source.document.text.strip():
        raise FormatError.of(EMPTY, path=source.name)
    return source


def _source_name(file: InputFile, number: int, source: SourceDocument) -> str:
    """Return the name of a source: its file and record number, or the address of a web page, after its publisher."""
    # Only a document of an archive has its number in its id.
    name = f"{file.name}, record {number}" if source.document.id.endswith(f"-{number}") else file.name
    if source.format == "warc":
        name = source.document.source
    return f"{source.publication} ({name})" if source.publication else name


def _also_copy(files: Sequence[InputFile | FormatError], copy: Sequence[str]) -> set[str]:
    """Return the real paths of those ``files`` that are also copy; ``copy``, which may be endless, is not listed."""
    paths = {os.path.realpath(file.path) for file in files if isinstance(file, InputFile)}
    copy_files = (file for file in discover(copy) if isinstance(file, InputFile))
    return {real for file in copy_files if (real := os.path.realpath(file.path)) in paths}
