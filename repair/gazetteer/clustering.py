"""Decide which sightings are one name: spelling variants, and surnames that stand for a full name.

A surname goes to the person the same source names in full, the one named last before it; without one, to
the only person of all sources who bears it; else it stays a name by itself. Never merges by mere likeness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from repair.core.types import Document, Kind, Name
from repair.gazetteer.cluster import Cluster, SpellingCount, decide_kind, most_common_form, tail
from repair.gazetteer.extract import lower_case_places
from repair.text.lexicon import Lexicon
from repair.text.mentions import NameOccurrence
from repair.text.normalize import fold
from repair.text.spelling_keys import spelling_keys
from repair.text.wordlists import BRIDGES, EVENTS

Folds = tuple[str, ...]
MAX_PERSON_WORDS = 6


def merge(
    documents: Sequence[Document], sightings: Sequence[tuple[NameOccurrence, ...]], lists: set[int], background: Lexicon
) -> list[Name]:
    """Return the names of all sightings; ``lists`` are the numbers of sources that are plain lists."""
    people = _people(sightings, background)
    rest = _attach(sightings, people, lists, background)
    clusters = _distinct(people.values())
    clusters += _united(_shortened(rest), background, _by_tail(clusters))
    clusters = _lower_case([cluster for cluster in clusters if _worth(cluster, background)], documents)
    return [most_common_form(cluster, decide_kind(cluster, background), documents) for cluster in clusters]


def _people(sightings: Sequence[tuple[NameOccurrence, ...]], background: Lexicon) -> dict[Folds, Cluster]:
    """Return, for each folded form that is a person's full name, its (still empty) cluster; variants share one."""
    forms: dict[Folds, Cluster] = {}
    for number, found in enumerate(sightings):
        for sighting in found:
            if 2 <= len(sighting.folds) <= MAX_PERSON_WORDS and " " in sighting.surface and not _initialled(sighting):
                forms.setdefault(sighting.folds, Cluster()).note(sighting, number)
    by_key: dict[str, Cluster] = {}
    people: dict[Folds, Cluster] = {}
    surnamed = _surnamed(sightings, background)
    for folds, form in sorted(forms.items(), key=lambda item: (-item[1].count, item[0])):
        kind = decide_kind(form, background)
        if kind is not Kind.PERSON and not (kind is Kind.OTHER and folds in surnamed):
            continue
        keys = spelling_keys(form.best())
        cluster = next((by_key[key] for key in sorted(keys) if key in by_key), None) or Cluster()
        for key in keys:
            by_key.setdefault(key, cluster)
        people[folds] = cluster
    return people


def _initialled(sighting: NameOccurrence) -> bool:
    """Tell whether a sighting is an initial and a surname: "M. Rutte"."""
    return len(sighting.folds) == 2 and len(sighting.folds[0]) == 1


def _surnamed(sightings: Sequence[tuple[NameOccurrence, ...]], background: Lexicon) -> set[Folds]:
    """Return the unknown two- and three-word forms whose last word stands alone in the same source: a surname."""
    found: set[Folds] = set()
    for seen in sightings:
        alone = {sighting.folds[0] for sighting in seen if len(sighting.folds) == 1}
        for sighting in seen:
            folds = sighting.folds
            unknown = 2 <= len(folds) <= 3 and all(background.word(word) == 0 for word in folds)
            if unknown and folds[-1] in alone and folds[0] not in alone and background.place(folds[-1]) < 2:
                found.add(folds)
    return found


def _attach(
    sightings: Sequence[tuple[NameOccurrence, ...]], people: dict[Folds, Cluster], lists: set[int], background: Lexicon
) -> dict[Folds, Cluster]:
    """Give full names and the short forms of each source to its people; return the forms left over."""
    rest: dict[Folds, Cluster] = {}
    for number, found in enumerate(sightings):
        listed = number in lists
        surnames, firsts = _bearers(found, people)
        for at, sighting in enumerate(found):
            full = people.get(sighting.folds)
            if full is not None:
                full.note(sighting, number, listed=listed)
                continue
            bearer = None if listed else _bearer(sighting, at, surnames, firsts, background)
            if bearer is not None:
                bearer.note(sighting, number, short=True)
            else:
                rest.setdefault(sighting.folds, Cluster()).note(sighting, number, listed=listed)
    return rest


@dataclass(frozen=True, slots=True)
class Bearer:
    """A person named in full at one place of a source (the number of the sighting)."""

    at: int
    initial: str
    cluster: Cluster


Bearers = dict[str, list[Bearer]]


def _bearers(found: Sequence[NameOccurrence], people: dict[Folds, Cluster]) -> tuple[Bearers, Bearers]:
    """Return where a source names people in full, by the keys of their surnames and of their first words."""
    surnames: Bearers = {}
    firsts: Bearers = {}
    for at, sighting in enumerate(found):
        cluster = people.get(sighting.folds)
        if cluster is None:
            continue
        words = sighting.surface.split()
        bearer = Bearer(at, sighting.folds[0][0], cluster)
        for key in {key for part in (tail(sighting.surface), words[-1]) for key in spelling_keys(part)}:
            surnames.setdefault(key, []).append(bearer)
        for key in spelling_keys(words[0]):
            firsts.setdefault(key, []).append(bearer)
    return surnames, firsts


