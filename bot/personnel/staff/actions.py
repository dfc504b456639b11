"""Changes of people by the Office and by date: to another unit, away from the office, and exempt.

The day decides who judges. What was confirmed before it stays; what waits goes on waiting, at the new unit's head.
"""

from dataclasses import replace
from datetime import date, timedelta

from bot.campaigns.records import CampaignNow, current_campaign
from bot.ledger import planning
from bot.people.authentication import access
from bot.people.chain import state_confirmer
from bot.people.identity import Actor, Staff, staff
from bot.people.linking import invites
from bot.people.naming import name_of
from bot.people.office import members
from bot.personnel import records, rules, unit_records
from bot.personnel.rules import DatedPost
from bot.personnel.unit_records import UnitNow
from bot.refusal import Refusal
from bot.registration import filing
from bot.registration.records import ExemptReason
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn

MOVED, MOVED_IN, MOVED_OUT, STAYS = "moved", "moved_in", "moved_out", "stays"
"""Kinds of letters: to the person, to the heads of the new and the old unit; that nothing comes of it."""
EXEMPTED, EXPECTED = "exempted", "exemption_ended"
"""Kinds of letters to the person: need not answer, and is expected to again."""


def known(tx: Tx, actor: Actor, person_id: int) -> Staff:
    """The person as of today, for the Office. Raises Refusal."""
    rules.office_only(actor)
    person = staff(tx, person_id, tx.clock.today())
    if person is None:
        raise Refusal("role.not_yours")
    return person


def open_unit(tx: Tx, unit_id: int, on: date) -> UnitNow:
    """A unit in which somebody may begin on that day."""
    found = unit_records.unit(tx, unit_id)
    if found is None or found.until is not None or found.since > on:
        raise Refusal("move.unit_closed")
    return found


# --- to another unit --------------------------------------------------------------------------------------------------


def transfer(tx: Tx, actor: Actor, person_id: int, unit_id: int, title: str | None, since: date) -> None:
    """From `since` on the person works in the unit, as `title` (None: as before). Raises Refusal."""
    tx.lock(Turn.POSTS, person_id)
    person, today = known(tx, actor, person_id), tx.clock.today()
    rules.within(since, date.min, today)
    if (left := records.left_on(tx, person_id)) is not None and left <= max(since, today):
        raise Refusal("move.leaves", name=person.name, day=left)
    unit = open_unit(tx, unit_id, since)
    plan = rules.moved(records.posts(tx, person_id), since, today)
    old = plan.ended
    if old.unit_id == unit.id:
        raise Refusal("move.same_unit", unit=unit.name)
    filing.outdate_boards(tx, person)
    records.drop_posts(tx, plan.dropped)
    records.end_post(tx, old.id, since)
    made = records.add_post(tx, person_id, unit.id, title or old.title, since)
    # A role over the unit goes with working in it. A role in the new one comes with the roster, or from its head.
    records.end_grants(tx, since, person_id=person_id, unit_ids=(old.unit_id,))
    filing.outdate_boards(tx, replace(person, unit_id=unit.id))
    values = {"post": made, "person": person_id, "old": old.unit_id}
    planning.plan(tx, MOVED, f"post:{made}", person_id, MOVED, values)
    _tell_heads(tx, person, old.unit_id, unit.id, since, f"post:{made}", values)
    note(
        tx,
        "post.moved",
        f"person:{person_id}",
        actor_id=actor.person.id,
        old=old.unit_id,
        new=unit.id,
        since=since.isoformat(),
    )


def cancel_transfer(tx: Tx, actor: Actor, person_id: int) -> None:
    """Take back a move whose day has not come: the person stays. A second time changes nothing."""
    tx.lock(Turn.POSTS, person_id)
    person, today = known(tx, actor, person_id), tx.clock.today()
    posts = records.posts(tx, person_id)
    now, later = _now(posts, today), [post for post in posts if post.since > today]
    if now is None or not later:
        return
    records.drop_posts(tx, (post.id for post in later))
    records.end_post(tx, now.id, None)
    records.reopen_roster_grants(tx, person_id, later[0].since, now.unit_id)
    values = {"person": person_id, "unit": now.unit_id}
    for post in later:
        planning.withdraw(tx, f"post:{post.id}")
        planning.plan(tx, STAYS, f"post:{post.id}", person_id, STAYS, values)
        for head in _heads(tx, person, now.unit_id, post.unit_id, post.since):
            planning.plan(tx, STAYS, f"post:{post.id}", head, STAYS, values)
    note(tx, "post.move_cancelled", f"person:{person_id}", actor_id=actor.person.id, unit=now.unit_id)


def _now(posts: list[DatedPost], today: date) -> DatedPost | None:
    return next((post for post in posts if post.holds(today)), None)


def _heads(tx: Tx, person: Staff, old: int, new: int, since: date) -> set[int]:
    """The people who confirm in either unit on that day."""
    found = (state_confirmer(tx, replace(person, unit_id=unit_id), since).staff for unit_id in (old, new))
    return {head.id for head in found if head is not None}


def _tell_heads(tx: Tx, person: Staff, old: int, new: int, since: date, source: str, values: dict[str, int]) -> None:
    receives = state_confirmer(tx, replace(person, unit_id=new), since).staff
    loses = state_confirmer(tx, replace(person, unit_id=old), since).staff
    if receives is not None:
        planning.plan(tx, MOVED_IN, source, receives.id, MOVED_IN, values)
    if loses is not None and (receives is None or loses.id != receives.id):
        planning.plan(tx, MOVED_OUT, source, loses.id, MOVED_OUT, values)


