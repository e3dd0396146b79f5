"""Limits on connections, so that clients that are silent, slow or many do not keep others out.

A connection must send a whole request head in time and take its response. Where one address, or all together, have too
many connections, the one that has waited longest without a request makes room for the new one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

_SWEEP_SECONDS = 1.0
_FULL = b"Too many connections. Try again in a moment.\n"
_FULL_RESPONSE = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\nretry-after: 5\r\n"
    b"connection: close\r\ncontent-length: %d\r\n\r\n%s" % (len(_FULL), _FULL)
)


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How many connections there may be, and how slow.

    Attributes:
        total: Connections of all addresses together.
        per_address: Connections of one address.
        head_seconds: Time to send the head of a request, from the start of the connection or the end of a response.
        stalled_seconds: Time without taking any byte of a response that is waiting.
        proxies: Addresses that many people share; only ``total`` applies to them.
    """

    total: int = 400
    per_address: int = 100
    head_seconds: float = 15.0
    stalled_seconds: float = 30.0
    proxies: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class OpenConnection:
    """What is known about a connection.

    Attributes:
        address: The address of the client.
        close: Ends the connection at once.
        unsent: Returns how many bytes of a response the client has not taken.
        has_request: Returns whether a request is being answered or its body received.
        is_complete: Returns whether the whole request has arrived.
        waiting_since: When it began to wait for a request.
    """

    address: str
    close: Callable[[], None]
    unsent: Callable[[], int]
    has_request: Callable[[], bool]
    is_complete: Callable[[], bool]
    waiting_since: float = 0.0
    _unsent_before: int = 0
    _stalled_since: float = 0.0

    def is_late(self, moment: float, limits: ConnectionLimits) -> bool:
        """Return whether the client is too slow; to be called every second or so."""
        unsent = self.unsent()
        if unsent == 0 or unsent < self._unsent_before or self._unsent_before == 0:
            self._stalled_since = moment
        self._unsent_before = unsent
        if unsent and moment - self._stalled_since > limits.stalled_seconds:
            return True
        return not unsent and not self.has_request() and moment - self.waiting_since > limits.head_seconds


@dataclass(slots=True)
class ConnectionGuard:
    """Keeps count of the connections of a server, all on one event loop."""

    limits: ConnectionLimits = field(default_factory=ConnectionLimits)
    clock: Callable[[], float] = time.monotonic
    _by_address: dict[str, dict[OpenConnection, None]] = field(default_factory=dict)
    _count: int = 0

    def admit(self, connection: OpenConnection) -> bool:
        """Count a new connection, after closing an idle one where there are too many; False if none is idle."""
        own = self._by_address.get(connection.address, {})
        limited = connection.address not in self.limits.proxies
        if limited and len(own) >= self.limits.per_address and not self._evict(own):
            return False
        if self._count >= self.limits.total:
            fullest = max(self._by_address.values(), key=len)
            if not self._evict(fullest) and not any(
                self._evict(connections) for connections in list(self._by_address.values())
            ):
                return False
        connection.waiting_since = self.clock()
        self._by_address.setdefault(connection.address, {})[connection] = None
        self._count += 1
        return True

    def forget(self, connection: OpenConnection) -> None:
        """Count a connection no longer."""
        own = self._by_address.get(connection.address, {})
        if connection in own:
            del own[connection]
            self._count -= 1
            if not own:
                del self._by_address[connection.address]

    def sweep(self) -> bool:
        """Close the connections of clients that are too slow; return whether any connection is left."""
        moment = self.clock()
        everyone = [connection for own in self._by_address.values() for connection in own]
        for connection in everyone:
            if connection.is_late(moment, self.limits):
                self._close(connection)
        return self._count > 0

    def _evict(self, connections: dict[OpenConnection, None]) -> bool:
        """Close the connection that has waited longest among those without a whole request; False if there is none."""
        idle = [connection for connection in connections if not (connection.has_request() and connection.is_complete())]
        if not idle:
            return False
        # Those that have begun to send a request come last.
        self._close(min(idle, key=lambda connection: (connection.has_request(), connection.waiting_since)))
        return True

    def _close(self, connection: OpenConnection) -> None:
        self.forget(connection)
        connection.close()


class GuardedProtocol(H11Protocol):
    """HTTP/1.1 on one connection, under the limits of a guard that all connections of a server share."""

    guard: ClassVar[ConnectionGuard]
    _sweeping: ClassVar[bool] = False
    _connection: OpenConnection | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Count the connection, or answer that there are too many."""
        super().connection_made(transport)
        connection = OpenConnection(
            address=self.client[0] if self.client else "",
            close=transport.abort,
            unsent=transport.get_write_buffer_size,
            has_request=lambda: self.cycle is not None and not self.cycle.response_complete,
            is_complete=lambda: not self.cycle.more_body,
        )
        if not self.guard.admit(connection):
            transport.write(_FULL_RESPONSE)
            transport.close()
            return
        self._connection = connection
        self._sweep_later()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count the connection no longer."""
        if self._connection is not None:
            self.guard.forget(self._connection)
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        if self._connection is not None:
            self._connection.waiting_since = self.guard.clock()
        super().on_response_complete()

    def _sweep_later(self) -> None:
        """Look for slow clients every second, as long as there are connections."""
        if not type(self)._sweeping:
            type(self)._sweeping = True
            self.loop.call_later(_SWEEP_SECONDS, self._sweep)

    def _sweep(self) -> None:
        type(self)._sweeping = False
        if self.guard.sweep():
            self._sweep_later()


def guarded_protocol(limits: ConnectionLimits) -> type[GuardedProtocol]:
    """Return the protocol for one server, whose connections share a guard."""

    class ServerProtocol(GuardedProtocol):
        guard = ConnectionGuard(limits)

    return ServerProtocol
