"""A question about one person by name: the person's card, as far as whoever asks may see it; never a guess."""

import pytest
import sqlalchemy as sa

from bot.registration.records import Receipt
from bot.store.schema import columns
from tests.engines import both_engines
from tests.office import Office
from tests.sheets.desks import registers

HIEU, HAU, DUNG = "Phạm Quốc Hiếu", "Nguyễn Công Hậu", "Mai Thị Thanh Dung"
DUY, MAI, KHOI, SANG = "Nguyễn Đức Duy", "Ngô Thị Mỹ Mai", "Lê Công Khôi", "Lâm Trọng Sang"
COLLEAGUE = "Đăng ký của đồng nghiệp do lãnh đạo đơn vị và Văn phòng theo dõi."
NOBODY = "Trong phạm vi Anh/Chị theo dõi, không có ai tên «{}»."


async def _asks(office: Office, name: str, *questions: str) -> dict[str, str]:
    """The answers to questions, each from home."""
    person, answers = await office.person(name), {}
    for question in questions:
        await person.says("/menu")
        await person.says(question)
        answers[question] = person.reads()
    return answers


@both_engines
async def test_a_lead_gets_the_card_of_somebody_of_the_unit(office: Office) -> None:
    await registers(office, DUNG, "LDTT")
    of_hau = await _asks(
        office,
        HIEU,
        "Nguyễn Công Hậu đăng ký chưa",
        "anh hau dang ky chua",
        "ai xác nhận cho anh Hậu",
        "cho tôi hỏi anh Hậu phòng mình đăng ký chưa vậy",
        "Hậu đăng ký danh hiệu gì rồi?",
    )
    for question, card in of_hau.items():
        assert card.startswith(f"{HAU}, Chuyên viên\nChưa phản hồi\nNgười xác nhận: Anh {HIEU}"), question
    of_dung = await _asks(office, HIEU, "chị Dung đăng ký danh hiệu gì", "đăng ký của Mai Dung", "chị Dung CSTĐCS chưa")
    for question, card in of_dung.items():
        assert card.startswith(f"{DUNG}, Chuyên viên chính\nĐăng ký: LĐTT\nGửi lúc"), question
        assert f", chờ Anh {HIEU} xác nhận" in card


async def test_a_name_alone_is_offered_and_leaves_a_dialogue_that_is_up_alone(office: Office) -> None:
    (offered,) = (await _asks(office, HIEU, "Nguyễn Công Hậu")).values()
    hieu = await office.person(HIEU)
    assert offered == "Có phải Anh/Chị muốn:" and any(label.startswith(HAU) for label in hieu.buttons())
    await hieu.taps(next(label for label in hieu.buttons() if label.startswith(HAU)))
    assert hieu.reads().startswith(f"{HAU}, Chuyên viên")
    await hieu.says("/donvi")
    await hieu.taps("Đầu mối, ủy quyền")
    await hieu.taps("Ủy quyền cho cấp phó")
    asked = hieu.reads()
    await hieu.says("Hồ Quốc An")
    assert hieu.reads().endswith(asked), "who is no deputy is told so, at the same question"


async def test_a_lead_sees_nobody_of_another_unit_and_does_not_hear_whether_there_is_one(office: Office) -> None:
    answers = await _asks(
        office, HIEU, "chị Bình đăng ký chưa", "anh Xuyên đăng ký chưa", "Nguyễn Văn Xuyên đăng ký danh hiệu gì"
    )
    names = ("Bình", "Xuyên", "Nguyễn Văn Xuyên")
    for name, answer in zip(names, answers.values(), strict=True):
        assert answer.startswith(NOBODY.format(name))
    assert "Đơn vị phụ trách" in (await office.person(HIEU)).buttons()


