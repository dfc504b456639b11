"""The department before its first campaign, and in the midst of one, with its bot, courier and ticks."""

import pytest
import sqlalchemy as sa

from bot.campaigns.records import Campaign, CampaignQuota, CampaignTitle
from bot.store.database import Tx
from bot.store.schema import columns
from tests.reminders.conftest import TimedOffice, timed

__all__ = ["timed"]


@pytest.fixture
async def before(timed: TimedOffice) -> TimedOffice:
    """The department before its first campaign."""

    def empty(tx: Tx) -> None:
        for model in (CampaignQuota, CampaignTitle, Campaign):
            tx.execute(sa.delete(columns(model)))

    await timed.database.run(empty)
    return timed
