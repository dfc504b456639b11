"""The department before its first campaign, and in the midst of one, with its bot, courier and ticks."""

import pytest
import sqlalchemy as sa

from bot.campaigns.records import Campaign, CampaignBasis, CampaignQuota, CampaignTitle
from bot.launching.records import CampaignChange
from bot.notices.records import NoticeFile, NoticeRow
from bot.store.database import Tx
from bot.store.schema import columns
from tests.reminders.conftest import TimedOffice, timed

__all__ = ["timed"]


def without_campaign(tx: Tx) -> None:
    """As a department is before its first campaign."""
    for model in (CampaignChange, NoticeFile, NoticeRow, CampaignBasis, CampaignQuota, CampaignTitle, Campaign):
        tx.execute(sa.delete(columns(model)))


@pytest.fixture
async def before(timed: TimedOffice) -> TimedOffice:
    await timed.database.run(without_campaign)
    return timed
