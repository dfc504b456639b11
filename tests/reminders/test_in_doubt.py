"""Reminders of a store that was put back from a copy: those of the time between are in doubt, and none comes again."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.commands.arm import arm
from bot.ledger.letter import Reason, State
from bot.store import generations
from tests.engines import both_engines
from tests.reminders.department import Department
from tests.reminders.plans import at

T14, T7, T3 = at(2023, 2, 14, 8, 30), at(2023, 2, 21, 8, 30), at(2023, 2, 24, 8, 30)


async def put_back(department: Department, taken: datetime, armed: datetime) -> int:
    """The store is a copy of that time, and armed at that one; how many letters are in doubt."""
    await department.database.run(lambda tx: generations.mark(tx, generations.Mark.COPY, taken))
    department.clock.move_to(armed)
    said = await arm(department.database)
    assert said.values["since"] == taken
    assert abs(department.clock.now() - armed) < timedelta(minutes=5), "the clock is where it was"
    return int(said.values.get("count", 0))


def by_round(letters: list[object]) -> Counter[tuple[str, State]]:
    return Counter((letter.source.split(":")[-1], letter.state) for letter in letters)  # type: ignore[attr-defined]


@both_engines
async def test_a_round_between_the_copy_and_the_arming_is_in_doubt(department: Department) -> None:
    await in_doubt(department, at(2023, 2, 21, 20))


@pytest.mark.parametrize("armed", [at(2023, 2, 21, 10), at(2023, 2, 22, 3)], ids=str)
async def test_it_is_so_whatever_the_hour(department: Department, armed: datetime) -> None:
    await in_doubt(department, armed)


async def in_doubt(department: Department, armed: datetime) -> None:
    """In the evening no round is due, and the next morning it would be: to everybody who has had it."""
    await department.tick(T14)
    await department.deliver()
    assert await put_back(department, at(2023, 2, 21, 8), armed) >= 91
    found = by_round(await department.letters(kind="reminder"))
    assert found == {("T-14", State.SENT): 93, ("T-7", State.UNKNOWN): 93}
    assert {one.reason for one in await department.letters(state=State.UNKNOWN)} == {Reason.COPIED}
    await department.tick(at(2023, 2, 22, 8, 30))
    assert by_round(await department.letters(kind="reminder")) == found, "it is not planned again"
    await department.tick(T3)
    assert by_round(await department.letters(kind="reminder"))["T-3", State.PLANNED] == 93, "and life goes on"


async def test_every_round_of_a_long_time_is_in_doubt_by_itself(department: Department) -> None:
    await put_back(department, at(2023, 2, 14, 8), at(2023, 2, 25, 12))
    found = by_round(await department.letters(kind="reminder"))
    assert found == {(name, State.UNKNOWN): 93 for name in ("T-14", "T-7", "T-3")}


async def test_a_reminder_that_had_not_left_at_the_time_of_the_copy_is_in_doubt(department: Department) -> None:
    """In the evening it would be put off to the next morning, and then sent."""
    await department.tick(T7)
    assert await put_back(department, at(2023, 2, 21, 19), at(2023, 2, 21, 20)) >= 93
    await department.tick(at(2023, 2, 22, 8, 30))
    assert by_round(await department.letters(kind="reminder")) == {("T-7", State.UNKNOWN): 93}
