"""The Office sees the words of a notice as they are, and changes a paragraph without typing the others anew."""

from typing import Any

import sqlalchemy as sa

from bot.leading.targets import ComposeNotice
from bot.notices.records import NoticeRow
from bot.notices.targets import ShowOfficeNotice
from bot.organisation import records
from bot.organisation.records import Word
from bot.store.schema import columns
from tests.engines import both_engines
from tests.notices.desk import DUY, composes
from tests.office import Office, Phone

LETTER = "Kính gửi: Các phòng\n\nMời họp lúc 8 giờ.\nĐịa điểm: phòng 201.\n\nTrân trọng./."


async def _composing(office: Office) -> Phone:
    duy = await office.person(DUY)
    await duy.says("/menu")
    await duy.forges(ComposeNotice())
    return duy


async def _says(office: Office, duy: Phone, text: str, **bold: Any) -> None:
    """With one word in bold."""
    at = text.index(bold["bold"])
    entities = [{"type": "bold", "offset": at, "length": len(bold["bold"])}]
    office.world.says(duy.user_id, text, entities=entities)
    await office.settle()


async def _words(office: Office) -> str:
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.words))
    return str(row.words)


@both_engines
async def test_a_template_is_seen_before_anything_else_is_asked(office: Office) -> None:
    duy = await _composing(office)
    await duy.taps("Dùng mẫu phát động")
    assert "Kính gửi: Các phòng, đơn vị thuộc Sở; toàn thể công chức" in duy.reads()
    assert "đăng ký trước {hạn}.\nDanh hiệu Công đoàn:" in duy.reads(), "with its lines"
    assert "TỆP KÈM THEO" not in duy.reads()
    await duy.taps("Sửa từng đoạn")
    await duy.taps(next(label for label in duy.buttons() if label.startswith("3. ")))
    await duy.says("Danh hiệu Công đoàn: đăng ký với tổ trưởng.")
    assert "{hạn}.\nDanh hiệu Công đoàn: đăng ký với tổ trưởng.\nCần hướng dẫn" in duy.reads()
    for label in ("Tiếp tục", "Không kèm tệp", "Bỏ qua", "Tiếp tục"):
        await duy.taps(label)
    assert "thuộc Sở; toàn thể công chức, viên chức, người lao động\n\nSở phát động" in duy.reads(), "a draft too"
    assert "đăng ký với tổ trưởng.\nCần hướng dẫn" in await _words(office)


async def test_a_template_names_the_contact_that_the_department_has_declared(office: Office) -> None:
    asked = "Cần hướng dẫn: Văn phòng Sở, "
    duy = await _composing(office)
    await duy.taps("Dùng mẫu phát động")
    assert f"{asked}Nguyễn Đức Duy.\n" in duy.reads(), "nobody is declared: whoever composes"
    for said, whom in (
        ({Word.CONTACT_NAME: "Chị Lâm Hồng Thu"}, "Chị Lâm Hồng Thu."),
        ({Word.CONTACT_PHONE: "0276 3822 222"}, "Chị Lâm Hồng Thu, điện thoại 0276 3822 222."),
    ):
        await office.database.run(lambda tx, said=said: records.write(tx, said, None))  # type: ignore[misc]
        for template in ("Dùng mẫu phát động", "Dùng mẫu nhắc đăng ký"):
            await duy.taps("Chọn mẫu khác")
            await duy.taps(template)
            assert f"{asked}{whom}\n" in duy.reads()


async def test_the_other_paragraphs_keep_their_lines_and_their_formatting(office: Office) -> None:
    duy = await _composing(office)
    await _says(office, duy, LETTER, bold="8 giờ")
    for label in ("Không kèm tệp", "Bỏ qua", "Tiếp tục"):
        await duy.taps(label)
    assert LETTER in duy.reads()
    await duy.taps("Sửa nội dung")
    assert LETTER in duy.reads()
    await duy.taps("Sửa từng đoạn")
    await duy.taps("3. Địa điểm: phòng 201.")
    await _says(office, duy, "Địa điểm: phòng 305.", bold="305")
    await duy.taps("Tiếp tục")
    kept = "Kính gửi: Các phòng\n\nMời họp lúc <b>8 giờ</b>.\nĐịa điểm: phòng <b>305</b>.\n\nTrân trọng./."
    assert await _words(office) == kept


async def test_a_paragraph_is_left_out_and_turning_back_changes_nothing(office: Office) -> None:
    duy = await office.person(DUY)
    await duy.says("/menu")
    await composes(duy, LETTER)
    await duy.taps("Sửa nội dung")
    await duy.taps("Sửa từng đoạn")
    await duy.taps("4. Trân trọng./.")
    await duy.taps("Quay lại")
    await duy.taps("Quay lại")
    assert LETTER in duy.reads()
    await duy.taps("Sửa từng đoạn")
    await duy.says("Nội dung gõ nhầm lúc này")
    assert "Chọn đoạn cần sửa." in duy.reads(), "words typed here replace nothing"
    await duy.taps("2. Mời họp lúc 8 giờ.")
    await duy.taps("Bỏ đoạn này")
    await duy.taps("Tiếp tục")
    assert await _words(office) == "Kính gửi: Các phòng\n\nĐịa điểm: phòng 201.\n\nTrân trọng./."


async def test_what_may_not_be_sent_is_refused_in_a_paragraph_too(office: Office) -> None:
    duy = await office.person(DUY)
    await duy.says("/menu")
    await composes(duy, "Một.\n" + "Hai. " * 690)
    await duy.taps("Sửa nội dung")
    await duy.taps("Sửa từng đoạn")
    await duy.taps("1. Một.")
    for text, told in (("Có {lời chào} mới", "{lời chào}"), ("Văn bản MẬT số 3", "độ mật"), ("Dài. " * 99, "3.500")):
        await duy.says(text)
        assert told in duy.reads()
        assert "ĐOẠN 1" in duy.reads()
    await duy.says("Một, sửa.")
    await duy.taps("Tiếp tục")
    assert (await _words(office)).startswith("Một, sửa.\nHai. Hai.")


async def test_typed_words_are_not_lost_to_a_look_at_another_template(office: Office) -> None:
    duy = await _composing(office)
    await duy.says(LETTER)
    await duy.taps("Quay lại")
    await duy.taps("Chọn mẫu khác")
    await duy.taps("Dùng mẫu nhắc đăng ký")
    await duy.taps("Chọn mẫu khác")
    assert "Dùng mẫu phát động" in duy.buttons()
    await duy.taps("Giữ nội dung đang có")
    assert LETTER in duy.reads()


async def test_a_long_letter_is_shown_by_whole_lines(office: Office) -> None:
    duy = await office.person(DUY)
    await duy.says("/menu")
    await composes(duy, "\n".join(f"Đoạn {number}: " + "lời " * 90 for number in range(1, 9)))
    await duy.forges(ShowOfficeNotice(1))
    assert "Đoạn 6: " in duy.reads() and "Đoạn 7: " not in duy.reads() and "\n…\n" in duy.reads()
    await duy.taps("Sửa nội dung")
    assert "Đoạn 8: " in duy.reads()
    await duy.taps("Sửa từng đoạn")
    assert len([label for label in duy.buttons() if ". Đoạn" in label]) == 8
