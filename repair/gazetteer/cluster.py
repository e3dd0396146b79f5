"""A growing name: all spellings that were found to be one, with their places, kinds and titles.

Mutable while a gazetteer is built; ``most_common_form`` turns it into the frozen ``Name``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from repair.core.types import Alias, Document, Kind, Name, Provenance, Span
from repair.text.lexicon import Lexicon
from repair.text.mentions import CapitalStyle, NameOccurrence
from repair.text.normalize import fold
from repair.text.wordlists import PARTICLES

MAX_SEEN = 6  # places kept for one spelling; the count goes on
MAX_TITLES = 8
# A title beside a name says more of its kind than any look of its words.
TITLE_WEIGHT = 4
_NAME_SUFFIXES = frozenset("jr sr ii iii iv".split())


@dataclass(slots=True)
class SpellingCount:
    """One spelling of a name: how often it was seen, and the first places in different sources."""

    count: int = 0
    places: list[tuple[int, Span]] = field(default_factory=list)

    def note(self, document: int, span: Span) -> None:
        """Count one more occurrence; a second place in the same source is kept only while there is one."""
        self.count += 1
        here = sum(place[0] == document for place in self.places)
        if len(self.places) < MAX_SEEN and here < 2:
            self.places.append((document, span))

    def take(self, other: SpellingCount) -> None:
        """Add what another spelling holds."""
        self.count += other.count
        self.places = sorted([*self.places, *other.places])[:MAX_SEEN]


@dataclass(slots=True)
class Cluster:
    """Spellings that are one name: full forms and short ones apart."""

    full: dict[str, SpellingCount] = field(default_factory=dict)
    short: dict[str, SpellingCount] = field(default_factory=dict)
    kinds: Counter[Kind] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    proven: bool = False
    listed: bool = False

    @property
    def count(self) -> int:
        """How often the full forms were seen."""
        return sum(spelling.count for spelling in self.full.values())

    def note(self, sighting: NameOccurrence, document: int, *, short: bool = False, listed: bool = False) -> None:
        """Add one sighting."""
        surface = recased(sighting)
        spellings = self.short if short else self.full
        spellings.setdefault(surface, SpellingCount()).note(document, sighting.span)
        if not short:
            self.kinds[sighting.kind] += TITLE_WEIGHT if sighting.title else 1
        if sighting.title:
            self.titles[sighting.title] += 1
        self.proven = self.proven or listed or sighting.style is CapitalStyle.PROSE
        self.listed = self.listed or listed

    def take(self, other: Cluster) -> None:
        """Add all that another cluster holds."""
        for mine, theirs in ((self.full, other.full), (self.short, other.short)):
            for surface, spelling in theirs.items():
                mine.setdefault(surface, SpellingCount()).take(spelling)
        self.kinds.update(other.kinds)
        self.titles.update(other.titles)
        self.proven = self.proven or other.proven
        self.listed = self.listed or other.listed

    def best(self) -> str:
        """Return the spelling to prefer: the most frequent, in ordinary case, with its marks."""
        return min(self.full, key=self._rank)

    def _rank(self, surface: str) -> tuple[bool, int, bool, bool, str]:
        return surface.islower(), -self.full[surface].count, surface.isupper(), surface.isascii(), surface


def recased(sighting: NameOccurrence) -> str:
    """Return the surface on one line; words of a line in capitals get ordinary ones."""
    surface = " ".join(sighting.surface.split())
    if sighting.style is not CapitalStyle.CAPS or not surface.isupper() or len(sighting.folds) < 2:
        return surface
    words = surface.split(" ")
    return " ".join(
        word.lower() if at and word.lower() in PARTICLES else _capitalised(word) for at, word in enumerate(words)
    )


def _capitalised(word: str) -> str:
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def decide_kind(cluster: Cluster, background: Lexicon) -> Kind:
    """Return the kind most sightings speak for; what the world knows decides when they are silent."""
    folded = fold(cluster.best()).replace("-", " ")
    votes = Counter({kind: count for kind, count in cluster.kinds.items() if kind is not Kind.OTHER})
    if background.place(folded) >= 3 and votes[Kind.PERSON] <= votes[Kind.PLACE]:
        return Kind.PLACE
    if votes:
        return min(votes, key=lambda kind: (-votes[kind], kind.value))
    if " " not in folded and background.word(folded) == 0 and background.surname(folded) + background.given(folded) > 0:
        return Kind.PERSON
    return Kind.OTHER


def tail(name: str) -> str:
    """Return the surname of a full name, with the small words that belong to it.

    >>> tail("Ursula von der Leyen"), tail("Nana Akufo-Addo"), tail("Martin Luther King Jr")
    ('von der Leyen', 'Akufo-Addo', 'King')
    """
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,").lower() in _NAME_SUFFIXES:
        words.pop()
    at = len(words) - 1
    while at > 1 and words[at - 1].islower() and fold(words[at - 1]) in PARTICLES:
        at -= 1
    return " ".join(words[at:]).strip(",")


def most_common_form(cluster: Cluster, kind: Kind, documents: Sequence[Document]) -> Name:
    """Return the frozen name of a cluster, aliases by count, provenance by source."""
    canonical = cluster.best()
    aliases = [_alias(surface, spelling, documents, short=False) for surface, spelling in cluster.full.items()]
    aliases += [
        _alias(surface, spelling, documents, short=True)
        for surface, spelling in cluster.short.items()
        if surface not in cluster.full
    ]
    aliases.sort(key=lambda alias: (alias.surface != canonical, alias.short, -alias.count, alias.surface))
    return Name(name_id(canonical, kind), canonical, kind, tuple(aliases), _ranked(cluster.titles))


def _ranked(titles: Counter[str]) -> tuple[str, ...]:
    """Return the titles by count, those that differ in case alone as one."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for title in sorted(titles, key=lambda title: (-titles[title], title)):
        counts[title.lower()] += titles[title]
        shown.setdefault(title.lower(), title)
    ranked = sorted(counts, key=lambda lower: (-counts[lower], lower))
    return tuple(shown[lower] for lower in ranked[:MAX_TITLES])


def name_id(canonical: str, kind: Kind) -> str:
    """Return the content hash of a name."""
    return hashlib.sha256(f"{kind.value}\n{canonical}".encode()).hexdigest()[:12]


def _alias(surface: str, spelling: SpellingCount, documents: Sequence[Document], *, short: bool) -> Alias:
    seen = tuple(
        Provenance(
            documents[number].source or documents[number].id, documents[number].id, span, date=documents[number].date
        )
        for number, span in sorted(spelling.places)
    )
    return Alias(surface, spelling.count, short, seen)
