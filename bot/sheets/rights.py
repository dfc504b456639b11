"""Rights to look at a list, to send it and to receive it, by the roles of today."""

from bot.people.identity import Actor
from bot.people.reach import LEADING, SEEING, above, union_scope, units_of
from bot.people.records import Role, UnionOffice
from bot.registration.reading import Registrant
from bot.store.database import Tx
from bot.titles.catalogue import Subject


def may_send(tx: Tx, actor: Actor, who: Registrant) -> bool:
    """For the unit's head or acting head, or that of a body above it; the union group's lead."""
    if who.subject is Subject.UNION_GROUP:
        return _leads_group(actor, who.key)
    return bool(units_of(actor, LEADING) & above(tx, who.key))


def may_look(tx: Tx, actor: Actor, who: Registrant) -> bool:
    """For those who send, prepare or are in charge, and those who receive."""
    if may_receive(actor, who.subject):
        return True
    if who.subject is Subject.UNION_GROUP:
        return _leads_group(actor, who.key)
    return bool(units_of(actor, SEEING) & above(tx, who.key))


def may_receive(actor: Actor, subject: Subject) -> bool:
    """For the Office with units; with union groups for the chair of the union."""
    if subject is Subject.UNIT:
        return actor.has(Role.OFFICE)
    return actor.staff is not None and actor.staff.union_office is UnionOffice.CHAIR


def _leads_group(actor: Actor, group_id: int) -> bool:
    scope = union_scope(actor)
    return scope is not None and group_id in scope.union_group_ids
