"""Everybody who may come to a screen: one of each role, in a department where everything that can be has been done.

Everybody is renamed, so that whoever is shown can be told by one look: person 45 is `Nguyễn P045 Hồng`, has the staff
code `K045` and the telephone number 0987 000 045, and whatever he or she wrote begins with `T045`. Keys are alike
where they can be: registration, receipt, letter, question, late request 45 are those of person 45; lists 1 to 15 those
of the units. So a number that is somebody's in one table is in the others too.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from bot import drafts
from bot import surface as surfaces
from bot.campaigns.records import CampaignNow, current_campaign
from bot.conversation import ToView
from bot.database import Tx, columns
from bot.enquiries.records import Question, Topic
from bot.files import store_file
from bot.folding import fold
from bot.leading.records import ChangeReason, ChangeRequest, Channel, Nudge, UnitComment
from bot.outbox.letter import Letter, Reason, State, plan
from bot.people.records import (
    Account,
    Grant,
    LinkRequest,
    Person,
    Post,
    Role,
    UnionGroup,
    UnionMembership,
    UnionOffice,
    Unit,
)
from bot.registration import filing
from bot.registration.filing import Filing
from bot.registration.records import (
    Agreement,
    Declination,
    DeclineReason,
    Exemption,
    ExemptReason,
    LateRequest,
    Line,
    Registrant,
    Registration,
    RegistrationState,
)
from bot.reminders.records import PutOffReminder
from bot.sheets.records import FileKind, SheetFile, SheetState, SheetVersion, UnitSheet
from bot.surface import SurfaceRow
from bot.titles.catalogue import Family, Subject
from bot.titles.loading import shared as catalogue

USERS = 4_000_000_000
"""Person 45's chat is this plus 45; of those of nobody, plus 900 and more."""
PREFIX = "0987000"
MARKED = "T"


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

    def user(self, part: Part) -> int:
        return USERS + (self.players.get(part) or (900 if part is Part.STRANGER else 901))

    def units_of(self, part: Part) -> frozenset[int]:
        player = PLAYERS[part]
        return frozenset(self.units.values()) if player.everybody else frozenset(self.units[u] for u in player.units)

    def groups_of(self, part: Part) -> frozenset[int]:
        player = PLAYERS[part]
        return frozenset(self.groups.values()) if player.everybody else frozenset(self.groups[g] for g in player.groups)

    def under(self, part: Part) -> frozenset[int]:
        """Whose affairs are this part's to see: the own, and those of whoever is led."""
        if part in OUTSIDE:
            return frozenset({self.user(part) - USERS})
        own = frozenset({self.players[part], *((901,) if part is Part.OFFICE else ())})
        units, groups = self.units_of(part), self.groups_of(part)
        return own | {one.key for one in self.people.values() if one.unit in units or one.group in groups}

    def named_to(self, part: Part) -> frozenset[int]:
        """Whom this part may read of by name beside those: the offices that an office keeps no secret of."""
        known = {person for person, role, _unit in self.heads if role in (Role.OFFICE, Role.DIRECTOR)}
        if part in OUTSIDE:
            return frozenset(known)
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


# --- what has been done -----------------------------------------------------------------------------------------------


def arrange(tx: Tx) -> Department:
    """Everybody has a chat and an answer, and of everything that can wait for somebody something waits."""
    campaign = current_campaign(tx)
    assert campaign is not None
    department = Department(tx)
    tx.execute(sa.delete(columns(SurfaceRow)))
    for one in department.people.values():
        _rename(tx, one.key)
        _bind(tx, USERS + one.key, one.key)
    _bind(tx, department.user(Part.UNLINKED), None)
    for one in department.people.values():
        _registers(tx, campaign, one.key, Family.STATE, "CSTDCS" if one.key % 3 else "LDTT")
    for one in department.people.values():
        if one.group is not None:
            _registers(tx, campaign, one.key, Family.UNION, "DVCDXS")
    for one in department.people.values():
        _differs(tx, campaign, one)
        _writes(tx, campaign, one)
    _collectives(tx, campaign, department)
    for part in department.players:
        unsent = {"topic": Topic.OFFICE.value, "words": text(department.players[part], "chưa gửi")}
        drafts.begin(tx, department.user(part), "ask", unsent, "words", editing=False)
        _puts_off(tx, campaign, department.players[part])
    gone = sa.update(columns(Person)).where(columns(Person).c.id == department.players[Part.GONE])
    tx.execute(gone.values(left_on=tx.clock.today() - timedelta(days=1)))
    return department


def text(key: int, words: str) -> str:
    return f"{MARKED}{key:03d} {words}"


def _rename(tx: Tx, key: int) -> None:
    person = columns(Person)
    name = str(tx.execute(sa.select(person.c.full_name).where(person.c.id == key)).scalar_one())
    family, *middle, given = name.split()
    name = " ".join((family, *middle, f"P{key:03d}", given))
    values = {"full_name": name, "folded": fold(name), "code": f"K{key:03d}"}
    tx.execute(sa.update(person).where(person.c.id == key).values(**values, phone=f"+84{PREFIX[1:]}{key:03d}"))


def _bind(tx: Tx, user_id: int, key: int | None) -> None:
    row = {"user_id": user_id, "chat_id": user_id, "person_id": key, "language": "vi", "consented_at": tx.now}
    tx.insert_new(Account, [row | {"linked_at": tx.now, "created_at": tx.now}])


def _registers(tx: Tx, campaign: CampaignNow, key: int, family: Family, title: str) -> None:
    initiative = text(key, "Số hóa hồ sơ") if title == "CSTDCS" else None
    line = Line(title, initiative, initiative_later=False)
    registrant = Registrant(Subject.PERSON, key)
    regime = catalogue().regime(campaign.regime)
    # Some were registered by their lead, and have yet to agree.
    filed = Filing(key, Agreement.AWAITED if key % 8 == 6 else Agreement.OWN)
    filing.file(tx, campaign, regime, registrant, {title: line}, text(key, "phục vụ đúng hẹn"), filed, (family,))


