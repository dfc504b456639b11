"""A letter that nobody has got has told nobody of what waits; and two processes tell it once."""

import asyncio
import threading
from collections import Counter

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.campaigns.records import Campaign
from bot.ledger.letter import Letter, Reason, State
from bot.people.identity import load_actor
from bot.registration.reading import Registrant
from bot.registration.records import RegistrationState
from bot.reminders.actions import plan_due
from bot.reminders.digests import DIGEST, plan_waiting
from bot.sheets.sending.actions import send
from bot.slices import ticks
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from tests.engines import both_engines, on_postgresql
from tests.reminders.conftest import TimedOffice
from tests.reminders.department import Department
from tests.reminders.plans import at
from tests.sheets.desks import registers, unit
from tests.waiting.test_mornings import DUY, HAU, HIEU, TUESDAY, WEDNESDAY, heard

_L = columns(Letter)


@both_engines
async def test_what_stood_in_a_letter_that_came_too_late_is_told_the_next_morning(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU)
    timed.clock.move_to(at(2023, 3, 1, 13))
    await registers(timed, HAU, "LDTT")
    for day, hour in ((1, 14), (2, 9), (10, 16)):
        timed.clock.move_to(at(2023, 3, day, hour))
        await ticks(timed.database).run_due()  # and the courier cannot reach Telegram until the campaign is over
    said = await heard(timed, hieu, at(2023, 3, 13, 9))
    assert "Đăng ký chờ xác nhận: 1, từ 01/3/2023" in said and said.count("Kính gửi") == 1
    assert "đã kết thúc lúc 17:00 ngày 10/3/2023" in await heard(timed, hieu, at(2023, 3, 13, 14))
    assert await heard(timed, hieu, at(2023, 3, 14, 8, 30)) == ""


@both_engines
async def test_what_stood_in_a_letter_that_was_withdrawn_is_told_the_next_morning(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU)
    timed.clock.move_to(at(2023, 2, 21, 13))
    await registers(timed, HAU, "LDTT")
    timed.clock.move_to(at(2023, 2, 21, 14))
    await ticks(timed.database).run_due()
    moved = sa.update(columns(Campaign)).values(deadline_at=at(2023, 3, 15, 17), supplement_until=None)
    await timed.database.run(lambda tx: tx.execute(moved))
    assert await heard(timed, hieu, at(2023, 2, 21, 14, 1)) == ""
    assert "Đăng ký chờ xác nhận: 1, từ 21/02/2023" in await heard(timed, hieu, at(2023, 2, 22, 8, 30))
    assert await heard(timed, hieu, at(2023, 2, 22, 16)) == ""
    assert "báo lên cấp trên" in await heard(timed, hieu, at(2023, 2, 23, 8, 30))  # the eve of its rise, and no more


async def test_a_letter_whose_use_is_over_does_not_stand_in_the_way_of_the_ladders_next(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU)
    timed.clock.move_to(at(2023, 2, 21, 14))
    await ticks(timed.database).run_due()  # and the courier cannot reach Telegram for three days
    said = await heard(timed, hieu, at(2023, 2, 24, 14))
    assert said.count("trân trọng cảm ơn") == 1 and "Cần Anh: chưa phản hồi 7" in said


@both_engines
@pytest.mark.parametrize("state", [State.CANCELLED, State.MISSED, State.FAILED])
async def test_a_letter_of_its_own_that_nobody_has_got_leaves_it_to_the_digest(
    timed: TimedOffice, state: State
) -> None:
    hieu, duy = await timed.person(HIEU), await timed.person(DUY)
    timed.clock.move_to(TUESDAY)
    who = Registrant(Subject.UNIT, await unit(timed))
    await timed.database.run(lambda tx: send(tx, load_actor(tx, hieu.user_id, chat(hieu.user_id)), who))
    lost = sa.update(_L).values(state=state, reason=Reason.UNDRAWN, ended_at=TUESDAY)
    await timed.database.run(lambda tx: tx.execute(lost))
    await timed.letters()
    assert duy.from_bot() == []
    assert "Danh sách đơn vị chờ tiếp nhận: 1, từ 03/01/2023" in await heard(timed, duy, WEDNESDAY)


_STANDING = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@on_postgresql
async def test_a_process_that_is_at_the_ladder_and_one_at_the_morning_write_to_a_lead_once(
    department: Department,
) -> None:
    hau, hieu = await department.person(HAU), await department.person(HIEU)
    department.clock.move_to(at(2023, 2, 28, 8, 30))
    await department.register([hau], RegistrationState.SUBMITTED)
    planned, ended = threading.Event(), threading.Event()

    def ladder(tx: Tx) -> None:
        """Its transaction stays open until the other process is through, or stands before a lock."""
        plan_due(tx)
        planned.set()
        while not ended.is_set() and not tx.execute(_STANDING).scalar_one():
            ended.wait(0.01)

    def morning() -> None:
        planned.wait(60)
        try:
            department.database.run_now(plan_waiting)
        finally:
            ended.set()

    await asyncio.gather(asyncio.to_thread(department.database.run_now, ladder), asyncio.to_thread(morning))
    letters = Counter(letter.person_id for letter in await department.letters(kind=DIGEST))
    assert letters[hieu] == 1 and max(letters.values()) == 1
