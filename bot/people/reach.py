"""The reach of a role: the units led (with all below them), the union group led, as of a day."""

from collections.abc import Collection, Iterable
from datetime import date

import sqlalchemy as sa

from bot.address import Door
from bot.people.dates import holds_on
from bot.people.identity import Actor, Scope, Staff
from bot.people.records import Account, Grant, Person, Post, Role, UnionGroup, UnionMembership, UnionOffice, Unit
from bot.people.rules import open_doors
from bot.store.database import Tx
from bot.store.schema import at_door, columns

_U, _A, _G, _P, _POST, _M = (columns(model) for model in (Unit, Account, Grant, Person, Post, UnionMembership))

LEADING = frozenset({Role.UNIT_HEAD, Role.ACTING_HEAD})
"""Roles that confirm in their unit."""
SEEING = LEADING | {Role.COORDINATOR, Role.DEPUTY}
"""Roles that see the board of their unit."""
_PARENTS = sa.select(_U.c.id, _U.c.parent_id).where(holds_on(_U, sa.bindparam("today", type_=sa.Date)))
_PARENT = sa.select(_U.c.parent_id).where(_U.c.id == sa.bindparam("unit_id"))
DOORS = (_A.c.user_id, _A.c.person_id, _A.c.blocked_at, _A.c.web_since, _A.c.zalo_chat_key)
"""The columns that `open_doors` takes, in their order."""
HAS_ANOTHER = sa.or_(_A.c.web_since.is_not(None), _A.c.zalo_chat_key.is_not(None))
"""The condition on an account with a chat at Telegram that another door is open to its holder."""
_LINKED = sa.select(*DOORS).where(_A.c.person_id.is_not(None))
_LINKED_OF = _LINKED.where(_A.c.person_id.in_(sa.bindparam("people", expanding=True)))


def units_of(actor: Actor, roles: Iterable[Role]) -> frozenset[int]:
    """The units that `actor` holds one of `roles` over, without those below them."""
    wanted = frozenset(roles)
    return frozenset(grant.unit_id for grant in actor.grants if grant.role in wanted and grant.unit_id is not None)


def subtree(tx: Tx, unit_ids: Iterable[int], on: date) -> frozenset[int]:
    """`unit_ids` and every unit below them."""
    parents = tx.execute(_PARENTS, {"today": on}).all()
    reached = set(unit_ids)
    while more := {row.id for row in parents if row.parent_id in reached} - reached:
        reached |= more
    return frozenset(reached)


def unit_scope(tx: Tx, actor: Actor) -> Scope | None:
    """The people of the units that `actor` sees; None for whoever sees none."""
    units = units_of(actor, SEEING)
    return Scope(unit_ids=subtree(tx, units, tx.clock.today())) if units else None


def union_scope(actor: Actor) -> Scope | None:
    """The people of the union group that `actor` leads; None for whoever leads none."""
    person = actor.staff
    if person is None or person.union_office is not UnionOffice.GROUP_LEAD or person.union_group_id is None:
        return None
    return Scope(union_group_ids=frozenset({person.union_group_id}))


def leads_union(actor: Actor) -> bool:
    """True if there is a board of union titles for the actor."""
    return actor.staff is not None and actor.staff.union_office in (UnionOffice.GROUP_LEAD, UnionOffice.CHAIR)


def whole_union(tx: Tx, actor: Actor) -> Scope | None:
    """The people of all union groups, for the union's chair."""
    if actor.staff is None or actor.staff.union_office is not UnionOffice.CHAIR:
        return None
    return Scope(union_group_ids=frozenset(tx.execute(sa.select(columns(UnionGroup).c.id)).scalars()))


def unit_names(tx: Tx, unit_ids: Iterable[int]) -> list[str]:
    """Names in the order of the official list."""
    query = sa.select(_U.c.name).where(_U.c.id.in_(frozenset(unit_ids))).order_by(_U.c.position, _U.c.id)
    return list(tx.execute(query).scalars())


