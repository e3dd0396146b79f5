"""Times the search of a packed gazetteer for mangled words and names, and counts how often the right one is found.

Run by hand, not collected:  python benchmarks/bench_name_search.py GAZETTEER... [--words N]
Words are first words of its names; whole names are searched without their spaces. In each, one letter is changed, added
or left out. Times are processor time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from repair.gazetteer import Gazetteer
from repair.gazetteer.name_search import NameSearch, terms_of
from repair.pipeline.name_retrieval import MAX_TERMS, MIN_SIMILARITY

LETTERS = "aeioulnrst"


def mangled(word: str, rng: random.Random) -> str:
    """Return the word with one letter changed, added or left out."""
    at = rng.randrange(len(word))
    end = at + (rng.random() < 0.5)
    letter = rng.choice(("", rng.choice(LETTERS))) if end > at else rng.choice(LETTERS)
    return word[:at] + letter + word[end:]


def terms(gazetteer: Gazetteer, count: int, which: int) -> list[str]:
    """Return a term of ``count`` names of several words: the first word (0), or the whole without spaces (-1)."""
    rng = random.Random(1)
    picked: list[str] = []
    while len(picked) < count:
        of_name = terms_of(gazetteer.names[rng.randrange(len(gazetteer.names))].canonical)
        if len(of_name) > 1 and len(of_name[which]) > 3:
            picked.append(of_name[which])
    return picked


def measure(search: NameSearch, right: Sequence[str]) -> tuple[list[float], float]:
    """Return the milliseconds of each search, warm, and the share of the terms that were found (0-1)."""
    rng = random.Random(2)
    queries = [mangled(term, rng) for term in right]
    for query in queries:  # others, since the results of the last searches are cached
        search.search(query[::-1], limit=MAX_TERMS, least=MIN_SIMILARITY)
    times, hits = [], 0
    for term, query in zip(right, queries, strict=True):
        before = time.process_time()
        matches = search.search(query, limit=MAX_TERMS, least=MIN_SIMILARITY)
        times.append((time.process_time() - before) * 1000)
        hits += any(search.term(match.term) == term for match in matches)
    return times, hits / len(right)


def main() -> None:
    """Print a line for each gazetteer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("gazetteers", type=Path, nargs="+")
    parser.add_argument("--words", type=int, default=300)
    options = parser.parse_args()
    for path in options.gazetteers:
        start = time.perf_counter()
        gazetteer = Gazetteer.load(path)
        gazetteer.listed("Nobody Whom One Knows")
        loaded = (time.perf_counter() - start) * 1000
        print(f"{len(gazetteer.names):,} names: loaded in {loaded:.0f} ms")  # noqa: T201
        for label, which in (("word", 0), ("whole name", -1)):
            times, recall = measure(gazetteer.name_search, terms(gazetteer, options.words, which))
            median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
            print(  # noqa: T201
                f"  a search for a {label} takes {median:.2f} ms (95th percentile {slow:.2f} ms) "
                f"and finds {recall:.1%} of them"
            )


if __name__ == "__main__":
    main()
