"""When a notice that repeats goes out: always five times to come, in their order, on days that are worked."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.campaigns.calendar import Calendar, PublicDays
from bot.campaigns.records import DayKind
from bot.notices.series import rules as recurring
from bot.notices.series.rules import Every, SeriesRule
from bot.settings import OFFICE_ZONE

TET = frozenset(date(2023, 1, 20) + timedelta(days=number) for number in range(7))
"""Of 2023: from a Friday to the Thursday after it."""
CALENDAR = Calendar(OFFICE_ZONE, {}, lambda year: PublicDays(TET if year == 2023 else frozenset(), frozenset()))


def at(month: int, day: int, hour: int = 9, year: int = 2023) -> datetime:
    return datetime(year, month, day, hour, tzinfo=OFFICE_ZONE)


def lines(rule: SeriesRule, after: datetime, calendar: Calendar = CALENDAR, since: date | None = None) -> list[str]:
    return [
        f"{one.at:%d/%m %H:%M}" + (f" instead of {one.on:%d/%m}" if one.moved else "")
        for one in recurring.following(rule, calendar, since or after.date(), after)
    ]


def test_every_monday_and_over_tet_on_the_first_day_that_is_worked() -> None:
    weekly = SeriesRule(Every.WEEK, 0, time(8, 30))
    assert lines(weekly, at(1, 3)) == [
        "09/01 08:30",
        "16/01 08:30",
        "27/01 08:30 instead of 23/01",
        "30/01 08:30",
        "06/02 08:30",
    ]


def test_what_is_to_come_on_the_day_itself_is_the_first_and_what_is_past_is_none() -> None:
    weekly = SeriesRule(Every.WEEK, 1, time(8, 30))
    assert lines(weekly, at(1, 3, 8))[0] == "03/01 08:30"
    assert lines(weekly, at(1, 3, 9))[0] == "10/01 08:30"


def test_what_was_moved_is_still_to_come_on_the_days_between() -> None:
    weekly = SeriesRule(Every.WEEK, 0, time(8, 30))
    assert lines(weekly, at(1, 25), since=date(2023, 1, 3))[0] == "27/01 08:30 instead of 23/01"
    assert lines(weekly, at(1, 25))[0] == "30/01 08:30"  # made after the Monday: it is not made up for
    assert lines(SeriesRule(Every.MONTH, 23, time(8, 30)), at(1, 25))[0] == "23/02 08:30"


def test_two_that_meet_on_one_day_are_one() -> None:
    longer = Calendar(OFFICE_ZONE, {date(2023, 1, day): DayKind.OFF for day in (18, 19, 27)}, CALENDAR.public)
    assert lines(SeriesRule(Every.WEEK, 3, time(8, 30)), at(1, 12), longer)[:2] == [
        "30/01 08:30 instead of 26/01",
        "02/02 08:30",
    ]


def test_a_month_that_is_too_short_has_its_last_day() -> None:
    assert lines(SeriesRule(Every.MONTH, 31, time(14)), at(1, 3)) == [
        "31/01 14:00",
        "28/02 14:00",
        "31/03 14:00",
        "01/05 14:00 instead of 30/04",
        "31/05 14:00",
    ]
    assert lines(SeriesRule(Every.MONTH, 30, time(14)), at(2, 1, year=2024))[0] == "29/02 14:00"


def test_every_working_day_leaves_out_the_others_and_moves_none() -> None:
    made_up = Calendar(OFFICE_ZONE, {date(2023, 1, 28): DayKind.WORKED}, CALENDAR.public)
    assert lines(SeriesRule(Every.WORKDAY, 0, time(8)), at(1, 18), made_up) == [
        "19/01 08:00",
        "27/01 08:00",
        "28/01 08:00",
        "30/01 08:00",
        "31/01 08:00",
    ]


RULES = st.one_of(
    st.builds(SeriesRule, st.just(Every.WEEK), st.integers(0, 6), st.times()),
    st.builds(SeriesRule, st.just(Every.MONTH), st.integers(1, 31), st.times()),
    st.builds(SeriesRule, st.just(Every.WORKDAY), st.just(0), st.times()),
)
MOMENTS = st.datetimes(datetime(2022, 12, 1), datetime(2025, 3, 1)).map(lambda naive: naive.replace(tzinfo=OFFICE_ZONE))
TABLES = st.dictionaries(st.dates(date(2022, 12, 1), date(2025, 6, 1)), st.sampled_from(DayKind), max_size=40)


@given(RULES, MOMENTS, TABLES)
def test_there_are_always_five_in_order_on_working_days(
    rule: SeriesRule, after: datetime, table: dict[date, DayKind]
) -> None:
    calendar = Calendar(OFFICE_ZONE, table, CALENDAR.public)
    times = recurring.following(rule, calendar, after.date(), after)
    days = [one.at.date() for one in times]
    assert len(days) == len(set(days)) == recurring.SHOWN
    assert days == sorted(days)
    assert all(calendar.is_working_day(day) for day in days)
    assert all(one.at > after and one.at.time() == rule.at for one in times)
    assert all(one.moved is not calendar.is_working_day(one.on) for one in times)
    assert not any(calendar.working_days(one.on, one.at.date() - timedelta(days=1)) for one in times)


@given(RULES, MOMENTS, st.integers(0, 40))
def test_what_is_due_over_some_days_is_what_was_announced_before_them(
    rule: SeriesRule, after: datetime, days: int
) -> None:
    until = after + timedelta(days=days)
    since = after.date()
    announced = recurring.following(rule, CALENDAR, since, after, 60)
    assert recurring.between(rule, CALENDAR, since, after, until) == tuple(one for one in announced if one.at <= until)


@given(RULES)
def test_a_rule_is_kept_as_it_is_to_the_minute(rule: SeriesRule) -> None:
    kept = recurring.rule(rule.kept())
    assert (kept.every, kept.day, kept.at) == (rule.every, rule.day, rule.at.replace(second=0, microsecond=0))
