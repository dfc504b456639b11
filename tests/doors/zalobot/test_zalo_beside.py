"""Somebody at Telegram joins the pilot at Zalo, or the other way round: one person with two chats, and one dialogue."""

import asyncio
import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from bot.address import Door, chat, zalo_chat
from bot.bells import held, policy
from bot.bells.coverage import coverage
from bot.doors.web.hub import Hub
from bot.doors.web.post import Post
from bot.ledger import outages, quotas
from bot.ledger.letter import Letter
from bot.ledger.planning import plan
from bot.office.channels.outages import let_pass
from bot.people.identity import load_actor
from bot.people.linking import accounts, places
from bot.people.personal_data import erase, personal_data_of
from bot.people.reach import count_at, reachable, watchers
from bot.people.records import Account, LinkRequest, ZaloChat
from bot.people.targets import MakeZaloCode
from bot.personnel.links import actions as links
from bot.personnel.targets import ShowLinkRequest
from bot.playground.api.faults import blocked, silent
from bot.refusal import Refusal
from bot.registration.records import RegistrationVersion
from bot.store.database import Tx
from bot.store.schema import columns
from tests.bells.outages import carries_elsewhere, comes_back, goes_out, heads_the_office, looks
from tests.doors.zalobot import test_zalo_closed as closed
from tests.doors.zalobot.server import Mood
from tests.doors.zalobot.stage import Writer, ZaloOffice
from tests.engines import both_engines
from tests.notices.desk import ready
from tests.office import Phone, staff_called

HAU, HIEU, DUY = "Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Nguyễn Đức Duy"
CHAT = "6ede9afa66b88fe6d6a9"
SOURCE = "trial:1"
WORDS = "Đề nghị nộp báo cáo trước thứ Sáu."
_A, _L, _R, _V = (columns(model) for model in (Account, Letter, LinkRequest, RegistrationVersion))
_CODE = re.compile(r"^[A-Za-z0-9_-]{32}$", re.MULTILINE)


async def code_of(phone: Phone) -> str:
    await phone.says("/caidat")
    await phone.taps("Thêm bot Zalo")
    found = _CODE.search(phone.reads())
    assert found is not None, phone.reads()
    return found[0]


async def uses(writer: Writer, token: str) -> None:
    await writer.says(token)
    await writer.picks("Tôi đồng ý")
    await writer.picks("Đúng, liên kết")


async def joins(zalo: ZaloOffice, phone: Phone, chat_id: str = CHAT) -> Writer:
    """Whoever is at Telegram has a chat at Zalo from now on."""
    writer = zalo.writer(chat_id)
    await uses(writer, await code_of(phone))
    return writer


async def both(zalo: ZaloOffice, name: str = HAU) -> tuple[Phone, Writer]:
    phone = await zalo.office.person(name)
    return phone, await joins(zalo, phone)


async def account(zalo: ZaloOffice, person_id: int) -> Any:
    (row,) = await zalo.office.rows(sa.select(_A).where(_A.c.person_id == person_id))
    return row


async def key_of(zalo: ZaloOffice, chat_id: str = CHAT) -> int:
    chats = columns(ZaloChat)
    (row,) = await zalo.office.rows(sa.select(chats.c.id).where(chats.c.zalo_id == chat_id))
    return int(row.id)


async def letter(zalo: ZaloOffice, name: str = HAU, source: str = SOURCE) -> None:
    def body(tx: Tx) -> None:
        plan(tx, "data_erased", source, staff_called(tx, name).id, "1", {"asked": tx.now.isoformat()})

    await zalo.office.database.run(body)
    await zalo.office.letters()
    await zalo.office.letters()


async def came_by(zalo: ZaloOffice, source: str = SOURCE) -> tuple[str, list[tuple[str, str]]]:
    """The state of the letter, and the doors at which it failed before."""
    (row,) = await zalo.office.rows(sa.select(_L.c.id, _L.c.state).where(_L.c.source == source))
    doors = await zalo.office.rows(
        sa.text(f"SELECT door, state FROM letter_door WHERE letter_id = {row.id} ORDER BY at, door")
    )
    return row.state.value, [(one.door, one.state) for one in doors]


