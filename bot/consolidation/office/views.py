"""Snapshots, for the Office: views and acts."""

from bot.consolidation import addressing, differences, present, reading, records, submissions
from bot.consolidation.content import SnapshotContent
from bot.consolidation.figures import gaps, missing
from bot.consolidation.office import actions, difference_screens, screens, submission_screens
from bot.consolidation.office.comparing import differing
from bot.consolidation.office.screens import Since
from bot.consolidation.office.submission_views import sent
from bot.consolidation.papers.settling import given_up
from bot.consolidation.records import SnapshotNow
from bot.consolidation.targets import (
    FindDifference,
    ShowDifferences,
    ShowGap,
    ShowGaps,
    ShowSnapshot,
    ShowSnapshots,
    TakeSnapshot,
)
from bot.dialogue.screens import Button, Screen, say
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowConsolidation, ShowSubmitted
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.office import heads
from bot.people.records import Role
from bot.recognition.year_records import ended_at
from bot.registration.facts import campaign_now
from bot.store.database import Tx
from bot.titles.catalogue import Family


def consolidation(tx: Tx, actor: Actor, _to: ShowConsolidation) -> Screen:
    actions.office_only(actor)
    campaign = campaign_now(tx)
    newest, going = records.latest(tx, campaign.id), records.being_taken(tx, campaign.id)
    who = None if going is None else name_of(tx, going.wanted_by)
    parts, over = present.outlines(tx, campaign), ended_at(tx, campaign.id)
    return screens.consolidation(campaign.name, parts, tx.now, newest, going, who, over)


def snapshots(tx: Tx, actor: Actor, to: ShowSnapshots) -> Screen:
    actions.office_only(actor)
    return screens.snapshots(records.all_snapshots(tx, campaign_now(tx).id), to.page)


def snapshot(tx: Tx, actor: Actor, to: ShowSnapshot) -> Screen:
    actions.office_only(actor)
    one = reading.snapshot(tx, to.snapshot)
    if one.sha256 is None:
        before = records.before(tx, one)
        number = 0 if before is None else before.number
        return screens.going(one, name_of(tx, one.wanted_by), failed=given_up(one), before=number)
    newest = records.latest(tx, one.campaign_id)
    newer = newest.number if newest is not None and newest.number > one.number else None
    content = reading.content(tx, one.sha256)
    found = [sent(tx, submission) for submission in submissions.of_snapshot(tx, one.id)]
    families = [part.family for part in content.parts]
    decides = heads.decides(tx, actor) and ended_at(tx, one.campaign_id) is None
    acts = submission_screens.buttons(one.id, families, found, decides=decides)
    lines = submission_screens.lines(found)
    return screens.snapshot(one, content, _since(tx, one, content), newer=newer, lines=lines, acts=acts)


def _since(tx: Tx, one: SnapshotNow, content: SnapshotContent) -> Since | None:
    before = records.before(tx, one)
    if before is None or before.sha256 is None or before.taken_at is None:
        return None
    earlier = reading.content(tx, before.sha256)
    found = tuple(change for family in Family for change in differences.changes(earlier, content, family))
    return Since(before.number, before.taken_at, differences.counts(found))


def gaps_of(tx: Tx, actor: Actor, to: ShowGaps) -> Screen:
    if to.snapshot is None:
        addressing.may_read(tx, actor, to.family, to.snapshot)
        now = {one.family: one.gaps for one in present.outlines(tx, campaign_now(tx))}
        return screens.lacking(to, now.get(to.family, {}), None, screens.ALL)
    content, number, back = _as_of(tx, actor, to)
    part = content.part(to.family)
    return screens.lacking(to, {} if part is None else gaps(part), number, back)


def gap(tx: Tx, actor: Actor, to: ShowGap) -> Screen:
    content, number, back = _as_of(tx, actor, to)
    part = content.part(to.family)
    return screens.gap(to, () if part is None else missing(part, to.gap), number, back)


def _as_of(tx: Tx, actor: Actor, to: ShowGaps | ShowGap) -> tuple[SnapshotContent, int | None, Button]:
    """The content, the number of its snapshot (None: as of now), and the way back for whoever reads it."""
    addressing.may_read(tx, actor, to.family, to.snapshot)
    if to.snapshot is None:
        return reading.as_of(tx, campaign_now(tx), None), None, screens.ALL
    one, content = reading.taken(tx, to.snapshot)
    if actor.has(Role.OFFICE):
        return content, one.number, screens.up(one.id, one.number)
    return content, one.number, Button(say("button.back"), ShowSubmitted(to.family))


def changes(tx: Tx, actor: Actor, to: ShowDifferences) -> Screen:
    actions.office_only(actor)
    found = differing(tx, to.snapshot, to.family)
    return difference_screens.differences(to, found.number, found.before, found.lines(), found.families)


VIEWS = (
    View(ShowConsolidation, consolidation, living=True),
    View(ShowSnapshots, snapshots, living=True),
    View(ShowSnapshot, snapshot, living=True),
    View(ShowGaps, gaps_of),
    View(ShowGap, gap),
    View(ShowDifferences, changes),
)


def take_snapshot(tx: Tx, actor: Actor, to: TakeSnapshot) -> ToView:
    return ShowSnapshot(actions.take(tx, actor, to.after))


def find_difference(_tx: Tx, actor: Actor, to: FindDifference) -> ToFlow:
    actions.office_only(actor)
    return ToFlow("find_difference", {"snapshot": to.snapshot, "family": to.family.value}, fresh=True)


ACTS = (Act(TakeSnapshot, take_snapshot), Act(FindDifference, find_difference))
