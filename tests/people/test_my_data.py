"""Settings: one's language, one's data, and the ways out."""

import sqlalchemy as sa

from bot.enquiries.records import Question
from bot.people.records import Account
from bot.people.targets import ShowNotAgreed
from bot.store.schema import columns
from tests.office import Office


async def account(office: Office, user_id: int) -> Account:
    row = await office.database.run(lambda tx: tx.get(Account, user_id))
    assert row is not None
    return row


async def test_my_data_shows_what_is_held_and_of_the_number_only_its_end(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/caidat")
    await hau.taps("Dữ liệu của tôi")
    text = hau.reads()
    assert "Anh Nguyễn Công Hậu, mã CCVC TN028" in text
    assert "Phòng Quản lý Khoa học" in text
    assert hau.phone and hau.phone[-4:] in text and hau.phone[-9:] not in text
    assert "Đồng ý ngày 03/01/2023" in text


async def test_unlinking_asks_first_keeps_what_was_sent_and_can_be_undone(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await hau.says("/caidat")
    await hau.taps("Ngắt liên kết")
    assert "Anh Nguyễn Công Hậu?" in hau.reads()
    assert (await account(office, hau.user_id)).person_id == hau.person_id
    await hau.taps("Ngắt liên kết")
    assert "Đã ngắt liên kết" in hau.reads()
    assert (await account(office, hau.user_id)).person_id is None
    await hau.says("/cuatoi")
    assert "Nguyễn Công Hậu" not in hau.reads()
    await hau.says("/start")
    await hau.taps("Chia sẻ số điện thoại")
    await hau.says("/cuatoi")
    assert "TD23-0001" in hau.reads()


async def test_an_old_button_unlinks_nobody_twice(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/caidat")
    await hau.taps("Ngắt liên kết")
    asked = hau.screen
    hau.hits("Ngắt liên kết", message=asked)
    hau.hits("Ngắt liên kết", message=asked)
    await office.settle()
    assert (await account(office, hau.user_id)).person_id is None
    assert await office.undone() == []


async def test_consent_can_be_taken_back_and_given_again(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/caidat")
    await hau.taps("Thông tin cá nhân")
    assert "Anh/Chị đã đồng ý" in hau.reads()
    assert "Tôi đồng ý" not in hau.buttons()
    await hau.taps("Rút lại sự đồng ý")
    assert (await account(office, hau.user_id)).consented_at is not None
    await hau.taps("Rút lại sự đồng ý")
    assert "Đã rút lại sự đồng ý" in hau.reads()
    row = await account(office, hau.user_id)
    assert (row.person_id, row.consented_at, row.linked_at) == (None, None, None)
    await hau.says("/start")
    assert "Xem và cho ý kiến" in hau.buttons()
    await hau.taps("Xem và cho ý kiến")
    await hau.taps("Tôi đồng ý")
    await hau.taps("Chia sẻ số điện thoại")
    assert "Đã liên kết" in hau.reads()


async def test_an_old_refusal_does_not_promise_what_is_not_so(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/start")
    await hau.forges(ShowNotAgreed())
    assert "sẽ không lưu" not in hau.reads()
    assert "Rút lại sự đồng ý" in hau.buttons()


async def test_erasure_is_asked_of_the_office(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/caidat")
    await hau.taps("Thông tin cá nhân")
    await hau.taps("Rút lại sự đồng ý")
    await hau.taps("Đề nghị xóa")
    await hau.says("Xin xóa đăng ký của tôi.")
    table = columns(Question)
    assert [row.topic for row in await office.rows(sa.select(table.c.topic))] == ["erasure"]


async def test_whoever_blocks_the_bot_and_comes_back_is_welcomed_home(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/menu")
    office.world.blocks(hau.user_id)
    await office.settle()
    assert (await account(office, hau.user_id)).blocked_at is not None
    before = len(hau.from_bot())
    office.world.unblocks(hau.user_id)
    await office.settle()
    assert (await account(office, hau.user_id)).blocked_at is None
    assert len(hau.from_bot()) > before and "Nguyễn Công Hậu" in hau.reads()