def opens_the_web(zalo: ZaloOffice) -> None:
    service = zalo.office.service
    web = Post(service.database, service.phrases, Hub(service.database))
    service.display._channels._channels[Door.WEB] = web  # type: ignore[index]


# --- coming in --------------------------------------------------------------------------------------------------------


@both_engines
async def test_somebody_at_telegram_joins_the_pilot(zalo: ZaloOffice) -> None:
    hau = await zalo.office.person(HAU)
    writer = await joins(zalo, hau)
    assert "Đã liên kết" in writer.reads() and HAU in writer.reads()
    row = await account(zalo, hau.person_id)
    assert (row.user_id, row.zalo_chat_key) == (hau.user_id, await key_of(zalo)) and row.zalo_since is not None
    assert len(await zalo.office.rows(sa.select(_A))) == 1, "what was known of the stranger is the person's now"
    await hau.says("/caidat")
    assert "Thêm bot Zalo" not in hau.buttons() and HAU in hau.reads()
    await writer.says("/caidat")
    assert HAU in writer.reads() and "Thêm bot Zalo" not in writer.offered()
    await hau.forges(MakeZaloCode())
    assert "Chưa thêm được bot Zalo" in hau.reads()


@both_engines
async def test_somebody_at_zalo_begins_at_telegram(zalo: ZaloOffice) -> None:
    writer = await zalo.person(HAU, CHAT)
    await writer.says("menu")
    await writer.picks("Đăng ký danh hiệu")
    hau = await zalo.office.person(HAU, linked=False)
    await hau.says("/start")
    for label in ("Xem và cho ý kiến", "Tôi đồng ý"):
        await hau.taps(label)
    await hau.shares_own_contact()
    assert HAU in hau.reads()
    row = await account(zalo, hau.person_id)
    assert (row.user_id, row.zalo_chat_key) == (hau.user_id, await key_of(zalo)) and row.zalo_since is not None
    await writer.picks("Đăng ký như năm trước")
    assert "Gửi đăng ký" in writer.offered(), "what was begun goes on, under the new key"
    await hau.says("/menu")
    await hau.taps("Đăng ký danh hiệu")
    assert "Gửi đăng ký" in hau.buttons(), "at the other chat as well"


async def test_a_code_is_for_one_chat_once_and_for_zalo_alone(zalo: ZaloOffice) -> None:
    hau, other = await zalo.office.person(HAU), await zalo.office.stranger()
    token = await code_of(hau)
    await other.says(f"/start {token}")
    assert "đã liên kết bằng một tài khoản khác" in other.reads()
    await uses(zalo.writer(CHAT), token)
    thief = zalo.writer("thief")
    await thief.says(token)
    assert HAU not in "".join(thief.texts())
    assert (await account(zalo, hau.person_id)).zalo_chat_key == await key_of(zalo)


@both_engines
async def test_of_two_chats_with_one_code_at_once_one_is_refused(zalo: ZaloOffice) -> None:
    hau = await zalo.office.person(HAU)
    token, two = await code_of(hau), [zalo.writer("one"), zalo.writer("two")]
    for one in two:
        await one.says(token)
        await one.picks("Tôi đồng ý")
    said = [one.update(one.offered()["Đúng, liên kết"]) for one in two]
    assert await asyncio.gather(*map(zalo.server.brings, said)) == [200, 200]
    await zalo.settle()
    assert sorted("Đã liên kết" in one.reads() for one in two) == [False, True]
    assert await zalo.office.database.read(lambda tx: count_at(tx, Door.ZALOBOT)) == 1


