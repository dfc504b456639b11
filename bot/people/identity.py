"""The actor of an update, the people of the roster, and scopes over them.

Every query that returns people takes a Scope, and none has a default.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.address import Address, address_of
from bot.organisation import records as organisation
from bot.people.dates import here_on, holds_on
from bot.people.records import (
    Account,
    Gender,
    Grant,
    Person,
    Post,
    Role,
    StaffKind,
    UnionGroup,
    UnionMembership,
    UnionOffice,
    Unit,
)
from bot.people.rules import open_doors
from bot.phrases.catalogue import COMRADES
from bot.store.database import Tx, once
from bot.store.schema import columns
from bot.store.together.rows import evenly


@dataclass(frozen=True, slots=True)
class Staff:
    """A person of the roster as of one day: post, unit and union group included."""

    id: int
    code: str
    full_name: str
    gender: Gender | None
    kind: StaffKind
    phone: str | None
    joined_on: date | None
    position: str
    unit_id: int | None
    unit_name: str
    union_group_id: int | None
    union_group_name: str
    union_office: UnionOffice | None
    apart: str = ""
    """The mark that tells from others of the same name: a unit in short, or a staff code; "": there are none."""
    beside: bool = False
    """One of those others is of the same unit."""

    @property
    def name(self) -> str:
        """The name by which colleagues know the person from everybody else."""
        return f"{self.full_name} ({self.apart})" if self.apart else self.full_name

    @property
    def name_in_unit(self) -> str:
        """The name where the unit stands beside it."""
        return f"{self.full_name} ({self.code})" if self.beside else self.full_name

    @property
    def union_member(self) -> bool:
        return self.union_group_id is not None

    @property
    def union_officer(self) -> bool:
        return self.union_office not in (None, UnionOffice.MEMBER)


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role grant: a role over a unit and all below it, or over the department (None)."""

    role: Role
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class Actor:
    """The sender of the update: a chat, perhaps bound to a person of the roster."""

    user_id: int
    address: Address
    """The place of the conversation; of whoever is to get a letter, the one to which it goes."""
    language: str = "vi"
    consented: bool = False
    known: bool = False  # the chat has an account row
    comrades: bool = False
    """Everybody is addressed as «đồng chí»."""
    at_web: bool = False  # takes part by the web, perhaps besides
    zalo_chat_key: int | None = None  # of a chat at Zalo besides
    staff: Staff | None = None
    doors: tuple[Address, ...] = ()
    """Of the recipient of a letter: the addresses at which he or she is reached, the first to be tried first."""
    grants: frozenset[RoleGrant] = field(default_factory=frozenset)

    @property
    def person(self) -> Staff:
        """The person, in rooms that only linked people reach."""
        assert self.staff is not None
        return self.staff

    @property
    def speech(self) -> str:
        """The language as phrases are said in it: with the department's form of address."""
        return self.language + COMRADES if self.comrades else self.language

    def has(self, role: Role) -> bool:
        return any(grant.role is role for grant in self.grants)


@dataclass(frozen=True, slots=True)
class Scope:
    """The people that a query may return: everybody, or those of units (with all below), of union groups, or one."""

    everybody: bool = False
    unit_ids: frozenset[int] = frozenset()
    union_group_ids: frozenset[int] = frozenset()
    person_id: int | None = None


_A, _P, _POST, _U = columns(Account), columns(Person), columns(Post), columns(Unit)
_M, _G, _GRANT = columns(UnionMembership), columns(UnionGroup), columns(Grant)
TODAY, _keys = sa.bindparam("today", type_=sa.Date), partial(sa.bindparam, expanding=True)

_STAFF_COLUMNS = (
    _P.c.id,
    _P.c.code,
    _P.c.full_name,
    _P.c.gender,
    _P.c.kind,
    _P.c.phone,
    _P.c.joined_on,
    sa.func.coalesce(_POST.c.title, "").label("position"),
    _U.c.id.label("unit_id"),
    sa.func.coalesce(_U.c.name, "").label("unit_name"),
    _G.c.id.label("union_group_id"),
    sa.func.coalesce(_G.c.name, "").label("union_group_name"),
    _M.c.office.label("union_office"),
)
HERE = here_on(TODAY)


