"""The end of a story and of a shift: corrected copies saved one by one, all at once, or as a ZIP file.

``corrected_copy`` creates a corrected copy, and ``saved_copy`` decides where it is saved.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from repair.core.display import quantity
from repair.core.errors import FormatError, RepairError
from repair.decisions import finished_stories
from repair.decisions.errors import UnconfirmedError
from repair.decisions.finished_stories import FinishedStory
from repair.decisions.models import Confirmation
from repair.review import labels, page_texts
from repair.review.corrected_copy import SavedCopy, write_corrected
from repair.review.saved_copy import file_name
from repair.review.session import ReviewSession
from repair.review.views import StoryView

_IN_MEMORY = 50_000_000  # bytes of a ZIP file; a larger one goes to a temporary file


@dataclass(frozen=True, slots=True)
class SavedShift:
    """What saving all finished stories came to: the saved copies, and a message for each that could not be saved."""

    copies: tuple[SavedCopy, ...]
    errors: tuple[str, ...]


def save(session: ReviewSession, view: StoryView, *, confirmed: bool = False) -> SavedCopy:
    """Save the corrected copy of one story, and record that.

    Args:
        session: The session of the person.
        view: The story.
        confirmed: Whether the person has confirmed that suggestions are left open, or that this is an older version.

    Raises:
        UnconfirmedError: If suggestions are open or the story has a newer version, unless ``confirmed``.
        FormatError: As `ReviewSession.write` does.
    """
    questions = []
    if view.newer is not None:
        questions.append(page_texts.SAVE_OLDER_VERSION)
    if view.open_count:
        questions.append(labels.SAVE_WITH_OPEN.format(count=quantity(view.open_count, "suggestion")))
    if questions and not confirmed:
        raise UnconfirmedError(Confirmation(" ".join(questions)))
    saved = session.write(view)
    finished_stories.record_saved(session.store, [view.story.id], session.reviewer, str(saved.path))
    return saved


def save_finished(session: ReviewSession) -> SavedShift:
    """Save the corrected copies of all finished stories that are not saved yet; an archive is written once.

    Raises:
        FormatError: If there is no folder for them.
    """
    if session.out is None:
        raise FormatError.of(labels.NO_FOLDER)
    waiting = [story for story in finished_stories.finished_stories(session.store) if not story.saved]
    copies, errors = [], []
    for group in _by_file(waiting):
        try:
            saved = session.write(session.look(group[0].id))
        except RepairError as error:
            errors.append(str(error))
            continue
        finished_stories.record_saved(session.store, [story.id for story in group], session.reviewer, str(saved.path))
        copies.append(saved)
    return SavedShift(tuple(copies), tuple(errors))


def zip_finished(session: ReviewSession) -> IO[bytes]:
    """Return a ZIP file of the corrected copies of all finished stories, in their folders, ready to be read.

    Raises:
        FormatError: If a copy cannot be made.
    """
    names: set[str] = set()
    packed = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # the caller closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, tempfile.TemporaryDirectory() as folder:
        for group in _by_file(finished_stories.finished_stories(session.store)):
            view = session.look(group[0].id)
            path = Path(folder, "copy")
            write_corrected(session.store, view.story, view.items, path)
            archive.write(path, _unused(file_name(session.store, view.story), view.story.id, names))
    packed.seek(0)
    return packed


def _unused(name: str, id: str, names: set[str]) -> str:
    """Return a name that no other copy in a ZIP file has, in any case of letters, and add it to ``names``.

    Two stories may have one file name, such as two that were sent to the desk under it.
    """
    if name.casefold() in names:
        folder, slash, base = name.rpartition("/")
        name = f"{folder}{slash}{id}-{base}"
    names.add(name.casefold())
    return name


def _by_file(finished: tuple[FinishedStory, ...] | list[FinishedStory]) -> Iterator[list[FinishedStory]]:
    """Yield the stories that are saved in one file together."""
    groups: dict[str, list[FinishedStory]] = {}
    for story in finished:
        groups.setdefault(f"archive {story.path}" if story.in_archive else story.id, []).append(story)
    yield from groups.values()
