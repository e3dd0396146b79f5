"""Where the commands that change copy write it, and the refusal to write where something would be lost."""

from __future__ import annotations

import filecmp
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli.output import write_raw
from repair.cli.reports.file_diff import file_diff
from repair.core.errors import FormatError
from repair.core.io import UNWRITABLE, replace_file, write_bytes
from repair.core.leftovers import incomplete_path, remove_leftovers
from repair.core.messages import TAKEN
from repair.core.overwrite_protection import Originals, inside
from repair.formats import STDIN, InputFile

if TYPE_CHECKING:
    from repair.cli.session import ReadStory
    from repair.core.types import Edit

EXISTS = "a file with other content is already there; give another folder to --out, or delete the file first"
NOWHERE = "there is no place for the corrected copy; give --out DIR or --in-place, or --diff to see the changes only"
TWO_PLACES = "--out and --in-place were both given; give one of them"
STDIN_ONLY = "- goes to standard output; give it alone, without --out, --in-place or --diff"


@dataclass(frozen=True, slots=True)
class OutputTarget:
    """Where repaired copy goes: into a folder, over the originals, or nowhere but a diff; not both of the first two."""

    out: Path | None = None
    in_place: bool = False
    diff: bool = False

    def check(self, *, from_stdin: bool, from_files: bool) -> None:
        """Raise `FormatError` unless it is clear where the copy goes.

        Args:
            from_stdin: Whether copy comes on standard input.
            from_files: Whether copy comes from files.
        """
        somewhere = self.out is not None or self.in_place or self.diff
        if from_stdin and (from_files or somewhere):
            raise FormatError.of(STDIN_ONLY)
        if self.out is not None and self.in_place:
            raise FormatError.of(TWO_PLACES)
        if not from_stdin and not somewhere:
            raise FormatError.of(NOWHERE)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, or that holds ``content`` already.

    Raises:
        FormatError: If a file with other content is there: it may be a source, or a person's work.
    """
    if path.exists() and (not path.is_file() or path.read_bytes() != content):
        raise FormatError.of(EXISTS, target=path)
    write_bytes(path, content)


class TextWriter:
    """Writes repaired copy, and refuses a place where something would be lost.

    Args:
        target: Where the copy goes.
        files: The copy.
        originals: Other files that are read.

    Raises:
        FormatError: If it is not clear where the copy goes.
    """

    def __init__(
        self, target: OutputTarget, files: Sequence[InputFile | FormatError], *, originals: Originals | None = None
    ) -> None:
        paths = [file.path for file in files if isinstance(file, InputFile) and file.name != STDIN]
        from_stdin = len(paths) < sum(isinstance(file, InputFile) for file in files)
        target.check(from_stdin=from_stdin, from_files=bool(paths))
        self._target = target
        self._originals = originals or Originals()
        for path in paths:
            self._originals.add(path)
        self._written: set[str] = set()

    def put(self, story: ReadStory, text: str, edits: Sequence[Edit]) -> str:
        """Write ``story``, which reads ``text`` after ``edits``; return the name of the written copy.

        Originals are not changed here: that is logged, see ``repair.batch.decision_writer``.
        """
        source_document, target = story.source_document, self._target
        content = source_document.write_verified(edits)
        if source_document.name == STDIN:
            write_raw(content)
            return STDIN
        name = source_document.name
        if target.out is not None:
            path = self.claim(source_document.name, target.out / story.short)
            write_new(path, content)
            name = str(path)
        if target.diff:
            write_raw(file_diff(source_document, edits))
        return name

    def put_file(self, name: str, short: str, fill: Callable[[Path], None]) -> None:
        """Write an archive, which need not fit in memory.

        Args:
            name: Path of the copy.
            short: Its path in the output folder.
            fill: Writes the repaired archive to the path that it is called with.

        Raises:
            FormatError: As `put` does.
        """
        if self._target.out is None:
            return
        path = self.claim(name, self._target.out / short)
        stage = incomplete_path(path)
        remove_leftovers(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            fill(stage)
            if path.exists() and not (path.is_file() and filecmp.cmp(stage, path, shallow=False)):
                raise FormatError.of(EXISTS, target=path)
            replace_file(stage, path)
        except OSError as error:
            raise FormatError.of(UNWRITABLE, path=path, why=error) from error
        finally:
            stage.unlink(missing_ok=True)

    def claim(self, name: str, path: Path) -> Path:
        """Return ``path`` as the place of the copy ``name``.

        Raises:
            FormatError: If that would overwrite an original or a copy that was just written.
        """
        real = os.path.realpath(path)
        self._originals.refuse(path, name=name)
        if self._target.out is not None:
            inside(self._target.out, os.path.relpath(path, self._target.out))
        if real in self._written:
            raise FormatError.of(TAKEN, path=name, target=path)
        self._written.add(real)
        return path
