"""The people to whom snapshots are submitted, their rights, and the letters that go to them after its papers."""

from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import CampaignNow, quotas_of
from bot.consolidation import submissions
from bot.consolidation.content import SnapshotContent
from bot.consolidation.kinds import PaperKind
from bot.consolidation.records import ADDRESSEES, Addressee
from bot.ledger import planning
from bot.office.outlook.shares import Limit, limits
from bot.people.chart import chart
from bot.people.identity import Actor
from bot.people.records import Role, UnionOffice
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.titles.loading import shared as catalogue

SUBMITTED, OPINION = "submission", "submission_opinion"
"""Kinds of letters: the digest of what was submitted; an opinion on it, to the Office."""


def recipients(tx: Tx, addressee: Addressee) -> tuple[int, ...]:
    """Everybody who gets the digest: the Director and the deputies, or the union's chair."""
    people = chart(tx, tx.clock.today())
    if addressee is Addressee.UNION:
        return people.chairs
    deputies = (one for (role, _unit), held in people.roles.items() if role is Role.DEPUTY for one in held)
    return tuple(dict.fromkeys((*people.directors, *deputies)))


def answers(actor: Actor, addressee: Addressee) -> bool:
    """True if the actor may give an opinion on what is submitted so."""
    if addressee is Addressee.UNION:
        return actor.person.union_office is UnionOffice.CHAIR
    return actor.has(Role.DIRECTOR) or actor.has(Role.DEPUTY)


def may_read(tx: Tx, actor: Actor, family: Family, snapshot: int | None, paper: PaperKind | None = None) -> None:
    """Raises Refusal for whoever may not read a part of this snapshot (None: what is registered now), or a paper of it:
    the Office reads all, and those to whom it was submitted what was."""
    if actor.has(Role.OFFICE):
        return
    to = ADDRESSEES[family]
    submitted = snapshot is not None and any(one.addressee is to for one in submissions.of_snapshot(tx, snapshot))
    if not submitted or not answers(actor, to) or (paper is not None and paper not in submissions.PAPERS[to]):
        raise Refusal("role.office_only")


def send_ready(tx: Tx, snapshot_id: int) -> None:
    """Plan the letters of those submissions of the snapshot of which every paper is made, at a civil hour. The caller
    holds the campaign's turn."""
    for one in submissions.of_snapshot(tx, snapshot_id):
        if submissions.is_out(tx, one):
            people = {person: {"submission": one.id} for person in recipients(tx, one.addressee)}
            due = office_calendar(tx).civil_from(tx.now)
            planning.plan_all(tx, SUBMITTED, f"submission:{one.id}", "sent", people, due_at=due)


def over_quota(tx: Tx, campaign: CampaignNow, content: SnapshotContent, family: Family) -> list[tuple[Limit, int, int]]:
    """The limits of shares that what is registered is above: each with the people who have the title, and those by
    whom it is measured."""
    part = content.part(family)
    if part is None:
        return []
    found = limits(catalogue().regime(campaign.regime), quotas_of(tx, campaign.id))
    counted = [(one, part.people(one.title.id), part.people(one.of.id)) for one in found if one.title.family is family]
    return [(one, taken, base) for one, taken, base in counted if taken > one.most(base)]
