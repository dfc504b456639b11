"""A table of very many rows is set in sections and joined: it is the paper that it would be if it were set at once."""

import io
import json
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from typst import Compiler

from bot.consolidation.content import SnapshotContent
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers.consolidated import consolidated
from bot.consolidation.papers.makers import MAKERS
from bot.papers.official import pdf as official_pdf
from bot.papers.sections.cutting import section
from bot.papers.sections.setting import Place
from bot.papers.sections.source import taken_apart
from bot.papers.tables import pdf
from bot.papers.tables.table import Table
from bot.papers.typesetting import TEMPLATES, _drawable, _fonts, compile_part
from bot.titles.catalogue import Family
from tests.consolidation.department import material as decided
from tests.tables.departments import SMALL, department, material, say, without_collectives
from tests.tables.reading import pages
from tests.tables.tags import tags

PAGE = 26
"""No page has so many rows."""


def made(kind: PaperKind, content: SnapshotContent) -> bytes:
    return MAKERS[kind, PaperForm.PDF](say, material(content))


@pytest.mark.parametrize(
    ("kind", "content", "rows"),
    [
        (PaperKind.TABLE, department(SMALL), 37),
        (PaperKind.UNION_TABLE, department((1,) * 40), 30),
        (PaperKind.PROPOSAL, without_collectives(department((40, 33, 3))), PAGE),
    ],
)
def test_the_joined_paper_is_the_paper_that_is_set_at_once(
    kind: PaperKind, content: SnapshotContent, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = made(kind, content)
    monkeypatch.setattr(pdf, "MANY", rows)
    monkeypatch.setattr(pdf, "compile", None)
    joined = made(kind, content)
    assert made(kind, content) == joined and len(joined) < len(whole)
    assert pages(joined) == pages(whole)
    assert tags(joined) == tags(whole)
    ours: Any
    theirs: Any
    ours, theirs = PdfReader(io.BytesIO(joined)), PdfReader(io.BytesIO(whole))
    assert ours.metadata == theirs.metadata
    assert ours.xmp_metadata is not None and theirs.xmp_metadata is not None
    described = ours.xmp_metadata.stream.get_data().decode()
    assert f"<xmpTPg:NPages>{len(theirs.pages)}</xmpTPg:NPages>" in described
    assert f">{ours.trailer['/ID'][0]}</xmpMM:InstanceID>" in described
    for name in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
        assert ours.trailer["/Root"][name] == theirs.trailer["/Root"][name]
    (intent,), (same,) = (one.trailer["/Root"]["/OutputIntents"] for one in (ours, theirs))
    assert intent["/DestOutputProfile"].get_data() == same["/DestOutputProfile"].get_data()
    assert [page.mediabox for page in ours.pages] == [page.mediabox for page in theirs.pages]


@pytest.mark.parametrize("content", [department((46, 1, 17, 2)), department((1,) * 40)])
def test_pages_end_where_they_would_wherever_sections_end(content: SnapshotContent) -> None:
    table = consolidated(say, material(content), Family.STATE)
    for most in range(PAGE, 60, 3):
        assert_the_same_pages(table, most)


def test_an_ending_of_more_than_a_page_begins_where_it_would() -> None:
    for people in range(33, 39):  # of 36 the last section begins with the two rows that stay with the total
        table = consolidated(say, material(without_collectives(department((people,)))), Family.STATE)
        assert_the_same_pages(replace(table, closing=("Cuối bảng. " * 900,)), 22)


def assert_the_same_pages(table: Table, most: int) -> None:
    """As if it were set at once, in sections of so many rows at most."""
    data = pdf._data(table)
    whole, _none = laid_out(data)
    found: list[object] = []
    at: Place | None = Place()
    while at is not None:
        parts, more = section(data["parts"], at, most)
        assert sum(len(group["rows"]) for part in parts for group in part["groups"]) <= most
        tables, reached = laid_out({**data, "parts": parts, "first": at.page, "more": more})
        assert more is (reached is not None)
        found += tables
        assert found == whole[: len(found)] and (reached is None or any(reached))
        at = at.after(1, reached) if reached else None
    assert found == whole


def laid_out(data: dict[str, Any]) -> tuple[list[object], tuple[int, int] | None]:
    """The tables, one for each page and part that stands on it; and what was reached."""
    said = {"data": json.dumps(_drawable(data), ensure_ascii=False)}
    compiler = Compiler(TEMPLATES / "table.typ", root=TEMPLATES, font_paths=_fonts(), sys_inputs=said)
    reached = json.loads(compiler.query("<reached>", field="value"))
    return json.loads(compiler.query("table", field="children")), reached[0] if reached else None


def test_the_list_of_a_decision_is_set_in_sections_too(monkeypatch: pytest.MonkeyPatch) -> None:
    of = decided(60, 8)
    whole = MAKERS[PaperKind.DECISION, PaperForm.PDF](say, of)
    monkeypatch.setattr(official_pdf, "MANY", 40)
    monkeypatch.setattr(official_pdf, "compile", None)
    joined = MAKERS[PaperKind.DECISION, PaperForm.PDF](say, of)
    assert pages(joined) == pages(whole) and tags(joined) == tags(whole)


def test_what_the_typesetter_was_never_seen_to_write_is_refused() -> None:
    made, _reached = compile_part("table.typ", pdf._data(consolidated(say, material(department((3,))), Family.STATE)))
    assert taken_apart(made, 1, 16, 5).pages == 2
    for part, other in (
        (b"/OutputConditionIdentifier(Custom)", b"/OutputConditionIdentifier(a 7 0 R)"),
        (b"/OutputConditionIdentifier(Custom)", rb"/OutputConditionIdentifier(Cus\(m)"),
        (b"/ParentTree<</Nums[", b"/ParentTree<</Kids["),
        (b"/IDTree<</Names[", b"/IDTree<</Kids [ "),
        (b"\nendobj\n", b"\nend obj"),
    ):
        with pytest.raises(ValueError, match="section"):
            taken_apart(swapped(made, part, other), 1, 16, 5)


def swapped(made: bytes, part: bytes, other: bytes) -> bytes:
    """The same file with another part of the same length; what is shorter is filled up."""
    assert part in made
    return made.replace(part, other[: len(part)].ljust(len(part)), 1)
