"""The whole of 2023, tick by tick: every reminder of the sample department, printed as a plan.

The days off are those of the law (Tết 20 to 26/01, Giỗ Tổ, 30/4, 1/5, 2/9 with their days in lieu) and of an Office
that swaps 24/02 for Saturday 25/02. People answer as the weeks go by. The letters are what a courier would carry.
"""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from bot.campaigns.calendar import HOURS
from bot.campaigns.records import DayKind, declare_day
from bot.registration.records import RegistrationState
from tests.engines import both_engines_at_length
from tests.reminders.department import Department, beats
from tests.reminders.plans import at, calendar

SWAPPED_AWAY, WORKED = date(2023, 2, 24), date(2023, 2, 25)
HOLIDAYS = {
    "the day after Tết": at(2023, 1, 27, 17),
    "after Giỗ Tổ, 30/4 and 1/5": at(2023, 5, 4, 17),
    "after 2/9 and its day in lieu": at(2023, 9, 5, 17),
}
BEFORE, AFTER = timedelta(days=16), timedelta(days=12)
"""Around a deadline the clock is looked at every hour, by night too; otherwise by day and by night."""


@both_engines_at_length
async def test_the_whole_year(department: Department) -> None:
    plan = await live(department, at(2023, 2, 28, 17), at(2023, 1, 1), at(2023, 12, 31))
    assert [(when, what) for when, what in plan if what.startswith("staff")] == [
        (at(2023, 2, 14, 8, 30), "staff T-14"),
        (at(2023, 2, 21, 8, 30), "staff T-7"),
        (at(2023, 2, 25, 8, 30), "staff T-3"),  # the Saturday that is worked
        (at(2023, 2, 27, 9, 30), "staff T-1"),
        (at(2023, 2, 28, 8, 30), "staff T0"),
        (at(2023, 3, 1, 8, 30), "staff T+1"),
    ]


@pytest.mark.parametrize("deadline", HOLIDAYS.values(), ids=HOLIDAYS.keys())
async def test_around_holidays(department: Department, deadline: datetime) -> None:
    plan = await live(department, deadline, deadline - BEFORE, deadline + AFTER)
    assert {"staff T0", "staff T+1", "lead T+1", "office T+2"} <= {what for _when, what in plan}


async def live(
    department: Department, deadline: datetime, first: datetime, last: datetime
) -> list[tuple[datetime, str]]:
    """The plan as it was carried out, by time: when, and what to whom."""
    await department.run(lambda tx: declare_day(tx, SWAPPED_AWAY, DayKind.OFF, "Hoán đổi", None))
    await department.run(lambda tx: declare_day(tx, WORKED, DayKind.WORKED, "Làm bù", None))
    await department.moves_deadline(deadline, deadline + timedelta(days=10))
    days = calendar(off=[SWAPPED_AWAY], worked=[WORKED])
    chance = random.Random(2023)
    everybody, answered = await department.everybody(), set[int]()
    sent, plan, a_day = Counter[tuple[str, int]](), Counter[tuple[datetime, str]](), Counter[tuple[str, int, date]]()
    for moment in looks(deadline, first, last):
        if await department.tick(moment):
            for letter in await department.deliver():
                _, _, audience, rule = letter.source.split(":")
                sent[letter.source, letter.person_id] += 1
                plan[moment, f"{audience} {rule}"] += 1
                a_day[audience, letter.person_id, moment.date()] += 1
                assert audience != "staff" or letter.person_id not in answered, "none to a person already done"
        if moment.hour == 15 and moment < deadline and days.is_working_day(moment.date()):
            fresh = [person for person in everybody if person not in answered and chance.random() < 0.05]
            await department.register(fresh, RegistrationState.SUBMITTED)
            answered |= set(fresh)
    print(f"\ndeadline {deadline:%H:%M %a %d/%m/%Y}; {len(answered)} of {len(everybody)} answer before it")
    for (moment, what), people in sorted(plan.items()):
        print(f"  {moment:%H:%M %a %d/%m/%Y}  {what:12} {people:3} people")
    assert set(sent.values()) == {1}, "each at most once"
    assert set(a_day.values()) == {1}, "one a day for one audience"
    for moment, _what in plan:
        assert days.is_working_day(moment.date()), f"{moment:%a %d/%m} is a day off"
        assert any(begin <= moment.time() < end for begin, end in HOURS), f"{moment:%H:%M}"
        assert moment.weekday() or moment.hour >= 9, "not early on a Monday"
    return sorted(plan)


def looks(deadline: datetime, first: datetime, last: datetime) -> Iterator[datetime]:
    for moment in beats(first + timedelta(minutes=30), last, timedelta(hours=1)):
        if deadline - BEFORE <= moment <= deadline + AFTER or moment.hour in (9, 15, 23):
            yield moment
