"""Everybody who may come to a screen: one of each role, in a department where everything that can be has been done.

Everybody is renamed, so that whoever is shown can be told by one look: person 45 is `Nguyễn P045 Hồng`, has the staff
code `K045` and the telephone number 0987 000 045, and whatever he or she wrote begins with `T045`. Keys are alike
where they can be: registration, receipt, letter, question, late request 45 are those of person 45; lists 1 to 15 those
of the units. So a number that is somebody's in one table is in the others too.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.people.records import (
    Grant,
    Person,
    Post,
    Role,
    UnionGroup,
    UnionMembership,
    UnionOffice,
    Unit,
)
from bot.store.database import Tx
from bot.store.schema import columns

USERS = 4_000_000_000
"""Person 45's chat is this plus 45; of those of nobody, plus 900 and more."""
PREFIX = "0987000"


class Part(StrEnum):
    STRANGER = "a stranger"
    UNLINKED = "somebody not linked"
    GONE = "somebody who has left"
    STAFF = "a member of staff"
    FORMER = "somebody whose delegation has ended"
    COORDINATOR = "a coordinator"
    HEAD = "the head of a unit"
    ACTING = "an acting head"
    SUB_HEAD = "the head of a sub-unit"
    BODY_HEAD = "the head of a body with units below it"
    GROUP_LEAD = "a union group's lead"
    TWO = "a union group's lead who coordinates a unit"
    DEPUTY = "a deputy director"
    CHAIR = "the union's chair, a deputy director too"
    DIRECTOR = "the director"
    OFFICE = "the Office"


Somebody = Part | int
"""A part, or the key of a person who plays none and leads nobody."""
OUTSIDE = frozenset({Part.STRANGER, Part.UNLINKED, Part.GONE})
"""Nobody's staff."""


@dataclass(frozen=True, slots=True)
class Player:
    """Who plays a part, and whom he or she leads or prepares for, said here by hand: what the bot thinks is tested."""

    name: str = ""
    units: tuple[str, ...] = ()
    """All below them are listed too."""
    groups: tuple[str, ...] = ()
    everybody: bool = False


CHI_CUC = (
    "Chi cục Tiêu chuẩn - Đo lường - Chất lượng",
    "Phòng Hành chính - Tổng hợp (Chi cục)",
    "Phòng Quản lý Tiêu chuẩn Chất lượng",
    "Phòng Quản lý Đo lường",
)
TRUNG_TAM = (
    "Trung tâm Khoa học và Công nghệ",
    "Phòng Hành chính - Tổng hợp (Trung tâm)",
    "Phòng Công nghệ sinh học và Thử nghiệm",
    "Phòng Dịch vụ Khoa học và Công nghệ",
    "Phòng Kỹ thuật Tiêu chuẩn - Đo lường - Chất lượng",
)
QLKH, THANH_TRA, KE_HOACH = "Phòng Quản lý Khoa học", "Thanh tra Sở", "Phòng Kế hoạch - Tài chính"
QLCN, VAN_PHONG = "Phòng Quản lý Công nghệ và Chuyên ngành", "Văn phòng Sở"
GROUPS = (
    "Tổ công đoàn Văn phòng",
    "Tổ công đoàn Thanh tra - Kế hoạch",
    "Tổ công đoàn Quản lý Khoa học và Công nghệ",
    "Tổ công đoàn Chi cục",
    "Tổ công đoàn Trung tâm KH&CN",
    "Tổ công đoàn Kỹ thuật",
)

PLAYERS = {
    Part.STRANGER: Player(),
    Part.UNLINKED: Player(),
    Part.GONE: Player("Lê Đình Khôi"),
    Part.STAFF: Player("Nguyễn Công Hậu"),
    Part.FORMER: Player("Lê Thị Ngọc Hòa"),
    Part.COORDINATOR: Player("Nguyễn Thùy Loan", (THANH_TRA,)),
    Part.HEAD: Player("Phạm Quốc Hiếu", (QLKH,)),
    Part.ACTING: Player("Nguyễn Thị Thảo", (KE_HOACH,)),
    Part.SUB_HEAD: Player("Phạm Thị Ngọc Liên", (CHI_CUC[1],)),
    Part.BODY_HEAD: Player("Nguyễn Thị Ngọc Hạnh", CHI_CUC),
    Part.GROUP_LEAD: Player("Phan Thị Mỹ Trinh", groups=(GROUPS[0],)),
    Part.TWO: Player("Lê Công Khôi", (QLCN,), (GROUPS[2],)),
    Part.DEPUTY: Player("Thái Thị Châu", (THANH_TRA, QLKH, *CHI_CUC, *TRUNG_TAM)),
    Part.CHAIR: Player("Lâm Trọng Sang", (VAN_PHONG, KE_HOACH, QLCN), GROUPS),
    Part.DIRECTOR: Player("Ngô Thị Mỹ Mai", ("Ban Giám đốc Sở",)),
    Part.OFFICE: Player("Nguyễn Đức Duy", everybody=True),
}
GRANTED = (
    # part, role, unit, days from today: since, until
    (Part.GONE, Role.ACTING_HEAD, QLCN, -30, None),
    (Part.FORMER, Role.ACTING_HEAD, KE_HOACH, -30, 0),
    (Part.COORDINATOR, Role.COORDINATOR, THANH_TRA, -30, None),
    (Part.ACTING, Role.ACTING_HEAD, KE_HOACH, -1, 30),
    (Part.TWO, Role.COORDINATOR, QLCN, -30, None),
)


