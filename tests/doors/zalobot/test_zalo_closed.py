"""The pilot at Zalo ends: nobody's letters wait for ever, and the Office is told who has no other door."""

import sqlalchemy as sa

from bot.address import Door, room, zalo_chat
from bot.doors.web.hub import Hub
from bot.doors.web.post import Post
from bot.ledger import outages
from bot.ledger.letter import Letter
from bot.ledger.planning import plan
from bot.people.records import Account, Person
from bot.settings import ZaloBotSettings
from bot.store import leases
from bot.store.database import Tx
from bot.store.schema import columns
from tests.doors.zalobot.server import SECRET, TOKEN, Mood
from tests.doors.zalobot.stage import URL, ZaloOffice
from tests.engines import both_engines
from tests.office import staff_called

HAU, HIEU, HONG, DUY = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Nguyễn Thị Hồng", "Nguyễn Đức Duy"
_A, _L, _P = columns(Account), columns(Letter), columns(Person)


async def ends(zalo: ZaloOffice, *, again: bool = False) -> None:
    """The operator takes the settings away, or writes them `again`, and restarts."""
    on = ZaloBotSettings(TOKEN, SECRET, URL, zalo.server.url.rstrip("/"))
    zalo.office.zalobot = on if again else ZaloBotSettings()
    await zalo.restart()
    service = zalo.office.service
    service.display._channels._channels[Door.WEB] = Post(service.database, service.phrases, Hub(service.database))  # type: ignore[index]


async def passes(zalo: ZaloOffice, hours: float) -> None:
    office = zalo.office
    await office.service.courier.take_over()
    for _ in range(int(hours * 12)):
        await office.clock.sleep(300)
        await office.database.run(lambda tx: leases.mark(tx, leases.SERVED))
        await office.service.doors.look()
        await office.letters()


async def writes(zalo: ZaloOffice, *names: str, source: str) -> None:
    def body(tx: Tx) -> None:
        for name in names:
            plan(tx, "data_erased", source, staff_called(tx, name).id, "1", {"asked": tx.now.isoformat()})

    await zalo.office.database.run(body)


async def states(zalo: ZaloOffice, source: str) -> dict[str, tuple[str, str | None]]:
    query = sa.select(_P.c.full_name, _L.c.state, _L.c.reason).join_from(_L, _P, _P.c.id == _L.c.person_id)
    rows = await zalo.office.rows(query.where(_L.c.source == source))
    return {row.full_name: (row.state, row.reason) for row in rows}


@both_engines
async def test_letters_go_on_when_the_pilot_has_ended_and_the_office_knows_whose_do_not(zalo: ZaloOffice) -> None:
    hau, hieu, hong = [await zalo.person(name) for name in (HAU, HIEU, HONG)]
    duy = await zalo.office.person(DUY)
    await duy.says("/menu")
    at_web = sa.update(_A).where(_A.c.user_id == zalo_chat(1).number)
    await zalo.office.database.run(lambda tx: tx.execute(at_web.values(web_since=tx.now)) and None)
    zalo.server.moods = [Mood(cuts=True, does=True)]
    await writes(zalo, HONG, source="trial:1")
    await zalo.office.letters()
    assert await states(zalo, "trial:1") == {HONG: ("unknown", "no_answer")}
    stood = [len(one.texts()) for one in (hau, hieu, hong)]

    await ends(zalo)
    await writes(zalo, HAU, HIEU, source="trial:2")
    await passes(zalo, 1.5)
    assert await zalo.office.database.read(outages.open_now) == []
    waits = ("planned", None)
    assert await states(zalo, "trial:2") == {HAU: waits, HIEU: waits}, "settings may have been lost for an hour"

    await passes(zalo, 1)
    assert await states(zalo, "trial:2") == {HAU: ("sent", None), HIEU: ("blocked", "no_chat")}
    assert await states(zalo, "trial:1") == {HONG: ("unknown", "no_answer")}, "which may have arrived"
    assert "Kênh đang gián đoạn: bot Zalo" in duy.reads() and "Thí điểm bot Zalo đã đóng." in duy.reads()
    await duy.taps("Xem kênh gián đoạn")
    assert "Nhận qua kênh này: 3 người. Kênh kế tiếp: trang web 1 · chưa có 2." in duy.reads()
    assert "Đã chuyển qua kênh kế tiếp: 1 tin, đã đến 1." in duy.reads()
    await duy.taps("Chưa có kênh kế tiếp (2)")
    assert HIEU in duy.reads() and HONG in duy.reads() and HAU not in duy.reads()
    (row,) = await zalo.office.rows(sa.text("SELECT door, state, reason FROM letter_door"))
    assert tuple(row) == ("zalobot", "blocked", "no_chat")
    (message,) = await zalo.office.rows(sa.text("SELECT address FROM web_message"))
    assert message.address == room(await _key(zalo, HAU)).number

    await writes(zalo, HIEU, source="trial:3")
    await passes(zalo, 0.2)
    assert await states(zalo, "trial:3") == {HIEU: ("blocked", "no_chat")}, "and what is planned from then on"
    assert [len(one.texts()) for one in (hau, hieu, hong)] == stood, "no call was made"

    await ends(zalo, again=True)
    await writes(zalo, HIEU, HAU, source="trial:4")
    await passes(zalo, 0.2)
    assert await states(zalo, "trial:4") == {HAU: ("sent", None), HIEU: ("sent", None)}
    assert [len(one.texts()) for one in (hau, hieu, hong)] == [stood[0] + 1, stood[1] + 1, stood[2]]
    assert await zalo.office.database.read(outages.open_now) == []


async def test_where_nobody_was_in_it_its_end_is_no_news(zalo: ZaloOffice) -> None:
    await ends(zalo)
    await passes(zalo, 3)
    assert await zalo.office.database.read(outages.open_now) == []


async def _key(zalo: ZaloOffice, name: str) -> int:
    return await zalo.office.database.run(lambda tx: int(staff_called(tx, name).id))
