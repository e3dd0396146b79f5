"""Opens and runs what `repair review` needs: the store, the queue files, the checker, the server or the terminal.

Refuses to serve a shared desk whose users cannot be identified.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli import session
from repair.cli.output import FAILED, NOTHING, ExitStatus, write_message
from repair.cli.review_options import DATABASE, ReviewOptions, ServerOptions, reviewer_name
from repair.cli.review_server import check_login, serve
from repair.cli.sources import OTHER_FILE, originals_of
from repair.core.config import Config
from repair.core.display import quantity, shown_path
from repair.core.errors import ConfigError, StoreError
from repair.core.io import write_bytes

if TYPE_CHECKING:
    from repair.decisions.store import DatabaseStore

WRONG_SUFFIX = "the name must end in .jsonl (everything) or .csv (decisions); give another name"
QUEUE_IMPORTED = "{path}: Imported {stories} and {suggestions}."
ALREADY_IMPORTED = " {suggestions} had been imported before."
CORRECTIONS_IMPORTED = " The batch has already made {corrections}."
OLDER_VERSIONS = " Left out {suggestions} for older versions of files."
DECISIONS_IMPORTED = "{path}: Imported {new}."
TEXT_DELETED = "{database}: Deleted the text of {stories}. The decisions are kept."
NEVER_SAVED = " The corrected copy of {count} of them was never saved here."
KEPT_UNSAVED = (
    "{database}: Kept the text of {stories}, because the corrected copy was never saved. Save it on the page (Shift, "
    "Save all finished), or delete the text with --delete-unsaved."
)
NEEDS_RETENTION = "--delete-unsaved needs --retention DAYS"
UNKNOWN_SUGGESTIONS = (
    "{lines} left out, because the suggestions that they are about are not in the database; import the queue first"
)
EXPORTED_ALL, EXPORTED_DECISIONS = "{path}: Exported all stories and decisions.", "{path}: Exported all decisions."


def run(settings: Config, review: ReviewOptions, server: ServerOptions) -> int:
    """Import, then export, review in the terminal, or serve the page; return the exit code.

    Args:
        settings: The settings in force, the database among them.
        review: What is reviewed.
        server: Where the page is served.

    Raises:
        ConfigError: If the options do not fit together.
    """
    with session.needing_review():
        import repair.review.app  # noqa: F401  # reports a missing package before anything is opened
        from repair.decisions.store import DatabaseStore
    check_login(server)
    if review.delete_unsaved and review.retention is None:
        raise ConfigError.of(NEEDS_RETENTION)
    if review.export_file is not None:
        _check_export(review.export_file, settings, review, server)
    status = ExitStatus()
    with DatabaseStore(settings.database or DATABASE) as store:
        for path in review.queues:
            _import_queue(store, path, settings, status, review.seconds)
        if review.import_file is not None:
            _import(store, review.import_file, status)
        if review.retention is not None:
            _delete_text(store, review.retention, delete_unsaved=review.delete_unsaved)
        if review.export_file is not None:
            _export(store, review.export_file)
        elif review.retention is not None:
            pass  # done
        elif review.terminal:
            from repair.cli.terminal_review import review_in_terminal
            from repair.review.session import ReviewSession

            review_in_terminal(ReviewSession(store, reviewer_name(review), review.out), sys.stdin)
        else:
            serve(store, settings, review, server)
    return FAILED if status.failed else NOTHING


def _import_queue(store: DatabaseStore, path: str, settings: Config, status: ExitStatus, seconds: float | None) -> None:
    """Import one queue file."""
    from repair.review.queue_files import read_queue_file

    text = session.read_text(path)
    result = read_queue_file(
        store, Path(path), text, limit=settings.max_bytes, on_error=status.report_error, seconds=seconds
    )
    stories, suggestions = quantity(result.stories, "story"), quantity(result.suggestions, "suggestion")
    message = QUEUE_IMPORTED.format(path=shown_path(path), stories=stories, suggestions=suggestions)
    if result.known:
        message += ALREADY_IMPORTED.format(suggestions=quantity(result.known, "suggestion"))
    if result.outdated:
        message += OLDER_VERSIONS.format(suggestions=quantity(result.outdated, "suggestion"))
    if result.changes:
        message += CORRECTIONS_IMPORTED.format(corrections=quantity(result.changes, "correction"))
    write_message(message)


def _delete_text(store: DatabaseStore, days: float, *, delete_unsaved: bool) -> None:
    """Delete the text of stories that were finished more than ``days`` days ago."""
    from repair.decisions.retention import empty_finished

    result = empty_finished(store, days, delete_unsaved=delete_unsaved)
    message = TEXT_DELETED.format(database=store.shown, stories=quantity(result.emptied, "story"))
    write_message(message + (NEVER_SAVED.format(count=result.unsaved) if result.unsaved else ""))
    if result.kept:
        write_message(KEPT_UNSAVED.format(database=store.shown, stories=quantity(result.kept, "story")))


def _import(store: DatabaseStore, path: Path, status: ExitStatus) -> None:
    """Import what `--export` wrote."""
    from repair.decisions import export

    reader = {".jsonl": export.import_lines, ".csv": export.import_table}.get(path.suffix.lower())
    if reader is None:
        raise ConfigError.of(WRONG_SUFFIX, path=path)
    new, unknown = reader(store, str(path), session.read_text(str(path)))
    write_message(DECISIONS_IMPORTED.format(path=path, new=quantity(new, "decision")))
    if unknown:
        error = StoreError.of(UNKNOWN_SUGGESTIONS, path=path, lines=quantity(unknown, "line was", "lines were"))
        if not new:
            raise error  # nothing was imported, so the file or the database is probably the wrong one
        status.report_error(error)


def _check_export(path: Path, settings: Config, review: ReviewOptions, server: ServerOptions) -> None:
    """Raise an error unless ``path`` has a suffix that tells the form, and is none of the files that are read."""
    if path.suffix.lower() not in (".jsonl", ".csv"):
        raise ConfigError.of(WRONG_SUFFIX, path=path)
    others = (review.import_file, server.users, settings.database or DATABASE)
    originals_of((), settings.sources, *review.queues, *others).refuse(
        path, instead=OTHER_FILE.format(option="--export")
    )


def _export(store: DatabaseStore, path: Path) -> None:
    """Export the store, or only its decisions, to a file."""
    from repair.decisions import export

    table = path.suffix.lower() == ".csv"
    text = export.export_table(store) if table else "".join(export.export_lines(store))
    write_bytes(path, text.encode(), private=True)
    write_message((EXPORTED_DECISIONS if table else EXPORTED_ALL).format(path=path))
