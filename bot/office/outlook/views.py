"""Lists by state, shares of titles, the forecast and the chart: views for the Office and the Director."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Screen
from bot.dialogue.views import View
from bot.dialogue.ways import page_of
from bot.enquiries.targets import ShowOutlook
from bot.notices.filling import coverage
from bot.office.outlook import answers, screens, shares
from bot.office.outlook.forecast import FEWEST, Course
from bot.office.outlook.screens import Prospect
from bot.office.overview.rules import may_see
from bot.office.targets import ShowChart, ShowForecast, ShowLists, ShowShares
from bot.people.identity import Actor
from bot.people.records import Role
from bot.refusal import Refusal
from bot.registration.facts import campaign_now
from bot.sheets import reading
from bot.sheets.standing import Standing, standings
from bot.store.database import Tx
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import shared as catalogue
from bot.titles.rules import to_check

CLOSES, WORKING_DAY = time(17), timedelta(hours=9)
"""The end of a day in an office, and the time from its beginning."""


def outlook(tx: Tx, actor: Actor, _to: ShowOutlook) -> Screen:
    may_see(actor, Family.STATE)
    campaign = campaign_now(tx)
    states = _by_state(tx, campaign, Subject.UNIT)
    counts = {standing: len(names) for standing, names in states.items()}
    return screens.outlook(tx.now, counts, shares.meters(tx, campaign), _prospect(tx, campaign))


def lists(tx: Tx, actor: Actor, to: ShowLists) -> Screen:
    may_see(actor, Family.STATE)
    campaign = campaign_now(tx)
    units, groups = (_by_state(tx, campaign, one)[to.standing] for one in (Subject.UNIT, Subject.UNION_GROUP))
    return screens.lists(to, groups if to.groups else units, of_units=len(units), of_groups=len(groups))


def _by_state(tx: Tx, campaign: CampaignNow, subject: Subject) -> dict[Standing, list[str]]:
    """The names of those that send lists, by the state of the list, in the order of the official list."""
    senders = reading.senders(tx, subject, tx.clock.today())
    found: dict[Standing, list[str]] = {standing: [] for standing in Standing}
    for key, one in standings(tx, campaign, subject, senders).items():
        found[one.standing].append(senders[key].name)
    return found


def shares_by_unit(tx: Tx, actor: Actor, to: ShowShares) -> Screen:
    may_see(actor, Family.STATE)
    campaign = campaign_now(tx)
    return screens.shares(to, shares.meters(tx, campaign), to_check(catalogue().regime(campaign.regime)))


def forecast(tx: Tx, actor: Actor, to: ShowForecast) -> Screen:
    may_see(actor, Family.STATE)
    campaign = campaign_now(tx)
    prospect = _prospect(tx, campaign)
    if prospect is None:
        raise Refusal("forecast.over")
    leads, alone = answers.leads(tx, campaign)
    return screens.forecast(to, prospect, leads, alone, office=actor.has(Role.OFFICE))


def _prospect(tx: Tx, campaign: CampaignNow) -> Prospect | None:
    """The prospect for the deadline, or after it for the end of late registration; None when both are over, or before
    the campaign opens."""
    until = campaign.deadline_at if tx.now <= campaign.deadline_at else campaign.closes_at
    if not campaign.opens_at <= tx.now <= until:
        return None
    calendar, zone, today = office_calendar(tx), tx.clock.zone, tx.clock.today()
    people = answers.answered(tx, campaign, calendar)
    opens = campaign.opens_at.astimezone(zone).date()
    days = calendar.working_days(opens, calendar.on_or_before(today))
    course = Course(people, days)
    done = sum(one.day is not None for one in people)
    interval = course.ahead(_left(calendar, tx.clock.local(), until)) if course.says_something else None
    return Prospect(done, len(people), until, interval, course.record(), _begins(calendar, opens))


def _begins(calendar: Calendar, opens: date) -> date:
    """The day of the first forecast of a campaign that opens on that day."""
    day = calendar.on_or_after(opens)
    for _ in range(FEWEST - 1):
        day = calendar.on_or_after(day + timedelta(days=1))
    return day


def _left(calendar: Calendar, now: datetime, until: datetime) -> float:
    """Working days from now to `until`, with the part of today that is left."""
    today, last = now.date(), until.astimezone(now.tzinfo).date()
    whole = len(calendar.working_days(today + timedelta(days=1), last))
    if not calendar.is_working_day(today):
        return whole
    closes = min(datetime.combine(today, CLOSES, now.tzinfo), until)
    return whole + min(1.0, max(0.0, (closes - now) / WORKING_DAY))


def chart(tx: Tx, actor: Actor, to: ShowChart) -> Screen:
    may_see(actor, Family.STATE)
    campaign_now(tx)
    found = coverage.of(tx, actor.staff)
    units = page_of(() if found is None else found.units, to.page, screens.BARS_A_PAGE)
    shown = None if found is None else replace(found, units=tuple(units.items))
    return screens.chart(coverage.picture(shown), units.number, units.of)


VIEWS = (
    View(ShowOutlook, outlook, living=True),
    View(ShowLists, lists),
    View(ShowShares, shares_by_unit),
    View(ShowForecast, forecast),
    View(ShowChart, chart),
)