async def test_of_three_of_one_name_the_lead_has_one_and_the_office_chooses(office: Office) -> None:
    (card,) = (await _asks(office, HIEU, "Nguyễn Thị Hồng đăng ký chưa")).values()
    assert card.startswith("Nguyễn Thị Hồng") and "Chuyên viên chính" in card
    (offered,) = (await _asks(office, DUY, "chị Hồng đăng ký chưa")).values()
    assert "Có 3 người hợp với tên «Hồng». Anh/Chị chọn:" in offered
    duy = await office.person(DUY)
    units = ("Phòng Quản lý Khoa học", "Phòng Quản lý Tiêu chuẩn", "Phòng Công nghệ sinh học")
    for unit in units:
        assert any(unit[:16] in label and "Hồng" in label for label in duy.buttons()), unit
    await duy.taps(next(label for label in duy.buttons() if "Quản lý Khoa học" in label))
    assert "Chị Nguyễn Thị Hồng (TN026)" in duy.reads()


async def test_the_office_reads_titles_and_who_confirms(office: Office) -> None:
    await registers(office, DUNG, "LDTT", "DVCDXS")
    answers = await _asks(
        office, DUY, "chị Dung đăng ký danh hiệu gì", "Nguyễn Thị Bình đăng ký chưa", "anh Xuyên đăng ký chưa"
    )
    dung, binh, nobody = answers.values()
    assert "Danh hiệu Nhà nước: LĐTT; chờ Anh Phạm Quốc Hiếu xác nhận" in dung
    assert "Danh hiệu Công đoàn: Đoàn viên CĐ xuất sắc; chờ Anh Lê Công Khôi xác nhận" in dung
    assert "Chị Nguyễn Thị Bình (TN052)" in binh and "chưa phản hồi; người xác nhận: " in binh
    assert nobody.startswith(NOBODY.format("Xuyên")) and "Tìm người" in (await office.person(DUY)).buttons()


async def test_a_colleague_gets_nothing_of_others_and_a_civil_word(office: Office) -> None:
    await registers(office, DUNG, "LDTT")
    answers = await _asks(
        office, HAU, "chị Dung đăng ký chưa", "Mai Thị Thanh Dung đăng ký danh hiệu gì", "Nguyễn Văn Xuyên đăng ký chưa"
    )
    for question, answer in answers.items():
        assert answer.startswith(COLLEAGUE) and "LĐTT" not in answer, question
    own = await _asks(office, HAU, "Nguyễn Công Hậu đăng ký chưa", "anh Hiếu duyệt chưa", "chị Thu ơi em đăng ký chưa")
    for question, answer in own.items():
        assert answer.startswith("ĐĂNG KÝ CỦA TÔI"), question


async def test_the_director_reads_the_state_and_a_union_lead_the_union_part(office: Office) -> None:
    await registers(office, DUNG, "LDTT", "DVCDXS")
    answers = await _asks(
        office, MAI, "anh Hậu đăng ký chưa", "chị Dung đăng ký danh hiệu gì", "anh Xuyên đăng ký chưa"
    )
    hau, dung, nobody = answers.values()
    assert f"Anh {HAU} (Phòng Quản lý Khoa học): chưa phản hồi; người xác nhận: Anh {HIEU}." in hau
    assert f"Chị {DUNG} (Phòng Quản lý Khoa học): đăng ký LĐTT, chờ Anh {HIEU} xác nhận." in dung
    assert nobody.startswith(NOBODY.format("Xuyên"))
    (card,) = (await _asks(office, KHOI, "chị Dung đăng ký công đoàn chưa")).values()
    assert card.startswith(DUNG) and "Đoàn viên CĐ xuất sắc" in card and "LĐTT" not in card
    (part,) = (await _asks(office, SANG, "Nguyễn Thị Bình đăng ký chưa")).values()
    assert "Nguyễn Thị Bình" in part


@pytest.mark.parametrize("name", [HIEU, DUY, MAI])
async def test_to_ask_about_somebody_changes_nothing(office: Office, name: str) -> None:
    await _asks(office, name, "chị Dung đăng ký LĐTT chưa", "ai xác nhận cho chị Dung", "chị Dung không đăng ký hả")
    assert await office.rows(sa.select(columns(Receipt).c.id)) == []
