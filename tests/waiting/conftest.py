"""The department with its courier and its ticks, and what lies before it on one morning."""

from collections.abc import AsyncIterator

import pytest

from tests.reminders.conftest import TimedOffice


@pytest.fixture
async def timed(sample_url: str) -> AsyncIterator[TimedOffice]:
    office = TimedOffice(sample_url)
    await office.open()
    yield office
    await office.close()
