"""The documents of a snapshot, read back from PDF and docx: both say the same, and their numbers are the snapshot's."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pypdf import PdfReader

from bot.consolidation.content import Part
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers.makers import MAKERS
from bot.consolidation.papers.material import Material
from bot.dialogue.screens import Named, Phrase
from bot.papers.official.building import build, built_in
from bot.papers.official.official import OfficialKind
from bot.papers.official.pieces import number
from bot.phrases.catalogue import Phrases
from bot.sheets.content import Content, RowState, SheetRow
from bot.titles.catalogue import Family, Subject
from tests.consolidation.department import ZONE, material

PHRASES = Phrases(ZONE)
TABLES = (PaperKind.TABLE, PaperKind.PROPOSAL, PaperKind.PROVINCE)
OFFICIAL = (PaperKind.SUBMISSION, PaperKind.URGING, PaperKind.DECISION, PaperKind.REPORT)


def in_vietnamese(phrase: Phrase | Named) -> str:
    return PHRASES.plain("vi", phrase)


def made(kind: PaperKind, form: PaperForm, of: Material) -> bytes:
    return MAKERS[kind, form](in_vietnamese, of)


def pages(kind: PaperKind, of: Material) -> list[str]:
    """The text of each page of the PDF, in one line."""
    read = PdfReader(io.BytesIO(made(kind, PaperForm.PDF, of)))
    return [" ".join(page.extract_text().split()) for page in read.pages]


def document(kind: PaperKind, of: Material) -> tuple[str, list[list[list[str]]]]:
    """The text of the docx in one line, and its tables: rows of cells."""
    read = Document(io.BytesIO(made(kind, PaperForm.DOCX, of)))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in read.tables]
    said = [" ".join(part.text for part in read.paragraphs), *(cell for one in tables for row in one for cell in row)]
    return " ".join(" ".join(said).split()), tables


def counts(part: Part) -> list[list[str]]:
    """Title, holders, number, units: as a table of titles must have them."""
    found = []
    for title in part.titles:
        if Subject.PERSON in title.subjects:
            units = sum(any(title.id in row.titles for row in group.rows) for group in part.groups)
            found.append([title.name, number(part.people(title.id)), number(units)])
        if part.subject in title.subjects:
            found.append([title.name, number(part.collectives(title.id)), number(part.collectives(title.id))])
    return found


@pytest.mark.parametrize("people", [93, 3000])
def test_the_submission_gives_the_figures_of_the_snapshot_in_both_forms(people: int) -> None:
    of = material(people, 8 if people == 93 else 40)
    state = of.content.part(Family.STATE)
    assert state is not None
    said, tables = document(PaperKind.SUBMISSION, of)
    rows = next(table for table in tables if table[0][0] == "TT")
    assert [[row[1], row[3], row[4]] for row in rows[1:]] == counts(state)
    figures = (
        f"Đã đăng ký: {number(state.count(RowState.REGISTERED))} người; không đăng ký năm nay: "
        f"{number(state.count(RowState.DECLINED))} người; chưa phản hồi: {number(state.count(RowState.MISSING))} người"
    )
    paper = " ".join(pages(PaperKind.SUBMISSION, of))
    for one in (said, paper):
        assert figures in one
        for basis in ("Căn cứ Luật Thi đua, khen thưởng;", "Căn cứ Kế hoạch số 15/KH-KHCN ngày 30 tháng 12 năm 2022"):
            assert basis in one
        assert one.count("./.") == 1
        assert "Tân An, ngày ...... tháng ...... năm 2023" in one
        assert "lúc 08:05 ngày 01 tháng 3 năm 2023. Mã nhật ký: a1b2c3d4." in one or one is said
    for title, count, units in counts(state):
        assert f"{title} {'Tập thể' if title.startswith('Tập thể') else 'Cá nhân'} {count} {units}" in paper


@pytest.mark.parametrize("kind", OFFICIAL)
def test_a_letter_is_the_same_bytes_and_its_signature_never_stands_alone(kind: PaperKind) -> None:
    for form in (PaperForm.PDF, PaperForm.DOCX):
        assert made(kind, form, material()) == made(kind, form, material())
    for people in range(1, 40, 3):
        read = pages(kind, material(people, 2))
        signing = next(place for place, page in enumerate(read) if "Nơi nhận:" in page)
        assert "./." in read[signing], people
        assert [page.split()[0] for page in read[1:]] == [str(place) for place in range(2, len(read) + 1)]


HEADING = re.compile(r"\d+\. [^:]+: [\d.]+ (?:cá nhân|tập thể)")
"""A title over those who have it, in the list of a decision."""


def test_columns_and_title_stand_again_on_every_page_of_a_decisions_list() -> None:
    of = material(300, 30)
    read = Document(io.BytesIO(made(PaperKind.DECISION, PaperForm.DOCX, of)))
    lists = [list(table.rows) for table in read.tables if table.rows[0].cells[0].text == "TT"]
    assert len(lists) == 3, "people of two titles, and collectives"
    for rows in lists:
        again = [row for row in rows if row._tr.xpath("./w:trPr/w:tblHeader")]
        assert again == rows[:2] and HEADING.fullmatch(rows[1].cells[0].text)
    whole = pages(PaperKind.DECISION, of)
    listed = whole[next(place for place, page in enumerate(whole) if "(Kèm theo Quyết định" in page) :]
    assert len(listed) > 5 and all("Phòng, đơn vị" in page and HEADING.search(page) for page in listed)


@pytest.mark.parametrize(
    ("number", "day", "named"),
    [
        ("15/KH-KHCN", date(2022, 12, 30), "Kế hoạch số 15/KH-KHCN ngày 30 tháng 12 năm 2022 của"),
        ("…/KH-KHCN", date(2022, 12, 30), "Kế hoạch ngày 30 tháng 12 năm 2022 của"),
        (None, None, "Kế hoạch của"),
    ],
)
def test_the_plan_and_the_head_of_the_journal_are_named_alike_on_every_paper(
    number: str | None, day: date | None, named: str
) -> None:
    of = material()
    campaign = replace(of.content.campaign, plan_number=number, plan_date=day)
    of = replace(of, content=replace(of.content, campaign=campaign))
    for kind in (*OFFICIAL, *TABLES):
        paper = " ".join(pages(kind, of))
        assert f"{named} Sở Khoa học và Công nghệ về phát động phong trào thi đua năm 2023" in paper, kind
        assert "Mã nhật ký: a1b2c3d4." in paper, kind


@pytest.mark.parametrize("kind", (*OFFICIAL, *TABLES))
def test_no_sentence_counts_what_is_not_there(kind: PaperKind) -> None:
    """In a department where everybody has answered and lists are awaited, one where nobody has, one without
    collectives, and one where only collectives register."""
    full = material()
    for of in (
        with_rows(full, lambda row: replace(row, titles=row.titles or ("LDTT",), declined=None, exempt=None)),
        with_rows(full, lambda row: replace(row, titles=(), declined=None, exempt=None), collective=()),
        with_rows(full, lambda row: row, collective=()),
        with_rows(full, lambda row: replace(row, titles=())),
    ):
        read = [*sentences(kind, of), " ".join(pages(kind, of))]
        # In the columns of a table a zero stands beside others.
        assert re.findall(r"[^.;]{0,40}(?<![\d.,])0 (?:người|cá nhân|tập thể|danh sách|phòng|tổ)", " ".join(read)) == []
        assert [said for said in read[:-1] if re.search(r" 0[;.]", said)] == []


def test_whoever_owes_only_the_list_is_asked_for_the_list() -> None:
    """Everybody has answered; some lists are still to come."""
    of = with_rows(material(), lambda row: replace(row, titles=row.titles or ("LDTT",), declined=None, exempt=None))
    report = " ".join(sentences(PaperKind.REPORT, of))
    assert "Còn 5 phòng, đơn vị chưa gửi đủ danh sách:" in report
    assert "- Phòng số 4: danh sách chưa gửi;" in report and "danh sách đã trả lại để bổ sung" in report
    assert "người chưa phản hồi" not in report
    urging = " ".join(sentences(PaperKind.URGING, of))
    assert "- Tổ chức họp đơn vị, hoàn thành và gửi danh sách" in urging and "hoặc cho biết không đăng ký" not in urging

    report = " ".join(sentences(PaperKind.REPORT, material()))
    assert re.search(r"Còn \d+ phòng, đơn vị chưa hoàn thành, trong đó có \d+ người chưa phản hồi:", report)
    assert "- Phòng số 4: chưa phản hồi 1 người, danh sách chưa gửi;" in report


def with_rows(
    of: Material, change: Callable[[SheetRow], SheetRow], collective: tuple[str, ...] | None = None
) -> Material:
    """The same snapshot with each row of the State's part changed. `collective`: of every unit, instead of its own."""
    state = of.content.part(Family.STATE)
    assert state is not None
    groups = tuple(
        replace(
            group,
            content=Content(
                group.name,
                tuple(map(change, group.rows)),
                group.content.collective if collective is None else collective,
            ),
        )
        for group in state.groups
    )
    changed = replace(state, groups=groups)
    return replace(of, content=replace(of.content, parts=(changed, *of.content.parts[1:])))


