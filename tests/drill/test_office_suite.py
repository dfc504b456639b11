"""LibreOffice, where it is installed, opens every docx and xlsx of a snapshot and prints what was written."""

import os
from pathlib import Path

import pytest

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers.makers import MAKERS
from tests.drill.office_suite import SUITE, prints
from tests.drill.reading import printed_lines
from tests.tables.departments import SMALL, department, material, say

TABLES = {PaperKind.TABLE, PaperKind.UNION_TABLE, PaperKind.PROVINCE, PaperKind.PROPOSAL}


@pytest.mark.skipif(
    SUITE is None or not os.environ.get("THIDUA_OFFICE_SUITE"), reason="in `make drill`, with LibreOffice"
)
def test_tables_are_opened_and_printed(tmp_path: Path) -> None:
    content = department(SMALL)
    figures = tmp_path / "figures.xlsx"
    figures.write_bytes(MAKERS[PaperKind.FIGURES, PaperForm.XLSX](say, material(content)))
    files = []
    for (kind, form), make in MAKERS.items():
        if kind in TABLES and form is not PaperForm.PDF:
            files.append(tmp_path / f"{kind}-{form}.{form}")
            files[-1].write_bytes(make(say, material(content)))
    prints([*files, figures], tmp_path)
    for file in files:
        found = printed_lines(file.with_suffix(".pdf"))
        text = [line for page in found for line in page]
        assert any("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in line for line in text), file.name
        assert any(line.startswith("TỔNG CỘNG") for line in text), file.name
        assert [page[0] for page in found[1:3]] == [str(number) for number in range(2, len(found) + 1)][:2], file.name
    text = [line for page in printed_lines(figures.with_suffix(".pdf")) for line in page]
    for said in ("Thông tư số 02/2023/TT-BNV", "Lao động tiên tiến"):
        assert any(said in line for line in text), said


@pytest.mark.skipif(
    SUITE is None or not os.environ.get("THIDUA_OFFICE_SUITE"), reason="in `make drill`, with LibreOffice"
)
def test_no_last_page_is_totals_and_signatures_alone(tmp_path: Path) -> None:
    files = [tmp_path / f"{units}-units.docx" for units in (16, 22, 28, 43)]
    for file in files:
        content = department((1,) * int(file.stem.split("-")[0]))
        file.write_bytes(MAKERS[PaperKind.TABLE, PaperForm.DOCX](say, material(content)))
    prints(files, tmp_path)
    for file in files:
        *_, last = printed_lines(file.with_suffix(".pdf"))
        assert any(line.startswith("TỔNG CỘNG") for line in last) and "NGƯỜI LẬP BẢNG" in " ".join(last), file.name
        assert sum("Phòng Số" in line for line in last) >= 2, file.name
