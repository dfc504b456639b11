"""A sent notice that is put right or taken back. `ref`: the notice."""

from dataclasses import replace

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.notices import filling, records, rules
from bot.notices.approval import rules as approving
from bot.notices.correcting import actions as correcting
from bot.notices.correcting import copies, differences
from bot.notices.correcting import records as correction_records
from bot.notices.correcting import screens as correcting_screens
from bot.notices.sending import actions
from bot.notices.targets import (
    CorrectNotice,
    DropCorrection,
    EditCorrection,
    RecallNotice,
    ShowCopies,
    ShowCorrection,
    ShowMyVersions,
    ShowOfficeNotice,
    ShowRecall,
    ShowVersions,
    TellRecalled,
    TryCorrection,
)
from bot.notices.tracking import deliveries as ledger
from bot.notices.writing import flow
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def correction(tx: Tx, actor: Actor, to: ShowCorrection) -> Screen:
    notice = correcting.begun(tx, actor, to.notice)
    after = correcting.wanted(tx, notice)
    differs = differences.between(notice, after)
    holders = len(copies.holders(tx, to.notice))
    standing = approving.standing(tx, actor, to.notice, rules.approvable(after), holders)
    return correcting_screens.correction(notice, after, differs, ledger.trial(tx, after), holders, standing)


def versions(tx: Tx, actor: Actor, to: ShowVersions) -> Screen:
    return _version(tx, actor, actions.found(tx, actor, to.notice).id, to)


def my_version(tx: Tx, actor: Actor, to: ShowMyVersions) -> Screen:
    return _version(tx, actor, actions.received(tx, actor, to.notice).id, to)


def _version(tx: Tx, actor: Actor, notice_id: int, to: ShowVersions | ShowMyVersions) -> Screen:
    notice = records.written(tx, notice_id)
    past = correction_records.earlier(tx, notice) if notice else []
    if not past:
        raise Refusal("stale.button")
    page = min(to.page, len(past) - 1)
    was, until = past[page]
    return correcting_screens.before(was, until, filling.values(tx, actor.person), len(past), replace(to, page=page))


def recall(tx: Tx, actor: Actor, to: ShowRecall) -> Screen:
    notice = correcting.begun(tx, actor, to.notice)
    young, old = copies.by_age(tx, to.notice, tx.now - correcting.TAKEN_BACK_WITHIN)
    return correcting_screens.recall(notice, young + old, len(records.ever_known(tx, to.notice)), old)


def by_name(tx: Tx, actor: Actor, to: ShowCopies) -> Screen:
    notice = actions.found(tx, actor, to.notice)
    if notice.recalled_at is None and notice.version == 1:
        raise Refusal("stale.button")
    return correcting_screens.copies(notice, copies.changed(tx, notice), to.page)


VIEWS = (
    View(ShowCorrection, correction),
    View(ShowVersions, versions),
    View(ShowMyVersions, my_version),
    View(ShowRecall, recall),
    View(ShowCopies, by_name),
)


def edit(tx: Tx, actor: Actor, to: EditCorrection) -> ToFlow:
    """`version`: which part, a place in correcting_screens.PARTS."""
    after = correcting.wanted(tx, correcting.begun(tx, actor, to.notice))
    if to.part >= len(correcting_screens.PARTS):
        raise Refusal("stale.button")
    part = correcting_screens.PARTS[to.part]
    return ToFlow("correct_notice", flow.data_of(after) | {"notice": to.notice, "part": part}, at=part, fresh=True)


def try_out(tx: Tx, actor: Actor, to: TryCorrection) -> ToView:
    correcting.try_out(tx, actor, to.notice)
    return ShowCorrection(to.notice)


def correct(tx: Tx, actor: Actor, to: CorrectNotice) -> ToView:
    """`version`: the revision of what was seen."""
    correcting.correct(tx, actor, to.notice, to.revision)
    return ShowCopies(to.notice)


def drop(tx: Tx, actor: Actor, to: DropCorrection) -> ToView:
    correcting.drop(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


def take_back(tx: Tx, actor: Actor, to: RecallNotice) -> ToView:
    """`version`: as of `correct`."""
    correcting.recall(tx, actor, to.notice, to.revision)
    return ShowOfficeNotice(to.notice)


def tell(tx: Tx, actor: Actor, to: TellRecalled) -> ToView:
    correcting.tell_the_rest(tx, actor, to.notice)
    return ShowOfficeNotice(to.notice)


ACTS = (
    Act(EditCorrection, edit),
    Act(TryCorrection, try_out),
    Act(CorrectNotice, correct),
    Act(DropCorrection, drop),
    Act(RecallNotice, take_back),
    Act(TellRecalled, tell),
)
