"""Coreference: which occurrences are the same name, by spelling variants and by surnames that refer to a full name.

A surname is assigned to the person of that surname who was last named in full before it in the same source; else to the
first who is named after it there; else to the only person of that surname in all sources; else it is a separate name.
A given name alone is assigned likewise within its source. Similarity alone never merges two names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from repair.core.types import Document, Kind, Name
from repair.gazetteer.extract import lower_case_places
from repair.gazetteer.spelling_cluster import Cluster, SpellingCount, decide_kind, most_common_form, surname_of
from repair.text.lexicon import COMMON_WORD, LARGE_CITY, TOWN, Lexicon
from repair.text.mentions import NameOccurrence
from repair.text.normalize import fold
from repair.text.spelling_keys import spelling_keys
from repair.text.wordlists import BRIDGES, EVENTS, HONORIFICS, TITLES

Folds = tuple[str, ...]
Occurrences = Sequence[tuple[NameOccurrence, ...]]
"""The occurrences of names in each source."""
MAX_PERSON_WORDS = 6
# Of `Lexicon.place`: a place that a surname may be named after, and one that is meant itself rather than a person.
_RARE = 2  # occurrences up to which a single word needs evidence from outside the sources


def merge(
    documents: Sequence[Document],
    occurrences: Occurrences,
    lists: set[int],
    lexicon: Lexicon,
) -> list[Name]:
    """Return the names of all occurrences.

    Args:
        documents: The sources.
        occurrences: The occurrences in each source.
        lists: Numbers of the sources that are plain lists of names.
        lexicon: The words, places and given names that are known without any source.
    """
    people = _people(occurrences, lexicon)
    others = _assigned_to(people, occurrences, lists, lexicon)
    clusters = _unique(people.values())
    clusters += _merge_variants(_without_events(others), lexicon, _by_surname(clusters))
    clusters = _with_quoted_lower_case([cluster for cluster in clusters if _has_evidence(cluster, lexicon)], documents)
    return [most_common_form(cluster, decide_kind(cluster, lexicon), documents) for cluster in clusters]


def _people(occurrences: Occurrences, lexicon: Lexicon) -> dict[Folds, Cluster]:
    """Return an empty cluster for each folded full name of a person; spelling variants share one.

    `_assigned_to` fills the clusters. A full name has the form of one, or is of no known kind and ends in a surname
    that occurs alone in the same source.
    """
    forms: dict[Folds, Cluster] = {}
    for number, in_source in enumerate(occurrences):
        for occurrence in in_source:
            if (
                2 <= len(occurrence.folds) <= MAX_PERSON_WORDS
                and " " in occurrence.surface
                and not _has_initial(occurrence)
            ):
                forms.setdefault(occurrence.folds, Cluster()).add(occurrence, number)
    by_key: dict[str, Cluster] = {}
    people: dict[Folds, Cluster] = {}
    with_surname = _with_surname(occurrences, lexicon)
    for folds, form in sorted(forms.items(), key=lambda item: (-item[1].count, item[0])):
        kind = decide_kind(form, lexicon)
        if kind is not Kind.PERSON and not (kind is Kind.OTHER and folds in with_surname):
            continue
        keys = spelling_keys(form.best())
        cluster = next((by_key[key] for key in sorted(keys) if key in by_key), None) or Cluster()
        for key in keys:
            by_key.setdefault(key, cluster)
        people[folds] = cluster
    return people


def _has_initial(occurrence: NameOccurrence) -> bool:
    """Return whether an occurrence is an initial and a surname: "M. Rutte"."""
    return len(occurrence.folds) == 2 and len(occurrence.folds[0]) == 1


def _with_surname(occurrences: Occurrences, lexicon: Lexicon) -> set[Folds]:
    """Return the forms of two or three unknown words whose last word occurs alone in the same source: a surname."""
    forms: set[Folds] = set()
    for seen in occurrences:
        alone = {occurrence.folds[0] for occurrence in seen if len(occurrence.folds) == 1}
        for occurrence in seen:
            folds = occurrence.folds
            unknown = 2 <= len(folds) <= 3 and all(lexicon.word(word) == 0 for word in folds)
            if unknown and folds[-1] in alone and folds[0] not in alone and lexicon.place(folds[-1]) < TOWN:
                forms.add(folds)
    return forms


def _assigned_to(
    people: dict[Folds, Cluster],
    occurrences: Occurrences,
    lists: set[int],
    lexicon: Lexicon,
) -> dict[Folds, Cluster]:
    """Add full names and short forms to the clusters of ``people``; return the clusters of all other forms."""
    rest: dict[Folds, Cluster] = {}
    for number, of_document in enumerate(occurrences):
        listed = number in lists
        surnames, firsts = _bearers(of_document, people)
        for at, occurrence in enumerate(of_document):
            full = people.get(occurrence.folds)
            if full is not None:
                full.add(occurrence, number, listed=listed)
                continue
            bearer = None if listed else _bearer(occurrence, at, surnames, firsts, lexicon)
            if bearer is not None:
                bearer.add(occurrence, number, short=True)
            else:
                rest.setdefault(occurrence.folds, Cluster()).add(occurrence, number, listed=listed)
    return rest


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person, with the first letter of the name, whose full name is occurrence number ``at`` of a source."""

    at: int
    initial: str
    cluster: Cluster


