"""A department whose time a test sets: with its ledger alone, or with its bot and people on their phones."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from bot.clock import Clock
from bot.slices import ticks
from tests.office import Office, Phone
from tests.reminders.department import Department


@pytest.fixture
async def department(sample_url: str, clock: Clock) -> AsyncIterator[Department]:
    department = Department(sample_url, clock)
    yield department
    await department.database.close()


class TimedOffice(Office):
    """The bot, its courier and its ticks."""

    async def person(self, name: str, *, linked: bool = True, unit: str | None = None) -> Phone:
        """Somebody who has used the bot before: a bot may not write first."""
        phone = await super().person(name, linked=linked, unit=unit)
        self.world.came_before(phone.user_id)
        return phone

    async def comes_to(self, at: datetime) -> None:
        """It is that time, and whatever is due then has arrived."""
        self.clock.move_to(at)
        await ticks(self.database).run_due()
        await self.letters()


@pytest.fixture
async def timed(sample_url: str) -> AsyncIterator[TimedOffice]:
    office = TimedOffice(sample_url)
    await office.open()
    yield office
    await office.close()
