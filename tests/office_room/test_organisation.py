"""The department's own words: said in chat on a first start, changed later, and seen at once by everybody."""

import io
from collections.abc import AsyncIterator
from datetime import date

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from bot.address import chat
from bot.office.organisation import actions
from bot.organisation import records, rules
from bot.organisation.records import Address, OrganisationNow, Prefix, SignatoryNow, SignedPaper, Word
from bot.people.identity import load_actor
from bot.people.linking.invites import create_invite
from bot.people.roster import importing
from bot.people.targets import ShowBlankForm
from bot.playground.sample import DATA, ROSTER
from bot.refusal import Refusal
from bot.sheets.targets import ShowSheetPdf
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Subject
from tests.engines import both_engines, both_engines_always
from tests.office import Office, Phone

DUY, THU, HAU, SANG = "Nguyễn Đức Duy", "Lâm Hồng Thu", "Nguyễn Công Hậu", "Lâm Trọng Sang"


async def nameless(office: Office) -> None:
    """As an empty store begins: nobody has said a word, but for what the installation has set."""

    def body(tx: Tx) -> None:
        tx.execute(sa.delete(columns(records.Organisation)))
        records.begin(tx, {Word.DATA_PLACE: "máy chủ của tỉnh", Word.CONTACT_PHONE: "0276 3822 222"})

    await office.database.run(body)


async def deeds(office: Office, of: str) -> list[dict[str, object]]:
    table = columns(Audit)
    rows = await office.rows(sa.select(table.c.details).where(table.c.deed == of).order_by(table.c.id))
    return [row.details for row in rows]


@pytest.fixture
async def beginning(store_url: str) -> AsyncIterator[Office]:
    """A department of which nothing is known but its people: no campaign, and nobody is linked."""
    office = Office(store_url)
    await office.open()
    today = office.clock.today()
    people = importing.parse(DATA / ROSTER, ROSTER, today)
    await office.database.run(lambda tx: importing.import_roster(tx, people, today))
    yield office
    await office.close()


@both_engines
async def test_the_first_of_the_office_is_led_through_and_everything_says_it_then(beginning: Office) -> None:
    office = beginning
    await nameless(office)
    newcomer = await office.stranger()
    await newcomer.says("/start")
    assert newcomer.reads().startswith("Kênh đăng ký thi đua, khen thưởng nội bộ"), "no name is made up"

    duy = await office.person(DUY, linked=False)
    token = await office.database.run(lambda tx: create_invite(tx, duy.person_id, True))
    await duy.says(f"/start {token}")
    await duy.taps("Tôi đồng ý")
    await duy.taps("Đúng, liên kết")
    assert "Xin khai thông tin cơ quan" in duy.reads() and "Để sau" in duy.buttons()
    await duy.taps("Khai thông tin cơ quan")
    assert duy.reads().startswith("Thông tin cơ quan, mục 1/9")
    await duy.says("12 - 34")
    assert "cần có chữ" in duy.reads() and "mục 1/9" in duy.reads()
    await duy.says("Sở Khoa học và Công nghệ tỉnh " + "dài " * 40)
    assert "mục 1/9" in duy.reads(), "too long: asked again"
    await duy.says("  Sở  Nội vụ tỉnh Long An ")
    await duy.taps("Dùng gợi ý")
    assert "Gợi ý: UBND tỉnh Long An" in duy.reads()
    await duy.taps("Dùng gợi ý")
    await duy.taps("Để sau")  # it is still there
    await duy.says("/menu")
    await office.restart()
    await duy.taps("Khai thông tin cơ quan")
    assert "mục 4/9" in duy.reads() and "Gợi ý: Long An" in duy.reads()
    await duy.says("Tân An")
    await duy.taps("Dùng gợi ý")
    await duy.says("Chị Trần Thị Bé")
    assert "Hiện nay: 0276 3822 222" in duy.reads(), "what the installation has set is where it begins"
    await duy.says("gọi chị Bé")
    assert "Số điện thoại chưa đúng" in duy.reads() and "mục 7/9" in duy.reads()
    await duy.says("0272 3822 333, máy lẻ 12")
    await duy.taps("Giữ như hiện nay")
    await duy.taps("Đồng chí")
    assert duy.reads().splitlines() == [
        "XEM LẠI TRƯỚC KHI LƯU",
        "Tên đầy đủ: Sở Nội vụ tỉnh Long An",
        "Tên trên văn bản: Sở Nội vụ",
        "Cơ quan cấp trên: UBND tỉnh Long An",
        "Địa danh: Tân An",
        "Tổ chức công đoàn: Công đoàn cơ sở Sở Nội vụ",
        "Người liên hệ: 0276 3822 222 → Chị Trần Thị Bé, điện thoại 0272 3822 333, máy lẻ 12",
        "Xưng hô: Anh, Chị theo danh sách → Đồng chí",
        "Sau khi lưu, văn bản in ra ghi theo nội dung này; bản đã in không thay đổi.",
    ]
    await duy.taps("Sửa")
    await duy.taps("Địa danh")
    await duy.says("Long An")
    assert "Địa danh: Long An" in duy.reads()
    assert not (await office.database.run(records.organisation)).name, "nothing is kept before it is confirmed"
    await duy.taps("Lưu")
    assert "Tên trên văn bản: Sở Nội vụ" in duy.reads() and "Sửa gần nhất: đồng chí Nguyễn Đức Duy" in duy.reads()
    assert [len(one["words"]) for one in await deeds(office, "organisation.changed")] == [8]  # type: ignore[arg-type]

    await duy.says("/menu")
    assert "Khai thông tin cơ quan" not in duy.buttons() and duy.reads().startswith("đồng chí Nguyễn Đức Duy")
    await newcomer.says("/start")
    assert newcomer.reads().startswith("Sở Nội vụ tỉnh Long An") and "Kính chào đồng chí" in newcomer.reads()
    hau = await office.person(HAU)
    await hau.says("/trogiup")
    assert "Văn phòng Sở, Chị Trần Thị Bé, điện thoại 0272 3822 333, máy lẻ 12." in hau.reads()