Bearers = dict[str, list[Bearer]]
_place = attrgetter("at")


def _bearers(occurrences: Sequence[NameOccurrence], people: dict[Folds, Cluster]) -> tuple[Bearers, Bearers]:
    """Return the full names of people in a source, by the spelling keys of their surnames and of their first words.

    A surname is also indexed with an initial and a space before it.
    """
    surnames: Bearers = {}
    firsts: Bearers = {}
    for at, occurrence in enumerate(occurrences):
        cluster = people.get(occurrence.folds)
        if cluster is None:
            continue
        words = occurrence.surface.split()
        bearer = Bearer(at, occurrence.folds[0][0], cluster)
        for key in {key for part in (surname_of(occurrence.surface), words[-1]) for key in spelling_keys(part)}:
            surnames.setdefault(key, []).append(bearer)
            surnames.setdefault(f"{bearer.initial} {key}", []).append(bearer)
        for key in spelling_keys(words[0]):
            firsts.setdefault(key, []).append(bearer)
    return surnames, firsts


def _bearer(
    occurrence: NameOccurrence, at: int, surnames: Bearers, firsts: Bearers, lexicon: Lexicon
) -> Cluster | None:
    """Return the person that a short form refers to: the last named before it, or else the first named after it."""
    if occurrence.kind is not Kind.PERSON and lexicon.place(" ".join(occurrence.folds)) >= LARGE_CITY:
        return None
    if _has_initial(occurrence):
        keys = sorted(spelling_keys(occurrence.surface.split()[-1]))
        bearers = [surnames[name] for key in keys if (name := f"{occurrence.folds[0]} {key}") in surnames]
    else:
        keys = sorted(spelling_keys(occurrence.surface))
        bearers = [surnames[key] for key in keys if key in surnames]
        if not bearers and len(occurrence.folds) == 1 and len(occurrence.surface) > 1:
            bearers = [firsts[key] for key in keys if key in firsts]
    # The places of the bearers of a surname rise.
    before = [of_key[index - 1] for of_key in bearers if (index := bisect_left(of_key, at, key=_place)) > 0]
    if before:
        return max(before, key=_place).cluster
    return min((of_key[0] for of_key in bearers), key=_place).cluster if bearers else None


def _by_surname(clusters: Iterable[Cluster]) -> dict[str, list[Cluster]]:
    """Index people by the spelling keys of their surnames."""
    index: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        name = cluster.best()
        keys = {key for part in (surname_of(name), name.split()[-1]) for key in spelling_keys(part)}
        for key in sorted(keys):
            index.setdefault(key, []).append(cluster)
    return index


