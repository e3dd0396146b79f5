"""Invisible characters that may occur inside a word: soft hyphen, zero-width characters, byte-order mark."""

from __future__ import annotations

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
