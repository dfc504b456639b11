"""Copies of a store: made while others write, read whole, put back on either engine, moved; none serves by accident."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

import bot.tables  # noqa: F401 - every table is known
from bot.clock import Clock
from bot.commands import arm as arming
from bot.commands.copies import copy as moving
from bot.commands.copies.restore import check, restore
from bot.commands.copies.serving import require_nobody_serves
from bot.people.records import Unit
from bot.refusal import Refusal
from bot.settings import Settings
from bot.store import generations, leases
from bot.store.copies import copying, transfer
from bot.store.copies.transfer import Content
from bot.store.database import StoreLost
from bot.store.engines.opening import open_database, sync_engine
from bot.store.schema import columns
from bot.store.upkeep import NoBackup, StoreInUse
from tests.engines import Stores, both_engines, on_postgresql, run_tool

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


def contents(url: str) -> dict[str, Content]:
    """What each table holds, but those of which a copy says something of its own."""
    engine = sync_engine(url)
    with engine.connect() as connection:
        tables = [table for table in transfer.tables() if table.name not in ("store_identity", "lease")]
        found = {table.name: transfer.content(connection, table) for table in tables}
    engine.dispose()
    return found


def filled(url: str, clock: Clock) -> dict[str, Content]:
    """To the sample what it has not: bytes, JSON that is null and no JSON, a unit under one that comes after it, more
    rows than are read at once, a passkey that was used as often as one can count."""
    engine, at = sync_engine(url), sa.bindparam("at", clock.now(), type_=sa.DateTime(timezone=True))
    note = "INSERT INTO audit (at, deed, subject, details) VALUES (:at, 'test.done', :n, :text)"
    surface = (
        "INSERT INTO file (sha256, content, mime, size, created_at) VALUES (:n, :content, 'text/plain', 1002, :at)"
    )
    passkey = (
        "INSERT INTO web_passkey (person_id, handle, credential, public_key, sign_count, label, created_at)"
        " VALUES (1, 'handle', 'credential', 'key', :n, :label, :at)"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE unit SET parent_id = (SELECT max(id) FROM unit) WHERE id = 1")
        texts = ('{"Đơn vị": "Số 1 \\"A\\""}', "null", "{ }")
        rows = [{"n": f"test:{number}", "text": texts[number % 3]} for number in range(1100)]
        connection.execute(sa.text(note).bindparams(at), rows)
        used = {"n": 2**32 - 1, "label": "Điện thoại của tôi"}
        connection.execute(sa.text(passkey).bindparams(at), used)
        files = [{"n": f"{number:064x}", "content": bytes([number]) * 1000 + b"\0\xff"} for number in range(9)]
        connection.execute(sa.text(surface).bindparams(at), files)
    engine.dispose()
    return contents(url)


def settings(url: str) -> Settings:
    return Settings(database_url=url)


@pytest.fixture
def other_url(stores: Stores, engine: str, tmp_path: Path) -> str:
    """A store that holds nothing, on the other engine."""
    return stores.another(OTHER[engine], tmp_path, "other")


@pytest.fixture
def again_url(stores: Stores, engine: str, tmp_path: Path) -> str:
    """Another store that holds nothing, on the same engine."""
    return stores.another(engine, tmp_path, "again")


async def why(url: str, clock: Clock) -> str | None:
    database = open_database(url, clock)
    try:
        said = await arming.why_disarmed(database)
        return None if said is None else said.key
    finally:
        await database.close()


async def serve(url: str, clock: Clock) -> None:
    """As a bot that has served for a while, and has ended."""
    database = open_database(url, clock)
    (await arming.take_up(database)).close()
    await database.close()


def next_unit(url: str) -> int:
    """The key that a unit gets which is made now."""
    engine = sync_engine(url)
    row = {"name": "Mới", "folded": "moi", "is_collective": True, "has_seal": False, "position": 99}
    with engine.begin() as connection:
        insert = sa.insert(columns(Unit)).returning(columns(Unit).c.id)
        made: int = connection.execute(insert, row | {"since": Clock.today(Clock(Settings().timezone))}).scalar_one()
        connection.execute(sa.delete(columns(Unit)).where(columns(Unit).c.id == made))
    engine.dispose()
    return made


# --- there and back ---------------------------------------------------------------------------------------------------


@both_engines
def test_a_copy_comes_back_whole_on_the_other_engine(
    sample_url: str, other_url: str, tmp_path: Path, clock: Clock
) -> None:
    held, file = filled(sample_url, clock), tmp_path / "copies" / "copy.db"
    copying.make(sample_url, file, clock)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["copy.db"]
    said = restore(file, settings(other_url), replace=False)
    assert [one.key for one in said if one.key != "restore.kept"] == [
        "restore.done",
        "restore.holds",
        "restore.since",
        "audit.head",
        "restore.next",
    ]
    assert contents(other_url) == held
    assert next_unit(other_url) == next_unit(sample_url)


@both_engines
async def test_a_store_is_moved_and_only_the_new_one_serves(
    sample_url: str, other_url: str, tmp_path: Path, clock: Clock
) -> None:
    held = filled(sample_url, clock)
    await serve(sample_url, clock)
    assert await _moved(sample_url, other_url, clock) == ["store_copy.done", "store_copy.armed"]
    assert contents(other_url) == contents(sample_url) == held
    assert next_unit(other_url) == next_unit(sample_url)
    assert await why(sample_url, clock) == "store.disarmed.moved"
    assert await why(other_url, clock) is None
    await serve(other_url, clock)
    with pytest.raises(Refusal, match="not_empty"):
        await _moved(sample_url, other_url, clock)
    assert await why(other_url, clock) is None, "nothing came of it"
    assert contents(other_url) == held
    old = open_database(sample_url, clock)
    said = [phrase.key for phrase in await arming.by_command(old)]
    await old.close()
    assert said == ["arm.done_without_doubt", "arm.moved"], "whoever takes up the old one hears that there are two"


@both_engines
async def test_what_was_moved_from_a_store_that_may_not_serve_may_not_serve_either(
    store_url: str, again_url: str, tmp_path: Path, clock: Clock
) -> None:
    """And one of the same engine."""
    database = open_database(store_url, clock)
    await database.run(lambda tx: generations.mark(tx, generations.Mark.MOVED, tx.now))
    await database.close()
    assert await _moved(store_url, again_url, clock) == ["store_copy.done", "store_copy.disarmed"]
    assert await why(again_url, clock) == "store.disarmed.marked"
    assert await why(store_url, clock) == "store.disarmed.moved"


async def _moved(source: str, target: str, clock: Clock) -> list[str]:
    return [phrase.key for phrase in await asyncio.to_thread(moving.move, source, target, clock)]


@both_engines
def test_a_table_that_differs_is_noticed_and_nothing_is_moved(
    sample_url: str, other_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column that the other store does not take as it is."""
    monkeypatch.setattr(transfer, "_plain", _one_time_in_two(transfer._plain))
    with pytest.raises(Refusal, match="differs"):
        copying.move(sample_url, other_url, clock)
    made = sync_engine(other_url)
    with made.connect() as connection:
        assert transfer.is_empty(connection)
    made.dispose()


