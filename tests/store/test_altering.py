"""A store of PostgreSQL is brought up to date while others work on it: nobody waits long, one process does it, and what
is cut short is done by the next try."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store import upkeep
from bot.store.engines import altering
from bot.store.engines.altering import StoreHeld
from bot.store.engines.opening import sync_engine
from bot.store.upkeep import StoreUnusable, migrate, revision, revisions
from tests.engines import Stores
from tests.migrations.coming import versions, write_revision

PATIENCE = 300.0
"""Seconds after which a test says for what it waits: how long that takes is the machine's affair."""
COLUMN = 'op.add_column("{}", sa.Column("next_word", sa.String(), nullable=True))'
BESIDE = "from bot.migrations.beside import create_index"
INDEX = 'create_index("ix_letter_next", "letter", ["kind", "id"])'
WRITE = sa.text("INSERT INTO inbox (update_id, person_key, tries, received_at) VALUES (:id, 1, 0, now())")
TAKEN = sa.text("INSERT INTO lease (name, owner, until) VALUES (:name, 'test', 0)")


@pytest.fixture
def url(stores: Stores, tmp_path: Path) -> str:
    return stores.another("postgresql", tmp_path, "altered")


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of revisions of a version that is to come."""
    folder = versions(tmp_path / "later")
    monkeypatch.setattr(upkeep, "VERSIONS", folder)
    return folder


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:
    made = sync_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def aside() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


@contextmanager
def reading(engine: sa.Engine) -> Iterator[None]:
    """A transaction that has read every table that matters, as a copy of the day does, and lasts."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(sa.text("SELECT count(*) FROM inbox, letter"))
        yield
        connection.rollback()


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it has not come to that"
        time.sleep(0.02)


