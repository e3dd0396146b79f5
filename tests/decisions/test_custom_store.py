"""A custom store: any object with the members of the protocol `DecisionStore`."""

from __future__ import annotations

from contextlib import AbstractContextManager

from queue_fixtures import story, suggestions_for
from sqlalchemy import Connection

from repair.decisions import queue
from repair.decisions.ingest import IncomingStory, add
from repair.decisions.store import DatabaseStore


class CountingStore:
    """Delegates to a database and counts the connections."""

    def __init__(self, database: DatabaseStore) -> None:
        self._database = database
        self.reads = self.writes = 0

    def reading(self) -> AbstractContextManager[Connection]:
        self.reads += 1
        return self._database.reading()

    def writing(self) -> AbstractContextManager[Connection]:
        self.writes += 1
        return self._database.writing()


def test_the_queue_works_on_any_store() -> None:
    with DatabaseStore(":memory:") as database:
        store = CountingStore(database)
        add(store, [IncomingStory(story(), suggestions_for())])
        assert len(queue.in_story(store, story().id)) == len(suggestions_for())
        assert (store.reads, store.writes) == (1, 1)
