"""A store opened: the engine, its transactions, and the upgrade to the tables of this version.

SQLite by default (write-ahead log, a busy timeout, immediate transactions, every commit on disk before it is
answered), PostgreSQL for a shared desk. What is read and written is decided by the other modules of the room.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from repair.core.errors import StoreError
from repair.decisions.errors import BusyError

BUSY_SECONDS = 15.0  # how long a writer waits for another
_UPGRADE_LOCK = 4_870_237  # any number, the same in every process, that PostgreSQL's advisory lock goes by

NOT_A_URL = "--database {url}: is no database; give a file, sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
OTHER_KIND = "--database {url}: only sqlite and postgresql+psycopg are supported"
NO_DRIVER = "--database {url}: needs {name}, which is not installed; run: pip install 'repair[postgres]'"
UNREACHABLE = "--database {url}: cannot be opened ({why}); check the path or the server"
TOO_NEW = "--database {url}: was made by a newer version of repair ({revision}); upgrade repair"
TROUBLE = "the database did not answer ({why}); nothing was changed, try again"


class DecisionStore:
    """A database of stories, suggestions and decisions; safe to share between threads."""

    def __init__(self, url: str | Path) -> None:
        """Open the database at ``url`` (a path means SQLite), make or upgrade its tables, or raise `StoreError`."""
        self.url = database_url(str(url))
        self.shown = self.url.render_as_string(hide_password=True)
        try:
            self.engine = _engine(self.url)
            _upgrade(self)
        except ModuleNotFoundError as error:
            raise StoreError(NO_DRIVER.format(url=self.shown, name=error.name)) from error
        except DBAPIError as error:
            raise StoreError(UNREACHABLE.format(url=self.shown, why=_why(error))) from error
        self._writer = self.engine.execution_options(immediate=True)
        self._reader = self.engine
        if self.url.get_backend_name() == "postgresql":
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the database from beginning to end."""
        with _told(), self._reader.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose changes are all made, and on disk, when the block ends, or none of them."""
        with _told(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    def __enter__(self) -> DecisionStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def database_url(given: str) -> URL:
    """Return the address of a database; a bare path is a SQLite file.

    >>> database_url("desk.sqlite").render_as_string()
    'sqlite:///desk.sqlite'
    """
    try:
        url = make_url(given) if "://" in given else URL.create("sqlite", database=given)
        url.get_dialect()
    except ModuleNotFoundError as error:
        raise StoreError(NO_DRIVER.format(url=given, name=error.name)) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(NOT_A_URL.format(url=given)) from error
    if url.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise StoreError(OTHER_KIND.format(url=url.render_as_string(hide_password=True)))
    return url


def _engine(url: URL) -> Engine:
    """Return the engine for ``url``, with what each kind of database needs on every connection."""
    if url.get_backend_name() == "postgresql":
        waits = f"-c lock_timeout={int(BUSY_SECONDS * 1000)} -c statement_timeout=60000"
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10, "options": waits},
            # A writer who waited for another's lock must see what the other wrote.
            isolation_level="READ COMMITTED",
        )
    if url.database and url.database != ":memory:":
        with contextlib.suppress(OSError):  # what is wrong is told when the file is opened
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Set up one SQLite connection; the driver's own opening of transactions is switched off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Open a transaction; one that will write takes its place in the line at once, so that none fails halfway."""
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _upgrade(store: DecisionStore) -> None:
    """Bring the tables to this version, while no other process does the same."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    # One folder of scripts; without this Alembic warns that it guesses how paths are parted.
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    head = scripts.get_current_head()
    with store.engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
    with store.engine.execution_options(immediate=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is not None and revision not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreError(TOO_NEW.format(url=store.shown, revision=revision))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn a database that is locked or gone into words."""
    try:
        yield
    except OperationalError as error:
        raise BusyError(TROUBLE.format(why=_why(error))) from error


def _why(error: DBAPIError) -> str:
    """Return the driver's words on one line."""
    return " ".join(str(error.orig).split())[:200]
