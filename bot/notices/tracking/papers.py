"""What became of a notice as a paper to keep and sign: the facts of the tracking table, and the files."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.dialogue.screens import Paper, Phrase, say
from bot.ledger.letter import Reason
from bot.notices import describing, rules
from bot.notices.records import Written
from bot.notices.screens import document
from bot.notices.sending.screens import FATES, REASONS
from bot.notices.tracking import deliveries as ledger
from bot.notices.tracking.deliveries import ARRIVED, Fate, Line
from bot.store.database import Tx

if TYPE_CHECKING:
    from bot.papers.tracking import Say, TrackedLine, Tracking

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RESULTS = {
    Fate.WAITING: "paper.tracking.waiting",
    Fate.SENT: "paper.tracking.sent_to",
    Fate.UNLINKED: "paper.tracking.unlinked",
    Fate.BLOCKED: "paper.tracking.blocked",
    Fate.FAILED: "paper.tracking.failed",
    Fate.UNKNOWN: "paper.tracking.unknown",
    Fate.STOPPED: "paper.tracking.stopped",
    Fate.LEFT: "paper.tracking.left",
}


def pdf(tx: Tx, notice: Written) -> Paper:
    """To print and sign; made after the transaction."""
    table = _load(tx, notice)

    def make(phrase: "Say") -> bytes:
        from bot.papers.tracking import tracking_pdf

        return tracking_pdf(phrase, table)

    return Paper(f"bang-theo-doi-thong-bao-{notice.id}.pdf", PDF, make)


def workbook(tx: Tx, notice: Written) -> Paper:
    """To compute with; made after the transaction."""
    table = _load(tx, notice)

    def make(phrase: "Say") -> bytes:
        from bot.papers.tracking_workbook import tracking_workbook

        return tracking_workbook(phrase, table)

    return Paper(f"bang-theo-doi-thong-bao-{notice.id}.xlsx", XLSX, make)


def _load(tx: Tx, notice: Written) -> "Tracking":
    meant = describing.phrase(tx, notice.audience or {"any": []})
    return table(notice, ledger.lines(tx, notice), meant, tx.now, tx.clock.zone)


def table(notice: Written, lines: Sequence[Line], meant: Phrase, now: datetime, zone: ZoneInfo) -> "Tracking":
    """The facts, as of `now`: pure."""
    from bot.papers.tracking import TrackedUnit, Tracking

    by_unit: dict[int | None, list[Line]] = {}
    for line in lines:
        by_unit.setdefault(line.unit_id, []).append(line)
    if None in by_unit:  # last: they work nowhere any more
        by_unit[None] = by_unit.pop(None)
    counts = {fate: sum(line.fate is fate for line in lines) for fate in FATES}
    sent_at = notice.due_at or notice.started_at or now
    return Tracking(
        title=rules.headline(notice.words),
        document=document(notice.number, notice) if notice.number is not None else None,
        sent_at=sent_at.astimezone(zone),
        meant=meant,
        corrected=notice.version - 1,
        announced=notice.announced or 0,
        late=sum(line.late for line in lines),
        units=tuple(
            TrackedUnit(own[0].unit_name or None, tuple(_line(line, zone) for line in own)) for own in by_unit.values()
        ),
        totals=tuple((Phrase(_RESULTS[fate]), count) for fate, count in counts.items() if count),
        going_on=counts[Fate.WAITING] > 0,
        at=now.astimezone(zone),
    )


def _line(line: Line, zone: ZoneInfo) -> "TrackedLine":
    from bot.papers.tracking import TrackedLine

    return TrackedLine(
        name=line.full_name,
        result=Phrase(_RESULTS[line.fate]),
        arrived=line.state in ARRIVED,
        at=line.at.astimezone(zone),
        known_at=line.known_at.astimezone(zone) if line.known_at else None,
        told_by=line.teller or "",
        told_at=line.told_at.astimezone(zone) if line.told_at else None,
        note=_note(line),
    )


def _note(line: Line) -> Phrase | None:
    # Who is not on the app yet: that is the result itself, and needs no reason.
    reason = Phrase(REASONS[line.reason]) if line.reason not in (None, Reason.NOT_LINKED) else None
    joined = say("paper.tracking.joined") if line.late else None
    notes = tuple(note for note in (reason, joined) if note is not None)
    return say("paper.tracking.notes", notes=notes) if notes else None
