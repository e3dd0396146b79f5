"""What `repair review` opens and runs: the store, the queue files, the checker, the server or the terminal.

Refuses a shared desk that would not know who is who.
"""

from __future__ import annotations

import getpass
import socket
import sys
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli import session
from repair.cli.output import FAILED, NOTHING, ExitStatus, quantity, write_data, write_message
from repair.core.config import Config
from repair.core.errors import ConfigError
from repair.core.io import write_bytes

if TYPE_CHECKING:
    from repair.decisions.store import DecisionStore
    from repair.review.auth import Authenticator
    from repair.review.checker import TextChecker
    from repair.review.middleware import SecurityPolicy


NOBODY = (
    "--host serves a shared desk, which must know who is who: give --users FILE (see --add-user), or --user-header "
    "HEADER with a proxy that logs people in"
)
NOT_SHARED = "{option} is for a shared desk; give --host too"
TWO_WAYS = "--users and --user-header were both given; give one of them"
NO_FILE = "--add-user needs --users FILE, the file to add to"
NO_MATCH = "the two passwords differ; nothing was changed"
SUFFIX = "{path}: must end in .jsonl (everything) or .csv (decisions)"
BROUGHT = "{path}: {stories} and {suggestions} taken in, {known} known already"
TAKEN = "{path}: {new} taken in"
LEFT = "error: {path}: {count} of its lines are about suggestions that are not here"
OPEN = "open {address} in a browser; stop with Ctrl-C"
CHECKS = "LanguageTool clients may use {address} as their server"
BARE = "the page's API knows only what was decided; give --sources or --gazetteer to check text against"
DATABASE = "repair-review.sqlite"


def run(settings: Config, work: ReviewOptions, serving: ServerOptions) -> int:
    """Do what was asked for with the database of ``settings``; return the exit code."""
    with session.needing_review():
        import repair.review.app  # noqa: F401  # what is missing is told before anything is opened
        from repair.decisions.store import DecisionStore
    _check(serving)
    tally = ExitStatus()
    with DecisionStore(settings.database or DATABASE) as store:
        if work.take_in is not None:
            _import(store, work.take_in, settings, tally)
        for path in work.queues:
            _bring_in(store, path, settings, tally)
        if work.give_out is not None:
            _export(store, work.give_out)
        elif work.terminal:
            from repair.cli.terminal_review import go_through
            from repair.review.session import ReviewSession

            go_through(ReviewSession(store, _name(work), work.out), sys.stdin)
        else:
            _serve(store, settings, work, serving)
    return FAILED if tally.failed else NOTHING


def add_user(path: Path | None, name: str) -> int:
    """Ask for a password and keep it for ``name`` in the file of users ``path``; return the exit code."""
    with session.needing_review():
        from repair.review import auth
    if path is None:
        raise ConfigError(NO_FILE)
    if not auth.is_valid_name(name):
        raise ConfigError(auth.BAD_NAME.format(name=name))
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise ConfigError(NO_MATCH)
    auth.add_user(path, name, password)
    write_message(f"{path}: {name} may log in")
    return NOTHING


def _check(serving: ServerOptions) -> None:
    """Refuse a shared desk without people, and people without a shared desk."""
    if serving.users is not None and serving.user_header is not None:
        raise ConfigError(TWO_WAYS)
    if serving.host is not None and serving.users is None and serving.user_header is None:
        raise ConfigError(NOBODY)
    if serving.host is None:
        for option, given in (("--users", serving.users), ("--user-header", serving.user_header)):
            if given is not None:
                raise ConfigError(NOT_SHARED.format(option=option))


def _bring_in(store: DecisionStore, path: str, settings: Config, tally: ExitStatus) -> None:
    """Take in one queue file."""
    from repair.review.ingest import read_queue_file

    text = session.read_text(path, settings)
    came = read_queue_file(store, Path(path), text, limit=settings.max_bytes, on_error=tally.report_error)
    stories = f"{came.stories:,} stories" if came.stories != 1 else "1 story"
    write_message(
        BROUGHT.format(
            path=path, stories=stories, suggestions=quantity(came.suggestions, "suggestion"), known=came.known
        )
    )


