"""Views and acts after a registration was sent: loads under the actor's own rights, draws with screens."""

from collections.abc import Sequence

from bot.campaigns.offers import check_families
from bot.dialogue.drafts import open_draft
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.enquiries.targets import Register, ShowMine
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.registration import actions
from bot.registration.facts import campaign_now, what_is_registered, what_stands
from bot.registration.home.background import late_step
from bot.registration.home.views import mine
from bot.registration.questions import QUESTIONS
from bot.registration.reading import answered, changes, late_request, receipt_owner, revision
from bot.registration.records import DeclineReason, FamilyChoice
from bot.registration.sent import screens
from bot.registration.sent.flow import typed_reason
from bot.registration.targets import (
    AgreeToProxy,
    AskLate,
    Decline,
    EditPart,
    RegisterState,
    RegisterUnion,
    ShowClosed,
    ShowDecline,
    ShowDeclined,
    ShowEdit,
    ShowLate,
    ShowReceipt,
    ShowWithdraw,
    ShowWithdrawn,
    Withdraw,
)
from bot.registration.views import as_it_stands, begin_or_go_on, register
from bot.store.database import Tx
from bot.titles.catalogue import Family


def receipt(tx: Tx, actor: Actor, to: ShowReceipt) -> Screen:
    if receipt_owner(tx, to.receipt) != actor.person.id:
        raise Refusal("role.not_yours")
    facts, stands = what_stands(tx, actor)
    if not stands.registered:
        return mine(tx, actor, ShowMine())
    # Asked once here: whoever goes on without an answer is not asked with every change.
    return screens.receipt(facts, stands, ask=not changes(tx, to.receipt))


def edit(tx: Tx, actor: Actor, _to: ShowEdit) -> Screen:
    """The parts that may be changed; where there is no time for it any more, the way to more."""
    try:
        actions.change_window(tx, actor)
    except Refusal:
        if tx.now <= campaign_now(tx).deadline_at:
            raise
        return late(tx, actor, ShowLate())
    facts, stands = what_stands(tx, actor)
    if stands.registered:
        return screens.edit(facts, stands)
    # Who has declined or withdrawn and comes back in words finds the way to register again.
    if stands.declinations:
        return screens.declined(facts, stands)
    return screens.withdrawn(facts) if stands.receipt_id is not None else mine(tx, actor, ShowMine())


def withdraw(tx: Tx, actor: Actor, _to: ShowWithdraw) -> Screen:
    facts, stands = what_stands(tx, actor)
    if not stands.registered:
        raise Refusal("reg.nothing_to_withdraw")
    actions.window(tx, actor)
    return screens.withdraw(facts, stands, changes(tx, stands.receipt_id or 0))


def withdrawn(tx: Tx, actor: Actor, _to: ShowWithdrawn) -> Screen:
    facts, stands = what_stands(tx, actor)
    return mine(tx, actor, ShowMine()) if stands.registered else screens.withdrawn(facts)


def decline(tx: Tx, actor: Actor, to: ShowDecline) -> Screen:
    """The reasons, or before them the families; when time is over for what is registered, the way to more."""
    left = actions.to_decline(tx, actor)
    if not left or not set(to.what.families if to.what else left[:1]) <= set(left):
        try:
            actions.window(tx, actor)
        except Refusal:
            if tx.now <= campaign_now(tx).deadline_at:
                raise
            return late(tx, actor, ShowLate())
    facts, stands = what_stands(tx, actor)
    if to.what is None and len(left) > 1:
        return screens.decline_which(facts, stands)
    what = to.what or _only(left)
    check_families(facts.offered, what.families)
    return screens.decline(facts, stands, what)


def _only(left: Sequence[Family]) -> FamilyChoice:
    return FamilyChoice.UNION if tuple(left) == (Family.UNION,) else FamilyChoice.STATE


def reason_in_words(tx: Tx, actor: Actor, to: ShowDecline, text: str) -> ToFlow | None:
    """The dialogue of the reason, where the reasons are up and one was typed; none where families are."""
    left = actions.to_decline(tx, actor)
    if not left or (to.what is None and len(left) > 1):
        return None
    return typed_reason(to.what or _only(left), text)


def declined(tx: Tx, actor: Actor, _to: ShowDeclined) -> Screen:
    facts, stands = what_stands(tx, actor)
    if not stands.declinations:
        return mine(tx, actor, ShowMine())
    return screens.declined(facts, stands)


def closed(tx: Tx, actor: Actor, _to: ShowClosed) -> Screen:
    return screens.closed(campaign_now(tx), tx.now, declines=_unsaid(tx, actor))


