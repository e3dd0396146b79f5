"""Times the search of a packed gazetteer for mangled words of its names, and counts how often the word is found.

Run by hand, not collected:  python benchmarks/bench_name_search.py GAZETTEER... [--words N]
Each word is a term of the gazetteer with one letter changed, added or left out. Times are processor time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path

from repair.gazetteer import Gazetteer
from repair.gazetteer.name_search import NameSearch
from repair.pipeline.name_retrieval import MAX_TERMS, MIN_SIMILARITY

LETTERS = "aeioulnrst"


def mangled(word: str, rng: random.Random) -> str:
    """Return the word with one letter changed, added or left out."""
    at = rng.randrange(len(word))
    end = at + (rng.random() < 0.5)
    letter = rng.choice(("", rng.choice(LETTERS))) if end > at else rng.choice(LETTERS)
    return word[:at] + letter + word[end:]


def measure(search: NameSearch, count: int) -> tuple[list[float], float]:
    """Return the milliseconds of each search, warm, and the share of the words that were found (0-1)."""
    rng = random.Random(1)
    terms = [term for term in (search.term(rng.randrange(len(search))) for _ in range(count)) if len(term) > 3]
    queries = [mangled(term, rng) for term in terms]
    for query in queries:  # others, since the results of the last searches are cached
        search.search(query[::-1], limit=MAX_TERMS, least=MIN_SIMILARITY)
    times, hits = [], 0
    for term, query in zip(terms, queries, strict=True):
        before = time.process_time()
        matches = search.search(query, limit=MAX_TERMS, least=MIN_SIMILARITY)
        times.append((time.process_time() - before) * 1000)
        hits += any(search.term(match.term) == term for match in matches)
    return times, hits / len(terms)


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
        times, recall = measure(gazetteer.name_search, options.words)
        median, slow = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(  # noqa: T201
            f"{len(gazetteer.names):,} names: loaded in {loaded:.0f} ms; a search takes {median:.2f} ms "
            f"(95th percentile {slow:.2f} ms) and finds {recall:.1%} of the words"
        )


if __name__ == "__main__":
    main()
