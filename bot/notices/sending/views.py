"""A notice as the Office starts it, watches it and sees what became of it. `ref`: the notice, unless a line says
otherwise."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.ledger import sources
from bot.ledger.halts import HaltReason
from bot.notices.correcting import copies
from bot.notices.correcting import screens as correcting_screens
from bot.notices.in_person import actions as telling
from bot.notices.records import NoticeState, Written, known_by, source
from bot.notices.sending import actions
from bot.notices.sending import screens as sending_screens
from bot.notices.sending.screens import FATES, PLACES, SILENT
from bot.notices.targets import (
    CallOffNotice,
    ChaseNotice,
    PauseNotice,
    ResendNotice,
    ResumeNotice,
    ScheduleNotice,
    SendNotice,
    ShowDeliveries,
    ShowDelivery,
    ShowDeliveryByUnit,
    ShowLeftToTell,
    ShowOfficeNotice,
    ShowStop,
    ShowTracking,
    StopNotice,
)
from bot.notices.tracking import deliveries as ledger
from bot.notices.tracking import papers as tracking
from bot.notices.tracking import screens as by_unit_screens
from bot.notices.tracking.deliveries import ARRIVED, Fate
from bot.notices.tracking.screens import UnitSums
from bot.notices.writing import checking, desk_screens
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def office_notice(tx: Tx, actor: Actor, to: ShowOfficeNotice) -> Screen:
    """A draft, one set for later, one under way or one that is done, as it now is."""
    notice = actions.found(tx, actor, to.notice)
    if notice.state is NoticeState.DRAFT:
        people = actions.meant(tx, notice) if notice.audience else None
        return desk_screens.draft(notice, checking.checked(tx, actor, notice, people))
    if notice.state is NoticeState.RECALLED:
        return _recalled(tx, notice)
    if notice.due_at is not None and notice.due_at > tx.now:
        return sending_screens.scheduled(notice, checking.office_calendar(tx).is_civil(notice.due_at))
    sums = ledger.sums(tx, notice)
    if sums.by_fate[Fate.WAITING]:
        held = sources.halt_of(tx, source(to.notice))
        rate = sources.recent_rate(tx, source(to.notice))
        return sending_screens.going(notice, sums, rate, held.reason if held else None)
    silent = len(ledger.silent(tx, notice)) if notice.asks_known else 0
    to_tell = [line for line in ledger.lines(tx, notice, unreached=True) if line.to_tell]
    handed_over = len(to_tell), sum(line.told_at is not None for line in to_tell)
    return sending_screens.finished(notice, sums, len(known_by(tx, to.notice)), silent, handed_over)


def _recalled(tx: Tx, notice: Written) -> Screen:
    found = copies.changed(tx, notice)
    told = copies.told_of_recall(tx, notice.id)
    left = sum(copy.outcome in copies.LEFT and copy.person_id not in told for copy in found)
    return correcting_screens.recalled(notice, found, ledger.sums(tx, notice).total - len(found), len(told), left)


def _sent(tx: Tx, actor: Actor, notice_id: int) -> Written:
    notice = actions.found(tx, actor, notice_id)
    if notice.state not in actions.SENT:
        raise Refusal("stale.button")
    return notice


def stop_confirm(tx: Tx, actor: Actor, to: ShowStop) -> Screen:
    notice = _sent(tx, actor, to.notice)
    return sending_screens.stop(notice, ledger.sums(tx, notice))


def fates(tx: Tx, actor: Actor, to: ShowDeliveries) -> Screen:
    notice = _sent(tx, actor, to.notice)
    silent = len(ledger.silent(tx, notice)) if notice.asks_known else 0
    return sending_screens.fates(notice, ledger.sums(tx, notice), silent)


def fate(tx: Tx, actor: Actor, to: ShowDelivery) -> Screen:
    """`ref`: the notice times sending_screens.PLACES, plus a place in FATES, or SILENT."""
    notice = _sent(tx, actor, to.notice // PLACES)
    place = to.notice % PLACES
    if place > SILENT:
        raise Refusal("stale.button")
    lines = ledger.lines(tx, notice)
    if place == SILENT:
        found = [one for one in lines if one.state in ARRIVED and one.known_at is None]
    else:
        found = [one for one in lines if one.fate is FATES[place]]
    return sending_screens.fate(notice, place, found, to.page)


def _by_unit(tx: Tx, notice: Written) -> list[UnitSums]:
    held: dict[str, list[ledger.Line]] = {}
    for line in ledger.lines(tx, notice):
        held.setdefault(line.unit_name, []).append(line)
    return [
        UnitSums(
            name,
            len(lines),
            sum(one.state in ARRIVED for one in lines),
            sum(one.known_at is not None for one in lines),
            sum(one.to_tell for one in lines),
            tuple(one.full_name for one in lines if one.to_tell and one.told_at is None),
        )
        for name, lines in held.items()
    ]


def units(tx: Tx, actor: Actor, to: ShowDeliveryByUnit) -> Screen:
    notice = _sent(tx, actor, to.notice)
    return by_unit_screens.units(notice, _by_unit(tx, notice), to.page)


def to_tell(tx: Tx, actor: Actor, to: ShowLeftToTell) -> Screen:
    """How far those who lead them are, and what is the Office's own to tell."""
    notice = _sent(tx, actor, to.notice)
    own = telling.work(tx, actor, to.notice)
    return by_unit_screens.to_tell(notice, _by_unit(tx, notice), len(own.open), to.page)