def _unsaid(tx: Tx, actor: Actor) -> bool:
    """True while the actor may say that he or she does not register, and has given no answer."""
    stands = answered(tx, campaign_now(tx).id, actor.person.id)
    return any(not stands.answered_in(family) for family in actions.to_decline(tx, actor))


def late(tx: Tx, actor: Actor, _to: ShowLate) -> Screen:
    campaign = campaign_now(tx)
    request = late_request(tx, campaign.id, actor.person.id)
    if request is None:
        return closed(tx, actor, ShowClosed())
    step = late_step(tx, campaign, actor.person)
    return screens.late(request, campaign, tx.now, step, declines=_unsaid(tx, actor))


VIEWS = (
    View(ShowReceipt, receipt),
    View(ShowEdit, edit),
    View(ShowWithdraw, withdraw),
    View(ShowWithdrawn, withdrawn),
    View(ShowDecline, decline, on_words=reason_in_words),
    View(ShowDeclined, declined),
    View(ShowClosed, closed),
    View(ShowLate, late),
)


def edit_part(tx: Tx, actor: Actor, to: EditPart) -> ToFlow | ToView:
    """Change one part of what was sent: in the draft that is open, or a new one filled with what stands; where there is
    no time for it any more, the way to more."""
    try:
        actions.change_window(tx, actor)
    except Refusal:
        if tx.now <= campaign_now(tx).deadline_at:
            raise
        return ShowLate()
    facts, stands = what_is_registered(tx, actor)
    seed = as_it_stands(facts, stands)
    needless = {one.part: one.needless for one in QUESTIONS if one.name not in seed["done"]}
    if to.part in needless:
        raise Refusal(needless[to.part])
    # A draft of before the deadline may hold titles of the family in which nothing is to be changed now.
    draft = open_draft(tx, actor.user_id, "register") if facts.only is not None else None
    stale = draft is not None and not set(draft.data.get("titles", ())) <= {title.id for title in facts.offered}
    return ToFlow("register", seed, at=to.part.value, editing=True, fresh=stale)


def register_union(tx: Tx, actor: Actor, _to: RegisterUnion) -> ToView | ToFlow:
    """Union titles are chosen, by themselves or beside what stands; where there is no time for it, the way to more."""
    return _register_in(tx, actor, Family.UNION)


def register_state(tx: Tx, actor: Actor, _to: RegisterState) -> ToView | ToFlow:
    """The same of the State's titles."""
    return _register_in(tx, actor, Family.STATE)


def _register_in(tx: Tx, actor: Actor, family: Family) -> ToView | ToFlow:
    to = register(tx, actor, Register())
    if isinstance(to, ToView) and to != ShowEdit():
        return to
    facts, stands = what_stands(tx, actor)
    check_families(facts.offered, (family,))
    return begin_or_go_on(tx, actor, family, facts, stands)


def agree(tx: Tx, actor: Actor, to: AgreeToProxy) -> ToView:
    """«Đúng, tôi đồng ý» with what was registered in the actor's name."""
    if receipt_owner(tx, to.receipt) != actor.person.id:
        raise Refusal("role.not_yours")
    if revision(tx, to.receipt) != to.revision:
        raise Refusal("reg.changed_since_seen")
    actions.agree(tx, actor)
    return ShowMine()


def withdraw_now(tx: Tx, actor: Actor, to: Withdraw) -> ToView:
    _facts, stands = what_stands(tx, actor)
    if not stands.registered:
        return ShowWithdrawn()  # a second tap: it is done
    if changes(tx, stands.receipt_id or 0) != to.version:
        return ShowWithdraw()  # changed since this was asked: ask again, with what stands now
    actions.withdraw(tx, actor)
    return ShowWithdrawn()


def decline_for(tx: Tx, actor: Actor, to: Decline) -> ToView | ToFlow:
    if to.reason is DeclineReason.OTHER:
        actions.may_decline(tx, actor, to.what)
        return ToFlow("decline", {"what": to.what.value}, fresh=True)
    actions.decline(tx, actor, to.reason, what=to.what)
    return ShowDeclined()


def ask_late(_tx: Tx, _actor: Actor, _to: AskLate) -> ToFlow:
    return ToFlow("late")


ACTS = (
    Act(EditPart, edit_part),
    Act(RegisterUnion, register_union),
    Act(RegisterState, register_state),
    Act(Withdraw, withdraw_now),
    Act(AgreeToProxy, agree),
    Act(Decline, decline_for),
    Act(AskLate, ask_late),
)
