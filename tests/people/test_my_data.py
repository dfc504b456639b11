"""Settings: one's language, one's data, and the ways out."""

import io

import sqlalchemy as sa
from pypdf import PdfReader

from bot.enquiries.records import Question
from bot.ledger.planning import plan
from bot.people.records import Account, Person
from bot.people.targets import ShowNotAgreed
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns
from tests.office import Office, Phone

_P = columns(Person)


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
    assert f"Kênh đang dùng: Telegram ({hau.user_id})\n" in text


async def read_file(phone: Phone) -> str:
    """The words of the file of one's own data."""
    await phone.says("/caidat")
    for label in (("Dữ liệu của tôi", "Tải về"), ("My data", "Download"))["My data" in phone.buttons()]:
        await phone.taps(label)
    file = phone.screen.attachment
    assert file is not None and file.data is not None
    assert file.name == f"du-lieu-{await code_of(phone)}.pdf"
    pages = PdfReader(io.BytesIO(file.data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def code_of(phone: Phone) -> str:
    query = sa.select(_P.c.code).where(_P.c.id == phone.person_id)
    return str((await phone.office.rows(query))[0].code)


async def test_the_file_says_all_that_is_held_in_the_persons_language_and_nothing_of_others(office: Office) -> None:
    hau, hieu = await office.person("Nguyễn Công Hậu"), await office.person("Phạm Quốc Hiếu")
    await hau.says("/dangky")
    await hau.taps("Đăng ký như năm trước")
    await hau.taps("Gửi đăng ký")
    await hau.says("/hoidap")
    await hau.taps("Hỏi Văn phòng")
    await hau.says("Năm nay nộp bản giấy ở đâu?")

    def body(tx: Tx) -> None:
        note(tx, "registration.confirmed", "registration:1", actor_id=hieu.person_id, version=1)
        note(tx, "registration.confirmed", "registration:2", actor_id=hieu.person_id, version=1)
        plan(tx, "notice", "notice:5", hau.person_id, "1", {})

    await office.database.run(body)
    said = await read_file(hau)
    for words in (
        "DỮ LIỆU CÁ NHÂN Nguyễn Công Hậu, mã CCVC TN028",
        "Phòng Quản lý Khoa học",
        str(hau.phone)[-9:],
        "TD23-0001, Nhà nước, lần 1",
        "Lao động tiên tiến",
        "216/QĐ-KHCN ngày 27/12/2022",
        "Năm nay nộp bản giấy ở đâu?",
        "xác nhận đăng ký Người khác hoặc hệ thống",
        "gửi đăng ký Chính mình",
        "Thông báo 5 Chờ gửi",
        "Đề nghị đăng ký bổ sung Không có.",
        f"Địa chỉ tại các kênh Kênh Mã tại kênh Từ ngày Telegram {hau.user_id}",
    ):
        assert words in said, said
    assert said.count("xác nhận đăng ký") == 1
    others = await office.rows(sa.select(_P.c.full_name).where(_P.c.id != hau.person_id))
    assert [one.full_name for one in others if one.full_name in said] == []

    await hau.says("/caidat")
    await hau.taps("English")
    said = await read_file(hau)
    for words in (
        "PERSONAL DATA Nguyễn Công Hậu, staff code TN028",
        "TD23-0001, State, version 1",
        "sent a registration",
    ):
        assert words in said, said
    assert "Đơn vị" not in said


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
