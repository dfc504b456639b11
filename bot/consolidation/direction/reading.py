"""A submission with everything that is read of it, for one reader."""

from bot.campaigns.records import campaign_by_key
from bot.consolidation import addressing, reading, records, submissions
from bot.consolidation.content import Group, Part
from bot.consolidation.direction import actions
from bot.consolidation.direction.screens import Submitted
from bot.consolidation.submissions import SubmissionNow
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.reach import subtree, units_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Family


def submitted(tx: Tx, actor: Actor, one: SubmissionNow) -> Submitted:
    snapshot, content = reading.taken(tx, one.snapshot_id)
    part = content.part(one.family)
    if part is None or snapshot.taken_at is None:
        raise Refusal("stale.button")
    newest, last = records.latest(tx, one.campaign_id), submissions.newest(tx, one.campaign_id, one.addressee)
    return Submitted(
        one,
        snapshot.taken_at,
        name_of(tx, one.by),
        part,
        addressing.over_quota(tx, campaign_by_key(tx, one.campaign_id), content, one.family),
        [paper.kind for paper in submissions.attached(tx, one) if paper.sha256 is not None],
        _own(tx, actor, part),
        [(opinion, name_of(tx, opinion.by)) for opinion in submissions.opinions(tx, one.id)],
        newest.number if newest is not None and newest.number > one.number else None,
        last.id if last is not None and submissions.is_out(tx, last) else None,
        decided=actions.decided(tx, one),
        answers=addressing.answers(actor, one.addressee),
        office=actor.has(Role.OFFICE),
    )


def _own(tx: Tx, actor: Actor, part: Part) -> tuple[Group, ...]:
    """The units that a deputy is in charge of, with those below them."""
    if part.family is not Family.STATE:
        return ()
    units = subtree(tx, units_of(actor, {Role.DEPUTY}), tx.clock.today())
    return tuple(group for group in part.groups if group.key in units and group.rows)
