"""The minutes of a unit's meeting: its titles with room for votes, as PDF and as docx."""

import io

from docx import Document
from pypdf import PdfReader

from bot.leading.targets import ShowSheet
from bot.registration.reading import Registrant
from bot.titles.catalogue import Subject
from tests.office import Office
from tests.sheets.desks import HEAD, QLKH, STAFF, collective, opens, registers, unit


async def test_a_unit_prints_minutes_with_its_titles_and_room_for_votes(office: Office) -> None:
    await registers(office, STAFF, "LDTT", "CSTDCS", initiative="Số hóa hồ sơ")
    await collective(office, Registrant(Subject.UNIT, await unit(office)), HEAD, "TTLDTT")
    hieu = await office.person(HEAD)
    await opens(hieu, ShowSheet(Subject.UNIT))
    await hieu.taps("Mẫu biên bản họp")
    assert hieu.screen.attachment is not None
    pages = PdfReader(io.BytesIO(hieu.screen.attachment.data)).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())
    await hieu.taps("Tải bản Word")
    assert hieu.screen.attachment is not None
    document = Document(io.BytesIO(hieu.screen.attachment.data))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    people, whole = (table for table in tables if table[0][0] == "TT")
    assert people[1:] == [
        ["1", STAFF, "Chuyên viên", "Lao động tiên tiến", "", ""],
        ["2", STAFF, "Chuyên viên", "Chiến sĩ thi đua cơ sở", "", ""],
    ]
    assert [row[1] for row in whole[1:]] == ["Tập thể lao động tiên tiến"]
    for one in (QLKH.upper(), "BIÊN BẢN", f"2 {STAFF} Chuyên viên Chiến sĩ thi đua cơ sở", "CHỦ TRÌ", HEAD):
        assert one in said
    assert "CHỦ TRÌ" in tables[-1][0][1] and HEAD in tables[-1][0][1]
