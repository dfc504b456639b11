"""Whom no letter reaches is told in person: by whoever leads them, once each, and nobody else's people."""

import asyncio
from datetime import date
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.dialogue.targets import ToAct, ToView
from bot.doors.buttons import pack
from bot.ledger.letter import Letter
from bot.notices.in_person import actions as telling
from bot.notices.in_person.contacts import ContactPersons
from bot.notices.reader_targets import (
    RecordAllTold,
    RecordNoticeTold,
    ShowNoticesToTell,
    ShowNoticeToTell,
    ShowPersonToTell,
    TakeBackTold,
)
from bot.notices.sent_targets import ShowDeliveries, ShowLeftToTell
from bot.notices.targets import ShowOfficeNotice
from bot.notices.tracking.records import NoticeTold
from bot.people.identity import load_actor
from bot.people.records import Grant, Role
from bot.people.targets import Occasion, ReceiveMissed
from bot.slices import watch
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.notices.correcting.test_correcting import rewrites
from tests.notices.desk import DUY, HAU, HIEU, KHOI, composes, meets, ready, tries_out
from tests.office import Office, Phone

AN, DIRECTOR = "Hồ Quốc An", "Ngô Thị Mỹ Mai"
OANH = "Đặng Thị Thanh Oanh"
"""Head of another unit."""
TOLD, LETTERS = columns(NoticeTold), columns(Letter)


async def _sends(office: Office, *names: str, words: str | None = None) -> Phone:
    """Duy has sent a notice, and all its letters have got where they are."""
    duy = await (ready(office, *names) if words is None else ready(office, *names, words=words))
    await duy.taps("Gửi ngay")
    await office.letters()
    await duy.says("/menu")  # who watches it is shown the end before it is called one
    await _passes(office)
    return duy


async def _passes(office: Office) -> None:
    await watch(office.database, office.service.display.refresh).look()
    await office.letters()


async def _gets(office: Office, person: Phone, role: Role) -> None:
    """The role over the unit that Hiếu is head of."""
    held, hieu = columns(Grant), await office.person(HIEU)
    (row,) = await office.rows(sa.select(held.c.unit_id).where(held.c.person_id == hieu.person_id))
    grant = {"person_id": person.person_id, "role": role, "unit_id": row.unit_id, "since": date(2023, 1, 1)}
    await office.database.run(lambda tx: tx.execute(sa.insert(held), grant) and None)


async def _todo_letters(office: Office) -> list[Any]:
    query = sa.select(LETTERS.c.person_id, LETTERS.c.occurrence).where(LETTERS.c.source == "notice_todo:1")
    return await office.rows(query.order_by(LETTERS.c.person_id))


async def _takes_back(office: Office, duy: Phone) -> None:
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Thu hồi")
    await duy.taps("Thu hồi")
    await office.letters()


async def _told(office: Office) -> list[tuple[int, int]]:
    rows = await office.rows(sa.select(TOLD.c.person_id, TOLD.c.by).order_by(TOLD.c.person_id))
    return [(row.person_id, row.by) for row in rows]


@both_engines
async def test_whoever_leads_those_whom_it_missed_gets_one_letter_and_tells_them(office: Office) -> None:
    hieu, hau, oanh = await meets(office, HIEU, HAU, OANH)
    khoi = await office.person(KHOI)
    office.world.blocks(khoi.user_id)
    await office.settle()
    duy = await _sends(office, HAU, KHOI, AN)
    await _passes(office)
    await _passes(office)
    assert [(row.person_id, row.occurrence) for row in await _todo_letters(office)] == [(hieu.person_id, "version:1")]
    assert "2 người của đơn vị chưa nhận được thông báo" in hieu.reads()
    await hieu.taps("Xem và báo trực tiếp")
    assert "Chưa dùng kênh này (1): Hồ Quốc An" in hieu.reads()
    assert "Đã chặn kênh (1): Lê Công Khôi" in hieu.reads()
    assert "Kính gửi Anh/Chị, Phòng Quản lý Khoa học. Sở phát động" in hieu.reads(), "a text for all of them"
    await hieu.taps(AN)
    assert "Hồ Quốc An, 0354 836 633: chưa dùng kênh này." in hieu.reads()
    assert "Kính gửi Hồ Quốc An, Phòng Quản lý Khoa học." in hieu.reads()
    hieu.hits("Đã báo trực tiếp")
    hieu.hits("Đã báo trực tiếp")
    await office.settle()
    assert "Đã báo 1/2 người." in hieu.reads()
    an = await office.person(AN, linked=False)
    assert await _told(office) == [(an.person_id, hieu.person_id)]
    await duy.forges(ShowOfficeNotice(1))
    assert "2 người đã chuyển lãnh đạo đơn vị báo trực tiếp, đã báo 1." in duy.reads()
    await duy.taps("Xem theo đơn vị")
    await duy.taps("Người cần báo trực tiếp")
    assert "CẦN BÁO TRỰC TIẾP: 2 người, đã báo 1" in duy.reads()
    assert "Phòng Quản lý Khoa học: đã báo 1/2; chưa báo: Lê Công Khôi" in duy.reads()
    await duy.forges(ShowDeliveries(1))
    await duy.taps("Chưa dùng kênh: 1")
    assert "Hồ Quốc An (Phòng Quản lý Khoa học): đã báo trực tiếp, lúc" in duy.reads()
    for somebody in (hau, oanh):
        await somebody.says("/thongbao")
        assert not any("Báo trực tiếp" in label for label in somebody.buttons())
    deeds = columns(Audit)
    assert len(await office.rows(sa.select(deeds.c.id).where(deeds.c.deed == "notice.told"))) == 1


