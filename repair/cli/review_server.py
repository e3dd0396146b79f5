"""Serves the review page: who may log in, which hosts and origins are allowed, and what checks text."""

from __future__ import annotations

import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli import session
from repair.cli.output import ExitStatus, write_data, write_message
from repair.cli.review_options import ReviewOptions, ServerOptions, reviewer_name
from repair.core.config import Config
from repair.core.errors import ConfigError
from repair.core.io import read_bytes

if TYPE_CHECKING:
    from repair.decisions.store import DatabaseStore
    from repair.review.auth import Authenticator
    from repair.review.checker import TextChecker
    from repair.review.middleware import SecurityPolicy

NO_LOGIN = (
    "--host serves a shared desk, where users must log in; give --users FILE (see --add-user), or --user-header "
    "HEADER with a proxy that logs users in"
)
NOT_SHARED = "{option} is for a shared desk; give --host too"
NO_PROXY = (
    "--user-header admits anybody whose request has the header; give the address of your proxy with --proxy ADDRESS "
    "(127.0.0.1 for one on this machine), and --proxy-secret FILE if other people use that machine"
)
WEAK_SECRET = "the secret is too short; write one of at least {length} characters on the first line"
TWO_LOGINS = "--users and --user-header were both given; give one of them"
OPEN_PAGE = "Open the page in a browser. Stop the desk with Ctrl-C."
LANGUAGETOOL = "LanguageTool clients can use {address} as their server."
NO_CHECKING = "The API cannot check text, because there are no names. To change that, give --sources or --gazetteer."
_MIN_SECRET_LENGTH = 20


def check_login(server: ServerOptions) -> None:
    """Refuse a shared desk without a login, and a login without a shared desk.

    Raises:
        ConfigError: If the options do not fit together.
    """
    if server.users is not None and server.user_header is not None:
        raise ConfigError.of(TWO_LOGINS)
    if server.host is not None and server.users is None and server.user_header is None:
        raise ConfigError.of(NO_LOGIN)
    if server.user_header is not None and server.host is not None and not server.proxies:
        raise ConfigError.of(NO_PROXY)
    if server.host is None:
        for option, given in (
            ("--users", server.users),
            ("--user-header", server.user_header),
            ("--proxy-secret", server.proxy_secret),
        ):
            if given is not None:
                raise ConfigError.of(NOT_SHARED, option=option)


def serve(store: DatabaseStore, settings: Config, review: ReviewOptions, server: ServerOptions) -> None:
    """Serve the page until it is stopped.

    Args:
        store: The stories and decisions.
        settings: The settings in force, which say what text is checked against.
        review: Who reviews on this machine, and where corrected copy is saved.
        server: Where the page is served, and to whom.
    """
    from repair.review.app import make_app
    from repair.review.auth import TokenAuth
    from repair.review.connections import ConnectionLimits
    from repair.review.request_log import logged
    from repair.review.requests import AppState
    from repair.review.server import listen, serve

    checker = _checker(store, settings, review.seconds)
    socket_, place = listen(server.host or "127.0.0.1", server.port)
    authenticator = _authenticator(server, review, place.port)
    state = AppState(store, checker, review.out)
    app = make_app(state, authenticator, _security_policy(server, place.hosts(_host_names(server))))
    entry = place.address
    if isinstance(authenticator, TokenAuth):
        entry += f"/enter?token={authenticator.token}"

    def announce(opened: str | None) -> None:
        write_message(LANGUAGETOOL.format(address=place.address) if checker.repairer is not None else NO_CHECKING)
        write_message(OPEN_PAGE)
        write_data(f"{entry}\n")
        sys.stdout.flush()
        if opened is not None:
            webbrowser.open(opened)

    limits = ConnectionLimits(proxies=frozenset(server.proxies))
    with socket_, _page_to_open(authenticator, place.address, server) as page:
        serve(logged(app), socket_, started=lambda: announce(page), limits=limits)


@contextmanager
def _page_to_open(authenticator: Authenticator, address: str, server: ServerOptions) -> Iterator[str | None]:
    """Yield the address that a browser is started with, or None if none is to be started."""
    from repair.review.auth import TokenAuth
    from repair.review.entry_page import entry_page

    if not isinstance(authenticator, TokenAuth) or not server.browser:
        yield None
        return
    with entry_page(f"{address}/enter?token={authenticator.one_time_token()}") as page:
        yield page


def _checker(store: DatabaseStore, settings: Config, seconds: float | None) -> TextChecker:
    """Return the checker of the API: with a repairer, if there are sources or a gazetteer."""
    from repair.review.checker import TextChecker
    from repair.review.sent_sources import SentSources

    if settings.gazetteer is None and not settings.sources:
        return TextChecker(store, sent=SentSources(settings.model))
    # Decisions are read again while the page is served, so the repairer starts without them.
    from dataclasses import replace

    repairer = session.open_repairer(replace(settings, database=None), ExitStatus(), seconds=seconds)
    return TextChecker(store, repairer)


def _authenticator(server: ServerOptions, review: ReviewOptions, port: int) -> Authenticator:
    """Return how users are identified."""
    from repair.review import auth, user_file

    if server.user_header is not None:
        secret = _proxy_secret(server.proxy_secret) if server.proxy_secret is not None else None
        return auth.ProxyAuth(server.user_header, frozenset(server.proxies), secret)
    if server.users is not None:
        return user_file.UserFile(user_file.read_users(server.users), f"repair-{port}", server.users)
    return auth.TokenAuth(reviewer_name(review), f"repair-{port}")


def _proxy_secret(path: Path) -> str:
    """Return the secret that a proxy must send, from the first line of a file."""
    lines = read_bytes(path).decode("utf-8", "replace").splitlines()
    if not lines or len(lines[0].strip()) < _MIN_SECRET_LENGTH:
        raise ConfigError.of(WEAK_SECRET, path=path, length=_MIN_SECRET_LENGTH)
    return lines[0].strip()


def _host_names(server: ServerOptions) -> tuple[str, ...]:
    """Return the other names that the server goes by."""
    if server.host is None:
        return server.hosts
    return (*server.hosts, socket.gethostname(), socket.getfqdn())


def _security_policy(server: ServerOptions, hosts: frozenset[str]) -> SecurityPolicy:
    """Return which hosts and origins are allowed."""
    from repair.review.middleware import SecurityPolicy

    own = {f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts}
    origins = frozenset(own | {origin.lower().rstrip("/") for origin in server.origins})
    return SecurityPolicy(hosts, origins, proxies=frozenset(server.proxies), languagetool_open=server.host is None)
