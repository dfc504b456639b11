"""What every test may use: an office with its people, on a copy of one prepared store; and no network."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.database import Database
from bot.playground.sample import first_morning, load_sample
from bot.settings import OFFICE_ZONE
from bot.store import migrate
from tests.office import Office


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample department's store, made once a worker: migrated, and filled through the importers."""
    path = tmp_path_factory.mktemp("store") / "sample.db"
    url = f"sqlite:///{path}"
    migrate(url)
    clock = Clock(OFFICE_ZONE)
    clock.move_to(first_morning(OFFICE_ZONE))
    database = Database.open(url, clock)
    load_sample(database, clock)
    database.close_now()
    return path


@pytest.fixture
async def office(sample_store: Path, tmp_path: Path) -> AsyncIterator[Office]:
    copy = tmp_path / "office.db"
    shutil.copyfile(sample_store, copy)
    office = Office(f"sqlite:///{copy}")
    await office.open()
    yield office
    await office.close()
