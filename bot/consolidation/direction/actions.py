"""Opinions on what was submitted: by the Director, a deputy or the union's chair, until a decision is entered."""

import sqlalchemy as sa

from bot.awards.records import Award
from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import campaign_by_key
from bot.consolidation import addressing, submissions
from bot.consolidation.records import ADDRESSEES, Verdict
from bot.consolidation.submissions import SubmissionNow
from bot.dialogue import living
from bot.ledger import planning
from bot.notices import access
from bot.people.identity import Actor
from bot.people.records import Role
from bot.refusal import Refusal
from bot.registration.facts import campaign_now
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns
from bot.titles.catalogue import Family

_A = columns(Award)


def readable(tx: Tx, actor: Actor, key: int) -> SubmissionNow:
    """The submission, for the Office and for those to whom it went. Raises Refusal otherwise."""
    found = submissions.submission(tx, key)
    if found is None:
        raise Refusal("stale.button")
    if not actor.has(Role.OFFICE):
        _answers(actor, found.family)
        if not submissions.is_out(tx, found):
            raise Refusal("submission.on_its_way")
    return found


def last(tx: Tx, actor: Actor, family: Family) -> SubmissionNow | None:
    """The newest submission of this family that has gone. Raises Refusal for whoever may not read it."""
    if not actor.has(Role.OFFICE):
        _answers(actor, family)
    found = submissions.newest(tx, campaign_now(tx).id, ADDRESSEES[family])
    return found if found is not None and submissions.is_out(tx, found) else None


def _answers(actor: Actor, family: Family) -> None:
    if not addressing.answers(actor, ADDRESSEES[family]):
        raise Refusal("role.union_leads_only" if family is Family.UNION else "role.director_only")


def may_answer(tx: Tx, actor: Actor, key: int) -> SubmissionNow:
    """The submission on which the actor gives an opinion. Raises Refusal for anybody else, the Office too, and once a
    decision is entered."""
    found = readable(tx, actor, key)
    _answers(actor, found.family)
    if decided(tx, found):
        raise Refusal("submission.decided", number=found.number)
    return found


def decided(tx: Tx, one: SubmissionNow) -> bool:
    """A decision of this year is entered."""
    year = campaign_by_key(tx, one.campaign_id).year
    return tx.execute(sa.select(_A.c.id).where(_A.c.year == year).limit(1)).first() is not None


def answer(tx: Tx, actor: Actor, key: int, verdict: Verdict, words: str | None = None) -> None:
    """Record the opinion for the snapshot that it is given on, and tell the Office at a civil hour. The same opinion
    again changes nothing."""
    found = may_answer(tx, actor, key)
    tx.lock(Turn.SNAPSHOTS, found.campaign_id)
    found, me = may_answer(tx, actor, key), actor.person.id
    before = next((one for one in submissions.opinions(tx, key) if one.by == me), None)
    if before is not None and (before.verdict, before.note) == (verdict, words):
        return
    made = submissions.add_opinion(tx, key, me, verdict, words)
    values, due = {"opinion": made}, office_calendar(tx).civil_from(tx.now)
    people = {person: values for person in access.office_people(tx) if person != me}
    planning.plan_all(tx, addressing.OPINION, f"opinion:{made}", "given", people, due_at=due)
    note(tx, "submission.answered", f"submission:{key}", actor_id=me, verdict=verdict.value)
    living.outdate(tx, access.office_accounts(tx))
    living.outdate(tx, access.accounts_of(tx, addressing.recipients(tx, found.addressee)))
