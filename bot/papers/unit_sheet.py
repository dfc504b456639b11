"""Bảng đăng ký danh hiệu thi đua of a unit or a union group: a line for each who registers, with room to sign. Pure
but for the typesetter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.dialogue.screens import Named, Phrase, say
from bot.papers.basis import based_on, plan
from bot.papers.issuer import UNNAMED, Issuer, Signing
from bot.papers.typesetting import compile

_FEW = 3
"""Titles for whose columns an upright page has room."""
UPRIGHT = 8
"""People up to whom one upright page usually holds the list with its signatures; more are easier to read across."""

Say = Callable[[Phrase | Named], str]
"""Says a phrase without markup, in Vietnamese: an official paper has one language."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person who registers. `note`: what is to be known of the registration."""

    name: str
    position: str
    titles: tuple[Named, ...]
    initiative: Named | Phrase | None = None
    note: Phrase | None = None


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """One version of a list. `code`: None before it is sent. `lead`: who signs it, by name; empty where none or more
    than one does. `above`: the body that the unit is part of, if not the department itself. `people`: how many the unit
    has; of those who do not register the paper says nothing else."""

    name: str
    above: str | None
    union: bool
    seal: bool
    year: int
    plan_number: str | None
    plan_date: date | None
    lines: tuple[SheetLine, ...]
    titles: tuple[Named, ...]
    """The columns: short names of the titles that somebody on the list registers, as the lines have them."""
    collective: tuple[Named, ...]
    commendations: bool
    """Some of what is registered are commendations (hình thức khen thưởng)."""
    people: int
    code: str | None
    version: int
    at: datetime
    lead: str = ""
    office: Phrase | None = None
    """The office of the one who signs for a unit, as it stands above the signature; None: not known."""
    issuer: Issuer = UNNAMED
    chair: Signing | None = None
    """The one who signs for the union, where that is said."""


def unit_sheet(phrase: Say, sheet: UnitSheet) -> bytes:
    """The list as a PDF, A4 upright or across. The same list gives the same bytes, however often one asks."""
    across = len(sheet.lines) > UPRIGHT or len(sheet.titles) > _FEW
    return compile(
        "unit_sheet.typ",
        {
            "dated": [*sheet.at.date().timetuple()[:3]],
            "words": {name: phrase(said) for name, said in _words(sheet).items()}
            | {"head": {name: phrase(said) for name, said in _head(sheet).items()}},
            "across": across,
            "part": {
                "heading": None,
                "nobody": phrase(say("paper.list.nobody")),
                "columns": _columns(phrase, sheet, across),
                "groups": [_group(phrase, sheet)] if sheet.lines else [],
                "total": _total(phrase, sheet) if sheet.lines else None,
            },
            "signatures": [
                {"office": phrase(office), "hint": phrase(hint), "name": name}
                for office, hint, name in _signatures(sheet)
            ],
        },
    )


def _columns(phrase: Say, sheet: UnitSheet, across: bool) -> list[dict[str, object]]:
    """A column for each title that somebody on the list registers. Their widths in millimetres fill the page."""
    number, signature, mark = (11.0, 32.0, 19.0) if across else (9.0, 24.0, 16.0)
    left = (249.0 if across else 162.0) - number - signature - mark * len(sheet.titles)
    shares = (3.0, 3.0) if sheet.union else (4.0, 3.0, 4.0)
    widths = [round(left * share / sum(shares), 1) for share in shares]
    words = [say("paper.list.column_name"), say("paper.list.column_position")]
    beside = [] if sheet.union else [(say("paper.list.column_initiative"), widths[2])]
    columns: list[tuple[Phrase | Named, float]] = [
        (say("paper.list.column_number"), number),
        *zip(words, widths[:2], strict=True),
        *((title, mark) for title in sheet.titles),
        *beside,
        (say("paper.list.column_signature"), signature),
    ]
    marks = range(3, 3 + len(sheet.titles))
    return [
        {"name": phrase(name), "width": width, "mark": at in marks, "centred": at in marks}
        for at, (name, width) in enumerate(columns)
    ]