def until(engine: sa.Engine, condition: str) -> None:
    """Return when the server says so."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        wait_for(lambda: bool(connection.execute(sa.text(condition)).scalar_one()))


_OTHERS = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
MAKES_INDEX = f"{_OTHERS} AND query LIKE 'CREATE INDEX CONCURRENTLY%')"
LOOKS_ON = f"{_OTHERS} AND (query LIKE '%pg_try_advisory_lock%' OR query = 'COMMIT'))"
WAITS_FOR = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = '{}'::regclass)"


def test_whoever_is_in_the_way_holds_up_the_alteration_and_not_the_others(
    url: str,
    engine: sa.Engine,
    later: Path,
    aside: ThreadPoolExecutor,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(altering, "LOCK_MILLISECONDS", 100)
    write_revision(later / "9001_column.py", COLUMN.format("inbox"), "9001")
    with reading(engine):
        applied: Future[list[str]] = aside.submit(migrate, url)
        wait_for(lambda: "tried again" in caplog.text)
        with engine.begin() as connection:
            connection.execute(WRITE, {"id": 1})
        assert not applied.done()
    assert applied.result(PATIENCE) == ["9001"]


def test_after_many_tries_it_is_refused_and_the_store_is_as_it_was(
    url: str, engine: sa.Engine, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(altering, "LOCK_MILLISECONDS", 20)
    monkeypatch.setattr(altering, "TRIES", 2)
    before = revision(url)
    write_revision(later / "9001_column.py", COLUMN.format("inbox"), "9001")
    with reading(engine), pytest.raises(StoreHeld) as refused:
        migrate(url)
    assert refused.value.values == {"store": upkeep.name(url)}
    assert revision(url) == before
    assert migrate(url) == ["9001"]


def test_of_a_deadlock_with_the_alteration_both_come_out(
    url: str, engine: sa.Engine, later: Path, aside: ThreadPoolExecutor
) -> None:
    """The revision has inbox and wants letter; somebody has letter and wants inbox."""
    write_revision(later / "9001_two.py", "\n".join(COLUMN.format(table) for table in ("inbox", "letter")), "9001")
    done = False
    with engine.connect() as connection:
        connection.execute(sa.text("SELECT count(*) FROM letter"))
        applied: Future[list[str]] = aside.submit(migrate, url)
        until(engine, WAITS_FOR.format("letter"))
        try:
            connection.execute(WRITE, {"id": 1})
            connection.commit()
            done = True
        except sa.exc.OperationalError as error:
            assert getattr(error.orig, "sqlstate", None) == "40P01"  # what is run in a Database is run again
            connection.rollback()
    assert applied.result(PATIENCE) == ["9001"]
    with engine.begin() as connection:
        connection.execute(WRITE, {"id": 2})
    assert done or revision(url) == "9001"


def test_an_index_is_made_while_others_write_and_a_second_process_waits_for_the_first(
    url: str, engine: sa.Engine, later: Path, aside: ThreadPoolExecutor
) -> None:
    began, may_go_on = later / "began", later / "may go on"
    waits = f"import pathlib, time\npathlib.Path({str(began)!r}).touch()\n"
    waits += f"while not pathlib.Path({str(may_go_on)!r}).exists(): time.sleep(0.02)"
    write_revision(later / "9001_column.py", f"{COLUMN.format('lease')}\n{waits}", "9001")
    write_revision(later / "9002_index.py", INDEX, "9002", "9001", BESIDE)
    with reading(engine):
        first = aside.submit(in_process, url, later)
        wait_for(began.exists)
        second = aside.submit(in_process, url, later)
        until(engine, LOOKS_ON)
        may_go_on.touch()
        until(engine, MAKES_INDEX)
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE letter SET kind = kind"))
            connection.execute(TAKEN, {"name": "meanwhile"})
        assert not first.done() and not second.done()
    assert (first.result(PATIENCE), second.result(PATIENCE)) == (["9001", "9002"], [])


def in_process(url: str, later: Path) -> list[str]:
    """The revisions that a process of the next version applies, at the first try."""
    code = "import os, pathlib; from bot.store import upkeep; upkeep.VERSIONS = pathlib.Path(os.environ['LATER']);"
    code += f"print(*upkeep.migrate({url!r}))"
    environment = os.environ | {"LATER": str(later)}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert run.stderr == "", "neither has cost the other its work"
    return run.stdout.split()


def test_an_index_that_an_earlier_try_has_left_half_made_is_made_anew(url: str, engine: sa.Engine, later: Path) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in ("one", "other"):
            connection.execute(TAKEN, {"name": name})
        with pytest.raises(sa.exc.IntegrityError):  # leaves it there, of no use to anybody
            connection.execute(sa.text("CREATE UNIQUE INDEX CONCURRENTLY ix_lease_next ON lease (owner)"))
    write_revision(later / "9001_index.py", 'create_index("ix_lease_next", "lease", ["owner"])', "9001", head=BESIDE)
    assert migrate(url) == ["9001"]
    until(engine, "SELECT indisvalid AND NOT indisunique FROM pg_index WHERE indexrelid = 'ix_lease_next'::regclass")


def test_what_is_cut_short_stays_at_the_last_whole_revision_and_goes_on_from_there(url: str, later: Path) -> None:
    write_revision(later / "9001_column.py", COLUMN.format("lease"), "9001")
    write_revision(later / "9002_fails.py", COLUMN.format("inbox") + "\nraise OSError", "9002", "9001")
    with pytest.raises(OSError):
        migrate(url)
    assert revision(url) == "9001"
    write_revision(later / "9002_fails.py", COLUMN.format("inbox"), "9002", "9001")
    assert migrate(url) == ["9002"]


def test_a_server_that_goes_away_meanwhile_is_one_to_wait_for(url: str, later: Path) -> None:
    before = revisions()[-1]
    cut = 'op.execute("SELECT pg_terminate_backend(pg_backend_pid())")'
    write_revision(later / "9001_cut.py", COLUMN.format("lease") + "\n" + cut, "9001", before)
    with pytest.raises(StoreUnusable) as refused:
        migrate(url)
    assert refused.value.key == "store.unreachable"
    assert revision(url) == before


def test_a_process_that_is_stopped_in_the_midst_of_a_revision_keeps_the_store_from_nobody_for_long(
    url: str, engine: sa.Engine, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the server sees one that is frozen: it asks for nothing more."""
    monkeypatch.setattr(altering, "IDLE_SECONDS", 1)
    before = revision(url)
    frozen = COLUMN.format("lease") + '\nimport time; time.sleep(2)\nop.execute("SELECT 1")'
    write_revision(later / "9001_frozen.py", frozen, "9001")
    with pytest.raises(StoreUnusable):
        migrate(url)
    assert revision(url) == before
