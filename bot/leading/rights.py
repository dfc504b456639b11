"""Rights over people by the roles that are held on a day: to confirm for them, and to register for them."""

from datetime import date

from bot.people.chain import state_confirmer, union_confirmer
from bot.people.identity import Actor, Staff
from bot.people.reach import LEADING, above, stands_over, units_of
from bot.people.records import Role, UnionOffice
from bot.store.database import Tx
from bot.titles.catalogue import Family

PREPARING = LEADING | {Role.COORDINATOR}
"""Roles that register for people of their unit."""


def may_confirm(tx: Tx, actor: Actor, person: Staff, family: Family, on: date) -> bool:
    """True if `actor` judges registrations of `person` in `family` on that day."""
    me = actor.staff
    if me is None or me.id == person.id:
        return False
    if family is Family.UNION:
        leads = me.union_office is UnionOffice.GROUP_LEAD and me.union_group_id == person.union_group_id
        named = union_confirmer(tx, person, on).staff
        return (leads and person.union_office is not UnionOffice.CHAIR) or (named is not None and named.id == me.id)
    named = state_confirmer(tx, person, on).staff
    return (named is not None and named.id == me.id) or stands_over(tx, actor, person, on)


def may_register_for(tx: Tx, actor: Actor, person: Staff) -> bool:
    """True if `actor` leads or prepares for the unit of `person`, or for one that it is part of."""
    me = actor.staff
    return me is not None and me.id != person.id and bool(units_of(actor, PREPARING) & above(tx, person.unit_id))