def tracking_table(tx: Tx, actor: Actor, to: ShowTracking) -> Screen:
    """`page`: sending_screens.PDF or XLSX. Of a notice that was taken back, too: it was sent."""
    notice = actions.found(tx, actor, to.notice)
    if notice.state not in actions.SENT | {NoticeState.RECALLED} or to.form > sending_screens.XLSX:
        raise Refusal("stale.button")
    made = tracking.workbook if to.form == sending_screens.XLSX else tracking.pdf
    return sending_screens.tracking(notice, made(tx, notice), tx.now)


VIEWS = (
    View(ShowTracking, tracking_table),
    View(ShowOfficeNotice, office_notice, living=True),
    View(ShowStop, stop_confirm),
    View(ShowDeliveries, fates),
    View(ShowDelivery, fate),
    View(ShowDeliveryByUnit, units),
    View(ShowLeftToTell, to_tell),
)


def send(tx: Tx, actor: Actor, to: SendNotice) -> ToView:
    """`version`: rules.seal of what was seen."""
    actions.start(tx, actor, to.notice, to.seal)
    return ShowOfficeNotice(to.notice)


def schedule(tx: Tx, actor: Actor, to: ScheduleNotice) -> ToFlow:
    actions.draft(tx, actor, to.notice)
    return ToFlow("schedule_notice", {"notice": to.notice, "seal": to.seal}, fresh=True)


def call_off(tx: Tx, actor: Actor, to: CallOffNotice) -> ToView:
    actions.call_off(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


def pause(tx: Tx, actor: Actor, to: PauseNotice) -> ToView:
    actions.pause(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


def resume(tx: Tx, actor: Actor, to: ResumeNotice) -> ToView:
    actions.go_on(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


def stop(tx: Tx, actor: Actor, to: StopNotice) -> ToView:
    actions.stop(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


def resend(tx: Tx, actor: Actor, to: ResendNotice) -> ToView:
    held = sources.halt_of(tx, source(to.notice))
    if held is not None and held.reason is HaltReason.STOPPED:
        raise Refusal("notice.halted.stopped")
    actions.send_again(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


def chase(tx: Tx, actor: Actor, to: ChaseNotice) -> ToView:
    """`version`: which round."""
    actions.chase(tx, actor, to.notice, to.round)
    return ShowDeliveries(to.notice)


ACTS = (
    Act(SendNotice, send),
    Act(ScheduleNotice, schedule),
    Act(CallOffNotice, call_off),
    Act(PauseNotice, pause),
    Act(ResumeNotice, resume),
    Act(StopNotice, stop),
    Act(ResendNotice, resend),
    Act(ChaseNotice, chase),
)
