"""The department on a clock that moves only when somebody waits: pauses and paces take no time."""

from collections.abc import AsyncIterator

import pytest

from bot.playground.api.world import World
from bot.playground.sample import first_morning
from bot.settings import OFFICE_ZONE
from tests.office import Office
from tests.quick_clock import QuickClock


@pytest.fixture
async def timed(sample_url: str) -> AsyncIterator[Office]:
    office = Office(sample_url)
    office.clock = QuickClock(OFFICE_ZONE)
    office.clock.move_to(first_morning(OFFICE_ZONE))
    office.world = World(now=office.clock.now, monotonic=office.clock.monotonic)
    await office.open()
    yield office
    await office.close()