def _differs(tx: Tx, campaign: CampaignNow, one: One) -> None:
    """Two in five wait; the others were confirmed, asked for a change, or have declined; some say nothing."""
    table = columns(Registration)
    own = sa.update(table).where(table.c.id == one.key)
    judge = 1
    match one.key % 10:
        case 1 | 2:
            tx.execute(own.values(state=RegistrationState.CONFIRMED, confirmed_by=judge, confirmed_at=tx.now))
        case 4:
            tx.execute(own.values(state=RegistrationState.CHANGE_ASKED))
            asked = {"registration_id": one.key, "version": 1, "reason": ChangeReason.OTHER, "by": judge, "at": tx.now}
            tx.execute(sa.insert(columns(ChangeRequest)), asked | {"words": text(one.key, "viết rõ hơn")})
        case 5 | 6:
            tx.execute(own.values(state=RegistrationState.WITHDRAWN))
        case 7:
            tx.execute(own.values(state=RegistrationState.WITHDRAWN))
            row = {"receipt_id": one.key, "reason": DeclineReason.OTHER, "words": text(one.key, "xin phép"), "by": 1}
            tx.execute(sa.insert(columns(Declination)), row | {"by": one.key, "at": tx.now})


def _writes(tx: Tx, campaign: CampaignNow, one: One) -> None:
    """A question, a late request, a letter, and here and there something more."""
    key, common = one.key, {"campaign_id": campaign.id, "person_id": one.key}
    asked = {"user_id": USERS + key, "person_id": key, "topic": Topic.OFFICE, "asked_at": tx.now}
    answer = {"answered_at": tx.now, "answered_by": 5, "answer": text(key, "đã rõ")} if key % 2 else {}
    tx.execute(sa.insert(columns(Question)), asked | {"words": text(key, "cho hỏi một việc")} | answer)
    tx.execute(sa.insert(columns(LateRequest)), common | {"reason": text(key, "đi công tác"), "asked_at": tx.now})
    plan(tx, "change_asked", f"registration:{key}", key, "1", {"registration": key, "version": 1})
    letter = columns(Letter)
    state, reason = (
        (State.MISSED, Reason.TOO_LATE),
        (State.BLOCKED, Reason.BLOCKED),
        (State.UNKNOWN, Reason.STOPPED),
        (State.SENT, None),
    )[key % 4]
    tx.execute(sa.update(letter).where(letter.c.id == key).values(state=state, reason=reason, ended_at=tx.now))
    if key % 5 == 0:
        row = {"reason": ExemptReason.STUDY, "since": tx.clock.today(), "by": 5, "at": tx.now}
        tx.execute(sa.insert(columns(Exemption)), common | row)
    if key % 5 == 1:
        row = {"channel": Channel.DIRECT, "day": tx.clock.today(), "words": text(key, "nhớ nhé"), "by": 1}
        tx.execute(sa.insert(columns(Nudge)), common | row | {"at": tx.now})
    if key % 5 == 2:
        row = {"receipt_id": key, "unit_id": one.unit, "words": text(key, "làm việc tốt"), "by": 1, "at": tx.now}
        tx.execute(sa.insert(columns(UnitComment)), row)


def _puts_off(tx: Tx, campaign: CampaignNow, key: int) -> None:
    row = {"campaign_id": campaign.id, "person_id": key, "asked_at": tx.now, "until": tx.now + timedelta(days=1)}
    tx.execute(sa.insert(columns(PutOffReminder)), row)


def _collectives(tx: Tx, campaign: CampaignNow, department: Department) -> None:
    """Lists of every unit and group in all their states, with a signed copy; collectives registered; a way in asked."""
    states = (SheetState.SUBMITTED, SheetState.RETURNED, SheetState.ACCEPTED)
    senders = [("unit_id", key) for key in department.units.values()]
    senders += [("union_group_id", key) for key in department.groups.values()]
    for number, (column, key) in enumerate(senders, 1):
        row = {"campaign_id": campaign.id, column: key, "number": number, "code": f"DS23-{number:02d}", "version": 1}
        state = states[number % 3]
        made = tx.execute(
            sa.insert(columns(UnitSheet)).returning(columns(UnitSheet).c.id),
            row | {"state": state, "reason": "thiếu" if state is SheetState.RETURNED else None},
        ).scalar_one()
        version = {"sheet_id": made, "version": 1, "content": {}, "at": tx.now, "by": 1}
        tx.execute(sa.insert(columns(SheetVersion)), version)
        sha256 = store_file(tx, f"signed {number}".encode(), "image/jpeg")
        file = {"sheet_id": made, "version": 1, "kind": FileKind.SIGNED, "sha256": sha256, "name": "ban-ky.jpg"}
        tx.execute(sa.insert(columns(SheetFile)), file | {"mime": "image/jpeg", "at": tx.now, "by": 1})
    asked = {"user_id": department.user(Part.UNLINKED), "chat_id": department.user(Part.UNLINKED)}
    tx.execute(sa.insert(columns(LinkRequest)), asked | {"statement": text(901, "xin liên kết"), "created_at": tx.now})


def on_stage(tx: Tx, department: Department, part: Part, view: str) -> None:
    """The part's chat shows `view`: what is shown again when something is refused."""
    user_id = department.user(part)
    made: Any = surfaces.raise_(tx, user_id, user_id, surfaces.view_spec(ToView(view)))
    surfaces.shown(tx, made, 1, kept=False, keyboard=False)
