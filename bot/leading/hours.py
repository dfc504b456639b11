"""Hours in which a lead's letter leaves, and the people whom one would still reach in their time to answer."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import CampaignNow
from bot.leading.reading import Member
from bot.leading.rights import answers_until
from bot.store.database import Tx

EARLIEST, LATEST = time(7), time(20)
"""Hours of a working day in which a colleague may be written to: begin inclusive, end exclusive. Wider than those of
the Office's own letters: somebody has just decided to write."""
MORNING = time(8)


def leaves_at(calendar: Calendar, at: datetime) -> datetime:
    """The time at which a letter wanted at `at` leaves, in the zone of the office: now, or the next working morning."""
    local = at.astimezone(calendar.zone)
    day = local.date()
    if calendar.is_working_day(day) and EARLIEST <= local.time() < LATEST:
        return local
    after = day if local.time() < EARLIEST else day + timedelta(days=1)
    return calendar.civil_on(calendar.on_or_after(after), MORNING)


def left_at(tx: Tx, at: datetime) -> datetime:
    """The time at which a letter that was wanted at `at` leaves, or has left."""
    return leaves_at(office_calendar(tx), at)


def in_time(tx: Tx, campaign: CampaignNow, people: Iterable[Member]) -> tuple[Member, ...]:
    """Those of `people` whom a letter that is wanted now would reach before their time to answer is over."""
    due_at = left_at(tx, tx.now)
    ends = ((member, answers_until(tx, campaign, member.person.id)) for member in people)
    return tuple(member for member, end in ends if end is not None and due_at < end)
