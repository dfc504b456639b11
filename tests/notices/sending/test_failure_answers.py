"""Every answer by which Telegram, or what lies on the way to it, can refuse a notice: what becomes of the letter, what
the Office reads of it by name, and what it is offered to do. And what people see when their own screens meet one."""

import asyncio
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Any

import pytest
import sqlalchemy as sa

from bot.leading.targets import ComposeNotice
from bot.ledger.letter import Letter
from bot.notices.targets import ShowOfficeNotice
from bot.people.records import Account
from bot.playground.api.faults import Fault, Script, answered, blocked, cut_off, halted, page, server_error, silent
from bot.store.schema import columns
from tests.engines import both_engines
from tests.notices.desk import DUY, HAU, HIEU, KHOI, composes, for_names, meets, ready, tries_out
from tests.office import Office, Phone
from tests.outbox.run import Weather

LETTERS, ACCOUNTS = columns(Letter), columns(Account)
TOLD = "Lãnh đạo đơn vị báo trực tiếp."
AGAIN = "Có thể bấm gửi lại."
DOUBT = "Đề nghị hỏi lại người nhận trước, để tránh gửi trùng."


def bad(words: str, **parameters: int) -> Fault:
    return answered(400, f"Bad Request: {words}", **parameters)


def forbidden(words: str) -> Fault:
    return answered(403, f"Forbidden: {words}")


@dataclass(frozen=True)
class End:
    """`label`: of the fate under which the name is found; `reason`: what stands behind the name; `advice`: what to do,
    as the list of names says; `again`: whether it is offered to send again."""

    state: str
    reason: str
    label: str
    words: str
    advice: str
    again: bool


def never(reason: str, words: str) -> End:
    return End("blocked", reason, "Đã chặn kênh: 1", words, TOLD, again=False)


def failed(reason: str, words: str) -> End:
    return End("failed", reason, "Chưa gửi được: 1", words, AGAIN, again=True)


def doubtful(reason: str, words: str) -> End:
    return End("unknown", reason, "Chưa rõ kết quả: 1", words, DOUBT, again=True)


BLOCKED = never("blocked", "đã chặn kênh")
GONE = never("no_chat", "không tìm thấy cuộc trò chuyện")
CONTENT = failed("content", "Telegram không nhận nội dung")
LOST, BROKEN = doubtful("no_answer", "mất kết nối giữa chừng"), doubtful("server_error", "máy chủ Telegram lỗi")

DECIDED: dict[str, tuple[Fault, End]] = {
    "blocked": (blocked(), BLOCKED),
    "deactivated": (forbidden("user is deactivated"), never("deactivated", "tài khoản Telegram không còn")),
    "never begun": (forbidden("bot can't initiate conversation with a user"), GONE),
    "a bot": (forbidden("bot can't send messages to bots"), GONE),
    "kicked": (forbidden("bot was kicked from the group chat"), GONE),
    "deleted": (forbidden("the group chat was deleted"), GONE),
    "no such chat": (bad("chat not found"), GONE),
    "no such peer": (bad("PEER_ID_INVALID"), GONE),
    "migrated": (bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1001), GONE),
    "no end tag": (bad("can't parse entities: Can't find end tag corresponding to start tag \"b\""), CONTENT),
    "unknown tag": (bad('can\'t parse entities: Unsupported start tag "x" at byte offset 5'), CONTENT),
    "unclosed tag": (bad("can't parse entities: Unclosed start tag at byte offset 5"), CONTENT),
    "empty": (bad("message text is empty"), CONTENT),
    "long": (bad("message is too long"), CONTENT),
    "entities": (bad("entities too long"), CONTENT),
    "address": (bad("BUTTON_URL_INVALID"), CONTENT),
    "button": (bad("BUTTON_DATA_INVALID"), CONTENT),
    "buttons": (bad("reply markup is too long"), CONTENT),
    "500": (server_error(500), BROKEN),
    "502": (server_error(502), BROKEN),
    "a gateway's page": (page(502), BROKEN),
    "a gateway's page, done": (page(504, done=True), BROKEN),
    "a page that says all is well": (page(200), BROKEN),
    "conflict": (answered(409, "Conflict: can't use getUpdates method while webhook is active"), BROKEN),
    "no answer, done": (silent(done=True), LOST),
    "no answer, undone": (silent(done=False), LOST),
}