async def test_all_that_were_seen_are_told_at_once_and_a_slip_is_taken_back(office: Office) -> None:
    (hieu,) = await meets(office, HIEU)
    await _sends(office, KHOI, AN)
    await hieu.says("/thongbao")
    await hieu.taps("Báo trực tiếp (2)")
    assert "1 thông báo còn người chưa nhận được" in hieu.reads()
    await hieu.taps(next(label for label in hieu.buttons() if label.endswith("(2)")))
    await hieu.taps("Đã báo tất cả (2)")
    assert "Đã báo 2/2 người." in hieu.reads()
    assert len(await _told(office)) == 2
    await hieu.taps(f"{AN} (đã báo)")
    assert f"{HIEU}." in hieu.reads()
    await hieu.taps("Chưa báo")
    assert "Đã báo trực tiếp" in hieu.buttons()
    assert len(await _told(office)) == 1
    await hieu.says("/thongbao")
    assert "Báo trực tiếp (1)" in hieu.buttons()


async def test_who_has_come_to_the_list_since_is_not_said_to_be_told(office: Office) -> None:
    hieu, hau = await meets(office, HIEU, HAU)
    office.world.blocks(hau.user_id)
    await _sends(office, HAU, AN)
    await hieu.forges(ShowNoticeToTell(1))
    seen = hieu.screen
    await office.database.run(
        lambda tx: (
            tx.execute(sa.update(LETTERS).where(LETTERS.c.person_id == hau.person_id).values(state="sent")) and None
        )
    )
    await hieu.taps("Đã báo tất cả (2)", message=seen)
    assert "Danh sách vừa thay đổi" in hieu.reads()
    assert await _told(office) == []
    await hieu.taps("Đã báo tất cả (1)")
    assert len(await _told(office)) == 1


async def test_nobody_tells_or_sees_the_people_of_another_unit(office: Office) -> None:
    oanh, hau = await meets(office, OANH, HAU)
    await _sends(office, AN)
    an = await office.person(AN, linked=False)
    await oanh.forges(ShowNoticeToTell(1))
    assert AN not in oanh.reads() and "không có ai cần Anh/Chị báo trực tiếp" in oanh.reads()
    one = (ShowPersonToTell(1, an.person_id), RecordNoticeTold(1, an.person_id))
    for payload in (*one, TakeBackTold(1, an.person_id)):
        await oanh.forges(pack(payload))
        assert "ngoài phạm vi phụ trách" in oanh.reads(), payload
        assert AN not in oanh.reads()
    seen: ToView | ToAct
    for seen in (*one, ShowNoticesToTell(), ShowNoticeToTell(1), RecordAllTold(1, 0)):
        await hau.forges(seen)
        assert "dành cho lãnh đạo đơn vị" in hau.reads(), seen
    assert await _told(office) == []


