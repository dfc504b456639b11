"""Working days as an office in Vietnam knows them, and the hours at which it is written to."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.campaigns.calendar import HOURS, vietnam
from tests.reminders.plans import at, calendar

OFF_IN_2023 = {
    "1/1 fell on a Sunday; the day in lieu": [date(2023, 1, 2)],
    "Tết": [date(2023, 1, day) for day in range(20, 27)],
    "Giỗ Tổ, 30/4 and 1/5 with their days in lieu": [
        date(2023, 4, 29),
        date(2023, 4, 30),
        *(date(2023, 5, day) for day in (1, 2, 3)),
    ],
    "2/9 and the day before; the day in lieu": [date(2023, 9, day) for day in (1, 2, 4)],
}


@pytest.mark.parametrize("days", OFF_IN_2023.values(), ids=OFF_IN_2023.keys())
def test_the_holidays_of_2023_are_no_working_days(days: list[date]) -> None:
    assert [day for day in days if calendar().is_working_day(day)] == []


def test_besides_weekends_and_those_2023_has_no_day_off() -> None:
    every = {date(2023, 1, 1) + timedelta(days=number) for number in range(365)}
    off = {day for day in every if day.weekday() < 5 and not calendar().is_working_day(day)}
    assert off == {day for days in OFF_IN_2023.values() for day in days if day.weekday() < 5}


def test_a_saturday_that_was_swapped_is_worked_and_the_monday_is_not() -> None:
    assert calendar().is_working_day(date(2024, 5, 4))
    assert not calendar().is_working_day(date(2024, 4, 29))
    assert vietnam(2023).made_up == frozenset()


def test_the_offices_table_goes_before_the_law_both_ways() -> None:
    ours = calendar(off=[date(2023, 2, 14)], worked=[date(2023, 2, 25), date(2023, 9, 1)])
    assert not ours.is_working_day(date(2023, 2, 14))
    assert ours.is_working_day(date(2023, 2, 25)), "a make-up Saturday"
    assert ours.is_working_day(date(2023, 9, 1)), "a holiday that is worked after all"


def test_before_and_after_step_over_tet() -> None:
    days = calendar()
    assert days.on_or_before(date(2023, 1, 26)) == date(2023, 1, 19)
    assert days.next_working_day(date(2023, 1, 19)) == date(2023, 1, 27)
    assert days.previous_working_day(date(2023, 1, 27)) == date(2023, 1, 19)
    assert days.on_or_before(date(2023, 1, 19)) == days.on_or_after(date(2023, 1, 19)) == date(2023, 1, 19)


def test_working_days_are_counted_with_both_ends() -> None:
    assert calendar().working_days(date(2023, 2, 24), date(2023, 2, 28)) == (
        date(2023, 2, 24),
        date(2023, 2, 27),
        date(2023, 2, 28),
    )
    assert calendar().working_days(date(2023, 2, 28), date(2023, 2, 24)) == ()


@pytest.mark.parametrize(
    ("moment", "civil"),
    [
        (at(2023, 2, 14, 8, 30), at(2023, 2, 14, 8, 30)),
        (at(2023, 2, 14, 6), at(2023, 2, 14, 8)),
        (at(2023, 2, 14, 10, 30), at(2023, 2, 14, 14)),
        (at(2023, 2, 14, 12), at(2023, 2, 14, 14)),
        (at(2023, 2, 14, 16), at(2023, 2, 15, 8)),
        (at(2023, 2, 17, 22), at(2023, 2, 20, 9)),
        (at(2023, 2, 27, 8, 30), at(2023, 2, 27, 9)),
        (at(2023, 1, 19, 16), at(2023, 1, 27, 8)),
    ],
)
def test_the_next_moment_at_which_an_office_is_written_to(moment: object, civil: object) -> None:
    assert calendar().civil_from(moment) == civil  # type: ignore[arg-type]


def test_an_hour_that_suits_nobody_moves_within_its_day() -> None:
    tuesday, monday = date(2023, 2, 14), date(2023, 2, 27)
    assert calendar().civil_on(tuesday, time(7)) == at(2023, 2, 14, 8)
    assert calendar().civil_on(tuesday, time(11, 45)) == at(2023, 2, 14, 14)
    assert calendar().civil_on(tuesday, time(20)) == at(2023, 2, 14, 14)
    assert calendar().civil_on(monday, time(8, 30)) == at(2023, 2, 27, 9)
    with pytest.raises(ValueError):
        calendar().civil_on(date(2023, 2, 25), time(8, 30))


def test_a_table_without_a_working_day_is_refused_and_not_searched_for_ever() -> None:
    none = calendar(off=[date(2023, 6, 1) + timedelta(days=number) for number in range(100)])
    with pytest.raises(ValueError):
        none.on_or_after(date(2023, 6, 1))


@given(st.datetimes(min_value=at(2023, 1, 1).replace(tzinfo=None), max_value=at(2027, 12, 1).replace(tzinfo=None)))
def test_what_is_civil_is_a_working_day_in_hours_and_never_earlier(moment: object) -> None:
    wanted = moment.replace(tzinfo=at(2023, 1, 1).tzinfo)  # type: ignore[attr-defined]
    civil = calendar().civil_from(wanted)
    assert civil >= wanted
    assert calendar().is_civil(civil)
    assert calendar().is_working_day(civil.date())
    assert any(begin <= civil.time() < end for begin, end in HOURS)
    assert civil.weekday() != 0 or civil.time() >= time(9)
