"""The views and acts of approval: the policy, asking a colleague, and approving."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.notices import access
from bot.notices.approval import actions, records, screens
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
    access.office_only(actor)
    decided = records.policy(tx)
    if decided is None:
        return screens.policy(None, None, None, actions.SUGGESTED)
    by = name_of(tx, decided.by)
    return screens.policy(decided.above, by, decided.at, actions.SUGGESTED)


def require(tx: Tx, actor: Actor, to: RequireApproval) -> ToView:
    actions.set_policy(tx, actor, to.above)
    return ShowApprovalPolicy()


def drop(tx: Tx, actor: Actor, _to: DropApproval) -> ToView:
    actions.set_policy(tx, actor, None)
    return ShowApprovalPolicy()


def other_number(_tx: Tx, actor: Actor, _to: EnterApprovalNumber) -> ToFlow:
    access.office_only(actor)
    return ToFlow("approve_above", fresh=True)


def ask(tx: Tx, actor: Actor, to: AskApproval) -> ToView:
    return screens.sent_from(actions.ask(tx, actor, to.notice, reminder=to.reminder))


def approve(tx: Tx, actor: Actor, to: ApproveNotice) -> ToView:
    return screens.written_in(actions.approve(tx, actor, to.notice, to.mark))


VIEWS = (View(ShowApprovalPolicy, policy),)
ACTS = (
    Act(RequireApproval, require),
    Act(DropApproval, drop),
    Act(EnterApprovalNumber, other_number),
    Act(AskApproval, ask),
    Act(ApproveNotice, approve),
)
