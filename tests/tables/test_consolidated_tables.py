"""Tables of a snapshot, read back from PDF, docx and xlsx: the numbers of all three are those of the content, and what
belongs together is never torn apart by the end of a page."""

import io
import re
from dataclasses import replace

import pytest
from docx import Document

from bot.consolidation import records
from bot.consolidation.content import Signature, SnapshotContent
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers.consolidated import consolidated
from bot.consolidation.papers.makers import MAKERS
from bot.organisation.records import Prefix, SignedPaper
from bot.papers.tables import pdf
from bot.papers.tables.document import table_document
from bot.papers.tables.workbook import table_workbook
from bot.store.database import Tx
from bot.store.files import file_content
from bot.titles.catalogue import Family, Level
from tests.office import Office
from tests.sheets.desks import OFFICER, registers
from tests.tables.departments import (
    DIRECTOR,
    EMOJI,
    FORMULA,
    SMALL,
    department,
    material,
    nobody,
    say,
    without_collectives,
)
from tests.tables.reading import (
    TOTAL,
    by_unit,
    in_foot_margins,
    of_docx,
    of_pdf,
    of_xlsx,
    pages,
    says_no_moment,
    workbook,
)

KINDS = {
    PaperKind.TABLE: (Family.STATE, set(Level)),
    PaperKind.UNION_TABLE: (Family.UNION, set(Level)),
    PaperKind.PROVINCE: (Family.STATE, set(Level) - {Level.BASE}),
    PaperKind.PROPOSAL: (Family.STATE, {Level.BASE}),
}
"""The family and the levels of the titles that a paper has."""
LISTS = {PaperKind.PROVINCE, PaperKind.PROPOSAL}
"""Papers that name only who has registered one of their titles; of collectives too."""
SIGNATURE = "NGƯỜI LẬP BẢNG"


def made(kind: PaperKind, form: PaperForm, content: SnapshotContent) -> bytes:
    return MAKERS[kind, form](say, material(content))


def expected(content: SnapshotContent, kind: PaperKind) -> list[tuple[int, tuple[int, ...]]]:
    """Of people and of collectives: the rows, and the numbers of the total."""
    family, levels = KINDS[kind]
    whole = content.part(family)
    assert whole is not None
    part = replace(whole, titles=tuple(one for one in whole.titles if one.level in levels))
    wanted = {one.id for one in part.titles}
    people = (
        len([row for row in part.rows if wanted.intersection(row.titles)]),
        tuple(part.people(one.id) for one in part.personal),
    )
    bodies = [
        group
        for group in part.groups
        if group.collective and (kind not in LISTS or wanted.intersection(group.content.collective))
    ]
    staff = sum(len(group.rows) for group in bodies)
    own = (len(bodies), (staff, *(part.collectives(one.id) for one in part.collective)))
    return [people, own] if part.collective else [people]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("content", [department(SMALL), nobody(), without_collectives(department(SMALL, 60))])
def test_all_three_forms_say_the_numbers_of_the_content(kind: PaperKind, content: SnapshotContent) -> None:
    wanted = expected(content, kind)
    assert of_pdf(made(kind, PaperForm.PDF, content)) == wanted
    book = made(kind, PaperForm.XLSX, content)
    for found in (of_docx(made(kind, PaperForm.DOCX, content)), of_xlsx(book)):
        assert [(one.rows, one.total) for one in found] == wanted
        for place, (one, (_rows, total)) in enumerate(zip(found, wanted, strict=True)):
            assert one.crosses == tuple(count for count in total[place:] if count)  # the staff of collectives apart
    *units, sums = by_unit(book)
    assert tuple(sums[2:]) == wanted[0][1]
    for place, count in enumerate(wanted[0][1], start=2):
        assert sum(line[place] for line in units) == count


WORDY = "\n".join(["đề"] * 100)
"""As long as what somebody types may be, with a break wherever one fits."""


def wordy(content: SnapshotContent) -> SnapshotContent:
    """The same, with initiatives of very many words."""
    return replace(
        content,
        parts=tuple(
            replace(
                one,
                groups=tuple(
                    replace(
                        group,
                        content=replace(
                            group.content,
                            rows=tuple(
                                replace(row, initiative=WORDY if row.initiative else None) for row in group.content.rows
                            ),
                        ),
                    )
                    for group in one.groups
                ),
            )
            for one in content.parts
        ),
    )


@pytest.mark.parametrize("content", [department(SMALL), department((1,) * 60), wordy(department((40, 33, 3)))])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_stands_in_the_margin_but_where_the_figures_are_from(content: SnapshotContent, kind: PaperKind) -> None:
    paper = made(kind, PaperForm.PDF, content)
    assert set(in_foot_margins(paper)) == {
        "Bản tổng hợp số 3. Số liệu lúc 17:00 ngày 28/02/2023. Mã nhật ký: 7f3a9c01e4b2."
    }
    assert of_pdf(paper) == expected(content, kind)