async def test_the_office_tells_those_over_whom_nobody_stands(office: Office) -> None:
    (hieu,) = await meets(office, HIEU)
    duy = await _sends(office, DIRECTOR, AN, OANH)
    director = await office.person(DIRECTOR, linked=False)
    letters = {row.person_id for row in await _todo_letters(office)}
    assert {duy.person_id, hieu.person_id} < letters, "one of the Office's, and of who leads An"
    await duy.forges(ShowLeftToTell(1))
    await duy.taps("Báo trực tiếp (1)")
    assert DIRECTOR in duy.reads() and AN not in duy.reads()
    assert OANH not in duy.reads(), "a head, for whom a deputy director is in charge"
    await duy.taps(DIRECTOR)
    await duy.taps("Đã báo trực tiếp")
    assert await _told(office) == [(director.person_id, duy.person_id)]


async def test_whom_it_reaches_after_all_or_who_reads_it_elsewhere_is_told_no_more(office: Office) -> None:
    hieu, hau, khoi = await meets(office, HIEU, HAU, KHOI)
    for person in (hau, khoi):
        office.world.blocks(person.user_id)
    await office.settle()
    await _sends(office, HAU, KHOI)
    for person in (hau, khoi):
        office.world.unblocks(person.user_id)
    await office.settle()
    await hau.says("/thongbao")
    await hau.taps(next(label for label in hau.buttons() if "Kính gửi" in label))
    await hau.taps("Đã nắm thông tin")
    await hieu.says("/thongbao")
    assert "Báo trực tiếp (1)" in hieu.buttons()
    await khoi.forges(ReceiveMissed(Occasion.BACK))
    await office.letters()
    await hieu.says("/thongbao")
    assert not any("Báo trực tiếp" in label for label in hieu.buttons())


async def test_a_letter_that_is_drawn_when_nobody_is_left_is_not_sent(office: Office) -> None:
    (hieu,) = await meets(office, HIEU)
    duy = await ready(office, AN)
    await duy.taps("Gửi ngay")
    await office.letters()
    await duy.says("/menu")
    await watch(office.database, office.service.display.refresh).look()
    await hieu.forges(ShowNoticeToTell(1))
    await hieu.taps("Đã báo tất cả (1)")
    await office.letters()
    (row,) = await office.rows(sa.select(LETTERS.c.state).where(LETTERS.c.source == "notice_todo:1"))
    assert row.state.value == "cancelled"


@both_engines
async def test_the_order_of_a_notice_that_was_taken_back_says_so_and_asks_nothing_more(office: Office) -> None:
    hieu, _hau = await meets(office, HIEU, HAU)
    duy = await _sends(office, AN, HAU)
    order = hieu.screen
    await _takes_back(office, duy)
    now = next(message for message in hieu.chat if message.message_id == order.message_id)
    assert "đã được Văn phòng thu hồi lúc 08:" in now.text and "không cần báo trực tiếp nữa" in now.text
    assert "Anh/Chị đã báo cho" not in now.text
    assert now.labels() == ["Thông báo"]
    assert len(await _todo_letters(office)) == 1
    await hieu.says("/thongbao")
    assert not any("Báo trực tiếp" in label for label in hieu.buttons())
    await hieu.forges(ShowNoticeToTell(1))
    assert "đã được Văn phòng thu hồi lúc 08:" in hieu.reads(), "a copy that could not be edited leads there too"
    an = await office.person(AN, linked=False)
    for payload in (RecordAllTold(1, 0), RecordNoticeTold(1, an.person_id), ShowPersonToTell(1, an.person_id)):
        await hieu.forges(payload)
        assert "Thông báo này đã được Văn phòng thu hồi lúc 08:" in hieu.reads(), payload
    assert await _told(office) == []
    await duy.forges(ShowLeftToTell(1))
    assert "Thông báo này đã được Văn phòng thu hồi lúc 08:" in duy.reads()


async def test_whoever_has_told_people_is_asked_to_tell_them_that_it_was_taken_back(office: Office) -> None:
    hieu, _hau = await meets(office, HIEU, HAU)
    duy = await _sends(office, AN, HAU)
    order = hieu.screen
    await hieu.taps("Xem và báo trực tiếp")
    await hieu.taps("Đã báo tất cả (1)")
    await _takes_back(office, duy)
    now = next(message for message in hieu.chat if message.message_id == order.message_id)
    assert f"Anh/Chị đã báo cho: {AN}." in now.text
    await duy.forges(ShowOfficeNotice(1))
    assert "Đã báo trực tiếp trước khi thu hồi: 1 người" in duy.reads()


