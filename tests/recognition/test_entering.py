"""Decisions are entered from the registered list, by name, and revoked; nobody has a title twice, nothing entered is
lost, and each is told the own result alone."""

from datetime import date

import sqlalchemy as sa

from bot.awards.records import Award
from bot.people.records import Person
from bot.recognition import records
from bot.recognition.holders import person
from bot.recognition.records import LineNow
from bot.recognition.targets import SendResults, ShowDecision, ShowEntering
from bot.registration.home.personal_data import personal_data_of
from bot.registration.reading import Registrant
from bot.store.audit import Audit
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Level, Subject
from tests.engines import both_engines
from tests.office import Phone
from tests.recognition.year import DUY, HAU, HIEU, HONG, KHOI, registered, registers
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at

LDTT, CSTDCS = "LĐTT", "CSTĐ cơ sở"
QUYNH = "Phạm Hồng Quỳnh"


async def awards(timed: TimedOffice) -> set[tuple[int, str, str]]:
    table = columns(Award)
    rows = await timed.rows(sa.select(table).where(table.c.year == 2023, table.c.person_id.is_not(None)))
    return {(row.person_id, row.title, row.decision_number) for row in rows}


def results(phone: Phone) -> list[str]:
    return [message.text for message in phone.from_bot() if "được công nhận năm 2023" in message.text]