def unit_names_by_key(tx: Tx, unit_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Keys and names in the order of the official list."""
    query = sa.select(_U.c.id, _U.c.name).where(_U.c.id.in_(frozenset(unit_ids))).order_by(_U.c.position, _U.c.id)
    return [(row.id, row.name) for row in tx.execute(query)]


def group_names(tx: Tx, group_ids: Iterable[int]) -> list[str]:
    """Names of union groups in the order of the official list."""
    table = columns(UnionGroup)
    query = sa.select(table.c.name).where(table.c.id.in_(frozenset(group_ids))).order_by(table.c.position, table.c.id)
    return list(tx.execute(query).scalars())


def top_units(tx: Tx) -> frozenset[int]:
    """The units of today that are part of no other."""
    query = sa.select(_U.c.id).where(_U.c.parent_id.is_(None), holds_on(_U, tx.clock.today()))
    return frozenset(tx.execute(query).scalars())


def watchers(tx: Tx, person: Staff, on: date) -> frozenset[int]:
    """Telegram ids of those whose boards show `person`: whoever leads, prepares for or is in charge of the unit or one
    above it, the union group's lead and the union's chair, the Office; and of `person`, whose own page shows it too."""
    over = sa.or_(_G.c.unit_id.in_(above(tx, person.unit_id)), _G.c.role.in_((Role.OFFICE, Role.DIRECTOR)))
    granted = sa.select(_G.c.person_id).where(over, holds_on(_G, on))
    leads = sa.and_(_M.c.office == UnionOffice.GROUP_LEAD, _M.c.group_id == person.union_group_id)
    union = sa.select(_M.c.person_id).where(sa.or_(leads, _M.c.office == UnionOffice.CHAIR), holds_on(_M, on))
    query = sa.select(_A.c.user_id).where(
        sa.or_(_A.c.person_id.in_(granted), _A.c.person_id.in_(union), _A.c.person_id == person.id)
    )
    return frozenset(tx.execute(query).scalars())


def reachable(tx: Tx, people: Collection[int] | None = None) -> dict[int, bool]:
    """The linked people (of these, or all) by key, each with true if the bot can write to him or her."""
    found = tx.execute(_LINKED) if people is None else tx.execute(_LINKED_OF, {"people": [*people]})
    return {row.person_id: bool(open_doors(*tuple(row))) for row in found}


def count_at(tx: Tx, door: Door) -> int:
    """The number of linked people who have a chat at this door."""
    query = sa.select(sa.func.count()).select_from(_A).where(has_chat_at(door), _A.c.person_id.is_not(None))
    return int(tx.execute(query).scalar_one())


def people_at(tx: Tx, door: Door) -> frozenset[int]:
    """The linked people who have a chat at this door."""
    query = sa.select(_A.c.person_id).where(has_chat_at(door), _A.c.person_id.is_not(None))
    return frozenset(tx.execute(query).scalars())


def has_chat_at(door: Door) -> sa.ColumnElement[bool]:
    """The condition on an account that it has a chat at this door."""
    own = at_door(_A.c.user_id, door)
    return sa.or_(own, _A.c.zalo_chat_key.is_not(None)) if door is Door.ZALOBOT else own


def above(tx: Tx, unit_id: int | None) -> frozenset[int]:
    """`unit_id` and every unit it is part of."""
    reached: set[int] = set()
    while unit_id is not None and unit_id not in reached:
        reached.add(unit_id)
        unit_id = tx.execute(_PARENT, {"unit_id": unit_id}).scalar_one_or_none()
    return frozenset(reached)


def headed(tx: Tx, person_id: int, on: date) -> frozenset[int]:
    """The units that the person is head of on that day, not for somebody else."""
    query = sa.select(_G.c.unit_id).where(
        _G.c.person_id == person_id,
        _G.c.role == Role.UNIT_HEAD,
        _G.c.unit_id.is_not(None),
        holds_on(_G, on),
    )
    return frozenset(tx.execute(query).scalars())


def stands_over(tx: Tx, actor: Actor, person: Staff, on: date) -> bool:
    """True if `actor` leads the unit of `person` or one above it. Who only acts for a head does not stand over that
    head: what was handed down is never used upwards."""
    own = above(tx, person.unit_id)
    if units_of(actor, {Role.UNIT_HEAD}) & own:
        return True
    acting = units_of(actor, {Role.ACTING_HEAD}) & own
    return bool(acting and acting - headed(tx, person.id, on))


def left_behind(tx: Tx, actor: Actor, person_id: int, after: date) -> dict[int, date]:
    """The units that `actor` leads and `person_id` has left, or is to leave, after `after`: unit -> first day away."""
    led = subtree(tx, units_of(actor, LEADING), tx.clock.today())
    query = sa.select(_POST.c.unit_id, _POST.c.until).where(
        _POST.c.person_id == person_id, _POST.c.unit_id.in_(led), _POST.c.until > after
    )
    return {row.unit_id: row.until for row in tx.execute(query.order_by(_POST.c.until))}


def office_is_reachable(tx: Tx) -> bool:
    """True if any chat is bound to a member of the Office."""
    today = tx.clock.today()
    query = (
        sa.select(_A.c.user_id)
        .join(
            _G,
            sa.and_(_G.c.person_id == _A.c.person_id, _G.c.role == Role.OFFICE, holds_on(_G, today)),
        )
        .limit(1)
    )
    return tx.execute(query).first() is not None


def person_of_code(tx: Tx, code: str) -> int | None:
    """The key of the person with this staff code."""
    found: int | None = tx.execute(sa.select(_P.c.id).where(_P.c.code == code.strip().upper())).scalar_one_or_none()
    return found
