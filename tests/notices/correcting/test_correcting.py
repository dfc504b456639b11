"""A notice that was sent is put right: every copy, everybody who has one, and both versions are kept."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.ledger import sources
from bot.ledger.letter import Letter
from bot.notices.history.records import NoticeVersion
from bot.notices.records import NoticeKnown, NoticeRow
from bot.notices.sent_targets import CorrectNotice, ShowCopies, ShowCorrection, ShowVersions
from bot.notices.targets import RequireApproval, ShowApprovals, ShowOfficeNotice
from bot.playground.api.faults import answered, server_error
from bot.store.database import Tx
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.notices.desk import HAU, HIEU, KHOI, joins_the_office, meets, ready
from tests.office import Office, Phone

OLD = "Kính gửi {họ tên}. Sở phát động phong trào thi đua.\nĐăng ký đến 17:00 ngày 25/02/2023."
NEW = "Kính gửi {họ tên}. Sở phát động phong trào thi đua.\nĐăng ký đến 17:00 ngày 28/02/2023."
LETTERS, KNOWN = columns(Letter), columns(NoticeKnown)


async def sent(office: Office, *names: str, words: str = OLD) -> Phone:
    """Duy, in front of a notice that has arrived with everybody."""
    duy = await ready(office, *names, words=words)
    await duy.taps("Gửi ngay")
    await office.letters()
    await duy.taps("Xem lại")
    return duy


async def rewrites(office: Office, duy: Phone, words: str = NEW) -> None:
    """From the finished notice to «Gửi đính chính»."""
    await duy.taps("Đính chính")
    await duy.taps("Sửa nội dung")
    await duy.says(words)
    await duy.taps("Gửi thử cho tôi")
    await office.letters()
    await duy.taps("Xem và gửi đính chính")


async def corrections(office: Office) -> list[Any]:
    query = sa.select(LETTERS.c.person_id, LETTERS.c.state).where(LETTERS.c.kind == "notice_corrected")
    return await office.rows(query.order_by(LETTERS.c.person_id))


@both_engines
async def test_every_copy_is_edited_and_everybody_is_told_and_asked_again(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await sent(office, HAU, KHOI)
    copy = hau.screen
    await hau.taps("Đã nắm thông tin")
    await rewrites(office, duy)
    assert "Đã ghi: Đăng ký đến 17:00 ngày 25/02/2023." in duy.reads()
    assert "Nay sửa: Đăng ký đến 17:00 ngày 28/02/2023." in duy.reads()
    assert "2 người đã có bản cũ" in duy.reads()
    await duy.taps("Gửi đính chính")
    await office.letters()
    now = next(message for message in hau.chat if message.message_id == copy.message_id)
    assert "Đăng ký đến 17:00 ngày 28/02/2023." in now.text
    assert "25/02/2023" not in now.text
    for person in (hau, khoi):
        assert person.reads().startswith("ĐÍNH CHÍNH thông báo ngày")
        assert (
            "Đã ghi: Đăng ký đến 17:00 ngày 25/02/2023.\nNay sửa: Đăng ký đến 17:00 ngày 28/02/2023." in person.reads()
        )
        assert "Sở phát động phong trào" not in person.reads().partition("\n")[2], "only what changed"
        assert "Các nội dung khác không thay đổi." in person.reads()
        assert person.buttons() == ["Đã nắm thông tin", "Xem bản đầy đủ"]
    await duy.taps("Quay lại")
    assert "Đã nắm thông tin: 0. Chưa bấm: 2." in duy.reads(), "who knew the old version is asked again"
    await hau.taps("Đã nắm thông tin")
    await duy.forges(ShowCopies(1))
    assert "ĐÍNH CHÍNH TẠI CHỖ: 2/2 bản" in duy.reads()
    rows = await office.rows(sa.select(KNOWN.c.person_id, KNOWN.c.version).order_by(KNOWN.c.version))
    assert [tuple(row) for row in rows] == [(hau.person_id, 1), (hau.person_id, 2)]


async def test_both_versions_can_be_read_afterwards(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU)
    await rewrites(office, duy)
    await duy.taps("Gửi đính chính")
    await office.letters()
    await hau.taps("Xem bản đầy đủ")
    assert "28/02/2023" in hau.reads()
    assert "Đã đính chính lúc" in hau.reads()
    await hau.taps("Bản trước đính chính")
    assert "25/02/2023" in hau.reads()
    await duy.forges(ShowOfficeNotice(1))
    assert "Đã đính chính 1 lần" in duy.reads()
    await duy.taps("Bản trước đính chính")
    assert "BẢN 1, trước khi đính chính lúc" in duy.reads()
    assert "25/02/2023" in duy.reads()


@both_engines_always
async def test_twenty_taps_of_two_members_are_one_correction(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    hau, _khoi = await meets(office, HAU, KHOI)
    duy = await sent(office, HAU, KHOI)
    await rewrites(office, duy)
    await hieu.forges(ShowCorrection(1))
    for _ in range(10):
        duy.hits("Gửi đính chính")
        hieu.hits("Gửi đính chính")
    await office.settle()
    before = len(hau.from_bot())
    await office.letters()
    assert len(hau.from_bot()) == before + 1
    assert len(await corrections(office)) == 2
    assert len(await office.rows(sa.select(columns(NoticeVersion).c.version))) == 1
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.version))
    assert row.version == 2


async def test_nothing_is_corrected_before_a_trial_of_just_these_words(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU)
    await rewrites(office, duy)
    await duy.taps("Sửa nội dung")
    await duy.says("Nội dung khác hẳn")
    assert "Gửi đính chính" not in duy.buttons()
    assert "Cần «Gửi thử cho tôi» trước khi gửi." in duy.reads()
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.revision))
    await duy.forges(CorrectNotice(1, row.revision))
    assert "trước khi gửi" in duy.reads()
    await office.letters()
    assert await corrections(office) == []
    assert "25/02/2023" in hau.reads()


async def test_an_older_screen_corrects_nothing_after_a_colleague_has_changed_it(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    await meets(office, HAU)
    duy = await sent(office, HAU)
    await rewrites(office, duy)
    await hieu.forges(ShowCorrection(1))
    await hieu.taps("Số, ngày văn bản")
    await hieu.says("15/KH-KHCN ngày 30/12/2022")
    await duy.taps("Gửi đính chính")
    assert "Thông báo vừa được sửa" in duy.reads()
    assert await corrections(office) == []
    assert "Văn bản: không ghi số thay bằng (Văn bản số 15/KH-KHCN ngày 30/12/2022)" in hieu.reads()


async def test_who_was_told_of_no_correction_hears_of_both_at_once(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU, words="Họp lúc 8 giờ.\nĐịa điểm: phòng 201.")
    await rewrites(office, duy, "Họp lúc 9 giờ.\nĐịa điểm: phòng 201.")
    await duy.taps("Gửi đính chính")
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Đính chính")
    await duy.taps("Sửa nội dung")
    await duy.says("Họp lúc 9 giờ.\nĐịa điểm: phòng 305.")
    await duy.taps("Gửi thử cho tôi")
    # Nothing of the first correction has left when the second is decided.
    await office.database.run(_hold)
    await office.letters()
    await duy.taps("Xem và gửi đính chính")
    await duy.taps("Gửi đính chính")
    await office.database.run(_let_go)
    before = len(hau.from_bot())
    await office.letters()
    assert len(hau.from_bot()) == before + 1
    assert "Đã ghi: Họp lúc 8 giờ.\nNay sửa: Họp lúc 9 giờ." in hau.reads()
    assert "Đã ghi: Địa điểm: phòng 201.\nNay sửa: Địa điểm: phòng 305." in hau.reads()


def _hold(tx: Tx) -> None:
    sources.pause(tx, "notice_corrected:1", 1)


def _let_go(tx: Tx) -> None:
    sources.go_on(tx, "notice_corrected:1", 1)


async def test_a_copy_that_cannot_be_edited_is_known_by_name_and_its_reader_is_told_all_the_same(
    office: Office,
) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await sent(office, HAU, KHOI)
    copy = hau.screen
    await rewrites(office, duy)
    await duy.taps("Gửi đính chính")
    refused = answered(400, "Bad Request: message can't be edited")
    office.world.faults.expect("editMessageText", refused, chat_id=hau.user_id)
    await office.letters()
    await duy.forges(ShowCopies(1))
    assert "ĐÍNH CHÍNH TẠI CHỖ: 1/2 bản" in duy.reads()
    assert f"{HAU} (Phòng Quản lý Khoa học): chưa được, Telegram không cho sửa bản đó" in duy.reads()
    assert "ĐÍNH CHÍNH thông báo" in hau.reads()
    assert "ĐÍNH CHÍNH thông báo" in khoi.reads()
    await hau.taps("Đã nắm thông tin", message=copy)
    assert "Đã đính chính lúc 08:" in hau.reads() and "28/02/2023" in hau.reads()
    assert await office.rows(sa.select(KNOWN.c.person_id)) == [], "what was read is not what stands"
    await hau.taps("Đã nắm thông tin")
    assert "Đã ghi nhận Anh/Chị nắm thông tin" in hau.reads()


async def test_what_has_not_left_yet_goes_out_right_at_once(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI, words=OLD)
    await duy.taps("Gửi ngay")
    await duy.taps("Tạm dừng")
    await rewrites(office, duy)
    assert "Chưa ai có bản cũ" in duy.reads()
    await duy.taps("Gửi đính chính")
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Gửi tiếp")
    await office.letters()
    assert await corrections(office) == []
    for person in (hau, khoi):
        assert "Đăng ký đến 17:00 ngày 28/02/2023." in person.reads()
        assert not any("25/02/2023" in message.text for message in person.from_bot())


async def test_who_got_the_second_version_is_told_of_the_third_only(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI, words="Họp lúc 8 giờ.\nĐịa điểm: phòng 201.")
    office.world.faults.expect("sendMessage", server_error(), chat_id=khoi.user_id)
    await duy.taps("Gửi ngay")
    await office.letters()
    await duy.forges(ShowOfficeNotice(1))
    await rewrites(office, duy, "Họp lúc 9 giờ.\nĐịa điểm: phòng 201.")
    await duy.taps("Gửi đính chính")
    await office.database.run(_hold)
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Gửi lại cho 1 người")
    await office.letters()
    assert khoi.reads().startswith("Họp lúc 9 giờ.")
    await duy.forges(ShowOfficeNotice(1))
    await rewrites(office, duy, "Họp lúc 9 giờ.\nĐịa điểm: phòng 305.")
    await duy.taps("Gửi đính chính")
    await office.database.run(_let_go)
    await office.letters()
    assert "Họp lúc 8 giờ" in hau.reads()
    assert "phòng 305" in khoi.reads()
    assert "8 giờ" not in khoi.reads()


async def test_who_reads_other_words_altogether_is_not_told_that_nothing_else_changed(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU)
    await rewrites(office, duy, "Hoãn phát động đến khi có văn bản mới.\nVăn phòng sẽ báo sau.")
    await duy.taps("Gửi đính chính")
    await office.letters()
    assert "Nội dung thông báo được soạn lại.\nNay sửa: Hoãn phát động đến khi có văn bản mới." in hau.reads()
    assert "25/02/2023" not in hau.reads() and "Các nội dung khác" not in hau.reads()
    await hau.taps("Xem bản đầy đủ")
    assert "Văn phòng sẽ báo sau." in hau.reads()


async def test_a_word_is_corrected_without_typing_the_letter_anew(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU)
    await duy.taps("Đính chính")
    await duy.taps("Sửa nội dung")
    assert OLD in duy.reads(), "as it is, with its line breaks"
    await duy.taps("Sửa từng đoạn")
    await duy.taps("2. Đăng ký đến 17:00 ngày 25/02/2023.")
    assert "Đăng ký đến 17:00 ngày 25/02/2023." in duy.reads()
    await duy.says("Đăng ký đến 17:00 ngày 28/02/2023.")
    assert NEW in duy.reads()
    await duy.taps("Tiếp tục")
    await duy.taps("Gửi thử cho tôi")
    await office.letters()
    await duy.taps("Xem và gửi đính chính")
    await duy.taps("Gửi đính chính")
    await office.letters()
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.words))
    assert row.words == NEW
    assert "Nay sửa: Đăng ký đến 17:00 ngày 28/02/2023." in hau.reads()


async def test_dropping_it_leaves_everything_as_it_was(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU)
    await rewrites(office, duy)
    await duy.taps("Bỏ đính chính")
    await duy.taps("Đính chính")
    assert "Bản đã gửi giữ nguyên" in duy.reads()
    await office.letters()
    assert "25/02/2023" in hau.reads()


@pytest.mark.parametrize("payload", [ShowCorrection(1), ShowVersions(1), ShowCopies(1)])
async def test_nobody_else_sees_it(office: Office, payload: str) -> None:
    (hau,) = await meets(office, HAU)
    await sent(office, HAU)
    await hau.forges(payload)
    assert "Văn phòng" in hau.reads()
    assert "ĐÍNH CHÍNH" not in hau.reads()


async def test_above_the_number_a_colleague_approves_a_correction_too(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    hau, _khoi = await meets(office, HAU, KHOI)
    duy = await sent(office, HAU, KHOI)
    await duy.forges(RequireApproval(1))
    await duy.forges(ShowOfficeNotice(1))
    await rewrites(office, duy)
    assert "Gửi đính chính" not in duy.buttons()
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.revision))
    await duy.forges(CorrectNotice(1, row.revision))
    assert await corrections(office) == []
    await duy.forges(ShowCorrection(1))
    await duy.taps("Xin duyệt")
    await office.letters()
    asks, whole, _below = (message.text for message in hieu.from_bot()[-3:])
    assert asks.startswith("XIN DUYỆT ĐÍNH CHÍNH") and "gửi tới 2 người đã có bản cũ" in asks
    assert "Đã ghi: Đăng ký đến 17:00 ngày 25/02/2023.\nNay sửa: Đăng ký đến 17:00 ngày 28/02/2023." in asks
    assert "28/02/2023" in whole
    await hieu.forges(ShowApprovals())
    assert "duyệt đính chính thông báo" in hieu.reads() and "Nay sửa: Đăng ký đến 17:00" in hieu.reads()
    await hieu.taps("Duyệt")
    await office.letters()
    await duy.taps("Kiểm tra và gửi")
    await duy.taps("Gửi đính chính")
    await office.letters()
    assert "ĐÍNH CHÍNH thông báo" in hau.reads()
