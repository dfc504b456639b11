"""A unit's workbook of signed forms: its headings, and its rows as they were filled in. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bot.dialogue.screens import Named, Phrase, say
from bot.folding import fold
from bot.people.rules import code as staff_code
from bot.refusal import Refusal
from bot.registration.records import DeclineReason
from bot.registration.rules import LONGEST_ANSWER, SHORTEST_WORDS
from bot.titles.catalogue import Regime, Title
from bot.titles.rules import toggle
from bot.words import own_words
from bot.workbooks.reading import Cell, Formula, Workbook
from bot.workbooks.values import day as written_day
from bot.workbooks.values import shown

Say = Callable[[Phrase | Named], str]
"""Says a phrase in the language of official papers."""

CODE, NAME, POST = "paper.column.code", "paper.column.name", "paper.column.post"
INITIATIVE, DECLINES, DAY = "paper.column.initiative", "paper.column.declines", "paper.column.day"
COLUMNS: Mapping[str, Sequence[str]] = {
    CODE: ("ma ccvc", "ma so ccvc", "ma can bo"),
    NAME: ("ho va ten", "ho ten"),
    INITIATIVE: ("sang kien, de tai", "sang kien", "ten sang kien"),
    DECLINES: ("khong dang ky", "khong dang ky nam nay", "khong dang ky (ly do)"),
    DAY: ("ngay ky", "ngay ky ban giay"),
}
"""Heading -> the ways in which it is written, folded."""
_YES = frozenset({"x", "v", "co", "1", "✓", "✔", "true"})
_NO = frozenset({"", "0", "-", "khong", "false"})
_REASONS = {
    DeclineReason.LEAVING: ("nghi huu", "chuyen cong tac", "nghi huu, chuyen cong tac"),
    DeclineReason.AWAY: ("di hoc", "biet phai", "di hoc, biet phai"),
    DeclineReason.NEW: ("moi vao", "moi vao co quan", "moi tuyen dung"),
    DeclineReason.PERSONAL: ("ly do ca nhan", "ca nhan", "khong dang ky", *_YES),
}
_REASON = {word: reason for reason, words in _REASONS.items() for word in words}
"""Words under «không đăng ký», folded -> the reason; a mark alone says none, and is put down as the person's own."""


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row that says something. `why`: it cannot be taken."""

    number: int
    """As the spreadsheet shows it."""
    code: str
    name: str
    titles: tuple[str, ...] = ()
    initiative: str | None = None
    signed_on: date | None = None
    why: Phrase | None = None
    declines: DeclineReason | None = None
    """The form says that nothing is registered this year."""
    sheet: str = ""
    headings: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = field(default=(), repr=False)
    """The row as it stands in the workbook."""


def headings(titles: Sequence[Title]) -> tuple[Phrase | Named, ...]:
    return (
        say(CODE),
        say(NAME),
        say(POST),
        *(title.label for title in titles),
        say(INITIATIVE),
        say(DECLINES),
        say(DAY),
    )


def rows(book: Workbook, regime: Regime, offered: Sequence[Title], today: date) -> list[FilledRow] | None:
    """The rows that were filled in, each with what hinders it; None: no row of the workbook holds the headings."""
    known = {fold(named.vi): title.id for title in offered for named in (title.name, title.label, title.short)}
    written = {word: name for name, words in COLUMNS.items() for word in words}
    for sheet in book.sheets:
        for place, row in enumerate(sheet.rows):
            said = [fold(_text(cell)) for cell in row.cells]
            columns = {written[word]: at for at, word in reversed(list(enumerate(said))) if word in written}
            if CODE not in columns:
                continue
            marks = {at: known[word] for at, word in enumerate(said) if word in known}
            heads = tuple(_text(cell) for cell in row.cells)
            found = _read(sheet.rows[place + 1 :], columns, marks, regime, today)
            return [replace(one, sheet=sheet.name, headings=heads) for one in found]
    return None


def _read(
    lines: Sequence[Any], columns: Mapping[str, int], marks: Mapping[int, str], regime: Regime, today: date
) -> list[FilledRow]:
    found, seen = list[FilledRow](), set[str]()
    for line in lines:
        row = _row(line.number, line.cells, columns, marks, regime, today)
        if row is None:
            continue
        if row.code in seen:
            row = FilledRow(row.number, row.code, row.name, why=say("paper.row.twice"), cells=row.cells)
        seen.add(row.code)
        found.append(row)
    return found


def _row(
    number: int,
    cells: Sequence[Cell],
    columns: Mapping[str, int],
    marks: Mapping[int, str],
    regime: Regime,
    today: date,
) -> FilledRow | None:
    def at(name: str) -> Cell:
        place = columns.get(name)
        return None if place is None or place >= len(cells) else cells[place]

    code, name = staff_code(_text(at(CODE))), _text(at(NAME))
    on, unclear = list[str](), False
    for place, title in marks.items():
        mark = fold(_text(cells[place])) if place < len(cells) else ""
        unclear = unclear or mark not in _YES | _NO
        if mark in _YES:
            on.append(title)
    said_no = fold(_text(at(DECLINES)))
    declines = None if said_no in _NO else _REASON.get(said_no)
    if not on and not unclear and said_no in _NO and at(DAY) is None:
        return None
    day = written_day(cell if isinstance(cell := at(DAY), date | int | float) else _text(cell), today)
    chosen = frozenset[str]()
    for title in on:
        chosen = chosen if title in chosen else toggle(regime, chosen, title)
    ordered = tuple(title.id for title in regime.in_order(chosen))
    initiative, why = _initiative(_text(at(INITIATIVE)))
    if unclear:
        why = say("paper.row.mark")
    elif declines is None and said_no not in _NO:
        why = say("paper.row.declines")
    elif on and declines:
        why = say("paper.row.both")
    elif not on and not declines:
        why = say("paper.row.no_title")
    elif not set(on) <= chosen:
        why = say("paper.row.exclusive")
    elif day is None:
        why = say("paper.row.no_day")
    return FilledRow(number, code, name, ordered, initiative, day, why, declines, cells=tuple(cells))


def _initiative(text: str) -> tuple[str | None, Phrase | None]:
    """The name as it may be kept, or why it may not."""
    try:
        return (own_words(text, shortest=SHORTEST_WORDS, longest=LONGEST_ANSWER) if text else None), None
    except Refusal as refusal:
        return None, Phrase(refusal.key, refusal.values)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return (cell.text if isinstance(cell, Formula) else shown(cell)).strip()
