"""Protocols of what a caller may replace: the channel model and the store of decisions.

Other protocols are beside the values that they take and return: formats in `repair.formats.format`, importers in
`repair.gazetteer.importer_plugins`, rankers in `repair.pipeline.ranking.ranker`, rules in
`repair.pipeline.rules.rule_context`, engines in `repair.translation.engines.base`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from repair.core.channel_types import DirectionScores, Query

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Scorer(Protocol):
    """A channel model: log-probabilities (nats) of names for a printed form. It applies no threshold."""

    @property
    def name(self) -> str:
        """The name and the hash of the weights, as printed in signatures."""

    def directions(self, queries: Sequence[Query]) -> Sequence[DirectionScores]:
        """Return the log-probabilities (nats) of each query's candidates, in both directions."""


class DecisionStore(Protocol):
    """A database of stories, suggestions and decisions, which the review desk and the export of decisions use.

    It has the tables of `repair.decisions.schema`. These modules query it through SQLAlchemy connections, from several
    threads at a time.
    """

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a connection that sees one snapshot of the database.

        Raises:
            StoreError: The database did not respond; nothing was changed.
        """

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a connection whose changes are committed together when the block ends, and rolled back if it fails.

        Raises:
            StoreError: The database did not respond; nothing was changed.
        """