async def test_it_can_be_put_off_and_is_the_offices_alone(office: Office) -> None:
    await nameless(office)
    duy, hau = await office.person(DUY), await office.person(HAU)
    await hau.says("/menu")
    assert "Khai thông tin cơ quan" not in hau.buttons()
    await duy.says("/menu")
    await duy.taps("Để sau")
    assert "Khai thông tin cơ quan" not in duy.buttons()
    office.waits(days=7)
    await duy.says("/menu")
    assert "Khai thông tin cơ quan" in duy.buttons()


async def changes(phone: Phone, what: str, to: str) -> None:
    """Up to the question whether to save."""
    await phone.says("thông tin cơ quan")
    await phone.taps("Sửa thông tin")
    await phone.taps(what)
    await phone.says(to)


@both_engines_always
async def test_two_of_the_office_change_it_and_both_know_whose_it_is(office: Office) -> None:
    duy, thu = await office.person(DUY), await office.person(THU)
    await changes(duy, "Địa danh", "Tân An")
    await changes(thu, "Địa danh", "Long An")
    assert "Địa danh: Tây Ninh → Long An" in thu.reads()
    await thu.taps("Lưu")
    await duy.taps("Lưu")
    assert "Chị Lâm Hồng Thu vừa sửa thông tin cơ quan" in duy.reads()
    assert "Địa danh: Long An → Tân An" in duy.reads(), "what would be changed now is shown"
    assert (await office.database.run(records.organisation)).place == "Long An"
    await duy.taps("Lưu")
    assert (await office.database.run(records.organisation)).place == "Tân An"
    await office.restart()
    assert (await office.database.run(records.organisation)).place == "Tân An", "a start sets nothing back"

    def too_late(tx: Tx) -> None:
        of_office = load_actor(tx, duy.user_id, chat(duy.user_id))
        actions.change(tx, of_office, {Word.PLACE: "Long An"}, rules.mark(OrganisationNow()))

    with pytest.raises(Refusal, match="changed_meanwhile"):  # it was agreed to beside other words
        await office.database.run(too_late)


async def test_a_form_of_address_is_that_of_letters_on_their_way_and_of_papers(office: Office) -> None:
    hieu, hong = await office.person("Phạm Quốc Hiếu"), await office.person("Nguyễn Thị Hồng")
    await hong.says("/menu")
    await hieu.says("/donvi")
    await hieu.taps(next(label for label in hieu.buttons() if label.startswith("Gửi lời nhắc (")))
    await hieu.taps("Gửi lời nhắc")
    await office.database.run(lambda tx: records.write(tx, {Word.ADDRESS: Address.DONG_CHI}, None))
    await office.letters()
    assert hong.reads().startswith("Kính gửi đồng chí Hồng") and "Chị" not in hong.reads()
    await hong.says("/menu")
    await hong.forges(ShowBlankForm())
    printed = text_of(hong)
    assert "Đồng chí ký và nộp cho lãnh đạo đơn vị" in printed and "Thi đua - Khen thưởng Sở Khoa học" in printed


async def paper(phone: Phone) -> str:
    """The text of the first union group's list, as the phone prints it; spaces made plain."""
    await phone.says("/menu")
    await phone.forges(ShowSheetPdf(Subject.UNION_GROUP, 1))
    return text_of(phone)


