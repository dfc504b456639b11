"""The copy of each day: made once, by one of several processes; so many are kept, and nothing else is touched."""

import asyncio
import logging
from pathlib import Path

import pytest

import bot.tables  # noqa: F401 - every table is known
from bot.clock import Clock
from bot.store import leases, upkeep
from bot.store.copies import copying
from bot.store.copies.daily import Daily, DailyPlan
from bot.store.database import Database
from handlers.health import Front, look
from tests.engines import both_engines
from tests.office import Office


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def at(database: Database, day: int, hour: int, *copies: Daily) -> None:
    database.clock.move_to(database.clock.local().replace(month=3, day=day, hour=hour, minute=0))
    await asyncio.gather(*(one.look() for one in copies))


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The copies that were begun."""
    begun, make = list[Path](), copying.make

    def counting(url: str, file: Path, clock: Clock) -> None:
        begun.append(file)
        make(url, file, clock)

    monkeypatch.setattr(copying, "make", counting)
    return begun


async def test_so_many_days_are_kept_and_no_other_file_is_touched(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    others = ["thidua-0014.backup.db", "thidua-2023-03-01.backup.db.txt", "my thidua-2023-03-01.backup.db"]
    for name in others:
        (folder / name).touch()
    one = Daily(DailyPlan(folder, 2), database)
    for day in range(1, 6):
        await one_day_later(database, day, one)
    assert names(folder) == sorted([*others, "thidua-2023-03-04.backup.db", "thidua-2023-03-05.backup.db"])
    assert one.failing_since is None


async def one_day_later(database: Database, day: int, one: Daily) -> None:
    """A new process each day: leases go by real time, which stands still here."""
    await database.run(leases.clear)
    await at(database, day, 2, one)


@both_engines
async def test_of_two_processes_one_makes_it_and_only_once_a_day(
    database: Database, tmp_path: Path, counted: list[Path]
) -> None:
    one, other = (Daily(DailyPlan(tmp_path / name, 3), database) for name in ("one", "other"))
    await at(database, 1, 0, one, other)
    assert counted == [], "not in the night before"
    await at(database, 1, 1, one, other)
    for hour in (2, 12, 23):
        await at(database, 1, hour, one, other)
    assert len(counted) == 1


async def test_a_copy_that_fails_is_said_and_tried_again(
    database: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "copies").write_text("a file where the folder should be")
    one = Daily(DailyPlan(tmp_path / "copies", 3), database)
    with caplog.at_level(logging.ERROR):
        await at(database, 1, 2, one)
    assert one.failing_since is not None
    assert "the copy of the day failed: store.backup.failed" in caplog.text
    (tmp_path / "copies").unlink()
    await one_day_later(database, 1, one)
    assert one.failing_since is None
    assert names(tmp_path / "copies") == ["thidua-2023-03-01.backup.db"]


async def test_on_a_store_that_a_newer_version_serves_too_the_copy_is_left_to_it(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = (Daily(DailyPlan(tmp_path / "copies", 3), database) for _ in range(2))
    with monkeypatch.context() as patch:
        patch.setattr(upkeep, "VERSIONS", tmp_path)
        (tmp_path / "0001_first.py").touch()  # all that the old one knows
        await at(database, 1, 2, old)
    assert old.failing_since is None
    await at(database, 1, 2, new)
    assert names(tmp_path / "copies") == ["thidua-2023-03-01.backup.db"]


async def test_health_says_since_when_it_fails_and_stays_well(office: Office, tmp_path: Path) -> None:
    """Nobody is served the worse for it."""
    (tmp_path / "copies").write_text("a file where the folder should be")
    one = Daily(DailyPlan(tmp_path / "copies", 3), office.database)
    front = Front()
    front.serves(office.service.intake, office.database, office.service.gate, copies=one)
    assert (await look(front, polling=False)).copy_failing_since is None
    await at(office.database, 1, 2, one)
    found = await look(front, polling=False)
    assert found.healthy
    assert found.copy_failing_since is not None
