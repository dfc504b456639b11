"""The columns of a person, each as its cell says it. Pure; what cannot be read is a problem or a remark of the row."""

from datetime import date

from bot.dialogue.screens import Phrase
from bot.people import rules
from bot.people.records import Gender, Role, UnionOffice
from bot.workbooks import values
from bot.workbooks.cells import short
from bot.workbooks.remarks import TolerantCells
from bot.workbooks.tables import key, meaning, meanings

DECIDING = frozenset({"code", "name", "family_name", "unit", "parent"})
"""Columns that say who somebody is: without them a row is not taken. The others only describe."""

OF_NAMES = frozenset({"name", "family_name", "code", "number", "unit"})
"""Columns whose headings are no names of people."""

_OFFICES = {
    UnionOffice.CHAIR: "union.office.chair",
    UnionOffice.GROUP_LEAD: "union.office.group_lead",
    UnionOffice.COMMITTEE: "union.office.committee",
    UnionOffice.GROUP_DEPUTY: "union.office.group_deputy",
}
"""The one that confirms more comes first: of several, one can be kept."""


def code(cells: TolerantCells) -> str:
    found = rules.code(cells.needed("code"))
    if found and not (found[0].isalnum() and all(char.isalnum() or char in "-_./" for char in found)):
        cells.refuse("code", "roster.reject.code", value=short(found))
    return found


def full_name(cells: TolerantCells) -> str:
    found = rules.full_name(" ".join(filter(None, (cells.text("family_name"), cells.needed("name")))))
    if values.in_legacy_font(found):
        cells.refuse("name", "roster.reject.legacy_font")
    elif meaning(found) in OF_NAMES:
        cells.refuse("name", "roster.reject.heading", value=short(found))
    elif found and not rules.is_name(found):
        cells.refuse("name", "roster.reject.name", value=short(found))
    return found


def phone(cells: TolerantCells) -> str | None:
    cell = cells.line.values.get("phone")
    written = cell if isinstance(cell, str) else cells.text("phone")  # its line breaks part two numbers
    if not cells.text("phone") or meanings("marks").get(key(written)) == "no":
        return None
    found = rules.phones(written)
    if found.first is None:
        cells.refuse("phone", "roster.reject.phone")
    elif found.more:
        cells.remark("phone", "roster.remark.phone", phone=rules.half_masked_phone(found.first))
    return found.first


def email(cells: TolerantCells) -> str | None:
    written = cells.text("email")
    if not written or meanings("marks").get(key(written)) == "no":
        return None
    found = rules.emails(written)
    if found.first is None:
        cells.refuse("email", "roster.reject.email")
    elif found.more:
        cells.remark("email", "roster.remark.email")
    return found.first


def gender(cells: TolerantCells) -> Gender | None:
    """The sex that the column says, or that of the two columns of the sexes which is filled, with a mark or a birth."""
    if "gender" in cells.table.columns:
        return cells.chosen("gender", "genders", Gender, "roster.reject.gender")
    marks = meanings("marks")
    filled = [sex for sex in Gender if (text := cells.text(sex.value)) and marks.get(key(text)) != "no"]
    if len(filled) > 1:
        cells.refuse("female", "roster.reject.both_sexes")
    return filled[0] if len(filled) == 1 else None


def birth_year(cells: TolerantCells, today: date) -> int | None:
    for column in ("birth", "male", "female"):
        if year := values.birth_year(cells.line.values.get(column), today):
            return year
    return None


def roles(cells: TolerantCells) -> frozenset[Role]:
    known, found = meanings("roles"), set()
    for piece in cells.pieces("role"):
        if meanings("marks").get(key(piece)) == "no":
            continue
        if key(piece) in known:
            found.add(Role(known[key(piece)]))
        else:
            cells.refuse("role", "roster.reject.role", value=short(piece))
    return frozenset(found)


def union_office(cells: TolerantCells, warnings: list[Phrase]) -> UnionOffice:
    known, named = meanings("union_offices"), []
    for piece in cells.pieces("union_office"):
        if meanings("marks").get(key(piece)) == "no":
            continue
        if key(piece) in known:
            named.append(UnionOffice(known[key(piece)]))
        else:
            cells.refuse("union_office", "roster.reject.union_office", value=short(piece))
    offices = [office for office in _OFFICES if office in named]
    if len(offices) > 1:
        warnings.append(
            Phrase("roster.warn.union_offices", {"code": cells.text("code"), "kept": Phrase(_OFFICES[offices[0]])})
        )
    return offices[0] if offices else UnionOffice.MEMBER


def union_group(cells: TolerantCells) -> str:
    """The group of a member; nothing for others. The two columns must agree, for membership gives rights."""
    group, columns = cells.text("union_group"), cells.table.columns
    if group and meanings("marks").get(key(group)) == "no":
        group = ""
    if "union_member" not in columns:
        return group
    member = cells.marked("union_member")
    if member and not group and "union_group" in columns:
        cells.refuse("union_group", "roster.reject.union_group")
    if group and not member and not cells.text("union_member"):
        cells.refuse("union_member", "roster.reject.union_member")
    if "union_member" in cells.unread:  # of somebody who may be a member nothing is known about the group either
        cells.unread.add("union_group")
    return group if member else ""
