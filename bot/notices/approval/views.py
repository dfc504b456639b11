"""The views and acts of approval: the policy, asking a colleague, and approving."""

from bot.dialogue.screens import Screen, say
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.dialogue.ways import page_of
from bot.notices import access, rules
from bot.notices.approval import actions, proposals, records, screens, status
from bot.notices.approval.letters import lines
from bot.notices.approval.proposals import Matter
from bot.notices.filling.values import values_for
from bot.notices.paragraphs import opening
from bot.notices.screens import document
from bot.notices.targets import (
    ApproveNotice,
    AskApproval,
    DropApproval,
    EnterApprovalNumber,
    RequireApproval,
    ReturnApproval,
    ShowApprovalPolicy,
    ShowApprovals,
    ShowDropApproval,
)
from bot.people.identity import Actor, staff
from bot.people.naming import name_of
from bot.people.office import heads
from bot.store.database import Tx
from bot.waiting.desk import onward

LONG = 1200
"""Characters of a draft that are shown; the letter that asks for approval has all of it."""


def policy(tx: Tx, actor: Actor, _to: ShowApprovalPolicy) -> Screen:
    access.office_only(actor)
    decided, deciding = records.policy(tx), heads.heads(tx)
    by, at = (None, None) if decided is None else (name_of(tx, decided.by), decided.at)
    who = heads.whose(tx) if deciding else None
    return screens.policy(status.bound(tx), by, at, who, decides=heads.decides(tx, actor))


def ask_to_drop(tx: Tx, actor: Actor, _to: ShowDropApproval) -> Screen:
    access.office_only(actor)
    decided = records.policy(tx)
    if decided is None or decided.above is None:
        return policy(tx, actor, ShowApprovalPolicy())
    return screens.ask_to_drop(decided.above, len(status.told(tx, actor)))


def require(tx: Tx, actor: Actor, to: RequireApproval) -> ToView:
    actions.set_policy(tx, actor, to.above)
    return ShowApprovalPolicy()


def drop(tx: Tx, actor: Actor, _to: DropApproval) -> ToView:
    actions.set_policy(tx, actor, None)
    return ShowApprovalPolicy()


def other_number(tx: Tx, actor: Actor, _to: EnterApprovalNumber) -> ToFlow:
    heads.head_only(tx, actor)
    return ToFlow("approve_above", fresh=True)


def ask(tx: Tx, actor: Actor, to: AskApproval) -> ToView:
    return screens.sent_from(actions.ask(tx, actor, to.notice, reminder=to.reminder))


def approve(tx: Tx, actor: Actor, to: ApproveNotice) -> ToView:
    return screens.written_in(actions.approve(tx, actor, to.notice, to.mark))


def waiting(tx: Tx, actor: Actor, to: ShowApprovals) -> Screen:
    heads.head_only(tx, actor)
    found = [one for one in proposals.wanted(tx) if one.asked_by != actor.person.id]
    shown = page_of(found, to.page, 1)
    if not shown.items:
        return screens.nothing_waits(onward(tx, actor))
    proposal, filled = shown.items[0].proposal, values_for(tx, actor.person)
    content = lines(tx, proposal, filled)
    if proposal.matter is Matter.DRAFT:
        notice = proposal.notice
        content += (say("notice.words", parts=rules.fill(opening(notice.words, LONG), filled)),)
        if notice.number is not None:
            content += (document(notice.number, notice),)
        if notice.files:
            content += (say("notice.tried_files", names=tuple(file.name for file in notice.files)),)
    by = staff(tx, shown.items[0].asked_by, tx.clock.today())
    return screens.waiting(shown, by, proposals.reaches(tx, proposal), content, len(found))


def send_back(tx: Tx, actor: Actor, to: ReturnApproval) -> ToFlow:
    actions.to_send_back(tx, actor, to.notice, to.mark)
    return ToFlow("return_approval", {"notice": to.notice, "mark": to.mark}, fresh=True)


VIEWS = (View(ShowApprovalPolicy, policy), View(ShowDropApproval, ask_to_drop), View(ShowApprovals, waiting))
ACTS = (
    Act(RequireApproval, require),
    Act(DropApproval, drop),
    Act(EnterApprovalNumber, other_number),
    Act(AskApproval, ask),
    Act(ApproveNotice, approve),
    Act(ReturnApproval, send_back),
)
