"""Descriptions of an audience in words: the data that finds the people, with the names of what it holds."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.dialogue.screens import Named, Phrase, say
from bot.notices import records
from bot.notices.audience.recipients import Answer, Description
from bot.notices.screens import title
from bot.people.records import Person, Role, StaffKind, UnionGroup, Unit
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.loading import shared as catalogue

SHOWN = 3
"""Names that are listed; the others are counted."""

ANSWERS = {
    Answer.REGISTERED: "audience.registered",
    Answer.MISSING: "audience.missing",
    Answer.DECLINED: "audience.declined",
}
ROLES = {
    Role.UNIT_HEAD: "audience.role.unit_head",
    Role.ACTING_HEAD: "audience.role.acting_head",
    Role.COORDINATOR: "audience.role.coordinator",
    Role.DEPUTY: "audience.role.deputy",
    Role.DIRECTOR: "audience.role.director",
    Role.OFFICE: "audience.role.office",
    Role.OFFICE_HEAD: "audience.role.office_head",
    Role.ACTING_OFFICE_HEAD: "audience.role.acting_office_head",
}
KINDS = {
    StaffKind.CIVIL_SERVANT: "audience.kind.civil_servant",
    StaffKind.PUBLIC_EMPLOYEE: "audience.kind.public_employee",
    StaffKind.WORKER: "audience.kind.worker",
}


def phrase(tx: Tx, description: Description) -> Phrase:
    """The description in words."""
    ((key, value),) = description.items()
    match key:
        case "all":
            return _joined(tx, value, "audience.and")
        case "any":
            return _joined(tx, value, "audience.or")
        case "not":
            return say("audience.not", what=phrase(tx, value))
        case "everybody":
            return say("audience.everybody")
        case "units":
            return say("audience.units", names=_shortened(_names(tx, columns(Unit), value)))
        case "groups":
            return say("audience.groups", names=_shortened(_names(tx, columns(UnionGroup), value)))
        case "people":
            return say("audience.people", names=_shortened(_names(tx, columns(Person), value)))
        case "roles":
            return say("audience.roles", names=tuple(Phrase(ROLES[Role(role)]) for role in value))
        case "kinds":
            return say("audience.kinds", names=tuple(Phrase(KINDS[StaffKind(kind)]) for kind in value))
        case "answer":
            return Phrase(ANSWERS[Answer(value)])
        case "title":
            return say("audience.title", names=_titles(value))
    notice = records.notice(tx, value)
    called = title(notice, 60) if notice else str(value)
    return say("audience.known" if key == "known" else "audience.unknown", title=called)


def _joined(tx: Tx, parts: Sequence[Description], key: str) -> Phrase:
    joined = phrase(tx, parts[0])
    for part in parts[1:]:
        if key == "audience.and" and "not" in part:
            joined = say("audience.except", first=joined, second=phrase(tx, part["not"]))
        else:
            joined = Phrase(key, {"first": joined, "second": phrase(tx, part)})
    return joined


def _names(tx: Tx, table: sa.Table, keys: Sequence[int]) -> list[str]:
    name = table.c.full_name if "full_name" in table.c else table.c.name
    query = sa.select(name).where(table.c.id.in_(keys)).order_by(table.c.position, table.c.id)
    return list(tx.execute(query).scalars())


def _shortened(names: Sequence[str]) -> tuple[Any, ...]:
    more = len(names) - SHOWN
    if more <= 0:
        return tuple(names)
    return (*names[:SHOWN], say("audience.more", count=more))


def _titles(keys: Sequence[str]) -> tuple[Named, ...]:
    """The newest name of each title in the catalogue."""
    found: Mapping[str, Named] = {one.id: one.name for regime in catalogue().every() for one in regime.titles()}
    return tuple(found.get(key, Named(key, key)) for key in keys)