async def fate(office: Office) -> Any:
    """Of the letter to Hậu."""
    hau = await office.person(HAU)
    own = sa.and_(LETTERS.c.kind == "notice", LETTERS.c.person_id == hau.person_id)
    (row,) = await office.rows(sa.select(LETTERS.c.state, LETTERS.c.reason, LETTERS.c.attempts).where(own))
    return row


def copies(person: Phone) -> int:
    return sum(message.text.startswith("Kính gửi ") for message in person.from_bot())


async def sent_while(timed: Office, fault: Fault, *, times: int = 1) -> tuple[Phone, Phone, Phone]:
    """A notice to Khôi and Hậu, whose letter meets `fault`; Duy looks at what became of it."""
    hau, khoi = await meets(timed, HAU, KHOI)
    duy = await ready(timed, HAU, KHOI)
    await duy.taps("Gửi ngay")
    timed.world.faults.expect("sendMessage", fault, chat_id=hau.user_id, times=times)
    for _ in range(6):
        await timed.letters()
        await timed.clock.sleep(61)
    timed.world.faults.clear()
    await duy.taps("Xem lại")
    return duy, hau, khoi


@pytest.mark.parametrize("name", DECIDED)
async def test_an_answer_that_decides_is_told_by_name_with_what_to_do_next(timed: Office, name: str) -> None:
    fault, end = DECIDED[name]
    duy, hau, khoi = await sent_while(timed, fault)
    assert tuple(await fate(timed)) == (end.state, end.reason, 1)
    assert (copies(khoi), copies(hau)) == (1, int(fault.does)), "nobody twice, whatever was answered"
    assert "Đã gửi: 1" in duy.reads() and "Tổng 2, khớp danh sách người nhận." in duy.reads()
    assert ("Gửi lại cho 1 người" in duy.buttons()) is end.again
    await duy.taps("Xem theo đơn vị")
    await duy.taps("Người cần báo trực tiếp")
    assert (HAU in duy.reads()) is (end.state != "unknown"), "who may have it need not be told"
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Xem theo tên")
    await duy.taps(end.label)
    assert end.advice in duy.reads()
    assert f"{HAU} (" in duy.reads() and f"): {end.words}, " in duy.reads()
    assert duy.reads().endswith(", 1 lần gửi")


@pytest.mark.parametrize("name", ["no end tag", "502", "no answer, undone"])
async def test_what_is_sent_again_on_request_arrives_once(timed: Office, name: str) -> None:
    duy, hau, khoi = await sent_while(timed, DECIDED[name][0])
    await duy.taps("Gửi lại cho 1 người")
    await timed.letters()
    assert (copies(hau), copies(khoi)) == (1, 1)
    await duy.taps("Xem lại")
    assert "Đã gửi: 2" in duy.reads()


PASSING: dict[str, Fault] = {
    "429": halted(7),
    "429, a minute": halted(60),
    "revoked token": answered(401, "Unauthorized"),
    "unknown token": answered(404, "Not Found"),
    "before it left": cut_off(),
    "a page that refuses": page(403),
    "a page that does not know": page(404),
    "an odd 403": forbidden("bot can't send messages to the user"),
}


@pytest.mark.parametrize("name", PASSING)
async def test_an_answer_that_passes_costs_nobody_the_letter_and_gives_it_to_nobody_twice(
    timed: Office, name: str
) -> None:
    duy, hau, khoi = await sent_while(timed, PASSING[name])
    assert tuple(await fate(timed)) == ("sent", None, 2)
    assert (copies(hau), copies(khoi)) == (1, 1)
    assert "Đã gửi: 2" in duy.reads() and "Gửi lại cho 1 người" not in duy.buttons()
    (row,) = await timed.rows(sa.select(ACCOUNTS.c.blocked_at).where(ACCOUNTS.c.user_id == hau.user_id))
    assert row.blocked_at is None


STAYING: dict[str, tuple[Fault, End]] = {
    "before it left": (cut_off(), failed("no_connection", "không kết nối được")),
    "an odd 403": (forbidden("bot can't send messages to the user"), never("refused", "kênh không nhận tin")),
}


@pytest.mark.parametrize("name", STAYING)
async def test_what_does_not_pass_is_told_by_name_after_five_tries(timed: Office, name: str) -> None:
    fault, end = STAYING[name]
    duy, hau, _khoi = await sent_while(timed, fault, times=99)
    assert tuple(await fate(timed)) == (end.state, end.reason, 5)
    assert copies(hau) == 0
    assert ("Gửi lại cho 1 người" in duy.buttons()) is end.again
    await duy.taps("Xem theo tên")
    await duy.taps(end.label)
    assert end.advice in duy.reads() and f"): {end.words}, " in duy.reads() and duy.reads().endswith("5 lần gửi")