@dataclass(frozen=True, slots=True)
class One:
    """A person of the department, as the test knows it."""

    key: int
    unit: int
    group: int | None


class Department:
    """Keys by name, and who is meant to see whom: read from the plain rows, never through the bot's own scopes."""

    def __init__(self, tx: Tx) -> None:
        person, post, membership = columns(Person), columns(Post), columns(UnionMembership)
        today = tx.clock.today()
        self.units = _keys(tx, Unit)
        self.groups = _keys(tx, UnionGroup)
        unit = columns(Unit)
        self.parent = {row.id: row.parent_id for row in tx.execute(sa.select(unit.c.id, unit.c.parent_id))}
        self.key_of = {row.full_name: row.id for row in tx.execute(sa.select(person.c.id, person.c.full_name))}
        rows = tx.execute(
            sa.select(person.c.id, post.c.unit_id, membership.c.group_id)
            .join(post, post.c.person_id == person.c.id)
            .outerjoin(membership, membership.c.person_id == person.c.id)
            .order_by(person.c.id)
        )
        self.people = {row.id: One(row.id, row.unit_id, row.group_id) for row in rows}
        self.players = {part: self.key_of[player.name] for part, player in PLAYERS.items() if player.name}
        grant = columns(Grant)
        for part, role, name, since, until in GRANTED:
            row = {"person_id": self.players[part], "role": role, "unit_id": self.units[name], "from_roster": False}
            ends = None if until is None else today + timedelta(days=until)
            tx.execute(sa.insert(grant), row | {"since": today + timedelta(days=since), "until": ends})
        self.heads = [
            (row.person_id, row.role, row.unit_id)
            for row in tx.execute(sa.select(grant).where(sa.or_(grant.c.until.is_(None), grant.c.until > today)))
        ]
        officers = sa.select(membership).where(membership.c.office != UnionOffice.MEMBER)
        self.officers = [(row.person_id, row.office, row.group_id) for row in tx.execute(officers)]
        self.whole: dict[int, tuple[str, int]] = {}
        """Receipt of a collective -> `unit` or `group`, and its key."""
        self._under = {part: self._all_under(part) for part in Part}
        self._named_to = {part: self._all_named_to(part) for part in Part}

    def user(self, part: Somebody) -> int:
        if isinstance(part, int):
            return USERS + part
        return USERS + (self.players.get(part) or (900 if part is Part.STRANGER else 901))

    @property
    def ordinary(self) -> list[int]:
        """The people who play no part, and hold no role or office."""
        special = {person for person, _role, _unit in self.heads} | {person for person, _, _ in self.officers}
        return sorted(self.people.keys() - special - set(self.players.values()))

    def units_of(self, part: Somebody) -> frozenset[int]:
        if isinstance(part, int):
            return frozenset()
        player = PLAYERS[part]
        return frozenset(self.units.values()) if player.everybody else frozenset(self.units[u] for u in player.units)

    def groups_of(self, part: Somebody) -> frozenset[int]:
        if isinstance(part, int):
            return frozenset()
        player = PLAYERS[part]
        return frozenset(self.groups.values()) if player.everybody else frozenset(self.groups[g] for g in player.groups)

    def under(self, part: Somebody) -> frozenset[int]:
        """Whose affairs are this part's to see: the own, and those of whoever is led."""
        return frozenset({part}) if isinstance(part, int) else self._under[part]

    def named_to(self, part: Somebody) -> frozenset[int]:
        """Whom this part may read of by name beside those: the offices that an office keeps no secret of."""
        return self._all_named_to(part) if isinstance(part, int) else self._named_to[part]

    def _all_under(self, part: Part) -> frozenset[int]:
        if part in OUTSIDE:
            return frozenset({self.user(part) - USERS})
        own = frozenset({self.players[part], *((901,) if part is Part.OFFICE else ())})
        units, groups = self.units_of(part), self.groups_of(part)
        return own | {one.key for one in self.people.values() if one.unit in units or one.group in groups}

    def _all_named_to(self, part: Somebody) -> frozenset[int]:
        known = {person for person, role, _unit in self.heads if role in (Role.OFFICE, Role.DIRECTOR)}
        if part in OUTSIDE:
            return frozenset(known)
        if part is Part.DIRECTOR:
            known |= self.people.keys()  # the director sees the department, by name too; no more than names
        known |= {person for person, office, _group in self.officers if office is UnionOffice.CHAIR}
        for key in self.under(part) & self.people.keys():
            one = self.people[key]
            over = self._above(one.unit)
            judging = (Role.UNIT_HEAD, Role.ACTING_HEAD, Role.DEPUTY)
            known |= {person for person, role, unit in self.heads if role in judging and unit in over}
            known |= {person for person, office, group in self.officers if group == one.group and office != "member"}
        return frozenset(known)

    @property
    def office(self) -> frozenset[int]:
        """Whose number anybody may be given."""
        return frozenset(person for person, role, _unit in self.heads if role is Role.OFFICE)

    def _above(self, unit: int | None) -> set[int]:
        found = set[int]()
        while unit is not None:
            found.add(unit)
            unit = self.parent[unit]
        return found


def _keys(tx: Tx, model: type[SQLModel]) -> dict[str, int]:
    table = columns(model)
    return {row.name: row.id for row in tx.execute(sa.select(table.c.id, table.c.name))}