async def test_an_order_that_has_not_left_when_it_is_taken_back_never_leaves(office: Office) -> None:
    hieu, _hau = await meets(office, HIEU, HAU)
    duy = await ready(office, AN, HAU)
    await duy.taps("Gửi ngay")
    await office.letters()
    await duy.says("/menu")
    await watch(office.database, office.service.display.refresh).look()
    assert len(await _todo_letters(office)) == 1, "planned"
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Thu hồi")
    await duy.taps("Thu hồi")
    (row,) = await office.rows(sa.select(LETTERS.c.state).where(LETTERS.c.source == "notice_todo:1"))
    assert row.state.value == "cancelled", "at once, not when its turn comes"
    await office.letters()
    assert "báo trực tiếp" not in " ".join(message.text for message in hieu.from_bot())


async def test_an_order_that_missed_its_reader_comes_once_and_as_the_notice_now_is(office: Office) -> None:
    hieu, _hau = await meets(office, HIEU, HAU)
    office.world.blocks(hieu.user_id)
    await office.settle()
    duy = await _sends(office, AN, HAU)
    office.world.unblocks(hieu.user_id)
    await office.settle()
    await duy.forges(ShowOfficeNotice(1))
    await rewrites(office, duy)
    await duy.taps("Gửi đính chính")
    await office.letters()
    assert len(await _todo_letters(office)) == 1
    assert [m.text for m in hieu.from_bot() if "chưa nhận được thông báo" in m.text] == [hieu.reads()]
    assert "Thông báo đã đính chính lúc 08:" in hieu.reads()


async def test_who_was_told_an_earlier_version_is_to_be_told_the_one_that_stands(office: Office) -> None:
    hieu, _hau = await meets(office, HIEU, HAU)
    duy = await _sends(office, AN, HAU)
    order = hieu.screen
    await hieu.taps("Xem và báo trực tiếp")
    await hieu.taps("Đã báo tất cả (1)")
    await duy.forges(ShowOfficeNotice(1))
    await rewrites(office, duy)
    await duy.taps("Gửi đính chính")
    await office.letters()
    assert [row.occurrence for row in await _todo_letters(office)] == ["version:1"], "one order, put right in its place"
    now = next(message for message in hieu.chat if message.message_id == order.message_id)
    assert "1 người của đơn vị chưa nhận được thông báo" in now.text
    assert "Thông báo đã đính chính lúc 08:" in now.text and "kể cả với người đã được báo trước đó" in now.text
    await hieu.taps("Xem và báo trực tiếp", message=now)
    assert "28/02/2023" in hieu.reads() and "25/02/2023" not in hieu.reads()
    assert "Thông báo đã đính chính lúc 08:" in hieu.reads()
    await duy.forges(ShowOfficeNotice(1))
    assert "1 người đã chuyển lãnh đạo đơn vị báo trực tiếp." in duy.reads()
    await hieu.taps("Đã báo tất cả (1)")
    assert len(await _told(office)) == 2


async def test_what_was_read_before_a_correction_is_not_recorded_as_told_after_it(office: Office) -> None:
    hieu, _hau = await meets(office, HIEU, HAU)
    duy = await _sends(office, AN, HAU)
    an = await office.person(AN, linked=False)
    await hieu.forges(ShowNoticeToTell(1))
    read = hieu.screen
    await duy.forges(ShowOfficeNotice(1))
    await rewrites(office, duy)
    await duy.taps("Gửi đính chính")
    await hieu.taps("Đã báo tất cả (1)", message=read)
    assert "Thông báo vừa được đính chính lúc 08:" in hieu.reads()
    await hieu.forges(RecordNoticeTold(1, an.person_id))
    assert "Thông báo vừa được đính chính lúc 08:" in hieu.reads()
    assert await _told(office) == []
    await hieu.taps("Đã báo tất cả (1)")
    assert len(await _told(office)) == 1


async def test_what_is_older_than_a_month_is_nobodys_work_any_more(office: Office) -> None:
    (hieu,) = await meets(office, HIEU)
    await _sends(office, AN)
    office.waits(days=29)
    await hieu.says("/thongbao")
    assert "Báo trực tiếp (1)" in hieu.buttons()
    office.waits(days=2)
    await hieu.says("/thongbao")
    assert not any("Báo trực tiếp" in label for label in hieu.buttons())


async def test_who_acts_for_a_head_tells_the_unit_but_not_that_head(office: Office) -> None:
    khoi, _hau = await meets(office, KHOI, HAU)
    await _gets(office, khoi, Role.ACTING_HEAD)
    await _sends(office, AN, HIEU)
    await khoi.forges(ShowNoticeToTell(1))
    assert AN in khoi.buttons() and HIEU not in khoi.reads()


