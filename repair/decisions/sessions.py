"""Sessions of people who are logged in, kept in the store: a restart keeps them, and logging out ends them.

A browser holds a random token. The store holds only its hash, so that a copy of the database lets nobody in.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from repair.core.protocols import DecisionStore
from repair.decisions.models import now
from repair.decisions.schema import sessions

SESSION_SECONDS = 12 * 3600.0
_MAX_TOKEN_LENGTH = 100


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session that is in force.

    Attributes:
        reviewer: The person who logged in.
        credential: What the person logged in with, as a fingerprint; the session ends when that changes.
    """

    reviewer: str
    credential: str


@dataclass(frozen=True, slots=True)
class SessionStore:
    """The sessions in a store of decisions."""

    store: DecisionStore

    def start(self, reviewer: str, credential: str = "", *, seconds: float = SESSION_SECONDS) -> str:
        """Start a session and return its token, which is not stored; expired sessions are deleted.

        Args:
            reviewer: The person who logged in.
            credential: A fingerprint of what the person logged in with.
            seconds: How long the session lasts.
        """
        token, moment = secrets.token_urlsafe(32), now()
        expires = _later(moment, seconds)
        values = {"reviewer": reviewer, "credential": credential, "started_at": moment, "expires_at": expires}
        with self.store.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires_at <= moment))
            connection.execute(insert(sessions).values(id=token_hash(token), **values))
        return token

    def find(self, token: str) -> StoredSession | None:
        """Return the session with this token, or None if there is none or it has expired."""
        if not 0 < len(token) <= _MAX_TOKEN_LENGTH:
            return None
        # A session may have begun while the clock was ahead: it must not last until that time.
        latest = _later(now(), 2 * SESSION_SECONDS)
        in_force = select(sessions).where(
            sessions.c.id == token_hash(token), sessions.c.expires_at > now(), sessions.c.expires_at <= latest
        )
        with self.store.reading() as connection:
            row = connection.execute(in_force).one_or_none()
        return StoredSession(row.reviewer, row.credential) if row is not None else None

    def end(self, token: str) -> None:
        """End the session with this token, if there is one."""
        with self.store.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.id == token_hash(token)))


def token_hash(token: str) -> str:
    """Return the hash under which a random token is stored."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _later(moment: str, seconds: float) -> str:
    """Return the time ``seconds`` after ``moment``, as the tables have it."""
    return (datetime.fromisoformat(moment) + timedelta(seconds=seconds)).isoformat(timespec="microseconds")
