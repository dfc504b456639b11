"""The lines of a decision from a workbook: each row to the right person, the others named with the reason."""

from bot.awards.records import Award
from bot.recognition import records
from bot.recognition.holders import person
from bot.recognition.targets import AddFromWorkbook
from tests.engines import both_engines
from tests.people.sheets import book
from tests.recognition.year import DUY, HAU, HIEU, HONG, KHOI, begins, registered
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@both_engines
async def test_a_decision_from_a_workbook(timed: TimedOffice) -> None:
    duy, hau, hieu, hong = [await timed.person(name) for name in (DUY, HAU, HIEU, HONG)]
    await registered(timed, {HAU: ("LDTT",), HIEU: ("LDTT", "CSTD_TINH")})
    khoi = await timed.person(KHOI)
    other = {"year": 2023, "title": "LDTT", "decision_number": "90/QĐ", "person_id": khoi.person_id}
    await timed.database.run(lambda tx: tx.insert_new(Award, [other]) and None)
    timed.clock.move_to(at(2023, 12, 20, 9))
    await begins(duy)
    rows = (
        ("Họ và tên", "Đơn vị", "Danh hiệu"),
        (HAU, "Phòng Quản lý Khoa học", "Lao động tiên tiến"),
        (HIEU, "Phòng Quản lý Khoa học", "Lao động tiên tiến"),
        (HIEU, "Phòng Quản lý Khoa học", "Chiến sĩ thi đua cấp tỉnh"),
        (HONG, "Phòng Quản lý Khoa học", "Lao động tiên tiến"),
        ("Trần Không Có", "Phòng Quản lý Khoa học", "Lao động tiên tiến"),
        (HAU, "Phòng Quản lý Khoa học", "Lao động tiên tiến"),
        (KHOI, "Phòng Quản lý Khoa học", "Lao động tiên tiến"),
    )
    await duy.taps("Nhập từ tệp Excel")
    assert "DANH SÁCH CỦA QUYẾT ĐỊNH từ tệp Excel" in duy.reads()
    timed.world.sends_file(duy.user_id, "quyet-dinh-125.xlsx", book(("Danh sách", rows)), XLSX)
    await timed.settle()
    await timed.reads_workbooks()
    await duy.taps("Xem kết quả đối chiếu")
    assert "Khen thưởng thêm mới: 3 · thay đổi: 0 · giữ nguyên: 1" in duy.reads()
    await duy.taps("Không nhận (3)")
    assert "Chiến sĩ thi đua cấp tỉnh không thuộc loại danh hiệu của quyết định này" in duy.reads()
    assert "Không có ai tên «Trần Không Có» trong danh sách CCVC." in duy.reads()
    assert "đã có Lao động tiên tiến theo Quyết định số 90/QĐ" in duy.reads()
    await duy.taps("Quay lại")
    await duy.taps("Xin xem lại (4)")
    assert "chưa đăng ký Lao động tiên tiến" in duy.reads()
    await duy.taps("Quay lại")
    await duy.taps("Ghi vào dữ liệu")
    await timed.reads_workbooks()
    await duy.taps("Về quyết định")
    assert "LĐTT: 3." in duy.reads() and "Trong đó 1 trường hợp chưa đăng ký danh hiệu." in duy.reads()
    lines = await timed.database.read(lambda tx: records.lines(tx, 1))
    people = [one.person_id for one in (hau, hieu, hong)]
    assert [(line.holder, line.registered) for line in lines] == [
        (person(key), key != hong.person_id) for key in people
    ]
    await duy.taps("Ghi nhận quyết định")
    await duy.taps("Ghi nhận quyết định")
    await duy.forges(AddFromWorkbook(1))
    assert "Anh Nguyễn Đức Duy đã ghi nhận Quyết định số 125/QĐ-SKHCN" in duy.reads()
