"""A door that is out is said to the Office once, after a span in which somebody has looked all along; its head lets
what must not wait pass by it, to the web or by a bell; what may have arrived never does; and nothing goes twice."""

from datetime import date

import sqlalchemy as sa

from bot.address import Door
from bot.bells import held
from bot.ledger import outages
from bot.ledger.doors import LetterDoor
from bot.ledger.letter import Letter, LetterPart, PartState, Reason, State
from bot.ledger.outages import DoorOutage
from bot.notices.sent_targets import ShowDeliveries
from bot.office.channels.targets import LetPass, ShowChannels, ShowLetPass, ShowOnPaper, ShowOutage
from bot.people.authentication import access
from bot.people.records import Grant, Role
from bot.playground.api.faults import silent
from bot.store import leases
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns
from bot.waiting.targets import ShowDesk
from tests.bells.house import House
from tests.bells.outages import (
    at_the_web,
    carries_elsewhere,
    comes_back,
    goes_out,
    heads_the_office,
    letters,
    looks,
)
from tests.by_web import link_by_web
from tests.doors.web.stage import WebOffice
from tests.engines import both_engines
from tests.notices.desk import DUY, HAU, HIEU, KHOI, meets, ready
from tests.office import Office
from tests.sheets.desks import registers

pytestmark = both_engines
THU, DUNG = "Lâm Hồng Thu", "Mai Thị Thanh Dung"
WORDS = "Đề nghị nộp báo cáo trước thứ Sáu."
_O, _D, _L, _AUDIT = columns(DoorOutage), columns(LetterDoor), columns(Letter), columns(Audit)
_OF_NOTICE = _L.c.source == "notice:1"


async def announces(office: Office, *names: str) -> None:
    """Duy sends a notice; nothing of it has left yet."""
    duy = await ready(office, *names, words=WORDS)
    await duy.taps("Gửi ngay")


