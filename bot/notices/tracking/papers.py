"""The tracking table of a notice as files: a paper to sign and keep, and a workbook."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.dialogue.screens import Paper, Phrase, say
from bot.ledger.letter import Reason, State
from bot.notices import rules
from bot.notices.audience import describing
from bot.notices.filling.values import values_for_several
from bot.notices.records import Notice
from bot.notices.rules import Place
from bot.notices.screens import Values, document
from bot.notices.tracking import deliveries, doors
from bot.notices.tracking.deliveries import Delivery
from bot.notices.tracking.rules import DeliveryState
from bot.notices.tracking.screens import REASONS
from bot.organisation.papers import issuer, signing
from bot.organisation.records import SignedPaper
from bot.people.identity import Staff
from bot.store.database import Tx

if TYPE_CHECKING:
    from bot.papers.tracking.table import Say, TrackedLine, Tracking

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RESULTS = {
    DeliveryState.WAITING: "paper.tracking.waiting",
    DeliveryState.SENT: "paper.tracking.sent_to",
    DeliveryState.UNLINKED: "paper.tracking.unlinked",
    DeliveryState.BLOCKED: "paper.tracking.blocked",
    DeliveryState.FAILED: "paper.tracking.failed",
    DeliveryState.UNKNOWN: "paper.tracking.unknown",
    DeliveryState.STOPPED: "paper.tracking.stopped",
    DeliveryState.LEFT: "paper.tracking.left",
}
_RECALLED = "paper.tracking.taken_back"
"""The result of a letter that arrived, and was taken out of the chat again."""
_IN_GENERAL: Values = {
    Place.NAME: say("tell_notice.anybody"),
    Place.UNIT: say("tell_notice.any_unit"),
    Place.TITLES: say("tell_notice.any_titles"),
    Place.COVERAGE: "…",
}
"""The values of places that differ from reader to reader, or from day to day, in the title of the notice."""


def pdf(tx: Tx, notice: Notice, by: Staff) -> Paper:
    """The table to print and sign, for `by`; made after the transaction."""
    table = _load(tx, notice, by)

    def make(phrase: "Say") -> bytes:
        from bot.papers.tracking.table import tracking_pdf

        return tracking_pdf(phrase, table)

    return Paper(f"bang-theo-doi-thong-bao-{notice.id}.pdf", PDF, make)


def workbook(tx: Tx, notice: Notice, by: Staff) -> Paper:
    """The table to compute with, for `by`; made after the transaction."""
    table = _load(tx, notice, by)

    def make(phrase: "Say") -> bytes:
        from bot.papers.tracking.workbook import tracking_workbook

        return tracking_workbook(phrase, table)

    return Paper(f"bang-theo-doi-thong-bao-{notice.id}.xlsx", XLSX, make)


def _load(tx: Tx, notice: Notice, by: Staff) -> "Tracking":
    meant = describing.phrase(tx, notice.audience or {"any": []})
    values = values_for_several(tx, by, _IN_GENERAL)
    made = table(notice, deliveries.listed(tx, notice), meant, values, tx.now, tx.clock.zone)
    chief = signing(tx, SignedPaper.TRACKING, tx.clock.today())
    return replace(made, issuer=issuer(tx), chief=chief, by_door=doors.certificate(tx, notice))


def table(
    notice: Notice, found: Sequence[Delivery], meant: Phrase, values: Values, now: datetime, zone: ZoneInfo
) -> "Tracking":
    """The content of the table, as of `now`. `values`: of the places in the title of the notice. Pure."""
    from bot.papers.tracking.table import TrackedUnit, Tracking

    by_unit: dict[int | None, list[Delivery]] = {}
    for one in found:
        by_unit.setdefault(one.unit_id, []).append(one)
    if None in by_unit:  # last: they work in no unit any more
        by_unit[None] = by_unit.pop(None)
    counts = Counter(map(_result, found))
    sent_at = notice.due_at or notice.started_at or now
    return Tracking(
        title=rules.headline_for(notice.words, values),
        document=document(notice.number, notice) if notice.number is not None else None,
        sent_at=sent_at.astimezone(zone),
        meant=meant,
        corrected=notice.version - 1,
        recalled_at=notice.recalled_at.astimezone(zone) if notice.recalled_at else None,
        announced=notice.announced or 0,
        late=sum(one.late for one in found),
        units=tuple(
            TrackedUnit(own[0].unit_name or None, tuple(_line(one, zone) for one in own)) for own in by_unit.values()
        ),
        totals=tuple((Phrase(key), counts[key]) for key in (*_RESULTS.values(), _RECALLED) if counts[key]),
        going_on=counts[_RESULTS[DeliveryState.WAITING]] > 0,
        at=now.astimezone(zone),
    )


def _result(one: Delivery) -> str:
    """The key of the result."""
    return _RECALLED if one.letter_state is State.RECALLED else _RESULTS[one.state]


def _line(one: Delivery, zone: ZoneInfo) -> "TrackedLine":
    from bot.papers.tracking.table import TrackedLine

    return TrackedLine(
        name=one.full_name,
        result=Phrase(_result(one)),
        sent=one.state is DeliveryState.SENT,
        at=one.happened_at.astimezone(zone) if one.happened_at else None,
        known_at=one.known_at.astimezone(zone) if one.known_at else None,
        told_by=one.told_by_name or "",
        told_at=one.told_at.astimezone(zone) if one.told_at else None,
        note=_note(one),
    )


def _note(one: Delivery) -> Phrase | None:
    # That a person is not on the app yet is the result itself, and needs no reason.
    reason = Phrase(REASONS[one.reason]) if one.reason not in (None, Reason.NOT_LINKED) else None
    joined = say("paper.tracking.joined") if one.late else None
    notes = tuple(note for note in (reason, joined) if note is not None)
    return say("paper.tracking.notes", notes=notes) if notes else None
