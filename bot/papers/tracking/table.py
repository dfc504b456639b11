"""Bảng theo dõi gửi, nhận thông báo: to whom a notice was sent, what became of it, who knows and who was told. Pure but
for the typesetter. The same table as a workbook: tracking_workbook.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.dialogue.screens import Formatted, Named, Phrase, counted, say
from bot.papers.issuer import UNNAMED, Issuer, Signing
from bot.papers.typesetting import compile

Say = Callable[[Phrase | Named], str]
"""Says a phrase without markup, in Vietnamese: an official paper has one language."""


@dataclass(frozen=True, slots=True)
class TrackedLine:
    """One person. Times are in the office's zone. `sent`: also where it was taken back since. `at`: None where
    nothing has happened. `told_by`: who told the person; empty where nobody did."""

    name: str
    result: Phrase
    sent: bool
    at: datetime | None
    known_at: datetime | None
    told_by: str
    told_at: datetime | None
    note: Phrase | None


@dataclass(frozen=True, slots=True)
class TrackedUnit:
    """`name`: None of those who belong to no unit any more."""

    name: str | None
    lines: tuple[TrackedLine, ...]

    @property
    def sums(self) -> tuple[int, int, int, int]:
        """The number of people; of them sent it, knowing, told in person."""
        return (
            len(self.lines),
            sum(line.sent for line in self.lines),
            sum(line.known_at is not None for line in self.lines),
            sum(line.told_at is not None for line in self.lines),
        )


@dataclass(frozen=True, slots=True)
class Tracking:
    """`totals`: by what became of it, those that there are; they add up to `announced` and `late` together, and so do
    the units. `corrected`: how often it was put right. `recalled_at`: None of a notice that
    stands. `at`: of when the figures are."""

    title: Formatted
    document: Phrase | None
    sent_at: datetime
    meant: Phrase
    corrected: int
    recalled_at: datetime | None
    announced: int
    late: int
    units: tuple[TrackedUnit, ...]
    totals: tuple[tuple[Phrase, int], ...]
    going_on: bool
    at: datetime
    issuer: Issuer = UNNAMED
    chief: Signing | None = None
    """The one who signs for the department, where that is said."""
    by_door: tuple[Phrase, ...] = ()
    """The recipients by the door that reached them, all of them; nothing where there was one door."""

    @property
    def total(self) -> int:
        return sum(count for _result, count in self.totals)

    @property
    def known(self) -> int:
        return sum(unit.sums[2] for unit in self.units)

    @property
    def told(self) -> int:
        return sum(unit.sums[3] for unit in self.units)


COLUMNS = (
    say("paper.tracking.column_number"),
    say("paper.tracking.column_name"),
    say("paper.tracking.column_result"),
    say("paper.tracking.column_at"),
    say("paper.tracking.column_known"),
    say("paper.tracking.column_told"),
    say("paper.tracking.column_note"),
)


def tracking_pdf(phrase: Say, table: Tracking) -> bytes:
    """The table as a PDF, A4 across. The same facts give the same bytes."""
    return compile("tracking.typ", facts(phrase, table))


def facts(phrase: Say, table: Tracking) -> dict[str, Any]:
    """The values that the template is given."""
    number = 0
    units = []
    for unit in table.units:
        lines = []
        for line in unit.lines:
            number += 1
            lines.append([str(number), *_cells(phrase, line)])
        units.append({"name": phrase(name_of(unit)), "lines": lines, "sum": phrase(sum_of(unit))})
    return {
        "dated": [*table.at.date().timetuple()[:3]],
        "words": {name: phrase(said) for name, said in _words(table).items()}
        | {"head": {name: phrase(said) for name, said in _head(table).items()}},
        "about": [phrase(said) for said in about(table)],
        "columns": [phrase(said) for said in COLUMNS],
        "units": units,
        "totals": [[phrase(result), str(count)] for result, count in table.totals],
        "total": [phrase(total_of(table)), str(table.total)],
        "signatures": [
            {"office": phrase(one.office), "hint": phrase(say("paper.sign.hint")), "name": one.name}
            for one in (Signing(say("paper.list.made_by")), table.chief or Signing(say("paper.tracking.chief")))
        ],
    }


def _cells(phrase: Say, line: TrackedLine) -> list[str]:
    told = phrase(say("paper.tracking.told", by=line.told_by, at=line.told_at)) if line.told_at else ""
    return [
        line.name,
        phrase(line.result),
        phrase(say("paper.tracking.at", at=line.at)) if line.at else "",
        phrase(say("paper.tracking.at", at=line.known_at)) if line.known_at else "",
        told,
        phrase(line.note) if line.note else "",
    ]


def name_of(unit: TrackedUnit) -> Phrase:
    return say("paper.tracking.unit", name=unit.name) if unit.name else say("paper.tracking.no_unit")


def sum_of(unit: TrackedUnit) -> Phrase:
    total, sent, known, told = unit.sums
    pieces = counted(
        {"paper.tracking.count.sent": sent, "paper.tracking.count.known": known, "paper.tracking.count.told": told}
    )
    return (
        say("paper.tracking.sum", total=total, pieces=pieces) if pieces else say("paper.tracking.sum_only", total=total)
    )


def total_of(table: Tracking) -> Phrase:
    if table.late:
        return say("paper.tracking.total_joined", announced=table.announced, late=table.late)
    return say("paper.tracking.total", announced=table.announced)


def about(table: Tracking) -> list[Phrase]:
    """The lines above the table that say of what it is."""
    lines = [
        say("paper.tracking.notice", title=table.title),
        table.document,
        say("paper.tracking.sent", at=table.sent_at),
        say("paper.tracking.meant", meant=table.meant),
        say("paper.tracking.corrected", times=table.corrected) if table.corrected else None,
        say("paper.tracking.recalled", at=table.recalled_at) if table.recalled_at else None,
        say("paper.tracking.by_door", pieces=table.by_door) if table.by_door else None,
        say("paper.tracking.going_on", at=table.at) if table.going_on else say("paper.tracking.as_of", at=table.at),
    ]
    return [line for line in lines if line is not None]


def _head(table: Tracking) -> dict[str, Phrase]:
    return {
        "parent": table.issuer.above,
        "country": say("paper.country"),
        "motto": say("paper.motto"),
        "place": table.issuer.dated(table.at.year),
    }


def _words(table: Tracking) -> dict[str, Phrase]:
    return {
        "title": say("paper.tracking.title", title=table.title),
        "kind": say("paper.tracking.kind"),
        "about": say("paper.tracking.about"),
        "issuer": table.issuer.heading,
        "mark": say("paper.tracking.mark"),
        "note": say("paper.tracking.note", at=table.at),
        "totals": say("paper.tracking.totals"),
        "known": say("paper.tracking.known", known=table.known, told=table.told),
    }