async def test_the_office_is_told_once_and_its_head_lets_what_must_not_wait_pass(house: House) -> None:
    """Hau is in by the web; Khoi has a mailbox; Hieu has nothing besides; Dung's letter may have arrived."""
    office = house.office
    await house.opens(Door.EMAIL)
    duy, thu, hau, khoi, hieu, dung = await meets(office, DUY, THU, HAU, KHOI, HIEU, DUNG)
    await heads_the_office(office, thu.person_id)
    await house.mailbox(KHOI, "khoi@so.example.vn")
    await house.mailbox(DUY, "duy@so.example.vn")
    async with WebOffice(office) as web:
        at_thu, at_dung = await web.browser(THU), await web.browser(DUNG)
        await web.browser(HAU)
        await announces(office, DUNG)
        office.world.faults.expect("sendMessage", silent(done=True), chat_id=dung.user_id)
        await office.letters()
        await announces(office, HAU, KHOI, HIEU)
        await house.plans(hau.person_id)
        goes_out(office)

        await looks(office)
        await looks(office, minutes=110)
        assert await office.rows(sa.select(_O.c.id).where(_O.c.noticed_at.is_not(None))) == []
        await looks(office, minutes=15)
        await carries_elsewhere(office)
        await house.rings()
        # Thu reads it at the web; Duy is rung for it; nobody else hears anything yet.
        assert "Kênh đang gián đoạn: Telegram" in (await at_the_web(office, thu.person_id))[-1]
        assert await house.told(duy.person_id) == [("email", "rung", None)]
        assert await at_the_web(office, hau.person_id) == [] and await house.told(khoi.person_id) == []

        await at_thu.opens()
        await at_thu.taps("Xem kênh gián đoạn")
        assert "Tin không chờ được: 3 (thông báo, đính chính, thu hồi 3)" in at_thu.reads()
        assert "Tin khác: 1, chờ kênh hoạt động trở lại." in at_thu.reads()
        assert "Lâm Hồng Thu quyết định" in at_thu.reads()
        await at_thu.taps("Chưa có kênh kế tiếp (1)")
        assert "Phạm Quốc Hiếu" in at_thu.reads() and "phiếu mời QR" in at_thu.reads()
        await at_thu.taps("Quay lại")
        await at_thu.taps("Gửi qua kênh kế tiếp")
        assert "chưa rõ đã đến hay chưa không gửi qua kênh khác" in at_thu.reads()
        await at_thu.taps("Đồng ý gửi")
        assert "đã cho gửi qua kênh kế tiếp" in at_thu.reads()
        await carries_elsewhere(office)
        await house.rings()
        assert WORDS in (await at_the_web(office, hau.person_id))[-1]
        assert len(await at_the_web(office, hau.person_id)) == 1  # the other letter waits
        assert await house.told(khoi.person_id) == [("email", "rung", None)]
        assert await house.told(hieu.person_id) == []
        assert await letters(office, "notice:2") == {
            hau.person_id: "sent",
            khoi.person_id: "planned",
            hieu.person_id: "planned",
        }
        assert await letters(office, "notice:1") == {dung.person_id: "unknown"}
        await at_dung.opens()
        assert WORDS not in at_dung.page.html
        await at_thu.forges(ShowOutage(1))
        assert "Đã chuyển qua kênh kế tiếp: 1 tin, đã đến 1." in at_thu.reads()
        assert "Đã báo tin để mời vào trang web: 1 người." in at_thu.reads()

        await looks(office, hours=30)  # it lasts: nobody is told again
        await carries_elsewhere(office)
        await house.rings()
        assert len(await letters(office, "outage:1")) == 3  # one each of the Office

        comes_back(office)
        await looks(office, minutes=5)
        await office.letters()
        assert await letters(office, "notice:2") == dict.fromkeys(
            [hau.person_id, khoi.person_id, hieu.person_id], "sent"
        )
        assert [WORDS in one.text for one in hau.from_bot()].count(True) == 0
        assert [WORDS in one.text for one in khoi.from_bot()].count(True) == 1
        assert [WORDS in one.text for one in hieu.from_bot()].count(True) == 1
        assert not any("gián đoạn" in one.text for phone in (duy, thu) for one in phone.from_bot())
        told = await letters(office, "outage:1")
        assert (told.pop(thu.person_id), told.pop(duy.person_id)) == ("sent", "cancelled")
        assert list(told.values()) == ["blocked"]  # of the third, who is on no chat
        await duy.forges(ShowChannels())
        await duy.taps(next(label for label in duy.buttons() if label.startswith("Gián đoạn đến")))
        assert "Kênh đã hoạt động trở lại: Telegram" in duy.reads() and "đã đến 1" in duy.reads()
        await duy.forges(ShowDeliveries(2))
        assert "Telegram 2" in duy.reads() and "trang web 1" in duy.reads()
    deeds = await office.rows(sa.select(_AUDIT.c.deed).where(_AUDIT.c.deed.like("door.%")).order_by(_AUDIT.c.id))
    assert [row.deed for row in deeds] == ["door.out", "door.let_pass", "door.back"]


async def test_a_letter_of_which_a_part_has_arrived_or_may_have_waits(house: House) -> None:
    office = house.office
    duy, hau, khoi, hieu = await meets(office, DUY, HAU, KHOI, HIEU)
    async with WebOffice(office) as web:
        for name in (HAU, KHOI, HIEU):
            await web.browser(name)
        await announces(office, HAU, KHOI, HIEU)
        rows = await office.rows(sa.select(_L.c.id, _L.c.person_id).where(_OF_NOTICE))
        letter = {row.person_id: row.id for row in rows}

        def begun(tx: Tx) -> None:
            for person, state in ((hau.person_id, PartState.SENT), (khoi.person_id, PartState.UNKNOWN)):
                part = {"letter_id": letter[person], "place": 0, "state": state, "attempt": 1, "text": "", "digest": ""}
                tx.insert_new(LetterPart, [part])

        await office.database.run(begun)
        goes_out(office)
        await looks(office)
        await looks(office, hours=3)
        await duy_decides(office, duy.person_id)
        await carries_elsewhere(office)
        assert await letters(office, "notice:1") == {
            hau.person_id: "planned",
            khoi.person_id: "planned",
            hieu.person_id: "sent",
        }
        passed = await office.rows(sa.select(_D.c.letter_id, _D.c.state, _D.c.reason))
        assert [tuple(row) for row in passed] == [(letter[hieu.person_id], State.FAILED, Reason.NO_CONNECTION)]


