"""A gazetteer of sources in several languages: forms in other scripts become aliases of the Latin names.

Nothing is translated. A native name that matches no Latin name stays a name of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from repair.core.types import Alias, Document, Name, Provenance, Span
from repair.gazetteer import Gazetteer
from repair.gazetteer.source_guard import SourceGuard
from repair.text.tokens import snippet
from repair.translation.cross_script import CrossScriptMatch, CrossScriptMatcher

_MAX_PROVENANCE = 5  # places of one alias
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")


def merge_scripts(gazetteer: Gazetteer, guard: SourceGuard | None = None) -> Gazetteer:
    """Return the gazetteer with the forms of its names in other scripts, as its sources have them, as aliases.

    Args:
        gazetteer: The gazetteer.
        guard: Limits the time of each source; one that takes longer adds no forms.

    >>> gazetteer = merge_scripts(Gazetteer.build(["Yesterday Mark Rutte left the city.", "Там був Марк Рютте."]))
    >>> [name.canonical for name in gazetteer.find("Марк Рютте")]
    ['Mark Rutte']
    """
    matcher, guard = CrossScriptMatcher(gazetteer), guard or SourceGuard()
    aliases: dict[str, dict[str, Alias]] = {}
    native: set[str] = set()
    for document in gazetteer.sources:
        for match in guard.run(document, partial(_matches, matcher, document.text)) or ():
            surface = document.text[match.span.start : match.span.end]
            native.add(surface)
            if match.is_base_form:  # an inflected form is not an alias
                short = " " in match.name.canonical and match.target != match.name.canonical
                alias = aliases.setdefault(match.name.id, {}).get(surface, Alias(surface, short=short))
                seen = (*alias.seen, _provenance(document, match.span))[:_MAX_PROVENANCE]
                aliases[match.name.id][surface] = replace(alias, count=alias.count + 1, seen=seen)
    if not aliases:
        return gazetteer
    # Extraction, which reads English, may have taken a native name with its title for a name of its own.
    remaining = [
        name
        for name in gazetteer.names
        if _LATIN.search(name.canonical) or not any(surface in name.canonical for surface in native)
    ]
    return Gazetteer([_with_aliases(name, aliases.get(name.id, {})) for name in remaining], gazetteer.sources)


def _matches(matcher: CrossScriptMatcher, text: str) -> tuple[CrossScriptMatch, ...]:
    return tuple(matcher.find(text))


def _with_aliases(name: Name, aliases: dict[str, Alias]) -> Name:
    """Return the name with those of ``aliases`` (by surface) that it does not have."""
    own = {alias.surface for alias in name.aliases}
    return replace(name, aliases=(*name.aliases, *(aliases[surface] for surface in sorted(aliases.keys() - own))))


def _provenance(document: Document, span: Span) -> Provenance:
    words = snippet(document.text, span.start, span.end)
    return Provenance(document.source or document.id, document.id, span, words, document.date)