def test_sums_are_written_as_in_documents() -> None:
    whole = consolidated(say, material(department(SMALL)), Family.STATE)
    people = whole.parts[0]
    first = replace(people.groups[0], sums=(1250, *people.groups[0].sums[1:]))
    table = replace(whole, parts=(replace(people, groups=(first,)), *whole.parts[1:]))
    assert any("1.250" in line for page in pages(pdf.table_pdf(table)) for line in page)
    said = [cell.text for one in Document(io.BytesIO(table_document(table))).tables for cell in one._cells]
    assert said.count("1.250") == 2, "of the unit, and of all"


def test_what_a_workbook_says_at_its_end_stands_in_one_row_or_in_several_that_are_high_enough() -> None:
    whole = consolidated(say, material(department(SMALL)), Family.STATE)
    *_, last = workbook(table_workbook(whole)).worksheets[0].iter_rows()
    assert last[0].value == "\n".join(whole.closing) and len(whole.closing) == 2
    names = " ".join(f"Trung tâm Thông tin số {number}," for number in range(300))
    for sheet in workbook(table_workbook(replace(whole, closing=(names,)))).worksheets:
        said = [(row[0].value, sheet.row_dimensions[row[0].row].height) for row in sheet.iter_rows()]
        after = next(place for place, row in enumerate(sheet.iter_rows()) if row[1].value == "Đang hiển thị") + 1
        assert " ".join(words for words, _height in said[after:]) == names and len(said[after:]) > 1
        assert all(16 * 15 < height < 409 for _words, height in said[after:-1]), "higher than a spreadsheet allows"


def test_numbers_of_very_many_units_stand_before_their_names() -> None:
    content = without_collectives(department((2,) * 40))
    lines = [line for page in pages(made(PaperKind.TABLE, PaperForm.PDF, content)) for line in page]
    assert sum(bool(re.match(r"[IVXL]+\. (Phòng Số|Trung tâm)", line)) for line in lines) >= 40
    assert any(line.startswith("XXXVIII. Phòng Số 38") for line in lines)
    document = Document(io.BytesIO(made(PaperKind.TABLE, PaperForm.DOCX, content)))
    assert [row.cells[0].text for row in document.tables[1].rows if "Số 38" in row.cells[0].text] == [
        "XXXVIII. Phòng Số 38"
    ]


@pytest.mark.parametrize("content", [department(SMALL), without_collectives(department((40, 33, 3)))])
def test_pages_are_numbered_once_and_nothing_that_belongs_together_is_torn(content: SnapshotContent) -> None:
    _first, *others = found = pages(made(PaperKind.TABLE, PaperForm.PDF, content))
    assert len(found) > 3
    names = [group.name for group in content.parts[0].groups]
    for number, page in enumerate(others, start=2):
        assert page[0] == str(number) and "Trang" not in " ".join(page)
        headings = page[1].startswith("STT") or page[2].startswith("STT")
        assert headings, page[:3]
        if "Họ và tên" in " ".join(page[1:4]):  # whatever comes first, it stands under its unit
            first = next(line for line in page[1:] if re.match(r"(\d+|[IVX]+) ", line))
            assert not first[0].isdecimal(), page[:6]
    for page in found:
        assert page[-1].startswith("Bản tổng hợp số 3. Số liệu lúc 17:00 ngày 28/02/2023. Mã nhật ký: 7f3a")
        assert not re.match(r"[IVX]+ |A\.|B\.|STT", page[-2]), page[-2]
    assert any(re.match(rf"[IVX]+ ({'|'.join(names)}) \(tiếp theo\)$", line) for page in others for line in page)
    once = [line for page in found for line in page if re.match(r"[IVX]+ .* \d+ \d+ \d+ \d+$", line)]
    assert len(once) == sum(len(name) < 40 for name in names)


def test_the_last_page_is_never_totals_and_signatures_alone() -> None:
    alone = 0
    for people in range(20, 50, 3):
        content = without_collectives(department((people,)))
        *_, last = pages(made(PaperKind.TABLE, PaperForm.PDF, content))
        assert SIGNATURE in last and sum(line.startswith(TOTAL) for line in last) == 1
        rows = [line for line in last[1:] if re.match(r"\d+ ", line)]
        assert len(rows) >= 2, last
        alone += len(rows) == 2
    assert alone, "of so many lengths one ends with just two rows"


@pytest.mark.parametrize("kind", KINDS)
def test_in_word_the_last_rows_the_total_and_the_signatures_are_kept_together(kind: PaperKind) -> None:
    """As rows of one table: what stands after a table takes no row of it along in every program."""
    *_, table = Document(io.BytesIO(made(kind, PaperForm.DOCX, department(SMALL)))).tables
    total = next(place for place, row in enumerate(table.rows) if TOTAL in [cell.text for cell in row.cells])
    kept = [part for row in list(table.rows)[max(total - 2, 1) : -1] for cell in row.cells for part in cell.paragraphs]
    assert all(part.paragraph_format.keep_with_next for part in kept) and len(table.rows) > total + 1
    (signed,) = table.rows[-1].cells[0].tables
    assert f"{SIGNATURE}\n(Ký, ghi rõ họ tên)" in [cell.text for cell in signed.rows[0].cells], "each with its own hint"