async def test_whose_browser_is_ended_after_the_word_gets_it_at_telegram(house: House) -> None:
    office = house.office
    duy, hau = await meets(office, DUY, HAU)
    async with WebOffice(office) as web:
        await web.browser(HAU)
        await announces(office, HAU)
        goes_out(office)
        await looks(office)
        await looks(office, hours=3)
        await duy_decides(office, duy.person_id)
        await office.database.run(held.let_pass)
        await office.database.run(lambda tx: access.revoke(tx, hau.person_id, by=None) and None)
        await carries_elsewhere(office)
        assert await letters(office, "notice:1") == {hau.person_id: "planned"}
        comes_back(office)
        await looks(office, minutes=5)
        await office.letters()
        assert [WORDS in one.text for one in hau.from_bot()].count(True) == 1


async def duy_decides(office: Office, person_id: int) -> None:
    """The Office's word, as its act gives it."""
    await office.database.run(lambda tx: outages.decide(tx, 1, person_id, outages.hasty()))


async def test_only_the_head_decides_and_only_the_office_sees(house: House) -> None:
    office = house.office
    duy, thu, hau = await meets(office, DUY, THU, HAU)
    await heads_the_office(office, thu.person_id)
    goes_out(office)
    await looks(office)
    await looks(office, hours=3)
    comes_back(office)  # nobody has looked since
    for target in (ShowLetPass(1), LetPass(1)):
        await duy.forges(target)
        assert "Chánh Văn phòng" in duy.reads() and "Lâm Hồng Thu" in duy.reads()
    await duy.forges(ShowOutage(1))
    assert "Kênh đang gián đoạn: Telegram" in duy.reads() and "Gửi qua kênh kế tiếp" not in duy.buttons()
    for seen in (ShowOutage(1), ShowOnPaper(1), ShowLetPass(1), LetPass(1)):
        await hau.forges(seen)
        assert "gián đoạn" not in hau.reads()
    assert await decided(office) == [None]
    await thu.says("/menu")
    await thu.forges(ShowDesk())
    assert "kênh gián đoạn chờ quyết định" in thu.reads()
    await thu.forges(LetPass(1))
    assert await decided(office) == [thu.person_id]
    await thu.forges(ShowDesk())
    assert "kênh gián đoạn" not in thu.reads()
    await looks(office)
    await thu.forges(LetPass(1))
    assert "Kênh đã hoạt động trở lại" in thu.reads()


async def test_of_two_who_decide_the_second_is_told_whose_word_it_is(house: House) -> None:
    office = house.office
    duy, hieu = await meets(office, DUY, HIEU)
    role = {"person_id": hieu.person_id, "role": Role.OFFICE, "since": date(2022, 1, 1), "from_roster": False}
    await office.database.run(lambda tx: tx.execute(sa.insert(columns(Grant)), role) and None)
    goes_out(office)
    await looks(office)
    await looks(office, hours=3)
    comes_back(office)  # nobody has looked since
    for phone in (duy, hieu):
        await phone.forges(ShowLetPass(1))
        assert "Đồng ý gửi" in phone.buttons()
    await duy.taps("Đồng ý gửi")
    assert duy.reads().startswith("Kênh đang gián đoạn: Telegram")
    await hieu.taps("Đồng ý gửi")
    told, _, screen = hieu.reads().partition("\n\n")
    assert told == "Anh Nguyễn Đức Duy đã quyết định trước đó. Không cần thao tác thêm."
    assert "Anh Nguyễn Đức Duy đã cho gửi qua kênh kế tiếp lúc" in screen and "Đồng ý gửi" not in hieu.buttons()
    await duy.forges(LetPass(1))
    assert "trước đó" not in duy.reads(), "it is the own word"
    assert await decided(office) == [duy.person_id]
    deeds = await office.rows(sa.select(_AUDIT.c.id).where(_AUDIT.c.deed == "door.let_pass"))
    assert len(deeds) == 1


async def test_paper_is_asked_only_of_those_whose_answer_is_still_to_come(house: House) -> None:
    """Dung has registered in both families; Hieu has answered for the State alone, and is of the union; Khoi has said
    nothing."""
    office = house.office
    duy, *_others = await meets(office, DUY, HIEU, KHOI, DUNG)
    await registers(office, DUNG, "LDTT", "DVCDXS")
    await registers(office, HIEU, "LDTT")
    goes_out(office)
    await looks(office)
    await looks(office, hours=3)
    comes_back(office)
    await duy.forges(ShowOnPaper(1))
    said = duy.reads().splitlines()
    assert "Chưa có kênh kế tiếp: 4 người" in said[0] and "phiếu giấy" not in said[1]
    assert said[2] == "Chưa phản hồi: 3 người; đề nghị thu phiếu giấy của những người này."
    owing = {line for line in said if line.endswith(": chưa phản hồi")}
    assert {name for name in (DUY, HIEU, KHOI) if any(name in line for line in owing)} == {DUY, HIEU, KHOI}
    assert DUNG in said[-1] and "chưa phản hồi" not in said[-1], "who has answered is only to be told, and stands last"

    office.moves_clock_to(2023, 4, 3)
    await duy.forges(ShowOnPaper(1))
    assert "Chưa có kênh kế tiếp: 4 người" in duy.reads() and "phiếu giấy" not in duy.reads(), "nothing is taken now"
    assert not [label for label in duy.buttons() if label.startswith("Phiếu giấy")]


