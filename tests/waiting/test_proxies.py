"""Somebody who asks to be registered for waits for the leads who were asked, until the person has answered."""

from bot.leading.proxy.actions import ask
from bot.people.identity import load_actor
from tests.engines import both_engines
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import registers
from tests.waiting.test_lists import HAU, HIEU, waits

KIND = "Nhờ đăng ký thay: 1 người, từ 03/01/2023"


async def asks(timed: TimedOffice) -> None:
    hau = await timed.person(HAU)
    await timed.database.run(lambda tx: ask(tx, load_actor(tx, hau.user_id, hau.user_id)))


@both_engines
async def test_whoever_was_asked_to_register_has_it_to_do_until_the_person_is_registered(timed: TimedOffice) -> None:
    hieu, hau = await timed.person(HIEU), await timed.person(HAU)
    timed.clock.move_to(at(2023, 1, 3, 15))
    await asks(timed)
    assert KIND in await waits(hieu)
    assert await waits(hau) == ""
    await timed.comes_to(at(2023, 1, 4, 9))
    await asks(timed)
    assert KIND.replace("03", "04", 1) in await waits(hieu), "one person, asked again"
    await hieu.taps("Nhờ đăng ký thay (1)")
    assert any(HAU in label for label in hieu.buttons())
    await registers(timed, HAU, "LDTT", by=HIEU)
    assert "Nhờ đăng ký thay" not in await waits(hieu)


@both_engines
async def test_nobody_is_to_register_for_somebody_when_the_time_for_it_is_over(timed: TimedOffice) -> None:
    hieu = await timed.person(HIEU)
    timed.clock.move_to(at(2023, 2, 27, 15))
    await asks(timed)
    assert "Nhờ đăng ký thay: 1 người" in await waits(hieu)
    await timed.comes_to(at(2023, 3, 1, 9))
    assert "Nhờ đăng ký thay" not in await waits(hieu)
