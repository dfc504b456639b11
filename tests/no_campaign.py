"""A department as it is before its first campaign."""

import sqlalchemy as sa

from bot.campaigns.records import Campaign, CampaignBasis, CampaignQuota, CampaignTitle
from bot.launching.records import CampaignChange
from bot.notices.records import NoticeFile, NoticeRow
from bot.store.database import Tx
from bot.store.schema import columns

CAMPAIGNS = (CampaignBasis, CampaignQuota, CampaignTitle, Campaign)


def without_campaign(tx: Tx) -> None:
    """Take the campaign out, which nobody has registered in yet."""
    for model in CAMPAIGNS:
        tx.execute(sa.delete(columns(model)))


def without_launch(tx: Tx) -> None:
    """The same of one that was launched in the chat, with its announcement."""
    for model in (CampaignChange, NoticeFile, NoticeRow):
        tx.execute(sa.delete(columns(model)))
    without_campaign(tx)
