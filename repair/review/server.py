"""Serving: the socket, the address to open, and uvicorn run on it until it is stopped.

What is served and to whom is put together by the caller; nothing here knows of decisions.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import uvicorn

from repair.core.errors import ConfigError
from repair.review.middleware import App

LOOPBACK = ("127.0.0.1", "localhost", "::1")
NO_PORT = "port {port} on {host} cannot be used ({why}); give another with --port"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens: the host as it was given, and the port."""

    host: str
    port: int

    @property
    def address(self) -> str:
        """The address that people open, without a token."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def hosts(self, names: Iterable[str] = ()) -> frozenset[str]:
        """Return the values of the Host header that mean this server; ``names`` are others it goes by."""
        every = {self.host, *names, *(LOOPBACK if self.host in LOOPBACK else ())}
        bare = {f"[{name}]" if ":" in name and not name.startswith("[") else name for name in every}
        return frozenset(name.lower() for name in bare) | {f"{name}:{self.port}".lower() for name in bare}


def listen(host: str, port: int) -> tuple[socket.socket, Address]:
    """Return a socket that listens on ``host`` and ``port`` (0: any that is free), and its place."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio switches off waiting for full packets (40 ms an answer) only then.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
    except (OSError, OverflowError) as error:
        opened.close()
        raise ConfigError(NO_PORT.format(port=port, host=host, why=str(error).lower())) from error
    opened.listen(128)
    return opened, Address(host, opened.getsockname()[1])


def serve(app: App, opened: socket.socket, *, started: Callable[[], None]) -> None:
    """Serve ``app`` on a socket until the process is told to stop; ``started`` is called when it answers."""
    config = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who a proxy vouches for is told in `people`, by the address it really has
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
        limit_concurrency=200,
        h11_max_incomplete_event_size=64_000,
    )
    _Server(config, started).run(sockets=[opened])


class _Server(uvicorn.Server):
    """A server that tells when it has started."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets=sockets)
        if self.started:
            self._tell()
