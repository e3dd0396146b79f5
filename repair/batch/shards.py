"""Cuts copy into shards that machines can clean independently, and transfers files through fsspec.

A shard is a file, a range of its lines (JSONL), or a range of its row groups (Parquet). Nothing is cleaned here. A
shard that is written twice has the same bytes both times, and is never visible in part.
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
from repair.core.extras import needs_package
from repair.core.io import atomic_writer
from repair.formats.discovery import NO_MATCH, NOTHING_HERE, FileSearch, InputFile, discover

UNREACHABLE = "the address cannot be reached ({why}); check it and your access to it"

FILE, LINES, GROUPS = "file", "lines", "groups"
SHARD_BYTES = 8 << 20  # some 1,600 stories

_LINE_SUFFIXES, _GROUP_SUFFIXES = (".jsonl", ".ndjson"), (".parquet",)
_ADDRESS = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]+://")
_LOCAL_SCHEMES = ("file", "local")  # their addresses begin with three slashes
_FLATTENED = re.compile(r"^([a-zA-Z][a-zA-Z0-9+.-]+):/(?!/)")


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of the work.

    Attributes:
        source: Path or address of its file.
        name: Name of its output.
        kind: `FILE`, `LINES` or `GROUPS`.
        start: First byte (`LINES`: the lines that begin from here) or first row group (`GROUPS`).
        end: End, not included, in the same unit.
        stamp: Changes when the source does.
    """

    source: str
    name: str
    kind: str = FILE
    start: int = 0
    end: int = 0
    stamp: str = ""


def address(path: Path | str) -> str:
    """Return an address as it was typed, even if it has since been turned into a path.

    >>> address(Path("s3://desk/out")), address("in/copy"), address(Path("file:///srv/out"))
    ('s3://desk/out', 'in/copy', 'file:///srv/out')
    """
    return _FLATTENED.sub(lambda match: match[1] + (":///" if match[1] in _LOCAL_SCHEMES else "://"), str(path))


def local_folder(target: str) -> Path | None:
    """Return the folder of this machine at an address; None if the address is elsewhere.

    >>> local_folder("out"), local_folder("file:///srv/out"), local_folder("s3://desk/out")
    (PosixPath('out'), PosixPath('/srv/out'), None)
    """
    scheme, parted, rest = target.partition("://")
    if not parted:
        return Path(target)
    return Path(rest) if scheme.lower() in _LOCAL_SCHEMES else None


def plan(copy: Sequence[str], search: FileSearch, size: int = SHARD_BYTES) -> Iterator[Shard | FormatError]:
    """Yield the shards of ``copy``, and errors about what cannot be read.

    Args:
        copy: Files, folders and patterns, local or with an address.
        search: Which files of a folder are copy.
        size: Approximate size of a shard (bytes).
    """
    for argument in copy:
        files = _find_remote(argument, search) if _ADDRESS.match(argument) else discover([argument], search)
        for file in files:
            if isinstance(file, FormatError):
                yield file
                continue
            source, name = (file.path.as_posix(), file.name) if isinstance(file, InputFile) else file
            try:
                yield from _cut(source, name, size)
            except (OSError, ValueError) as error:
                yield _unreachable(source, error)


def fetch(shard: Shard, path: Path) -> None:
    """Write the bytes of ``shard`` to the local file ``path``, or raise `FormatError`."""
    system, inner_path = file_system(shard.source)
    try:
        with system.open(inner_path, "rb") as source:
            if shard.kind == GROUPS:
                _fetch_groups(shard, source, path)
                return
            with open(path, "wb") as local:
                if shard.kind == LINES:
                    _fetch_lines(shard, source, local)
                else:
                    shutil.copyfileobj(source, local)
    except OSError as error:
        raise _unreachable(shard.source, error) from error


def store(path: Path, target: str) -> None:
    """Store the local file ``path`` at the address ``target`` in one step, replacing what was there.

    Raises:
        FormatError: If the address cannot be written.
    """
    system, inner_path = file_system(target)
    try:
        if _is_local(system):
            with open(path, "rb") as source, atomic_writer(Path(inner_path)) as stream:
                shutil.copyfileobj(source, stream)
        else:
            system.put_file(str(path), inner_path)  # an object store shows an object whole or not at all
    except OSError as error:
        raise _unreachable(target, error) from error


