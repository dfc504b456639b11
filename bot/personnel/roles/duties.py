"""Duties that are given and ended by date: roles in the department and offices in the union, and their rules. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.people.records import Role, UnionOffice


class Duty(StrEnum):
    """A role or a union office, as it is given to somebody."""

    OFFICE_HEAD = "office_head"
    ACTING_OFFICE_HEAD = "acting_office_head"
    OFFICE = "office"
    DIRECTOR = "director"
    DEPUTY = "deputy"
    UNIT_HEAD = "unit_head"
    CHAIR = "chair"
    GROUP_LEAD = "group_lead"


NAMES = {
    Duty.OFFICE_HEAD: "duty.name.office_head",
    Duty.ACTING_OFFICE_HEAD: "duty.name.acting_office_head",
    Duty.OFFICE: "duty.name.office",
    Duty.DIRECTOR: "duty.name.director",
    Duty.DEPUTY: "duty.name.deputy",
    Duty.UNIT_HEAD: "duty.name.unit_head",
    Duty.CHAIR: "duty.name.chair",
    Duty.GROUP_LEAD: "duty.name.group_lead",
}
IN_UNION = {Duty.CHAIR: UnionOffice.CHAIR, Duty.GROUP_LEAD: UnionOffice.GROUP_LEAD}
ROLES = {duty: Role(duty.value) for duty in Duty if duty not in IN_UNION}
OVER_UNIT = frozenset({Duty.DEPUTY, Duty.UNIT_HEAD})
"""Duties over one unit, with all below it."""
ONE_AT_A_TIME = frozenset({Duty.OFFICE_HEAD, Duty.DIRECTOR, Duty.UNIT_HEAD, Duty.CHAIR, Duty.GROUP_LEAD})
"""Duties that one person has in one place: a second one begins when the first has ended."""
OF_MEMBERS = frozenset({Duty.OFFICE_HEAD, Duty.ACTING_OFFICE_HEAD})
"""Duties of members of the Office."""
BY_THE_HEAD = frozenset({Duty.OFFICE_HEAD, Duty.ACTING_OFFICE_HEAD, Duty.OFFICE, Duty.DIRECTOR})
"""Duties that only whoever decides for the Office gives and ends."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A duty that somebody has had, has, or is to have."""

    duty: Duty
    key: int
    """Of the role grant; of the membership, where it is an office in the union."""
    person_id: int
    person_name: str
    place: int | None
    """The unit or union group it is over."""
    place_name: str
    since: date
    until: date | None
    given_by: int | None
    from_roster: bool
    ended_by: int | None

    def over(self, today: date) -> bool:
        return self.until is not None and self.until <= max(today, self.since)


def overlapping(
    held: Sequence[Holding], duty: Duty, person_id: int, place: int | None, since: date, until: date | None
) -> Holding | None:
    """The holding that leaves no room for another one from `since` to `until`: the person's own in that place, or
    anybody's where there is one at a time. In the union a person has one office."""
    for one in sorted(held, key=lambda one: one.person_id != person_id):
        own = one.person_id == person_id and (one.place == place or duty in IN_UNION)
        taken = one.duty is duty and duty in ONE_AT_A_TIME and (duty is Duty.CHAIR or one.place == place)
        lasts = one.until is None or one.until > max(since, one.since)
        if (own or taken) and lasts and (until is None or one.since < until):
            return one
    return None
