"""When a notice needs a colleague's approval, and giving it. `ref`: the notice, where there is one."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.notices.approval import actions as asking_approval
from bot.notices.approval import records as approval_records
from bot.notices.approval import screens as approval_screens
from bot.notices.sending import actions
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.store.database import Tx


def policy(tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    actions.office_only(actor)
    decided = approval_records.policy(tx)
    if decided is None:
        return approval_screens.policy(None, None, None, asking_approval.SUGGESTED)
    by = name_of(tx, decided.by)
    return approval_screens.policy(decided.above, by, decided.at, asking_approval.SUGGESTED)


def require(tx: Tx, actor: Actor, _ref: int, version: int) -> ToView:
    """`version`: above how many people."""
    asking_approval.set_policy(tx, actor, version)
    return ToView("notice_policy")


def drop(tx: Tx, actor: Actor, _ref: int, _version: int) -> ToView:
    asking_approval.set_policy(tx, actor, None)
    return ToView("notice_policy")


def other_number(_tx: Tx, actor: Actor, _ref: int, _version: int) -> ToFlow:
    actions.office_only(actor)
    return ToFlow("approve_above", fresh=True)


def ask(tx: Tx, actor: Actor, ref: int, _version: int) -> ToView:
    asking_approval.ask(tx, actor, ref)
    return approval_screens.sending(actions.found(tx, actor, ref))


def approve(tx: Tx, actor: Actor, ref: int, version: int) -> ToView:
    """`version`: rules.mark of what was seen."""
    asking_approval.approve(tx, actor, ref, version)
    return approval_screens.desk(actions.found(tx, actor, ref))


VIEWS = (View("notice_policy", policy),)
ACTS = (
    Act("require_approval", require),
    Act("drop_approval", drop),
    Act("approve_above", other_number),
    Act("ask_approval", ask),
    Act("approve_notice", approve),
)
