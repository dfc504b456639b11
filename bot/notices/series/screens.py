"""The screens of series: the questions that make one, the list, and each one with its times. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from bot.campaigns.calendar import Calendar
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import page_of, turn
from bot.notices import rules
from bot.notices.records import Notice
from bot.notices.screens import TO_ALL
from bot.notices.series.records import Series, SeriesState
from bot.notices.series.rules import Every, SeriesRule, SeriesTime
from bot.notices.targets import EndSeries, ShowAllSeries, ShowEndSeries, ShowOfficeNotice, ShowSeries
from bot.notices.writing.screens import AWAY
from bot.words import shortened

LISTED = 6
SENT_LISTED = 4
"""Times that are shown with a way to each, on one page."""
FEWER = 3
"""Times to come that are shown where others did not go out."""
LONG = 160
"""Characters of the words that are shown."""
WEEKDAYS = ("weekday.0", "weekday.1", "weekday.2", "weekday.3", "weekday.4", "weekday.5", "weekday.6")
DAYS = (1, 5, 15, 25, 31)

TO_SERIES = Button(say("button.all_series"), ShowAllSeries())


def _at(at: time) -> str:
    return at.strftime("%H:%M")


# --- the questions ----------------------------------------------------------------------------------------------------


def every() -> Screen:
    """The question how often it goes out."""
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
    """The question for the weekday, of those on which an office works as a rule."""
    return screen(
        say("series.weekday.head"),
        rows=(
            *((Button(Phrase(WEEKDAYS[day]), Option(f"d{day}")),) for day in range(5)),
            AWAY,
        ),
    )


def day() -> Screen:
    """The question for the day of the month."""
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
    """The question for the time of day."""
    return screen(
        say("series.time.head"),
        say("series.time.type"),
        rows=(
            tuple(Button(say("button.at_time", at=_at(at)), Option(f"t{place}")) for place, at in enumerate(usual)),
            AWAY,
        ),
    )


def check(rule: SeriesRule, times: Sequence[SeriesTime], calendar: Calendar, people: int) -> Screen:
    """The question whether the next times are right."""
    return screen(
        say("series.check.head", how=how(rule), count=people),
        say("series.next"),
        *map(_time, times),
        say("series.quiet") if not all(calendar.is_civil(one.at) for one in times) else None,
        say("series.resolved"),
        rows=((Button(say("button.save_series"), Option("save"), Style.SUCCESS),), AWAY),
    )


def how(rule: SeriesRule) -> Phrase:
    """The rule in words."""
    match rule.every:
        case Every.WEEK:
            return say("series.how.week", weekday=Phrase(WEEKDAYS[rule.day]), at=_at(rule.at))
        case Every.MONTH if rule.day == DAYS[-1]:
            return say("series.how.last_day", at=_at(rule.at))
        case Every.MONTH:
            return say("series.how.month", day=rule.day, at=_at(rule.at))
        case Every.WORKDAY:
            return say("series.how.workday", at=_at(rule.at))


def _time(one: SeriesTime) -> Phrase:
    return say("series.time.moved", at=one.at, on=one.on) if one.moved else say("series.time", at=one.at)


# --- what there is ----------------------------------------------------------------------------------------------------


def everything(found: Sequence[Series], page: int) -> Screen:
    """The list of series."""
    shown = page_of(found, page, LISTED)
    return screen(
        say("series.all.head"),
        say("series.all.count", count=len(found)) if found else say("series.all.none"),
        rows=(
            *((_listed(one),) for one in shown.items),
            turn(ShowAllSeries(shown.number), shown.of),
            (TO_ALL,),
        ),
    )


def _listed(one: Series) -> Button:
    title = shortened(rules.headline(one.words), 28)
    ended = one.state is SeriesState.ENDED
    return Button(say("series.listed.ended" if ended else "series.listed", title=title), ShowSeries(one.id))


@dataclass(frozen=True, slots=True)
class SeriesDetails:
    """A series with everything that its screen shows."""

    series: Series
    rule: SeriesRule
    meant: Phrase
    by: Phrase
    ended_by: Phrase | None
    upcoming: Sequence[SeriesTime]
    """The next times; empty for a series that has ended."""
    sent: Sequence[Notice]
    """The times that went out, the newest first."""
    unsent: int
    """The number of times that did not: they came too late, or were for nobody."""


def one(details: SeriesDetails, page: int) -> Screen:
    """One series with its times to come, and the way to each that went out."""
    series = details.series
    shown = page_of(details.sent, page, SENT_LISTED)
    return screen(
        say("series.head"),
        say("asked.words", words=shortened(rules.plain(series.words), LONG)),
        say("series.to", who=details.meant),
        say("series.made", how=how(details.rule), who=details.by),
        say("series.ended", who=details.ended_by, at=series.ended_at) if details.ended_by else say("series.next"),
        *map(_time, details.upcoming[:FEWER] if details.unsent else details.upcoming),
        say("series.unsent", count=details.unsent) if details.unsent else None,
        rows=(
            *((_sent(notice),) for notice in shown.items),
            turn(ShowSeries(series.id, shown.number), shown.of),
            (Button(say("button.end_series"), ShowEndSeries(series.id), Style.DANGER),)
            if series.state is SeriesState.ACTIVE
            else (),
            (TO_SERIES, TO_ALL),
        ),
    )


def _sent(notice: Notice) -> Button:
    return Button(say("series.sent", at=notice.due_at, count=notice.announced or 0), ShowOfficeNotice(notice.id))


def end(series: Series) -> Screen:
    """The question whether to end the series."""
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
