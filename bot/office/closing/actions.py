"""Planning the letters of the end of a campaign: once, on the first working day after it, whoever asks how often."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import CampaignNow, current_campaign
from bot.ledger import planning
from bot.ledger.letter import Letter
from bot.people.chart import Chart, chart
from bot.people.reach import LEADING
from bot.people.records import Role
from bot.store.database import Tx
from bot.store.schema import columns

CLOSED = "closed"
"""Kind of letters."""
AT = time(14)
"""The time of day: the morning has the digest of what waits."""
USEFUL = timedelta(days=14)
"""The time for which it is news."""

_L = columns(Letter)
_TOLD = LEADING | {Role.DEPUTY, Role.DIRECTOR, Role.OFFICE}


def plan_closed(tx: Tx) -> int:
    """Plan the letters that are due now; returns how many are new."""
    campaign = current_campaign(tx)
    if campaign is None or tx.now <= campaign.closes_at:
        return 0
    calendar = office_calendar(tx)
    due = due_at(campaign, calendar)
    if not due <= tx.now < due + USEFUL or not calendar.is_civil(tx.now) or _planned(tx, campaign):
        return 0
    values = {"campaign": campaign.id}
    people = dict.fromkeys(sorted(_leading(chart(tx, tx.clock.today()))), values)
    return planning.plan_all(tx, CLOSED, source(campaign), _end(campaign), people, useful_until=due + USEFUL)


def due_at(campaign: CampaignNow, calendar: Calendar) -> datetime:
    end = campaign.closes_at.astimezone(calendar.zone).date()
    return calendar.civil_on(calendar.next_working_day(end), AT)


def source(campaign: CampaignNow) -> str:
    return f"{CLOSED}:{campaign.id}"


def _end(campaign: CampaignNow) -> str:
    """An end that is moved on is told anew."""
    return campaign.closes_at.date().isoformat()


def _planned(tx: Tx, campaign: CampaignNow) -> bool:
    query = sa.select(_L.c.id).where(_L.c.source == source(campaign), _L.c.occurrence == _end(campaign)).limit(1)
    return tx.execute(query).first() is not None


def _leading(people: Chart) -> frozenset[int]:
    """Everybody who leads a unit or union group, the union's chair, deputies, the Director and the Office."""
    roles = {one for (role, _unit), held in people.roles.items() if role in _TOLD for one in held}
    groups = {one for held in people.group_leads.values() for one in held}
    return frozenset(roles | groups | {*people.chairs})
