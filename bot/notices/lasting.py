"""How long a notice is news. Pure."""

from datetime import datetime, timedelta

from bot.campaigns.records import CampaignNow
from bot.notices.records import NoticeState, Written

OPEN_FOR = timedelta(days=30)
"""So long after its sending a notice without a deadline of its own is still brought to who joins late, and told in
person: a month's news is news to somebody new; what is older has been settled or was said again. So long before a
campaign opens, what asks to register may mean that campaign already."""


def is_open(notice: Written, campaign: CampaignNow | None, now: datetime) -> bool:
    """Whether somebody whom it has not reached should still hear of it: it was sent, and its day has not passed. With
    «Đăng ký danh hiệu» under it that day is the deadline of the campaign that it was sent for."""
    if notice.state not in (NoticeState.STARTED, NoticeState.FINISHED) or notice.due_at is None or notice.due_at > now:
        return False
    if notice.asks_register:
        return campaign is not None and campaign.opens_at - OPEN_FOR <= notice.due_at <= now <= campaign.deadline_at
    return now <= notice.due_at + OPEN_FOR


def earliest(campaign: CampaignNow | None, now: datetime) -> datetime:
    """What was sent before is not open any more."""
    return min(now, campaign.opens_at if campaign else now) - OPEN_FOR