# --- what concerns all of them ----------------------------------------------------------------------------------------


@both_engines
@pytest.mark.parametrize("status", [401, 404])
async def test_while_the_token_is_not_accepted_nothing_leaves_and_then_it_goes_on_by_itself(
    timed: Office, status: int
) -> None:
    hau, khoi = await meets(timed, HAU, KHOI)
    duy = await ready(timed, HAU, KHOI)
    await duy.taps("Gửi ngay")
    refused = answered(status, "Unauthorized" if status == 401 else "Not Found")
    back = timed.clock.monotonic() + 600
    timed.world.calls.clear()
    timed.world.faults = Weather(lambda _method, _params: refused if timed.clock.monotonic() < back else None)
    while timed.clock.monotonic() < back + 60:
        await timed.service.courier.take_over()
        await timed.service.courier.deliver()
        await timed.clock.sleep(1)
    timed.world.faults = Script()
    refused_letters = [call for call in timed.world.calls if call.method == "sendMessage" and call.status == status]
    assert len(refused_letters) <= 2, "what asks whether it is accepted again is no letter"
    assert (copies(hau), copies(khoi)) == (1, 1)
    await duy.taps("Xem lại")
    assert "Đã gửi: 2" in duy.reads() and "Tổng 2" in duy.reads()


@both_engines
async def test_after_a_429_its_chat_alone_waits_for_as_long_as_it_asks_and_everybody_has_it_once(
    timed: Office,
) -> None:
    names = [HAU, KHOI, HIEU, "Hồ Quốc An"]
    people = await meets(timed, *names)
    duy = await ready(timed, *names)
    await duy.taps("Gửi ngay")
    timed.world.calls.clear()
    timed.world.faults.expect("sendMessage", halted(30), chat_id=people[1].user_id, times=2)
    await timed.letters()
    assert [copies(person) for person in people] == [1, 0, 1, 1]
    for _ in range(35):
        await timed.clock.sleep(2)
        await timed.letters()
    at = [call.at for call in timed.world.calls if call.params.get("chat_id") == people[1].user_id]
    assert len(at) == 3 and min(later - earlier for earlier, later in pairwise(at)) >= 30
    assert [copies(person) for person in people] == [1] * 4
    await duy.taps("Xem lại")
    assert "Đã gửi: 4" in duy.reads()


@both_engines
async def test_when_too_many_are_lost_on_the_way_it_pauses_by_itself_and_the_office_hears_of_it(timed: Office) -> None:
    rows = await timed.rows(sa.text("SELECT full_name FROM person ORDER BY id LIMIT 40"))
    people = [await timed.person(row.full_name) for row in rows if row.full_name != DUY]
    for person in people:
        timed.world.says(person.user_id, "/menu")
    duy = await timed.person(DUY)
    await duy.says("/menu")
    await composes(duy)
    await duy.taps("Chọn người nhận")
    await duy.taps("Toàn Sở")
    await duy.taps(next(label for label in duy.buttons() if label.startswith("Chọn ")))
    await tries_out(timed, duy)
    await duy.taps("Gửi ngay")
    number = count()

    def forecast(method: str, params: Any) -> Fault | None:
        lost = method == "sendMessage" and params["chat_id"] != duy.user_id and next(number) % 2
        return silent(done=False) if lost else None

    timed.world.faults = Weather(forecast)
    await timed.letters()
    await timed.letters()
    timed.world.faults = Script()
    assert "VIỆC GỬI ĐÃ TỰ DỪNG" in duy.reads()
    assert "Nhiều tin chưa gửi được nên đã tự dừng. Xin kiểm tra kết nối rồi gửi tiếp." in duy.reads()
    await duy.taps("Xem việc gửi")
    assert "TẠM DỪNG" in duy.reads() and "Chưa rõ kết quả: 1" in duy.reads()
    await duy.taps("Gửi tiếp")
    await timed.letters()
    await duy.taps("Xem lại")
    await duy.taps(next(label for label in duy.buttons() if label.startswith("Gửi lại cho ")))
    await timed.letters()
    await duy.taps("Xem lại")
    assert "Chưa rõ kết quả" not in duy.reads() and "Tổng 93" in duy.reads()
    assert [copies(person) for person in people] == [1] * len(people)


