"""The views and acts of sending: a notice is started, paused, stopped and sent again."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.ledger import sources
from bot.ledger.halts import HaltReason
from bot.notices import access, rules
from bot.notices.approval.proposals import Matter, Proposal
from bot.notices.approval.status import status
from bot.notices.letter_names import source
from bot.notices.sending import actions, screens
from bot.notices.targets import (
    CallOffNotice,
    ChaseNotice,
    PauseNotice,
    ResendNotice,
    ResumeNotice,
    ScheduleNotice,
    SendNotice,
    ShowChase,
    ShowOfficeNotice,
    ShowStop,
    StopNotice,
)
from bot.notices.tracking import deliveries, reminders
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def stop_question(tx: Tx, actor: Actor, to: ShowStop) -> Screen:
    notice = access.sent(tx, actor, to.notice)
    return screens.stop(notice, deliveries.counts(tx, notice))


def chase_question(tx: Tx, actor: Actor, to: ShowChase) -> Screen:
    notice = actions.to_chase(tx, actor, to.notice)
    people = len(deliveries.silent(tx, notice))
    proposal = Proposal(notice, Matter.REMINDER, rules.approvable_reminder(notice))
    approval = status(tx, actor, notice.id, proposal.digest, people)
    return screens.chase(proposal, people, reminders.last(tx, notice), approval)


VIEWS = (View(ShowStop, stop_question), View(ShowChase, chase_question))


def send(tx: Tx, actor: Actor, to: SendNotice) -> ToView:
    actions.start(tx, actor, to.notice, to.seal)
    return ShowOfficeNotice(to.notice)


def schedule(tx: Tx, actor: Actor, to: ScheduleNotice) -> ToFlow:
    access.draft(tx, actor, to.notice)
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
    access.not_taken_back(tx, actor, to.notice)
    halt = sources.halt_of(tx, source(to.notice))
    if halt is not None and halt.reason is HaltReason.STOPPED:
        raise Refusal("notice.halted.stopped")
    actions.send_again(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


def chase(tx: Tx, actor: Actor, to: ChaseNotice) -> ToView:
    actions.chase(tx, actor, to.notice, to.round)
    return ShowOfficeNotice(to.notice)


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
