"""Rules of reminding: a campaign's ladder, the moments that it comes to, and those that are due. Pure."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow


class Audience(StrEnum):
    """The people whom a reminder goes to."""

    STAFF = "staff"  # who has neither registered nor declined
    LEAD = "lead"  # heads of units and leads of union groups with work left: one digest
    OFFICE = "office"  # what is still open in the whole department


class ReminderText(StrEnum):
    """The text that a moment brings. The sentences are `reminder.*`, `digest.*`, `open_work.*` and `waiting.*` in
    locales."""

    OPEN = "open"  # the campaign is open; it takes a minute
    PAST = "past"  # what was held last year, to be registered again
    FEW_DAYS = "few_days"  # the working days that are left
    EVE = "eve"  # whoever does not register is asked to say so
    AGAIN = "again"  # the person asked to be reminded on this day
    LAST = "last"  # the last one, which cannot be put off
    UNION = "union"  # to members who have answered for the State's titles only
    OVER = "over"  # the window is shut; how to ask for more time
    DIGEST = "digest"  # to leads, before the last day
    DIGEST_LAST = "digest_last"
    DIGEST_OVER = "digest_over"
    OFFICE = "office"  # before the deadline
    OFFICE_OVER = "office_over"


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One step of a ladder."""

    days_before: int
    """Days before the deadline; negative: working days after it."""
    at: time
    to: Audience

    @property
    def name(self) -> str:
        """The name of the reminder, wherever the deadline moves: T-7, T0, T+1."""
        return f"T{-self.days_before:+d}" if self.days_before else "T0"


_MORNING, _AFTERNOON = time(8, 30), time(14, 0)
DEFAULT = (
    *(LadderStep(days, _MORNING, Audience.STAFF) for days in (14, 7, 3, 1, 0, -1)),
    # Leads are written to when the morning's meetings are over, but on the last day while there is time to act.
    LadderStep(7, _AFTERNOON, Audience.LEAD),
    LadderStep(3, _AFTERNOON, Audience.LEAD),
    LadderStep(0, _MORNING, Audience.LEAD),
    LadderStep(-1, _AFTERNOON, Audience.LEAD),
    # The Office hears of what its leads have not settled by the day after they were asked.
    LadderStep(-2, _MORNING, Audience.OFFICE),
)
LAST_OF_SUPPLEMENT = "S-1"
"""The rule by which leads hear once before the time to supplement is over."""
GRACE = timedelta(days=7)
"""The time for which a reminder after the deadline is of use where the campaign takes no supplements."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One reminder of a campaign to one audience, with the time at which it is due and the end of its use."""

    rule: str
    to: Audience
    text: ReminderText
    due_at: datetime
    useful_until: datetime


def ladder(campaign: CampaignNow) -> tuple[LadderStep, ...]:
    """The campaign's own rules, as its description gave them, or the default ones."""
    if campaign.reminders is None:
        return DEFAULT
    return tuple(
        LadderStep(int(rule["days_before"]), time.fromisoformat(rule["at"]), Audience(to))
        for rule in json.loads(campaign.reminders)
        for to in rule["to"]
    )


def timetable(campaign: CampaignNow, calendar: Calendar) -> tuple[Moment, ...]:
    """Every reminder of the campaign by time, none outside the hours of an office.

    A day off moves a reminder to the working day before, but not before the campaign opens; what follows the deadline
    counts working days. Of two that come to one day for one audience, the later rule stays.
    """
    moments: list[Moment] = []
    for to in Audience:
        by_day: dict[date, tuple[datetime, LadderStep]] = {}
        for rule in sorted(ladder(campaign), key=lambda rule: (-rule.days_before, rule.at)):
            if rule.to is to and (due := _due(rule, campaign, calendar)) is not None:
                by_day[due.date()] = (due, rule)
        made = _moments(to, sorted(by_day.values(), key=lambda one: one[0]), campaign)
        moments += _with_last_of_supplement(made, campaign, calendar) if to is Audience.LEAD else made
    return tuple(sorted(moments, key=lambda moment: (moment.due_at, moment.to)))


def _due(rule: LadderStep, campaign: CampaignNow, calendar: Calendar) -> datetime | None:
    deadline = campaign.deadline_at.astimezone(calendar.zone)
    if rule.days_before < 0:
        day = deadline.date()
        for _ in range(-rule.days_before):
            day = calendar.next_working_day(day)
        return calendar.civil_on(day, rule.at)
    day = deadline.date() - timedelta(days=rule.days_before)
    opens = campaign.opens_at.astimezone(calendar.zone)
    if day < opens.date():
        return None  # a short campaign has no such day
    due = calendar.civil_on(calendar.on_or_before(day), rule.at)
    if due >= deadline:  # it ends in the morning
        due = calendar.civil_on(calendar.previous_working_day(due.date()), rule.at)
    if due < opens:
        due = calendar.civil_from(opens)
    return due if due < deadline else None


