"""The confirmers and superiors of everybody as of one day: what chain.py says of one person, for many at once.

The State's families and the union's stand apart: what waits in one of them goes up in that one alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from bot.people.dates import here_on, holds_on
from bot.people.reach import LEADING
from bot.people.records import Gender, Grant, Person, Post, Role, UnionGroup, UnionMembership, UnionOffice, Unit
from bot.store.database import Tx, once
from bot.store.schema import columns

_G, _U, _P, _POST = columns(Grant), columns(Unit), columns(Person), columns(Post)
_M, _UG = columns(UnionMembership), columns(UnionGroup)

Chain = tuple[frozenset[int], ...]
"""People by key, step by step: first those of whom any may act, then whoever stands above them, and so on."""
_ROLES = LEADING | {Role.DEPUTY, Role.DIRECTOR, Role.OFFICE}
_ABOVE_GROUPS = frozenset({UnionOffice.GROUP_LEAD, UnionOffice.CHAIR})

_TODAY = sa.bindparam("today", type_=sa.Date)
_UNITS, _GROUPS = sa.select(_U.c.id, _U.c.parent_id, _U.c.name), sa.select(_UG.c.id, _UG.c.name)
_GRANTED = (
    sa.select(_G.c.role, _G.c.unit_id, _G.c.person_id, _POST.c.unit_id.label("own"), _P.c.full_name, _P.c.gender)
    .select_from(
        _G.join(_P, _P.c.id == _G.c.person_id).outerjoin(
            _POST, sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, _TODAY))
        )
    )
    .where(_G.c.role.in_(_ROLES), holds_on(_G, _TODAY), here_on(_TODAY))
    .order_by(_P.c.position, _P.c.id)
)
_UNION_OFFICERS = (
    sa.select(_M.c.person_id, _M.c.group_id, _M.c.office)
    .join(_P, _P.c.id == _M.c.person_id)
    .where(_M.c.office.in_((*_ABOVE_GROUPS, UnionOffice.COMMITTEE)), holds_on(_M, _TODAY), here_on(_TODAY))
    .order_by(_P.c.position, _P.c.id)
)


@dataclass(frozen=True, slots=True)
class Chart:
    """Units and union groups with the people who hold something there, in the order of the official list."""

    parents: Mapping[int, int | None]
    unit_names: Mapping[int, str]
    group_names: Mapping[int, str]
    roles: Mapping[tuple[Role, int | None], tuple[int, ...]]
    directors: tuple[int, ...]
    """The Director, if any: nobody else's State titles are without somebody in the chat who confirms them then."""
    units: Mapping[int, int | None]
    """The units of those who hold a role."""
    group_leads: Mapping[int, tuple[int, ...]]
    chairs: tuple[int, ...]
    committee: tuple[int, ...]
    """Members of the union's executive committee besides its chair."""
    officers: Mapping[int, tuple[str, Gender | None]]
    """Full names and genders of those who hold a role."""
    _known: dict[tuple[int | None, int], Chain] = field(default_factory=dict)
    _known_of_union: dict[tuple[tuple[int, ...], int], Chain] = field(default_factory=dict)

    def state(self, person_id: int | None, unit_id: int | None) -> Chain:
        """The chain over the State titles of this person of that unit, or of the unit itself (None). Empty: nobody in
        the chat confirms them, the Office records them."""
        # To whoever holds no role, all people of a unit are alike.
        holder = person_id if person_id is not None and person_id in self.units else 0
        if (unit_id, holder) not in self._known:
            self._known[unit_id, holder] = _steps(self._state(holder, unit_id))
        return self._known[unit_id, holder]

    def _state(self, person_id: int, unit_id: int | None) -> Iterator[Iterable[int]]:
        at, top, passed = unit_id, unit_id, set[int]()
        while at is not None and at not in passed:
            passed.add(at)
            heads = self._holders(Role.UNIT_HEAD, at)
            # Who acts for a head does not confirm that head.
            acting = () if person_id in heads else self._holders(Role.ACTING_HEAD, at)
            yield {*heads, *acting} - {person_id}
            top, at = at, self.parents.get(at)
        for charged in dict.fromkeys((unit_id, top)):
            deputies = [one for one in self._holders(Role.DEPUTY, charged) if one != person_id]
            if charged is not None and deputies:
                yield deputies[:1]
                break
        yield [one for one in self.directors if one != person_id][:1]

    def unit_led_by(self, people: frozenset[int], unit_id: int | None) -> int | None:
        """The unit, `unit_id` or one above it, that some of these people lead; None: they do not lead there."""
        passed = set[int]()
        while unit_id is not None and unit_id not in passed:
            if any(people.intersection(self._holders(role, unit_id)) for role in LEADING):
                return unit_id
            passed.add(unit_id)
            unit_id = self.parents.get(unit_id)
        return None

    def leads(self, unit_id: int) -> frozenset[int]:
        """The heads and acting heads of the unit, or of the nearest unit above it that has any."""
        at: int | None = unit_id
        for _ in range(len(self.parents) + 1):
            if at is None or (found := {one for role in LEADING for one in self._holders(role, at)}):
                break
            at = self.parents.get(at)
        return frozenset() if at is None else frozenset(found)

    def union(self, person_id: int, group_id: int | None, office: UnionOffice | None) -> Chain:
        """The chain over the union titles of this person. Empty: the union's committee decides, on paper, and
        `recorders` record it."""
        leads = () if group_id is None or office in _ABOVE_GROUPS else self.group_leads.get(group_id, ())
        holder = person_id if person_id in leads or person_id in self.chairs else 0
        if (leads, holder) not in self._known_of_union:
            chairs = [one for one in self.chairs if one != person_id][:1]
            self._known_of_union[leads, holder] = _steps(({*leads} - {person_id}, chairs))
        return self._known_of_union[leads, holder]

    def recorders(self, person_id: int) -> Chain:
        """The people who record what the union's committee has decided on this person: others of the committee, or the
        Office."""
        others = {*self.committee} - {person_id}
        return _steps([others or {*self._holders(Role.OFFICE, None)} - {person_id}])

    def chair(self) -> Chain:
        return _steps([self.chairs])

    def office(self) -> Chain:
        """The members of the Office, and whoever stands above them in the units they work in."""
        members = frozenset(self._holders(Role.OFFICE, None))
        above: defaultdict[int, set[int]] = defaultdict(set)
        for member in members:
            for step, people in enumerate(self.state(member, self.units.get(member))):
                above[step] |= people
        return _steps([members, *(above[step] for step in sorted(above))]) if members else ()

    def _holders(self, role: Role, unit_id: int | None) -> tuple[int, ...]:
        return self.roles.get((role, unit_id), ())


