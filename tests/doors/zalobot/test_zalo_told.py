"""A chat is added to somebody's account: whoever was there before hears of it, once, and takes it away in one step."""

import pytest
import sqlalchemy as sa

from bot.address import Door, chat, room, zalo_chat
from bot.ledger.letter import Letter
from bot.people.authentication import links
from bot.people.authentication.records import LinkKind, LinkState, WebLink
from bot.people.identity import load_actor
from bot.people.linking import accounts, second
from bot.people.records import LinkRequest
from bot.people.targets import EndOtherChat, ShowOtherChat
from bot.personnel.targets import ShowLinkRequest
from bot.playground.api.faults import blocked, cut_off
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns
from tests.by_web import link_by_web
from tests.doors.zalobot.stage import Writer, ZaloOffice
from tests.doors.zalobot.test_zalo_beside import (
    CHAT,
    DUY,
    HAU,
    account,
    both,
    code_of,
    joins,
    key_of,
    opens_the_web,
    uses,
)
from tests.engines import both_engines
from tests.office import Phone, staff_called

NOT_MINE = "Không phải tôi, gỡ kênh"
ADDED = "Có kênh mới liên kết bằng tên Anh: bot Zalo, lúc "
_L = columns(Letter)


async def states(zalo: ZaloOffice) -> list[str]:
    """Of the letters of this kind."""
    rows = await zalo.office.rows(sa.select(_L.c.state).where(_L.c.kind == accounts.ADDED).order_by(_L.c.id))
    return [row.state.value for row in rows]


async def carried(zalo: ZaloOffice) -> None:
    await zalo.office.letters()
    await zalo.office.letters()


def told(phone: Phone) -> int:
    return sum(seen.text.startswith("Có kênh mới") for seen in phone.from_bot())


def heard(writer: Writer) -> int:
    return sum(text.startswith("Có kênh mới") for text in writer.texts())


# --- who hears of it --------------------------------------------------------------------------------------------------


