"""Random lists in the layouts of real offices: whoever is in them is found, as written, and nobody else.

100 of each kind, which with the hostile files makes three hundred in `make test`; `THIDUA_LAYOUTS` says how many.
"""

import os
from collections.abc import Sequence
from datetime import date

import openpyxl  # type: ignore[import-untyped]
import pytest

from bot.awards import history, parsing
from bot.awards.naming import TitleReader
from bot.dialogue.screens import Phrase
from bot.folding import fold
from bot.people.records import StaffKind
from bot.people.roster import importing
from bot.people.roster.snapshot import PersonRow, Snapshot
from bot.titles.loading import load
from bot.workbooks import reading as workbook
from bot.workbooks.reading import Cell, Sheet
from tests.people.sheets import saved
from tests.properties.lists import TODAY, Expected, random_awards, random_roster

LAYOUTS = range(int(os.environ.get("THIDUA_LAYOUTS", "100")))
TITLES = TitleReader(load())


@pytest.mark.parametrize("seed", LAYOUTS)
def test_a_roster_says_its_people_and_nobody_else(seed: int) -> None:
    sheet, expected, data = random_roster(seed)
    planned = importing.plan(importing.understand([sheet], TODAY), Snapshot(), TODAY)
    assert planned.report.rejected == ()
    found = {
        Expected(code, one.full_name, one.unit, one.gender, one.birth_year, one.phone, one.joined_on)
        for code, one in planned.changes.taken.items()
    }
    assert found == expected
    passed_over = {number for _, number in planned.report.passed_over}
    below = {row.number for row in sheet.rows if row.number >= min(data)}
    assert below - data - passed_over <= _of_headers(planned.report.understood), "every row is taken or named"
    assert not passed_over & data


def _of_headers(understood: Sequence[Phrase]) -> set[int]:
    """Rows of headers, with the row below each that numbers the columns."""
    found: set[int] = set()
    for phrase in understood:
        if phrase.key == "import.read.header":
            first, _, last = phrase.values["rows"].partition("-")
            found |= set(range(int(first), int(last or first) + 2))
    return found


@pytest.mark.parametrize("seed", LAYOUTS[::8])
def test_a_list_is_read_from_its_file_as_it_was_typed(seed: int) -> None:
    sheet, _, _ = random_roster(seed)
    (found,) = workbook.read(written(sheet), "danh-sach.xlsx").sheets
    assert {row.number: row.cells for row in found.rows} == {row.number: _trimmed(row.cells) for row in sheet.rows}
    assert set(found.merges) == set(sheet.merges)


def written(sheet: Sheet) -> bytes:
    book = openpyxl.Workbook()
    for row in sheet.rows:
        for place, cell in enumerate(row.cells, start=1):
            book.active.cell(row.number, place, cell)
    for merge in sheet.merges:
        book.active.merge_cells(None, merge.top, merge.left + 1, merge.bottom, merge.right + 1)
    return saved(book)


def _trimmed(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    last = max(place for place, cell in enumerate(cells, start=1) if cell is not None)
    return cells[:last]


@pytest.mark.parametrize("seed", LAYOUTS)
def test_a_list_of_awards_gives_each_title_its_holder_and_year(seed: int) -> None:
    sheet, names, expected = random_awards(seed)
    people = [
        PersonRow(place, code, name, fold(name), None, StaffKind.WORKER, None, None, None, place)
        for place, (code, name) in enumerate(names.items(), start=1)
    ]
    codes = {person.id: person.code for person in people}
    planned = history.plan(parsing.understand([sheet], TODAY, TITLES), Snapshot(people=people), [])
    assert planned.report.rejected == ()
    assert {(codes[award["person_id"]], award["year"], award["title"]) for award in planned.new} == expected
    decided = {award["decided_on"] for award in planned.new}
    assert decided <= {None, date(2025, 1, 15)}
