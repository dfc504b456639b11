"""Rights over people by the roles that are held on a day: to confirm for them, to register for them, and till when."""

from datetime import date, datetime

from bot.campaigns.records import CampaignNow
from bot.people.chain import Holder, committee, state_confirmer, union_confirmer
from bot.people.identity import Actor, Staff
from bot.people.reach import LEADING, above, stands_over, subtree, units_of
from bot.people.records import Role, UnionOffice
from bot.registration.reading import Answered, late_request
from bot.registration.rules import granted
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
        if leads and person.union_office is not UnionOffice.CHAIR:
            return True
        return named.id == me.id if named is not None else records_committee(tx, actor, person, on)
    confirmer = state_confirmer(tx, person, on)
    if confirmer.holder is Holder.OFFICE and actor.has(Role.OFFICE):
        return True
    named = confirmer.staff
    return (named is not None and named.id == me.id) or stands_over(tx, actor, person, on)


def records_committee(tx: Tx, actor: Actor, person: Staff, on: date) -> bool:
    """True if `actor` records what the union's committee has decided on `person`: a member of it, or the Office where
    the roster names none."""
    me = actor.staff
    if me is None or me.id == person.id:
        return False
    if me.union_office is UnionOffice.COMMITTEE:
        return True
    return actor.has(Role.OFFICE) and committee(tx, person.id, on) is None


def may_register_for(tx: Tx, actor: Actor, person: Staff) -> bool:
    """True if `actor` leads or prepares for the unit of `person`, or for one that it is part of."""
    me = actor.staff
    return me is not None and me.id != person.id and bool(units_of(actor, PREPARING) & above(tx, person.unit_id))


def may_invite(tx: Tx, actor: Actor, person: Staff) -> bool:
    """True if `actor` prints invites for `person`: the Office, and the head of a unit for its people. Nobody who stands
    in for a head: with an invite one becomes that person."""
    me = actor.staff
    if me is None or me.id == person.id:
        return False
    return actor.has(Role.OFFICE) or bool(units_of(actor, {Role.UNIT_HEAD}) & above(tx, person.unit_id))


def answers_until(tx: Tx, campaign: CampaignNow, person_id: int) -> datetime | None:
    """The end of the time in which this person may answer: the campaign's, or granted to him or her; None where it is
    over, or has not begun."""
    if tx.now <= campaign.deadline_at:
        return campaign.deadline_at if campaign.is_open(tx.now) else None
    late = granted(late_request(tx, campaign.id, person_id))
    return late if late is not None and tx.now <= late else None


def still_declines(tx: Tx, campaign: CampaignNow, stands: Answered) -> bool:
    """True where the deadline is over and the campaign still takes the word of whoever has registered nothing."""
    return campaign.deadline_at < tx.now <= campaign.closes_at and not stands.registered


def reads_comments(tx: Tx, actor: Actor, person: Staff) -> bool:
    """True if `actor` reads what units say that the person has left: whoever judges the State titles, the deputy in
    charge, who sees the same board, and the Office; never the person or a coordinator."""
    if actor.has(Role.OFFICE):
        return True
    if actor.person.id == person.id:
        return False
    today = tx.clock.today()
    named = state_confirmer(tx, person, today).staff
    led = subtree(tx, units_of(actor, LEADING | {Role.DEPUTY}), today)
    return person.unit_id in led or (named is not None and named.id == actor.person.id)
