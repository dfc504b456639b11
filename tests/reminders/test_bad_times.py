"""The machine is off, the clock steps back, a day off comes late, the deadline is gone: what people's phones show then.

Through the bot and its courier, whole; test_ticks.py has the same for the plan alone.
"""

from datetime import date, datetime, timedelta

import sqlalchemy as sa

from bot.campaigns.records import Campaign, DayKind, declare_day
from bot.ledger.letter import State
from bot.slices import ticks
from bot.store.schema import columns
from tests.engines import both_engines
from tests.ledger import figures
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at

T3, T1 = at(2023, 2, 24, 8, 30), at(2023, 2, 27, 9, 45)


async def missed(timed: TimedOffice) -> set[str]:
    found = await timed.database.read(lambda tx: figures.by_name(tx, State.MISSED))
    return {entry.full_name for entry in found if entry.source.startswith("reminder:")}


async def moves_deadline(timed: TimedOffice, to: datetime) -> None:
    statement = sa.update(columns(Campaign)).values(deadline_at=to, supplement_until=None)
    await timed.database.run(lambda tx: tx.execute(statement))


@both_engines
async def test_the_machine_was_off_for_three_days_over_a_reminder(timed: TimedOffice) -> None:
    """Planned on Friday morning, and then the power fails until Monday: nobody hears of it twice, nor too late."""
    hong = await timed.person("Nguyễn Thị Hồng")
    timed.clock.move_to(T3)
    await ticks(timed.database).run_due()
    assert hong.from_bot() == []
    await timed.restart()
    await timed.comes_to(T1)
    assert len(hong.from_bot()) == 1, "the later one; the earlier had no use any more"
    assert "Nguyễn Thị Hồng" in await missed(timed), "and the Office reads by name whom it did not reach"


@both_engines
async def test_the_clock_steps_back_over_a_reminder(timed: TimedOffice) -> None:
    hong = await timed.person("Nguyễn Thị Hồng")
    for moment in (at(2023, 2, 14, 8, 30), at(2023, 2, 21, 8, 30), T3):
        await timed.comes_to(moment)
    seen = len(hong.from_bot())
    assert seen == 3
    for moment in (T3 - timedelta(days=1), T3 - timedelta(minutes=1), T3, T3 + timedelta(minutes=1)):
        await timed.comes_to(moment)
    assert len(hong.from_bot()) == seen


@both_engines
async def test_a_day_is_declared_off_when_its_reminder_is_planned_already(timed: TimedOffice) -> None:
    hong = await timed.person("Nguyễn Thị Hồng")
    timed.clock.move_to(T3)
    await ticks(timed.database).run_due()
    await timed.database.run(lambda tx: declare_day(tx, date(2023, 2, 24), DayKind.OFF, "Nghỉ đột xuất", None))
    await timed.comes_to(T3 + timedelta(minutes=1))
    assert hong.from_bot() == [], "nobody is written to on a day off"
    for hour in (8, 9, 10, 14, 15):
        await timed.comes_to(at(2023, 2, 27, hour, 45))
    assert len(hong.from_bot()) == 1


@both_engines
async def test_the_deadline_is_moved_to_before_now(timed: TimedOffice) -> None:
    """A reminder lies in the chat, another is planned: the one says what holds now, the other does not come."""
    hong = await timed.person("Nguyễn Thị Hồng")
    await timed.comes_to(T3)
    timed.clock.move_to(T1)
    await ticks(timed.database).run_due()
    await moves_deadline(timed, at(2023, 2, 26, 17))
    await timed.comes_to(T1 + timedelta(minutes=1))
    assert not [message for message in hong.from_bot()[1:] if "28/02/2023" in message.text]
    await hong.says("/dangky")
    assert "đã kết thúc lúc 17:00 Chủ Nhật, 26/02/2023" in hong.reads()
    before = len(hong.from_bot())
    await timed.comes_to(at(2023, 2, 28, 9))
    assert len(hong.from_bot()) == before + 1, "what follows a deadline, and nothing of what was to come before it"
    assert "26/02/2023" in hong.reads() and "28/02/2023" not in hong.reads()
