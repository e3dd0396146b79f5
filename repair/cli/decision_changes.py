"""Tells when decisions were made on the desk, so that a hot folder takes them into account.

The database is opened for each look: it may be deleted, moved or out of reach between two looks.
"""

from __future__ import annotations

from pathlib import Path

from repair.core.errors import RepairError


class DecisionChanges:
    """Compares the last decision in a database with the last one that was read.

    Args:
        database: The database of the desk; None where there is none.
    """

    def __init__(self, database: str | None) -> None:
        self._database = database
        self._read = self.latest() or 0

    def latest(self) -> int | None:
        """Return the id of the last decision, 0 if there is none yet; None if the database does not respond."""
        if self._database is None:
            return 0
        from repair.decisions import history
        from repair.decisions.store import DatabaseStore, database_url

        url = database_url(self._database)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
            return 0
        try:
            with DatabaseStore(self._database) as store:
                return history.last(store)
        except RepairError:
            return None

    def are_new(self, latest: int | None) -> bool:
        """Return whether ``latest`` is another decision than the last one that was read."""
        return latest is not None and latest != self._read

    def read(self, latest: int | None) -> None:
        """Record that the decisions up to ``latest`` were read."""
        self._read = latest or 0