def _group(phrase: Say, sheet: UnitSheet) -> dict[str, object]:
    rows = []
    for number, line in enumerate(sheet.lines, start=1):
        note = phrase(line.note) if line.note else ""
        initiative = " ".join(phrase(line.initiative).split()) if line.initiative else ""
        name = "\n".join(filter(None, (line.name, note))) if sheet.union else line.name
        beside = [] if sheet.union else ["\n".join(filter(None, (initiative, note)))]
        crosses = ["x" if title in line.titles else "" for title in sheet.titles]
        rows.append([str(number), name, line.position, *crosses, *beside, ""])
    return {"number": None, "name": sheet.name, "rows": rows, "sums": None}


def _total(phrase: Say, sheet: UnitSheet) -> dict[str, object]:
    sums = [str(sum(title in line.titles for line in sheet.lines)) for title in sheet.titles]
    return {"name": phrase(say("paper.list.total")), "sums": sums, "numbers": []}


def _head(sheet: UnitSheet) -> dict[str, Phrase]:
    above = sheet.issuer.heading
    if sheet.union:
        above = sheet.issuer.union_heading
    elif sheet.above is not None:
        above = say("paper.list.above", name=sheet.above.upper())
    return {
        "parent": above,
        "country": say("paper.country"),
        "motto": say("paper.motto"),
        "place": sheet.issuer.dated(sheet.at.year),
    }


_TITLES = say("paper.list.what_heading"), say("paper.list.what")
_WITH_COMMENDATIONS = say("paper.list.what_heading_commended"), say("paper.list.what_commended")
"""The name of what is registered, as a heading has it and within a sentence."""


def _words(sheet: UnitSheet) -> dict[str, Phrase]:
    year, department = sheet.year, sheet.issuer.in_words
    basis = say("paper.list.basis", year=year, department=department)
    if sheet.plan_date is not None:
        (basis,) = based_on([plan(sheet.plan_number, sheet.plan_date, department, year)])
    if sheet.code is None:
        mark, note = say("paper.list.mark_unsent"), say("paper.list.note_unsent", at=sheet.at)
    else:
        mark = say("paper.list.mark", code=sheet.code, version=sheet.version)
        note = say("paper.list.note", code=sheet.code, version=sheet.version, at=sheet.at)
    what = _WITH_COMMENDATIONS if sheet.commendations else _TITLES
    return {
        "title": say("paper.list.title", what=what[1], year=year, name=sheet.name),
        "kind": say("paper.list.kind"),
        "about": say("paper.list.about_union" if sheet.union else "paper.list.about", what=what[0], year=year),
        "issuer": say("paper.list.above", name=sheet.name.upper()),
        "mark": mark,
        "note": note,
        "basis": basis,
        "intro": say("paper.list.intro", name=sheet.name, what=what[1], year=year),
        "sum": say("paper.list.sum", total=sheet.people, registered=len(sheet.lines))
        if sheet.lines
        else say("paper.list.sum_nobody", total=sheet.people),
        "collective": say("paper.list.collective", titles=sheet.collective)
        if sheet.collective
        else say("paper.list.collective_none"),
        "continued": say("paper.table.continued"),
    }


def _signatures(sheet: UnitSheet) -> tuple[tuple[Phrase, Phrase, str], ...]:
    """(office, hint, printed name); whose list it is stands on the right, and above it for a union group its chair."""
    hint = say("paper.sign.hint")
    if sheet.union:
        chair = sheet.chair or Signing(say("paper.list.chair"))
        return (
            (say("paper.list.group_lead"), hint, sheet.lead),
            (chair.office, say("paper.list.sealed"), chair.name),
        )
    return (
        (say("paper.list.made_by"), hint, ""),
        (sheet.office or say("paper.list.head"), say("paper.list.sealed") if sheet.seal else hint, sheet.lead),
    )
