"""Times every page of the review desk over HTTP on this machine: 200 stories of 5 KB with 1,000 suggestions.

Run by hand, not collected:  PYTHONPATH=tests python benchmarks/bench_review.py [--database URL] [--stories
N] [--times N]
Client and server share one process, so the times are upper bounds. The processor time is that of both; it says more
than the clock where other programs run. The copy is made up.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx2
from review_fixtures import listen, review_app, running, token_auth
from speed_copy import copy_of, mangle, stories

from repair.core.types import Alternative, Citation, Document, Kind, Reason, Span, Suggestion
from repair.decisions import commands, ingest, queue
from repair.decisions.models import Answer, NewDecision
from repair.decisions.store import DatabaseStore
from repair.formats import parse
from repair.review.middleware import SecurityPolicy

EACH = 5  # suggestions a story, the last of them an unverified name
DECIDED = 20  # one story in 20 is decided


def suggestions(text: str, changes: list[tuple[str, str]]) -> list[Suggestion]:
    """Return a suggestion for every changed name, with as much evidence as real ones carry."""
    proposed = []
    for at, (wrong, right) in enumerate(changes):
        start, flag = text.index(wrong), at == EACH - 1
        evidence = tuple(Citation(f"source-{n}.txt", f"… {right} said so …" * 4, "2026-11-20") for n in range(3))
        reasons = tuple(Reason(f"key-{n}", "the model prefers this name to the others", 2 - n) for n in range(5))
        proposed.append(
            Suggestion.at(
                Document("", text),
                Span(start, start + len(wrong)),
                None if flag else right,
                confidence=None if flag else 0.5 + at / 10,
                kind=Kind.PERSON,
                alternatives=(Alternative(right + "a", 0.1), Alternative(right + "e", 0.05)),
                evidence=() if flag else evidence,
                reasons=reasons,
                signature="bench",
            )
        )
    return proposed


def fill(store: DatabaseStore, count: int) -> None:
    """Add ``count`` stories; half of the names are in other stories too."""
    rng, incoming = random.Random(3), []
    common = [name.split()[-1] for story in stories(8, seed=9) for name, kind in story.names if kind == "person"]
    for number, copy in enumerate(stories(count)):
        text, changes = copy_of(copy, number).text, []
        words = dict.fromkeys(name.split()[-1] for name, _ in copy.names if name.split()[-1] in text)
        for at, word in enumerate(list(words)[:EACH]):
            right = rng.choice(common) if at % 2 else word
            wrong = mangle(right, rng) + "q"  # unique in the text
            text = text.replace(word, wrong, 1)
            changes.append((wrong, right))
        new_story = ingest.story_from(parse(f"story-{number}.txt", text.encode()), source=f"wire {number % 7}")
        incoming.append(ingest.IncomingStory(new_story, suggestions(text, changes)))
    ingest.add(store, incoming)
    for line in queue.entries(store, size=count)[::DECIDED]:
        for case in queue.in_story(store, line.id):
            answer = Answer.CORRECT if case.flag else Answer.ACCEPT
            commands.decide(store, NewDecision(case.suggestion.id, answer, "Ada", confirmed=True))


def timed(ask: Callable[[], httpx2.Response], times: int) -> tuple[float, float, float]:
    """Return the median and the longest time that a response took, and the mean processor time; all in ms."""
    times_taken, processor = [], time.process_time()
    for _ in range(times):
        start = time.perf_counter()
        response = ask()
        times_taken.append((time.perf_counter() - start) * 1000)
        if response.status_code >= 400:
            raise SystemExit(f"{response.request.url}: {response.status_code} {response.text[:200]}")
    return statistics.median(times_taken), max(times_taken), (time.process_time() - processor) * 1000 / times


def requests(client: httpx2.Client, store: DatabaseStore) -> dict[str, Callable[[], httpx2.Response]]:
    """Return the requests for every page, and for the actions of its keys."""
    line = queue.entries(store)[0]
    cases = queue.in_story(store, line.id)
    first, name = cases[0].suggestion.id, cases[0].suggestion.replacement or ""
    part = {"x-fragment": "yes"}
    waiting = iter([case for each in queue.entries(store, size=200) for case in queue.in_story(store, each.id)])

    def decide() -> httpx2.Response:
        case = next(waiting)
        data = {"suggestion": case.suggestion.id, "verdict": "reject"}
        return client.post(f"/story/{case.story_id}/decide", data=data, headers=part)

    def get(path: str) -> Callable[[], httpx2.Response]:
        return lambda: client.get(path)

    return {
        "queue": get("/"),
        "queue, last page": get("/?page=3"),
        "queue, searched": get("/?q=lighthouse"),
        "queue, filtered": get("/?kind=person&low=0.7&name=a&days=7"),
        "queue, mine": get("/?assigned=mine"),
        "accept a set, preview": get("/set?low=0.7"),
        "looking for changes": get("/changes"),
        "story": get(f"/story/{line.id}?at={first}"),
        "accept all, preview": get(f"/all?name={name}&story={line.id}&scope=queue"),
        "before and after": get(f"/story/{line.id}/compare"),
        "cleaned copy": get(f"/story/{line.id}/copy"),
        "unverified": get("/unverified"),
        "history": get("/history"),
        "history of a name": get(f"/history?name={name}"),
        "shift": get("/shift"),
        "assign": get(f"/story/{line.id}/assign"),
        "assign what matches": get("/assign?state=open"),
        "help": get("/help"),
        "deciding (the part that changes)": decide,
        "undoing": lambda: client.post("/undo", headers=part),
    }


def main() -> None:
    """Fill a store, serve it, time it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--database", help="by default a SQLite file of its own")
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--times", type=int, default=40, help="how often each page is asked for")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        DatabaseStore(options.database or Path(folder) / "bench.sqlite") as store,
    ):
        fill(store, options.stories)
        opened, place = listen("127.0.0.1", 0)
        people = replace(token_auth(), cookie=f"repair-{place.port}")
        served = review_app(store, people, policy=SecurityPolicy(place.hosts(), frozenset({place.address})))
        with opened, running(served, opened), httpx2.Client(base_url=place.address, follow_redirects=True) as client:
            client.get("/enter", params={"token": people.token})
            progress = queue.progress(store)
            print(f"{store.shown.split(':')[0]}: {progress.stories:,} stories, {progress.total:,} suggestions; ms")  # noqa: T201
            for name, ask in requests(client, store).items():
                middle, longest, processor = timed(ask, options.times)
                print(f"{name:34} median {middle:6.1f}   longest {longest:6.1f}   processor {processor:6.1f}")  # noqa: T201


if __name__ == "__main__":
    main()
