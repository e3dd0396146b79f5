"""Copy cut into shards that machines can clean apart from each other, read and written wherever fsspec reaches.

A shard is a file, a run of lines of one (JSONL), or a run of row groups (Parquet). What is cut is never more than read
and written here; a shard written twice is written the same, and is never seen half.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from repair.core.errors import ConfigError, FormatError
from repair.core.io import atomic_writer, reason_of
from repair.formats.discovery import NO_MATCH, NOTHING_HERE, FileSearch, InputFile, discover

NO_FSSPEC = "addresses like s3:// need fsspec, which is not installed; run: pip install 'repair[ray]'"
UNREACHABLE = "{path}: cannot be reached ({why})"

FILE, LINES, GROUPS = "file", "lines", "groups"
BYTES = 8 << 20  # of a shard; some 1,600 stories

_LINES, _GROUPS = (".jsonl", ".ndjson"), (".parquet",)
_ADDRESS = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]+://")
_HOSTLESS = ("file", "local")  # addresses of these begin with three slashes
_FLATTENED = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]+):/(?!/)")


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the work: ``source`` is a path or an address, ``name`` what its output is called.

    ``start`` and ``end`` are bytes (`LINES`: the lines that begin there) or row groups (`GROUPS`); ``stamp`` changes
    when the source does.
    """

    source: str
    name: str
    kind: str = FILE
    start: int = 0
    end: int = 0
    stamp: str = ""


def address(path: Path | str) -> str:
    """Return an address as it was typed, also when it has been taken for a path in between.

    >>> address(Path("s3://desk/out")), address("in/copy"), address(Path("file:///srv/out"))
    ('s3://desk/out', 'in/copy', 'file:///srv/out')
    """
    return _FLATTENED.sub(lambda match: match[1] + (":///" if match[1] in _HOSTLESS else "://"), str(path))


def plan(copy: Sequence[str], search: FileSearch, size: int = BYTES) -> Iterator[Shard | FormatError]:
    """Yield the shards of ``copy`` (files, folders, patterns; local or with an address) of about ``size`` bytes."""
    for argument in copy:
        places = _remote(argument, search) if _ADDRESS.match(argument) else discover([argument], search)
        for place in places:
            if isinstance(place, FormatError):
                yield place
                continue
            source, name = (place.path.as_posix(), place.name) if isinstance(place, InputFile) else place
            try:
                yield from _cut(source, name, size)
            except (OSError, ValueError) as error:
                yield FormatError(UNREACHABLE.format(path=source, why=_why(error)))


def fetch(shard: Shard, path: Path) -> None:
    """Write the bytes of ``shard`` to the local file ``path``."""
    system, inside = reach(shard.source)
    try:
        with system.open(inside, "rb") as source:
            if shard.kind == GROUPS:
                _fetch_groups(shard, source, path)
                return
            with open(path, "wb") as local:
                if shard.kind == LINES:
                    _fetch_lines(shard, source, local)
                else:
                    shutil.copyfileobj(source, local)
    except OSError as error:
        raise FormatError(UNREACHABLE.format(path=shard.source, why=_why(error))) from error


def store(path: Path, target: str) -> None:
    """Put the local file ``path`` at ``target``, in one step; what was there is replaced."""
    system, inside = reach(target)
    try:
        if _is_local(system):
            with open(path, "rb") as source, atomic_writer(Path(inside)) as stream:
                shutil.copyfileobj(source, stream)
        else:
            system.put_file(str(path), inside)  # an object store shows an object whole or not at all
    except OSError as error:
        raise FormatError(UNREACHABLE.format(path=target, why=_why(error))) from error


def load(target: str) -> bytes | None:
    """Return the bytes at ``target``, None where there is nothing."""
    system, inside = reach(target)
    try:
        content = system.cat_file(inside)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FormatError(UNREACHABLE.format(path=target, why=_why(error))) from error
    return bytes(content)


