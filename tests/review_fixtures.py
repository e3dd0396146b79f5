"""Fixtures for tests of the review page: an application over a store, and a client with access."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.testclient import TestClient

from repair.core.protocols import DecisionStore
from repair.decisions.sessions import SessionStore
from repair.pipeline.repairer import Repairer
from repair.review.app import make_app
from repair.review.auth import Authenticator, TokenAuth
from repair.review.checker import TextChecker
from repair.review.middleware import App, SecurityMiddleware, SecurityPolicy
from repair.review.requests import AppState
from repair.review.server import listen, serve

HOST = "127.0.0.1:8765"
ORIGIN = f"http://{HOST}"
POLICY = SecurityPolicy(frozenset({HOST, "localhost:8765"}), frozenset({ORIGIN}))


def token_auth(name: str = "Ada") -> TokenAuth:
    """Return an authenticator for one person with a token."""
    return TokenAuth(name, "repair-8765")


def review_app(
    store: DecisionStore,
    authenticator: Authenticator | None = None,
    *,
    policy: SecurityPolicy = POLICY,
    out: Path | None = None,
    repairer: Repairer | None = None,
) -> SecurityMiddleware:
    """Return the application over ``store``."""
    return make_app(AppState(store, TextChecker(store, repairer), out), authenticator or token_auth(), policy)


def client(app: SecurityMiddleware, *, signed_in: bool = True) -> TestClient:
    """Return a client on this machine, by default with the cookie of the application's token."""
    browser = TestClient(app, base_url=ORIGIN, client=("127.0.0.1", 50_000), follow_redirects=False)
    assert isinstance(app.app, FastAPI)
    authenticator = app.app.state.authenticator
    if signed_in and isinstance(authenticator, TokenAuth):
        browser.cookies.set(
            str(authenticator.cookie), SessionStore(app.app.state.shared.store).start(authenticator.name)
        )
    return browser


@contextmanager
def running(app: App, listener: socket.socket) -> Iterator[None]:
    """Serve ``app`` in a thread while the block runs."""
    ready = threading.Event()
    threading.Thread(target=serve, args=(app, listener), kwargs={"started": ready.set}, daemon=True).start()
    assert ready.wait(300)
    yield


__all__ = ["HOST", "ORIGIN", "POLICY", "client", "listen", "review_app", "running", "token_auth"]
