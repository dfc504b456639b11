"""Notices that repeat: how often, the times to come, what was sent. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.campaigns.calendar import Calendar
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import turn
from bot.notices import rules
from bot.notices.records import Written
from bot.notices.series.records import Series, SeriesState
from bot.notices.series.rules import Every, Rule, Time
from bot.notices.targets import EndSeries, ShowAllSeries, ShowEndSeries, ShowOfficeNotice, ShowSeries
from bot.notices.writing.desk_screens import TO_ALL
from bot.notices.writing.screens import AWAY
from bot.words import shortened

LISTED = 6
SENT = 4
"""Times that are shown with a way to each, on a page."""
LONG = 160
WEEKDAYS = ("weekday.0", "weekday.1", "weekday.2", "weekday.3", "weekday.4", "weekday.5", "weekday.6")
DAYS = (1, 5, 15, 25, 31)

TO_SERIES = Button(say("button.all_series"), ShowAllSeries())


def _at(at: time) -> str:
    return at.strftime("%H:%M")


# --- the questions ----------------------------------------------------------------------------------------------------


def every() -> Screen:
    return screen(
        say("series.every.head"),
        say("series.every.means"),
        rows=(
            (Button(say("button.every_week"), Option("week")),),
            (Button(say("button.every_month"), Option("month")),),
            (Button(say("button.every_workday"), Option("workday")),),
            AWAY,
        ),
    )


def weekday() -> Screen:
    """Days on which an office works as a rule."""
    return screen(
        say("series.weekday.head"),
        rows=(
            *((Button(Phrase(WEEKDAYS[day]), Option(f"d{day}")),) for day in range(5)),
            AWAY,
        ),
    )


def day() -> Screen:
    return screen(
        say("series.day.head"),
        say("series.day.type"),
        rows=(
            tuple(Button(say("button.day_of_month", day=day), Option(f"d{day}")) for day in DAYS[:-1]),
            (Button(say("button.last_day"), Option(f"d{DAYS[-1]}")),),
            AWAY,
        ),
    )


def time_of_day(usual: Sequence[time]) -> Screen:
    return screen(
        say("series.time.head"),
        say("series.time.type"),
        rows=(
            tuple(Button(say("button.at_time", at=_at(at)), Option(f"t{place}")) for place, at in enumerate(usual)),
            AWAY,
        ),
    )


def check(rule: Rule, times: Sequence[Time], calendar: Calendar, people: int) -> Screen:
    return screen(
        say("series.check.head", how=how(rule), count=people),
        say("series.next"),
        *map(_time, times),
        say("series.quiet") if not all(calendar.is_civil(one.at) for one in times) else None,
        say("series.resolved"),
        rows=((Button(say("button.save_series"), Option("save"), Style.SUCCESS),), AWAY),
    )


def how(rule: Rule) -> Phrase:
    """How often it goes out, in words."""
    match rule.every:
        case Every.WEEK:
            return say("series.how.week", weekday=Phrase(WEEKDAYS[rule.day]), at=_at(rule.at))
        case Every.MONTH if rule.day == DAYS[-1]:
            return say("series.how.last_day", at=_at(rule.at))
        case Every.MONTH:
            return say("series.how.month", day=rule.day, at=_at(rule.at))
        case Every.WORKDAY:
            return say("series.how.workday", at=_at(rule.at))


def _time(one: Time) -> Phrase:
    return say("series.time.moved", at=one.at, on=one.on) if one.moved else say("series.time", at=one.at)


# --- what there is ----------------------------------------------------------------------------------------------------


def everything(found: Sequence[Series], page: int) -> Screen:
    pages = max(1, -(-len(found) // LISTED))
    page = min(page, pages - 1)
    return screen(
        say("series.all.head"),
        say("series.all.count", count=len(found)) if found else say("series.all.none"),
        rows=(
            *((_listed(one),) for one in found[page * LISTED :][:LISTED]),
            turn(ShowAllSeries(page), pages),
            (TO_ALL,),
        ),
    )


def _listed(one: Series) -> Button:
    title = shortened(rules.headline(one.words), 28)
    ended = one.state is SeriesState.ENDED
    return Button(say("series.listed.ended" if ended else "series.listed", title=title), ShowSeries(one.id))


@dataclass(frozen=True, slots=True)
class Seen:
    """A series with what is said of it."""

    series: Series
    rule: Rule
    meant: Phrase
    by: Phrase
    ended_by: Phrase | None
    upcoming: Sequence[Time]
    """None of one that has ended."""
    sent: Sequence[Written]
    """What went out, the newest first."""
    unsent: int
    """Times that did not: they came too late, or were for nobody."""


def one(seen: Seen, page: int) -> Screen:
    series = seen.series
    pages = max(1, -(-len(seen.sent) // SENT))
    page = min(page, pages - 1)
    return screen(
        say("series.head"),
        say("asked.words", words=shortened(rules.plain(series.words), LONG)),
        say("series.to", who=seen.meant),
        say("series.made", how=how(seen.rule), who=seen.by),
        say("series.ended", who=seen.ended_by, at=series.ended_at) if seen.ended_by else say("series.next"),
        *map(_time, seen.upcoming),
        say("series.unsent", count=seen.unsent) if seen.unsent else None,
        rows=(
            *((_sent(notice),) for notice in seen.sent[page * SENT :][:SENT]),
            turn(ShowSeries(series.id, page), pages),
            (Button(say("button.end_series"), ShowEndSeries(series.id), Style.DANGER),)
            if series.state is SeriesState.ACTIVE
            else (),
            (TO_SERIES, TO_ALL),
        ),
    )


def _sent(notice: Written) -> Button:
    return Button(say("series.sent", at=notice.due_at, count=notice.announced or 0), ShowOfficeNotice(notice.id))


def end(series: Series) -> Screen:
    return screen(
        say("series.end.head", title=shortened(rules.headline(series.words), 80)),
        say("series.end.means"),
        rows=(
            (
                Button(say("button.end_series"), EndSeries(series.id), Style.DANGER),
                Button(say("button.keep_series"), ShowSeries(series.id)),
            ),
        ),
    )
