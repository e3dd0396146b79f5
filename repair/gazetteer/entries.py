"""Entries of imported lists, and the names made from them: canonical spelling, aliases, surnames in each script.

`repair.gazetteer.importers` reads the lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from repair.core.errors import GazetteerError
from repair.core.types import Alias, Kind, Name
from repair.gazetteer.spelling_cluster import name_id, surname_of

UNKNOWN_KIND = (
    "the kind {kind!r} is not known, so its names count as names without a kind; "
    "write person, place, organisation or other"
)

MAX_LENGTH = 200  # code points of a name; longer text is not a name
MAX_SPELLINGS = 400  # of one name

_MOST_UNKNOWN = 1000  # kinds that are noted

_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_PARTS = re.compile(r"[\s・·=＝]+")
# Names of the kinds: schemata of FollowTheMoney, classes of Wikidata, subject fields of TBX, common words.
_KINDS = {
    Kind.PERSON: "person people human individual politician per q5",
    Kind.PLACE: "place location city country region town address q515 q6256 q486972 geography toponym "
    "loc gpe village river mountain",
    Kind.ORGANISATION: "organisation organization company publicbody legalentity body agency party q43229 q4830453 "
    "q7278 q783794 institution corporation org firm business ngo",
    Kind.OTHER: "other vessel airplane event product work",
}
_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A name in a list; an empty ``canonical`` is chosen from the spellings; ``kind`` is None if the list has none."""

    canonical: str
    kind: Kind | None
    spellings: tuple[str, ...] = ()


def kind_of(words: str) -> Kind | None:
    """Return the kind that a word in a list denotes, or None.

    >>> kind_of("Person"), kind_of("http://www.wikidata.org/entity/Q5"), kind_of("Public Body"), kind_of("?")
    (<Kind.PERSON: 'person'>, <Kind.PERSON: 'person'>, <Kind.ORGANISATION: 'organisation'>, None)
    """
    plain = words.strip().lower().rsplit("/", 1)[-1]
    return _BY_WORD.get(plain.replace(" ", "")) or next(
        (_BY_WORD[word] for word in re.findall(r"\w+", plain) if word in _BY_WORD), None
    )


class KindsOfList:
    """The kinds that a list names: each that is not known is noted once, with its first place."""

    def __init__(self, path: Path, on_note: Callable[[str], None]) -> None:
        self._path, self._on_note = path, on_note
        self._unknown: set[str] = set()

    def of(self, words: str, place: str) -> Kind | None:
        """Return the kind that the words at a place of the list mean; None if there are none, or it is not known."""
        kind, words = kind_of(words), words.strip()
        if kind is None and words and words not in self._unknown and len(self._unknown) < _MOST_UNKNOWN:
            self._unknown.add(words)
            self._on_note(str(GazetteerError.of(UNKNOWN_KIND, path=self._path, place=place, kind=words)))
        return kind


def name_from(entry: ListEntry, *, kind: Kind) -> Name | None:
    """Return the name of an entry, or None if it has none; ``kind`` is used for an entry without one."""
    spellings = tuple(dict.fromkeys(_clean([entry.canonical, *entry.spellings])))[:MAX_SPELLINGS]
    if not spellings:
        return None
    canonical = next((spelling for spelling in spellings if _LATIN.search(spelling)), spellings[0])
    if _LATIN.search(entry.canonical):
        canonical = spellings[0]
    decided = entry.kind or kind
    aliases = [Alias(canonical), *(Alias(spelling) for spelling in spellings if spelling != canonical)]
    if decided is Kind.PERSON:
        surfaces = set(spellings)
        for surface in spellings:
            short = surname_in_any_script(surface)
            if short not in surfaces:
                surfaces.add(short)
                aliases.append(Alias(short, short=True))
    return Name(name_id(canonical, decided), canonical, decided, tuple(aliases))


def surname_in_any_script(name: str) -> str:
    """Return the surname of a person in the script of the name, or the whole name if it cannot be determined.

    >>> names = ("Ursula von der Leyen", "Leyen, Ursula von der", "ウォロディミル・ゼレンスキー")
    >>> [surname_in_any_script(name) for name in names]
    ['von der Leyen', 'Leyen', 'ゼレンスキー']
    """
    if "," in name:
        return name.partition(",")[0].strip()
    if _LATIN.search(name):
        return surname_of(name)
    last = _PARTS.split(name.strip())[-1]
    return last if len(last) > 1 else name


def _clean(spellings: Iterable[str]) -> Iterable[str]:
    for spelling in spellings:
        plain = " ".join(spelling.split())
        if plain and len(plain) <= MAX_LENGTH and any(char.isalpha() for char in plain):
            yield plain.encode("utf-8", "replace").decode("utf-8")
