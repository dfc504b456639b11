"""Snapshots, for the Office: views and acts."""

from bot.consolidation import differences, reading, records
from bot.consolidation.content import SnapshotContent
from bot.consolidation.figures import gaps, missing
from bot.consolidation.office import actions, difference_screens, screens
from bot.consolidation.office.comparing import differing
from bot.consolidation.office.screens import Since
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
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowConsolidation
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.registration.facts import campaign_now
from bot.store.database import Tx
from bot.titles.catalogue import Family


def consolidation(tx: Tx, actor: Actor, _to: ShowConsolidation) -> Screen:
    actions.office_only(actor)
    campaign = campaign_now(tx)
    newest, going = records.latest(tx, campaign.id), records.being_taken(tx, campaign.id)
    who = None if going is None else name_of(tx, going.wanted_by)
    return screens.consolidation(reading.as_of(tx, campaign, None), tx.now, newest, going, who)


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
    return screens.snapshot(one, content, _since(tx, one, content), newer=newer)


def _since(tx: Tx, one: SnapshotNow, content: SnapshotContent) -> Since | None:
    before = records.before(tx, one)
    if before is None or before.sha256 is None or before.taken_at is None:
        return None
    earlier = reading.content(tx, before.sha256)
    found = tuple(change for family in Family for change in differences.changes(earlier, content, family))
    return Since(before.number, before.taken_at, differences.counts(found))


def gaps_of(tx: Tx, actor: Actor, to: ShowGaps) -> Screen:
    content, number = _as_of(tx, actor, to.snapshot)
    part = content.part(to.family)
    return screens.lacking(to, {} if part is None else gaps(part), number)


def gap(tx: Tx, actor: Actor, to: ShowGap) -> Screen:
    content, number = _as_of(tx, actor, to.snapshot)
    part = content.part(to.family)
    return screens.gap(to, () if part is None else missing(part, to.gap), number)


def _as_of(tx: Tx, actor: Actor, key: int | None) -> tuple[SnapshotContent, int | None]:
    actions.office_only(actor)
    if key is None:
        return reading.as_of(tx, campaign_now(tx), None), None
    one, content = reading.taken(tx, key)
    return content, one.number


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
