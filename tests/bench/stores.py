"""Stores for the bench on either engine: prepared once, and a copy of its own for each run. PostgreSQL is a server of
this run, on a disk and durable as it comes, reached by its socket."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import sqlalchemy as sa

from bot.clock import Clock
from bot.playground.sample import first_morning, load_sample
from bot.settings import OFFICE_ZONE
from bot.store.database import Body
from bot.store.engines.opening import open_database
from bot.store.upkeep import migrate
from tests.bench.crowd import keep_open, prepare_crowd
from tests.engines import Postgres, start_server, stop_server

_DURABLE = """
fsync = on
synchronous_commit = on
full_page_writes = on
autovacuum = on
max_wal_size = 1GB
log_checkpoints = off
"""


@dataclass(frozen=True, slots=True)
class Store:
    """A store for one run. `folder`: where its bot keeps what belongs to its user."""

    url: str
    folder: Path

    def run(self, body: Body[Any]) -> Any:
        """Run `body` from outside of any bot, by the real calendar."""
        database = open_database(self.url, Clock(OFFICE_ZONE))
        try:
            return database.run_now(body)
        finally:
            database.close_now()

    async def run_aside(self, body: Body[Any]) -> Any:
        return await asyncio.to_thread(self.run, body)


class Sqlite:
    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def empty(self, name: str) -> Store:
        migrate(f"sqlite:///{self._folder / name}.db")
        return self._store(name)

    def copy(self, store: Store, name: str) -> Store:
        """A copy of `store`, which nobody has open."""
        shutil.copyfile(store.url.removeprefix("sqlite:///"), self._folder / f"{name}.db")
        return self._store(name)

    def _store(self, name: str) -> Store:
        return Store(f"sqlite:///{self._folder / name}.db", self._folder)

    def seconds(self) -> float:
        """Processor time of the server so far: there is none."""
        return 0.0


class Postgresql:
    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        self._folder, self.data = folder, folder / "server"
        folder.chmod(0o755)  # a server does not run as root, and whoever it runs as must get there
        start_server(self.data, _DURABLE)
        self.server = Postgres(self.data)
        pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        self._process = psutil.Process(pid)

    def empty(self, name: str) -> Store:
        store = Store(self.server.fresh(_plain(name), "template1"), self._folder)
        migrate(store.url)
        return store

    def copy(self, store: Store, name: str) -> Store:
        made = self.server.fresh(_plain(name), store.url.partition("@/")[2].partition("?")[0])
        copied = Store(made, self._folder)
        copied.run(lambda tx: tx.execute(sa.text("ANALYZE")))  # as autovacuum does, within a minute
        return copied

    def seconds(self) -> float:
        """Processor time of the server so far, all its processes and those that have ended."""
        spent = 0.0
        for process in (self._process, *self._process.children()):
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            spent += times.user + times.system
            if process is self._process:
                spent += times.children_user + times.children_system
        return spent

    def close(self) -> None:
        stop_server(self.data)


Engine = Sqlite | Postgresql


def _plain(name: str) -> str:
    return name.replace("-", "_")


@contextmanager
def engines(folder: Path) -> Iterator[tuple[Sqlite, Postgresql]]:
    server = Postgresql(folder)
    try:
        yield Sqlite(folder), server
    finally:
        server.close()


def sample(engine: Engine, people: int, name: str = "sample", more: Callable[[Any], Any] | None = None) -> Store:
    """The sample department with so many more people, its campaign open today."""
    store = engine.empty(name)
    clock = Clock(OFFICE_ZONE)
    clock.move_to(first_morning(OFFICE_ZONE))
    database = open_database(store.url, clock)
    load_sample(database, clock)
    database.run_now(lambda tx: prepare_crowd(tx, people))
    database.run_now(keep_open)
    if more is not None:
        database.run_now(more)
    database.close_now()
    return store
