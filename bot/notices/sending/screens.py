"""The screens of sending: a notice set for later, under way and finished, and the letters about it. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.ledger.halts import HaltReason
from bot.notices.approval import screens as approval_screens
from bot.notices.approval.proposals import Proposal
from bot.notices.approval.status import ApprovalStatus
from bot.notices.records import Notice
from bot.notices.screens import TO_ALL, back, title
from bot.notices.sent_targets import (
    DeliveryGroup,
    ShowCopies,
    ShowCorrection,
    ShowDeliveries,
    ShowDelivery,
    ShowDeliveryByUnit,
    ShowRecall,
    ShowVersions,
)
from bot.notices.targets import (
    CallOffNotice,
    ChaseNotice,
    PauseNotice,
    ResendNotice,
    ResumeNotice,
    ShowChase,
    ShowOfficeNotice,
    ShowStop,
    StopNotice,
)
from bot.notices.tracking.deliveries import DeliveryCounts
from bot.notices.tracking.reminders import LastReminder
from bot.notices.tracking.rules import DeliveryState
from bot.notices.tracking.screens import tables
from bot.notices.writing.screens import AWAY


def scheduled(notice: Notice, civil: bool) -> Screen:
    """A notice that is set for later. `civil`: whether that is within civil hours."""
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


def going(
    notice: Notice, counts: DeliveryCounts, rate: float, halted: HaltReason | None, known_at: datetime | None
) -> Screen:
    """A notice under way. `rate`: letters a second of late; `halted`: the reason for which it stands still;
    `known_at`: the moment at which whoever reads this has acknowledged it."""
    waiting, ref = counts.by_state[DeliveryState.WAITING], notice.id
    unreached = counts.done - counts.by_state[DeliveryState.SENT]
    paused = halted is not None and halted is not HaltReason.STOPPED
    return screen(
        say("notice.going.paused" if paused else "notice.going.head", title=title(notice, 80)),
        say(
            "notice.going.done",
            done=counts.done,
            total=counts.total,
            sent=counts.by_state[DeliveryState.SENT],
            unreached=unreached,
        ),
        say("notice.going.rate", rate=rate, seconds=max(1, round(waiting / rate))) if rate > 0 and not paused else None,
        say(_HALTS[halted]) if halted is not None else say("notice.going.leave"),
        *_causes(counts),
        say("notice.known_on", at=known_at) if known_at else None,
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


def _afterwards(notice: Notice) -> tuple[Button, ...]:
    return (
        Button(say("button.correct"), ShowCorrection(notice.id)),
        Button(say("button.recall"), ShowRecall(notice.id)),
    )


def alarm(notice: Notice, reason: HaltReason) -> Screen:
    """The letter to the Office: a sending has stopped by itself."""
    return screen(
        say("notice.alarm", title=title(notice, 80)),
        say(_HALTS[reason]),
        rows=((Button(say("button.see_sending"), ShowOfficeNotice(notice.id), Style.PRIMARY),),),
    )


_CAUSES = {
    DeliveryState.FAILED: "notice.cause.failed",
    DeliveryState.UNKNOWN: "notice.cause.unknown",
    DeliveryState.UNLINKED: "notice.cause.unlinked",
    DeliveryState.BLOCKED: "notice.cause.blocked",
    DeliveryState.STOPPED: "notice.cause.stopped",
    DeliveryState.LEFT: "notice.cause.left",
}
"""The states that need a line of their own: the cause, and what to do next."""


def _causes(counts: DeliveryCounts) -> tuple[Phrase, ...]:
    return tuple(say(key, count=counts.by_state[state]) for state, key in _CAUSES.items() if counts.by_state[state])


def stop(notice: Notice, counts: DeliveryCounts) -> Screen:
    """The question whether to stop sending."""
    return screen(
        say("notice.stop.head", title=title(notice, 80)),
        say("notice.stop.left", count=counts.by_state[DeliveryState.WAITING]),
        rows=(
            (
                Button(say("button.stop_notice"), StopNotice(notice.id), Style.DANGER),
                Button(say("button.keep_sending"), ShowOfficeNotice(notice.id)),
            ),
        ),
    )


def finished(
    notice: Notice,
    counts: DeliveryCounts,
    known: int,
    silent: int,
    handed_over: tuple[int, int],
    reminded: LastReminder | None,
) -> Screen:
    """A notice of which no letter waits. `known`, `silent`: the people who have, have not acknowledged it;
    `handed_over`: those whom contact persons are to tell, and how many of them were told."""
    by, ref = counts.by_state, notice.id
    again = by[DeliveryState.FAILED] + by[DeliveryState.UNKNOWN]
    return screen(
        say("notice.finished.head", at=counts.ended_at or notice.started_at),
        say("notice.finished.title", title=title(notice, 80)),
        say("notice.finished.sent", count=by[DeliveryState.SENT]),
        *_causes(counts),
        _total(notice, counts),
        say("notice.finished.known", known=known, silent=silent) if notice.asks_known else None,
        _reminded(reminded),
        say("notice.finished.corrected", times=notice.version - 1) if notice.version > 1 else None,
        _handed_over(*handed_over),
        rows=(
            (Button(say("button.send_again", count=again), ResendNotice(ref), Style.PRIMARY),) if again else (),
            (
                Button(say("button.by_unit"), ShowDeliveryByUnit(ref)),
                Button(say("button.by_name"), ShowDeliveries(ref)),
            ),
            tables(ref),
            (Button(say("button.chase", count=silent), ShowChase(ref)),)
            if notice.asks_known and silent and (reminded is None or reminded.next_on is None)
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


def _reminded(last: LastReminder | None) -> Phrase | None:
    if last is None:
        return None
    if last.next_on is None:
        return say("notice.reminded", count=last.people, at=last.at)
    return say("notice.chased", count=last.people, at=last.at, next=last.next_on)


def chase(proposal: Proposal, people: int, last: LastReminder | None, status: ApprovalStatus) -> Screen:
    """The question whether to remind so many `people` to acknowledge the notice."""
    notice = proposal.notice
    may = people > 0 and (last is None or last.next_on is None)
    names = Button(say("button.see_silent", count=people), ShowDelivery(notice.id, DeliveryGroup.SILENT))
    send = Button(say("button.send_reminder", count=people), ChaseNotice(notice.id, notice.chases + 1), Style.SUCCESS)
    return screen(
        say("notice.chase.head", title=title(notice, 80)),
        _reminded(last),
        say("notice.chase.who", count=people) if people else say("notice.nobody_to_chase"),
        say("notice.chase.once") if may else None,
        approval_screens.line(status) if may else None,
        rows=(
            ((send,) if status.open else approval_screens.ways(proposal, status)) if may else (),
            (names if people else None, back(notice)),
        ),
    )


def _total(notice: Notice, counts: DeliveryCounts) -> Phrase:
    total = counts.total - counts.late
    if total != notice.announced:
        return say("notice.finished.differs", total=total, announced=notice.announced)
    return (
        say("notice.finished.joined", total=total, late=counts.late)
        if counts.late
        else say("notice.finished.total", total=total)
    )


# --- questions and letters --------------------------------------------------------------------------------------------


def when(choices: Sequence[datetime]) -> Screen:
    """The question for the moment of a later sending."""
    return screen(
        say("notice.when.head"),
        say("notice.when.type"),
        rows=(
            *((Button(say("button.at", at=at), Option(f"w{place}")),) for place, at in enumerate(choices)),
            AWAY,
        ),
    )


def when_check(at: datetime, civil: bool, count: int) -> Screen:
    """The question whether that moment is right."""
    return screen(
        say("notice.when.check", at=at, count=count),
        say("notice.when.zone"),
        say("notice.when.civil") if civil else say("notice.when.quiet"),
        rows=(
            (Button(say("button.send_later"), Option("send"), Style.SUCCESS),),
            AWAY,
        ),
    )


def _handed_over(count: int, told: int) -> Phrase | None:
    if not count:
        return None
    return (
        say("notice.finished.handed_over", count=count, told=told)
        if told
        else say("notice.finished.to_tell", count=count)
    )
