"""A gazetteer from sources of several languages: what stands in other scripts becomes a spelling of the Latin names.

Nothing is translated, and a native name that no Latin one can be is kept as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from repair.core.types import Alias, Document, Name, Provenance, Span
from repair.gazetteer import Gazetteer
from repair.text.tokens import snippet
from repair.translation.cross_script import CrossScriptMatcher

_MOST_SEEN = 5  # places of one spelling
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")


def united(gazetteer: Gazetteer) -> Gazetteer:
    """Return the gazetteer with what its sources call its names in other scripts among their spellings.

    >>> gazetteer = united(Gazetteer.build(["Yesterday Mark Rutte left the city.", "Там був Марк Рютте."]))
    >>> [name.canonical for name in gazetteer.find("Марк Рютте")]
    ['Mark Rutte']
    """
    ties = CrossScriptMatcher(gazetteer)
    found: dict[str, dict[str, Alias]] = {}
    theirs: set[str] = set()
    for document in gazetteer.sources:
        for tied in ties.find(document.text):
            surface = document.text[tied.span.start : tied.span.end]
            theirs.add(surface)
            if tied.plain:  # the form of a case is nobody's spelling
                short = " " in tied.name.canonical and tied.target != tied.name.canonical
                known = found.setdefault(tied.name.id, {}).get(surface, Alias(surface, short=short))
                seen = (*known.seen, _seen(document, tied.span.start, tied.span.end))[:_MOST_SEEN]
                found[tied.name.id][surface] = replace(known, count=known.count + 1, seen=seen)
    if not found:
        return gazetteer
    # What the reader of English made of such a text, titles and all, is no name beside the one it holds.
    kept = [
        name
        for name in gazetteer.names
        if _LATIN.search(name.canonical) or not any(surface in name.canonical for surface in theirs)
    ]
    return Gazetteer([_with(name, found.get(name.id, {})) for name in kept], gazetteer.sources)


def _with(name: Name, forms: dict[str, Alias]) -> Name:
    own = {alias.surface for alias in name.aliases}
    return replace(name, aliases=(*name.aliases, *(forms[surface] for surface in sorted(forms.keys() - own))))


def _seen(document: Document, start: int, end: int) -> Provenance:
    words = snippet(document.text, start, end)
    return Provenance(document.source or document.id, document.id, Span(start, end), words, document.date)