def with_post(people: Any) -> Any:
    """`people` joined with what holds of them today."""
    return (
        people.outerjoin(_POST, sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, TODAY)))
        .outerjoin(_U, _U.c.id == _POST.c.unit_id)
        .outerjoin(_M, sa.and_(_M.c.person_id == _P.c.id, holds_on(_M, TODAY)))
        .outerjoin(_G, _G.c.id == _M.c.group_id)
    )


# One statement for every update there is: a row a role, most people's being one.
_ACTORS = sa.select(
    _A.c.user_id,
    _A.c.web_since,
    _A.c.zalo_chat_key,
    _A.c.language,
    _A.c.consented_at,
    _A.c.person_id.label("bound_to"),
    _A.c.blocked_at,
    organisation.COMRADES.label("comrades"),
    _GRANT.c.role,
    _GRANT.c.unit_id.label("over"),
    *_STAFF_COLUMNS,
).select_from(
    with_post(_A.outerjoin(_P, sa.and_(_P.c.id == _A.c.person_id, HERE))).outerjoin(
        _GRANT, sa.and_(_GRANT.c.person_id == _P.c.id, holds_on(_GRANT, TODAY))
    )
)
_OF = _ACTORS.where(_A.c.user_id.in_(_keys("user_ids")))
_LINKED = _ACTORS.where(_A.c.person_id.in_(_keys("person_ids")))
_OTHER = _P.alias("namesake")
_HAS_NAMESAKE = sa.exists().where(
    _OTHER.c.full_name == _P.c.full_name,
    _OTHER.c.id != _P.c.id,
    sa.or_(_OTHER.c.left_on.is_(None), _OTHER.c.left_on > TODAY),
)
_COLLEAGUES = sa.select(*_STAFF_COLUMNS, _HAS_NAMESAKE.label("namesake")).select_from(with_post(_P))
_STAFF = _COLLEAGUES.where(_P.c.id == sa.bindparam("person_id"))
_EVERYBODY = _COLLEAGUES.where(HERE).order_by(_P.c.position, _P.c.id)
# By the indexes of each: of one unit, nobody else is looked at.
_KEYS_OF_SOME = sa.union_all(
    sa.select(_POST.c.person_id).where(_POST.c.unit_id.in_(_keys("unit_ids")), holds_on(_POST, TODAY)),
    sa.select(_M.c.person_id).where(_M.c.group_id.in_(_keys("group_ids")), holds_on(_M, TODAY)),
    sa.select(sa.cast(sa.bindparam("person_id"), sa.Integer)),
)
_SOME = _EVERYBODY.where(_P.c.id.in_(_KEYS_OF_SOME))
_ALL_GRANTS = sa.select(_GRANT.c.person_id, _GRANT.c.role, _GRANT.c.unit_id).where(holds_on(_GRANT, TODAY))
_OF_ONE_NAME = (
    sa.select(_P.c.full_name, _P.c.id, _P.c.code, _U.c.id.label("unit_id"))
    .add_columns(sa.func.coalesce(_U.c.short_name, "").label("unit"))
    .select_from(with_post(_P))
    .where(HERE, _P.c.full_name.in_(sa.bindparam("names", expanding=True)))
)


def _staff(row: Any) -> Staff:
    return Staff(*row)


def load_actor(tx: Tx, user_id: int, address: Address) -> Actor:
    """The chat's account with person, post, union membership and grants as of today. Somebody who has left the office
    is known but nobody's staff."""
    return load_actors(tx, {user_id: address})[user_id]


def load_actors(tx: Tx, addresses: Mapping[int, Address]) -> dict[int, Actor]:
    """`load_actor` of several, each at an address, by account."""
    rows = dict[int, list[Any]]()
    for row in tx.execute(_OF, {"user_ids": evenly(sorted(addresses)), "today": tx.clock.today()}):
        rows.setdefault(row.user_id, []).append(row)
    found = {user_id: _actor(own, addresses[user_id]) for user_id, own in rows.items()}
    if len(found) < len(addresses):
        comrades = organisation.is_comradely(tx)
        found |= {who: Actor(who, addresses[who], comrades=comrades) for who in addresses.keys() - found.keys()}
    return found


