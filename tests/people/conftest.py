"""A store of its own for every test."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import SQLModel

from bot.clock import Clock
from bot.store.database import Database
from bot.store.engines.opening import open_database, sync_engine

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = f"sqlite:///{tmp_path / 'thidua.db'}"
    engine = sync_engine(url)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    database = open_database(url, Clock(OFFICE, real=lambda: datetime(2023, 1, 3, 1, tzinfo=UTC)))
    yield database
    database.close_now()
