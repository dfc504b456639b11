"""Bảng đăng ký danh hiệu thi đua of a unit or a union group: a line for each who registers, with room to sign. Pure
but for the typesetter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.dialogue.screens import Named, Phrase, say
from bot.papers.issuer import UNNAMED, Issuer, Signing
from bot.papers.typesetting import compile

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
    collective: tuple[Named, ...]
    commendations: bool
    """Some of what is registered are commendations (hình thức khen thưởng)."""
    people: int
    code: str | None
    version: int
    at: datetime
    lead: str = ""
    issuer: Issuer = UNNAMED
    chair: Signing | None = None
    """The one who signs for the union, where that is said."""


def unit_sheet(phrase: Say, sheet: UnitSheet) -> bytes:
    """The list as a PDF, A4 upright or across. The same list gives the same bytes, however often one asks."""
    return compile(
        "unit_sheet.typ",
        {
            "dated": [*sheet.at.date().timetuple()[:3]],
            "words": {name: phrase(said) for name, said in _words(sheet).items()}
            | {"head": {name: phrase(said) for name, said in _head(sheet).items()}},
            "across": len(sheet.lines) > UPRIGHT,
            "columns": [phrase(said) for said in _COLUMNS],
            "lines": [
                {
                    "name": line.name,
                    "position": line.position,
                    "titles": "; ".join(phrase(title) for title in line.titles),
                    "initiative": phrase(line.initiative) if line.initiative else "",
                    "note": phrase(line.note) if line.note else "",
                }
                for line in sheet.lines
            ],
            "signatures": [
                {"office": phrase(office), "hint": phrase(hint), "name": name}
                for office, hint, name in _signatures(sheet)
            ],
        },
    )


_COLUMNS = (
    say("paper.list.column_number"),
    say("paper.list.column_name"),
    say("paper.list.column_position"),
    say("paper.list.column_titles"),
    say("paper.list.column_initiative"),
    say("paper.list.column_signature"),
)


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
        "place": sheet.issuer.dated(sheet.year),
    }


_TITLES = say("paper.list.what_heading"), say("paper.list.what")
_WITH_COMMENDATIONS = say("paper.list.what_heading_commended"), say("paper.list.what_commended")
"""The name of what is registered, as a heading has it and within a sentence."""


def _words(sheet: UnitSheet) -> dict[str, Phrase]:
    year, number, day, department = sheet.year, sheet.plan_number, sheet.plan_date, sheet.issuer.in_words
    if number and day:
        basis = say("paper.list.basis_plan", number=number, day=day, year=year, department=department)
    else:
        basis = say("paper.list.basis", year=year, department=department)
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
        "nobody": say("paper.list.nobody"),
        "sum": say("paper.list.sum", total=sheet.people, registered=len(sheet.lines)),
        "collective": say("paper.list.collective", titles=sheet.collective)
        if sheet.collective
        else say("paper.list.collective_none"),
        "page": say("paper.list.page"),
        "of_pages": say("paper.list.of_pages"),
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
        (say("paper.list.head"), say("paper.list.sealed") if sheet.seal else hint, sheet.lead),
    )