def _steps(steps: Iterable[Iterable[int]]) -> Chain:
    """Without those who are on an earlier step, and without steps on which nobody is left."""
    chain: list[frozenset[int]] = []
    for step in steps:
        if people := frozenset(step).difference(*chain):
            chain.append(people)
    return tuple(chain)


@once()
def chart(tx: Tx, on: date) -> Chart:
    """The chart as of `on`, in a few statements."""
    units = tx.execute(_UNITS).all()
    roles: defaultdict[tuple[Role, int | None], dict[int, None]] = defaultdict(dict)
    own: dict[int, int | None] = {}
    officers: dict[int, tuple[str, Gender | None]] = {}
    for row in tx.execute(_GRANTED, {"today": on}):
        roles[row.role, row.unit_id][row.person_id] = None
        own[row.person_id] = row.own
        officers[row.person_id] = (row.full_name, row.gender)
    leads: defaultdict[int, list[int]] = defaultdict(list)
    of_all: dict[UnionOffice, list[int]] = {UnionOffice.CHAIR: [], UnionOffice.COMMITTEE: []}
    for row in tx.execute(_UNION_OFFICERS, {"today": on}):
        (of_all[row.office] if row.office in of_all else leads[row.group_id]).append(row.person_id)
    return Chart(
        {row.id: row.parent_id for row in units},
        {row.id: row.name for row in units},
        {row.id: row.name for row in tx.execute(_GROUPS)},
        {key: tuple(people) for key, people in roles.items()},
        tuple(one for key, people in roles.items() if key[0] is Role.DIRECTOR for one in people),
        own,
        {group_id: tuple(people) for group_id, people in leads.items()},
        tuple(of_all[UnionOffice.CHAIR]),
        tuple(of_all[UnionOffice.COMMITTEE]),
        officers,
    )
