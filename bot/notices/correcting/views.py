"""The views and acts on a sent notice: it is corrected, or taken back."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.notices import access, records, rules
from bot.notices.approval.status import status
from bot.notices.correcting import actions, copies, screens
from bot.notices.history import differences
from bot.notices.rules import NoticePart
from bot.notices.sent_targets import (
    CorrectNotice,
    DropCorrection,
    EditCorrection,
    RecallNotice,
    ShowCopies,
    ShowCorrection,
    ShowRecall,
    TellRecalled,
    TryCorrection,
)
from bot.notices.targets import ShowOfficeNotice
from bot.notices.tracking import deliveries
from bot.notices.writing import flow
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def correction(tx: Tx, actor: Actor, to: ShowCorrection) -> Screen:
    notice = actions.begun(tx, actor, to.notice)
    after = actions.wanted(tx, notice)
    differs = differences.between(notice, after)
    holders = len(deliveries.holders(tx, to.notice))
    approval = status(tx, actor, to.notice, rules.approvable(after), holders)
    return screens.correction(notice, after, differs, deliveries.trial(tx, after), holders, approval)


def recall(tx: Tx, actor: Actor, to: ShowRecall) -> Screen:
    notice = actions.begun(tx, actor, to.notice)
    young, old = copies.by_age(tx, to.notice, tx.now - actions.TAKEN_BACK_WITHIN)
    known, ever = len(records.known_by(tx, to.notice)), len(records.ever_known(tx, to.notice))
    return screens.recall(notice, young + old, known, ever - known, old)


def by_name(tx: Tx, actor: Actor, to: ShowCopies) -> Screen:
    notice = access.found(tx, actor, to.notice)
    if notice.recalled_at is None and notice.version == 1:
        raise Refusal("stale.button")
    known_at = records.known_at(tx, to.notice, actor.person.id)
    return screens.copies(notice, copies.changed(tx, notice), to.page, known_at)


VIEWS = (
    View(ShowCorrection, correction),
    View(ShowRecall, recall),
    View(ShowCopies, by_name, living=True),
)


def edit(tx: Tx, actor: Actor, to: EditCorrection) -> ToFlow:
    after = actions.wanted(tx, actions.begun(tx, actor, to.notice))
    if to.part is NoticePart.BUTTONS:
        raise Refusal("stale.button")
    part = to.part.value
    return ToFlow("correct_notice", flow.data_of(after) | {"notice": to.notice, "part": part}, at=part, fresh=True)


def try_out(tx: Tx, actor: Actor, to: TryCorrection) -> ToView:
    actions.try_out(tx, actor, to.notice)
    return ShowCorrection(to.notice)


def correct(tx: Tx, actor: Actor, to: CorrectNotice) -> ToView:
    actions.correct(tx, actor, to.notice, to.revision)
    return ShowCopies(to.notice)


def drop(tx: Tx, actor: Actor, to: DropCorrection) -> ToView:
    actions.drop(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


def take_back(tx: Tx, actor: Actor, to: RecallNotice) -> ToView:
    actions.recall(tx, actor, to.notice, to.revision)
    return ShowOfficeNotice(to.notice)


def tell(tx: Tx, actor: Actor, to: TellRecalled) -> ToView:
    actions.tell_the_rest(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


ACTS = (
    Act(EditCorrection, edit),
    Act(TryCorrection, try_out),
    Act(CorrectNotice, correct),
    Act(DropCorrection, drop),
    Act(RecallNotice, take_back),
    Act(TellRecalled, tell),
)
