"""The views and acts of writing: a notice is composed, changed part by part, and discarded."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.targets import ComposeNotice, ShowOfficeNotices
from bot.notices import access
from bot.notices.targets import DiscardNotice, EditNotice, ShowDiscard
from bot.notices.writing import actions, flow, screens
from bot.people.identity import Actor
from bot.store.database import Tx


def discard_question(tx: Tx, actor: Actor, to: ShowDiscard) -> Screen:
    return screens.discard(access.draft(tx, actor, to.notice))


VIEWS = (View(ShowDiscard, discard_question),)


def compose(_tx: Tx, actor: Actor, _to: ComposeNotice) -> ToFlow:
    access.office_only(actor)
    return ToFlow("compose")


def edit(tx: Tx, actor: Actor, to: EditNotice) -> ToFlow:
    data = flow.data_of(access.draft(tx, actor, to.notice))
    part = to.part.value
    return ToFlow("edit_notice", data | {"notice": to.notice, "part": part}, at=part, fresh=True)


def discard(tx: Tx, actor: Actor, to: DiscardNotice) -> ToView:
    actions.discard(tx, actor, to.notice, to.revision)
    return ShowOfficeNotices()


ACTS = (
    Act(ComposeNotice, compose),
    Act(EditNotice, edit),
    Act(DiscardNotice, discard),
)