@both_engines
async def test_a_decision_from_the_list_to_the_results_and_its_end(timed: TimedOffice) -> None:
    duy, hau, hieu, hong = [await timed.person(name) for name in (DUY, HAU, HIEU, HONG)]
    both = ("LDTT", "CSTDCS")
    await registered(timed, {HAU: both, HIEU: both, HONG: ("LDTT",), KHOI: ("LDTT",), QUYNH: ("LDTT",)})
    hieus = (await timed.rows(sa.text(f"SELECT unit_id FROM post WHERE person_id = {hieu.person_id}")))[0].unit_id
    unit = Registrant(Subject.UNIT, hieus)
    await timed.database.run(lambda tx: registers(tx, unit, "TTLDTT", by=hieu.person_id))
    timed.clock.move_to(at(2023, 12, 20, 9))
    quynh = await timed.person(QUYNH, linked=False)
    leaves = sa.update(columns(Person)).where(columns(Person).c.id == quynh.person_id).values(left_on=date(2023, 9, 1))
    await timed.database.run(lambda tx: tx.execute(leaves) and None)

    # Bad input on the way: what was said before stays.
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    assert "Chưa có quyết định: Danh hiệu cấp cơ sở." in duy.reads(), "nobody has registered any other"
    await duy.taps("Nhập quyết định")
    await duy.taps("Danh hiệu cấp cơ sở")
    for wrong, why in (("125", "Xin gõ cả số và ngày"), ("125/QĐ-SKHCN ngày 25/12/2023", "còn ở phía trước")):
        await duy.says(wrong)
        assert why in duy.reads()
    await duy.says("quyết định số 125/QĐ-SKHCN ngày 15/12/2023")
    await duy.taps("Giám đốc Sở")
    await duy.taps("Bỏ qua")
    assert "Quyết định số 125/QĐ-SKHCN ngày 15/12/2023 của Giám đốc Sở" in duy.reads()

    # All who have registered but one, found by name.
    await duy.taps("Lấy từ danh sách đăng ký")
    assert "Theo đăng ký hiện nay (chưa có bản tổng hợp)." in duy.reads()
    assert "LĐTT: 5" in duy.reads()
    await duy.taps(LDTT)
    assert "Lao động tiên tiến: 5 tên đã đăng ký" in duy.reads()
    await duy.says("không có ai thế này")
    assert "Không có tên này trong danh sách đăng ký danh hiệu." in duy.reads()
    await duy.says("khoi")
    await duy.taps("Lê Công Khôi, Phòng Quản lý Khoa học")
    assert "Đã bỏ ra 1: Lê Công Khôi" in duy.reads()
    await duy.taps("Đưa vào 4 tên")
    assert "LĐTT: 4." in duy.reads()

    # One by one: not registered is said and asked once; a name that nobody has is refused.
    await duy.taps("Thêm từng tên")
    await duy.taps(CSTDCS)
    await duy.says("Không Ai Cả")
    assert "Không có ai tên «Không Ai Cả» trong danh sách của Sở" in duy.reads()
    await duy.says("nguyen thi hong")
    await duy.taps("Nguyễn Thị Hồng, Phòng Quản lý Khoa học")
    assert "chưa đăng ký danh hiệu Chiến sĩ thi đua cơ sở năm nay" in duy.reads()
    await duy.taps("Vẫn thêm")
    await duy.says("có sáng kiến được công nhận")
    assert "Trong đó 1 trường hợp chưa đăng ký danh hiệu." in duy.reads()
    await duy.taps("Thêm từng tên")
    for step in (CSTDCS, "Nguyễn Thị Hồng, Phòng Quản lý Khoa học", "Vẫn thêm", "Thêm, không ghi chú"):
        await duy.taps(step)
        if step == CSTDCS:
            await duy.says("nguyen thi hong")
    assert "Nguyễn Thị Hồng đã có trong Quyết định số 125/QĐ-SKHCN với danh hiệu này." in duy.reads() + duy.toast()
    await duy.forges(ShowDecision(1))
    await duy.taps("Thêm từng tên")
    await duy.taps("TTLĐTT")
    await duy.says("quan ly khoa hoc")
    await duy.taps("Thêm, không ghi chú")
    await duy.taps("Xem danh sách (6)")
    assert "Phạm Hồng Quỳnh, Phòng Dịch vụ Khoa học và Công nghệ: LĐTT (không còn công tác tại Sở)" in duy.reads()
    assert "(chưa đăng ký, có sáng kiến được công nhận)" in duy.reads()
    await duy.taps("Về quyết định")
    await duy.taps("Ghi nhận quyết định")
    assert "Chưa ai được báo" in duy.reads()
    assert "1/4 LĐTT đạt CSTĐ cơ sở = 25,0%; mức 15% là nhiều nhất 0, nhiều hơn 1." in duy.reads()
    await duy.taps("Ghi nhận quyết định")
    assert "Anh Nguyễn Đức Duy ghi nhận lúc 09:00 ngày 20/12/2023." in duy.reads()
    number = "125/QĐ-SKHCN"
    ldtt = {(one.person_id, "LDTT", number) for one in (hau, hieu, hong, quynh)}
    assert await awards(timed) == ldtt | {(hong.person_id, "CSTDCS", number)}
    await timed.letters()
    assert not results(hong), "nobody is told before it is let go"
    await hong.says("/cuatoi")
    assert "2023" not in "".join(line for line in hong.reads().splitlines() if "Đã đạt" in line)
    own = await timed.database.read(lambda tx: personal_data_of(tx, hong.person_id))
    assert 2023 not in {award["year"] for award in own["awards"]}

    # The same number again; the same title of somebody by another decision.
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Nhập quyết định")
    await duy.taps("Danh hiệu cấp cơ sở")
    await duy.says("125/QĐ-SKHCN ngày 15/12/2023")
    assert "đã được Anh Nguyễn Đức Duy nhập" in duy.reads()
    await duy.says("126/QĐ-SKHCN ngày 16/12/2023")
    await duy.taps("Giám đốc Sở")
    await duy.taps("Bỏ qua")
    await duy.taps("Thêm từng tên")
    await duy.taps(LDTT)
    await duy.says("nguyen cong hau")
    await duy.taps("Thêm, không ghi chú")
    assert (
        "Nguyễn Công Hậu đã có danh hiệu Lao động tiên tiến năm 2023 theo Quyết định số 125/QĐ-SKHCN ngày 15/12/2023"
    ) in duy.reads()
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("Đang nhập: 126/QĐ-SKHCN, 16/12/2023")
    await duy.taps("Bỏ bản đang nhập")

    # Results: each alone, once, to those who are not in it only because the Office chose so.
    await duy.taps("125/QĐ-SKHCN, 15/12/2023")
    await duy.taps("Kết quả cho từng người")
    assert "Cá nhân: 4 người được công nhận, 3 người nhận được tin." in duy.reads()
    assert "Đăng ký nhưng chưa có trong quyết định: 3 người" in duy.reads()
    khoi = await timed.person(KHOI)
    await duy.taps("Gửi cả 3 người chưa có tên")
    await timed.letters()
    await duy.forges(SendResults(1, True))
    await timed.letters()
    (hongs,) = results(hong)
    assert "Lao động tiên tiến\nChiến sĩ thi đua cơ sở" in hongs and "Công Hậu" not in hongs
    (haus,) = results(hau)
    assert "Lao động tiên tiến" in haus
    assert any(
        "Danh hiệu Chiến sĩ thi đua cơ sở năm 2023 mà Anh đăng ký chưa có trong" in m.text for m in hau.from_bot()
    )
    assert any("các tập thể sau được công nhận năm 2023" in m.text for m in hieu.from_bot())
    assert not results(khoi) and any("có thể hỏi Văn phòng" in m.text for m in khoi.from_bot())
    await duy.taps("Báo trực tiếp (1)")
    assert "Phạm Hồng Quỳnh, Phòng Dịch vụ Khoa học và Công nghệ (không còn công tác tại Sở)" in duy.reads()
    await hong.says("/cuatoi")
    await hong.taps("Kết quả của tôi")
    assert "Năm 2023: LĐTT, CSTĐ cơ sở. Quyết định số 125/QĐ-SKHCN ngày 15/12/2023." in hong.reads()
    await duy.taps("Kết quả cho từng người")
    await duy.taps("Soạn thông báo công bố")
    assert "Lao động tiên tiến (4): " in duy.reads() and "Lê Công Khôi" not in duy.reads()

    # Revoked: awards end, those who were told are told, it stays to be seen.
    await duy.says("/quanly")
    await duy.taps("Quyết định, kết quả")
    await duy.taps("125/QĐ-SKHCN, 15/12/2023")
    await duy.taps("Quyết định bị thu hồi, hủy bỏ")
    await duy.says("3/QĐ-SKHCN ngày 1/12/2023")
    assert "Ngày thu hồi không thể trước ngày 15/12/2023" in duy.reads()
    timed.clock.move_to(at(2024, 1, 10, 9))
    await duy.says("3/QĐ-SKHCN ngày 10/01/2024")
    await duy.says("Sai thẩm quyền")
    await duy.taps("Ghi nhận thu hồi")
    assert "Thu hồi theo Quyết định số 3/QĐ-SKHCN ngày 10/01/2024. Lý do: Sai thẩm quyền." in duy.reads()
    assert await awards(timed) == set()
    await timed.letters()
    for phone, count in ((hong, 1), (hau, 1), (hieu, 1), (khoi, 0)):
        assert sum("đã được thu hồi theo Quyết định số 3/QĐ-SKHCN" in m.text for m in phone.from_bot()) == count
    await hong.says("/cuatoi")
    await hong.taps("Kết quả của tôi")
    assert "đã thu hồi theo số 3/QĐ-SKHCN" in hong.reads()
    noted = await timed.rows(sa.select(columns(Audit).c.deed).where(columns(Audit).c.deed.startswith("decision.")))
    deeds = [row.deed.removeprefix("decision.") for row in noted]
    assert [deeds.count(one) for one in ("entered", "dropped", "results_sent", "revoked")] == [1, 1, 1, 1]


