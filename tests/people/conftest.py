"""A store of its own for every test."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import Clock
from bot.store.database import Database
from bot.store.engines.opening import open_database
from tests.engines import Stores

OFFICE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def database(stores: Stores, tmp_path: Path) -> Iterator[Database]:
    database = open_database(
        stores.empty("sqlite", tmp_path), Clock(OFFICE, real=lambda: datetime(2023, 1, 3, 1, tzinfo=UTC))
    )
    yield database
    database.close_now()
