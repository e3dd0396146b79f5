"""Opens and runs what `repair review` needs: the store, the queue files, the checker, the server or the terminal.

Refuses to serve a shared desk whose users cannot be identified.
"""

from __future__ import annotations

import getpass
import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from repair.cli import session
from repair.cli.output import FAILED, NOTHING, ExitStatus, quantity, write_data, write_message
from repair.cli.sources import OTHER_FILE, originals_of
from repair.core.config import Config
from repair.core.errors import ConfigError, StoreError
from repair.core.io import read_bytes, write_bytes

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
    "--user-header lets anybody in whose request has the header; give the address of your proxy with --proxy ADDRESS "
    "(127.0.0.1 for one on this machine), and --proxy-secret FILE where others use that machine"
)
WEAK_SECRET = "the secret is too short; write one of at least {length} characters on the first line"
TWO_LOGINS = "--users and --user-header were both given; give one of them"
NO_USERS_FILE = "--add-user needs --users FILE, the file to add the user to"
NO_PASSWORD = "no password was typed, so nothing was changed; type it twice"
PASSWORDS_DIFFER = "the two passwords differ, so nothing was changed; try again"
WRONG_SUFFIX = "the name must end in .jsonl (everything) or .csv (decisions); give another name"
QUEUE_IMPORTED = "{path}: {stories} and {suggestions} imported, {known} known before"
CHANGES_IMPORTED = "; {changes} made already"
DECISIONS_IMPORTED = "{path}: {new} imported"
UNKNOWN_SUGGESTIONS = "{count} are about suggestions that are not in the database; import their queue first"
TEXT_DELETED = "{database}: the text of {stories} deleted; the decisions are kept"
NEVER_SAVED = "; the corrected copy of {count} of them was never saved here"
EXPORTED = "{path}: exported"
USER_ADDED = "{path}: {name} may log in"
TOKEN_ADDED = "{database}: a token of {name} follows; keep it, it is not shown again"
TOKENS_REVOKED = "{database}: {tokens} of {name} revoked"
OPEN_PAGE = "open the page in a browser; stop with Ctrl-C"
LANGUAGETOOL = "LanguageTool clients may use {address} as their server"
NO_CHECKING = "the API cannot check text; give --sources or --gazetteer for that"
DATABASE = "repair-review.sqlite"
_MIN_SECRET_LENGTH = 20


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """Where the page is served and to whom.

    Attributes:
        port: Port of the page; 0 takes a free one.
        host: Address of a shared desk; None serves this machine alone.
        users: File of users who may log in.
        user_header: Header in which a proxy names the user.
        proxies: Addresses of proxies, whose ``user_header`` and X-Forwarded-For are trusted.
        proxy_secret: File with a secret that a proxy sends with the header; None for none.
        hosts: Other names of the server.
        origins: Pages and extensions that may call the API.
        browser: Open the page in a browser.
    """

    port: int = 0
    host: str | None = None
    users: Path | None = None
    user_header: str | None = None
    proxies: tuple[str, ...] = ()
    proxy_secret: Path | None = None
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    browser: bool = True


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """What is reviewed.

    Attributes:
        queues: Queue files to import first.
        name: The reviewer's name; None is the login name.
        out: Folder for corrected copy.
        terminal: Review in the terminal instead of on a page.
        import_file: File that `--export` wrote, to import.
        export_file: File to export to; nothing is reviewed then.
        retention: Days after which the text of finished stories is deleted; nothing is reviewed then.
        seconds: Time allowed for reading one story of a queue, and for each step with a source; None is no limit.
    """

    queues: tuple[str, ...] = ()
    name: str | None = None
    out: Path | None = None
    terminal: bool = False
    import_file: Path | None = None
    export_file: Path | None = None
    retention: float | None = None
    seconds: float | None = session.DOCUMENT_SECONDS


def run(settings: Config, review: ReviewOptions, server: ServerOptions) -> int:
    """Import, then export, review in the terminal, or serve the page; return the exit code.

    Args:
        settings: The settings in force, the database among them.
        review: What is reviewed.
        server: Where the page is served.

    Raises:
        ConfigError: If the options do not fit together.
    """
    with session.needing_review():
        import repair.review.app  # noqa: F401  # reports a missing package before anything is opened
        from repair.decisions.store import DatabaseStore
    _check_login(server)
    if review.export_file is not None:
        _check_export(review.export_file, settings, review, server)
    status = ExitStatus()
    with DatabaseStore(settings.database or DATABASE) as store:
        if review.import_file is not None:
            _import(store, review.import_file, status)
        for path in review.queues:
            _import_queue(store, path, settings, status, review.seconds)
        if review.retention is not None:
            _delete_text(store, review.retention)
        if review.export_file is not None:
            _export(store, review.export_file)
        elif review.retention is not None:
            pass  # done
        elif review.terminal:
            from repair.cli.terminal_review import review_in_terminal
            from repair.review.session import ReviewSession

            review_in_terminal(ReviewSession(store, _reviewer_name(review), review.out), sys.stdin)
        else:
            _serve(store, settings, review, server)
    return FAILED if status.failed else NOTHING