def _import(store: DecisionStore, path: Path, settings: Config, tally: ExitStatus) -> None:
    """Take in what `--export` wrote."""
    from repair.decisions import export

    reader = {".jsonl": export.import_lines, ".csv": export.import_table}.get(path.suffix.lower())
    if reader is None:
        raise ConfigError(SUFFIX.format(path=path))
    new, left = reader(store, str(path), session.read_text(str(path), settings))
    write_message(TAKEN.format(path=path, new=quantity(new, "decision")))
    if left:
        tally.report_error(LEFT.format(path=path, count=left).removeprefix("error: "))


def _export(store: DecisionStore, path: Path) -> None:
    """Write the store, or its decisions, to a file."""
    from repair.decisions import export

    if path.suffix.lower() not in (".jsonl", ".csv"):
        raise ConfigError(SUFFIX.format(path=path))
    table = path.suffix.lower() == ".csv"
    text = export.export_table(store) if table else "".join(export.export_lines(store))
    write_bytes(path, text.encode())
    write_message(f"{path}: written")


def _serve(store: DecisionStore, settings: Config, work: ReviewOptions, serving: ServerOptions) -> None:
    """Serve the page until it is stopped."""
    from repair.review.app import make_app
    from repair.review.auth import TokenAuth
    from repair.review.requests import AppState
    from repair.review.server import listen, serve

    checker = _checker(store, settings)
    opened, place = listen(serving.host or "127.0.0.1", serving.port)
    people = _people(serving, work, place.port)
    office = AppState(store, checker, work.out)
    app = make_app(office, people, _rules(serving, place.hosts(_names(serving))))
    address = place.address
    if isinstance(people, TokenAuth):
        address += f"/enter?token={people.token}"

    def started() -> None:
        write_message(CHECKS.format(address=place.address) if checker.repairer is not None else BARE)
        write_message(OPEN.format(address="the page"))
        write_data(f"{address}\n")
        sys.stdout.flush()
        if serving.browser and serving.host is None:
            webbrowser.open(address)

    with opened:
        serve(app, opened, started=started)


def _checker(store: DecisionStore, settings: Config) -> TextChecker:
    """Return whoever checks text: against sources, where there are any."""
    from repair.review.checker import TextChecker

    if settings.gazetteer is None and not settings.sources:
        return TextChecker(store)
    # What was decided is read anew while the page is served, so that the repairer starts without it.
    from dataclasses import replace

    return TextChecker(store, session.open_repairer(replace(settings, database=None), ExitStatus()))


def _people(serving: ServerOptions, work: ReviewOptions, port: int) -> Authenticator:
    """Return who may come in, and how they are known."""
    from repair.review import auth

    if serving.user_header is not None:
        peers = frozenset(serving.proxies) if serving.proxies else frozenset({"127.0.0.1", "::1"})
        return auth.ProxyAuth(serving.user_header, peers)
    if serving.users is not None:
        return auth.UserFile(auth.read_users(serving.users), f"repair-{port}")
    return auth.TokenAuth(_name(work), f"repair-{port}")


def _names(serving: ServerOptions) -> tuple[str, ...]:
    """Return the other names that the server goes by."""
    if serving.host is None:
        return serving.hosts
    return (*serving.hosts, socket.gethostname(), socket.getfqdn())


def _rules(serving: ServerOptions, hosts: frozenset[str]) -> SecurityPolicy:
    """Return what is let in."""
    from repair.review.middleware import SecurityPolicy

    own = {f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts}
    origins = frozenset(own | {origin.lower().rstrip("/") for origin in serving.origins})
    return SecurityPolicy(hosts, origins, languagetool_open=serving.host is None)


def _name(work: ReviewOptions) -> str:
    """Return the name that stands beside decisions made at this machine."""
    from repair.review.auth import BAD_NAME, is_valid_name

    if work.name is not None:
        if not is_valid_name(work.name):
            raise ConfigError(BAD_NAME.format(name=work.name))
        return work.name
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a user without an entry
        return "editor"
    return name if is_valid_name(name) else "editor"


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where the page is served and to whom; ``host`` None is this machine alone."""

    port: int = 0
    host: str | None = None
    users: Path | None = None
    user_header: str | None = None
    proxies: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    browser: bool = True


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """What is reviewed: queue files to take in first, the person's name, and where cleaned copies go."""

    queues: tuple[str, ...] = ()
    name: str | None = None
    out: Path | None = None
    terminal: bool = False
    take_in: Path | None = None
    give_out: Path | None = None
