"""One row of a list of awards: its holder, its titles with their years, and the decision. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.awards import years
from bot.awards.entries import AwardEntry, AwardReading, Context
from bot.awards.layouts import Slot
from bot.awards.naming import Named
from bot.dialogue.screens import Phrase
from bot.people import rules
from bot.people.roster.columns import OF_NAMES
from bot.workbooks.cells import filled, short
from bot.workbooks.remarks import TolerantCells
from bot.workbooks.report import Problem, problem, reject
from bot.workbooks.tables import Table, TableLine, is_end, is_total, key, meaning, meanings
from bot.workbooks.values import clean, shown

_DECIDING = frozenset({"code", "name", "family_name", "unit", "year", "award"})
_LEAST = 2
"""Known columns that an award fills at the least, besides number and code: headings and signatures fill one."""
_NUMBERING = re.compile(r"\(?(?:[IVXL]+|[A-Z]|\d{1,2})\s*[.)/:-]+\s*")
_NUMBER = re.compile(r"\(?(?:[IVXL]+|[A-Z]|\d{1,2})[.)/]*")
_COUNT = re.compile(r"\s*[:(-]*\s*\d+\s+[^\W\d]+(?:\s+[^\W\d]+)?\)?\s*$")


@dataclass(frozen=True, slots=True)
class _Said:
    """A cell with titles: under which heading, of which years, and a title where there is a mark only."""

    column: str
    written: str
    years: tuple[int, ...]
    slot: Slot | None = None


def read_line(table: Table, line: TableLine, context: Context, reading: AwardReading) -> None:
    """Add what a row says to `reading`, or keep it in mind where it is a heading of those that follow."""
    in_slots = [slot for slot in context.slots if _at(line, slot)]
    heading = not in_slots and _take_heading(line, context)
    if line.number > context.foot and (is_total(line) or is_end(line)):
        context.ended, context.heading_title = True, None
    count = filled(line) + len(in_slots) + bears_code(line)
    if heading or line.is_heading or is_total(line) or count < _LEAST or (context.slots and not in_slots):
        reading.passed_over.append((line.sheet, line.number))
        return
    cells = TolerantCells(table, line, _DECIDING)
    own_years = _row_years(cells, context)
    named, faults = _titles(cells, line, context, in_slots, own_years)
    in_foot = (context.ended or line.number > context.foot) and _unread_only([*cells.problems, *faults])
    if not named and (in_foot or not (faults or cells.problems)):
        reading.passed_over.append((line.sheet, line.number))
        return
    code, name = rules.code(cells.text("code")), _name(cells)
    entries = [*_entries(cells, context, code, name, named)]
    if cells.problems or not entries:
        reading.rejected.append(reject(table, line, [*cells.problems, *faults, *cells.remarks]))
        return
    reading.entries += entries
    if remarks := [*faults, *cells.remarks]:
        reading.remarks.append(reject(table, line, remarks))


def bears_code(line: TableLine) -> bool:
    return any(char.isdigit() for char in shown(line.values.get("code")))


def _at(line: TableLine, slot: Slot) -> str:
    return shown(line.cells[slot.place]) if slot.place < len(line.cells) else ""


def _take_heading(line: TableLine, context: Context) -> bool:
    """True for a row that names the year, or the title, of the rows below it and nothing else."""
    number = shown(line.values.get("number"))
    texts = {shown(cell) for cell in line.cells if cell is not None}
    if _NUMBER.fullmatch(number):
        texts.discard(number)
    if len(texts) != 1:
        return False
    text = _COUNT.sub("", _NUMBERING.sub("", texts.pop(), count=1)).strip(" .:;")
    if listed := years.listed(text):
        context.heading_years = tuple(year for year in listed if years.likely(year, context.today.year))
        return bool(context.heading_years)
    read = context.titles.cell(text, context.year)
    if len(read.named) == 1 and not read.unread:
        context.heading_title = read.named[0].title
        if said := read.named[0].years:
            context.heading_years = tuple(sorted(said))
        return True
    return False


def _row_years(cells: TolerantCells, context: Context) -> tuple[int, ...]:
    """Years that the row says in their column, or that are said around it; none where there is a fault."""
    if "year" not in cells.table.columns:
        return context.heading_years or ((context.year,) if context.year else ())
    if all(slot.year for slot in context.slots) and context.slots:
        return ()
    text = cells.text("year") if context.heading_years else cells.needed("year")
    if not text:
        return context.heading_years
    listed = years.listed(text)
    if listed and all(years.likely(year, context.today.year) for year in listed):
        return listed
    why = "awards.reject.year_span" if years.is_span(text) else "awards.reject.year"
    cells.refuse("year", why, value=short(text))
    return ()


def _titles(
    cells: TolerantCells, line: TableLine, context: Context, in_slots: Sequence[Slot], row_years: tuple[int, ...]
) -> tuple[list[tuple[Named, tuple[int, ...], str]], list[Problem]]:
    """Titles with their years and the column that says them, and what in these cells cannot be read."""
    found: list[tuple[Named, tuple[int, ...], str]] = []
    faults: list[Problem] = []
    places = {slot.place for slot in context.slots}
    said = [
        _Said(slot.heading, _raw(line, slot.place), (slot.year,) if slot.year else row_years, slot) for slot in in_slots
    ]
    column = cells.table.columns.get("award", ())
    if column and column[0] not in places:
        heading = cells.table.heading("award")
        if cells.text("award"):
            said.append(_Said(heading, _raw(line, column[0]), row_years))
        elif context.heading_title:
            found.append((Named(context.heading_title), row_years, heading))
        else:
            cells.needed("award")
    issuer = cells.text("issuer")
    for one in said:
        title = (one.slot.title if one.slot else None) or context.heading_title
        mark = meanings("marks").get(key(clean(one.written)))
        if mark == "no":
            continue
        if mark == "yes" and one.slot:
            if title:
                found.append((Named(title), one.years, one.column))
            else:
                faults.append(Problem(one.column, Phrase("awards.reject.mark", {"value": short(clean(one.written))})))
            continue
        if title and one.slot and (listed := years.listed(one.written)):
            found.append((Named(title), tuple(listed), one.column))
            continue
        read = context.titles.cell(one.written, one.years[0] if one.years else 0, issuer)
        found += [(named, one.years, one.column) for named in read.named]
        faults += [Problem(one.column, Phrase("awards.reject.title", {"value": short(text)})) for text in read.unread]
        if read.named:
            cells.remarks += [
                Problem(one.column, Phrase("awards.remark.aside", {"value": short(text)})) for text in read.asides
            ]
    return found, faults


def _raw(line: TableLine, place: int) -> str:
    """The text of a cell with its line breaks, which part titles."""
    cell = line.cells[place] if place < len(line.cells) else None
    return cell if isinstance(cell, str) else shown(cell)


def _unread_only(faults: Sequence[Problem]) -> bool:
    """True for what signatures and notes make of a table's columns."""
    unread = {"awards.reject.title", "awards.reject.mark", "awards.reject.year", "workbook.reject.missing"}
    return all(one.why.key in unread for one in faults)