def load(target: str) -> bytes | None:
    """Return the bytes at the address ``target``; None if there are none; raises `FormatError`."""
    system, inner_path = file_system(target)
    try:
        content = system.cat_file(inner_path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreachable(target, error) from error
    return bytes(content)


def concatenate(parts: Iterator[str], target: str) -> None:
    """Store the concatenated contents of the addresses ``parts`` at ``target``; a missing part counts as empty."""
    import tempfile

    with tempfile.NamedTemporaryFile() as local:
        for part in parts:
            local.write(load(part) or b"")
        local.flush()
        store(Path(local.name), target)


def file_system(target: str) -> tuple[Any, str]:
    """Return the fsspec file system of the address ``target``, and the path within it.

    Raises:
        ConfigError: If fsspec is not installed.
    """
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise needs_package(ConfigError, "Addresses like s3:// need", "fsspec", extra="ray") from error
    system, inner_path = fsspec.core.url_to_fs(target)
    return system, str(inner_path)


def _find_remote(argument: str, search: FileSearch) -> Iterator[tuple[str, str] | FormatError]:
    """Yield address and name of each file that an address denotes."""
    system, inner_path = file_system(argument)
    try:
        if any(char in inner_path for char in "*?["):
            paths = sorted(system.glob(inner_path))
            names = [posixpath.basename(path) for path in paths]
        elif system.isdir(inner_path):
            paths = sorted(path for path in system.find(inner_path) if search.accepts(posixpath.basename(path)))
            names = [posixpath.relpath(path, inner_path) for path in paths]
        else:
            paths, names = [inner_path], [posixpath.basename(inner_path)]
    except OSError as error:
        yield _unreachable(argument, error)
        return
    visible = [(path, name) for path, name in zip(paths, names, strict=True) if not _is_hidden(name)]
    if not visible:
        yield FormatError.of(NO_MATCH if "*" in inner_path else NOTHING_HERE, path=argument)
    yield from ((system.unstrip_protocol(path), name) for path, name in visible)


def _cut(source: str, name: str, size: int) -> Iterator[Shard]:
    """Yield the shards of one file."""
    system, inner_path = file_system(source)
    info = system.info(inner_path)
    stamp = ":".join(str(info.get(key, "")) for key in ("size", "mtime", "LastModified", "etag", "ETag"))
    suffix = posixpath.splitext(name)[1].lower()
    if suffix in _GROUP_SUFFIXES:
        cuts, kind = _group_cuts(system, inner_path, size), GROUPS
    elif suffix in _LINE_SUFFIXES:
        cuts, kind = [*range(0, int(info["size"]), size), int(info["size"])], LINES
    else:
        cuts, kind = [0, 0], FILE
    if len(cuts) <= 2:
        yield Shard(source, name, FILE, stamp=stamp)
        return
    for number, (start, end) in enumerate(pairwise(cuts)):
        yield Shard(source, f"{name}/part-{number:05}{suffix}", kind, start, end, stamp)


def _group_cuts(system: Any, inner_path: str, size: int) -> list[int]:
    """Return the first row group of each shard, and the number of row groups."""
    import pyarrow.parquet as parquet

    with system.open(inner_path, "rb") as stream:
        metadata = parquet.ParquetFile(stream).metadata
        cuts, group_size = [0], 0
        for number in range(metadata.num_row_groups):
            group_size += metadata.row_group(number).total_byte_size
            if group_size >= size and number + 1 < metadata.num_row_groups:
                cuts.append(number + 1)
                group_size = 0
        return [*cuts, metadata.num_row_groups]


def _fetch_lines(shard: Shard, source: Any, local: Any) -> None:
    """Copy the lines that begin in the shard, including all of the last line even if it ends after the shard."""
    if shard.start:
        # The line with the byte before the start belongs to the previous shard.
        source.seek(shard.start - 1)
        source.readline()
    while source.tell() < shard.end and (line := source.readline()):
        local.write(line)


def _fetch_groups(shard: Shard, source: Any, path: Path) -> None:
    import pyarrow.parquet as parquet

    table = parquet.ParquetFile(source)
    with parquet.ParquetWriter(path, table.schema_arrow) as writer:
        for number in range(shard.start, shard.end):
            writer.write_table(table.read_row_group(number))


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _is_local(system: Any) -> bool:
    return "file" in ((system.protocol,) if isinstance(system.protocol, str) else system.protocol)


def _unreachable(path: str, error: Exception) -> FormatError:
    return FormatError.of(UNREACHABLE, path=path, why=error)
