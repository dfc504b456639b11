"""A department whose time a test sets."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import Clock
from tests.reminders.department import Department


@pytest.fixture
async def department(sample_url: str, clock: Clock) -> AsyncIterator[Department]:
    department = Department(sample_url, clock)
    yield department
    await department.database.close()