async def decided(office: Office) -> list[int | None]:
    return [row.decided_by for row in await office.rows(sa.select(_O.c.decided_by).order_by(_O.c.id))]


async def test_a_short_outage_and_one_that_nobody_watched_are_said_to_nobody(house: House) -> None:
    office = house.office
    await meets(office, DUY)
    goes_out(office)
    await looks(office)
    await looks(office, minutes=119)
    comes_back(office)
    await looks(office, minutes=1)
    assert await office.rows(sa.select(_O.c.id)) == []
    goes_out(office)
    await looks(office)
    await office.clock.sleep(3 * 3600.0)  # the process is down
    await looks(office)
    await looks(office, minutes=110)
    assert await letters(office, "outage:1") == {} and await letters(office, "outage:2") == {}
    await looks(office, minutes=15)
    assert [len(await letters(office, f"outage:{key}")) for key in (1, 2, 3)].count(3) == 1


async def test_whoever_polls_well_is_asked_nothing(house: House) -> None:
    office = house.office
    await meets(office, DUY)
    goes_out(office)
    await office.database.run(lambda tx: leases.mark(tx, leases.SERVED))
    asked = len(office.world.calls)
    await looks(office)
    assert len(office.world.calls) == asked and await office.rows(sa.select(_O.c.id)) == []


async def test_a_web_door_that_its_operator_has_closed_is_said_and_noted(house: House) -> None:
    office = house.office
    duy, _hau = await meets(office, DUY, HAU)
    hieu = await house.mailbox(HIEU, "hieu@so.example.vn")
    await house.opens(Door.EMAIL)
    await office.database.run(lambda tx: link_by_web(tx, hieu) and None)
    await house.writes_to(hieu)
    assert await letters(office, "trial:1") == {hieu: "planned"}
    await looks(office)
    await looks(office, hours=2.1)
    await office.letters()
    assert "Kênh đang gián đoạn: trang web" in duy.reads() and "Đề nghị người quản trị mở lại" in duy.reads()
    assert "Tin khác: 1" in duy.reads()
    await duy.taps("Xem kênh gián đoạn")
    assert "Nhận qua kênh này: 1 người. Kênh kế tiếp: chưa có 1." in duy.reads()
    await duy.taps("Đã nắm")
    assert "đã nắm lúc" in duy.reads() and "Đã nắm" not in duy.buttons()
    await house.rings()
    assert house.mail.taken == []  # a bell leads to the door that is closed
    async with WebOffice(office):
        await looks(office, minutes=5)
        await office.clock.sleep(700.0)
        await office.letters()
    assert await letters(office, "trial:1") == {hieu: "sent"}
    assert [len(await letters(office, f"outage:{key}")) for key in (1, 2)] == [3, 0]


async def test_a_doorbell_that_rings_no_more_is_said(house: House) -> None:
    office = house.office
    (duy,) = await meets(office, DUY)
    await house.opens(Door.ZALO)
    hau = await house.mailbox(HAU, None)
    house.zalo.moods = [-115] * 99
    await house.writes_to(hau)
    await house.rings()
    await looks(office)
    await looks(office, hours=2.1)
    await office.letters()
    assert "Kênh đang gián đoạn: Zalo" in duy.reads() and "Gửi qua kênh kế tiếp" not in duy.reads()
    await duy.taps("Xem kênh gián đoạn")
    await duy.taps("Zalo")
    assert "đang mở, có sự cố" in duy.reads()
    house.zalo.moods = []
    await office.clock.sleep(960)
    await house.rings()
    await looks(office)
    assert [row.ended_at is None for row in await office.rows(sa.select(_O.c.ended_at))] == [False]