def _merge_variants(rest: dict[Folds, Cluster], lexicon: Lexicon, bearers: dict[str, list[Cluster]]) -> list[Cluster]:
    """Merge spelling variants of the other forms; assign a surname to the only person who has it."""
    by_key: dict[str, Cluster] = {}
    clusters: list[Cluster] = []
    for folds, form in sorted(rest.items(), key=lambda item: (-item[1].count, item[0])):
        if _is_two_names(folds, form, rest, bearers):
            continue
        keys = sorted(spelling_keys(form.best()))
        kind = decide_kind(form, lexicon)
        owners = _unique(bearer for key in keys for bearer in bearers.get(key, ()))
        if len(owners) == 1 and kind in (Kind.PERSON, Kind.OTHER) and lexicon.place(" ".join(folds)) < LARGE_CITY:
            owners[0].merge(Cluster(short=form.full, titles=form.titles))
            continue
        cluster = next((by_key[key] for key in keys if key in by_key), None)
        if cluster is not None and _compatible(decide_kind(cluster, lexicon), kind, cluster, form):
            cluster.merge(form)
            continue
        clusters.append(form)
        for key in keys:
            by_key.setdefault(key, form)
    return clusters


def _compatible(a: Kind, b: Kind, cluster: Cluster, form: Cluster) -> bool:
    """Return whether a form of kind ``b`` may be a spelling of the cluster, of kind ``a``: no person is a town."""
    return a is b or Kind.OTHER in (a, b) or fold(cluster.best()) == fold(form.best())


def _is_two_names(folds: Folds, form: Cluster, rest: dict[Folds, Cluster], bearers: dict[str, list[Cluster]]) -> bool:
    """Return whether a form is two names with a hyphen, each of which occurs alone: "Trump-Putin"."""
    if len(folds) != 2 or "-" not in form.best():
        return False
    return all((word,) in rest or bool(bearers.get(next(iter(spelling_keys(word)), ""))) for word in folds)


def _has_evidence(cluster: Cluster, lexicon: Lexicon) -> bool:
    """Return whether the evidence for a name suffices: more than common words in a headline or one rare capital."""
    if not cluster.full:
        return False
    words = fold(cluster.best()).split()
    if len(words) == 1 and cluster.count <= _RARE and not cluster.listed:
        is_name = cluster.inside and words[0] not in HONORIFICS | TITLES
        is_rare_word = lexicon.word(words[0]) < COMMON_WORD
        return is_name or is_rare_word or decide_kind(cluster, lexicon) is not Kind.OTHER
    return cluster.attested or any(lexicon.word(word) == 0 for word in words)


def _without_events(rest: dict[Folds, Cluster]) -> dict[Folds, Cluster]:
    """Merge "Coalition of the Willing Summit" into "Coalition of the Willing" if that occurs on its own."""
    for folds in sorted(rest, key=len, reverse=True):
        shorter = folds[:-1]
        if len(folds) >= 3 and folds[-1] in EVENTS and shorter in rest:
            rest[shorter].attested = rest[shorter].attested or rest[folds].attested
            del rest[folds]
    return rest


def _with_quoted_lower_case(clusters: list[Cluster], documents: Sequence[Document]) -> list[Cluster]:
    """Add quoted lower-case spellings of names with a connective: “coalition of the willing”.

    Without quotation marks such a phrase is ordinary text; clusters that occur mostly without are dropped.
    """
    owners: dict[str, Cluster] = {}
    for cluster in clusters:
        for surface in cluster.full:
            words = surface.split()
            if len(words) >= 3 and any(word in BRIDGES for word in words):
                owners.setdefault(surface.lower(), cluster)
    unquoted: Counter[str] = Counter()
    for phrase, number, span, quoted in lower_case_places(documents, owners):
        if quoted:
            owners[phrase].full.setdefault(phrase, SpellingCount()).add(number, span)
        else:
            unquoted[phrase] += 1
    dropped = {id(owners[phrase]) for phrase, count in unquoted.items() if count >= owners[phrase].count}
    return [cluster for cluster in clusters if id(cluster) not in dropped]


def _unique(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Return each cluster once, in order."""
    return list({id(cluster): cluster for cluster in clusters}.values())