def _moments(to: Audience, dues: Sequence[tuple[datetime, LadderStep]], campaign: CampaignNow) -> list[Moment]:
    before = [rule for _due, rule in dues if rule.days_before >= 0]
    last = before[-1] if before else None
    made = []
    for place, (due, rule) in enumerate(dues):
        end = campaign.deadline_at if rule.days_before >= 0 else _after(campaign)
        following = dues[place + 1][0] if place + 1 < len(dues) else end
        text = _text(to, rule, last=rule is last)
        made.append(Moment(rule.name, to, text, due, max(due, min(end, following))))
    return made


def _with_last_of_supplement(made: list[Moment], campaign: CampaignNow, calendar: Calendar) -> list[Moment]:
    """Leads who are written to after the deadline are once more, a working day before the supplement's last."""
    ends, over = campaign.supplement_until, [moment for moment in made if moment.text is ReminderText.DIGEST_OVER]
    if ends is None or not over:
        return made
    last = calendar.on_or_before(ends.astimezone(calendar.zone).date())
    due = calendar.civil_on(calendar.previous_working_day(last), _MORNING)
    if due.date() <= over[-1].due_at.date():
        return made
    earlier = [replace(moment, useful_until=min(moment.useful_until, due)) for moment in made]
    return [*earlier, Moment(LAST_OF_SUPPLEMENT, Audience.LEAD, ReminderText.DIGEST_OVER, due, ends)]


def _after(campaign: CampaignNow) -> datetime:
    return campaign.supplement_until or campaign.deadline_at + GRACE


def _text(to: Audience, rule: LadderStep, *, last: bool) -> ReminderText:
    """The text of a step; UNION and AGAIN come from actions.py. What is so when it leaves, letters.py puts in."""
    over = rule.days_before < 0
    match to:
        case Audience.LEAD:
            return ReminderText.DIGEST_OVER if over else ReminderText.DIGEST_LAST if last else ReminderText.DIGEST
        case Audience.OFFICE:
            return ReminderText.OFFICE_OVER if over else ReminderText.OFFICE
    if over or last:
        return ReminderText.OVER if over else ReminderText.LAST
    if rule.days_before == 1:
        return ReminderText.EVE
    if rule.days_before < 5:
        return ReminderText.FEW_DAYS
    return ReminderText.PAST if rule.days_before < 10 else ReminderText.OPEN


# --- due now ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DueReminders:
    """Moments that are to be sent now, and those that have come too late."""

    send: tuple[Moment, ...]
    missed: tuple[Moment, ...]


def due_reminders(
    moments: Sequence[Moment],
    sent: Mapping[tuple[Audience, str], datetime],
    missed: Collection[tuple[Audience, str]],
    now: datetime,
    calendar: Calendar,
) -> DueReminders:
    """The moments to send at `now`, and those that have come too late. `sent` and `missed` are by audience and rule, so
    that moving a deadline, a day off or the clock repeats nothing; nobody is reminded twice in one day."""
    if not calendar.is_civil(now):
        return DueReminders((), ())
    today = now.astimezone(calendar.zone).date()
    heard = {to for (to, _rule), at in sent.items() if at.astimezone(calendar.zone).date() == today}
    open_ = [moment for moment in moments if moment.due_at <= now and (moment.to, moment.rule) not in sent]
    return DueReminders(
        tuple(moment for moment in open_ if now < moment.useful_until and moment.to not in heard),
        tuple(moment for moment in open_ if now >= moment.useful_until and (moment.to, moment.rule) not in missed),
    )


def next_due(
    moments: Sequence[Moment], sent: Mapping[tuple[Audience, str], datetime], now: datetime, calendar: Calendar
) -> datetime | None:
    """The time at which the next one is sent; None: none is left."""
    waiting = [
        max(moment.due_at, calendar.civil_from(now))
        for moment in moments
        if (moment.to, moment.rule) not in sent and calendar.civil_from(max(moment.due_at, now)) < moment.useful_until
    ]
    return min(waiting, default=None)


# --- put off ----------------------------------------------------------------------------------------------------------

CHOICES = (1, 3)
"""Days by which staff may put a reminder off."""


@dataclass(frozen=True, slots=True)
class PutOffChoice:
    """A number of days, and the time that they come to."""

    days: int
    until: datetime


def last_call(moments: Sequence[Moment]) -> datetime | None:
    """The time at which staff are reminded for the last time before the deadline."""
    return next((moment.due_at for moment in moments if moment.text is ReminderText.LAST), None)


def may_put_off(moments: Sequence[Moment], now: datetime, calendar: Calendar) -> tuple[PutOffChoice, ...]:
    """The times to which a person may put reminders off: whole days, on a working day, never as late as the last
    one."""
    last = last_call(moments)
    if last is None or now >= last:
        return ()
    offered: list[PutOffChoice] = []
    for days in CHOICES:
        day = calendar.on_or_after(now.astimezone(calendar.zone).date() + timedelta(days=days))
        until = calendar.civil_on(day, _MORNING)
        if day < last.astimezone(calendar.zone).date() and all(until != other.until for other in offered):
            offered.append(PutOffChoice(days, until))
    return tuple(offered)
