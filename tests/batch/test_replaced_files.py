"""An output never replaces what somebody wrote after it was prepared; what a killed run prepared is finished first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from batch_fixtures import (
    CLEANED,
    STORY,
    BatchFolders,
    FailingRepairer,
    RecordingListener,
    clean,
    killed_before_replacing,
)
from conftest import FakeGazetteer

from repair.batch.ledger import Ledger
from repair.batch.manifest import MANIFEST
from repair.batch.worker import LocalWorker
from repair.core.types import Document, Suggestion

EDITED = "An editor rewrote this: Mark Latte stays out.\n"
LEFT_ALONE = "somebody changed this file after its corrections were prepared, so it is left alone"


def write_stories(folder: Path) -> Path:
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(STORY.format(number=name), encoding="utf-8")
    return folder


def test_copy_that_is_edited_while_other_copy_is_cleaned_is_left_alone(tmp_path: Path) -> None:
    copy = write_stories(tmp_path / "in")

    class Slow(FailingRepairer):
        """Edits the first story while it checks the second, as an editor may."""

        def suggest(self, document: Document | str) -> tuple[Suggestion, ...]:
            if "town b" in (document if isinstance(document, str) else document.text):
                (copy / "a.txt").write_text(EDITED, encoding="utf-8")
            return super().suggest(document)

    clean(BatchFolders(copy, None), LocalWorker(Slow(FakeGazetteer(()))))  # type: ignore[arg-type]
    # The group of files is committed together, whatever order they have in it.
    assert (copy / "a.txt").read_text(encoding="utf-8") == EDITED
    assert (copy / "b.txt").read_text(encoding="utf-8") == CLEANED.format(number="b")
    assert not list(copy.glob(".*part"))


@pytest.mark.parametrize("in_place", [True, False])
def test_copy_that_is_edited_after_a_kill_is_left_alone(tmp_path: Path, in_place: bool) -> None:
    folder = write_stories(tmp_path / "in")
    folders = BatchFolders(folder, None if in_place else tmp_path / "out", tmp_path / "ledger")
    if not in_place:
        clean(folders)
        for path in folder.iterdir():
            path.write_text(f"{path.read_text(encoding='utf-8')}More.\n", encoding="utf-8")
    killed_before_replacing(lambda: clean(folders))
    changed = (folder if in_place else tmp_path / "out") / "a.txt"
    changed.write_text(EDITED, encoding="utf-8")
    ledger = Ledger(folders.ledger, folders.out)
    assert [refusal.path for refusal in ledger.refusals] == [str(changed)]
    assert LEFT_ALONE in str(ledger.refusals[0]).casefold()
    ledger.close()
    assert changed.read_text(encoding="utf-8") == EDITED
    assert (changed.parent / "b.txt").read_text(encoding="utf-8").startswith(CLEANED.format(number="b"))
    listener = RecordingListener()
    clean(folders, listener=listener)
    # Originals are then cleaned as they are now; an output that was edited is kept, which is reported.
    assert changed.read_text(encoding="utf-8") == (EDITED.replace("Latte", "Rutte") if in_place else EDITED)
    assert ["was changed after it was cleaned" in error for error in listener.errors] == ([] if in_place else [True])


def test_a_manifest_of_an_earlier_version_can_be_used(tmp_path: Path) -> None:
    folders = BatchFolders(write_stories(tmp_path / "in"), None)
    killed_before_replacing(lambda: clean(folders))
    with closing(sqlite3.connect(folders.ledger / MANIFEST)) as manifest:
        manifest.execute("ALTER TABLE files DROP COLUMN replaces")
    Ledger(folders.ledger).close()
    assert (tmp_path / "in" / "a.txt").read_text(encoding="utf-8") == CLEANED.format(number="a")
