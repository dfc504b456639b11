"""A notice that was sent is taken back: what has arrived goes from the chats, and what has not never leaves."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.dialogue import living
from bot.ledger.change import ChangeKind, LetterChange
from bot.ledger.letter import Letter
from bot.notices.reader_targets import AcknowledgeNotice, ShowMyNotice
from bot.notices.records import NoticeRow
from bot.notices.sent_targets import RecallNotice, ShowCorrection, ShowDeliveries, ShowRecall, TellRecalled
from bot.notices.targets import ChaseNotice, PauseNotice, ShowOfficeNotice
from bot.people.targets import Occasion, ShowMissed
from bot.playground.api.faults import answered
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_always
from tests.notices.correcting.test_correcting import OLD, rewrites, sent
from tests.notices.desk import HAU, HIEU, KHOI, joins_the_office, meets, ready
from tests.office import Office, Phone

LETTERS = columns(Letter)
SAYS = "Sở phát động phong trào thi đua"


async def takes_back(office: Office, duy: Phone) -> None:
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Thu hồi")
    await duy.taps("Thu hồi")
    await office.letters()
    await duy.taps("Xem lại")


def still_read(person: Phone) -> bool:
    return any(SAYS in message.text for message in person.from_bot())


async def recalls(office: Office) -> list[Any]:
    query = sa.select(LETTERS.c.person_id).where(LETTERS.c.kind == "notice_recalled")
    return [row.person_id for row in await office.rows(query)]


@both_engines
async def test_every_copy_goes_and_who_knew_of_it_is_told(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await sent(office, HAU, KHOI)
    await hau.taps("Đã nắm thông tin")
    await duy.taps("Thu hồi")
    assert "Đã gửi 2 bản; 1 người đã bấm «Đã nắm thông tin»." in duy.reads()
    await duy.taps("Thu hồi")
    await office.letters()
    await duy.taps("Xem lại")
    assert "Đã xóa khỏi máy người nhận: 2/2 bản." in duy.reads()
    assert "Đã báo thu hồi cho 1 người." in duy.reads()
    assert not still_read(hau)
    assert not still_read(khoi)
    assert "đã được Văn phòng thu hồi" in hau.reads()
    assert "thu hồi" not in khoi.reads()
    await khoi.says("/thongbao")
    assert not any("Sở phát" in label for label in khoi.buttons())
    assert "1 thông báo đã được thu hồi" in khoi.reads() and "chưa có thông báo" not in khoi.reads().lower()
    await khoi.taps(next(label for label in khoi.buttons() if "đã thu hồi" in label))
    assert "Thông báo này đã được Văn phòng thu hồi lúc 08:" in khoi.reads()
    assert "Không cần thực hiện" in khoi.reads() and "Sở phát" not in khoi.reads()
    await hau.forges(ShowMyNotice(1))
    assert "Thông báo này đã được Văn phòng thu hồi lúc 08:" in hau.reads()
    await hau.forges(AcknowledgeNotice(1))
    assert "Thông báo này đã được Văn phòng thu hồi lúc 08:" in hau.reads()


async def test_after_a_correction_the_counts_agree_and_a_receipt_does_not_outlive_the_notice(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await sent(office, HAU, KHOI)
    await hau.taps("Đã nắm thông tin")
    await rewrites(office, duy)
    await duy.taps("Gửi đính chính")
    await office.letters()
    await khoi.taps("Đã nắm thông tin")
    receipt = khoi.screen
    assert "được lưu tại mục «Thông báo»" in receipt.text
    await duy.forges(ShowOfficeNotice(1))
    assert "Đã nắm thông tin: 1. Chưa bấm: 1." in duy.reads()
    await duy.taps("Thu hồi")
    assert "1 người đã bấm «Đã nắm thông tin»." in duy.reads()
    assert "1 người chỉ bấm ở bản trước đính chính cũng được báo thu hồi." in duy.reads()
    await duy.taps("Thu hồi")
    await office.clock.sleep(40)
    await office.service.display.refresh(living.refresh)
    (now,) = [message for message in khoi.chat if message.message_id == receipt.message_id]
    assert "được lưu tại mục" not in now.text
    assert "Thông báo này đã được Văn phòng thu hồi lúc" in now.text


async def test_a_button_of_a_preview_says_that_it_is_one(office: Office) -> None:
    duy = await ready(office, HAU)
    await duy.taps("Xem như một người")
    await duy.taps("Đã nắm thông tin")
    assert "Đây là bản xem trước." in duy.reads()


@both_engines_always
async def test_twenty_taps_of_two_members_are_one_recall(office: Office) -> None:
    hieu = await joins_the_office(office, HIEU)
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU)
    await hau.taps("Đã nắm thông tin")
    await duy.forges(ShowRecall(1))
    await hieu.forges(ShowRecall(1))
    for _ in range(10):
        duy.hits("Thu hồi")
        hieu.hits("Thu hồi")
    await office.settle()
    await office.letters()
    assert await recalls(office) == [hau.person_id]
    changes = columns(LetterChange)
    assert len(await office.rows(sa.select(changes.c.id).where(changes.c.kind == ChangeKind.RECALL))) == 1
    (row,) = await office.rows(sa.select(columns(NoticeRow).c.state))
    assert row.state.value == "recalled"


async def test_what_has_not_left_never_leaves(office: Office) -> None:
    hau, _khoi = await meets(office, HAU, KHOI)
    duy = await ready(office, HAU, KHOI, words=OLD)
    await duy.taps("Gửi ngay")
    await duy.taps("Tạm dừng")
    await takes_back(office, duy)
    assert "Chưa từng nhận được: 2." in duy.reads()
    assert not still_read(hau)


async def test_who_had_missed_it_is_not_offered_it_afterwards(office: Office) -> None:
    _hau, khoi = await meets(office, HAU, KHOI)
    office.world.blocks(khoi.user_id)
    await office.settle()
    duy = await sent(office, HAU, KHOI)
    await takes_back(office, duy)
    assert "Đã xóa khỏi máy người nhận: 1/1 bản." in duy.reads()
    office.world.unblocks(khoi.user_id)
    await office.settle()
    await khoi.forges(ShowMissed(Occasion.BACK))
    assert khoi.reads().startswith("Không còn tin nào chờ gửi lại.")
    assert not still_read(khoi)


async def test_what_followed_it_goes_too(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU)
    await rewrites(office, duy)
    await duy.taps("Gửi đính chính")
    await office.letters()
    assert "ĐÍNH CHÍNH" in hau.reads()
    await takes_back(office, duy)
    assert not any("ĐÍNH CHÍNH" in message.text or SAYS in message.text for message in hau.from_bot())


async def test_after_48_hours_the_office_is_told_what_it_can_do_instead(office: Office) -> None:
    (hau,) = await meets(office, HAU)
    duy = await sent(office, HAU)
    office.waits(hours=49)
    await duy.forges(ShowOfficeNotice(1))
    await duy.taps("Thu hồi")
    assert "1 bản đã quá 48 giờ" in duy.reads()
    await duy.taps("Thu hồi")
    assert "quá 48 giờ nên không thu hồi được nữa. Anh có thể dùng «Đính chính»." in duy.reads()
    assert still_read(hau)


async def test_a_copy_that_stays_is_known_by_name_and_its_reader_can_be_told(office: Office) -> None:
    hau, khoi = await meets(office, HAU, KHOI)
    duy = await sent(office, HAU, KHOI)
    refused = answered(400, "Bad Request: message can't be deleted for everyone")
    for method in ("deleteMessage", "deleteMessages"):
        office.world.faults.expect(method, refused, chat_id=hau.user_id)
    await takes_back(office, duy)
    assert "Đã xóa khỏi máy người nhận: 1/2 bản." in duy.reads()
    assert "Không xóa được: 1. Nên báo để người nhận biết." in duy.reads()
    await duy.taps("Xem theo tên")
    assert f"{HAU} (Phòng Quản lý Khoa học): chưa được" in duy.reads()
    await duy.taps("Quay lại")
    duy.hits("Báo thu hồi cho 1 người")
    duy.hits("Báo thu hồi cho 1 người")
    await office.settle()
    await office.letters()
    assert await recalls(office) == [hau.person_id]
    assert "không cần làm theo nội dung đó" in hau.reads()
    assert "không cần làm theo nội dung đó" not in khoi.reads()
    assert not any(label.startswith("Báo thu hồi") for label in duy.buttons())


async def test_the_offices_old_screens_say_that_it_was_taken_back_and_when(office: Office) -> None:
    await meets(office, HAU)
    duy = await sent(office, HAU)
    await takes_back(office, duy)
    for payload in (ShowDeliveries(1), ShowRecall(1), ShowCorrection(1), ChaseNotice(1, 1), PauseNotice(1)):
        await duy.forges(payload)
        assert "Thông báo này đã được Văn phòng thu hồi lúc 08:" in duy.reads(), payload


@pytest.mark.parametrize("payload", [ShowRecall(1), RecallNotice(1, 3), TellRecalled(1)])
async def test_only_the_office_takes_back(office: Office, payload: str) -> None:
    (hau,) = await meets(office, HAU)
    await sent(office, HAU)
    await hau.forges(payload)
    await office.letters()
    assert still_read(hau)
    assert "THU HỒI" not in hau.reads()