# --- away from the office ---------------------------------------------------------------------------------------------


def leave(tx: Tx, actor: Actor, person_id: int, day: date) -> None:
    """From `day` on the person is not here any more: no post, no role, no membership, no chat that acts. What was
    registered stays on record."""
    tx.lock(Turn.POSTS, person_id)
    person, today = known(tx, actor, person_id), tx.clock.today()
    if person.id == actor.person.id and day <= today:
        raise Refusal("move.not_yourself")
    rules.within(day, date.min, today)
    tx.lock(Turn.ROLES, 0)
    members.without(tx, person_id, day)
    plan = rules.moved(records.posts(tx, person_id), day, today)
    filing.outdate_boards(tx, person)
    records.set_left_on(tx, person_id, day)
    records.drop_posts(tx, plan.dropped)
    records.end_post(tx, plan.ended.id, day)
    records.end_membership(tx, person_id, day)
    records.end_grants(tx, day, person_id=person_id)
    invites.end_all(tx, person_id)
    if day <= today:  # a later day is looked at in every request
        access.close(tx, person_id, by=actor.person.id)
    note(tx, "person.left", f"person:{person_id}", actor_id=actor.person.id, day=day.isoformat())


def cancel_leave(tx: Tx, actor: Actor, person_id: int) -> None:
    """The person stays after all, as long as the day has not come. A second time changes nothing."""
    tx.lock(Turn.POSTS, person_id)
    known(tx, actor, person_id)
    day, today = records.left_on(tx, person_id), tx.clock.today()
    if day is None:
        return
    if day <= today:
        raise Refusal("move.has_left", day=day)
    last = _now(records.posts(tx, person_id), today)
    records.set_left_on(tx, person_id, None)
    if last is not None and last.until == day:
        records.end_post(tx, last.id, None)
    records.reopen_membership(tx, person_id, day)
    records.reopen_roster_grants(tx, person_id, day)
    note(tx, "person.stays", f"person:{person_id}", actor_id=actor.person.id)


# --- exempt -----------------------------------------------------------------------------------------------------------


def campaign_now(tx: Tx) -> CampaignNow:
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return campaign


def exempt(
    tx: Tx, actor: Actor, person_id: int, reason: ExemptReason, since: date, last: date | None, seen: int | None
) -> None:
    """From `since` to `last`, both included; None: to the campaign's end. In place of what was said before. `seen`:
    the exemption that stood when this was begun. Raises Refusal where a colleague has set another one since."""
    person = known(tx, actor, person_id)
    campaign, today = campaign_now(tx), tx.clock.today()
    rules.within(since, date.min, today)
    until = None if last is None else rules.within(last, since, max(since, today)) + timedelta(days=1)
    tx.lock(Turn.EXEMPTION, person_id)
    stands = records.exemption(tx, campaign.id, person_id)
    if stands is not None and stands.id != seen and stands.by != actor.person.id:
        raise Refusal("exempt.meanwhile", name=person.name, who=name_of(tx, stands.by), at=stands.at)
    if stands is None and seen is not None:
        _ended_by_another(tx, actor, campaign.id, person)
    records.end_exemption(tx, campaign.id, person_id)
    made = records.add_exemption(tx, campaign.id, person_id, reason, since, until, actor.person.id)
    filing.outdate_boards(tx, person)
    if person_id != actor.person.id:
        values = {"campaign": campaign.id, "exemption": made}
        planning.plan(tx, EXEMPTED, exemption_source(made), person_id, EXEMPTED, values)
    note(tx, "exemption.given", f"exemption:{made}", actor_id=actor.person.id, reason=reason.value)


def exemption_source(exemption_id: int) -> str:
    """The source of the letters that say of this exemption."""
    return f"exemption:{exemption_id}"


def end_exemption(tx: Tx, actor: Actor, person_id: int) -> None:
    """The person is expected to answer again. A second time changes nothing. Raises Refusal where a colleague was
    faster."""
    person, campaign = known(tx, actor, person_id), campaign_now(tx)
    tx.lock(Turn.EXEMPTION, person_id)
    stood = records.exemption(tx, campaign.id, person_id)
    ended = records.end_exemption(tx, campaign.id, person_id)
    if ended is None or stood is None:
        _ended_by_another(tx, actor, campaign.id, person)
        return
    filing.outdate_boards(tx, person)
    source, over = exemption_source(ended), stood.until is not None and stood.until <= tx.clock.today()
    # Whoever has not been told yet that it stood, or is expected again since its last day, is told nothing.
    if not planning.withdraw(tx, source) and not over and person_id != actor.person.id:
        values = {"campaign": campaign.id, "by": actor.person.id}
        planning.plan(tx, EXPECTED, source, person_id, EXPECTED, values)
    note(tx, "exemption.ended", f"exemption:{ended}", actor_id=actor.person.id)


def _ended_by_another(tx: Tx, actor: Actor, campaign_id: int, person: Staff) -> None:
    """Raises Refusal where it was a colleague who has ended the person's exemption."""
    ended = records.who_ended(tx, campaign_id, person.id)
    if ended is not None and ended[0] != actor.person.id:
        raise Refusal("exempt.ended_already", name=person.name, who=name_of(tx, ended[0]), at=ended[1])
