"""Registered against achieved, years in a row, bonuses, and the end of the year, as each role sees them."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook  # type: ignore[import-untyped]

from bot.awards.records import Award
from bot.campaigns.records import Campaign
from bot.launching.records import CampaignPart
from bot.launching.targets import ChangeCampaign
from bot.leading.targets import ShowMember
from bot.ledger.letter import LetterPart
from bot.recognition.targets import CloseYear
from bot.recognition.year_records import CampaignEnd
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.settings import OFFICE_ZONE
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from tests.engines import both_engines
from tests.office import Phone
from tests.recognition.year import DUY, HAU, HIEU, HONG, KHOI, begins, registered, registers
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import DEPUTY, opens

MAI = "Ngô Thị Mỹ Mai"


def had(tx: Tx, person: int, *years: int) -> None:
    """CSTĐCS by a decision of each of these years."""
    for year in years:
        row = {"year": year, "title": "CSTDCS", "decision_number": f"9{year}/QĐ", "issuer": "Giám đốc Sở"}
        tx.insert_new(Award, [row | {"person_id": person}])


async def enters(duy: Phone, *titles: str) -> None:
    """All who have registered these titles, entered."""
    await begins(duy)
    for title in titles:
        await duy.taps("Lấy từ danh sách đăng ký")
        await duy.taps(title)
        await duy.taps(next(label for label in duy.buttons() if label.startswith("Đưa vào")))
    await duy.taps("Ghi nhận quyết định")
    await duy.taps("Ghi nhận quyết định")


async def reads_the_department(deputy: Phone) -> None:
    await deputy.says("/menu")
    await deputy.taps("Toàn Sở")
    await deputy.taps("Đăng ký và đạt")


def workbook(phone: Phone) -> list[tuple[object, ...]]:
    """The rows of the workbook that was sent last."""
    sent = next(message.attachment for message in reversed(phone.from_bot()) if message.attachment is not None)
    sheet = load_workbook(BytesIO(sent.data)).active
    return list(sheet.iter_rows(values_only=True))


def _next_year(tx: Tx) -> None:
    at = datetime(2024, 1, 3, 8, tzinfo=OFFICE_ZONE)
    window = {"opens_at": at, "deadline_at": at + timedelta(days=50), "created_at": at, "updated_at": at}
    tx.insert_new(Campaign, [{"year": 2024, "name": "Phong trào thi đua năm 2024", "regime": "A_2003", **window}])


async def offers_nothing_of_a_closed_campaign(duy: Phone) -> None:
    """Its settings, its snapshots and its lists are there to be read, and no button of theirs would refuse."""
    await duy.says("/quanly")
    for way in ("Thiết lập", "Thiết lập phong trào", "Thiết lập năm 2023"):
        await duy.taps(way)
    assert "Phong trào đã kết thúc lúc 09:00 ngày 20/12/2023; nội dung được giữ để xem." in duy.reads()
    assert duy.screen.labels() == ["Các mốc nhắc", "Xem căn cứ", "Soạn thông báo", "Các phong trào"]
    await duy.forges(ChangeCampaign(1, CampaignPart.DEADLINE))
    assert "Phong trào năm này đã kết thúc" in duy.reads(), "an old button says so before it asks anything"
    await duy.says("/quanly")
    await duy.taps("Tổng hợp")
    assert "Phong trào đã kết thúc lúc 09:00 ngày 20/12/2023" in duy.reads() and "Tổng hợp" not in duy.screen.labels()


@both_engines
async def test_whoever_confirms_next_year_knows_of_no_result_before_the_person_does(timed: TimedOffice) -> None:
    duy, hau, hieu = [await timed.person(name) for name in (DUY, HAU, HIEU)]
    await registered(timed, {HAU: ("LDTT", "CSTDCS"), HIEU: ("LDTT",)})
    await timed.database.run(lambda tx: had(tx, hau.person_id, 2021, 2022))
    timed.clock.move_to(at(2023, 12, 20, 9))
    await enters(duy, "LĐTT", "CSTĐ cơ sở")
    await timed.database.run(_next_year)
    timed.clock.move_to(at(2024, 1, 10, 9))
    await registered(timed, {HAU: ("LDTT", "CSTDCS", "CSTD_TINH")})

    await opens(hieu, ShowMember(Family.STATE, hau.person_id))
    assert HAU in hieu.reads() and "CSTĐ cấp tỉnh" in hieu.reads()
    assert "Năm 2023:" not in hieu.reads(), "the decision of 2023 is entered, and waits to be told"
    assert "chưa có dữ liệu quyết định năm 2023." in hieu.reads(), "of a year in a row nobody can tell yet"

    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Năm 2023")
    await duy.taps("125/QĐ-SKHCN, 15/12/2023")
    await duy.taps("Kết quả cho từng người")
    await duy.taps("Gửi kết quả")
    await timed.letters()
    await opens(hieu, ShowMember(Family.STATE, hau.person_id))
    assert "Năm 2023: LĐTT, CSTĐ cơ sở" in hieu.reads() and "định năm 2023." not in hieu.reads()


@both_engines
async def test_the_year_in_numbers_and_at_its_end(timed: TimedOffice) -> None:
    duy, hau, hieu, hong, mai = [await timed.person(name) for name in (DUY, HAU, HIEU, HONG, MAI)]
    both = ("LDTT", "CSTDCS")
    await registered(timed, {HAU: both, HIEU: (*both, "CSTD_TINH"), HONG: ("LDTT",), KHOI: ("LDTT",)})
    await timed.database.run(lambda tx: had(tx, hau.person_id, 2021, 2022))
    await timed.database.run(lambda tx: had(tx, hieu.person_id, 2022))
    timed.clock.move_to(at(2023, 12, 20, 9))
    await enters(duy, "LĐTT", "CSTĐ cơ sở")

    # Registered against achieved: every number opens its names.
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Đăng ký và đạt")
    assert "LĐTT: đạt 4, đăng ký 4" in duy.reads()
    assert "CSTĐ cấp tỉnh: đăng ký 1. Chưa có quyết định" in duy.reads()
    assert "CSTĐ cơ sở: 2/4 LĐTT = 50,0% (mức 15%: nhiều nhất 0)" in duy.reads()
    await duy.taps("LĐTT")
    await duy.taps("Phòng Quản lý Khoa học (4)")
    assert all(name in duy.reads() for name in (HAU, HIEU, HONG, KHOI))

    # Years in a row, with the decision of each.
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Tổng kết năm")
    await duy.taps("Danh hiệu liên tục")
    assert "ĐỦ SỐ NĂM LIÊN TỤC: 1 người" in duy.reads()
    assert "4 năm (đủ 3): 2021 (QĐ 92021/QĐ), 2022 (QĐ 92022/QĐ), 2023 (QĐ 125/QĐ-SKHCN)" in duy.reads()
    assert "Nghị định 91/2017/NĐ-CP, Điều 9 khoản 2" in duy.reads()
    await duy.taps("Còn thiếu một năm (1)")
    assert "Phạm Quốc Hiếu, Phòng Quản lý Khoa học: CSTĐ cơ sở 2/3 năm" in duy.reads()
    await duy.taps("Tải danh sách (Excel)")
    assert [row[0] for row in workbook(duy)[-2:]] == [HAU, HIEU]

    # Bonuses: of several titles the highest; the base salary is the Office's to say.
    await duy.taps("Danh hiệu liên tục")
    await duy.taps("Tổng kết năm")
    await duy.taps("Tiền thưởng (ước tính)")
    assert "LĐTT: 2 × 0,3 = 1.080.000 đ" in duy.reads() and "Cộng: 4.680.000 đ" in duy.reads()
    assert "chưa đối chiếu bản gốc" in duy.reads()
    await duy.taps("Lương cơ sở")
    await duy.says("nhiều")
    assert "Chưa rõ số tiền." in duy.reads()
    await duy.says("2.000.000 đồng")
    await duy.says("ngày nào đó")
    assert "Chưa rõ ngày." in duy.reads()
    await duy.says("01/12/2023")
    await duy.says("Nghị định thử nghiệm")
    await duy.taps("Lưu mức lương cơ sở")
    assert "Cộng: 5.200.000 đ" in duy.reads() and "Nghị định thử nghiệm" in duy.reads()
    await duy.taps("Tải bảng ước tính (Excel)")
    *_, last = workbook(duy)
    assert last[-1] == 5_200_000

    # A head sees the own unit's, once it was let go; the Director all; nobody else more than the own.
    await hieu.says("/cuatoi")
    await hieu.taps("Kết quả của tôi")
    assert "Chưa có quyết định: LĐTT, CSTĐ cơ sở, CSTĐ cấp tỉnh." in hieu.reads()
    await hieu.taps("Đăng ký và đạt của đơn vị")
    assert "LĐTT: đăng ký 4. Chưa có quyết định" in hieu.reads(), "not before it was let go"
    await mai.says("/cuatoi")
    await mai.taps("Kết quả của tôi")
    await mai.taps("Đăng ký và đạt của đơn vị")
    assert "LĐTT: đạt 4, đăng ký 4" in mai.reads()
    chau = await timed.person(DEPUTY)
    await reads_the_department(chau)
    assert "LĐTT: đăng ký 4. Chưa có quyết định" in chau.reads(), "not before it was let go"
    await hong.says("/cuatoi")
    await hong.taps("Kết quả của tôi")
    assert "Đăng ký và đạt của đơn vị" not in hong.buttons()
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("125/QĐ-SKHCN, 15/12/2023")
    await duy.taps("Kết quả cho từng người")
    khoi = await timed.person(KHOI)
    timed.world.blocks(khoi.user_id)
    await timed.settle()
    await duy.taps("Gửi kết quả")
    await timed.letters()
    await hieu.says("/cuatoi")
    assert "CSTĐ cơ sở" in hieu.reads() and "2023" in hieu.reads()
    await hieu.taps("Kết quả của tôi")
    assert "Chiến sĩ thi đua cơ sở liên tục: 2/3 năm (2022, 2023)" in hieu.reads()
    await hieu.taps("Đăng ký và đạt của đơn vị")
    assert "LĐTT: đạt 4, đăng ký 4" in hieu.reads()
    await reads_the_department(chau)
    assert "LĐTT: đạt 4, đăng ký 4" in chau.reads()

    # The end of the year: what is open, then closed once; a closed year takes decisions and nothing else.
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Tổng kết năm")
    assert "4 cá nhân, tập thể đăng ký; 1 quyết định, 6 danh hiệu được công nhận." in duy.reads()
    assert "Chưa có quyết định: Danh hiệu cấp tỉnh." in duy.reads()
    assert "Tin kết quả chưa đến: 1." in duy.reads(), "Khôi has blocked the bot"
    await duy.taps("Kết thúc phong trào")
    await duy.taps("Kết thúc phong trào")
    assert "Anh Nguyễn Đức Duy kết thúc phong trào lúc 09:00 ngày 20/12/2023." in duy.reads()
    await duy.forges(CloseYear(2023))
    assert len(await timed.rows(sa.select(columns(CampaignEnd)))) == 1
    await offers_nothing_of_a_closed_campaign(duy)
    with pytest.raises(Refusal, match=r"campaign\.closed_for_good"):
        await timed.database.run(lambda tx: registers(tx, Registrant(Subject.PERSON, mai.person_id), "LDTT"))
    await begins(duy, "7/QĐ-UBND ngày 19/12/2023", "Danh hiệu cấp tỉnh")
    await duy.taps("Thêm từng tên")
    await duy.taps("CSTĐ cấp tỉnh")
    await duy.says("pham quoc hieu")
    await duy.taps("Thêm, không ghi chú")
    await duy.taps("Ghi nhận quyết định")
    await duy.taps("Ghi nhận quyết định")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Tổng kết năm")
    await duy.taps("Mở phong trào năm 2024")
    assert "Bắt đầu từ đâu?" in duy.reads() and any("2023" in label for label in duy.buttons()), "from this year's"

    # What may go: by a rule of the Office, looked at before, and only raw things.
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Tổng kết năm")
    await duy.taps("Lưu giữ dữ liệu thô")
    await duy.taps("Thời hạn: lời tin cũ")
    await duy.says("1 tháng")
    assert "Xin gõ số tháng, từ 6 đến 240." in duy.reads()
    await duy.taps("12 tháng")
    await duy.says("Quy chế văn thư của Sở")
    assert "Lời của tin đã gửi: 12 tháng theo Quy chế văn thư của Sở, đặt ngày 20/12/2023; 0 quá hạn" in duy.reads()
    timed.clock.move_to(at(2025, 1, 20, 9))
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Tổng kết năm")
    await duy.taps("Lưu giữ dữ liệu thô")
    await duy.taps(next(label for label in duy.buttons() if label.startswith("Xem trước khi xóa")))
    parts = columns(LetterPart)
    texts = await timed.rows(sa.select(parts.c.text))
    assert all(row.text for row in texts), "a look removes nothing"
    await duy.taps("Xóa dữ liệu thô này")
    kept = await timed.rows(sa.select(parts.c.text, parts.c.digest))
    assert len(kept) == len(texts) and not any(row.text for row in kept) and all(row.digest for row in kept)
    (noted,) = await timed.rows(sa.select(columns(Audit)).where(columns(Audit).c.deed == "retention.removed"))
    assert noted.details == {"letters": len(texts)}
