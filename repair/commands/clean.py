"""`repair clean`: make the certain repairs, list the rest; an original is only written over when asked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from repair.apply import remaining
from repair.commands import options, session
from repair.commands.output import Tally, data, number, raw_data, rich_data, say
from repair.config import Config
from repair.errors import EditError, FormatError, RepairError
from repair.files import write_bytes
from repair.formats import STDIN, Place, Reading
from repair.report.diff import unified_diff

if TYPE_CHECKING:
    from collections.abc import Sequence

    from repair.commands.session import Story
    from repair.types import Edit, Suggestion

NOWHERE = "say where the repaired copy goes: --out DIR, --in-place, or --diff to look only"
TWO_PLACES = "--out and --in-place were both given; give one of them"
STDIN_ONLY = "- goes to standard output; give it alone, without --out, --in-place or --diff"
ORIGINAL = "{path}: {target} is an original of this call; give another folder to --out, or --in-place"
TAKEN = "{path}: {target} was already written in this call for another file of that name; give them in separate calls"
UNSAFE = "{path}: the repaired bytes do not read back as the repaired text; nothing was written"


@dataclass(frozen=True, slots=True)
class Target:
    """Where repaired copy goes: a folder, over the originals, to the screen as a diff; no two of the first."""

    out: Path | None = None
    in_place: bool = False
    diff: bool = False


def clean_cli(
    copy: options.Copy = None,
    sources: options.Sources = None,
    gazetteer: options.GazetteerFile = None,
    model: options.ModelFolder = None,
    out: options.Out = None,
    in_place: options.InPlace = False,
    diff: options.ShowDiff = False,
    format: Annotated[
        options.ListFormat, typer.Option("--format", help="How to list what was left: text or jsonl.")
    ] = options.ListFormat.TEXT,
    apply_at: options.ApplyAt = None,
    review_at: options.ReviewAt = None,
    flag: options.Flag = None,
    config: options.ConfigFile = None,
) -> None:
    """Write COPY with its certain repairs made, and list what a person should look at.

    What is listed has its place in the repaired copy. When standard output is taken, by a diff or by copy
    from standard input, the list is on standard error.

    Exit code: 0 nothing found, 1 something found (repaired or listed), 2 an error.
    """
    settings = session.settle(
        config,
        sources=sources,
        gazetteer=gazetteer,
        model=model,
        apply_at=apply_at,
        review_at=review_at,
        flag=flag,
    )
    target = Target(out, in_place, diff)
    raise typer.Exit(clean(copy or [], settings, target, as_lines=format is options.ListFormat.JSONL))


def clean(copy: Sequence[str], settings: Config, target: Target, *, as_lines: bool = False) -> int:
    """Repair each document of ``copy`` and put it where ``target`` says; return the exit code."""
    tally = Tally()
    places = session.find_places(copy)
    writer = Writer(target, places)
    repairer = session.open_repairer(settings, tally, copy=copy)
    made = documents = 0
    left: list[Suggestion] = []
    for story in session.read_stories(places, settings, tally):
        try:
            repaired = repairer.clean(story.reading.document)
            name = writer.put(story, repaired.text, repaired.edits)
        except RepairError as error:
            tally.trouble(session.named(story, error))
            continue
        # Places are those of the text that is there from now on; a mere diff leaves the old one.
        written = target != Target(diff=True)
        text, edits = (repaired.text, repaired.edits) if written else (story.reading.document.text, ())
        done = {edit.suggestion_id for edit in repaired.edits}
        rest = remaining(text, [each for each in repaired.suggestions if each.id not in done], edits)
        _list(name, text, rest, as_lines=as_lines, to_stderr=name == STDIN or target.diff)
        made, documents = made + len(repaired.edits), documents + 1
        left += rest
        tally.found += len(repaired.edits) + len(rest)
    _sum_up(made, left, documents)
    say(repairer.signature)
    return tally.exit_code


class Writer:
    """Puts repaired copy in its place, and refuses a place where something would be lost."""

    def __init__(self, target: Target, places: Sequence[Place | FormatError]) -> None:
        paths = [place.path for place in places if isinstance(place, Place) and place.name != STDIN]
        from_stdin = len(paths) < sum(isinstance(place, Place) for place in places)
        somewhere = target.out is not None or target.in_place or target.diff
        if from_stdin and (paths or somewhere):
            raise FormatError(STDIN_ONLY)
        if target.out is not None and target.in_place:
            raise FormatError(TWO_PLACES)
        if not from_stdin and not somewhere:
            raise FormatError(NOWHERE)
        self._target = target
        self._originals = {os.path.realpath(path) for path in paths}
        self._written: set[str] = set()

    def put(self, story: Story, text: str, edits: Sequence[Edit]) -> str:
        """Write ``story``, which reads ``text`` after ``edits``; return the name that text goes by from now on."""
        reading, target = story.reading, self._target
        content = checked_bytes(reading, text, edits)
        if reading.name == STDIN:
            raw_data(content)
            return STDIN
        name = reading.name
        if target.out is not None:
            path = self._place(reading.name, target.out / story.short)
            write_bytes(path, content)
            name = str(path)
        elif target.in_place and content != reading.raw:
            write_bytes(Path(reading.name), content)
        if target.diff:
            data(unified_diff(reading.name, reading.document.text, edits))
        return name

    def _place(self, name: str, path: Path) -> Path:
        """Return ``path`` if writing it loses neither an original nor a copy just written."""
        real = os.path.realpath(path)
        same = real in self._originals or (path.exists() and any(_same(path, old) for old in self._originals))
        if same:
            raise FormatError(ORIGINAL.format(path=name, target=path))
        if real in self._written:
            raise FormatError(TAKEN.format(path=name, target=path))
        self._written.add(real)
        return path


def checked_bytes(reading: Reading, text: str, edits: Sequence[Edit]) -> bytes:
    """Return the bytes of ``reading`` after ``edits``, once they are known to read as ``text``."""
    content = reading.write(edits)
    if reading.decode(content) != text:
        raise EditError(UNSAFE.format(path=reading.name))
    return content


def _same(path: Path, other: str) -> bool:
    """Tell whether two paths are one file under two names (a hard link)."""
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


def _list(name: str, text: str, rest: Sequence[Suggestion], *, as_lines: bool, to_stderr: bool) -> None:
    """Tell what was left for a person; on standard error where standard output is taken."""
    from repair.report.records import suggestion_line
    from repair.report.terminal import suggestions_report

    if not rest:
        return
    if as_lines and not to_stderr:
        for suggestion in rest:
            data(suggestion_line(name, suggestion))
    else:
        rich_data(suggestions_report(name, text, rest), stderr=to_stderr)


def _sum_up(made: int, left: Sequence[Suggestion], documents: int) -> None:
    """Say how many repairs were made and what was left."""
    from repair.report.terminal import tally

    say(f"{number(made, 'repair')} made; {tally(left, documents)}")
