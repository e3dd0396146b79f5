"""Changes that a person makes to a gazetteer: names added, removed and renamed, and several gazetteers merged.

Each function returns a new gazetteer. An added name becomes a separate source, so that it can be proposed. A change of
spelling is made in the sources too, because names are also proposed from their sentences.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from repair.core.errors import GazetteerError
from repair.core.types import Alias, Document, Kind, Name, Provenance, Span
from repair.gazetteer import Gazetteer
from repair.gazetteer.spelling_cluster import name_id, surname_of
from repair.text.arrows import has_arrow

ADDED = "added by hand"
ADDED_ID = "added-by-hand"

NO_LETTERS = "{text!r} is not a name; give a name with letters"
ARROW = "{text!r} has an arrow; give one name, and write replacements into the house list"
UNKNOWN = "no name is spelled {text!r}; `repair gazetteer show` finds names that are like it"
TAKEN = "{text!r} is in the gazetteer already; remove one of the two names instead"

_REMOVED = "…"  # stands in a source for a name that was removed


def add_names(gazetteer: Gazetteer, names: Sequence[str], *, kind: Kind | None = None) -> Gazetteer:
    """Return the gazetteer with more names; those that it already has in the same spelling are not added again.

    Args:
        gazetteer: The gazetteer.
        names: The names.
        kind: Their kind; by default it is guessed for each.

    Raises:
        GazetteerError: A name has no letters, or an arrow.
    """
    present = {alias.surface for name in gazetteer.names for alias in name.aliases if not alias.short}
    new = [name for name in dict.fromkeys(" ".join(name.split()) for name in names) if name not in present]
    for name in new:
        _refuse_no_name(name)
    if not new:
        return gazetteer
    earlier = gazetteer.source(ADDED_ID)
    text = earlier.text + "\n" if earlier is not None else ""
    guessed = {name.canonical: name.kind for name in Gazetteer.build([Document(ADDED_ID, "\n".join(new), ADDED)]).names}
    added = []
    for name in new:
        place = Provenance(ADDED, ADDED_ID, Span(len(text), len(text) + len(name)))
        text += name + "\n"
        added.append(_added(name, kind or guessed.get(name, Kind.OTHER), place))
    by_id = {name.id: name for name in gazetteer.names}
    for new_name in added:
        by_id[new_name.id] = combined(by_id[new_name.id], new_name) if new_name.id in by_id else new_name
    others = [source for source in gazetteer.sources if source.id != ADDED_ID]
    return Gazetteer(by_id.values(), [*others, Document(ADDED_ID, text.rstrip("\n"), ADDED)])


def _refuse_no_name(text: str) -> None:
    """Raise `GazetteerError` for a text without letters or with an arrow."""
    if not any(char.isalpha() for char in text):
        raise GazetteerError.of(NO_LETTERS, text=text)
    if has_arrow(text):
        raise GazetteerError.of(ARROW, text=text)


def _added(name: str, kind: Kind, place: Provenance) -> Name:
    aliases = [Alias(name, 1, seen=(place,))]
    if kind is Kind.PERSON and surname_of(name) != name:
        aliases.append(Alias(surname_of(name), short=True))
    return Name(name_id(name, kind), name, kind, tuple(aliases))


def remove_name(gazetteer: Gazetteer, text: str) -> Gazetteer:
    """Return the gazetteer without the names with the canonical spelling ``text``, or else without this alias.

    Raises:
        GazetteerError: No name has this spelling.
    """
    removed = [name for name in gazetteer.names if name.canonical == text]
    gone = {alias.surface for name in removed for alias in name.aliases} or {text}
    names = [name for name in gazetteer.names if name.canonical != text]
    if not removed:
        names = [_without_spelling(name, text) for name in names]
        if names == list(gazetteer.names):
            raise GazetteerError.of(UNKNOWN, text=text)
    remaining = {alias.surface for name in names for alias in name.aliases}
    return _respelled(gazetteer, names, dict.fromkeys(gone - remaining, _REMOVED))


def _without_spelling(name: Name, text: str) -> Name:
    aliases = tuple(alias for alias in name.aliases if alias.surface != text)
    return name if len(aliases) == len(name.aliases) else replace(name, aliases=aliases)


def rename(gazetteer: Gazetteer, old: str, new: str, *, keep: bool = False) -> Gazetteer:
    """Return the gazetteer with another canonical spelling for a name.

    Args:
        gazetteer: The gazetteer.
        old: The canonical spelling of the name.
        new: Its new canonical spelling.
        keep: Whether the old spelling stays an alias; otherwise it is also replaced in the sources.

    Raises:
        GazetteerError: No name is called ``old``, another one is called ``new``, or ``new`` has no letters or an arrow.
    """
    new = " ".join(new.split())
    _refuse_no_name(new)
    targets = [name for name in gazetteer.names if name.canonical == old]
    if not targets:
        raise GazetteerError.of(UNKNOWN, text=old)
    if any(name.canonical == new for name in gazetteer.names):
        raise GazetteerError.of(TAKEN, text=new)
    names = [_renamed(name, new, keep=keep) if name in targets else name for name in gazetteer.names]
    if keep:
        return Gazetteer(names, gazetteer.sources)
    spellings = {old: new}
    others = {alias.surface for name in gazetteer.names if name not in targets for alias in name.aliases}
    if any(name.kind is Kind.PERSON for name in targets) and surname_of(old) not in {old, *others}:
        spellings[surname_of(old)] = surname_of(new)
    return _respelled(gazetteer, names, spellings)


def _renamed(name: Name, new: str, *, keep: bool) -> Name:
    """Return a name with a new canonical spelling; the short form of a person changes with it."""
    old = name.canonical
    aliases = [alias for alias in name.aliases if alias.surface != new]
    if keep:
        aliases.insert(0, Alias(new))
    else:
        short = {old: new} | ({surname_of(old): surname_of(new)} if name.kind is Kind.PERSON else {})
        aliases = [replace(alias, surface=short.get(alias.surface, alias.surface)) for alias in aliases]
    if name.kind is Kind.PERSON and surname_of(new) not in {alias.surface for alias in aliases}:
        aliases.append(Alias(surname_of(new), short=True))
    return replace(name, id=name_id(new, name.kind), canonical=new, aliases=tuple(aliases))


def _respelled(gazetteer: Gazetteer, names: Sequence[Name], spellings: dict[str, str]) -> Gazetteer:
    """Return a gazetteer of ``names`` in whose sources each old spelling of ``spellings`` is replaced by the new."""
    places: dict[str, dict[Span, str]] = defaultdict(dict)
    for name in gazetteer.names:
        for alias in name.aliases:
            for seen in alias.seen if alias.surface in spellings else ():
                places[seen.document_id][seen.span] = spellings[alias.surface]
    sources: list[Document] = []
    shifts_of: dict[str, list[_Shift]] = {}
    for source in gazetteer.sources:
        text, shifts = source.text, list[_Shift]()
        for span in sorted(places.get(source.id, ()), reverse=True):
            written = places[source.id][span]
            text = text[: span.start] + written + text[span.end :]
            shifts.append(_Shift(span.end, len(written) - (span.end - span.start)))
        sources.append(replace(source, text=text))
        shifts_of[source.id] = shifts[::-1]
    return Gazetteer([_moved(name, shifts_of) for name in names], sources)


class _Shift(NamedTuple):
    """A replacement in a source: its end in the old text, and how much longer the text became (code points)."""

    end: int
    growth: int


def _moved(name: Name, shifts_of: dict[str, list[_Shift]]) -> Name:
    """Return a name with its occurrences at their new places; ``shifts_of`` has the replacements in each source."""

    def at(seen: Provenance) -> Provenance:
        shifts = shifts_of.get(seen.document_id, ())
        start = seen.span.start + sum(shift.growth for shift in shifts if shift.end <= seen.span.start)
        stop = seen.span.end + sum(shift.growth for shift in shifts if shift.end <= seen.span.end)
        return replace(seen, span=Span(start, max(start, stop)))

    if not any(shifts_of.get(seen.document_id) for alias in name.aliases for seen in alias.seen):
        return name
    return replace(name, aliases=tuple(replace(alias, seen=tuple(map(at, alias.seen))) for alias in name.aliases))


def merge_gazetteers(gazetteers: Iterable[Gazetteer]) -> Gazetteer:
    """Return one gazetteer with the names and the sources of several.

    Names with the same canonical spelling and kind become one name with all their spellings and occurrences. Two
    different sources with the same id are both kept.
    """
    names: dict[str, Name] = {}
    sources: dict[str, Document] = {}
    for gazetteer in gazetteers:
        ids: dict[str, str] = {}
        for source in gazetteer.sources:
            other = sources.get(source.id)
            if other is not None and other.text != source.text:
                digest = hashlib.sha256(f"{source.source}\n{source.text}".encode("utf-8", "replace")).hexdigest()[:12]
                ids[source.id] = digest
            unique = ids.get(source.id, source.id)
            sources[unique] = replace(source, id=unique)
        for name in gazetteer.names:
            renumbered = _with_ids(name, ids) if ids else name
            earlier = names.get(renumbered.id)
            names[renumbered.id] = renumbered if earlier is None else combined(earlier, renumbered)
    return Gazetteer(names.values(), sources.values())


def _with_ids(name: Name, ids: dict[str, str]) -> Name:
    def seen_in(alias: Alias) -> tuple[Provenance, ...]:
        return tuple(replace(seen, document_id=ids.get(seen.document_id, seen.document_id)) for seen in alias.seen)

    return replace(name, aliases=tuple(replace(alias, seen=seen_in(alias)) for alias in name.aliases))


def combined(first: Name, second: Name) -> Name:
    """Merge two names with the same id: all spellings, titles and occurrences."""
    aliases = {alias.surface: alias for alias in first.aliases}
    for alias in second.aliases:
        earlier = aliases.get(alias.surface)
        aliases[alias.surface] = alias if earlier is None else _combined_alias(earlier, alias)
    titles = tuple(dict.fromkeys((*first.titles, *second.titles)))
    return replace(
        first, aliases=tuple(aliases.values()), titles=titles, confirmed_by=first.confirmed_by or second.confirmed_by
    )


def _combined_alias(first: Alias, second: Alias) -> Alias:
    """Merge two records of a spelling; an occurrence that both have counts once."""
    places = {(seen.document_id, seen.span) for seen in first.seen}
    new = tuple(seen for seen in second.seen if (seen.document_id, seen.span) not in places)
    shared = len(second.seen) - len(new)
    count = max(first.count, second.count) if not new else first.count + second.count - shared
    return replace(first, count=count, short=first.short and second.short, seen=(*first.seen, *new))
