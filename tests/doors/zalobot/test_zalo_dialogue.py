"""People take part by the bot at Zalo, with words and numbers alone."""

import asyncio
import re

import sqlalchemy as sa

from bot.people.personal_data import personal_data_of
from bot.people.records import Account
from bot.registration.records import Registration
from bot.store.schema import columns
from tests.doors.zalobot.stage import Writer, ZaloOffice
from tests.engines import both_engines

HAU, DUY, HIEU = "Nguyễn Công Hậu", "Nguyễn Đức Duy", "Phạm Quốc Hiếu"
_R = columns(Registration)


async def registers(writer: Writer) -> None:
    for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước", "Gửi đăng ký"):
        await writer.picks(label)


@both_engines
async def test_from_the_first_word_to_the_receipt(zalo: ZaloOffice) -> None:
    token = await zalo.invite(HAU)
    hau = zalo.writer("6ede9afa66b88fe6d6a9")
    await hau.says("Xin chào")
    assert hau.reads().endswith(
        "[1] Xem và cho ý kiến\n[2] English\nAnh/Chị trả lời bằng số trong ngoặc trước mục cần chọn."
    )
    await hau.says(f"https://t.me/thidua_bot?start={token}")
    assert "Tin nhắn chuyển qua Zalo và do phần mềm tự động trả lời." in hau.reads()
    assert "Telegram" not in hau.reads()
    await hau.picks("Tôi đồng ý")
    assert HAU in hau.reads()
    await hau.picks("Đúng, liên kết")
    assert len(await zalo.linked()) == 1
    await registers(hau)
    assert "Mã số" in hau.reads()
    assert hau.typed <= 9
    assert [row.version for row in await zalo.office.rows(sa.select(_R.c.version))] == [1]
    everything = "\n".join(hau.texts())
    assert "<" not in everything and "&" not in everything, "no markup, and nothing escaped"