def _one_time_in_two(plain: object) -> object:
    seen = {"number": 0}

    def other(value: object) -> object:
        seen["number"] += 1
        return seen["number"] if isinstance(value, str) else plain(value)  # type: ignore[operator]

    return other


@both_engines
def test_a_copy_is_of_one_moment_while_others_write(sample_url: str, tmp_path: Path, clock: Clock) -> None:
    writer = sync_engine(sample_url)
    with writer.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE unit SET name = 'half' WHERE id = 1")
        copying.make(sample_url, tmp_path / "copy.db", clock)
    writer.dispose()
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM unit WHERE name = 'half'").fetchone() == (0,)


# --- what a copy says of itself ---------------------------------------------------------------------------------------


@both_engines
async def test_a_copy_that_was_put_back_is_silent_until_it_is_armed_and_says_from_when(
    sample_url: str, again_url: str, tmp_path: Path, clock: Clock
) -> None:
    await serve(sample_url, clock)
    taken, file = clock.now(), tmp_path / "copy.db"
    copying.make(sample_url, file, clock)
    clock.move_to(taken + timedelta(hours=2))
    assert await why(f"sqlite:///{file}", clock) == "store.disarmed.marked", "also where somebody puts it by hand"
    await asyncio.to_thread(restore, file, settings(again_url), replace=False)
    database = open_database(again_url, clock)
    refused = await arming.why_disarmed(database)
    assert refused is not None
    assert refused.key == "store.disarmed.marked"
    assert abs(refused.values["at"] - taken) < timedelta(minutes=1)
    with pytest.raises(Refusal):
        await arming.take_up(database)
    said = await arming.arm(database)
    assert said.key.startswith("arm.done")
    assert said.values["since"] == refused.values["at"]
    assert await arming.why_disarmed(database) is None
    (await arming.take_up(database)).close()
    await database.close()


