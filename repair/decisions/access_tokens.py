"""Tokens for programs that work for a person: a content management system, or a client of LanguageTool.

A token lasts until it is revoked. The store holds only its hash.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from repair.core.protocols import DecisionStore
from repair.decisions.models import now
from repair.decisions.schema import access_tokens
from repair.decisions.sessions import token_hash

_MAX_TOKEN_LENGTH = 100


@dataclass(frozen=True, slots=True)
class AccessTokens:
    """The tokens in a store of decisions."""

    store: DecisionStore

    def issue(self, reviewer: str) -> str:
        """Return a new token of a person, which is not stored and cannot be shown again."""
        token = secrets.token_urlsafe(32)
        values = {"id": token_hash(token), "reviewer": reviewer, "issued_at": now()}
        with self.store.writing() as connection:
            connection.execute(insert(access_tokens).values(values))
        return token

    def find(self, token: str) -> str | None:
        """Return the person whose token this is, or None if it is not in force."""
        if not 0 < len(token) <= _MAX_TOKEN_LENGTH:
            return None
        of_token = select(access_tokens.c.reviewer).where(access_tokens.c.id == token_hash(token))
        with self.store.reading() as connection:
            return connection.execute(of_token).scalar()

    def revoke(self, reviewer: str) -> int:
        """Revoke all tokens of a person; return how many there were."""
        with self.store.writing() as connection:
            return connection.execute(delete(access_tokens).where(access_tokens.c.reviewer == reviewer)).rowcount
