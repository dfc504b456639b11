"""The cast of the demo: everybody of the sample department with a Telegram account, most of them linked already."""

from dataclasses import dataclass

from bot.people.contacts import records as contacts
from bot.people.identity import RoleGrant, Scope, Staff, grants, roster
from bot.people.records import Account, Role, UnionOffice
from bot.playground.page.stage import CastMember, Part
from bot.store.database import Tx

FIRST_USER = 5_000_000_001
"""Telegram ids of the cast; above 2^32, as real ones are."""
NEWCOMERS = frozenset({"TN025", "TN041", "TN021", "TN051", "TN061", "TN071", "TN072", "TN081", "TN086", "TN093"})
"""Codes of staff who have not used the bot yet, so that one can watch them being linked."""
SUGGESTED = ("TN028", "TN041", "TN023", "TN024", "TN005", "TN001")
"""One of each role, and a newcomer."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One of the cast, with the row of the roster."""

    member: CastMember
    staff: Staff

    @property
    def is_new(self) -> bool:
        return self.staff.code in NEWCOMERS


def cast(tx: Tx) -> list[Actor]:
    today = tx.clock.today()
    granted = grants(tx, today)
    people = []
    for number, staff in enumerate(roster(tx, Scope(everybody=True), today)):
        phone = (staff.phone or "").removeprefix("+") or None
        parts = _parts(staff, granted.get(staff.id, frozenset()))
        member = CastMember(FIRST_USER + number, staff.full_name, staff.position, staff.unit_name, parts, phone)
        people.append(Actor(member, staff))
    return people


def _parts(staff: Staff, granted: frozenset[RoleGrant]) -> frozenset[Part]:
    roles = {one.role for one in granted}
    parts = {Part.STAFF}
    if Role.UNIT_HEAD in roles:
        parts.add(Part.LEAD)
    if staff.union_office is UnionOffice.GROUP_LEAD:
        parts.add(Part.UNION_LEAD)
    if Role.OFFICE in roles:
        parts.add(Part.OFFICE)
    if roles & {Role.DIRECTOR, Role.DEPUTY}:
        parts.add(Part.BOARD)
    return frozenset(parts)


def link(tx: Tx, people: list[Actor]) -> None:
    """Bind most of the cast, as if they had used the bot in years before."""
    rows = [
        {
            "user_id": one.member.user_id,
            "person_id": one.staff.id,
            "language": "vi",
            "consented_at": tx.now,
            "linked_at": tx.now,
            "created_at": tx.now,
        }
        for one in people
        if not one.is_new
    ]
    tx.insert_new(Account, rows)


def give_addresses(tx: Tx, people: list[Actor], mail: dict[str, str]) -> None:
    """Addresses for mail that some have told, by their codes."""
    for one in people:
        if (address := mail.get(one.staff.code)) is not None:
            contacts.keep(tx, one.staff.id, {"email": address})