async def test_a_text_to_pass_on_is_plain_short_and_says_by_when(office: Office) -> None:
    (hieu,) = await meets(office, HIEU)
    duy = await office.person(DUY)
    await duy.says("/menu")
    await composes(duy, "Kính gửi {họ tên}. " + "Mời đăng ký < 5 danh hiệu. " * 30 + "{hạn}", known=False)
    await duy.taps("Nút bấm")
    await duy.taps("☐ Đăng ký danh hiệu")
    await duy.taps("Tiếp tục")
    await duy.taps("Chọn người nhận")
    await duy.taps("Gõ tên")
    await duy.says(AN)
    await duy.taps("Tiếp tục")
    await duy.taps("Chọn 1 người này")
    await tries_out(office, duy)
    await duy.taps("Gửi ngay")
    await office.letters()
    await hieu.forges(ShowNoticeToTell(1))
    assert "Mời đăng ký < 5 danh hiệu" in hieu.reads()
    assert "Hạn: 17:00 Thứ Ba, 28/02/2023." in hieu.reads()
    assert len(hieu.reads()) < 900
    office.moves_clock_to(2023, 3, 1)
    await hieu.forges(ShowNoticeToTell(1))
    assert "Hạn:" not in hieu.reads()


@both_engines_always
async def test_two_who_record_the_same_at_once_record_it_once(office: Office) -> None:
    hieu, khoi = await meets(office, HIEU, KHOI)
    await _gets(office, khoi, Role.COORDINATOR)
    await _sends(office, AN, HAU)
    an = await office.person(AN, linked=False)
    other = open_database(office.url, office.clock) if office.url.startswith("postgresql") else office.database

    def record(tx: Tx, who: Phone) -> None:
        telling.told(tx, load_actor(tx, who.user_id, chat(who.user_id)), 1, an.person_id, 1)

    await asyncio.gather(
        *((office.database if n % 2 else other).run(partial(record, who=(hieu, khoi)[n % 2])) for n in range(12))
    )
    if other is not office.database:
        await other.close()
    assert len(await _told(office)) == 1
    deeds = columns(Audit)
    assert len(await office.rows(sa.select(deeds.c.id).where(deeds.c.deed == "notice.told"))) == 1


async def test_somebody_elses_record_is_not_taken_back(office: Office) -> None:
    hieu, chau = await meets(office, HIEU, "Thái Thị Châu")
    await _sends(office, AN)
    an = await office.person(AN, linked=False)
    await hieu.forges(ShowNoticeToTell(1))
    await hieu.taps("Đã báo tất cả (1)")
    await chau.forges(pack(ShowPersonToTell(1, an.person_id)))
    assert f"{HIEU}." in chau.reads() and "Chưa báo" not in chau.buttons()
    await chau.forges(pack(TakeBackTold(1, an.person_id)))
    assert await _told(office) == [(an.person_id, hieu.person_id)]


# --- who is asked -----------------------------------------------------------------------------------------------------

HEAD, DEPUTY, ACTING, COORDINATOR = 1, 2, 3, 4
CHART = ContactPersons(
    {10: None, 11: 10, 12: 10, 13: None},
    {
        10: {Role.UNIT_HEAD: frozenset({HEAD}), Role.DEPUTY: frozenset({DEPUTY})},
        11: {
            Role.UNIT_HEAD: frozenset({5}),
            Role.ACTING_HEAD: frozenset({ACTING}),
            Role.COORDINATOR: frozenset({COORDINATOR}),
        },
    },
)


@pytest.mark.parametrize(
    ("person", "unit", "asked", "over"),
    [
        (9, 11, {5, ACTING, COORDINATOR}, {5, ACTING, COORDINATOR, HEAD, DEPUTY}),
        (9, 12, {HEAD}, {HEAD, DEPUTY}),
        (5, 11, {HEAD}, {HEAD, DEPUTY}),
        (HEAD, 10, {DEPUTY}, {DEPUTY}),
        (9, 13, set(), set()),
        (9, None, set(), set()),
        (9, 99, set(), set()),
    ],
)
def test_the_nearest_who_leads_is_asked_and_all_above_may_see(
    person: int, unit: int | None, asked: set[int], over: set[int]
) -> None:
    assert CHART.nearest(person, unit) == asked
    assert CHART.of(person, unit) == over
    assert CHART.units_without() == {13}
