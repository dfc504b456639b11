"""Comments of the unit that somebody left in the year, which the new unit reads when it judges."""

from dataclasses import dataclass
from datetime import date

from bot.campaigns.records import CampaignNow, current_campaign
from bot.leading.rights import reads_comments
from bot.people.chain import Confirmer, state_confirmer
from bot.people.identity import Actor, Staff, staff
from bot.people.reach import LEADING, left_behind, stands_over, subtree, units_of
from bot.personnel import records
from bot.personnel.records import Comment
from bot.refusal import Refusal
from bot.registration.reading import Answered, answered
from bot.store.audit import note
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who has left a unit that the actor leads, or is to leave it."""

    person: Staff
    """As of today."""
    unit_id: int
    since: date
    """The first day at the new unit."""
    new_unit: str
    confirmer: Confirmer
    """The person who judges from that day on."""
    stands: Answered
    own: Comment | None
    """The comment of this unit."""


def _campaign(tx: Tx) -> CampaignNow:
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return campaign


def _year_began(campaign: CampaignNow) -> date:
    """Moves before the campaign's year are another year's."""
    return date(campaign.year, 1, 1)


def left(tx: Tx, actor: Actor, person_id: int) -> Departure:
    """The departure of one person. Raises Refusal for whoever leads no unit that the person has left this year for
    another head's."""
    campaign, today = _campaign(tx), tx.clock.today()
    units = left_behind(tx, actor, person_id, _year_began(campaign))
    unit_id = next(reversed(units), None)
    person = staff(tx, person_id, today)
    later = None if unit_id is None else staff(tx, person_id, max(units[unit_id], today))
    if unit_id is None or person is None or later is None or later.unit_id is None:
        raise Refusal("role.not_yours")
    if stands_over(tx, actor, later, today):
        raise Refusal("role.not_yours")  # came back, or moved within what this actor leads
    stands = answered(tx, campaign.id, person_id)
    said = records.comments(tx, stands.receipt_id) if stands.receipt_id else ()
    own = next((comment for comment in said if comment.unit_id == unit_id), None)
    confirmer = state_confirmer(tx, later, max(units[unit_id], today))
    return Departure(person, unit_id, units[unit_id], later.unit_name, confirmer, stands, own)


def departed(tx: Tx, actor: Actor, unit_id: int) -> list[Staff]:
    """The people who have left the unit, or a unit below it, in the campaign's year: for whoever leads it."""
    if unit_id not in units_of(actor, LEADING):
        raise Refusal("role.not_yours")
    campaign, today = current_campaign(tx), tx.clock.today()
    if campaign is None:
        return []
    gone = records.departed(tx, subtree(tx, {unit_id}, today), _year_began(campaign))
    people = (staff(tx, person_id, today) for person_id in gone)
    return [person for person in people if person is not None]


def comment(tx: Tx, actor: Actor, person_id: int, words: str) -> None:
    """One comment a unit; writing again changes it. Raises Refusal while there is nothing to comment on."""
    found = left(tx, actor, person_id)
    if found.since > tx.clock.today():
        raise Refusal("comment.still_yours", since=found.since)
    if found.stands.receipt_id is None or not found.stands.standing:
        raise Refusal("comment.nothing_yet", name=found.person.name)
    records.write_comment(tx, found.stands.receipt_id, found.unit_id, words, actor.person.id)
    note(tx, "comment.written", f"receipt:{found.stands.receipt_id}", actor_id=actor.person.id, unit=found.unit_id)


def about(tx: Tx, actor: Actor, person_id: int) -> tuple[Staff, tuple[Comment, ...]]:
    """The comments of the units that the person left, for those who judge, lead or run the campaign. Raises Refusal."""
    campaign, today = _campaign(tx), tx.clock.today()
    person = staff(tx, person_id, today)
    if person is None or not reads_comments(tx, actor, person):
        raise Refusal("role.not_yours")
    receipt_id = answered(tx, campaign.id, person_id).receipt_id
    return person, records.comments(tx, receipt_id) if receipt_id else ()
