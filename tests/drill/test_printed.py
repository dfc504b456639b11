"""Drill: LibreOffice opens and prints every docx of an official document, and no signature stands alone on a page."""

import os
from pathlib import Path

import pytest

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers.makers import MAKERS
from bot.papers.official.building import built_in
from bot.papers.official.fields import example
from bot.papers.official.filling import filled_in
from bot.papers.official.official import OfficialKind
from tests.consolidation.department import material
from tests.consolidation.test_official import HEADING, OFFICIAL, in_vietnamese
from tests.drill.office_suite import SUITE, prints
from tests.drill.reading import printed_lines

SIZES = [int(size) for size in os.environ.get("THIDUA_PRINTED", "").split()]
"""People of the departments that are printed; none but in `make drill`."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SUITE is None or not SIZES, reason="LibreOffice is not there, or not asked for"),
]


def printed(documents: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Name -> the text of each page."""
    for name, made in documents.items():
        (folder / f"{name}.docx").write_bytes(made)
    assert "Error" not in prints([folder / f"{name}.docx" for name in documents], folder)
    return {name: [" ".join(page) for page in printed_lines(folder / f"{name}.pdf")] for name in documents}


@pytest.mark.parametrize("people", SIZES)
def test_every_document_of_a_snapshot_is_printed(people: int, tmp_path: Path) -> None:
    of = material(people, 8 if people < 500 else 30)
    documents = {kind.value: MAKERS[PaperKind(kind), PaperForm.DOCX](in_vietnamese, of) for kind in OFFICIAL}
    for name, pages in printed(documents, tmp_path).items():
        signing = next(page for page in pages if "Nơi nhận:" in page)
        assert "./." in signing, name
        assert [page.split()[0] for page in pages[1:]] == [str(place) for place in range(2, len(pages) + 1)], name
        assert not any("{{" in page.replace("{{ x }}", "") or "{%" in page for page in pages), name
        if name == PaperKind.DECISION:
            listed = pages[next(place for place, page in enumerate(pages) if "(Kèm theo Quyết định" in page) :]
            assert all("Phòng, đơn vị" in page and HEADING.search(page) for page in listed), "each says whose it is"


def test_the_minutes_are_printed(tmp_path: Path) -> None:
    kind = OfficialKind.MINUTES
    made = filled_in(built_in(kind), example(kind), "2023-03-01T01:05:00Z")
    pages = printed({kind.value: made}, tmp_path)[kind]
    assert any("./." in page and "CHỦ TRÌ" in page for page in pages)
