"""Rules of declared days: which may be declared, and what moves because of them. Pure."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import partial

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow, DayKind
from bot.dialogue.screens import Phrase, say
from bot.refusal import Refusal
from bot.registration.rules import change_until, late_ends, lead_has_until
from bot.reminders.rules import Audience, Moment, timetable

FARTHEST = timedelta(days=366)
"""No day lies farther ahead than this: what does is a slip of the finger."""
LONGEST_REST = 45
"""Days on end without a working day: nothing could be moved across more."""
MORNING = time(8, 30)
"""The time of day at which what waits is told, and of letters that are put off."""


class What(StrEnum):
    """Kinds of things that move, or that stay although they fall on such a day."""

    STAFF = "staff"  # a reminder of the ladder
    LEAD = "lead"
    OFFICE = "office"
    DIGEST = "digest"  # what waits, told in the morning
    NUDGE = "nudge"  # a lead's reminder that has not left
    CHANGE = "change"  # a letter on a change that was asked for
    LATE = "late"  # a letter on a request to register late
    LETTER = "letter"  # any other letter that waits for its time
    CHANGE_END = "change_end"  # the end of the time for a change
    LEAD_SILENT = "lead_silent"  # the Office need not wait for the lead on a late request
    LATE_END = "late_end"  # the end of the time to decide on late requests
    NOTICE = "notice"  # stays: the Office has set its time itself
    DEADLINE = "deadline"  # stays: only the plan changes it
    SUPPLEMENT = "supplement"


@dataclass(frozen=True, slots=True)
class Moved:
    """`count` things of one kind that go from `was` to `to`. `was` None: it comes anew; `to` None: it is left out. It
    stays as it is, on a day on which nobody works, where both are the same."""

    what: What
    was: datetime | None
    to: datetime | None
    count: int = 1

    @property
    def stays(self) -> bool:
        return self.was == self.to


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter of the ledger that is planned for a time to come."""

    id: int
    what: What
    due_at: datetime
    useful_until: datetime | None


@dataclass(frozen=True, slots=True)
class Affected:
    """All that may move: reminders of the ladder that are not decided yet, letters that wait, and open requests."""

    campaign: CampaignNow | None
    decided: Collection[tuple[Audience, str]]
    letters: Sequence[WaitingLetter]
    changes: Sequence[tuple[CampaignNow, datetime | None]]
    """Changes that were asked for: of which campaign, and the end that was given for it."""
    late: Sequence[tuple[CampaignNow, datetime | None]]
    """Late requests: of which campaign, and since when the lead is waited for, if he or she is."""


# --- which days -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Declarable:
    """Days to be declared, and those that are so anyway and are left out."""

    days: tuple[date, ...]
    left_out: tuple[date, ...]


def declarable(days: Iterable[date], kind: DayKind, calendar: Calendar, today: date) -> Declarable:
    """Those of `days` that are not so yet. Raises Refusal: over, too far ahead, all of them so anyway, or no working
    day left for too long."""
    wanted = tuple(days)
    if over := [day for day in wanted if day < today]:
        raise Refusal("days.past", day=over[0])
    if any(day > today + FARTHEST for day in wanted):
        raise Refusal("day.too_late", latest=today + FARTHEST)
    anew = tuple(day for day in wanted if calendar.is_working_day(day) is not (kind is DayKind.WORKED))
    if not anew:
        key = "days.is_off" if kind is DayKind.OFF else "days.is_worked"
        raise Refusal(key, days=said(wanted))
    if kind is DayKind.OFF:
        _leave_work(anew, declared(calendar, anew, kind))
    return Declarable(anew, tuple(day for day in wanted if day not in anew))


def _leave_work(days: Sequence[date], calendar: Calendar) -> None:
    for day in days:
        first = last = day
        while not calendar.is_working_day(first - timedelta(days=1)) and (last - first).days < LONGEST_REST:
            first -= timedelta(days=1)
        while not calendar.is_working_day(last + timedelta(days=1)) and (last - first).days < LONGEST_REST:
            last += timedelta(days=1)
        if (last - first).days >= LONGEST_REST:
            raise Refusal("days.no_work", most=LONGEST_REST)


def declared(calendar: Calendar, days: Iterable[date], kind: DayKind | None) -> Calendar:
    """The calendar with these days declared; None: with what was declared of them taken back."""
    these = frozenset(days)
    rest = {day: known for day, known in calendar.table.items() if day not in these}
    return replace(calendar, table=rest if kind is None else rest | dict.fromkeys(these, kind))


@dataclass(frozen=True, slots=True)
class Run:
    """Days on end."""

    first: date
    last: date


def on_end(days: Iterable[date]) -> tuple[Run, ...]:
    """These days as few runs, in order."""
    found: list[Run] = []
    for day in sorted(days):
        if found and day - found[-1].last == timedelta(days=1):
            found[-1] = Run(found[-1].first, day)
        else:
            found.append(Run(day, day))
    return tuple(found)


