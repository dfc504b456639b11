"""A notice under way and afterwards: how far it is, who was not reached and why, what can be done. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.dialogue.screens import Button, Paper, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import turn
from bot.ledger.halts import HaltReason
from bot.ledger.letter import Reason
from bot.notices.records import Written
from bot.notices.screens import title
from bot.notices.targets import (
    CallOffNotice,
    ChaseNotice,
    PauseNotice,
    ResendNotice,
    ResumeNotice,
    ShowCopies,
    ShowCorrection,
    ShowDeliveries,
    ShowDelivery,
    ShowDeliveryByUnit,
    ShowOfficeNotice,
    ShowRecall,
    ShowStop,
    ShowTracking,
    ShowVersions,
    StopNotice,
)
from bot.notices.tracking.deliveries import UNREACHED, Fate, Line, Sums
from bot.notices.writing.desk_screens import TO_ALL

PDF, XLSX = 0, 1
"""Pages of the view `notice_tracking`: the two forms of the table."""
FATES = tuple(Fate)
SILENT = len(FATES)
"""Place of those who have not said that they know, behind all fates."""
PLACES = 16
"""Places to a notice in the number of the view `notice_fate`."""


def scheduled(notice: Written, civil: bool) -> Screen:
    return screen(
        say("notice.scheduled.head", title=title(notice, 80)),
        say("notice.scheduled.at", at=notice.due_at, count=notice.announced),
        None if civil else say("notice.scheduled.quiet"),
        rows=((Button(say("button.call_off"), CallOffNotice(notice.id), Style.DANGER),), (TO_ALL,)),
    )


_HALTS = {
    HaltReason.OFFICE: "notice.halted.office",
    HaltReason.CONTENT: "notice.halted.content",
    HaltReason.FAILURES: "notice.halted.failures",
    HaltReason.INTERRUPTED: "notice.halted.interrupted",
    HaltReason.STOPPED: "notice.halted.stopped",
}


def going(notice: Written, sums: Sums, rate: float, halted: HaltReason | None) -> Screen:
    waiting, ref = sums.by_fate[Fate.WAITING], notice.id
    unreached = sums.done - sums.by_fate[Fate.SENT]
    paused = halted is not None and halted is not HaltReason.STOPPED
    return screen(
        say("notice.going.paused" if paused else "notice.going.head", title=title(notice, 80)),
        say("notice.going.done", done=sums.done, total=sums.total, sent=sums.by_fate[Fate.SENT], unreached=unreached),
        say("notice.going.rate", rate=rate, seconds=max(1, round(waiting / rate))) if rate > 0 and not paused else None,
        say(_HALTS[halted]) if halted is not None else say("notice.going.leave"),
        *_causes(sums),
        rows=(
            (
                Button(say("button.resume_notice"), ResumeNotice(ref), Style.SUCCESS)
                if paused
                else Button(say("button.pause_notice"), PauseNotice(ref)),
                Button(say("button.stop_notice"), ShowStop(ref), Style.DANGER),
            ),
            _afterwards(notice),
            tables(ref),
            (Button(say("button.see_again"), ShowOfficeNotice(ref)), TO_ALL),
        ),
    )


def tables(notice_id: int) -> tuple[Button, Button]:
    """The ways to the tracking table, in both forms."""
    return (
        Button(say("button.tracking_pdf"), ShowTracking(notice_id, PDF)),
        Button(say("button.tracking_xlsx"), ShowTracking(notice_id, XLSX)),
    )


def tracking(notice: Written, table: Paper, at: datetime) -> Screen:
    back = Button(say("button.back"), ShowOfficeNotice(notice.id))
    return screen(
        say("notice.tracking", title=title(notice, 80)),
        say("notice.tracking_at", at=at),
        rows=((back,),),
        file=table,
        keep=True,
    )


def _afterwards(notice: Written) -> tuple[Button, ...]:
    return (
        Button(say("button.correct"), ShowCorrection(notice.id)),
        Button(say("button.recall"), ShowRecall(notice.id)),
    )


def alarm(notice: Written, reason: HaltReason) -> Screen:
    """To the Office: a sending has stopped by itself."""
    return screen(
        say("notice.alarm", title=title(notice, 80)),
        say(_HALTS[reason]),
        rows=((Button(say("button.see_sending"), ShowOfficeNotice(notice.id), Style.PRIMARY),),),
    )


_CAUSES = {
    Fate.FAILED: "notice.cause.failed",
    Fate.UNKNOWN: "notice.cause.unknown",
    Fate.UNLINKED: "notice.cause.unlinked",
    Fate.BLOCKED: "notice.cause.blocked",
    Fate.STOPPED: "notice.cause.stopped",
    Fate.LEFT: "notice.cause.left",
}
"""Why it has not arrived, and what to do next."""


def _causes(sums: Sums) -> tuple[Phrase, ...]:
    return tuple(say(key, count=sums.by_fate[fate]) for fate, key in _CAUSES.items() if sums.by_fate[fate])


def stop(notice: Written, sums: Sums) -> Screen:
    return screen(
        say("notice.stop.head", title=title(notice, 80)),
        say("notice.stop.left", count=sums.by_fate[Fate.WAITING]),
        rows=(
            (
                Button(say("button.stop_notice"), StopNotice(notice.id), Style.DANGER),
                Button(say("button.keep_sending"), ShowOfficeNotice(notice.id)),
            ),
        ),
    )


def finished(notice: Written, sums: Sums, known: int, silent: int, handed_over: tuple[int, int]) -> Screen:
    """`handed_over`: how many are to be told in person by whoever leads them, and how many of those have been."""
    by, ref = sums.by_fate, notice.id
    again = by[Fate.FAILED] + by[Fate.UNKNOWN]
    return screen(
        say("notice.finished.head", at=sums.ended_at or notice.started_at),
        say("notice.finished.title", title=title(notice, 80)),
        say("notice.finished.sent", count=by[Fate.SENT]),
        *_causes(sums),
        _total(notice, sums),
        say("notice.finished.known", known=known, silent=silent) if notice.asks_known else None,
        say("notice.finished.corrected", times=notice.version - 1) if notice.version > 1 else None,
        say("notice.finished.handed_over", count=handed_over[0], told=handed_over[1]) if handed_over[0] else None,
        rows=(
            (Button(say("button.send_again", count=again), ResendNotice(ref), Style.PRIMARY),) if again else (),
            (
                Button(say("button.by_unit"), ShowDeliveryByUnit(ref)),
                Button(say("button.by_name"), ShowDeliveries(ref)),
            ),
            tables(ref),
            (Button(say("button.chase", count=silent), ChaseNotice(ref, notice.chases + 1)),)
            if notice.asks_known and silent
            else (),
            (
                Button(say("button.corrected_copies"), ShowCopies(ref)),
                Button(say("button.earlier_version"), ShowVersions(ref, notice.version - 2)),
            )
            if notice.version > 1
            else (),
            _afterwards(notice),
            (TO_ALL,),
        ),
    )


def _total(notice: Written, sums: Sums) -> Phrase:
    total = sums.total - sums.late
    if total != notice.announced:
        return say("notice.finished.differs", total=total, announced=notice.announced)
    return (
        say("notice.finished.joined", total=total, late=sums.late)
        if sums.late
        else say("notice.finished.total", total=total)
    )


# --- by name, by unit -------------------------------------------------------------------------------------------------

_FATE_BUTTONS = {
    Fate.WAITING: "button.fate.waiting",
    Fate.SENT: "button.fate.sent",
    Fate.UNLINKED: "button.fate.unlinked",
    Fate.BLOCKED: "button.fate.blocked",
    Fate.FAILED: "button.fate.failed",
    Fate.UNKNOWN: "button.fate.unknown",
    Fate.STOPPED: "button.fate.stopped",
    Fate.LEFT: "button.fate.left",
}


def fates(notice: Written, sums: Sums, silent: int) -> Screen:
    """Which names to see."""
    there = [fate for fate in FATES if sums.by_fate[fate]]
    ref = notice.id * PLACES
    return screen(
        say("notice.fates.head", title=title(notice, 80)),
        rows=(
            *(
                (
                    Button(
                        say(_FATE_BUTTONS[fate], count=sums.by_fate[fate]),
                        ShowDelivery(ref + FATES.index(fate)),
                    ),
                )
                for fate in there
            ),
            (Button(say("button.fate.silent", count=silent), ShowDelivery(ref + SILENT)),)
            if notice.asks_known and silent
            else (),
            (Button(say("button.back"), ShowOfficeNotice(notice.id)),),
        ),
    )


_FATE_HEADS = {
    Fate.WAITING: "notice.fate.waiting",
    Fate.SENT: "notice.fate.sent",
    Fate.UNLINKED: "notice.fate.unlinked",
    Fate.BLOCKED: "notice.fate.blocked",
    Fate.FAILED: "notice.fate.failed",
    Fate.UNKNOWN: "notice.fate.unknown",
    Fate.STOPPED: "notice.fate.stopped",
    Fate.LEFT: "notice.fate.left",
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
    Reason.COPIED: "notice.reason.copied",
    Reason.NOT_NEEDED: "notice.reason.not_needed",
    Reason.LEFT: "notice.reason.left",
    Reason.WITHDRAWN: "notice.reason.withdrawn",
    Reason.TOO_LATE: "notice.reason.too_late",
}
BY_NAME = 8


def fate(notice: Written, place: int, found: Sequence[Line], page: int) -> Screen:
    """Those of one fate, by name, with the reason, the time and how often it was tried."""
    pages = max(1, -(-len(found) // BY_NAME))
    page = min(page, pages - 1)
    head = "notice.fate.silent" if place == SILENT else _FATE_HEADS[FATES[place]]
    return screen(
        Phrase(head, {"count": len(found)}),
        *(_line(one) for one in found[page * BY_NAME :][:BY_NAME]),
        say("list.page", page=page + 1, pages=pages) if pages > 1 else None,
        rows=(
            turn(ShowDelivery(notice.id * PLACES + place, page), pages),
            (Button(say("button.back"), ShowDeliveries(notice.id)),),
        ),
    )


def _line(one: Line) -> Phrase:
    if one.told_at is not None and one.fate in UNREACHED:
        return say("notice.line_told", name=one.full_name, unit=one.unit_name, at=one.told_at)
    if one.reason is None:
        return say("notice.line", name=one.full_name, unit=one.unit_name, at=one.at)
    return say(
        "notice.line_reason",
        name=one.full_name,
        unit=one.unit_name,
        reason=Phrase(REASONS[one.reason]),
        at=one.at,
        tries=one.attempts,
    )