async def test_a_file_that_telegram_has_forgotten_is_sent_anew(timed: Office) -> None:
    (hau,) = await meets(timed, HAU)
    duy = await timed.person(DUY)
    await duy.says("/menu")
    await duy.forges(ComposeNotice())
    await duy.says("Họp lúc 8 giờ")
    timed.world.sends_file(duy.user_id, "a.pdf", b"%PDF-1.7 a", mime="application/pdf")
    await timed.settle()
    for label in ("Tiếp tục", "Bỏ qua", "Tiếp tục"):
        await duy.taps(label)
    await for_names(duy, HAU)
    await tries_out(timed, duy)
    await duy.taps("Gửi ngay")
    forgotten = bad("wrong file_id or the file is temporarily unavailable")
    timed.world.faults.expect("sendDocument", forgotten, chat_id=hau.user_id)
    await timed.letters()
    assert hau.screen.attachment is not None and "Họp lúc 8 giờ" in hau.reads()
    await duy.taps("Xem lại")
    assert "Đã gửi: 1" in duy.reads()


# --- what people see when their own screens meet one ------------------------------------------------------------------


async def test_a_screen_that_says_so_already_is_left_as_it_is(timed: Office) -> None:
    duy = await ready(timed, HAU)
    await duy.taps("Gửi ngay")
    await duy.taps("Xem lại")
    before = duy.chat
    timed.world.calls.clear()
    await duy.taps("Xem lại")
    (refused,) = [call for call in timed.world.calls if call.status == 400]
    assert "message is not modified" in refused.description
    assert duy.chat == before and not timed.world.spinning(duy.user_id)


@pytest.mark.parametrize("words", ["message to edit not found", "message can't be edited"])
async def test_a_screen_that_cannot_be_edited_any_more_comes_anew(timed: Office, words: str) -> None:
    duy = await ready(timed, HAU)
    before = len(duy.from_bot())
    timed.world.faults.expect("editMessageText", bad(words))
    await duy.taps("Gửi ngay")
    assert len(duy.from_bot()) == before + 1 and "ĐANG GỬI" in duy.reads()
    await duy.taps("Tạm dừng")
    assert len(duy.from_bot()) == before + 1 and "TẠM DỪNG" in duy.reads()


async def test_a_screen_whose_marks_telegram_does_not_take_comes_without_them(timed: Office) -> None:
    duy = await ready(timed, HAU)
    unclosed = bad("can't parse entities: Unclosed start tag at byte offset 5")
    timed.world.faults.expect("editMessageText", unclosed)
    await duy.taps("Gửi ngay")
    assert duy.reads().startswith("ĐANG GỬI: Kính gửi") and duy.screen.entities == ()
    assert "Tạm dừng" in duy.buttons()
    await duy.taps("Tạm dừng")
    assert duy.reads().startswith("TẠM DỪNG") and duy.screen.entities != ()


async def test_a_tap_that_is_too_old_to_be_acknowledged_is_done_all_the_same(timed: Office) -> None:
    duy = await ready(timed, HAU)
    old = bad("query is too old and response timeout expired or query ID is invalid")
    timed.world.faults.expect("answerCallbackQuery", old)
    await duy.taps("Gửi ngay")
    assert "ĐANG GỬI" in duy.reads()


@pytest.mark.parametrize(
    "fault", [halted(5), server_error(502), page(502), page(403), cut_off(), silent(done=False)], ids=str
)
async def test_a_screen_that_did_not_come_through_comes_as_soon_as_it_can(timed: Office, fault: Fault) -> None:
    duy = await ready(timed, HAU)
    timed.world.faults.expect("editMessageText", fault)
    await duy.taps("Gửi ngay")
    await timed.clock.sleep(6)
    await timed.settle()
    assert "ĐANG GỬI" in duy.reads()
    assert len(await timed.rows(sa.select(LETTERS.c.id).where(LETTERS.c.kind == "notice"))) == 1


async def test_another_poller_costs_nobody_an_answer(timed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """409: it steps back, asks again, and answers what has come meanwhile."""
    monkeypatch.setattr("bot.store.leases.SECONDS", 0.01)
    conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    duy = await ready(timed, HAU)
    timed.world.faults.expect("getUpdates", answered(409, conflict), times=3)
    duy.hits("Gửi ngay")
    arrived = asyncio.Event()
    timed.world.watch(lambda _chat_id: arrived.set())
    timed.service.intake._loops.start(timed.service.intake.poll(), "poll")
    timed.service.intake._leads.set()
    await asyncio.wait_for(arrived.wait(), 120)
    await timed.service.intake.idle()
    assert "ĐANG GỬI" in duy.reads()
    assert len([call for call in timed.world.calls if call.status == 409]) == 3
