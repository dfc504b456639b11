"""Somebody who sends more than a person can is slowed; everybody else is answered before that backlog."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.settings import OFFICE_ZONE
from bot.store import inbox
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from handlers.pace import BURST, RATE, Pace
from tests.office import Office
from tests.quick_clock import QuickClock

FLOOD = 100
OTHERS = ("Phạm Quốc Hiếu", "Lê Công Khôi", "Nguyễn Thị Hồng")


async def test_a_burst_goes_through_and_what_comes_after_it_goes_at_the_pace() -> None:
    clock = QuickClock(OFFICE_ZONE)
    pace, began = Pace(clock), clock.monotonic()
    for _ in range(BURST):
        await pace.turn(1)
    assert clock.monotonic() == began
    for _ in range(50):
        await pace.turn(1)
    assert abs(clock.monotonic() - began - 50 / RATE) < 0.01
    before = clock.monotonic()
    await pace.turn(2)
    assert clock.monotonic() == before, "another person does not wait"
    await clock.sleep(BURST / RATE)
    before = clock.monotonic()
    for _ in range(BURST):
        await pace.turn(1)
    assert clock.monotonic() == before, "after a rest all is as it was"


async def test_the_others_are_answered_before_the_backlog_of_a_flood(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    others = [await office.person(name) for name in OTHERS]
    for person in (hau, *others):
        await person.says("/menu")
    for number in range(FLOOD):
        office.world.says(hau.user_id, "/menu" if number % 2 else f"tin {number}")
    for person in others:
        office.world.says(person.user_id, "/cuatoi")
    _, envelope = office.world.call("getUpdates", {"offset": office._offset, "limit": 100})
    batches = [envelope["result"]]
    while batches[-1]:
        offset = batches[-1][-1]["update_id"] + 1
        batches.append(office.world.call("getUpdates", {"offset": offset, "limit": 100})[1]["result"])
        office._offset = offset
    for batch in batches:
        await office.service.intake.receive(batch)
    await office.service.intake.idle()
    table = columns(InboxRow)
    rows = await office.rows(sa.select(table.c.person_key, table.c.done_at).order_by(table.c.done_at))
    order = [row.person_key for row in rows if row.done_at is not None][-(FLOOD + len(others)) :]
    places = [order.index(person.user_id) for person in others]
    print(f"\n{FLOOD} updates of one person; the others were {sorted(places)} of {len(order)} to be done")
    assert max(places) < BURST + 20, "none waits for what the flood has left when its burst is over"
    assert order.count(hau.user_id) == FLOOD, "slowed, and all of it done"
    for person in others:
        assert "ĐĂNG KÝ" in person.reads().upper()
    await asyncio.sleep(0)


async def test_of_a_flood_without_an_end_the_store_keeps_a_part_and_says_so_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "MOST_WAITING", 30)
    hau, khoi = await office.person("Nguyễn Công Hậu"), await office.person("Lê Công Khôi")
    await hau.says("/menu")
    intake, first = office.service.intake, 900_000_000
    card, chat = office.world.humans[hau.user_id].card(), {"id": hau.user_id, "type": "private"}

    def said(number: int) -> dict[str, object]:
        message = {"message_id": number, "date": 0, "from": card, "chat": chat, "text": f"tin {number}"}
        return {"update_id": first + number, "message": message}

    for begin in range(0, 400, 50):
        await intake.receive([said(number) for number in range(begin, begin + 50)])
        await asyncio.sleep(0)
        intake._pace._allowances[hau.user_id].left = 0.0
    office.world.says(khoi.user_id, "/menu")
    await office.settle()
    table = columns(InboxRow)
    rows = await office.rows(sa.select(table.c.error, table.c.raw).where(table.c.update_id >= first))
    dropped = [row for row in rows if row.error == inbox.FLOOD]
    assert len(rows) == 400 and 0 < len(dropped) < 400
    assert all(row.raw is None for row in rows), "nobody's words stay"
    told = [message for message in hau.from_bot() if "gửi quá nhiều tin" in message.text]
    assert len(told) == 1
    assert "Lê Công Khôi" in khoi.reads() and await office.undone() == []
    print(f"\n400 updates of one person: {len(dropped)} not taken, and said so once")
