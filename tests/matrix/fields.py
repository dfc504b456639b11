"""The values with which the fields of a target are tried: keys of what is somebody's, and of what is not.

A field is known by its name. Its usual values are tried with those of the other fields: keys, families, and the first
value of anything else. The unusual ones, nobody's keys and odd numbers among them, are tried with a few.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import Field, fields
from datetime import date, timedelta
from enum import StrEnum
from itertools import product
from types import NoneType
from typing import Any, get_args, get_type_hints

import sqlalchemy as sa

from bot.address import Door
from bot.dialogue.codec import LARGEST
from bot.dialogue.targets import ToAct, ToView
from bot.notices.rules import mark
from bot.people.contacts.rules import RINGING
from bot.people.records import Role
from bot.store.database import Tx
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import shared as catalogue
from tests.matrix.cast import OUTSIDE, Department, Part
from tests.matrix.rows import table

Target = ToView | ToAct
HUGE = LARGEST
FEW = 3
"""Usual values of each other field that an unusual one is tried with."""


class Keys:
    """Keys by what they are of, for one part: its own, those inside and outside its reach, and nobody's."""

    def __init__(self, tx: Tx, department: Department, part: Part) -> None:
        self._tx, self._department, self._part = tx, department, part
        self.today = tx.clock.today()
        self.people = self._people()
        self.units = self._places(department.units, department.units_of(part))
        self.groups = self._places(department.groups, department.groups_of(part))

    def of(self, name: str) -> list[int] | None:
        """The keys for a field of this name; None: it holds no key."""
        find = _KEYS.get(name)
        return None if find is None else list(dict.fromkeys(find(self)))

    def all_of(self, name: str, *conditions: Any) -> list[int]:
        rows = table(name)
        return list(self._tx.execute(sa.select(rows.c.id).where(*conditions).order_by(rows.c.id)).scalars())

    def registrations(self) -> list[int]:
        """State registrations have their person's key; those of the union come after them."""
        members = [one.key for one in self._department.people.values() if one.group is not None]
        unions = {key: len(self._department.people) + place for place, key in enumerate(members, 1)}
        collectives = self.all_of("registration")[len(self._department.people) + len(members) :]
        return [*self.people, *(unions[key] for key in self.people if key in unions), *collectives]

    def drafts(self) -> list[int]:
        rows = table("draft")
        own = self.all_of("draft", rows.c.user_id == self._department.user(self._part))
        return [*own, *self.all_of("draft", rows.c.id.not_in(own))[:1]]

    def grants(self) -> list[int]:
        rows = table("role_grant")
        return self.all_of("role_grant", sa.not_(rows.c.from_roster))

    def holdings(self) -> list[int]:
        """The Office's own roles first."""
        rows = table("role_grant")
        own = self.all_of("role_grant", rows.c.role == Role.OFFICE)
        return [*own[:2], *self.all_of("role_grant", rows.c.id.not_in(own))[:1]]

    def digests(self) -> list[str]:
        """Of what waits for a colleague's approval."""
        return list(self._tx.execute(sa.select(table("notice_approval").c.digest)).scalars())

    def sheets(self) -> list[int]:
        """The lists of units have the first keys, those of groups the next."""
        return self.all_of("unit_sheet")

    def _people(self) -> list[int]:
        if self._part in OUTSIDE:
            return [1, 28, 99]
        department, own = self._department, self._department.players[self._part]
        led, led_groups = department.units_of(self._part), department.groups_of(self._part)
        people = [one for one in department.people.values() if one.key != own]
        inside = _various(one.key for one in people if one.unit in led)
        members = _various(one.key for one in people if one.group in led_groups)
        outside = _various(one.key for one in people if one.unit not in led and one.group not in led_groups)
        return list(dict.fromkeys([own, *(inside or members)[:2], *outside[:1], *inside[2:], *members, *outside[1:]]))

    @staticmethod
    def _places(all_: Mapping[str, int], mine: frozenset[int]) -> list[int]:
        return [*sorted(mine)[:3], *sorted(set(all_.values()) - mine)[:2]]


_KEYS: Mapping[str, Callable[[Keys], list[int]]] = {
    "person": lambda keys: keys.people,
    "receipt": lambda keys: keys.people,
    "question": lambda keys: keys.people,
    "request": lambda keys: keys.people,
    "registration": Keys.registrations,
    "unit": lambda keys: keys.units,
    "key": lambda keys: [*keys.units, *keys.groups],
    "kept": Keys.drafts,
    "grant": Keys.grants,
    "holding": Keys.holdings,
    "sheet": Keys.sheets,
    "file": lambda keys: keys.all_of("sheet_file"),
    "notice": lambda keys: keys.all_of("notice"),
    "upload": lambda keys: keys.all_of("import_upload"),
    "record": lambda keys: keys.all_of("import_record"),
    "series": lambda keys: keys.all_of("notice_series"),
    "signatory": lambda keys: keys.all_of("signatory"),
    "mark": lambda keys: [mark(digest) for digest in keys.digests()],
    "snapshot": lambda _keys: [2, 1],
    "submission": lambda _keys: [1, 2],
    "template": lambda keys: keys.all_of("official_template"),
    "campaign": lambda keys: keys.all_of("campaign"),
    "decision": lambda keys: keys.all_of("decision"),
    "entry": lambda keys: keys.all_of("audit")[:2],
    "browser": lambda keys: keys.people,
    "link": lambda keys: keys.people,
    "report": lambda keys: keys.all_of("web_report"),
    "passkey": lambda keys: keys.people,
    "outage": lambda keys: keys.all_of("door_outage"),
    "title": lambda keys: [title.order for title in catalogue().regime("A_2003").titles()][:4],
}
_DETAILS: Mapping[str, tuple[int, ...]] = {
    "page": (0, 2, HUGE),
    "version": (1, 0, HUGE),
    "revision": (0, 1, HUGE),
    "seal": (0, HUGE),
    "round": (1, 2, HUGE),
    "place": (0, 1, HUGE),
    "limit": (0, 1, HUGE),
    "titles": (3, 0, HUGE),
    "days": (1, 3, HUGE),
    "above": (300, 0, HUGE),
    "confirmed": (1, 0, HUGE),
    "left": (0, HUGE),
    "made": (0, 1, HUGE),
    "resent": (0, HUGE),
    "after": (0, 1, HUGE),
    "top": (0, 1, HUGE),
    "year": (2023, 2022, HUGE),
    "kind": (0, 2, HUGE),
    "count": (0, HUGE),
    "holder": (84, 0, HUGE),
    # Until these say by their type what they are.
    "part": (0, 1, 2, HUGE),
    "reason": (0, 1, HUGE),
    "language": (0, 1, HUGE),
    "purpose": (0, 1, HUGE),
    "form": (0, 1, HUGE),
}
"""Integers that are no key: the first is what a screen would offer."""

