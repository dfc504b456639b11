"""The views that track a notice, for the Office: its deliveries as sums, by name and by unit, and the table as a
file."""

from dataclasses import replace

from bot.dialogue.screens import Screen
from bot.dialogue.views import View
from bot.notices import access
from bot.notices.records import SENT, NoticeState, known_by
from bot.notices.sent_targets import (
    DeliveryGroup,
    ShowDeliveries,
    ShowDelivery,
    ShowDeliveryByUnit,
    ShowTracking,
    TableForm,
)
from bot.notices.tracking import deliveries, doors, papers, screens, units
from bot.notices.tracking.rules import ARRIVED, DeliveryState
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def sums(tx: Tx, actor: Actor, to: ShowDeliveries) -> Screen:
    notice = access.sent(tx, actor, to.notice)
    known = len(known_by(tx, notice.id)) if notice.asks_known else 0
    silent = len(deliveries.silent(tx, notice)) if notice.asks_known else 0
    return screens.sums(notice, deliveries.counts(tx, notice), known, silent, doors.certificate(tx, notice))


def by_name(tx: Tx, actor: Actor, to: ShowDelivery) -> Screen:
    notice = access.sent(tx, actor, to.notice)
    found = deliveries.listed(tx, notice)
    if to.group is DeliveryGroup.KNOWN:
        found = [replace(one, at=one.known_at, reason=None) for one in found if one.known_at is not None]
    elif to.group is DeliveryGroup.SILENT:
        found = [one for one in found if one.letter_state in ARRIVED and one.known_at is None]
    else:
        found = [one for one in found if one.state is DeliveryState(to.group)]
    return screens.by_name(notice, to.group, found, to.page)


def by_unit(tx: Tx, actor: Actor, to: ShowDeliveryByUnit) -> Screen:
    notice = access.sent(tx, actor, to.notice)
    return screens.units(notice, units.counts(tx, notice), to.page)


def table(tx: Tx, actor: Actor, to: ShowTracking) -> Screen:
    """The tracking table, also of a notice that was taken back."""
    notice = access.found(tx, actor, to.notice)
    if notice.state not in SENT | {NoticeState.RECALLED}:
        raise Refusal("stale.button")
    made = (papers.workbook if to.form is TableForm.XLSX else papers.pdf)(tx, notice, actor.person)
    return screens.tracking(notice, made, tx.now)


VIEWS = (
    View(ShowTracking, table),
    View(ShowDeliveries, sums),
    View(ShowDelivery, by_name),
    View(ShowDeliveryByUnit, by_unit),
)