async def test_a_second_chat_at_the_same_door_is_refused(zalo: ZaloOffice) -> None:
    hau, _writer = await both(zalo)
    for user_id in (zalo_chat(77).number, 5_000_000_888):

        def body(tx: Tx, user_id: int = user_id) -> None:
            row = {"user_id": user_id, "language": "vi", "consented_at": tx.now, "created_at": tx.now}
            tx.insert_new(Account, [row])
            actor = load_actor(tx, user_id, zalo_chat(77) if user_id > 1 << 53 else chat(user_id))
            with pytest.raises(Refusal) as refused:
                accounts.bind(tx, actor, hau.person_id, accounts.Proof.INVITE)
            assert refused.value.key == "link.taken"
            with pytest.raises(IntegrityError):
                accounts.attach(tx, user_id, hau.person_id)

        await zalo.office.database.run(body)
    assert (await account(zalo, hau.person_id)).zalo_chat_key == await key_of(zalo)


@both_engines
async def test_the_office_links_a_chat_at_zalo_to_somebody_at_telegram(zalo: ZaloOffice) -> None:
    hau, duy = await zalo.office.person(HAU), await zalo.office.person(DUY)
    await hau.says("/menu")
    writer = zalo.writer(CHAT)
    await writer.says("Xin chào")
    for label in ("Xem và cho ý kiến", "Tôi đồng ý"):
        await writer.picks(label)
    await writer.says("Nguyễn Công Hậu, Phòng Quản lý Khoa học")
    (asked,) = await zalo.office.rows(sa.select(_R.c.id))
    await duy.says("/menu")
    await duy.forges(ShowLinkRequest(asked.id))
    for label in ("Chọn người", HAU, "Duyệt"):
        await duy.taps(next(one for one in duy.buttons() if one.startswith(label)))
    assert (await account(zalo, hau.person_id)).zalo_chat_key == await key_of(zalo)
    await zalo.settle()
    assert "Đã liên kết" in writer.reads() and HAU in writer.reads()
    await zalo.office.letters()
    assert "liên kết" in hau.reads(), "and the chat that was there before hears of it"
    row = await zalo.office.database.read(lambda tx: links.linked_to(tx, links.LinkRequestRow(*_asked(tx))))
    assert row is not None and row.full_name == HAU


def _asked(tx: Tx) -> Any:
    return tx.execute(sa.select(*links._COLUMNS)).one()


# --- one dialogue -----------------------------------------------------------------------------------------------------