def test_words_of_people_are_text_and_bytes_say_nothing_of_the_moment() -> None:
    content = department(SMALL)
    for (kind, form), make in MAKERS.items():
        if kind not in KINDS:
            continue
        paper = made(kind, form, content)
        assert paper == make(say, material(content)), (kind, form)
        assert form is PaperForm.PDF or says_no_moment(paper)
    text = " ".join(line for page in pages(made(PaperKind.TABLE, PaperForm.PDF, content)) for line in page)
    assert "Nguyễn Thị □ Hoa" in text
    sheet = workbook(made(PaperKind.TABLE, PaperForm.XLSX, content)).worksheets[0]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert cells[FORMULA].data_type == "s" and cells[FORMULA].quotePrefix and EMOJI in cells
    assert {cell.font.name for cell in cells.values()} == {"Times New Roman"}
    assert [value for value, cell in cells.items() if cell.data_type == "f"] == [
        f"=SUBTOTAL(103,{letter}10:{letter}102)" for letter in "EFGH"
    ]
    assert sheet.auto_filter.ref == "A9:J102" and sheet.freeze_panes == "C10" and sheet.print_title_rows == "$9:$9"


def test_who_signs_stands_as_it_was_said() -> None:
    def words(kind: PaperKind, signing: dict[SignedPaper, Signature] | None = None) -> str:
        paper = made(kind, PaperForm.PDF, department((3,), signing=signing))
        return " ".join(line for page in pages(paper) for line in page)

    assert "CHÁNH VĂN PHÒNG (Ký, ghi rõ họ tên) GIÁM ĐỐC (Ký, đóng dấu" in words(PaperKind.TABLE)
    ordered = Signature(Prefix.TL, "Giám đốc", "Chánh Văn phòng", "Nguyễn Đức Duy")
    text = words(PaperKind.TABLE, {SignedPaper.CONSOLIDATION: ordered, SignedPaper.SUBMISSION: DIRECTOR})
    assert "TL. GIÁM ĐỐC CHÁNH VĂN PHÒNG (Ký, đóng dấu, ghi rõ họ tên) Nguyễn Đức Duy" in text and "KT." not in text
    text = words(PaperKind.TABLE, {SignedPaper.CONSOLIDATION: DIRECTOR})
    assert "CHÁNH VĂN PHÒNG (Ký, ghi rõ họ tên) KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" in text and "Trần Thị Ngọc Ánh" in text
    chief = Signature(Prefix.NONE, "", "Chánh Văn phòng", "Lâm Hồng Thu")
    text = words(PaperKind.TABLE, {SignedPaper.SUBMISSION: chief})
    assert "CHÁNH VĂN PHÒNG (Ký, ghi rõ họ tên) Lâm Hồng Thu GIÁM ĐỐC (Ký, đóng dấu, ghi rõ họ tên)" in text
    assert text.count("CHÁNH VĂN PHÒNG") == 1, "who submits it to the Director does not sign in that place"
    assert "TM. BAN CHẤP HÀNH CHỦ TỊCH" in words(PaperKind.UNION_TABLE)
    assert "Căn cứ Luật Thi đua, khen thưởng; Căn cứ Nghị định" in text
    assert "Căn cứ Kế hoạch ngày 30 tháng 12 năm 2022 của Sở Khoa học và Công nghệ về" in text
    assert "Tây Ninh, ngày ...... tháng ...... năm 2023" in text


async def test_papers_of_the_office_are_made_of_what_is_registered(office: Office) -> None:
    await registers(office, "Nguyễn Công Hậu", "LDTT", "CSTDCS")
    await registers(office, "Hồ Quốc An", "LDTT")
    await registers(office, "Mai Thị Thanh Dung", "DVCDXS")
    duy = await office.person(OFFICER)
    key = await office.database.run(lambda tx: records.want(tx, 1, duy.person_id))
    await office.makes_papers()
    await office.database.run(lambda tx: _want_all(tx, key, duy.person_id))
    await office.makes_papers()
    found = await office.database.run(lambda tx: _papers(tx, key))
    assert found.keys() == {paper for paper in MAKERS if paper[0] in KINDS}
    state = of_xlsx(found[PaperKind.TABLE, PaperForm.XLSX])
    assert (state[0].rows, state[0].total) == (2, (2, 1, 0, 0)) == of_pdf(found[PaperKind.TABLE, PaperForm.PDF])[0]
    assert of_docx(found[PaperKind.UNION_TABLE, PaperForm.DOCX])[0].rows == 1


def _want_all(tx: Tx, key: int, by: int) -> None:
    for kind, form in MAKERS:
        if kind in KINDS:
            records.want_paper(tx, key, kind, form, by)


def _papers(tx: Tx, key: int) -> dict[tuple[PaperKind, PaperForm], bytes]:
    return {(one.kind, one.form): file_content(tx, one.sha256 or "") for one in records.papers(tx, key)}