async def test_a_number_of_an_earlier_screen_does_nothing_and_shows_the_present_one(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    await hau.says("menu")
    old = hau.offered()
    await hau.picks("Đăng ký danh hiệu")
    present = hau.reads()
    seen = {number for text in hau.texts() for number in _numbers(text)}
    for number in old.values():
        await hau.says(number)
        assert hau.reads().startswith("Số này thuộc màn hình trước nên không còn hiệu lực.")
        assert _without_numbers(present) in _without_numbers(hau.reads())
        new = set(_numbers(hau.reads()))
        assert not new & seen, "a number that was shown is never shown again"
        seen |= new


@both_engines
async def test_the_same_number_twice_is_one_choice(zalo: ZaloOffice) -> None:
    """As somebody does who has heard no answer yet: the second is no answer to the next question."""
    hau = await zalo.person(HAU)
    await hau.says("menu")
    first = hau.update(hau.offered()["Đăng ký danh hiệu"])
    second = hau.update(hau.offered()["Đăng ký danh hiệu"])
    assert set(await asyncio.gather(zalo.server.brings(first), zalo.server.brings(second))) == {200}
    await zalo.settle()
    assert "Đăng ký như năm trước" in hau.offered()
    assert await zalo.office.rows(sa.select(_R.c.version)) == []


@both_engines
async def test_two_people_at_once(zalo: ZaloOffice) -> None:
    hau, duy = await zalo.person(HAU), await zalo.person(DUY)
    for label in ("", "Đăng ký danh hiệu", "Đăng ký như năm trước", "Gửi đăng ký"):
        said = [one.update(one.offered()[label] if label else "menu") for one in (hau, duy)]
        assert await asyncio.gather(*(zalo.server.brings(one) for one in said)) == [200, 200]
        await zalo.settle()
    assert "Mã số: TD23-000" in hau.reads() and "Mã số: TD23-000" in duy.reads()
    assert hau.reads() != duy.reads()
    assert len(await zalo.office.rows(sa.select(_R.c.version))) == 2


async def test_a_number_that_is_an_answer_is_said_with_a_sign(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    await hau.says("menu")
    taken = hau.offered()["Đăng ký danh hiệu"]
    await hau.says(f"={taken}")
    assert not hau.reads().startswith("Số này"), "it was read as words"
    assert "Đăng ký như năm trước" not in hau.offered(), "and is no choice"


async def test_what_the_door_does_not_take_is_answered_civilly(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    for kind in ("image", "sticker", "voice", "unsupported", "location"):
        photo = hau.update(None, kind=kind, photo="https://photo.example.vn/secret.jpg")
        assert await zalo.server.brings(photo) == 200
        await zalo.settle()
        assert hau.reads().startswith("Kênh này chỉ nhận chữ và số. Ảnh, tệp xin nộp cho Văn phòng.")
    assert hau.offered()


async def test_state_secrets_are_kept_nowhere(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    await hau.brings("TỐI MẬT: kế hoạch di dời kho số 5")
    assert "kho số 5" not in await _store(zalo)
    await zalo.settle()
    assert "kho số 5" not in await _store(zalo) + "".join(hau.texts())
    assert "mật" in hau.reads().lower()


async def test_my_data_has_the_place_at_every_door(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    await hau.says("/caidat")
    await hau.picks("Dữ liệu của tôi")
    assert f"Kênh đang dùng: bot Zalo ({hau.chat_id})\n" in hau.reads()
    at_web = sa.update(columns(Account)).values(web_since=zalo.office.clock.now())
    await zalo.office.database.run(lambda tx: tx.execute(at_web) and None)
    await hau.says("/caidat")
    await hau.picks("Dữ liệu của tôi")
    assert f"Kênh đang dùng: bot Zalo ({hau.chat_id}), trang web\n" in hau.reads()
    key = (await zalo.office.rows(sa.select(columns(Account).c.person_id)))[0].person_id
    held = await zalo.office.database.read(lambda tx: personal_data_of(tx, key))
    assert [(one["door"], one["id"]) for one in held["addresses"]] == [("zalobot", hau.chat_id), ("web", str(key))]


async def test_a_restart_between_two_steps(zalo: ZaloOffice) -> None:
    hau = await zalo.person(HAU)
    await hau.says("menu")
    for label in ("Đăng ký danh hiệu", "Đăng ký như năm trước", "Gửi đăng ký"):
        await zalo.restart()
        await hau.picks(label)
    assert "Mã số" in hau.reads()
    assert len(await zalo.office.rows(sa.select(_R.c.version))) == 1


async def test_a_lead_confirms_from_a_board_that_stands_still(zalo: ZaloOffice) -> None:
    hau, hieu = await zalo.person(HAU), await zalo.person(HIEU)
    await hieu.says("/donvi")
    assert "Đã phản hồi 0/7" in hieu.reads()
    stood = len(hieu.texts())
    await hau.says("menu")
    await registers(hau)
    await zalo.office.service.display.refresh()
    await zalo.settle()
    assert len(hieu.texts()) == stood, "nobody gets a message for each answer of others"
    await hieu.says("/donvi")
    assert "Đã phản hồi 1/7" in hieu.reads() and f"Chờ xác nhận (1): {HAU}" in hieu.reads()
    for label in ("Xem từng người", f"{HAU}: chờ xác nhận", "Xác nhận"):
        await hieu.picks(label)
    assert "Đã xác nhận" in hieu.reads()
    await zalo.office.letters()
    assert f"Anh {HIEU} đã xác nhận phần Nhà nước của đăng ký TD23-0001" in hau.reads()


async def test_a_letter_between_a_question_and_its_answer_takes_no_answer(zalo: ZaloOffice) -> None:
    hau, hieu = await zalo.person(HAU), await zalo.person(HIEU)
    await hau.says("menu")
    await registers(hau)
    await hau.picks("Trang chính")
    question = hau.offered()
    for step in ("/donvi", "Xem từng người", f"{HAU}: chờ xác nhận", "Xác nhận"):
        await (hieu.says(step) if step.startswith("/") else hieu.picks(step))
    await zalo.office.letters()
    letter = hau.offered()
    assert "đã xác nhận" in hau.reads() and letter and not set(letter.values()) & set(question.values())
    await hau.says(question["Đăng ký của tôi"])
    assert "Phần Nhà nước: đã xác nhận" in hau.reads(), "the question is answered, not the letter"
    await hau.says(next(iter(letter.values())))
    assert "Số này" not in hau.reads(), "a letter's numbers hold as its buttons would"


def _numbers(text: str) -> list[str]:
    return re.findall(r"^\[(\d+)\] ", text, re.MULTILINE)


def _without_numbers(text: str) -> str:
    return re.sub(r"^\[\d+\] ", "", text, flags=re.MULTILINE)


async def _store(zalo: ZaloOffice) -> str:
    rows = await zalo.office.rows(sa.text("SELECT raw FROM inbox"))
    return " ".join(str(row.raw) for row in rows)