def text_of(phone: Phone) -> str:
    assert phone.screen.attachment is not None and phone.screen.attachment.data is not None
    pages = PdfReader(io.BytesIO(phone.screen.attachment.data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


async def declares(phone: Phone, prefix: str, *said: str) -> None:
    """Up to the question whether to save: the office before its prefix, the office, the name, the first day."""
    await phone.taps("Khai người ký")
    await phone.taps(prefix)
    for words in said:
        await phone.says(words)


@both_engines
async def test_papers_name_whoever_signs_on_their_day(office: Office) -> None:
    duy = await office.person(DUY)
    await duy.says("ai ký văn bản")
    await duy.taps("Người ký văn bản")
    assert "Danh sách của tổ công đoàn: chưa khai" in duy.reads()
    await duy.taps("Danh sách của tổ công đoàn")
    await declares(duy, "Ký theo chức vụ")
    await duy.taps("Quay lại")
    await duy.taps("KT. (ký thay)")
    await duy.says("Chủ tịch")
    await duy.says("12")
    assert "cần có chữ" in duy.reads()
    await duy.says("Phó Chủ tịch")
    await duy.says("Lê Thị Ba")
    await duy.taps("Hôm nay, 03/01")
    await duy.says("2/1/2023")
    assert "trước ngày đầu" in duy.reads()
    await duy.taps("Chưa xác định")
    assert "KT. Chủ tịch, Phó Chủ tịch Lê Thị Ba; từ 03/01/2023" in duy.reads()
    await duy.taps("Lưu")
    await declares(duy, "Ký theo chức vụ", "Chủ tịch", "Lâm Trọng Sang", "1/2/2023")
    await duy.taps("Chưa xác định")
    assert "Lê Thị Ba ký đến hết ngày trước 01/02/2023" in duy.reads()
    await duy.taps("Lưu")
    printed = await paper(await office.person(SANG))
    assert "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" in printed and "Lê Thị Ba" in printed
    assert "CÔNG ĐOÀN CƠ SỞ SỞ KHOA HỌC" in printed and "Tây Ninh, ngày" in printed
    assert "từ 03/01/2023 đến hết 31/01/2023" in duy.reads()

    def on(day: date) -> object:
        return office.database.run(lambda tx: records.signatory(tx, SignedPaper.UNION_LIST, day))

    names = [getattr(await on(date(2023, month, day)), "full_name", None) for month, day in ((1, 2), (1, 31), (2, 1))]  # type: ignore[misc]
    assert names == [None, "Lê Thị Ba", "Lâm Trọng Sang"]
    await declares(duy, "TL. (thừa lệnh)", "Chủ tịch", "Ủy viên", "Ngô Tư", "15/1/2023")
    await duy.taps("Chưa xác định")
    assert "Đã khai Chủ tịch ký văn bản này từ 01/02/2023" in duy.reads()
    await duy.says("20/1/2023")
    await duy.taps("Lưu")
    await duy.taps("Chủ tịch, từ 01/02/2023")
    await duy.taps("Chấm dứt từ hôm nay")
    assert await on(date(2023, 2, 1)) is None  # type: ignore[misc]
    assert len(await deeds(office, "signatory.declared")) == 3 and len(await deeds(office, "signatory.ended")) == 1


@pytest.mark.parametrize(
    "number", ["0276 3822 222", "0912.345.678", "+84 912 345 678", "1022", "(0272) 3822333 ext. 1"]
)
def test_numbers_that_can_be_called_are_taken_as_they_are_written(number: str) -> None:
    assert rules.said(Word.CONTACT_PHONE, number) == number


@pytest.mark.parametrize("number", ["12", "không có", "0276", "0912 345 67", "09123456789012"])
def test_what_is_no_number_is_not(number: str) -> None:
    with pytest.raises(Refusal):
        rules.said(Word.CONTACT_PHONE, number)


def test_nobody_signs_together_with_somebody_else() -> None:
    def signs(key: int, since: int, until: int | None) -> SignatoryNow:
        last = None if until is None else date(2023, 1, until)
        return SignatoryNow(key, SignedPaper.PLAN, Prefix.NONE, "", "Giám đốc", "", date(2023, 1, since), last)

    known = [signs(1, 1, 10), signs(2, 11, None)]
    assert rules.replaced(signs(0, 15, None), known) == known[1]
    assert rules.replaced(signs(0, 5, 8), known) == known[0]
    assert rules.replaced(signs(0, 2, None), []) is None
    for new in (signs(0, 11, 12), signs(0, 8, None), signs(0, 1, 2)):
        with pytest.raises(Refusal):
            rules.replaced(new, known)
