"""When a notice needs a colleague's approval, and giving it. `ref`: the notice, where there is one."""

from bot.conversation import Act, Screen, ToFlow, ToView, View
from bot.database import Tx
from bot.notices import actions, approval_records, approval_screens, asking_approval
from bot.people.identity import Actor
from bot.people.naming import name_of


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
