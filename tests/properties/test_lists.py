"""Random lists in the layouts of real offices: whoever is in them is found, as written, and nobody else.

40 of each kind; `THIDUA_LAYOUTS` says how many.
"""

import os
from collections.abc import Sequence
from datetime import date

import pytest

from bot.awards import history, parsing
from bot.awards.naming import TitleReader
from bot.dialogue.screens import Phrase
from bot.folding import fold
from bot.people.records import StaffKind
from bot.people.roster import importing
from bot.people.roster.snapshot import PersonRow, Snapshot
from bot.titles.loading import load
from tests.properties.lists import TODAY, Expected, random_awards, random_roster

LAYOUTS = range(int(os.environ.get("THIDUA_LAYOUTS", "40")))
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