def add_user(path: Path | None, name: str) -> int:
    """Ask for a password and store it for the user ``name`` in the file ``path``; return the exit code."""
    with session.needing_review():
        from repair.review import auth, user_file
    if path is None:
        raise ConfigError.of(NO_USERS_FILE)
    if not auth.is_valid_name(name):
        raise ConfigError.of(auth.BAD_NAME, name=name)
    try:
        password, repeated = getpass.getpass("Password: "), getpass.getpass("Again: ")
    except EOFError as error:
        raise ConfigError.of(NO_PASSWORD) from error
    if repeated != password:
        raise ConfigError.of(PASSWORDS_DIFFER)
    user_file.add_user(path, name, password)
    write_message(USER_ADDED.format(path=path, name=name))
    return NOTHING


def add_token(settings: Config, name: str) -> int:
    """Print a new token of the user ``name``; return the exit code."""
    with session.needing_review():
        from repair.decisions.access_tokens import AccessTokens
        from repair.decisions.store import DatabaseStore
        from repair.review import auth
    if not auth.is_valid_name(name):
        raise ConfigError.of(auth.BAD_NAME, name=name)
    with DatabaseStore(settings.database or DATABASE) as store:
        token = AccessTokens(store).issue(name)
        write_message(TOKEN_ADDED.format(database=store.shown, name=name))
    write_data(f"{token}\n")
    return NOTHING


def revoke_tokens(settings: Config, name: str) -> int:
    """Revoke all tokens of the user ``name``; return the exit code."""
    with session.needing_review():
        from repair.decisions.access_tokens import AccessTokens
        from repair.decisions.store import DatabaseStore
    with DatabaseStore(settings.database or DATABASE) as store:
        count = AccessTokens(store).revoke(name)
        write_message(TOKENS_REVOKED.format(database=store.shown, name=name, tokens=quantity(count, "token")))
    return NOTHING


def _check_login(server: ServerOptions) -> None:
    """Refuse a shared desk without a login, and a login without a shared desk."""
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


def _import_queue(store: DatabaseStore, path: str, settings: Config, status: ExitStatus, seconds: float | None) -> None:
    """Import one queue file."""
    from repair.review.ingest import read_queue_file

    text = session.read_text(path)
    result = read_queue_file(
        store, Path(path), text, limit=settings.max_bytes, on_error=status.report_error, seconds=seconds
    )
    stories, suggestions = quantity(result.stories, "story", "stories"), quantity(result.suggestions, "suggestion")
    changes = CHANGES_IMPORTED.format(changes=quantity(result.changes, "change")) if result.changes else ""
    message = QUEUE_IMPORTED.format(path=path, stories=stories, suggestions=suggestions, known=result.known)
    write_message(message + changes)


def _delete_text(store: DatabaseStore, days: float) -> None:
    """Delete the text of stories that were finished more than ``days`` days ago."""
    from repair.decisions.retention import empty_finished

    result = empty_finished(store, days)
    message = TEXT_DELETED.format(database=store.shown, stories=quantity(result.emptied, "story", "stories"))
    write_message(message + (NEVER_SAVED.format(count=result.unsaved) if result.unsaved else ""))


def _import(store: DatabaseStore, path: Path, status: ExitStatus) -> None:
    """Import what `--export` wrote."""
    from repair.decisions import export

    reader = {".jsonl": export.import_lines, ".csv": export.import_table}.get(path.suffix.lower())
    if reader is None:
        raise ConfigError.of(WRONG_SUFFIX, path=path)
    new, unknown = reader(store, str(path), session.read_text(str(path)))
    write_message(DECISIONS_IMPORTED.format(path=path, new=quantity(new, "decision")))
    if unknown:
        status.report_error(StoreError.of(UNKNOWN_SUGGESTIONS, path=path, count=quantity(unknown, "line")))


def _check_export(path: Path, settings: Config, review: ReviewOptions, server: ServerOptions) -> None:
    """Raise an error unless ``path`` has a suffix that tells the form, and is none of the files that are read."""
    if path.suffix.lower() not in (".jsonl", ".csv"):
        raise ConfigError.of(WRONG_SUFFIX, path=path)
    others = (review.import_file, server.users, settings.database or DATABASE)
    originals_of((), settings.sources, *review.queues, *others).refuse(
        path, instead=OTHER_FILE.format(option="--export")
    )


def _export(store: DatabaseStore, path: Path) -> None:
    """Export the store, or only its decisions, to a file."""
    from repair.decisions import export

    table = path.suffix.lower() == ".csv"
    text = export.export_table(store) if table else "".join(export.export_lines(store))
    write_bytes(path, text.encode(), private=True)
    write_message(EXPORTED.format(path=path))


def _serve(store: DatabaseStore, settings: Config, review: ReviewOptions, server: ServerOptions) -> None:
    """Serve the page until it is stopped."""
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
    return auth.TokenAuth(_reviewer_name(review), f"repair-{port}")


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


def _reviewer_name(review: ReviewOptions) -> str:
    """Return the name that is stored with decisions made on this machine."""
    from repair.review.auth import BAD_NAME, is_valid_name

    if review.name is not None:
        if not is_valid_name(review.name):
            raise ConfigError.of(BAD_NAME, name=review.name)
        return review.name
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # the user has no entry in the password database
        return "editor"
    return name if is_valid_name(name) else "editor"