async def drafted(duy: Phone, title: str, people: list[int]) -> int:
    """A decision that gives these people a title, ready to be entered."""

    def body(tx: Tx) -> int:
        by = {"drafted_by": duy.person_id, "drafted_at": tx.now, "issuer": "Giám đốc Sở"}
        day = {"year": 2023, "signed_on": date(2023, 12, 15), "family": Family.STATE, "level": Level.BASE}
        key = records.add(tx, {**by, **day, "number": f"{title}-{people[0]}/QĐ"})
        records.add_lines(tx, key, [LineNow(person(one), title) for one in people])
        return key

    return await duy.office.database.run(body)


@both_engines
async def test_a_limited_share_is_said_before_a_decision_is_entered_and_hinders_nothing(timed: TimedOffice) -> None:
    duy = await timed.person(DUY)
    timed.clock.move_to(at(2023, 12, 20, 9))
    people = [row.id for row in await timed.rows(sa.select(columns(Person).c.id).order_by("id").limit(20))]
    first, rest = await drafted(duy, "CSTDCS", people[:3]), await drafted(duy, "CSTDCS", people[3:4])
    await duy.says("/menu")
    await duy.forges(ShowEntering(first))
    assert "3 CSTĐ cơ sở; chưa ghi nhận LĐTT nào nên chưa tính được mức 15%." in duy.reads()

    await duy.forges(ShowEntering(await drafted(duy, "LDTT", people)))
    assert "15%" not in duy.reads(), "nobody has what is limited"
    await duy.taps("Ghi nhận quyết định")

    await duy.forges(ShowEntering(first))
    assert "3/20 LĐTT đạt CSTĐ cơ sở = 15,0%, trong mức 15% (nhiều nhất 3)." in duy.reads()
    await duy.taps("Ghi nhận quyết định")

    await duy.forges(ShowEntering(rest))
    assert "4/20 LĐTT đạt CSTĐ cơ sở = 20,0%; mức 15% là nhiều nhất 3, nhiều hơn 1." in duy.reads()
    await duy.taps("Ghi nhận quyết định")
    assert len([one for one in await awards(timed) if one[1] == "CSTDCS"]) == 4
