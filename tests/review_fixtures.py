"""What the tests of the review page share: an application over a store, and somebody who may use it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from repair.decisions.store import DecisionStore
from repair.pipeline.repairer import Repairer
from repair.review.app import House, make_app
from repair.review.auth import People, TokenHolder
from repair.review.checker import Checker
from repair.review.middleware import App, Rules
from repair.review.requests import Office
from repair.review.server import listen, serve

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
RULES = Rules(frozenset({HOST, "localhost:8765"}), frozenset({ORIGIN}))


def holder(name: str = "Ada") -> TokenHolder:
    """Return somebody with a token."""
    return TokenHolder(name, "repair-8765")


def house(
    store: DecisionStore,
    people: People | None = None,
    *,
    rules: Rules = RULES,
    out: Path | None = None,
    repairer: Repairer | None = None,
) -> House:
    """Return the application over ``store``."""
    return make_app(Office(store, Checker(store, repairer), out), people or holder(), rules)


def client(house_: House, *, known: bool = True) -> TestClient:
    """Return a client on this machine; ``known`` to the application as the holder of its token."""
    made = TestClient(house_.served, base_url=ORIGIN, client=("127.0.0.1", 50_000), follow_redirects=False)
    people = house_.inner.state.people
    if known and isinstance(people, TokenHolder):
        made.cookies.set(people.cookie, people.session)
    return made


@contextmanager
def running(app: App, opened: socket.socket) -> Iterator[None]:
    """Serve ``app`` in a thread while the block runs."""
    ready = threading.Event()
    threading.Thread(target=serve, args=(app, opened), kwargs={"started": ready.set}, daemon=True).start()
    assert ready.wait(300)
    yield


__all__ = ["HOST", "ORIGIN", "RULES", "client", "holder", "house", "listen", "running"]
