"""Characters that are not seen: those that may stand in a word without parting it."""

from __future__ import annotations

INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
