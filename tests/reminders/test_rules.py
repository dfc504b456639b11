"""The ladder of a campaign: which reminder comes when, to whom, and until when it is of use."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.campaigns.calendar import Calendar
from bot.reminders.rules import (
    Audience,
    Moment,
    ReminderText,
    due_reminders,
    last_call,
    may_put_off,
    next_due,
    timetable,
)
from tests.reminders.plans import at, calendar, campaign

STAFF, LEAD, OFFICE = Audience.STAFF, Audience.LEAD, Audience.OFFICE


def of(to: Audience, moments: tuple[Moment, ...]) -> list[tuple[str, datetime]]:
    return [(moment.rule, moment.due_at) for moment in moments if moment.to is to]


def test_the_default_ladder_of_2023() -> None:
    plan = timetable(campaign(), calendar())
    assert of(STAFF, plan) == [
        ("T-14", at(2023, 2, 14, 8, 30)),
        ("T-7", at(2023, 2, 21, 8, 30)),
        ("T-3", at(2023, 2, 24, 8, 30)),  # 25/02 is a Saturday
        ("T-1", at(2023, 2, 27, 9)),  # a Monday
        ("T0", at(2023, 2, 28, 8, 30)),
        ("T+1", at(2023, 3, 1, 8, 30)),
    ]
    assert of(LEAD, plan) == [
        ("T-7", at(2023, 2, 21, 14)),
        ("T-3", at(2023, 2, 24, 14)),
        ("T0", at(2023, 2, 28, 8, 30)),
        ("T+1", at(2023, 3, 1, 14)),
        ("S-1", at(2023, 3, 9, 8, 30)),  # a Thursday, before the last day of the supplement
    ]
    assert of(OFFICE, plan) == [("T+2", at(2023, 3, 2, 8, 30))]
    assert [moment.text for moment in plan if moment.to is STAFF] == [
        ReminderText.OPEN,
        ReminderText.PAST,
        ReminderText.FEW_DAYS,
        ReminderText.EVE,
        ReminderText.LAST,
        ReminderText.OVER,
    ]


def test_each_is_of_use_until_the_next_or_the_end() -> None:
    until = {(m.to, m.rule): m.useful_until for m in timetable(campaign(), calendar())}
    assert until[STAFF, "T-14"] == at(2023, 2, 21, 8, 30)
    assert until[STAFF, "T0"] == until[LEAD, "T0"] == at(2023, 2, 28, 17)
    assert until[STAFF, "T+1"] == at(2023, 3, 10, 17)
    without = {(m.to, m.rule): m.useful_until for m in timetable(campaign(supplement_until=None), calendar())}
    assert without[STAFF, "T+1"] == at(2023, 3, 7, 17)


def test_a_holiday_moves_a_reminder_to_the_working_day_before_and_a_make_up_saturday_keeps_it() -> None:
    assert ("T-14", at(2023, 2, 13, 9)) in of(STAFF, timetable(campaign(), calendar(off=[date(2023, 2, 14)])))
    assert ("T-3", at(2023, 2, 25, 8, 30)) in of(STAFF, timetable(campaign(), calendar(worked=[date(2023, 2, 25)])))


def test_after_the_deadline_a_day_off_moves_it_onwards() -> None:
    friday = campaign(deadline_at=at(2023, 2, 24, 17))
    assert of(STAFF, timetable(friday, calendar()))[-1] == ("T+1", at(2023, 2, 27, 9))
    assert of(LEAD, timetable(friday, calendar()))[-2] == ("T+1", at(2023, 2, 27, 14))
    assert of(OFFICE, timetable(friday, calendar())) == [("T+2", at(2023, 2, 28, 8, 30))], "after the leads have heard"


def test_leads_hear_once_more_before_the_supplement_ends_where_that_is_another_day() -> None:
    plan = timetable(campaign(), calendar())
    until = {moment.rule: moment.useful_until for moment in plan if moment.to is LEAD}
    assert (until["T+1"], until["S-1"]) == (of(LEAD, plan)[-1][1], at(2023, 3, 10, 17))
    for ends, last in (
        (at(2023, 3, 13, 17), ("S-1", at(2023, 3, 10, 8, 30))),  # over a weekend
        (at(2023, 3, 2, 17), ("T+1", at(2023, 3, 1, 14))),
        (None, ("T+1", at(2023, 3, 1, 14))),
    ):
        assert of(LEAD, timetable(campaign(supplement_until=ends), calendar()))[-1] == last


def test_of_two_that_fall_on_one_day_the_later_rule_stays() -> None:
    monday = campaign(deadline_at=at(2023, 2, 27, 17))  # T-3 is that Friday, T-1 a Sunday moved to it
    names = [rule for rule, _due in of(STAFF, timetable(monday, calendar()))]
    assert names == ["T-14", "T-7", "T-1", "T0", "T+1"]


def test_nothing_comes_before_the_campaign_opens() -> None:
    short = campaign(opens_at=at(2023, 2, 20), deadline_at=at(2023, 2, 28, 17))
    assert [rule for rule, _ in of(STAFF, timetable(short, calendar()))] == ["T-7", "T-3", "T-1", "T0", "T+1"]
    sunday = campaign(opens_at=at(2023, 2, 18), deadline_at=at(2023, 2, 26, 17))  # T-7 would go back before it opens
    assert of(STAFF, timetable(sunday, calendar()))[0] == ("T-7", at(2023, 2, 20, 9))


def test_a_deadline_in_the_morning_has_its_last_reminder_the_day_before() -> None:
    early = campaign(deadline_at=at(2023, 2, 28, 8))
    assert of(STAFF, timetable(early, calendar()))[-2] == ("T0", at(2023, 2, 27, 9))


def test_a_campaign_brings_its_own_ladder() -> None:
    own = [
        {"days_before": 7, "at": "08:30", "to": ["lead", "staff"]},
        {"days_before": 2, "at": "19:00", "to": ["office", "staff"]},
    ]
    plan = timetable(campaign(reminders=json.dumps(own)), calendar())
    assert of(STAFF, plan) == [("T-7", at(2023, 2, 21, 8, 30)), ("T-2", at(2023, 2, 24, 14))]
    assert of(LEAD, plan) == [("T-7", at(2023, 2, 21, 8, 30))]
    assert of(OFFICE, plan) == [("T-2", at(2023, 2, 24, 14))]
    assert last_call(plan) == at(2023, 2, 24, 14), "its last one is the one that cannot be put off"


@given(
    deadline=st.dates(date(2023, 2, 1), date(2023, 12, 31)),
    length=st.integers(1, 120),
    hour=st.integers(8, 17),
    off=st.sets(st.integers(-20, 5), max_size=8),
)
def test_whatever_the_dates_no_reminder_is_outside_hours_or_the_window_and_none_comes_twice(
    deadline: date, length: int, hour: int, off: set[int]
) -> None:
    closes = at(deadline.year, deadline.month, deadline.day, hour)
    days = calendar(off=[deadline + timedelta(days=number) for number in off])
    window = campaign(opens_at=closes - timedelta(days=length), deadline_at=closes, supplement_until=None)
    plan = timetable(window, days)
    assert all(days.is_civil(moment.due_at) for moment in plan)
    assert all(closes - timedelta(days=length) <= moment.due_at for moment in plan)
    assert all((moment.due_at < closes) == (not moment.rule.startswith("T+")) for moment in plan)
    assert all(moment.due_at <= moment.useful_until for moment in plan)
    assert len({(moment.to, moment.rule) for moment in plan}) == len(plan)
    assert len({(moment.to, moment.due_at.date()) for moment in plan}) == len(plan), "one a day for one audience"


# --- ticks ------------------------------------------------------------------------------------------------------------


def decide(
    now: datetime,
    sent: dict[tuple[Audience, str], datetime] | None = None,
    days: Calendar | None = None,
    **changed: object,
) -> tuple[list[str], list[str]]:
    """Rules of staff that are sent and missed at `now`."""
    days = days or calendar()
    found = due_reminders(timetable(campaign(**changed), days), sent or {}, (), now, days)
    return (
        [moment.rule for moment in found.send if moment.to is STAFF],
        [moment.rule for moment in found.missed if moment.to is STAFF],
    )


SENT_TO_T7 = {(STAFF, "T-14"): at(2023, 2, 14, 8, 30), (STAFF, "T-7"): at(2023, 2, 21, 8, 30)}


@pytest.mark.parametrize(
    ("now", "sends", "misses"),
    [
        (at(2023, 2, 14, 8, 29), [], []),
        (at(2023, 2, 14, 8, 30), ["T-14"], []),
        (at(2023, 2, 17, 15), ["T-14"], []),  # three days late, and still of use
        (at(2023, 2, 21, 8, 30), ["T-7"], ["T-14"]),
        (at(2023, 2, 14, 12), [], []),  # at noon nobody is written to; at 14:00 it goes
        (at(2023, 2, 14, 14), ["T-14"], []),
        (at(2023, 2, 18, 9), [], []),  # a Saturday
        (at(2023, 2, 28, 15), ["T0"], ["T-14", "T-7", "T-3", "T-1"]),
        (at(2023, 4, 3, 9), [], ["T-14", "T-7", "T-3", "T-1", "T0", "T+1"]),
    ],
)
def test_a_late_tick_sends_what_is_of_use_and_misses_the_rest(
    now: datetime, sends: list[str], misses: list[str]
) -> None:
    assert decide(now) == (sends, misses)


def test_the_machine_off_for_three_days_over_a_reminder() -> None:
    assert decide(at(2023, 2, 24, 8, 5), SENT_TO_T7)[0] == []
    assert decide(at(2023, 2, 27, 9, 30), SENT_TO_T7) == (["T-1"], ["T-3"])


def test_a_clock_that_steps_back_repeats_nothing() -> None:
    assert decide(at(2023, 2, 20, 9), SENT_TO_T7) == ([], [])
    assert decide(at(2023, 2, 21, 8, 30), SENT_TO_T7) == ([], [])


def test_a_deadline_moved_later_repeats_nothing_and_goes_on_with_what_is_left() -> None:
    later = at(2023, 3, 15, 17)
    assert decide(at(2023, 3, 8, 8, 30), SENT_TO_T7, deadline_at=later, supplement_until=None) == ([], [])
    assert decide(at(2023, 3, 10, 8, 30), SENT_TO_T7, deadline_at=later, supplement_until=None) == (["T-3"], [])


def test_a_deadline_moved_to_before_now_sends_what_follows_it_only() -> None:
    sends, misses = decide(at(2023, 2, 22, 9), SENT_TO_T7, deadline_at=at(2023, 2, 20, 17))
    assert (sends, misses) == (["T+1"], ["T-1", "T0"])


def test_a_deadline_that_is_moved_brings_no_second_reminder_on_one_day() -> None:
    closer = at(2023, 2, 24, 17)  # T-3 is now today, on which T-7 was sent
    assert decide(at(2023, 2, 21, 14), SENT_TO_T7, deadline_at=closer) == ([], [])
    assert decide(at(2023, 2, 22, 8, 30), SENT_TO_T7, deadline_at=closer) == (["T-3"], [])


def test_a_day_declared_off_this_morning_sends_nothing_today() -> None:
    today_off = calendar(off=[date(2023, 2, 14)])
    assert decide(at(2023, 2, 14, 8, 30), days=today_off) == ([], [])
    assert decide(at(2023, 2, 15, 8), days=today_off) == (["T-14"], []), "due the day before, when nobody knew"


def test_what_was_missed_is_noted_once() -> None:
    plan = timetable(campaign(), calendar())
    found = due_reminders(plan, {}, {(STAFF, "T-14")}, at(2023, 2, 21, 9), calendar())
    assert [moment.rule for moment in found.missed] == []


def test_the_next_one_that_is_due() -> None:
    plan = timetable(campaign(), calendar())
    assert next_due(plan, {}, at(2023, 1, 3, 8, 10), calendar()) == at(2023, 2, 14, 8, 30)
    assert next_due(plan, {(STAFF, "T-14"): at(2023, 2, 14, 8, 30)}, at(2023, 2, 14, 9), calendar()) == at(
        2023, 2, 21, 8, 30
    )
    assert next_due(plan, {}, at(2023, 2, 18, 9), calendar()) == at(2023, 2, 20, 9), "late, in the next hour that suits"
    assert next_due(plan, {}, at(2023, 4, 3, 9), calendar()) is None


# --- put off ----------------------------------------------------------------------------------------------------------


def put_off(now: datetime) -> list[tuple[int, datetime]]:
    plan = timetable(campaign(), calendar())
    return [(choice.days, choice.until) for choice in may_put_off(plan, now, calendar())]


def test_a_reminder_is_put_off_by_one_day_or_three() -> None:
    assert put_off(at(2023, 2, 14, 9)) == [(1, at(2023, 2, 15, 8, 30)), (3, at(2023, 2, 17, 8, 30))]


def test_over_a_weekend_both_come_to_monday_and_are_offered_once() -> None:
    assert put_off(at(2023, 2, 17, 9)) == [(1, at(2023, 2, 20, 9))]


def test_nothing_is_put_off_to_the_last_day_or_on_it() -> None:
    assert put_off(at(2023, 2, 24, 9)) == [(1, at(2023, 2, 27, 9))]
    assert put_off(at(2023, 2, 27, 10)) == []
    assert put_off(at(2023, 2, 28, 9)) == []
    assert put_off(at(2023, 3, 1, 9)) == []
