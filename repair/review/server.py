"""Serves an ASGI application: opens the socket, knows its address, and runs uvicorn until it is stopped.

It does not depend on the application that it serves.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import uvicorn

from repair.core.errors import ConfigError
from repair.review.connections import ConnectionLimits, guarded_protocol
from repair.review.middleware import App

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NO_PORT = "port {port} on {host} cannot be used ({why}); choose another with --port"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens: the host as given, and the port."""

    host: str
    port: int

    @property
    def address(self) -> str:
        """The address to open in a browser, without a token."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def hosts(self, names: Iterable[str] = ()) -> frozenset[str]:
        """Return the values of the Host header that are valid for this server, which may have other ``names``."""
        hosts = {self.host, *names, *(LOOPBACK if self.host in LOOPBACK else ())}
        bracketed = {f"[{name}]" if ":" in name and not name.startswith("[") else name for name in hosts}
        return frozenset(name.lower() for name in bracketed) | {f"{name}:{self.port}".lower() for name in bracketed}


def listen(host: str, port: int) -> tuple[socket.socket, Address]:
    """Return a socket that listens on ``host`` and ``port`` (0: any free port), and its address.

    Raises:
        ConfigError: If the port cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sets TCP_NODELAY, which saves 40 ms a response, only if the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise ConfigError.of(NO_PORT, port=port, host=host, why=error) from error
    listener.listen(512)
    return listener, Address(host, listener.getsockname()[1])


def serve(
    app: App,
    listener: socket.socket,
    *,
    started: Callable[[], None],
    limits: ConnectionLimits | None = None,
) -> None:
    """Serve ``app`` on a socket until the process is stopped.

    Args:
        app: The application.
        listener: The socket.
        started: Is called once requests are accepted.
        limits: How many connections there may be, and how slow.
    """
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # `auth` reads the proxy's header, and must see the real peer address
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
        http=guarded_protocol(limits or ConnectionLimits()),
        h11_max_incomplete_event_size=64_000,
    )
    _Server(config, started).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that calls ``started`` when it accepts requests."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then call ``started``."""
        await super().startup(sockets=sockets)
        if self.started:
            self._on_started()
