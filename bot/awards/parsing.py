"""Lists of awards, read row by row: whose title it is, of which year, and by which decision. Pure, knows no store.

The year of a title stands, in this order, in the heading of its column, in the cell itself, in the column of years, in
a heading between the rows, in the title above the table, in the name of the sheet, or is told with the command. The
year of a birth or of a decision's date is none of these.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.awards import years
from bot.awards.entries import AwardReading, Context
from bot.awards.layouts import by_year, layout, slots
from bot.awards.lines import bears_code, read_line
from bot.awards.naming import TitleReader
from bot.dialogue.screens import Phrase
from bot.refusal import Refusal
from bot.titles.catalogue import Catalogue
from bot.workbooks import reading as workbook
from bot.workbooks import tables
from bot.workbooks.cells import is_number
from bot.workbooks.reading import Sheet
from bot.workbooks.report import hidden, of_file, understood
from bot.workbooks.tables import Table
from bot.workbooks.values import day

_DECISION = re.compile(r"quy\u1ebft \u0111\u1ecbnh s\u1ed1\s*:?\s*(\S+?)[,;]?(?:\s|$)", re.IGNORECASE)
_DAY = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|ng\u00e0y\s+\d{1,2}\s+th\u00e1ng\s+\d{1,2}\s+n\u0103m\s+\d{4}",
    re.IGNORECASE,
)


def parse(
    source: Path | bytes,
    filename: str,
    today: date,
    catalogue: Catalogue,
    *,
    year: int = 0,
    progress: workbook.Progress | None = None,
) -> AwardReading:
    """The rows of a workbook, understood one by one; `year` is that of titles for which the workbook says none.

    Raises Refusal for a file that holds no list of awards, and for one that does not say of which year they are.
    """
    book = workbook.read(source, filename, progress=progress)
    reading = understand(book.sheets, today, TitleReader(catalogue), year=year)
    reading.warnings[:0] = of_file(book)
    return reading


def understand(sheets: Sequence[Sheet], today: date, titles: TitleReader, *, year: int = 0) -> AwardReading:
    """The rows of a workbook that was read; Refusal as `parse` says."""
    wanted = layout(titles, today.year)
    found = tables.find(sheets, wanted)
    if not found:
        raise tables.lacking(sheets, wanted)
    reading = AwardReading()
    said: list[Phrase] = []
    before, reading_sheet = None, ""
    for table in found:
        context = _context(table, titles, today, year, said)
        if before and table.sheet == reading_sheet:  # the header said again: headings above it still hold
            context.heading_years, context.heading_title = before.heading_years, before.heading_title
        before, reading_sheet = context, table.sheet
        for line in table.lines:
            read_line(table, line, context, reading)
    _refuse_without_years(reading)
    reading.understood += [*understood(found, reading.passed_over), *said]
    reading.warnings += hidden(found, set(reading.passed_over))
    return reading


def _context(table: Table, titles: TitleReader, today: date, told: int, said: list[Phrase]) -> Context:
    found = slots(table.header, titles, today.year)
    marked = [line.number for line in table.lines if is_number(line) or bears_code(line)]
    foot = max(marked, default=table.lines[-1].number if table.lines else 0)
    year, why = 0, None
    if "year" not in table.columns and not (found and all(slot.year for slot in found)):
        year, why = _year_around(table, today, told)
    elif found:
        why = Phrase("awards.read.columns", {"years": by_year(found)})
    if why and why not in said:
        said.append(why)
    return Context(today, titles, found, year, _decision_around(table, today), foot)


def _year_around(table: Table, today: date, told: int) -> tuple[int, Phrase | None]:
    above = {year: row for year, row in years.of_titles(table.titles).items() if years.likely(year, today.year)}
    if len(above) > 1:
        raise Refusal("awards.file.years", sheet=table.sheet, years=", ".join(map(str, sorted(above))))
    for year, row in above.items():
        return year, Phrase("awards.read.title", {"year": str(year), "sheet": table.sheet, "row": row})
    named = years.listed(table.sheet)
    if len(named) == 1 and years.likely(named[0], today.year):
        return named[0], Phrase("awards.read.sheet", {"year": str(named[0]), "sheet": table.sheet})
    return told, Phrase("awards.read.told", {"year": str(told)}) if told else None


def _decision_around(table: Table, today: date) -> Mapping[str, Any]:
    """Number and date of the decision that a title above the table names, for rows that name none."""
    for _, text in table.titles:
        if number := _DECISION.search(text):
            written = _DAY.search(text, number.end())
            return {"decision_number": number[1], "decided_on": day(written.group(), today) if written else None}
    return {}


def _refuse_without_years(reading: AwardReading) -> None:
    """One sentence for a list that nowhere says a year, not the same one for each of its rows."""
    lacking = [any(one.why.key == "awards.reject.no_year" for one in row.problems) for row in reading.rejected]
    if lacking and all(lacking) and not reading.entries:
        raise Refusal("awards.file.no_year")
