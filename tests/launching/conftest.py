"""The department before its first campaign, and in the midst of one, with its bot, courier and ticks."""

import pytest

from tests.no_campaign import without_campaign
from tests.reminders.conftest import TimedOffice, timed

__all__ = ["timed"]


@pytest.fixture
async def before(timed: TimedOffice) -> TimedOffice:
    await timed.database.run(without_campaign)
    return timed
