"""The department with its courier and its ticks, and what lies before it on one morning."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import Clock
from tests.reminders.conftest import TimedOffice
from tests.reminders.department import Department


@pytest.fixture
async def timed(sample_url: str) -> AsyncIterator[TimedOffice]:
    office = TimedOffice(sample_url)
    await office.open()
    yield office
    await office.close()


@pytest.fixture
async def department(sample_url: str, clock: Clock) -> AsyncIterator[Department]:
    department = Department(sample_url, clock)
    yield department
    await department.database.close()