def said(days: Iterable[date]) -> tuple[Phrase, ...]:
    """These days as people write them, a run as one."""
    return tuple(
        say("days.run", first=run.first, last=run.last) if run.first < run.last else say("days.one", day=run.first)
        for run in on_end(days)
    )


# --- what moves -------------------------------------------------------------------------------------------------------


def moves(affected: Affected, before: Calendar, after: Calendar, days: Iterable[date], now: datetime) -> list[Moved]:
    """All that moves when `before` becomes `after`, which differ in `days`, by time; what stays on a day off last."""
    off = frozenset(day for day in days if before.is_working_day(day) and not after.is_working_day(day))
    worked = frozenset(day for day in days if after.is_working_day(day) and not before.is_working_day(day))
    found = Counter[tuple[What, datetime | None, datetime | None]]()
    for one in (
        *_ladder(affected, before, after, now),
        *_digests(before, after, off, worked, now),
        *_letters(affected.letters, after, off, now),
        *_ends(affected, before, after, now),
        *_staying(affected, before, off, now),
    ):
        found[one.what, one.was, one.to] += one.count
    made = [Moved(what, was, to, count) for (what, was, to), count in found.items()]
    return sorted(made, key=lambda one: (one.stays, one.was or one.to or now, list(What).index(one.what)))


def _ladder(affected: Affected, before: Calendar, after: Calendar, now: datetime) -> Iterable[Moved]:
    campaign = affected.campaign
    if campaign is None:
        return
    was, to = (
        {
            (moment.to, moment.rule): _leaves(moment, calendar, now)
            for moment in timetable(campaign, calendar)
            if (moment.to, moment.rule) not in affected.decided
        }
        for calendar in (before, after)
    )
    for key in {**was, **to}:
        if was.get(key) != to.get(key):
            yield Moved(What(key[0].value), was.get(key), to.get(key))


def _leaves(moment: Moment, calendar: Calendar, now: datetime) -> datetime | None:
    """The time at which the reminder leaves; None: it would come too late."""
    at = calendar.civil_from(max(moment.due_at, now))
    return at if at < moment.useful_until else None


def _digests(
    before: Calendar, after: Calendar, off: Collection[date], worked: Collection[date], now: datetime
) -> Iterable[Moved]:
    for day in sorted(off):
        morning = before.civil_on(day, MORNING)
        if morning > now:
            yield Moved(What.DIGEST, morning, after.civil_on(after.next_working_day(day), MORNING))
    for day in sorted(worked):
        morning = after.civil_on(day, MORNING)
        if morning > now:
            yield Moved(What.DIGEST, None, morning)


def _letters(
    letters: Iterable[WaitingLetter], after: Calendar, off: Collection[date], now: datetime
) -> Iterable[Moved]:
    for letter in letters:
        if letter.due_at.astimezone(after.zone).date() in off and letter.what is not What.NOTICE:
            yield Moved(letter.what, letter.due_at, put_off(letter, after, now))


def put_off(letter: WaitingLetter, after: Calendar, now: datetime) -> datetime | None:
    """The time at which a letter leaves whose day is one on which nobody works: the same time of the next working day,
    or of the last one before, where that would be too late for it; None where that is over too."""
    local = letter.due_at.astimezone(after.zone)
    later = after.civil_on(after.next_working_day(local.date()), local.time())
    if letter.useful_until is None or later < letter.useful_until:
        return later
    earlier = after.civil_on(after.previous_working_day(local.date()), local.time())
    at = after.civil_from(max(earlier, now))
    return at if at < letter.useful_until else None


def _ends(affected: Affected, before: Calendar, after: Calendar, now: datetime) -> Iterable[Moved]:
    ends: list[tuple[What, Callable[[Calendar], datetime]]] = [
        *((What.CHANGE_END, partial(change_until, campaign, until)) for campaign, until in affected.changes),
        *((What.LEAD_SILENT, partial(lead_has_until, since)) for _, since in affected.late if since is not None),
        *((What.LATE_END, partial(late_ends, campaign)) for campaign, _ in affected.late),
    ]
    for what, end in ends:
        was, to = end(before), end(after)
        if was != to and max(was, to) > now:
            yield Moved(what, was, to)


def _staying(affected: Affected, before: Calendar, off: Collection[date], now: datetime) -> Iterable[Moved]:
    campaign = affected.campaign
    if campaign is not None:
        ends: Mapping[What, datetime | None] = {
            What.DEADLINE: campaign.deadline_at,
            What.SUPPLEMENT: campaign.supplement_until,
        }
        for what, end in ends.items():
            if end is not None and end > now and end.astimezone(before.zone).date() in off:
                yield Moved(what, end, end)
    for letter in affected.letters:
        if letter.what is What.NOTICE and letter.due_at.astimezone(before.zone).date() in off:
            yield Moved(What.NOTICE, letter.due_at, letter.due_at)