def join(parts: Iterator[str], target: str) -> None:
    """Put what lies at ``parts`` one after the other at ``target``; a part that is missing is empty."""
    import tempfile

    with tempfile.NamedTemporaryFile() as local:
        for part in parts:
            local.write(load(part) or b"")
        local.flush()
        store(Path(local.name), target)


def reach(target: str) -> tuple[Any, str]:
    """Return the file system that ``target`` is in, and its path there."""
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise ConfigError(NO_FSSPEC) from error
    system, inside = fsspec.core.url_to_fs(target)
    return system, str(inside)


def _remote(argument: str, search: FileSearch) -> Iterator[tuple[str, str] | FormatError]:
    """Yield address and name of each file that an address stands for."""
    system, inside = reach(argument)
    try:
        if any(char in inside for char in "*?["):
            found = sorted(system.glob(inside))
            names = [posixpath.basename(path) for path in found]
        elif system.isdir(inside):
            found = sorted(path for path in system.find(inside) if search.accepts(posixpath.basename(path)))
            names = [posixpath.relpath(path, inside) for path in found]
        else:
            found, names = [inside], [posixpath.basename(inside)]
    except OSError as error:
        yield FormatError(UNREACHABLE.format(path=argument, why=_why(error)))
        return
    shown = [(path, name) for path, name in zip(found, names, strict=True) if not _hidden(name)]
    if not shown:
        yield FormatError((NO_MATCH if "*" in inside else NOTHING_HERE).format(path=argument))
    yield from ((system.unstrip_protocol(path), name) for path, name in shown)


def _cut(source: str, name: str, size: int) -> Iterator[Shard]:
    """Yield the shards of one file."""
    system, inside = reach(source)
    facts = system.info(inside)
    stamp = ":".join(str(facts.get(key, "")) for key in ("size", "mtime", "LastModified", "etag", "ETag"))
    suffix = posixpath.splitext(name)[1].lower()
    if suffix in _GROUPS:
        cuts, kind = _group_cuts(system, inside, size), GROUPS
    elif suffix in _LINES:
        cuts, kind = [*range(0, int(facts["size"]), size), int(facts["size"])], LINES
    else:
        cuts, kind = [0, 0], FILE
    if len(cuts) <= 2:
        yield Shard(source, name, FILE, stamp=stamp)
        return
    for number, (start, end) in enumerate(pairwise(cuts)):
        yield Shard(source, f"{name}/part-{number:05}{suffix}", kind, start, end, stamp)


def _group_cuts(system: Any, inside: str, size: int) -> list[int]:
    """Return the numbers of the row groups with which shards begin, and how many there are."""
    import pyarrow.parquet as parquet

    with system.open(inside, "rb") as stream:
        facts = parquet.ParquetFile(stream).metadata
        cuts, held = [0], 0
        for number in range(facts.num_row_groups):
            held += facts.row_group(number).total_byte_size
            if held >= size and number + 1 < facts.num_row_groups:
                cuts.append(number + 1)
                held = 0
        return [*cuts, facts.num_row_groups]


def _fetch_lines(shard: Shard, source: Any, local: Any) -> None:
    """Copy the lines that begin in the shard; one that begins there and ends later belongs to it whole."""
    if shard.start:
        # The line that the byte before belongs to is the previous shard's.
        source.seek(shard.start - 1)
        source.readline()
    while source.tell() < shard.end and (line := source.readline()):
        local.write(line)


def _fetch_groups(shard: Shard, source: Any, path: Path) -> None:
    import pyarrow.parquet as parquet

    whole = parquet.ParquetFile(source)
    with parquet.ParquetWriter(path, whole.schema_arrow) as writer:
        for number in range(shard.start, shard.end):
            writer.write_table(whole.read_row_group(number))


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _is_local(system: Any) -> bool:
    return "file" in ((system.protocol,) if isinstance(system.protocol, str) else system.protocol)


def _why(error: Exception) -> str:
    return reason_of(error) or type(error).__name__
