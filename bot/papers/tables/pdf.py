"""The table as a PDF to sign. Pure but for the typesetter."""

from typing import Any

from bot.papers.official.pieces import number as figure
from bot.papers.sections.cutting import section
from bot.papers.sections.setting import Place, set_in_sections
from bot.papers.tables.table import Part, Table
from bot.papers.typesetting import compile

MANY = 800
"""Rows from which on the paper is set in sections of so many."""


def table_pdf(table: Table) -> bytes:
    """A4 across. The same table gives the same bytes."""
    data = _data(table)
    if sum(1 for part in table.parts for _ in part.rows) < MANY:
        return compile("table.typ", data)

    def cut(at: Place) -> dict[str, Any]:
        parts, more = section(data["parts"], at, MANY)
        return {**data, "parts": parts, "first": at.page, "more": more}

    return set_in_sections("table.typ", cut)


def _data(table: Table) -> dict[str, Any]:
    head = table.head
    return {
        "dated": [*table.at.date().timetuple()[:3]],
        "first": 1,
        "more": False,
        "words": {
            "title": table.title,
            "kind": table.kind,
            "about": table.about,
            "issuer": head.issuer,
            "mark": head.mark,
            "note": table.note,
            "continued": table.continued,
            "head": {"parent": head.parent, "country": head.country, "motto": head.motto, "place": head.place},
        },
        "bases": table.bases,
        "intro": table.intro,
        "parts": [_part(part) for part in table.parts],
        "closing": table.closing,
        "signatures": [{"office": one.office, "hint": one.hint, "name": one.name} for one in table.signatures],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "heading": part.heading,
        "nobody": None,
        "columns": [
            {"name": one.name, "width": one.width, "mark": one.mark, "centred": one.mark or one.centred}
            for one in part.columns
        ],
        "groups": [
            {
                "number": number or None,
                "name": name or None,
                "rows": group.rows,
                "sums": [figure(count) for count in group.sums],
            }
            for group, (number, name) in zip(part.groups, part.unit_headings, strict=True)
        ],
        "total": {
            "name": part.total,
            "sums": [figure(count) for count in part.sums],
            "numbers": [figure(part.sum_of(column)) for column in part.numbers],
        },
    }