@both_engines
async def test_what_telegram_shows_after_the_code_was_typed_at_zalo(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    stood = writer.texts()
    await carried(zalo)
    first, does, otherwise = hau.reads().splitlines()
    assert first.startswith(ADDED)
    assert does == "Người dùng kênh đó xem và đăng ký được bằng tên Anh."
    assert otherwise == f"Nếu không phải Anh, xin bấm «{NOT_MINE}»: kênh đó ngắt ngay. Sau đó xin báo Văn phòng."
    assert hau.buttons() == [NOT_MINE, "Cài đặt"]
    assert writer.texts() == stood and heard(writer) == 0, "the new chat hears nothing"


@both_engines
async def test_it_is_told_once_after_a_kill_and_a_code_that_is_typed_again(zalo: ZaloOffice) -> None:
    hau = await zalo.office.person(HAU)
    token, writer = await code_of(hau), zalo.writer(CHAT)
    await uses(writer, token)
    await zalo.restart()
    await carried(zalo)
    await writer.says(token)
    await zalo.restart()
    await carried(zalo)
    assert (told(hau), heard(writer), await states(zalo)) == (1, 0, ["sent"])


async def test_it_goes_by_no_door_rather_than_to_the_chat_that_it_warns_of(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    zalo.office.world.faults.expect("sendMessage", blocked(), chat_id=hau.user_id)
    await carried(zalo)
    assert (await states(zalo), heard(writer)) == (["blocked"], 0)
    await zalo.office.database.run(lambda tx: _again(tx, hau.person_id))
    await carried(zalo)
    assert (await states(zalo), heard(writer)) == (["blocked"], 0), "nor when it is sent again"


async def test_where_it_never_leaves_it_comes_to_an_end_and_goes_by_no_other_door(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    zalo.office.world.faults.expect("sendMessage", cut_off(), chat_id=hau.user_id, times=5)
    for _ in range(8):
        await zalo.office.letters()
        await zalo.office.clock.sleep(70.0)
    assert (await states(zalo), told(hau), heard(writer)) == (["failed"], 0, 0)


def _again(tx: Tx, person_id: int) -> None:
    from bot.ledger import planning

    assert planning.resend(tx, planning.not_received(tx, person_id), by=person_id) == 1


async def test_it_goes_by_the_web_where_telegram_fails(zalo: ZaloOffice) -> None:
    hau = await zalo.office.person(HAU)
    opens_the_web(zalo)
    await zalo.office.database.run(lambda tx: _by_web_too(tx, hau))
    writer = await joins(zalo, hau)
    zalo.office.world.faults.expect("sendMessage", blocked(), chat_id=hau.user_id)
    await carried(zalo)
    assert (await states(zalo), heard(writer)) == (["sent"], 0)
    assert len(await zalo.office.rows(sa.text("SELECT id FROM web_message"))) == 1


def _by_web_too(tx: Tx, hau: Phone) -> None:
    from bot.people.authentication import access

    access.open_for(tx, hau.person_id)


@both_engines
async def test_whoever_has_come_by_the_web_alone_reads_it_there(zalo: ZaloOffice) -> None:
    opens_the_web(zalo)
    person = await zalo.office.database.run(lambda tx: int(staff_called(tx, HAU).id))
    await zalo.office.database.run(lambda tx: link_by_web(tx, person))
    writer = zalo.writer(CHAT)
    await uses(writer, await zalo.invite(HAU))
    await carried(zalo)
    assert (await states(zalo), heard(writer)) == (["sent"], 0)
    assert len(await zalo.office.rows(sa.text("SELECT id FROM web_message"))) == 1
    await zalo.office.database.run(lambda tx: _ends(tx, person, Door.ZALOBOT))
    await zalo.settle()
    assert "Đã ngắt liên kết" in writer.reads()
    assert (await account(zalo, person)).user_id == room(person).number


def _ends(tx: Tx, person: int, door: Door) -> None:
    from bot.people.linking.places import actor_at

    actor = actor_at(tx, room(person))
    assert actor is not None
    assert second.end(tx, actor, EndOtherChat(door)) == ShowOtherChat(door)


async def test_whoever_has_come_by_no_door_is_told_nothing(zalo: ZaloOffice) -> None:
    writer = zalo.writer(CHAT)
    await uses(writer, await zalo.invite(HAU))
    await carried(zalo)
    assert (await states(zalo), heard(writer)) == ([], 0)


@both_engines
async def test_whoever_was_at_zalo_hears_of_telegram_there(zalo: ZaloOffice) -> None:
    writer = await zalo.person(HAU, CHAT)
    await writer.says("menu")
    hau = await zalo.office.person(HAU, linked=False)
    await hau.says("/start")
    for label in ("Xem và cho ý kiến", "Tôi đồng ý"):
        await hau.taps(label)
    await hau.shares_own_contact()
    await carried(zalo)
    assert (told(hau), heard(writer), await states(zalo)) == (0, 1, ["sent"])
    assert "bằng tên Anh: Telegram, lúc " in writer.reads()
    await writer.picks(NOT_MINE)
    assert "Kênh Telegram không còn liên kết với Anh." in writer.reads()
    assert "Đã ngắt liên kết" in hau.reads()
    assert (await account(zalo, hau.person_id)).user_id == zalo_chat(await key_of(zalo)).number
    await hau.says("/cuatoi")
    assert HAU not in hau.reads()


@both_engines
async def test_a_chat_that_the_office_has_linked_is_told_with_the_way_to_take_it_away(zalo: ZaloOffice) -> None:
    hau, duy = await zalo.office.person(HAU), await zalo.office.person(DUY)
    await hau.says("/menu")
    writer = zalo.writer(CHAT)
    await writer.says("Xin chào")
    for label in ("Xem và cho ý kiến", "Tôi đồng ý"):
        await writer.picks(label)
    await writer.says("Nguyễn Công Hậu, Phòng Quản lý Khoa học")
    (asked,) = await zalo.office.rows(sa.select(columns(LinkRequest).c.id))
    await duy.says("/menu")
    await duy.forges(ShowLinkRequest(asked.id))
    for label in ("Chọn người", HAU, "Duyệt"):
        await duy.taps(next(one for one in duy.buttons() if one.startswith(label)))
    await carried(zalo)
    assert (told(hau), len(hau.from_bot())) == (1, 2), "and no other letter"
    await hau.taps(NOT_MINE)
    assert "Đã ngắt liên kết" in writer.reads()


# --- taking it away ---------------------------------------------------------------------------------------------------


@both_engines
async def test_whoever_was_there_before_takes_it_away_in_one_step(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await writer.says("menu")
    link = await zalo.office.database.run(lambda tx: links.create(tx, hau.person_id, LinkKind.OWN, by=hau.person_id))
    assert link
    await carried(zalo)
    letter = hau.screen
    await hau.taps(NOT_MINE)
    assert hau.reads().splitlines() == [
        "Kênh bot Zalo không còn liên kết với Anh.",
        "Nếu kênh đó do người khác thêm, xin báo Văn phòng.",
    ]
    await zalo.settle()
    assert "Đã ngắt liên kết" in writer.reads() and HAU not in writer.reads()
    await writer.says("/cuatoi")
    assert HAU not in writer.reads()
    row = await account(zalo, hau.person_id)
    assert (row.user_id, row.zalo_chat_key, row.zalo_since) == (hau.user_id, None, None)
    (made,) = await zalo.office.rows(sa.select(columns(WebLink).c.state))
    assert made.state is LinkState.ENDED, "nor does a link that was made there open anything"
    stood = len(writer.texts())
    await hau.taps(NOT_MINE, message=letter)
    await zalo.settle()
    assert "Kênh bot Zalo không còn" in hau.reads() and len(writer.texts()) == stood, "a second tap does nothing"
    await writer.says(await code_of(hau))
    await writer.picks("Đúng, liên kết")
    await carried(zalo)
    assert (told(hau), await states(zalo)) == (2, ["sent", "sent"]), "who adds it again is told again"


async def test_it_is_taken_away_under_the_settings_too(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await writer.says("/caidat")
    assert "Gỡ bot Zalo" not in writer.offered()
    await hau.says("/caidat")
    await hau.taps("Gỡ bot Zalo")
    head, since, after = hau.reads().splitlines()
    assert (head, since[:13]) == ("GỠ KÊNH: bot Zalo", "Liên kết lúc ")
    assert after.startswith("Sau khi gỡ, kênh đó không xem, không làm được gì bằng tên Anh.")
    assert hau.buttons() == ["Gỡ bot Zalo", "Cài đặt", "Trang chính"]
    await hau.taps("Gỡ bot Zalo")
    await zalo.settle()
    assert "Đã ngắt liên kết" in writer.reads()
    await carried(zalo)
    assert (told(hau), await states(zalo)) == (0, ["cancelled"]), "of what is gone again nobody is told"
    await hau.taps("Cài đặt")
    assert "Thêm bot Zalo" in hau.buttons() and "Gỡ bot Zalo" not in hau.buttons()


async def test_whoever_has_got_hold_of_a_code_takes_away_nothing_that_is_older(zalo: ZaloOffice) -> None:
    hau, _writer = await both(zalo)
    at = zalo_chat(await key_of(zalo))

    def tries(tx: Tx) -> None:
        thief, owner = load_actor(tx, hau.user_id, at), load_actor(tx, hau.user_id, chat(hau.user_id))
        for actor, door in ((thief, Door.TELEGRAM), (thief, Door.ZALOBOT), (owner, Door.TELEGRAM)):
            with pytest.raises(Refusal, match=r"other_chat\.not_from_here"):
                second.other(tx, actor, ShowOtherChat(door))
            with pytest.raises(Refusal, match=r"other_chat\.not_from_here"):
                second.end(tx, actor, EndOtherChat(door))
        assert second.end(tx, thief, EndOtherChat(Door.WEB)) == ShowOtherChat(Door.WEB), "there is no chat"

    await zalo.office.database.run(tries)
    assert (await account(zalo, hau.person_id)).zalo_chat_key == at.value


# --- what is said on the way ------------------------------------------------------------------------------------------


async def test_a_code_of_ones_own_is_no_paper_of_the_office(zalo: ZaloOffice) -> None:
    hau, writer = await zalo.office.person(HAU), zalo.writer(CHAT)
    await writer.says(await code_of(hau))
    await writer.picks("Tôi đồng ý")
    assert writer.reads().startswith("Mã này cấp riêng cho:") and "Phiếu" not in writer.reads()
    assert "Kênh này sẽ dùng cùng kênh đang có." in writer.reads()
    other = zalo.writer("other")
    await other.says(await zalo.invite("Phạm Quốc Hiếu"))
    await other.picks("Tôi đồng ý")
    assert other.reads().startswith("Phiếu mời này cấp riêng cho:")


async def test_whoever_ends_one_of_two_chats_reads_that_the_other_goes_on(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await writer.says("/caidat")
    await writer.picks("Ngắt liên kết")
    kept = "Kênh khác của Anh vẫn dùng được; nội dung đang soạn dở vẫn giữ."
    assert kept in writer.reads()
    await writer.picks("Ngắt liên kết")
    assert "số điện thoại" not in writer.reads() and "Chia sẻ số điện thoại" not in writer.offered()
    await writer.says("menu")
    assert "số điện thoại" not in writer.reads(), "nobody can share a number there"
    await hau.says("/caidat")
    await hau.taps("Ngắt liên kết")
    assert kept not in hau.reads() and "nội dung đang soạn dở không được giữ" in hau.reads()
