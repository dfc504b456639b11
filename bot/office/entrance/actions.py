"""Deeds of leads and of the Office about people's way in by the web. Each checks the rights of whoever does it again.

A lead knows the link that the own people get; so a link of a lead alone lets nobody in (bot/people/entry/steps.py).
Nobody gives the word on a browser whose link was the own making.
"""

from datetime import datetime

from bot.office.invites.actions import invitable
from bot.people.authentication import access, links, place, reports, sessions
from bot.people.authentication.links import Link
from bot.people.authentication.place import Made
from bot.people.authentication.records import LinkKind
from bot.people.authentication.reports import Report
from bot.people.authentication.rules import LIFETIMES
from bot.people.authentication.sessions import Browser
from bot.people.entry import steps as entry
from bot.people.identity import Actor, Staff, staff
from bot.people.naming import name_of
from bot.people.office import heads
from bot.people.records import Role
from bot.personnel import rules
from bot.refusal import Refusal
from bot.registration import filing
from bot.store.audit import last
from bot.store.database import Tx


def person(tx: Tx, actor: Actor, person_id: int) -> Staff:
    """The person, for the Office, and for the head of a unit of the own people. Raises Refusal."""
    found = next((one for one in invitable(tx, actor).everybody if one.id == person_id), None)
    if found is None:
        raise Refusal("role.not_yours")
    return found


def browsers(tx: Tx, person_id: int) -> list[Browser]:
    return sessions.browsers(tx, person_id)


def invite(tx: Tx, actor: Actor, person_id: int) -> int:
    """Make a link for the person; the number of this making. Raises Refusal."""
    found = person(tx, actor, person_id)
    if found.id == actor.person.id:
        raise Refusal("web_invite.own")
    if not place.address():
        raise Refusal("entry.no_web")
    kind = LinkKind.OFFICE if actor.has(Role.OFFICE) else LinkKind.LEAD
    token, number = links.create(tx, found.id, kind, by=actor.person.id), int(tx.now.timestamp())
    place.keep(actor.person.id, Made(found.id, number, tx.now, tx.now + LIFETIMES[kind], token))
    entry.tell_of_link(tx, found.id, number, actor.person.id)
    return number


def report_lost(tx: Tx, actor: Actor, person_id: int) -> None:
    """The person's browsers ask for the PIN from now on, and the Office decides the rest. Raises Refusal."""
    reports.report(tx, person(tx, actor, person_id).id, actor.person.id)


def waiting(tx: Tx, actor: Actor) -> tuple[list[Link], list[Report]]:
    """The browsers that wait and the phones reported lost, the oldest first, for the Office. Raises Refusal."""
    rules.office_only(actor)
    return links.waiting(tx), reports.open_reports(tx)


def entry_of(tx: Tx, actor: Actor, link_id: int) -> tuple[Link, Staff]:
    """A browser that waits, or waited, for the Office. Raises Refusal."""
    rules.office_only(actor)
    found = links.link(tx, link_id)
    who = None if found is None else staff(tx, found.person_id, tx.clock.today())
    if found is None or who is None or found.asked_at is None:
        raise Refusal("stale.button")
    return found, who


def may_decide(actor: Actor, one: Link) -> bool:
    """Nobody decides on a link of the own making, nor on the own one."""
    return actor.person.id not in (one.created_by, one.person_id)


def decide(tx: Tx, actor: Actor, link_id: int, *, yes: bool) -> None:
    """Raises Refusal, with what became of it where somebody was faster."""
    one, who = entry_of(tx, actor, link_id)
    if not may_decide(actor, one):
        raise Refusal("web_entry.own")
    if one.person_id in heads.heads(tx):
        heads.head_only(tx, actor)
    if not entry.decide(tx, link_id, actor.person.id, yes=yes):
        by = name_of(tx, one.decided_by)
        raise Refusal("web_entry.decided", who=by, at=one.decided_at) if one.decided_at else Refusal("stale.button")
    if yes:
        filing.outdate_boards(tx, who)


def to_revoke(tx: Tx, actor: Actor, person_id: int) -> Staff:
    """The person, if the actor may end the way in by the web. Raises Refusal."""
    rules.office_only(actor)
    found = person(tx, actor, person_id)
    if person_id == actor.person.id:
        raise Refusal("web_revoke.own")
    if person_id in heads.heads(tx):
        heads.head_only(tx, actor)
    return found


def revoke(tx: Tx, actor: Actor, person_id: int, report: int | None) -> None:
    """End browsers and links, and close a report. `report`: the one that was seen. Raises Refusal, with whose decision
    it was where somebody has decided on that meanwhile."""
    found = to_revoke(tx, actor, person_id)
    if not reports.decide(tx, person_id, actor.person.id, revoked=True) and report is not None:
        raise _decided(tx, person_id)
    access.revoke(tx, person_id, by=actor.person.id)
    filing.outdate_boards(tx, found)


def _decided(tx: Tx, person_id: int) -> Refusal:
    done = last(tx, deed="web.report_decided", subject=f"person:{person_id}")
    if done is None:
        return Refusal("stale.button")
    return Refusal("web_entry.decided", who=name_of(tx, done[0]), at=done[1])


def leave_report(tx: Tx, actor: Actor, person_id: int) -> None:
    """The phone was found again, or was none of the person's. Raises Refusal."""
    to_revoke(tx, actor, person_id)
    if not reports.decide(tx, person_id, actor.person.id, revoked=False):
        raise _decided(tx, person_id)


def since(one: Link | Report) -> datetime:
    """The moment from which it waits."""
    at = one.reported_at if isinstance(one, Report) else one.asked_at
    assert at is not None
    return at
