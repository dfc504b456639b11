"""Somebody who sends more than a person can is slowed; everybody else is answered before that backlog."""

import asyncio

import pytest
import sqlalchemy as sa

from bot.dialogue.screens import Phrase
from bot.settings import OFFICE_ZONE
from bot.store import inbox, parking
from bot.store.database import Tx
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from handlers.pace import BURST, RATE, TOLD_SECONDS, Pace, _Allowance
from tests.engines import both_engines
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


@both_engines
async def test_a_flood_is_done_in_its_order_and_of_what_is_beyond_all_bounds_it_is_said_exactly_how_much(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parking, "MOST_AT_WORK", 30)
    monkeypatch.setattr(parking, "MOST_PARKED", 200)
    hau, khoi = await office.person("Nguyễn Công Hậu"), await office.person("Lê Công Khôi")
    await hau.says("/hoidap")
    await hau.taps("Hỏi Văn phòng")
    intake, first, table = office.service.intake, 900_000_000, columns(InboxRow)
    card, chat = office.world.humans[hau.user_id].card(), {"id": hau.user_id, "type": "private"}
    done, finish = list[int](), inbox.finish

    def in_order(tx: Tx, update_id: int) -> bool:
        done.append(update_id)
        return finish(tx, update_id)

    monkeypatch.setattr(inbox, "finish", in_order)
    told, tell = list[Phrase](), intake._tell

    def tells(who: int, word: Phrase) -> None:
        told.append(word)
        tell(who, word)

    monkeypatch.setattr(intake._floods, "_tell", tells)

    def said(number: int) -> dict[str, object]:
        message = {"message_id": number, "date": 0, "from": card, "chat": chat, "text": f"Câu hỏi số {number:03}"}
        return {"update_id": first + number, "message": message}

    for begin in range(0, 400, 50):
        await intake.receive([said(number) for number in range(begin, begin + 50)])
        intake._pace._allowances.setdefault(hau.user_id, _Allowance(0.0, intake.clock.monotonic())).left = 0.0
    rows = await office.rows(sa.select(table.c.parked_at).where(table.c.parked_at.is_not(None)))
    assert len(rows) > 100, "most waits apart"
    await khoi.says("/menu")
    await office.clock.sleep(TOLD_SECONDS)
    intake._floods.look()
    assert {word.key for word in told} == {"flood.in_turn", "flood.not_taken"}
    await office.restart()
    await office.settle()
    rows = await office.rows(sa.select(table).where(table.c.update_id >= first))
    dropped = [row for row in rows if row.error == inbox.FLOOD]
    assert len(rows) == 400 and 0 < len(dropped) < 200 and all(row.done_at for row in rows)
    assert all(row.raw is row.parked_at is None for row in rows), "nobody's words stay"
    own = [update for update in done if update >= first]
    assert own == sorted(own) and {row.update_id for row in rows} - {row.update_id for row in dropped} == set(own)
    assert sum(int(word.values["count"]) for word in told if word.key == "flood.not_taken") == len(dropped)
    assert "Lê Công Khôi" in khoi.reads() and await office.undone() == []
    print(f"\n400 updates of one person: {len(own)} done in their order, {len(dropped)} not taken, and said so")
