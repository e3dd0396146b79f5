"""`Cluster`: the spellings of one name, with their occurrences, kinds and titles.

Which occurrences belong to one cluster is decided in ``coreference``. A cluster is mutable while a gazetteer is built;
`most_common_form` turns it into an immutable `Name`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from repair.core.types import Alias, Document, Kind, Name, Provenance, Span
from repair.text.capital_style import CapitalStyle
from repair.text.lexicon import COMMON_NAME, LARGE_CITY, Lexicon
from repair.text.mentions import NameOccurrence
from repair.text.name_case import name_from_capitals
from repair.text.normalize import fold
from repair.text.wordlists import PARTICLES

MAX_SEEN = 6  # stored occurrences of one spelling; all are counted
MAX_TITLES = 8
# A title beside a name is better evidence of a person than the words of the name.
TITLE_WEIGHT = 4
_ACRONYM = 3  # letters up to which a word in capitals may be an acronym and not a given name
_NAME_SUFFIXES = frozenset("jr sr ii iii iv".split())


@dataclass(slots=True)
class SpellingCount:
    """The number of occurrences of a spelling, and the first ones as (number of the source, span)."""

    count: int = 0
    places: list[tuple[int, Span]] = field(default_factory=list)

    def add(self, document: int, span: Span) -> None:
        """Count an occurrence; at most two of one source are stored."""
        self.count += 1
        in_document = sum(place[0] == document for place in self.places)
        if len(self.places) < MAX_SEEN and in_document < 2:
            self.places.append((document, span))

    def merge(self, other: SpellingCount) -> None:
        """Add the occurrences of another spelling."""
        self.count += other.count
        self.places = sorted([*self.places, *other.places])[:MAX_SEEN]


@dataclass(slots=True)
class Cluster:
    """Spellings of one name: full forms and short forms.

    ``attested``: a form occurs in prose or in a list of names; ``listed``: in a list of names; ``inside``: after a
    word in lower case in prose, where only names have a capital.
    """

    full: dict[str, SpellingCount] = field(default_factory=dict)
    short: dict[str, SpellingCount] = field(default_factory=dict)
    kinds: Counter[Kind] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    attested: bool = False
    listed: bool = False
    inside: bool = False

    @property
    def count(self) -> int:
        """The number of occurrences of the full forms."""
        return sum(spelling.count for spelling in self.full.values())

    def add(self, occurrence: NameOccurrence, document: int, *, short: bool = False, listed: bool = False) -> None:
        """Add one occurrence."""
        surface = recased(occurrence)
        spellings = self.short if short else self.full
        spellings.setdefault(surface, SpellingCount()).add(document, occurrence.span)
        if not short:
            self.kinds[occurrence.kind] += TITLE_WEIGHT if occurrence.title else 1
        if occurrence.title:
            self.titles[occurrence.title] += 1
        is_prose = occurrence.style is CapitalStyle.PROSE
        self.attested = self.attested or listed or is_prose
        self.inside = self.inside or (is_prose and not listed and occurrence.inside)
        self.listed = self.listed or listed

    def merge(self, other: Cluster) -> None:
        """Add everything in another cluster."""
        for spellings, added in ((self.full, other.full), (self.short, other.short)):
            for surface, spelling in added.items():
                spellings.setdefault(surface, SpellingCount()).merge(spelling)
        self.kinds.update(other.kinds)
        self.titles.update(other.titles)
        self.attested = self.attested or other.attested
        self.inside = self.inside or other.inside
        self.listed = self.listed or other.listed

    def best(self) -> str:
        """Return the preferred spelling: in ordinary case, the most frequent, with accents."""
        return min(self.full, key=self._rank)

    def _rank(self, surface: str) -> tuple[bool, int, bool, bool, str]:
        return surface.islower(), -self.full[surface].count, surface.isupper(), surface.isascii(), surface


def recased(occurrence: NameOccurrence) -> str:
    """Return the surface on one line; a name in capitals gets ordinary case, in prose only where it is a person's."""
    surface = " ".join(occurrence.surface.split())
    if not surface.isupper() or len(occurrence.folds) < 2:
        return surface
    if occurrence.style is not CapitalStyle.CAPS and not _is_person_in_capitals(occurrence):
        return surface
    return name_from_capitals(surface, Lexicon.load())


def _is_person_in_capitals(occurrence: NameOccurrence) -> bool:
    """Return whether a name in capitals is a person's, such as that of a speaker, and no acronym: "JANE ROE: We …"."""
    first = occurrence.folds[0]
    return occurrence.kind is Kind.PERSON and Lexicon.load().given(first) >= COMMON_NAME and len(first) > _ACRONYM


def decide_kind(cluster: Cluster, lexicon: Lexicon) -> Kind:
    """Return the kind that most occurrences suggest, or else the one that the lexicon suggests."""
    folded = fold(cluster.best()).replace("-", " ")
    votes = Counter({kind: count for kind, count in cluster.kinds.items() if kind is not Kind.OTHER})
    if lexicon.place(folded) >= LARGE_CITY and votes[Kind.PERSON] <= votes[Kind.PLACE]:
        return Kind.PLACE
    if votes:
        return min(votes, key=lambda kind: (-votes[kind], kind.value))
    if " " not in folded and lexicon.word(folded) == 0 and lexicon.surname(folded) + lexicon.given(folded) > 0:
        return Kind.PERSON
    return Kind.OTHER


def surname_of(name: str) -> str:
    """Return the surname of a full name, including its particles.

    >>> surname_of("Ursula von der Leyen"), surname_of("Nana Akufo-Addo"), surname_of("Martin Luther King Jr")
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
    """Return the immutable name of a cluster: aliases by count, provenance by source.

    Args:
        cluster: The spellings of one name.
        kind: What the name denotes.
        documents: The sources, in the order by which the cluster numbers them.
    """
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
    """Return the titles by count; titles that differ only in case are merged."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for title in sorted(titles, key=lambda title: (-titles[title], title)):
        counts[title.lower()] += titles[title]
        shown.setdefault(title.lower(), title)
    ranked = sorted(counts, key=lambda lower: (-counts[lower], lower))
    return tuple(shown[lower] for lower in ranked[:MAX_TITLES])


def name_id(canonical: str, kind: Kind) -> str:
    """Return the content hash of a name (12 hexadecimal digits)."""
    return hashlib.sha256(f"{kind.value}\n{canonical}".encode()).hexdigest()[:12]


def _alias(surface: str, spelling: SpellingCount, documents: Sequence[Document], *, short: bool) -> Alias:
    seen = tuple(
        Provenance(
            documents[number].source or documents[number].id, documents[number].id, span, date=documents[number].date
        )
        for number, span in sorted(spelling.places)
    )
    return Alias(surface, spelling.count, short, seen)
