"""The databases that tests of decisions run on: SQLite in a file, and a real PostgreSQL started for the session.

PostgreSQL's programs are taken from where the machine's packages put them; without them those tests say why they
are skipped. The cluster lies in a temporary folder, listens on a socket only, and is stopped at the end.
"""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from repair.decisions import store as store_module
from repair.decisions.store import DatabaseStore

NO_POSTGRES = "PostgreSQL is not installed (no initdb in PATH or /usr/lib/postgresql); apt-get install postgresql"
NO_USER = "PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody' to run it as"
PREPARE_FILE = store_module._prepare_file  # as it is outside the tests


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest version's, or None."""
    initdb = shutil.which("initdb")
    if initdb:
        return Path(initdb).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return folders[-1].parent if folders else None


def owner() -> str | None:
    """Return the user to run a cluster as: the current one unless it is root; None if root has no other."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    return None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Start a PostgreSQL of our own and yield the address of its server, ``{name}`` standing for a database."""
    folder, user = programs(), owner()
    if folder is None:
        pytest.skip(NO_POSTGRES)
    if user is None:
        pytest.skip(NO_USER)
    # A socket's path may have some hundred letters, fewer than pytest's own folders take.
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        shutil.chown(home, user)
    other = user if os.geteuid() == 0 else None

    def call(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, user=other, cwd=home, env={"PATH": os.defpath})

    cluster = str(home / "data")
    call(str(folder / "initdb"), "-D", cluster, "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
    settings = f"-c listen_addresses='' -c unix_socket_directories='{home}' -c fsync=off -c max_connections=60"
    call(str(folder / "pg_ctl"), "-D", cluster, "-w", "-t", "600", "-l", str(home / "log"), "-o", settings, "start")
    try:
        yield f"postgresql+psycopg://desk@/{{name}}?host={home}"
    finally:
        call(str(folder / "pg_ctl"), "-D", cluster, "-t", "600", "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, of each kind in turn."""
    return fresh(request, tmp_path, str(request.param))


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> Callable[[], str]:
    """Return a function that gives the address of one more empty database of the kind under test."""
    kind = "sqlite" if database.startswith("sqlite") else "postgresql"
    return lambda: fresh(request, tmp_path, kind)


def fresh(request: pytest.FixtureRequest, folder: Path, kind: str) -> str:
    """Return the address of a new database."""
    name = f"desk_{uuid.uuid4().hex[:12]}"
    if kind == "sqlite":
        return f"sqlite:///{folder / name}.sqlite"
    import psycopg

    server: str = request.getfixturevalue("postgres")
    address = server.format(name="postgres").replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # our own letters
    return server.format(name=name)


@pytest.fixture(scope="session", autouse=True)
def migrated_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start each new SQLite file as a copy of one that was migrated once: migrations would be most of many tests.

    The fixture `all_migrations` switches this off for a test.
    """
    folder = tmp_path_factory.mktemp("database")

    @functools.cache
    def migrated() -> bytes:
        path = folder / "migrated.sqlite"
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(store_module, "_prepare_file", PREPARE_FILE)
            DatabaseStore(path).close()
        return path.read_bytes()

    def prepare_file(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            copy = folder / uuid.uuid4().hex
            copy.write_bytes(migrated())
            with contextlib.suppress(OSError):  # another thread was faster, or the file is on another file system
                os.link(copy, path)
            copy.unlink()
        PREPARE_FILE(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "_prepare_file", prepare_file)
        yield


@pytest.fixture
def all_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have new databases created by the migrations, as they are outside the tests."""
    monkeypatch.setattr(store_module, "_prepare_file", PREPARE_FILE)


@pytest.fixture
def store(database: str) -> Iterator[DatabaseStore]:
    """Return a store with its tables made and nothing in it."""
    with DatabaseStore(database) as opened:
        yield opened