def sentences(kind: PaperKind, of: Material) -> list[str]:
    """The paragraphs of the docx that stand in no table."""
    read = Document(io.BytesIO(made(kind, PaperForm.DOCX, of)))
    return [" ".join(part.text.split()) for part in read.paragraphs]


def test_the_figures_of_the_year_say_what_is_known_and_leave_the_rest_empty() -> None:
    of = material()
    content = made(PaperKind.FIGURES, PaperForm.XLSX, of)
    assert content == made(PaperKind.FIGURES, PaperForm.XLSX, of)
    campaigns, titles = load_workbook(io.BytesIO(content))
    rows = [[cell.value for cell in row] for row in campaigns.iter_rows(min_row=6, max_row=9)]
    heights = [campaigns.row_dimensions[place].height for place in range(5, 8)]
    assert heights == [32, 32, None], "two lines have room for two, in whatever program"
    assert [row[1] for row in rows] == ["01", "02", "03", "04"]
    assert [row[2:] for row in rows] == [[None] * 6, [None] * 6, [1, None, 1, None, None, None], [None] * 6]
    said = " ".join(str(row[0].value) for row in campaigns.iter_rows())
    assert "15/12/2023" in said and "Ô để trống" in said
    read = [[cell.value for cell in row][1:4] for row in titles.iter_rows(min_row=5) if isinstance(row[0].value, int)]
    counted = [row for part in of.content.parts for row in counts(part)]
    assert [[title, number(count)] for title, _holders, count in read] == [
        [title, count] for title, count, _ in counted
    ]


@pytest.mark.parametrize("kind", OfficialKind)
def test_the_built_in_template_is_what_its_wording_makes(kind: OfficialKind) -> None:
    """`python -m bot.papers.official.building` makes them anew."""
    assert built_in(kind) == build(kind)
    with zipfile.ZipFile(io.BytesIO(built_in(kind))) as file:
        styles = file.read("word/styles.xml").decode()
    assert "Times New Roman" in styles
    assert len(built_in(kind)) < 20_000
