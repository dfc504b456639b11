"""The Office consolidates while others register, reads what differs, submits, is answered, and submits anew."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.awards.records import Award
from bot.commands.export import export
from bot.consolidation.kinds import FORMS, PaperForm, PaperKind
from bot.consolidation.papers import makers
from bot.consolidation.papers.material import Material, Say
from bot.consolidation.records import Opinion, Submission, Verdict
from bot.consolidation.targets import MakePaper, ReturnSubmission, ShowSubmission, Submit, TakeSnapshot
from bot.people.records import Grant, Role
from bot.phrases.catalogue import Phrases
from bot.playground.persons.phone import Seen
from bot.settings import OFFICE_ZONE
from bot.store.schema import columns
from bot.titles.catalogue import Family
from tests.engines import both_engines, both_engines_at_length
from tests.office import Phone
from tests.reminders.conftest import TimedOffice
from tests.reminders.plans import at
from tests.sheets.desks import CHAIR, DEPUTY, HEAD, OFFICER, STAFF, registers

DIRECTOR = "Ngô Thị Mỹ Mai"
HEAD_OF_OFFICE = "Lâm Hồng Thu"


def shows(phone: Phone) -> str:
    """Printed, so that whoever runs it alone reads the transcript."""
    screen = phone.screen
    file = f" [{screen.attachment.name}]" if screen.attachment else ""
    print(f"\n--- {phone.name}{file}\n{phone.reads()}\n{phone.buttons()}")
    return phone.reads()


@both_engines_at_length
async def test_the_office_consolidates_submits_and_is_answered(timed: TimedOffice, tmp_path: Path) -> None:
    timed.clock.move_to(at(2023, 2, 27, 9))
    duy, thu, mai = [await timed.person(name) for name in (OFFICER, HEAD_OF_OFFICE, DIRECTOR)]
    role = {"person_id": thu.person_id, "role": Role.OFFICE_HEAD, "since": date(2023, 1, 1), "from_roster": False}
    await timed.database.run(lambda tx: tx.execute(sa.insert(columns(Grant)), role) and None)
    chau, sang = await timed.person(DEPUTY), await timed.person(CHAIR)
    await registers(timed, STAFF, "LDTT", "CSTDCS", "DVCDXS", initiative="Số hóa hồ sơ")
    await registers(timed, HEAD, "LDTT")

    await duy.says("tổng hợp")
    assert "91 người chưa phản hồi" in shows(duy)
    await duy.taps("Tổng hợp")
    assert "Đang tổng hợp bản số 1" in shows(duy)
    await registers(timed, DEPUTY, "LDTT")
    await timed.makes_papers()
    assert "BẢN TỔNG HỢP SỐ 1" in shows(duy)
    assert "LĐTT 3, CSTĐ cơ sở 1" in duy.reads()
    await duy.taps("Bảng phần Chính quyền")
    await duy.taps("Bảng tổng hợp")
    await duy.taps("PDF để ký")
    assert "Đang lập" in shows(duy)
    await timed.makes_papers()
    first = duy.screen.attachment
    assert first is not None and first.name == "bang-tong-hop-2023-ban-1.pdf"
    shows(duy)

    # The head of the Office submits, and nobody else does.
    for phone in (duy, thu):
        await phone.says("tổng hợp")
        await phone.taps("Bản tổng hợp số 1")
    assert "Gửi Giám đốc" in thu.buttons() and "Gửi Giám đốc" not in duy.buttons()
    await duy.forges(Submit(1, Family.STATE))
    assert "Chị Lâm Hồng Thu" in duy.reads() + duy.toast()
    await thu.taps("Gửi Giám đốc")
    assert "Gửi đến: Chị Ngô Thị Mỹ Mai, Anh Lâm Trọng Sang, Chị Thái Thị Châu" in shows(thu)
    await thu.taps("Gửi")
    assert "tin đi khi văn bản kèm theo lập xong" in shows(thu)
    await timed.letters()
    assert not digests(mai), "not before its papers are made"
    await timed.makes_papers()
    await timed.letters()
    assert "Đã gửi Giám đốc lúc 09:00" in shows(thu)
    (digest,) = digests(mai)
    assert "3/93 người đã phản hồi" in shows(mai) and len(digest.text.splitlines()) <= 10
    assert "Ý kiến tại đây không thay chữ ký trên Tờ trình." in digest.text
    assert files(mai) == ["bang-tong-hop-2023-ban-1.pdf", "to-trinh-2023-ban-1.pdf"]
    assert "Đơn vị phụ trách: 11 đơn vị, 2/69 người đã phản hồi" in shows(chau)
    await thu.taps("Gửi BCH Công đoàn")
    await thu.taps("Gửi")
    await timed.makes_papers()
    await timed.letters()
    assert "Công đoàn: 1/90 người đã phản hồi" in shows(sang)
    assert files(sang)[-1:] == ["bang-tong-hop-cong-doan-2023-ban-1.pdf"]
    await mai.says("/menu")
    assert "Việc đang chờ (2)" in mai.buttons(), "the deputy's registration, and what was submitted"

    # The Director returns it with a note while the Office takes the next one.
    await mai.taps("Việc đang chờ (2)")
    await mai.taps("Bản tổng hợp chờ ý kiến (1)")
    await mai.taps("Phần còn thiếu (107)")
    await mai.taps("Chưa phản hồi (90)")
    assert "Lâm Hồng Thu, Văn phòng Sở" in shows(mai)
    await mai.taps("Quay lại")
    await mai.taps("Trả lại")
    await registers(timed, "Lê Công Khôi", "LDTT")
    await thu.says("tổng hợp")
    await thu.taps("Tổng hợp")
    await timed.makes_papers()
    assert "So với bản số 1 (09:00 ngày 27/02/2023): thêm 1 người" in shows(thu)
    await mai.says("MẬT: rà lại")
    assert "không được lưu" in shows(mai)
    await mai.says("Đề nghị bổ sung Phòng Quản lý Công nghệ trước khi trình.")
    assert "Văn phòng đã có bản số 2, mới hơn. Ý kiến tại đây được ghi cho bản số 1." in shows(mai)
    await mai.says("/menu")
    assert "Việc đang chờ (1)" in mai.buttons()
    await timed.letters()
    assert "trả lại, lúc 09:00 ngày 27/02/2023: Đề nghị bổ sung" in shows(duy)
    await duy.says("/quanly")
    await duy.taps("Việc chờ xử lý (1)")
    assert "Bản tổng hợp trả lại, chờ Văn phòng: 1" in shows(duy)
    await duy.taps("Xử lý việc lâu nhất")
    assert "Chị Ngô Thị Mỹ Mai: trả lại" in shows(duy) and "Đã có bản số 2" in duy.reads()

    # The next one is submitted in the evening: the letter goes in the morning, and the older one says so.
    await thu.says("tổng hợp")
    await thu.taps("Bản tổng hợp số 2")
    await thu.taps("Xem khác biệt")
    assert "• Lê Công Khôi, Phòng Quản lý Khoa học: thêm LĐTT" in shows(thu)
    await thu.taps("Bản tổng hợp số 2")
    timed.clock.move_to(at(2023, 2, 27, 20))
    await thu.taps("Gửi Giám đốc")
    await thu.taps("Gửi")
    await timed.makes_papers()
    await timed.letters()
    assert len(digests(mai)) == 1
    await timed.comes_to(at(2023, 2, 28, 9))
    assert len(digests(mai)) == 2
    await mai.says("/menu")
    await mai.forges(ShowSubmission(1))
    assert "Bản mới gửi" in mai.buttons()
    await mai.says("/menu")  # below a screen with a button of that name, the words would be that button
    await mai.says("tờ trình")
    assert "BẢN TỔNG HỢP SỐ 2" in shows(mai)
    await mai.taps("Đồng ý")
    assert "Chị Ngô Thị Mỹ Mai: đồng ý, lúc 09:00 ngày 28/02/2023" in shows(mai)
    await mai.taps("Đồng ý")
    await timed.letters()
    assert sum("đồng ý, lúc" in one.text for one in duy.from_bot()) == 1
    await duy.says("/quanly")
    assert not [one for one in duy.buttons() if one.startswith("Việc chờ xử lý")]
    given = await timed.rows(sa.select(columns(Opinion).c.verdict, columns(Opinion).c.submission_id))
    assert [(row.verdict, row.submission_id) for row in given] == [(Verdict.RETURNED, 1), (Verdict.AGREED, 3)]

    # A decision ends it; the paper of the first snapshot is the same file as ever.
    row = {"person_id": thu.person_id, "year": 2023, "title": "LDTT"}
    await timed.database.run(lambda tx: tx.execute(sa.insert(columns(Award)), row) and None)
    await mai.forges(ReturnSubmission(3))
    assert "Đã có quyết định công nhận" in mai.reads() + mai.toast()
    await timed.restart()
    await duy.forges(MakePaper(1, PaperKind.TABLE, PaperForm.PDF))
    again = duy.screen.attachment
    assert again is not None and again.data == first.data
    await export(timed.database, Phrases(OFFICE_ZONE), 2023, tmp_path / "out", fresh=False)
    written = {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()}
    assert len(written) == sum(map(len, FORMS.values())) and all("-ban-2." in name for name in written)
    shown = {one.attachment.name: one.attachment.data for one in mai.from_bot() if one.attachment}
    assert written["bang-tong-hop-2023-ban-2.pdf"] == shown["bang-tong-hop-2023-ban-2.pdf"]
    await export(timed.database, Phrases(OFFICE_ZONE), 2023, tmp_path / "out", fresh=True)
    assert "to-trinh-2023-ban-3.docx" in {one.name for one in (tmp_path / "out").iterdir()}


def digests(phone: Phone) -> list[Seen]:
    return [one for one in phone.from_bot() if "Văn phòng báo cáo kết quả" in one.text]


def files(phone: Phone) -> list[str]:
    return [one.attachment.name for one in phone.from_bot() if one.attachment]


@both_engines
async def test_of_two_who_submit_at_once_both_know_whose_it_is(timed: TimedOffice) -> None:
    timed.clock.move_to(at(2023, 2, 27, 9))
    duy, thu = await timed.person(OFFICER), await timed.person(HEAD_OF_OFFICE)
    for phone in (duy, thu):
        await phone.says("tổng hợp")
    for phone in (duy, thu):
        phone.hits("Tổng hợp")
    await timed.settle()
    assert "Đang tổng hợp bản số 1" in shows(thu) and "Đang tổng hợp bản số 1" in duy.reads()
    await timed.makes_papers()
    await thu.forges(TakeSnapshot(0))
    assert "BẢN TỔNG HỢP SỐ 1" in shows(thu), "what was taken since the screen was drawn is that one"
    for phone in (duy, thu):
        await phone.taps("Gửi Giám đốc")
    for phone in (duy, thu):
        phone.hits("Gửi")
    await timed.settle()
    already = [one for one in (duy, thu) if "đã gửi bản số 1 lúc 09:00" in shows(one)]
    assert len(already) == 1, "the second reads whose it is"
    assert len(await timed.rows(sa.select(columns(Submission).c.id))) == 1


async def test_what_cannot_be_made_says_so_and_is_made_when_it_is_asked_for_again(
    timed: TimedOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    timed.clock.move_to(at(2023, 2, 27, 9))
    duy, mai = await timed.person(OFFICER), await timed.person(DIRECTOR)
    broken = makers.MAKERS | {(PaperKind.SUBMISSION, PaperForm.PDF): fails}
    with monkeypatch.context() as patch:
        patch.setattr(makers, "MAKERS", broken)
        await duy.says("tổng hợp")
        await duy.taps("Tổng hợp")
        await timed.makes_papers()
        await duy.taps("Gửi Giám đốc")
        await duy.taps("Gửi")
        for _ in range(3):
            await timed.makes_papers()
        assert "Văn bản kèm theo chưa lập được" in shows(duy)
        await duy.taps("Tờ trình, công văn, báo cáo")
        await duy.taps("Tờ trình")
        await duy.taps("PDF để ký")
        for _ in range(3):
            await timed.makes_papers()
        assert "Chưa lập được Tờ trình (PDF)" in shows(duy)
    await timed.letters()
    assert not digests(mai)
    await duy.taps("Lập lại")
    await timed.makes_papers()
    assert duy.screen.attachment is not None
    await timed.letters()
    assert len(digests(mai)) == 1


def fails(_say: Say, _material: Material) -> bytes:
    raise ValueError("no paper in the tray")