def _bearer(
    sighting: NameOccurrence, at: int, surnames: Bearers, firsts: Bearers, background: Lexicon
) -> Cluster | None:
    """Return the person a short form stands for in its source: the one named last before it, else the first after."""
    if sighting.kind is not Kind.PERSON and background.place(" ".join(sighting.folds)) >= 3:
        return None
    if _initialled(sighting):
        keys = sorted(spelling_keys(sighting.surface.split()[-1]))
        bearers = [bearer for key in keys for bearer in surnames.get(key, ()) if bearer.initial == sighting.folds[0]]
    else:
        keys = sorted(spelling_keys(sighting.surface))
        bearers = [bearer for key in keys for bearer in surnames.get(key, ())]
        if not bearers and len(sighting.folds) == 1 and len(sighting.surface) > 1:
            bearers = [bearer for key in keys for bearer in firsts.get(key, ())]
    before = [bearer for bearer in bearers if bearer.at < at]
    if before:
        return max(before, key=lambda bearer: bearer.at).cluster
    return min(bearers, key=lambda bearer: bearer.at).cluster if bearers else None


def _by_tail(clusters: Iterable[Cluster]) -> dict[str, list[Cluster]]:
    """Index people by the keys of their surnames."""
    index: dict[str, list[Cluster]] = {}
    for cluster in clusters:
        name = cluster.best()
        keys = {key for part in (tail(name), name.split()[-1]) for key in spelling_keys(part)}
        for key in sorted(keys):
            index.setdefault(key, []).append(cluster)
    return index


def _united(rest: dict[Folds, Cluster], background: Lexicon, bearers: dict[str, list[Cluster]]) -> list[Cluster]:
    """Merge spelling variants among the forms left over; a surname only one person bears goes to that person."""
    by_key: dict[str, Cluster] = {}
    clusters: list[Cluster] = []
    for folds, form in sorted(rest.items(), key=lambda item: (-item[1].count, item[0])):
        if _joined_names(folds, form, rest, bearers):
            continue
        keys = sorted(spelling_keys(form.best()))
        kind = decide_kind(form, background)
        owners = _distinct(bearer for key in keys for bearer in bearers.get(key, ()))
        if len(owners) == 1 and kind in (Kind.PERSON, Kind.OTHER) and background.place(" ".join(folds)) < 3:
            owners[0].take(Cluster(short=form.full, titles=form.titles))
            continue
        known = next((by_key[key] for key in keys if key in by_key), None)
        if known is not None and _compatible(decide_kind(known, background), kind, known, form):
            known.take(form)
            continue
        clusters.append(form)
        for key in keys:
            by_key.setdefault(key, form)
    return clusters


def _compatible(a: Kind, b: Kind, known: Cluster, form: Cluster) -> bool:
    """Tell whether two kinds may be one name: a person's name is no variant spelling of a town's."""
    return a is b or Kind.OTHER in (a, b) or fold(known.best()) == fold(form.best())


def _joined_names(folds: Folds, form: Cluster, rest: dict[Folds, Cluster], bearers: dict[str, list[Cluster]]) -> bool:
    """Tell whether a hyphen joins two names that stand for themselves elsewhere: "Trump-Putin"."""
    if len(folds) != 2 or "-" not in form.best():
        return False
    return all((word,) in rest or bool(bearers.get(next(iter(spelling_keys(word)), ""))) for word in folds)


def _worth(cluster: Cluster, background: Lexicon) -> bool:
    """Tell whether the sightings are enough: a headline alone does not make plain words a name, nor one capital."""
    if not cluster.full:
        return False
    words = fold(cluster.best()).split()
    if len(words) == 1 and cluster.count <= 2 and not cluster.listed:
        return background.word(words[0]) < 3 or decide_kind(cluster, background) is not Kind.OTHER
    return cluster.proven or any(background.word(word) == 0 for word in words)


def _shortened(rest: dict[Folds, Cluster]) -> dict[Folds, Cluster]:
    """Count "Coalition of the Willing Summit" as "Coalition of the Willing" where that stands by itself elsewhere."""
    for folds in sorted(rest, key=len, reverse=True):
        shorter = folds[:-1]
        if len(folds) >= 3 and folds[-1] in EVENTS and shorter in rest:
            rest[shorter].proven = rest[shorter].proven or rest[folds].proven
            del rest[folds]
    return rest


def _lower_case(clusters: list[Cluster], documents: Sequence[Document]) -> list[Cluster]:
    """Add quoted lower-case spellings of names that hold a small word: “coalition of the willing”.

    Without quotes the phrase is plain words; clusters that are mostly that are left out.
    """
    owners: dict[str, Cluster] = {}
    for cluster in clusters:
        for surface in cluster.full:
            words = surface.split()
            if len(words) >= 3 and any(word in BRIDGES for word in words):
                owners.setdefault(surface.lower(), cluster)
    plain: Counter[str] = Counter()
    for phrase, number, span, quoted in lower_case_places(documents, owners):
        if quoted:
            owners[phrase].full.setdefault(phrase, SpellingCount()).note(number, span)
        else:
            plain[phrase] += 1
    dropped = {id(owners[phrase]) for phrase, count in plain.items() if count >= owners[phrase].count}
    return [cluster for cluster in clusters if id(cluster) not in dropped]


def _distinct(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Return each cluster once, in order."""
    return list({id(cluster): cluster for cluster in clusters}.values())