def load_linked(tx: Tx, person_ids: Collection[int]) -> dict[int, tuple[Actor, datetime | None]]:
    """`load_actor` of those of these people who have an account, by person, at the first door that reaches them; and
    since when they have stopped the bot, if no other door is open."""
    rows = dict[int, list[Any]]()
    for row in tx.execute(_LINKED, {"person_ids": evenly(sorted(person_ids)), "today": tx.clock.today()}):
        rows.setdefault(row.bound_to, []).append(row)
    return {person_id: _reached(own) for person_id, own in rows.items()}


def _reached(rows: Sequence[Any]) -> tuple[Actor, datetime | None]:
    row = rows[0]
    doors = open_doors(row.user_id, row.bound_to, row.blocked_at, row.web_since, row.zalo_chat_key)
    actor = replace(_actor(rows, doors[0] if doors else address_of(row.user_id)), doors=doors)
    return actor, None if doors else row.blocked_at


def _actor(rows: Sequence[Any], address: Address) -> Actor:
    row = rows[0]
    agreed, held = row.consented_at is not None, frozenset(RoleGrant(one.role, one.over) for one in rows if one.role)
    who, comrades, at_web = None if row.id is None else _staff(row[10:]), bool(row.comrades), row.web_since is not None
    return Actor(
        row.user_id, address, row.language, agreed, True, comrades, at_web, row.zalo_chat_key, who, grants=held
    )


def staff(tx: Tx, person_id: int, on: date) -> Staff | None:
    """One person as of `on`, whoever asks: for screens that name a colleague by office, such as who confirms."""
    found = _colleagues(tx, tx.execute(_STAFF, {"person_id": person_id, "today": on}).fetchmany(1), on)
    return found[0] if found else None


def _colleagues(tx: Tx, rows: Sequence[Any], on: date) -> list[Staff]:
    """The people of `rows`, each with the mark that tells him or her from others of the same name."""
    marks = _marks(tx, {row.full_name for row in rows if row.namesake}, on)
    found = [_staff(row[:-1]) for row in rows]
    return [replace(one, **marks[one.id]) if one.id in marks else one for one in found] if marks else found


def _marks(tx: Tx, names: Collection[str], on: date) -> dict[int, dict[str, Any]]:
    """`apart` and `beside` of everybody of these names, by person: the unit in short where each is of another one, else
    the staff code."""
    namesakes: dict[str, list[Any]] = {}
    for row in tx.execute(_OF_ONE_NAME, {"names": list(names), "today": on}) if names else ():
        namesakes.setdefault(row.full_name, []).append(row)
    marks: dict[int, dict[str, Any]] = {}
    for people in namesakes.values():
        units, short = Counter(one.unit_id for one in people), {one.unit for one in people} - {""}
        for one in people:
            apart = one.unit if len(short) == len(people) else one.code
            marks[one.id] = {"apart": apart, "beside": units[one.unit_id] > 1}
    return marks


@once()
def roster(tx: Tx, scope: Scope, on: date) -> list[Staff]:
    """The people of `scope` who are here on `on`, in the order of the official list."""
    of = {"unit_ids": [*scope.unit_ids], "group_ids": [*scope.union_group_ids], "person_id": scope.person_id or 0}
    return _colleagues(tx, tx.execute(_EVERYBODY if scope.everybody else _SOME, of | {"today": on}).all(), on)


def grants(tx: Tx, on: date) -> dict[int, frozenset[RoleGrant]]:
    """Every role grant that holds on `on`, by person."""
    found: dict[int, set[RoleGrant]] = {}
    for row in tx.execute(_ALL_GRANTS, {"today": on}):
        found.setdefault(row.person_id, set()).add(RoleGrant(row.role, row.unit_id))
    return {person_id: frozenset(roles) for person_id, roles in found.items()}
