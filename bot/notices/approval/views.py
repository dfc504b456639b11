"""When a notice needs a colleague's approval, and giving it. `ref`: the notice, where there is one."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.notices.approval import actions as asking_approval
from bot.notices.approval import records as approval_records
from bot.notices.approval import screens as approval_screens
from bot.notices.sending import actions
from bot.notices.targets import (
    ApproveNotice,
    AskApproval,
    DropApproval,
    EnterApprovalNumber,
    RequireApproval,
    ShowApprovalPolicy,
)
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.store.database import Tx


def policy(tx: Tx, actor: Actor, _to: ShowApprovalPolicy) -> Screen:
    actions.office_only(actor)
    decided = approval_records.policy(tx)
    if decided is None:
        return approval_screens.policy(None, None, None, asking_approval.SUGGESTED)
    by = name_of(tx, decided.by)
    return approval_screens.policy(decided.above, by, decided.at, asking_approval.SUGGESTED)


def require(tx: Tx, actor: Actor, to: RequireApproval) -> ToView:
    """`version`: above how many people."""
    asking_approval.set_policy(tx, actor, to.above)
    return ShowApprovalPolicy()


def drop(tx: Tx, actor: Actor, _to: DropApproval) -> ToView:
    asking_approval.set_policy(tx, actor, None)
    return ShowApprovalPolicy()


def other_number(_tx: Tx, actor: Actor, _to: EnterApprovalNumber) -> ToFlow:
    actions.office_only(actor)
    return ToFlow("approve_above", fresh=True)


def ask(tx: Tx, actor: Actor, to: AskApproval) -> ToView:
    asking_approval.ask(tx, actor, to.notice)
    return approval_screens.sending(actions.found(tx, actor, to.notice))


def approve(tx: Tx, actor: Actor, to: ApproveNotice) -> ToView:
    """`version`: rules.mark of what was seen."""
    asking_approval.approve(tx, actor, to.notice, to.mark)
    return approval_screens.desk(actions.found(tx, actor, to.notice))


VIEWS = (View(ShowApprovalPolicy, policy),)
ACTS = (
    Act(RequireApproval, require),
    Act(DropApproval, drop),
    Act(EnterApprovalNumber, other_number),
    Act(AskApproval, ask),
    Act(ApproveNotice, approve),
)