OFFERED_BY: Mapping[str, str] = {
    **dict.fromkeys(("send_notice", "schedule_notice", "repeat_notice"), "notice_check"),
    "discard_notice": "notice_discard",
    "correct_notice": "notice_correction",
    "recall_notice": "notice_recall",
    "told_all_notice": "tell_notice",
    "proxy_decline": "proxy_decline",
    "extend_change": "extend_change",
    "agree_proxy": "mine",
}
"""Act -> the view whose buttons do it: where they carry what somebody has seen, they are read there."""


def variants(kind: type[Target]) -> Mapping[str, Mapping[str, Any]]:
    """A target of units and of union groups, or of both families, is for others in each case: what it is of -> the
    fields that say so. Of a target that is for the same people in any case: nothing -> no fields."""
    for field, kinds in _typed(kind):
        of = next(one for one in kinds if one is not NoneType)
        if issubclass(of, Family | Subject):
            found: Mapping[str, Mapping[str, Any]] = {one.value: {field.name: one} for one in _all(of)}
            return {"": {field.name: None}, **found} if NoneType in kinds else found
    return {"": {}}


def candidates(kind: type[Target], keys: Keys, fixed: Mapping[str, Any]) -> list[Target]:
    """The targets of `kind` worth trying: all usual values with each other, the unusual ones with a few of them.
    `fixed`: fields that have this value and no other."""
    values = {field.name: _values(kind, field.name, kinds, keys) for field, kinds in _typed(kind)}
    values |= {name: ([value], []) for name, value in fixed.items()}
    made = _with_each_other(kind, {name: usual for name, (usual, _) in values.items()})
    few = {name: usual[:FEW] for name, (usual, _) in values.items()}
    for name, (_, unusual) in values.items():
        made += [one for value in unusual for one in _with_each_other(kind, few | {name: [value]})[: 2 * FEW]]
    return list(dict.fromkeys(made))


def _all(of: type[Family | Subject]) -> list[Family | Subject]:
    """A person is a subject, but no collective: targets of collectives cannot be made of one."""
    return [one for one in of if one is not Subject.PERSON]


def _with_each_other(kind: type[Target], values: Mapping[str, Sequence[Any]]) -> list[Target]:
    return [kind(**dict(zip(values, chosen, strict=True))) for chosen in product(*values.values())]


_RATHER = {"as_sent"}
"""Fields with which an act goes through rather when they are true: lists of the matrix have changed since."""


def _values(kind: type[Target], name: str, kinds: tuple[Any, ...], keys: Keys) -> tuple[list[Any], list[Any]]:
    """The usual and the unusual values of a field."""
    nothing = [None] if NoneType in kinds else []
    of = next(one for one in kinds if one is not NoneType)
    if issubclass(of, Family | Subject):
        return [*nothing, *_all(of)], []
    if (found := keys.of(name)) is not None:
        return [*nothing, *found], [0, HUGE]
    if of is Door:
        return list(RINGING), [one for one in Door if one not in RINGING]
    if issubclass(of, StrEnum):
        others = list(of)
    elif of is bool:
        others = [True, False] if name in _RATHER else [False, True]
    elif of is date:
        others = [keys.today + timedelta(days=days) for days in (60, 0, -1, 100_000)]
    elif name in _DETAILS:
        others = list(_DETAILS[name])
    else:
        raise KeyError(f"{kind.__name__}.{name}: say in tests/matrix/fields.py with which values it is tried")
    return [*nothing, *others][:1], [*nothing, *others][1:]


def _typed(kind: type[Target]) -> Iterator[tuple["Field[Any]", tuple[Any, ...]]]:
    hints = get_type_hints(kind)
    for field in fields(kind):
        yield field, get_args(hints[field.name]) or (hints[field.name],)


def _various(people: Iterator[int]) -> list[int]:
    """Two who wait, the last and the first of the list (heads, who are confirmed from further up, come first there);
    one who was decided on, one who is silent."""
    ordered, (waiting, *others) = sorted(people), ((0, 3, 8, 9), (1, 2, 4), (5, 6, 7))
    wait = [key for key in ordered if key % 10 in waiting]
    found = (next((key for key in ordered if key % 10 in ends), None) for ends in others)
    return list(dict.fromkeys([*wait[-1:], *wait[:1], *(key for key in found if key is not None)]))
