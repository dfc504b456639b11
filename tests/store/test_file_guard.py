"""A file of an open store that is deleted, replaced or written over: nobody is told any more that something is kept,
and what people were told before is still there."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

import bot.tables  # noqa: F401 - every table is known
from bot.clock import Clock
from bot.commands import arm as arming
from bot.store import generations
from bot.store.audit import note
from bot.store.copies import copying
from bot.store.database import Database, StoreLost, Tx
from bot.store.engines import file_guard
from bot.store.engines.opening import open_database


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_guard, "LOOK_SECONDS", 0.0)


@asynccontextmanager
async def served(url: str, clock: Clock) -> AsyncIterator[tuple[Database, Path, list[StoreLost]]]:
    """A store with a hundred notes that nobody has written into its main file yet."""
    database, heard = open_database(url, clock), list[StoreLost]()
    database.when_lost = heard.append
    (await arming.take_up(database)).close()
    for number in range(100):
        await confirmed(database, number)
    yield database, Path(url.removeprefix("sqlite:///")), heard
    await database.close()


async def confirmed(database: Database, number: int) -> None:
    await database.run(lambda tx: note(tx, "test.done", f"test:{number}"))
    await database.run(generations.rise)


def kept(file: Path) -> int:
    with closing(sqlite3.connect(file)) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return int(store.execute("SELECT count(*) FROM audit WHERE deed = 'test.done'").fetchone()[0])


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def file_size(file: Path) -> int:
    return file.stat().st_size


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


def delete(file: Path, *ends: str) -> None:
    for end in ends:
        Path(f"{file}{end}").unlink()


def deletes(tx: Tx, file: Path) -> None:
    note(tx, "test.done", "test:100")
    delete(file, "")


async def assert_lost(database: Database, heard: list[StoreLost], key: str) -> StoreLost:
    for _ in range(2):
        with pytest.raises(StoreLost):
            await confirmed(database, 100)
    (lost,) = heard
    assert lost.key == key
    return lost


async def test_a_store_that_stays_where_it_is_is_not_lost(store_url: str, clock: Clock, tmp_path: Path) -> None:
    """However much is written, read into the main file by whomever, and copied."""
    async with served(store_url, clock) as (database, file, heard):
        await asyncio.to_thread(copying.make, store_url, tmp_path / "copy.db", clock)
        before = open_files()
        words = "x" * 30000
        for number in range(200):  # beyond where SQLite writes into the main file by itself
            await database.run(lambda tx: note(tx, "test.more", "test:1", words=words))
            if not number % 20:
                await confirmed(database, number)
        assert open_files() <= before + 1, "looking leaves nothing open"
        # By a process that ends while this one has it open: it would take the log away, were it not for our locks.
        other = "import sqlite3, sys; store = sqlite3.connect(sys.argv[1]); store.execute('DELETE FROM lease');"
        other += "store.commit(); print(store.execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchall()); store.close()"
        await asyncio.to_thread(subprocess.run, [sys.executable, "-c", other, str(file)], check=True)
        await confirmed(database, 1)
        assert heard == []


async def test_a_copy_that_was_armed_just_now_is_not_lost(store_url: str, clock: Clock) -> None:
    """Its mark is still in the main file, and that it is armed only in the log."""
    file = Path(store_url.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(file)) as main, main:
        main.execute("INSERT INTO store_identity VALUES (1, 'a', 7, 'copy:2023-01-01T08:00:00+07:00')")
    looking = open_database(store_url, clock)  # while it does, nobody reads the log into the main file
    await arming.arm(looking)
    async with served(store_url, clock) as (database, _file, heard):
        await confirmed(database, 1)
        assert heard == []
    await looking.close()


@pytest.mark.parametrize("how", ["deleted", "moved away", "moved over", "its folder is moved"])
async def test_a_store_whose_file_is_gone_is_saved_beside_it(
    store_url: str, clock: Clock, tmp_path: Path, how: str
) -> None:
    async with served(store_url, clock) as (database, file, heard):
        if how == "deleted":
            delete(file, "", "-wal", "-shm")
        elif how == "moved over":
            copying.make(store_url, tmp_path / "copy.db", clock)
            (tmp_path / "copy.db").rename(file)
        else:
            file.rename(tmp_path / "elsewhere.db")
        lost = await assert_lost(database, heard, "store.lost.saved")
        saved = Path(lost.values["saved"])
        assert mode(saved) == 0o600
        assert kept(saved) == 100


async def test_a_store_whose_log_is_deleted_has_everything_in_its_main_file(store_url: str, clock: Clock) -> None:
    async with served(store_url, clock) as (database, file, heard):
        delete(file, "-wal", "-shm")
        await assert_lost(database, heard, "store.lost.log")
        assert kept(file) == 100
    again = open_database(store_url, clock)
    assert await arming.why_disarmed(again) is None
    await again.close()


async def test_a_store_that_is_written_over_is_left_to_whoever_did_it(
    store_url: str, clock: Clock, tmp_path: Path
) -> None:
    """The log belongs to the store that was there: it must not be read into the one that is there now."""
    async with served(store_url, clock) as (database, file, heard):
        copy = tmp_path / "copy.db"
        copying.make(store_url, copy, clock)
        for number in range(100, 200):
            await confirmed(database, number)
        shutil.copyfile(copy, file)
        await assert_lost(database, heard, "store.lost.written_over")
    assert kept(file) == 100
    again = open_database(store_url, clock)
    refused = await arming.why_disarmed(again)
    assert refused is not None
    assert refused.key == "store.disarmed.marked"
    await again.close()


async def test_an_older_copy_without_a_mark_is_noticed_too(store_url: str, clock: Clock, tmp_path: Path) -> None:
    database = open_database(store_url, clock)
    (await arming.take_up(database)).close()
    await database.close()
    file, copy = Path(store_url.removeprefix("sqlite:///")), tmp_path / "copy.db"
    shutil.copyfile(file, copy)
    size = file_size(copy)
    database, heard = open_database(store_url, clock), list[StoreLost]()
    database.when_lost = heard.append
    (await arming.take_up(database)).close()
    for _ in range(5):
        await database.run(generations.rise)
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    await database.run(generations.rise)
    assert file_size(file) == size, "by its size it is not told"
    shutil.copyfile(copy, file)
    await assert_lost(database, heard, "store.lost.written_over")
    await database.close()


async def test_what_is_on_its_way_when_the_file_goes_is_not_confirmed(store_url: str, clock: Clock) -> None:
    """The file goes between the beginning of a transaction and its COMMIT."""
    async with served(store_url, clock) as (database, file, heard):
        with pytest.raises(StoreLost):
            await database.run(lambda tx: deletes(tx, file))
        assert [lost.key for lost in heard] == ["store.lost.saved"]