@both_engines
async def test_begun_at_telegram_it_goes_on_at_zalo_and_the_other_way_round(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await hau.says("/menu")
    await hau.taps("Đăng ký danh hiệu")
    await writer.says("menu")
    await writer.picks("Đăng ký danh hiệu")
    await writer.picks("Đăng ký như năm trước")
    assert "Gửi đăng ký" in hau.buttons(), "the question at Telegram has been changed in its place"
    await hau.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads()
    stood = len(writer.texts())
    await writer.picks("Gửi đăng ký")
    assert "TD23-0001" in writer.reads() and len(writer.texts()) == stood + 1
    assert [row.version for row in await zalo.office.rows(sa.select(_V.c.version))] == [1]


@both_engines
async def test_words_typed_below_a_question_that_was_answered_elsewhere_answer_nothing(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await hau.says("/menu")
    for label in ("Đăng ký danh hiệu", "Chọn lại", "Chiến sĩ thi đua cấp tỉnh", "Tiếp tục", "Vẫn đăng ký"):
        await hau.taps(label)
    assert "SÁNG KIẾN" in hau.reads()
    await writer.says("menu")
    await writer.picks("Đăng ký danh hiệu")
    assert "SÁNG KIẾN" in writer.reads()
    await hau.says("Số hóa hồ sơ")
    assert "NỘI DUNG PHẤN ĐẤU" in hau.reads()
    await writer.says("Cải tiến quy trình")
    assert writer.reads().startswith("Câu hỏi này đã được trả lời ở kênh khác")
    assert "NỘI DUNG PHẤN ĐẤU" in writer.reads()
    await writer.says("Phục vụ đúng hẹn")
    assert "Số hóa hồ sơ" in writer.reads() and "Phục vụ đúng hẹn" in writer.reads(), "that was read, and is taken"
    assert "Cải tiến" not in writer.reads() and "Phục vụ đúng hẹn" in hau.reads()


@both_engines
async def test_the_last_step_at_both_at_once_is_done_once(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await hau.says("/menu")
    for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước"):
        await hau.taps(label)
    await writer.says("menu")
    await writer.picks("Đăng ký danh hiệu")
    update = writer.update(writer.offered()["Gửi đăng ký"])
    hau.hits("Gửi đăng ký")
    assert await zalo.server.brings(update) == 200
    await zalo.office.settle()
    await zalo.settle()
    assert "TD23-0001" in hau.reads() and "TD23-0001" in writer.reads()
    assert [row.version for row in await zalo.office.rows(sa.select(_V.c.version))] == [1]
    assert await zalo.office.undone() == []


# --- letters ----------------------------------------------------------------------------------------------------------


@both_engines
async def test_a_letter_goes_by_telegram_and_after_a_known_failure_by_zalo_and_then_the_web(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    opens_the_web(zalo)
    await letter(zalo)
    assert await came_by(zalo) == ("sent", [])
    stood = len(writer.texts())
    zalo.office.world.faults.expect("sendMessage", blocked(), chat_id=hau.user_id)
    await letter(zalo, source="trial:2")
    assert await came_by(zalo, "trial:2") == ("sent", [("telegram", "blocked")])
    assert len(writer.texts()) == stood + 1
    await letter(zalo, source="trial:3")
    assert await came_by(zalo, "trial:3") == ("sent", []) and len(writer.texts()) == stood + 2, "at once, from then on"

    def spent_and_at_the_web(tx: Tx) -> None:
        tx.execute(sa.update(_A).where(_A.c.user_id == hau.user_id).values(web_since=tx.now))
        quotas.take(tx, Door.ZALOBOT, 2700 - quotas.used(tx, Door.ZALOBOT), most=3000)

    await zalo.office.database.run(spent_and_at_the_web)
    await letter(zalo, source="trial:4")
    assert await came_by(zalo, "trial:4") == ("sent", [("zalobot", "blocked")])
    assert len(await zalo.office.rows(sa.text("SELECT id FROM web_message"))) == 1


@both_engines
async def test_what_may_have_arrived_goes_to_no_other_chat(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await zalo.office.letters()  # that there is a second chat
    stood = len(writer.texts())
    zalo.office.world.faults.expect("sendMessage", silent(done=False), chat_id=hau.user_id)
    await letter(zalo)
    assert await came_by(zalo) == ("unknown", []) and len(writer.texts()) == stood
    zalo.office.world.faults.expect("sendMessage", blocked(), chat_id=hau.user_id)
    zalo.server.moods = [Mood(cuts=True, does=True)]
    await letter(zalo, source="trial:2")
    assert await came_by(zalo, "trial:2") == ("unknown", [("telegram", "blocked")]), "nor from the second"


async def test_each_is_counted_once_and_the_pilot_counts_persons(zalo: ZaloOffice) -> None:
    hau, _writer = await both(zalo)
    await zalo.person(HIEU)

    def body(tx: Tx) -> Any:
        here = frozenset({hau.person_id, staff_called(tx, HIEU).id})
        found = coverage(tx, sorted(here), policy.doors(tx))
        reached = reachable(tx)
        return count_at(tx, Door.ZALOBOT), found.telegram, found.zalobot, found.in_person, set(reached) == here

    assert await zalo.office.database.read(body) == (2, 1, 1, 0, True)
    rows = [{"zalo_id": f"full-{n}", "seen_at": zalo.office.clock.now()} for n in range(48)]
    await zalo.office.database.run(lambda tx: tx.execute(sa.insert(columns(ZaloChat)), rows) and None)
    late = zalo.writer("late")
    await late.says("Xin chào")
    assert "đã đủ 50 người" in late.reads()
    await zalo.writer(CHAT).says("menu")
    assert "Tình trạng" in zalo.writer(CHAT).reads(), "whoever is in has a place"


@both_engines
async def test_while_telegram_is_out_letters_pass_to_zalo_once_the_office_says_so(zalo: ZaloOffice) -> None:
    _hau, writer = await both(zalo)
    office = zalo.office
    duy = await ready(office, HAU, words=WORDS)
    await heads_the_office(office, duy.person_id)
    await duy.taps("Gửi ngay")
    stood = len(writer.texts())
    goes_out(office)
    for minutes in (0, 110, 15):
        await looks(office, minutes=minutes)
    (out,) = await office.database.read(outages.open_now)
    assert out.door is Door.TELEGRAM
    assert (await office.database.read(lambda tx: held.next_doors(tx, Door.TELEGRAM))).by[Door.ZALOBOT] == 1
    await carries_elsewhere(office)
    assert len(writer.texts()) == stood, "nobody has decided"
    await office.database.run(lambda tx: let_pass(tx, load_actor(tx, duy.user_id, chat(duy.user_id)), out.id))
    await carries_elsewhere(office)
    assert WORDS in writer.reads() and len(writer.texts()) == stood + 1
    assert await came_by(zalo, "notice:1") == ("sent", [("telegram", "failed")])
    comes_back(office)
    await looks(office, minutes=5)
    await office.letters()
    assert await came_by(zalo, "notice:1") == ("sent", [("telegram", "failed")]), "and it goes once"


@both_engines
async def test_the_end_of_the_pilot_leaves_the_other_chat(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    duy = await zalo.office.person(DUY)
    await duy.says("/menu")
    stood = len(writer.texts())
    await closed.ends(zalo)
    await letter(zalo)
    assert await came_by(zalo) == ("sent", []), "nothing of it is held up"
    await closed.passes(zalo, 3)
    zalo.office.world.faults.expect("sendMessage", blocked(), chat_id=hau.user_id)
    await letter(zalo, source="trial:2")
    await closed.passes(zalo, 0.2)
    assert await came_by(zalo, "trial:2") == ("blocked", [("telegram", "blocked")]), "and no letter waits for ever"
    assert len(writer.texts()) == stood
    await hau.says("/caidat")
    assert HAU in hau.reads() and "Thêm bot Zalo" not in hau.buttons()


# --- leaving ----------------------------------------------------------------------------------------------------------


@both_engines
async def test_unlinking_at_telegram_leaves_zalo_with_what_was_begun(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await writer.says("menu")
    for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước"):
        await writer.picks(label)
    await hau.says("/caidat")
    await hau.taps("Ngắt liên kết")
    await hau.taps("Ngắt liên kết")
    assert "Đã ngắt liên kết" in hau.reads()
    row = await account(zalo, hau.person_id)
    assert (row.user_id, row.zalo_chat_key) == (zalo_chat(await key_of(zalo)).number, None)
    await hau.says("/cuatoi")
    assert HAU not in hau.reads()
    await writer.picks("Gửi đăng ký")
    assert "Mã số: TD23-0001" in writer.reads()
    await hau.says("/start")
    await hau.shares_own_contact()
    assert HAU in hau.reads(), "and may come back"
    assert (await account(zalo, hau.person_id)).zalo_chat_key == await key_of(zalo)


@both_engines
async def test_unlinking_at_zalo_leaves_telegram_with_what_was_begun(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await hau.says("/menu")
    for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước"):
        await hau.taps(label)
    await writer.says("/caidat")
    await writer.picks("Ngắt liên kết")
    await writer.picks("Ngắt liên kết")
    assert "Đã ngắt liên kết" in writer.reads()
    row = await account(zalo, hau.person_id)
    assert (row.user_id, row.zalo_chat_key, row.zalo_since) == (hau.user_id, None, None)
    await writer.says("/cuatoi")
    assert HAU not in writer.reads()
    await hau.taps("Gửi đăng ký")
    assert "Mã số: TD23-0001" in hau.reads()
    await hau.says("/caidat")
    await hau.taps("Thêm bot Zalo")
    token = _CODE.search(hau.reads())
    assert token is not None
    await writer.says(token[0])
    await writer.picks("Đúng, liên kết")
    assert (await account(zalo, hau.person_id)).zalo_chat_key == await key_of(zalo), (
        "and may come back, as agreed before"
    )


@both_engines
async def test_a_lost_phone_is_freed_by_the_office_at_both(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    duy = await zalo.office.person(DUY)
    await writer.says("menu")
    await zalo.office.database.run(lambda tx: _frees(tx, duy, hau.person_id))
    await zalo.office.settle()
    await zalo.settle()
    for said in (hau.reads(), writer.reads()):
        assert "Văn phòng đã ngắt liên kết tài khoản này" in said
    await writer.says("/cuatoi")
    await hau.says("/cuatoi")
    assert HAU not in writer.reads() + hau.reads()
    assert await zalo.office.database.read(lambda tx: count_at(tx, Door.ZALOBOT)) == 0


async def test_an_account_that_is_moved_takes_the_chat_at_zalo_to_nobody(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    duy, hieu = await zalo.office.person(DUY), await zalo.office.person(HIEU, linked=False)
    await zalo.office.database.run(lambda tx: _frees(tx, duy, hau.person_id, hieu.person_id))
    await zalo.settle()
    assert (await account(zalo, hieu.person_id)).zalo_chat_key is None
    await writer.says("/cuatoi")
    assert HAU not in writer.reads() and HIEU not in writer.reads()


def _frees(tx: Tx, duy: Phone, person_id: int, to: int | None = None) -> None:
    from bot.personnel.accounts import actions

    actor = load_actor(tx, duy.user_id, chat(duy.user_id))
    if to is None:
        actions.free(tx, actor, person_id)
    else:
        actions.move(tx, actor, person_id, to)


@both_engines
async def test_whoever_takes_the_consent_back_is_out_at_both(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await writer.says("/caidat")
    for label in ("Thông tin cá nhân", "Rút lại sự đồng ý", "Rút lại sự đồng ý"):
        await writer.picks(label)
    (row,) = await zalo.office.rows(sa.select(_A).where(_A.c.user_id == hau.user_id))
    assert (row.person_id, row.consented_at, row.zalo_chat_key) == (None, None, None)
    await hau.says("/cuatoi")
    await writer.says("/cuatoi")
    assert HAU not in hau.reads() + writer.reads()


@both_engines
async def test_my_data_names_both_and_erasure_clears_both(zalo: ZaloOffice) -> None:
    hau = await zalo.office.person(HAU)
    writer = zalo.writer(CHAT)
    await writer.says("Xin chào")
    for label in ("Xem và cho ý kiến", "Tôi đồng ý"):
        await writer.picks(label)
    await writer.says("Tôi là Hậu ở phòng bên kia sông")
    await writer.says(await code_of(hau))
    await writer.picks("Đúng, liên kết")
    await hau.says("/caidat")
    await hau.taps("Dữ liệu của tôi")
    assert "bot Zalo" in hau.reads() and "Telegram" in hau.reads()
    held = await zalo.office.database.read(lambda tx: personal_data_of(tx, hau.person_id))
    assert [(one["door"], one["id"]) for one in held["addresses"]] == [
        ("telegram", str(hau.user_id)),
        ("zalobot", CHAT),
    ]
    assert [one["statement"] for one in held["link_requests"]] == ["Tôi là Hậu ở phòng bên kia sông"]
    await writer.says("/hoidap")
    await zalo.office.database.run(lambda tx: erase(tx, hau.person_id, ()))
    assert [row.statement for row in await zalo.office.rows(sa.select(_R.c.statement))] == [""]
    said = await zalo.office.rows(sa.text("SELECT data FROM draft"))
    assert "bên kia sông" not in str([row.data for row in said])


async def test_boards_and_screens_of_both_are_the_persons(zalo: ZaloOffice) -> None:
    hau, writer = await both(zalo)
    await writer.says("menu")

    def body(tx: Tx) -> Any:
        on = tx.clock.today()
        return watchers(tx, load_actor(tx, hau.user_id, chat(hau.user_id)).person, on), places.account_at(
            tx, zalo_chat(1)
        )

    seen, at = await zalo.office.database.read(body)
    assert hau.user_id in seen and at == hau.user_id