def _name(cells: TolerantCells) -> str:
    name = rules.full_name(" ".join(filter(None, (cells.text("family_name"), cells.text("name")))))
    if not name and not cells.text("code"):
        name = cells.text("unit")
    if not name:
        cells.refuse("name", "workbook.reject.missing")
    elif meaning(name) in OF_NAMES and not cells.text("unit"):
        cells.refuse("name", "roster.reject.heading", value=short(name))
    elif not rules.is_name(name):
        cells.refuse("name", "roster.reject.name", value=short(name))
    return name


def _entries(
    cells: TolerantCells,
    context: Context,
    code: str,
    name: str,
    found: Sequence[tuple[Named, tuple[int, ...], str]],
) -> Iterator[AwardEntry]:
    decided_on = cells.day("decided_on", context.today)
    said = {
        "decision_number": cells.text("decision_number") or None,
        "decided_on": decided_on,
        "issuer": cells.text("issuer") or None,
    }
    columns = cells.table.columns
    own: dict[str, Any] = {column: said[column] for column in said if column in columns and column not in cells.unread}
    around = {} if own.keys() & {"decision_number", "decided_on"} else context.decision
    for named, around_years, column in found:
        own_years = sorted(named.years)
        if own_years and around_years and not named.years <= set(around_years) and not _is_only_around(cells, context):
            values = {"value": ", ".join(map(str, own_years)), "year": ", ".join(map(str, around_years))}
            cells.problems.append(Problem(column, Phrase("awards.reject.two_years", values)))
            continue
        if not (of := own_years or around_years):
            if "year" not in columns:
                cells.problems.append(Problem(column, Phrase("awards.reject.no_year")))
            continue
        if named.assumed:
            cells.remarks.append(Problem(column, Phrase("awards.remark.province", {"title": named.title.name})))
        for year in of:
            if not years.likely(year, context.today.year):
                cells.problems.append(Problem(column, Phrase("awards.reject.year", {"value": str(year)})))
                continue
            if decided_on and not (year <= decided_on.year and decided_on <= context.today):
                why = Phrase("awards.reject.decided_on", {"day": decided_on, "year": year})
                cells.problems.append(problem(cells.table, "decided_on", why))
            day = around.get("decided_on")
            decision = {**own, **around} if around and (day is None or day.year >= year) else own
            yield AwardEntry(
                cells.table, cells.line, column, code, name, cells.text("unit"), named.title, year, decision
            )


def _is_only_around(cells: TolerantCells, context: Context) -> bool:
    """True if the years of a row are said above the table only: what a cell says goes before that."""
    return "year" not in cells.table.columns and not any(slot.year for slot in context.slots)
