"""A sent notice that is put right or taken back. `ref`: the notice."""

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
from bot.notices.tracking import deliveries as ledger
from bot.notices.writing import flow
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def correction(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    notice = correcting.begun(tx, actor, ref)
    after = correcting.wanted(tx, notice)
    differs = differences.between(notice, after)
    holders = len(copies.holders(tx, ref))
    standing = approving.standing(tx, actor, ref, rules.approvable(after), holders)
    return correcting_screens.correction(notice, after, differs, ledger.trial(tx, after), holders, standing)


def versions(tx: Tx, actor: Actor, ref: int, page: int) -> Screen:
    """`page`: which of the past, from 0."""
    return _version(tx, actor, actions.found(tx, actor, ref).id, page, "notice_versions")


def my_version(tx: Tx, actor: Actor, ref: int, page: int) -> Screen:
    return _version(tx, actor, actions.received(tx, actor, ref).id, page, "my_notice_versions")


def _version(tx: Tx, actor: Actor, notice_id: int, page: int, view: str) -> Screen:
    notice = records.written(tx, notice_id)
    past = correction_records.earlier(tx, notice) if notice else []
    if not past:
        raise Refusal("stale.button")
    page = min(page, len(past) - 1)
    was, until = past[page]
    return correcting_screens.before(was, until, filling.values(tx, actor.person), page, len(past), view)


def recall(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    notice = correcting.begun(tx, actor, ref)
    young, old = copies.by_age(tx, ref, tx.now - correcting.TAKEN_BACK_WITHIN)
    return correcting_screens.recall(notice, young + old, len(records.ever_known(tx, ref)), old)


def by_name(tx: Tx, actor: Actor, ref: int, page: int) -> Screen:
    notice = actions.found(tx, actor, ref)
    if notice.recalled_at is None and notice.version == 1:
        raise Refusal("stale.button")
    return correcting_screens.copies(notice, copies.changed(tx, notice), page)


VIEWS = (
    View("notice_correction", correction),
    View("notice_versions", versions),
    View("my_notice_versions", my_version),
    View("notice_recall", recall),
    View("notice_copies", by_name),
)


def edit(tx: Tx, actor: Actor, ref: int, version: int) -> ToFlow:
    """`version`: which part, a place in correcting_screens.PARTS."""
    after = correcting.wanted(tx, correcting.begun(tx, actor, ref))
    if version >= len(correcting_screens.PARTS):
        raise Refusal("stale.button")
    part = correcting_screens.PARTS[version]
    return ToFlow("correct_notice", flow.data_of(after) | {"notice": ref, "part": part}, at=part, fresh=True)


def try_out(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    correcting.try_out(tx, actor, ref)
    return ToView("notice_correction", ref)


def correct(tx: Tx, actor: Actor, ref: int, version: int) -> ToView:
    """`version`: the revision of what was seen."""
    correcting.correct(tx, actor, ref, version)
    return ToView("notice_copies", ref)


def drop(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    correcting.drop(tx, actor, ref)
    return ToView("office_notice", ref)


def take_back(tx: Tx, actor: Actor, ref: int, version: int) -> ToView:
    """`version`: as of `correct`."""
    correcting.recall(tx, actor, ref, version)
    return ToView("office_notice", ref)


def tell(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    correcting.tell_the_rest(tx, actor, ref)
    return ToView("office_notice", ref)


ACTS = (
    Act("edit_correction", edit),
    Act("try_correction", try_out),
    Act("correct_notice", correct),
    Act("drop_correction", drop),
    Act("recall_notice", take_back),
    Act("tell_recalled", tell),
)
