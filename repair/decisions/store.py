"""The database of decisions: connections, transactions, and the upgrade to the tables of this version.

SQLite by default (write-ahead log, busy timeout, immediate transactions, every commit synced to disk), PostgreSQL for
a shared desk. Queries are in the other modules of the package.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError, OperationalError

from repair.core.errors import StoreError
from repair.core.extras import needs_package
from repair.core.io import make_private
from repair.decisions.errors import BusyError

BUSY_SECONDS = 15.0  # how long a writer waits for another
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_PAUSE = 0.02  # seconds between two tries
_UPGRADE_LOCK = 4_870_237  # the key of PostgreSQL's advisory lock: any number, the same in every process

NOT_A_URL = "this is not a database; give a file, sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
OTHER_KIND = "only sqlite and postgresql+psycopg databases are supported; give one of those"
UNREACHABLE = "the database cannot be opened ({why}); check the path or the server"
TOO_NEW = "a newer version of repair wrote this database ({revision}); upgrade repair"
UNAVAILABLE = "the database cannot be used now ({why}), so nothing was changed; try again"
DAMAGED = "the database is damaged ({why}); restore a copy of it, or give another database"
FULL = "there is no space left for the database, so nothing was changed; free space on its disk and try again"


class DatabaseStore:
    """A database of stories, suggestions and decisions; implements `DecisionStore`, safe to share between threads.

    Attributes:
        url: The address of the database.
        shown: The address without its password, for messages.
    """

    def __init__(self, url: str | Path) -> None:
        """Open the database at ``url`` and create or upgrade its tables.

        Args:
            url: A SQLite file, or an address such as ``postgresql+psycopg://USER@HOST/NAME``.

        Raises:
            StoreError: If it cannot be opened, or was written by a newer version.
        """
        self.url = database_url(str(url))
        self.shown = self.url.render_as_string(hide_password=True)
        try:
            self.engine = _engine(self.url)
            _upgrade(self)
        except ModuleNotFoundError as error:
            raise needs_package(
                StoreError, "This database needs", error.name, extra="postgres", path=self.shown
            ) from error
        except DBAPIError as error:
            raise StoreError.of(UNREACHABLE, path=self.shown, why=error.orig) from error
        self._writer = self.engine.execution_options(immediate=True)
        self._reader = self.engine
        if self.url.get_backend_name() == "postgresql":
            self._reader = self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one snapshot of the database; raises `BusyError`."""
        with _database_errors(self.shown), self._reader.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection whose changes are committed together when the block ends; raises `BusyError`."""
        with _database_errors(self.shown), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> DatabaseStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def database_url(text: str) -> URL:
    """Return the address of a database; a bare path is a SQLite file. Raises `StoreError` for anything else.

    >>> database_url("desk.sqlite").render_as_string()
    'sqlite:///desk.sqlite'
    """
    try:
        url = make_url(text) if "://" in text else URL.create("sqlite", database=text)
        url.get_dialect()
    except ModuleNotFoundError as error:
        raise needs_package(StoreError, "This database needs", error.name, extra="postgres", path=text) from error
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError.of(NOT_A_URL, path=text) from error
    if url.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise StoreError.of(OTHER_KIND, path=url.render_as_string(hide_password=True))
    return url


def _engine(url: URL) -> Engine:
    """Return the engine for ``url``, with the settings that each kind of database needs."""
    if url.get_backend_name() == "postgresql":
        timeouts = f"-c lock_timeout={int(BUSY_SECONDS * 1000)} -c statement_timeout=60000"
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10, "options": timeouts},
            # A writer that waited for a lock must see what the other writer committed.
            isolation_level="READ COMMITTED",
        )
    if url.database and url.database != ":memory:":
        with contextlib.suppress(OSError):  # opening the file reports what is wrong
            _prepare_file(Path(url.database))
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_file(path: Path) -> None:
    """Create a database file that only its owner can read, since it holds the text of stories."""
    path.parent.mkdir(parents=True, exist_ok=True)
    make_private(path)
    # SQLite gives its log the permissions of the database, but not where a log is there already.
    for log in (path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        if log.exists():
            make_private(log)


def _prepare_sqlite(connection: Any, _: object) -> None:
    """Set up a SQLite connection; transactions are begun by `_begin_sqlite`, not by the driver."""
    connection.isolation_level = None
    cursor = connection.cursor()
    _use_write_ahead_log(cursor)
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    cursor.close()


def _use_write_ahead_log(cursor: sqlite3.Cursor) -> None:
    """Switch the journal of a new database to the write-ahead log, while others may open it, too.

    SQLite does not wait for other connections in this switch, whatever the busy timeout is.
    """
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if _primary_code(error) not in _BUSY or time.monotonic() > end:
                raise
        time.sleep(_PAUSE)


def _begin_sqlite(connection: Connection) -> None:
    """Begin a transaction; one that will write takes the write lock at once, so that it cannot fail halfway."""
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _upgrade(store: DatabaseStore) -> None:
    """Upgrade the tables to this version; a lock keeps other processes from doing the same at once."""
    scripts = _migrations()
    head = scripts.get_current_head()
    with store.engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
    with store.engine.execution_options(immediate=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is not None and revision not in {script.revision for script in scripts.walk_revisions()}:
            raise StoreError.of(TOO_NEW, path=store.shown, revision=revision)
        config = _migration_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _migration_config() -> Config:
    """Return the configuration of Alembic: where the migrations are."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    # There is only one folder of scripts, but without this setting Alembic warns about path separators.
    config.set_main_option("path_separator", "os")
    return config


@functools.cache
def _migrations() -> ScriptDirectory:
    """Return the migrations, which are read once."""
    return ScriptDirectory.from_config(_migration_config())


@contextlib.contextmanager
def _database_errors(shown: str) -> Iterator[None]:
    """Turn the errors of a locked or unreachable database into `BusyError`, and those of a damaged one into sentences.

    Raises:
        BusyError: It cannot be used now.
        StoreError: Its file is damaged.
    """
    try:
        yield
    except OperationalError as error:
        raise BusyError.of(FULL if _is_disk_full(error) else UNAVAILABLE, why=error.orig) from error
    except DatabaseError as error:
        if _is_damaged(error):
            raise StoreError.of(DAMAGED, path=shown, why=error.orig) from error
        raise


def _is_disk_full(error: DBAPIError) -> bool:
    """Return whether SQLite or PostgreSQL ran out of space."""
    return _primary_code(error.orig) == sqlite3.SQLITE_FULL or getattr(error.orig, "sqlstate", None) == "53100"


def _is_damaged(error: DBAPIError) -> bool:
    """Return whether SQLite found its file damaged."""
    return _primary_code(error.orig) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _primary_code(error: BaseException | None) -> int:
    """Return SQLite's code of an error, 0 for other errors; an extended code has the primary one in its lowest byte."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF
