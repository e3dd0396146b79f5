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
from repair.review.auth import Authenticator, TokenAuth
from repair.review.checker import TextChecker
from repair.review.middleware import App, SecurityPolicy
from repair.review.requests import AppState
from repair.review.server import listen, serve

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
RULES = SecurityPolicy(frozenset({HOST, "localhost:8765"}), frozenset({ORIGIN}))


def holder(name: str = "Ada") -> TokenAuth:
    """Return somebody with a token."""
    return TokenAuth(name, "repair-8765")


def house(
    store: DecisionStore,
    people: Authenticator | None = None,
    *,
    rules: SecurityPolicy = RULES,
    out: Path | None = None,
    repairer: Repairer | None = None,
) -> House:
    """Return the application over ``store``."""
    return make_app(AppState(store, TextChecker(store, repairer), out), people or holder(), rules)


def client(house_: House, *, known: bool = True) -> TestClient:
    """Return a client on this machine; ``known`` to the application as the holder of its token."""
    made = TestClient(house_.served, base_url=ORIGIN, client=("127.0.0.1", 50_000), follow_redirects=False)
    people = house_.inner.state.people
    if known and isinstance(people, TokenAuth):
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
