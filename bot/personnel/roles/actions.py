"""Duties are given and ended by the Office, by date; nobody gives one to himself or herself, and somebody of the Office
is always left who can act in the chat."""

from datetime import date, timedelta

from bot.dialogue.screens import say
from bot.ledger import planning
from bot.people.authentication import links
from bot.people.identity import Actor, Scope, Staff, roster, staff
from bot.people.linking import invites
from bot.people.naming import name_of
from bot.people.office import heads, members
from bot.people.records import Role
from bot.personnel import records, rules
from bot.personnel.roles import duties, holdings
from bot.personnel.roles.duties import BY_THE_HEAD, IN_UNION, OF_MEMBERS, OVER_UNIT, ROLES, Duty, Holding
from bot.refusal import Refusal
from bot.registration import filing
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn

GIVEN, ENDED = "duty_given", "duty_ended"
"""Kinds of letters."""


def may(tx: Tx, actor: Actor, duty: Duty) -> bool:
    """True if `actor` gives and ends this duty."""
    try:
        to_change(tx, actor, duty)
    except Refusal:
        return False
    return True


def to_change(tx: Tx, actor: Actor, duty: Duty) -> None:
    """Raises Refusal for whoever does not give and end this duty. Whoever only acts for the head hands nothing on."""
    rules.office_only(actor)
    if duty in BY_THE_HEAD:
        heads.head_only(tx, actor)
    acting = actor.has(Role.ACTING_OFFICE_HEAD) and not actor.has(Role.OFFICE_HEAD)
    if duty in OF_MEMBERS and acting:
        raise Refusal("duty.acting_hands_on_nothing")


def candidates(tx: Tx, actor: Actor, duty: Duty, place: int | None) -> list[Staff]:
    """The people to whom the duty may be given, but not the giver."""
    today = tx.clock.today()
    people = roster(tx, Scope(everybody=True), today)
    if duty in OF_MEMBERS:
        of_the_office = members.throughout(tx, today, None)
        people = [one for one in people if one.id in of_the_office]
    if duty in IN_UNION:
        people = [one for one in people if one.union_member]
    if duty is Duty.UNIT_HEAD:
        people = [one for one in people if one.unit_id == place]
    return [one for one in people if one.id != actor.person.id]


def give(tx: Tx, actor: Actor, duty: Duty, person_id: int, place: int | None, since: date, last: date | None) -> int:
    """The key of what the person has from `since` to `last`, both included; None: until it is ended. Raises Refusal."""
    tx.lock(Turn.ROLES, 0)
    to_change(tx, actor, duty)
    if person_id == actor.person.id:
        raise Refusal("duty.not_to_yourself")
    today = tx.clock.today()
    person = next((one for one in candidates(tx, actor, duty, place) if one.id == person_id), None)
    if person is None or (duty in OVER_UNIT) != (place is not None):
        raise Refusal("role.not_yours")
    rules.within(since, today, today)
    until = None if last is None else rules.within(last, since, since) + timedelta(days=1)
    if until is None and duty is Duty.ACTING_OFFICE_HEAD:
        raise Refusal("duty.end_needed")
    if duty in OF_MEMBERS and person_id not in members.throughout(tx, since, until):
        raise Refusal("duty.members_only")
    if duty in IN_UNION:
        place = person.union_group_id
    _room(tx, duty, person, place, since, until)
    key = _write(tx, actor, duty, person, place, since, until)
    invites.end_all(tx, person_id)
    links.end_all(tx, person_id, by=actor.person.id)
    planning.plan(tx, GIVEN, source(duty, key), person_id, GIVEN, {"duty": duty.value, "holding": key})
    filing.outdate_boards(tx, person)
    note(tx, "role.given", source(duty, key), actor_id=actor.person.id, role=duty.value, place=place)
    return key


def _room(tx: Tx, duty: Duty, person: Staff, place: int | None, since: date, until: date | None) -> None:
    """Raises Refusal where it would overlap."""
    held = holdings.holdings(tx, duty, since)
    if duty in IN_UNION:
        held = [one for other in IN_UNION for one in holdings.holdings(tx, other, since)]
    found = duties.overlapping(held, duty, person.id, place, since, until)
    if found is None:
        return
    by = say("duty.by_roster") if found.given_by is None else say("duty.by", who=name_of(tx, found.given_by))
    values = {"name": found.person_name, "since": found.since, "by": by}
    if found.person_id != person.id:
        raise Refusal("duty.taken", **values)
    if found.duty is not duty:
        raise Refusal("duty.has_other", what=say(duties.NAMES[found.duty]), **values)
    raise Refusal("duty.has_it", **values)


def _write(tx: Tx, actor: Actor, duty: Duty, person: Staff, place: int | None, since: date, until: date | None) -> int:
    by = actor.person.id
    if duty not in IN_UNION:
        return records.add_grant(tx, person.id, ROLES[duty], place, since, until, by)
    if until is not None:
        raise Refusal("stale.button")
    assert place is not None
    return holdings.take_office(tx, person.id, place, IN_UNION[duty], since, by)


def to_end(tx: Tx, actor: Actor, duty: Duty, key: int) -> Holding:
    """The duty that is to be ended. Raises Refusal where it is over, or not for the actor to end."""
    to_change(tx, actor, duty)
    found = holdings.holding(tx, duty, key)
    if found is None:
        raise Refusal("stale.button")
    if found.over(tx.clock.today()):
        assert found.until is not None
        raise Refusal("duty.over", name=found.person_name, day=found.until, who=name_of(tx, found.ended_by))
    return found


def end(tx: Tx, actor: Actor, duty: Duty, key: int, until: date) -> None:
    """End it with the day before `until`; what has not begun never does. Raises Refusal."""
    tx.lock(Turn.ROLES, 0)
    found, today = to_end(tx, actor, duty, key), tx.clock.today()
    rules.within(until, today, today)
    until = max(until, found.since)
    if found.until is not None and until >= found.until:
        raise Refusal("duty.ends_before", last=rules.last_day(found.until))
    if duty is Duty.OFFICE:
        _may_go(tx, found.person_id, until)
    by = actor.person.id
    person = staff(tx, found.person_id, today)
    done = holdings.lay_down_office(tx, found, until, by) if duty in IN_UNION else records.end_grant(tx, key, until, by)
    if not done:
        raise Refusal("stale.button")
    planning.withdraw(tx, source(duty, key))
    if found.person_id != by:
        planning.plan(tx, ENDED, source(duty, key), found.person_id, ENDED, {"duty": duty.value, "holding": key})
    if person is not None:
        filing.outdate_boards(tx, person)
    note(tx, "role.ended", source(duty, key), actor_id=by, role=duty.value, until=until.isoformat())


def _may_go(tx: Tx, person_id: int, day: date) -> None:
    """Raises Refusal where the Office would be left without anybody, or without its head."""
    members.without(tx, person_id, day)
    for duty in OF_MEMBERS:
        if any(one.person_id == person_id for one in holdings.holdings(tx, duty, day)):
            raise Refusal("duty.head_first")


def source(duty: Duty, key: int) -> str:
    """The source of the letters that tell of it; the subject of what is noted."""
    return f"{'membership' if duty in IN_UNION else 'grant'}:{key}"