async def test_a_plain_copy_of_the_file_tells_its_time_by_what_it_holds(
    sample_url: str, tmp_path: Path, clock: Clock
) -> None:
    await serve(sample_url, clock)
    file = tmp_path / "plain copy.db"
    shutil.copyfile(sample_url.removeprefix("sqlite:///"), file)
    assert await why(f"sqlite:///{file}", clock) == "store.disarmed.copied"
    said = {phrase.key: phrase.values for phrase in check(file, settings(sample_url))}
    assert abs(said["restore.since"]["since"] - clock.now()) < timedelta(minutes=1)
    assert said["restore.holds"]["people"] > 30


@on_postgresql
async def test_a_dump_of_the_server_s_own_tools_is_disarmed(
    stores: Stores, sample_url: str, tmp_path: Path, clock: Clock
) -> None:
    """Read into another database, and with --clean into the very one that was served."""
    await serve(sample_url, clock)
    dump = str(tmp_path / "store.dump")
    run_tool(sample_url, "pg_dump", "-Fc", "-f", dump, urlsplit(sample_url).path[1:])
    for url, more in ((stores.bare("postgresql", tmp_path, "dumped"), ()), (sample_url, ("--clean",))):
        run_tool(url, "pg_restore", *more, "-d", urlsplit(url).path[1:], dump)
        assert await why(url, clock) == "store.disarmed.copied"


# --- refused, and nothing touched -------------------------------------------------------------------------------------


@both_engines
def test_the_store_that_is_there_is_kept_aside(sample_url: str, tmp_path: Path, clock: Clock) -> None:
    file, held = tmp_path / "copy.db", contents(sample_url)
    copying.make(sample_url, file, clock)
    before = filled(sample_url, clock)
    with pytest.raises(Refusal, match="not_empty"):
        restore(file, settings(sample_url), replace=False)
    assert contents(sample_url) == before
    said = {phrase.key: phrase.values for phrase in restore(file, settings(sample_url), replace=True)}
    assert contents(sample_url) == held
    aside = Path(said["restore.kept"]["file"])
    assert aside.stat().st_mode & 0o777 == 0o600
    assert contents(f"sqlite:///{aside}") == before


