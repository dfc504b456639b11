"""The screens that track a notice: its deliveries as sums, by name and by unit, and the table as a file. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.dialogue.screens import Button, Paper, Phrase, Screen, say, screen
from bot.dialogue.ways import page_of, turn
from bot.ledger.letter import Reason
from bot.notices.records import Notice
from bot.notices.screens import back, title
from bot.notices.sent_targets import (
    DeliveryGroup,
    ShowDeliveries,
    ShowDelivery,
    ShowDeliveryByUnit,
    ShowLeftToTell,
    ShowTracking,
    TableForm,
)
from bot.notices.tracking.deliveries import Delivery, DeliveryCounts
from bot.notices.tracking.rules import UNREACHED, DeliveryState
from bot.notices.tracking.units import UnitCounts

UNITS = 7
BY_NAME = 8


# --- the tracking table -----------------------------------------------------------------------------------------------


def tables(notice_id: int) -> tuple[Button, Button]:
    """The buttons for the tracking table, in both forms."""
    return (
        Button(say("button.tracking_pdf"), ShowTracking(notice_id, TableForm.PDF)),
        Button(say("button.tracking_xlsx"), ShowTracking(notice_id, TableForm.XLSX)),
    )


def tracking(notice: Notice, table: Paper, at: datetime) -> Screen:
    """The tracking table as a file."""
    return screen(
        say("notice.tracking", title=title(notice, 80)),
        say("notice.tracking_at", at=at),
        rows=((back(notice),),),
        file=table,
        keep=True,
    )


# --- by name ----------------------------------------------------------------------------------------------------------

_BUTTONS = {
    DeliveryGroup.WAITING: "button.fate.waiting",
    DeliveryGroup.SENT: "button.fate.sent",
    DeliveryGroup.UNLINKED: "button.fate.unlinked",
    DeliveryGroup.BLOCKED: "button.fate.blocked",
    DeliveryGroup.FAILED: "button.fate.failed",
    DeliveryGroup.UNKNOWN: "button.fate.unknown",
    DeliveryGroup.STOPPED: "button.fate.stopped",
    DeliveryGroup.LEFT: "button.fate.left",
    DeliveryGroup.KNOWN: "button.fate.known",
    DeliveryGroup.SILENT: "button.fate.silent",
}
_HEADS = {
    DeliveryGroup.WAITING: "notice.fate.waiting",
    DeliveryGroup.SENT: "notice.fate.sent",
    DeliveryGroup.UNLINKED: "notice.fate.unlinked",
    DeliveryGroup.BLOCKED: "notice.fate.blocked",
    DeliveryGroup.FAILED: "notice.fate.failed",
    DeliveryGroup.UNKNOWN: "notice.fate.unknown",
    DeliveryGroup.STOPPED: "notice.fate.stopped",
    DeliveryGroup.LEFT: "notice.fate.left",
    DeliveryGroup.KNOWN: "notice.fate.known",
    DeliveryGroup.SILENT: "notice.fate.silent",
}
REASONS: Mapping[Reason, str] = {
    Reason.NOT_LINKED: "notice.reason.not_linked",
    Reason.BLOCKED: "notice.reason.blocked",
    Reason.DEACTIVATED: "notice.reason.deactivated",
    Reason.NO_CHAT: "notice.reason.no_chat",
    Reason.REFUSED: "notice.reason.refused",
    Reason.CONTENT: "notice.reason.content",
    Reason.UNDRAWN: "notice.reason.undrawn",
    Reason.NO_CONNECTION: "notice.reason.no_connection",
    Reason.NO_ANSWER: "notice.reason.no_answer",
    Reason.SERVER_ERROR: "notice.reason.server_error",
    Reason.STOPPED: "notice.reason.stopped",
    Reason.NOT_NEEDED: "notice.reason.not_needed",
    Reason.LEFT: "notice.reason.left",
    Reason.WITHDRAWN: "notice.reason.withdrawn",
    Reason.TOO_LATE: "notice.reason.too_late",
    Reason.COPIED: "notice.reason.copied",
}


def sums(notice: Notice, counts: DeliveryCounts, known: int, silent: int, by_door: tuple[Phrase, ...] = ()) -> Screen:
    """The groups of deliveries that there are, each a way to its names. `known`: those acknowledged, `silent`: those
    not."""
    sizes = {DeliveryGroup(state): counts.by_state[state] for state in DeliveryState}
    if notice.asks_known:
        sizes |= {DeliveryGroup.KNOWN: known, DeliveryGroup.SILENT: silent}
    return screen(
        say("notice.fates.head", title=title(notice, 80)),
        say("notice.fates.by_door", pieces=by_door, total=counts.total) if by_door else None,
        rows=(
            *(
                (Button(say(_BUTTONS[group], count=count), ShowDelivery(notice.id, group)),)
                for group, count in sizes.items()
                if count
            ),
            (back(notice),),
        ),
    )


def by_name(notice: Notice, group: DeliveryGroup, found: Sequence[Delivery], page: int) -> Screen:
    """The deliveries of one group by name, with the reason; with time and number of attempts, where there were any."""
    shown = page_of(found, page, BY_NAME)
    return screen(
        Phrase(_HEADS[group], {"count": len(found)}),
        *map(_line, shown.items),
        shown.line,
        rows=(
            turn(ShowDelivery(notice.id, group, shown.number), shown.of),
            (Button(say("button.back"), ShowDeliveries(notice.id)),),
        ),
    )


def _line(one: Delivery) -> Phrase:
    if one.told_at is not None and one.state in UNREACHED:
        return say("notice.line_told", name=one.full_name, unit=one.unit_name, at=one.told_at)
    at = one.happened_at
    if one.reason is None and at is None:
        return say("notice.line_untimed", name=one.full_name, unit=one.unit_name)
    if one.reason is None:
        return say("notice.line", name=one.full_name, unit=one.unit_name, at=at)
    if at is None:
        reason = Phrase(REASONS[one.reason])
        return say("notice.line_reason_untimed", name=one.full_name, unit=one.unit_name, reason=reason)
    return say(
        "notice.line_reason",
        name=one.full_name,
        unit=one.unit_name,
        reason=Phrase(REASONS[one.reason]),
        at=at,
        tries=one.attempts,
    )


# --- by unit ----------------------------------------------------------------------------------------------------------


def units(notice: Notice, found: Sequence[UnitCounts], page: int) -> Screen:
    """The deliveries by unit: how many were sent, and how many were acknowledged."""
    shown = page_of(found, page, UNITS)
    lines = []
    for one in shown.items:
        values = {"unit": one.name, "sent": one.sent, "total": one.total}
        known = notice.asks_known and one.known
        lines.append(say("notice.unit_known", **values, known=one.known) if known else say("notice.unit", **values))
    return screen(
        say("notice.units.head", title=title(notice, 80)),
        *lines,
        shown.line,
        rows=(
            turn(ShowDeliveryByUnit(notice.id, shown.number), shown.of),
            (Button(say("button.to_tell"), ShowLeftToTell(notice.id)), back(notice)),
        ),
    )
