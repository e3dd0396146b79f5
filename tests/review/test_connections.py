"""Limits on connections: silent, slow and many clients do not keep others out."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx2
import pytest
from review_fixtures import listen, review_app, running, token_auth

from repair.decisions.store import DatabaseStore
from repair.review.connections import ConnectionGuard, ConnectionLimits, OpenConnection
from repair.review.middleware import App, SecurityPolicy
from repair.review.server import serve


class Client:
    """A client as a guard sees it."""

    def __init__(self, address: str = "a") -> None:
        self.unsent, self.requesting, self.complete, self.closed = 0, False, False, False
        self.connection = OpenConnection(
            address, self.close, lambda: self.unsent, lambda: self.requesting, lambda: self.complete
        )

    def close(self) -> None:
        self.closed = True


class Clock:
    moment = 0.0


def guard(clock: Clock, **limits: float) -> ConnectionGuard:
    return ConnectionGuard(ConnectionLimits(**limits), lambda: clock.moment)  # type: ignore[arg-type]


def test_the_connection_that_has_waited_longest_makes_room() -> None:
    clock = Clock()
    guarded = guard(clock, total=10, per_address=3)
    clients = [Client() for _ in range(4)]
    other = Client("b")
    assert guarded.admit(other.connection)
    clients[0].requesting = clients[0].complete = True
    clients[1].requesting = True  # its body is still arriving
    for client in clients:
        clock.moment += 1
        assert guarded.admit(client.connection)
    assert [client.closed for client in (*clients, other)] == [False, False, True, False, False]


def test_a_new_connection_is_refused_only_when_all_others_are_at_work() -> None:
    guarded = guard(Clock(), total=3, per_address=2)
    busy = [Client(address) for address in ("a", "a", "b")]
    for client in busy:
        client.requesting = client.complete = True
        assert guarded.admit(client.connection)
    assert not guarded.admit(Client("a").connection) and not guarded.admit(Client("c").connection)
    busy[2].requesting = False
    late = Client("c")
    assert guarded.admit(late.connection) and busy[2].closed
    for client in (*busy, late):
        guarded.forget(client.connection)
    assert not guarded.sweep()


def test_a_proxy_may_have_as_many_connections_as_all_together() -> None:
    guarded = ConnectionGuard(ConnectionLimits(total=9, per_address=2, proxies=frozenset({"p"})))
    clients = [Client("p") for _ in range(9)]
    assert all(guarded.admit(client.connection) for client in clients)
    assert not any(client.closed for client in clients)


def test_slow_clients_are_closed() -> None:
    clock = Clock()
    guarded = guard(clock, head_seconds=15, stalled_seconds=30)
    _, working, reading, stalled = clients = [Client() for _ in range(4)]
    working.requesting = reading.requesting = stalled.requesting = True
    reading.unsent = stalled.unsent = 1_000_000
    for client in clients:
        guarded.admit(client.connection)
    for _ in range(40):
        clock.moment += 1
        reading.unsent -= 10
        guarded.sweep()
    assert [client.closed for client in clients] == [True, False, False, True]


# --- a server


@contextmanager
def served(app: App, listener: socket.socket, limits: ConnectionLimits) -> Iterator[None]:
    ready = threading.Event()
    options = {"started": ready.set, "limits": limits}
    threading.Thread(target=serve, args=(app, listener), kwargs=options, daemon=True).start()
    assert ready.wait(60)
    yield


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DatabaseStore]:
    with DatabaseStore(tmp_path / "desk.sqlite") as opened:
        yield opened


def test_silent_and_slow_sockets_lock_nobody_out(store: DatabaseStore) -> None:
    people = token_auth()
    listener, place = listen("127.0.0.1", 0)
    policy = SecurityPolicy(place.hosts(), frozenset({place.address}))
    with listener, running(review_app(store, people, policy=policy), listener), ExitStack() as stack:
        for number in range(450):
            opened = stack.enter_context(socket.create_connection(("127.0.0.1", place.port), timeout=20))
            opened.sendall((b"", b"GET / HT", b"POST /v2/check HTTP/1.1\r\ncontent-length: 9\r\n\r\n")[number % 3])
        headers = {"authorization": f"Bearer {people.token}"}
        for _ in range(3):
            response = httpx2.get(f"{place.address}/api/v1/progress", headers=headers, timeout=20)
            assert response.status_code == 200


@pytest.mark.slow
def test_a_server_closes_a_connection_without_a_request_and_one_that_takes_no_response(store: DatabaseStore) -> None:
    async def endless(scope: object, receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        while True:
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})  # type: ignore[operator]

    listener, place = listen("127.0.0.1", 0)
    limits = ConnectionLimits(head_seconds=0.5, stalled_seconds=0.5)
    with listener, served(endless, listener, limits), ExitStack() as stack:
        mute, deaf = (
            stack.enter_context(socket.create_connection(("127.0.0.1", place.port), timeout=20)) for _ in range(2)
        )
        deaf.sendall(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        assert mute.recv(1) == b""
        time.sleep(4)
        with suppress(ConnectionError):
            while deaf.recv(1_000_000):  # the response in progress; then the connection is closed
                pass
