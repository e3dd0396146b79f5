"""Times for new entries, in an order that stays right when the clock of a machine is set back.

Entries are put in force by their times, also in a store that imports them. Another machine's clock may be ahead.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from repair.decisions.models import now

_STEP = timedelta(microseconds=1)


def time_after(connection: Connection, column: ColumnElement[Any], condition: ColumnElement[bool]) -> str:
    """Return the current time, or a moment after the latest one that is stored, if that is later.

    Args:
        connection: A transaction that has locked what the entries belong to.
        column: The times of earlier entries.
        condition: Which entries are meant.
    """
    latest = connection.execute(select(func.max(column)).where(condition)).scalar()
    moment = now()
    if latest is None or latest < moment:
        return moment
    return (datetime.fromisoformat(latest) + _STEP).isoformat(timespec="microseconds")
