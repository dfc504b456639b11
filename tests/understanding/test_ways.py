"""Ways of typed words, by role: never to a refusal of the role, and a question to the Office in its own words."""

import pytest
import sqlalchemy as sa

from bot.address import chat
from bot.enquiries.records import Question
from bot.people.identity import load_actor
from bot.store.schema import columns
from bot.understanding.intents import INTENTS
from tests.office import Office

ROLES = {
    "staff": "Nguyễn Công Hậu",
    "head": "Phạm Quốc Hiếu",
    "group lead": "Lê Công Khôi",
    "chair and deputy": "Lâm Trọng Sang",
    "deputy": "Thái Thị Châu",
    "director": "Ngô Thị Mỹ Mai",
    "office": "Nguyễn Đức Duy",
    "head of the office": "Lâm Hồng Thu",
}
TURNED_AWAY = ("Mục này dành cho", "ngoài phạm vi phụ trách")


@pytest.mark.parametrize("name", ROLES.values(), ids=ROLES.keys())
async def test_no_way_that_typed_words_open_turns_its_reader_away(office: Office, name: str) -> None:
    person = await office.person(name)
    await person.says("/menu")
    actor = await office.database.run(lambda tx: load_actor(tx, person.user_id, chat(person.user_id)))
    ways = {way.to for intent in INTENTS.values() for way in intent.open_to(actor) if intent.at_once}
    assert ways
    for way in ways:
        await person.forges(way)
        assert not any(words in person.reads() for words in TURNED_AWAY), way
    assert await office.undone() == []


@pytest.mark.parametrize("name", ROLES.values(), ids=ROLES.keys())
async def test_everybody_is_offered_something_for_everything(office: Office, name: str) -> None:
    person = await office.person(name)
    actor = await office.database.run(lambda tx: load_actor(tx, person.user_id, chat(person.user_id)))
    left_alone = [
        asked
        for asked, intent in INTENTS.items()
        if not intent.open_to(actor) and not any(INTENTS[one].open_to(actor) for one in intent.instead)
    ]
    assert left_alone == []


async def test_words_for_the_office_are_shown_once_and_then_sent_as_they_were_typed(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("hoi van phong: em nghi thai san thi dang ky the nao")
    assert "Nội dung: em nghi thai san thi dang ky the nao" in hau.reads()
    assert await office.rows(sa.select(columns(Question).c.words)) == []
    await hau.says("Em nghỉ thai sản thì đăng ký thế nào ạ?")
    assert "Nội dung: Em nghỉ thai sản thì đăng ký thế nào ạ?" in hau.reads()
    await hau.taps("Gửi câu hỏi")
    assert "Đã chuyển Văn phòng" in hau.reads()
    rows = await office.rows(sa.select(columns(Question).c.words))
    assert [row.words for row in rows] == ["Em nghỉ thai sản thì đăng ký thế nào ạ?"]


async def test_a_secret_is_not_kept_for_the_office(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("hỏi văn phòng: văn bản TỐI MẬT số 5 nộp ở đâu")
    assert "bảo vệ bí mật nhà nước" in hau.reads()
    assert await office.rows(sa.select(columns(Question).c.words)) == []


async def test_a_question_that_names_a_deed_is_answered_and_keeps_its_words_for_the_office(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("khong dang ky thi sao")
    assert "Không đăng ký cũng được tính là đã phản hồi" in hau.reads()
    assert hau.buttons() == ["Không đăng ký năm nay", "Chuyển Văn phòng trả lời", "Trang chính"]
    await hau.taps("Chuyển Văn phòng trả lời")
    assert "khong dang ky thi sao" in hau.reads()


async def test_a_question_in_the_middle_of_a_dialogue_leaves_it_where_it_was(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Chọn lại")
    await hau.says("khong dang ky thi sao")
    assert "CHỌN DANH HIỆU" in hau.reads()


async def test_the_director_reads_the_departments_figures_without_a_name(office: Office) -> None:
    hau, mai = await office.person("Nguyễn Công Hậu"), await office.person("Ngô Thị Mỹ Mai")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await mai.says("muốn xem toàn sở đã đăng ký bao nhiêu")
    assert "1/93" in mai.reads() and "Trong đó: đăng ký 1" in mai.reads()
    assert "Hậu" not in mai.reads()


async def test_the_office_is_shown_its_own_board_where_others_have_their_units(office: Office) -> None:
    duy = await office.person("Nguyễn Đức Duy")
    await duy.says("/donvi")
    assert "0/93" in duy.reads()
    await duy.says("/congdoan")
    assert "tổ trưởng và Chủ tịch Công đoàn cơ sở theo dõi" in duy.reads()
    await duy.says("hôm nay trời mưa to quá anh ơi")
    assert duy.buttons() == ["Quản lý phong trào", "Soạn thông báo", "Câu hỏi chờ trả lời", "Trang chính"]
