"""A document as PDF, by the built-in wording. Pure but for the typesetter."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.papers.official.official import Break, Look, Official, Table, Text, filled, wording, words
from bot.papers.sections.cutting import section
from bot.papers.sections.setting import Place, set_in_sections
from bot.papers.typesetting import compile

MANY = 800
"""Rows of a list from which on the paper is set in sections of so many."""
_ACROSS = 162
"""Millimetres between the margins."""


def official_pdf(document: Official) -> bytes:
    """The document, A4 upright. The same document gives the same bytes."""
    data = _data(document)
    listed = data["list"]
    if listed is None or sum(len(group["rows"]) for part in listed["parts"] for group in part["groups"]) < MANY:
        return compile("official.typ", data)

    def cut(at: Place) -> dict[str, Any]:
        parts, more = section(listed["parts"], at, MANY)
        return {**data, "list": {**listed, "parts": parts}, "first": at.page, "more": more}

    return set_in_sections("official.typ", cut)


def _data(document: Official) -> dict[str, Any]:
    own, names = wording(document.kind), document.names
    shown = [block for block in own.blocks if not block.when or names[block.when]]
    listed = None
    match shown:
        case [*rest, Break(heads), Table() as table] if table.within:
            shown = rest
            listed = {"heads": [filled(head, names) for head in heads], "parts": [_list(table, names)]}
    blocks = [one for block in shown for one in _laid(block, names)]
    before = next((place for place, one in enumerate(blocks) if one["type"] == "break"), len(blocks))

    def said(text: str) -> str:
        return filled(text, names)

    return {
        "title": said(own.title),
        "dated": [*document.at.date().timetuple()[:3]],
        "head": {
            "parent": said(own.parent),
            "country": words()["country"],
            "motto": words()["motto"],
            "place": document.values["dated"],
        },
        "issuer": said(own.issuer),
        "mark": said(own.mark),
        "subject": said(own.subject),
        "draft": said(own.draft),
        "kind": said(own.kind),
        "about": said(own.about),
        "to": [said(one) for one in own.to],
        "words": dict(words()),
        "blocks": blocks,
        "closing": before - 1,
        "copies": [said(one) for one in own.copies],
        "signers": [{"office": said(one.office), "name": said(one.name), "hint": one.hint} for one in own.signers],
        "note": said(own.note),
        "list": listed,
        "first": 1,
        "more": False,
    }


def _laid(block: Text | Table | Break, names: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The block as the template of the PDF takes it: once, or for each line of its list."""
    match block:
        case Text(each=""):
            yield _text(block, names)
        case Text(each=each):
            for row in names[each]:
                yield _text(block, {**names, "row": row})
        case Break(heads):
            yield {"type": "break", "heads": [filled(head, names) for head in heads]}
        case Table():
            yield {
                "type": "table",
                "columns": [
                    {"head": filled(one.head, names), "width": one.width, "align": one.align} for one in block.columns
                ],
                "groups": list(_groups(block, names)),
                "total": [filled(cell, names) for cell in block.total],
            }


def _list(table: Table, names: Mapping[str, Any]) -> dict[str, Any]:
    """The table as one of names by group, which fills its pages as wide as they are."""
    share = sum(one.width for one in table.columns)
    return {
        "heading": None,
        "nobody": None,
        "columns": [
            {
                "name": filled(one.head, names),
                "width": one.width * _ACROSS / share,
                "mark": False,
                "centred": one.align == "center",
            }
            for one in table.columns
        ],
        "groups": [
            {"number": None, "name": one["head"], "rows": one["rows"], "sums": None} for one in _groups(table, names)
        ],
        "total": None,
    }


def _text(block: Text, names: Mapping[str, Any]) -> dict[str, Any]:
    text = filled(block.text, names)
    found = {"type": "text", "look": block.look, "lead": filled(block.lead, names)}
    return found | ({"pieces": text.split("\t")} if block.look is Look.LINE else {"text": text})


def _groups(table: Table, names: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    def cells(row: Mapping[str, Any]) -> list[str]:
        return [filled(one.cell, {**names, "row": row}) for one in table.columns]

    if not table.within:
        yield {"head": "", "rows": [cells(row) for row in names[table.of]]}
        return
    for group in names[table.of]:
        head = filled(table.group, {**names, "group": group})
        yield {"head": head, "rows": [cells(row) for row in group[table.within]]}