@on_postgresql
def test_putting_a_copy_back_touches_no_table_that_is_not_the_store_s(
    sample_url: str, tmp_path: Path, clock: Clock
) -> None:
    """One that refers to ours is not emptied along: nothing happens at all until it is out of the way."""
    copying.make(sample_url, tmp_path / "copy.db", clock)
    before, engine = filled(sample_url, clock), sync_engine(sample_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE others (id integer PRIMARY KEY, unit_id integer)")
        connection.exec_driver_sql("INSERT INTO others SELECT id, id FROM unit")
        connection.exec_driver_sql("ALTER TABLE others ADD CONSTRAINT theirs FOREIGN KEY (unit_id) REFERENCES unit")
    kept = rows_of_others(engine)
    with pytest.raises(sa.exc.DBAPIError, match="others"):
        restore(tmp_path / "copy.db", settings(sample_url), replace=True)
    assert contents(sample_url) == before and rows_of_others(engine) == kept
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE others DROP CONSTRAINT theirs")
    restore(tmp_path / "copy.db", settings(sample_url), replace=True)
    assert contents(sample_url) != before and rows_of_others(engine) == kept
    engine.dispose()


def rows_of_others(engine: sa.Engine) -> list[tuple[int, int]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT id, unit_id FROM others ORDER BY id")]


@on_postgresql
def test_a_restore_that_fails_in_the_midst_leaves_the_store_as_it_was(
    sample_url: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    copying.make(sample_url, tmp_path / "copy.db", clock)
    before = filled(sample_url, clock)
    with monkeypatch.context() as patch:
        patch.setattr(transfer, "_continue_numbers", fails)
        with pytest.raises(ZeroDivisionError):
            restore(tmp_path / "copy.db", settings(sample_url), replace=True)
    assert contents(sample_url) == before


def fails(_target: sa.Connection, table: sa.Table) -> None:
    if table.name == "receipt":
        raise ZeroDivisionError


@on_postgresql
def test_a_copy_that_is_begun_while_a_copy_is_put_back_is_of_the_new_store(
    sample_url: str, tmp_path: Path, clock: Clock
) -> None:
    held = contents(sample_url)
    copying.make(sample_url, tmp_path / "copy.db", clock)
    filled(sample_url, clock)
    reading, writing = sync_engine(f"sqlite:///{tmp_path / 'copy.db'}"), sync_engine(sample_url)
    with ThreadPoolExecutor(1) as beside, reading.begin() as source:
        with writing.begin() as target:
            transfer.empty(target)
            begun = beside.submit(copying.make, sample_url, tmp_path / "new.db", clock)
            while not waits_for_a_lock(writing):
                assert not begun.done()
            transfer.transfer(source, target)
        begun.result()
    reading.dispose()
    writing.dispose()
    assert contents(f"sqlite:///{tmp_path / 'new.db'}") == held


def waits_for_a_lock(engine: sa.Engine) -> bool:
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    with engine.connect() as connection:
        return bool(connection.exec_driver_sql(waits).scalar_one())


@on_postgresql
async def test_a_store_that_is_served_is_neither_replaced_nor_moved(
    sample_url: str, tmp_path: Path, clock: Clock
) -> None:
    database = open_database(sample_url, clock)
    await database.run(lambda tx: leases.take(tx, "courier", "somebody"))
    await database.close()
    with pytest.raises(StoreInUse):
        await asyncio.to_thread(require_nobody_serves, sample_url, clock)


@on_postgresql
async def test_nothing_leaves_from_a_store_in_whose_place_a_copy_was_put(
    sample_url: str, tmp_path: Path, clock: Clock
) -> None:
    """Noticed in the transaction before a letter leaves, and by whoever looks now and then."""
    database = open_database(sample_url, clock)
    (await arming.take_up(database)).close()
    taken = await database.read(generations.identity)
    await arming.require_same(database, taken)
    await asyncio.to_thread(copying.make, sample_url, tmp_path / "copy.db", clock)
    await asyncio.to_thread(restore, tmp_path / "copy.db", settings(sample_url), replace=True)
    with pytest.raises(StoreLost):
        await arming.require_same(database, taken)
    heard = list[StoreLost]()
    database.when_lost = heard.append
    for _ in range(2):
        with pytest.raises(StoreLost):
            await database.run(generations.rise)
    assert len(heard) == 1
    with pytest.raises(StoreLost):
        await database.run(lambda _tx: None)
    await database.close()


def test_a_copy_never_replaces_a_file(sample_url: str, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(NoBackup, match="taken"):
        copying.make(sample_url, tmp_path / "copy.db", clock)
    assert (tmp_path / "copy.db").read_text() == "precious"
    with pytest.raises(NoBackup, match="failed"):
        copying.make(sample_url, tmp_path / "copy.db" / "below a file.db", clock)


def one_page(good: bytes) -> bytes:
    """Of an index that nothing here reads but whoever reads it all."""
    with closing(sqlite3.connect(":memory:")) as store:
        store.deserialize(good)
        (page,) = store.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_letter_ended'").fetchone()
        (size,) = store.execute("PRAGMA page_size").fetchone()
    return b"".join((good[: (page - 1) * size], b"\x7f" * size, good[page * size :]))


DAMAGE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "text": (lambda good: b"this is no store" * 99, "unreadable"),
    "empty": (lambda good: b"", "no_store"),
    "cut": (lambda good: good[: len(good) // 2], "unreadable"),
    "one page": (one_page, "unreadable"),
    "garbled": (lambda good: good[:8192] + os.urandom(len(good) - 16384) + good[-8192:], "unreadable"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_copy_that_is_not_whole_is_refused_and_nothing_is_touched(
    sample_url: str, tmp_path: Path, clock: Clock, kind: str
) -> None:
    harm, key = DAMAGE[kind]
    file, store = tmp_path / "folder" / "copy.db", Path(sample_url.removeprefix("sqlite:///"))
    copying.make(sample_url, file, clock)
    file.write_bytes(harm(file.read_bytes()))
    before = file.read_bytes(), store.read_bytes()
    with pytest.raises(Refusal, match=key):
        check(file, settings(sample_url))
    with pytest.raises(Refusal, match=key):
        restore(file, settings(sample_url), replace=True)
    assert (file.read_bytes(), store.read_bytes()) == before
    assert list(file.parent.iterdir()) == [file]
    assert {one.name for one in tmp_path.iterdir()} == {"folder", store.name, f"{store.name}.lock"}


def test_a_copy_of_another_product_or_of_a_later_version_is_refused(
    sample_url: str, tmp_path: Path, clock: Clock
) -> None:
    file = tmp_path / "books.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE book (title TEXT)")
    with pytest.raises(Refusal, match="no_store"):
        check(file, settings(sample_url))
    later = tmp_path / "later.db"
    copying.make(sample_url, later, clock)
    with closing(sqlite3.connect(later)) as copy, copy:
        copy.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Refusal, match="too_new"):
        check(later, settings(sample_url))


def test_reading_a_copy_changes_nothing(sample_url: str, tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "folder" / "copy.db"
    copying.make(sample_url, file, clock)
    file.parent.chmod(0o500)
    before = file.read_bytes(), file.stat().st_mtime_ns
    assert [phrase.key for phrase in check(file, settings(sample_url))][-1] == "restore.fit"
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert list(file.parent.iterdir()) == [file]
    file.parent.chmod(0o700)
