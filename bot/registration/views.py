"""What can be shown and tapped in a registration: loads under the actor's own rights, draws with screens."""

from bot.campaigns.records import CampaignNow, current_campaign, titles_of
from bot.dialogue.drafts import open_draft
from bot.dialogue.screens import Button, Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.dialogue.ways import ShowHome
from bot.enquiries.targets import Register, RegisterTitle, ShowMine
from bot.people.identity import Actor
from bot.people.personal_data import my_data_lines
from bot.people.reach import SEEING, leads_union, units_of
from bot.people.records import Role
from bot.people.targets import ShowBlankForm, ShowLinked, ShowMyData
from bot.refusal import Refusal
from bot.registration import actions, free_text, sent_screens
from bot.registration.facts import RegistrationFacts, facts_for
from bot.registration.home import papers, personal_data
from bot.registration.home import screens as home_screens
from bot.registration.home.background import background
from bot.registration.reading import Answered, answered, changes, late_request, receipt_owner, revision
from bot.registration.records import DeclineReason
from bot.registration.rules import REASON_PHRASES, granted
from bot.registration.targets import (
    AgreeToProxy,
    AskLate,
    Decline,
    EditPart,
    Leave,
    ShowClosed,
    ShowDecline,
    ShowDeclined,
    ShowEdit,
    ShowLate,
    ShowLeft,
    ShowMyDataFile,
    ShowMyForm,
    ShowReceipt,
    ShowWhichTitle,
    ShowWithdraw,
    ShowWithdrawn,
    Withdraw,
)
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue
from bot.titles.rules import asks_initiative

REASONS = tuple(REASON_PHRASES)
PARTS = ("titles", "initiative", "pledge")
"""Steps that «Sửa» jumps to, by the number in the button."""


def _campaign(tx: Tx) -> CampaignNow:
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    return campaign


def _own_campaign(tx: Tx, actor: Actor) -> CampaignNow:
    """The campaign with the actor's own deadline, where that was extended and is not over."""
    try:
        return actions.window(tx, actor)
    except Refusal:
        return _campaign(tx)


def _stands(tx: Tx, actor: Actor) -> tuple[RegistrationFacts, Answered]:
    campaign = _own_campaign(tx, actor)
    return facts_for(tx, actor, campaign), answered(tx, campaign.id, actor.person.id)


def _registered(tx: Tx, actor: Actor) -> tuple[RegistrationFacts, Answered]:
    facts, stands = _stands(tx, actor)
    if not stands.registered:
        raise Refusal("reg.nothing_yet")
    return facts, stands


# --- views ------------------------------------------------------------------------------------------------------------


def menu(tx: Tx, actor: Actor, _to: ShowHome) -> Screen:
    campaign = _own_campaign(tx, actor) if current_campaign(tx) else None
    stands = answered(tx, campaign.id, actor.person.id) if campaign else Answered()
    return home_screens.menu(actor.person, campaign, stands, tx.now, _duties(actor) if campaign else ())


def _duties(actor: Actor) -> tuple[Button, ...]:
    """Buttons to the boards that the actor may see."""
    return tuple(
        button
        for button, may in (
            (home_screens.OFFICE_BUTTON, actor.has(Role.OFFICE)),
            (home_screens.UNIT_BUTTON, bool(units_of(actor, SEEING))),
            (home_screens.UNION_GROUP_BUTTON, leads_union(actor)),
        )
        if may
    )


def linked(tx: Tx, actor: Actor, _to: ShowLinked) -> Screen:
    campaign = current_campaign(tx)
    stands = answered(tx, campaign.id, actor.person.id) if campaign else Answered()
    return home_screens.linked(actor.person, campaign, stands, tx.now)


def mine(tx: Tx, actor: Actor, _to: ShowMine) -> Screen:
    return _mine(tx, *_stands(tx, actor))


def _mine(tx: Tx, facts: RegistrationFacts, stands: Answered) -> Screen:
    return home_screens.mine(facts, stands, background(tx, facts.person, stands))


def receipt(tx: Tx, actor: Actor, to: ShowReceipt) -> Screen:
    if receipt_owner(tx, to.receipt) != actor.person.id:
        raise Refusal("role.not_yours")
    facts, stands = _stands(tx, actor)
    return sent_screens.receipt(facts, stands) if stands.registered else _mine(tx, facts, stands)


def edit(tx: Tx, actor: Actor, _to: ShowEdit) -> Screen:
    actions.window(tx, actor)
    return sent_screens.edit(*_registered(tx, actor))


def withdraw(tx: Tx, actor: Actor, _to: ShowWithdraw) -> Screen:
    actions.window(tx, actor)
    facts, stands = _registered(tx, actor)
    return sent_screens.withdraw(facts, stands, changes(tx, stands.receipt_id or 0))


def withdrawn(tx: Tx, actor: Actor, _to: ShowWithdrawn) -> Screen:
    facts, stands = _stands(tx, actor)
    return _mine(tx, facts, stands) if stands.registered else sent_screens.withdrawn(facts)


def decline(tx: Tx, actor: Actor, _to: ShowDecline) -> Screen:
    return sent_screens.decline(actions.window(tx, actor))


def declined(tx: Tx, actor: Actor, _to: ShowDeclined) -> Screen:
    facts, stands = _stands(tx, actor)
    if stands.declined is None or stands.code is None:
        return _mine(tx, facts, stands)
    return sent_screens.declined(facts.campaign, stands.code, stands.declined)


def closed(tx: Tx, _actor: Actor, _to: ShowClosed) -> Screen:
    return sent_screens.closed(_campaign(tx), tx.now)


def late(tx: Tx, actor: Actor, _to: ShowLate) -> Screen:
    campaign = _campaign(tx)
    request = late_request(tx, campaign.id, actor.person.id)
    return sent_screens.closed(campaign, tx.now) if request is None else sent_screens.late(request, campaign, tx.now)


def which_title(tx: Tx, actor: Actor, to: ShowWhichTitle) -> Screen:
    """The question back, where what was typed could mean several titles."""
    facts, _stood = _stands(tx, actor)
    return home_screens.which_title(
        facts.regime.in_order(free_text.unmask(facts.regime, to.titles)), to.purpose == free_text.REGISTER
    )


def left(tx: Tx, actor: Actor, _to: ShowLeft) -> Screen:
    return home_screens.left(open_draft(tx, actor.user_id, "register") is not None)


def my_form(tx: Tx, actor: Actor, _to: ShowMyForm) -> Screen:
    facts, stands = _registered(tx, actor)
    return home_screens.form(papers.filled_form(facts, stands, changes(tx, stands.receipt_id or 0) + 1), filled=True)


def blank_form(tx: Tx, _actor: Actor, _to: ShowBlankForm) -> Screen:
    campaign = _campaign(tx)
    regime = catalogue().regime(campaign.regime)
    return home_screens.form(papers.blank_form(campaign, regime, titles_of(tx, campaign.id)), filled=False)


def my_data(tx: Tx, actor: Actor, _to: ShowMyData) -> Screen:
    return home_screens.my_data(my_data_lines(tx, actor), *personal_data.counts(tx, actor.person.id))


def my_data_file(tx: Tx, actor: Actor, _to: ShowMyDataFile) -> Screen:
    return home_screens.my_data_file(papers.all_personal_data(tx, actor))


VIEWS = (
    View(ShowMyForm, my_form),
    View(ShowBlankForm, blank_form, open_to_all=True),
    View(ShowMyData, my_data),
    View(ShowMyDataFile, my_data_file),
    View(ShowWhichTitle, which_title),
    View(ShowLeft, left),
    View(ShowHome, menu),
    View(ShowLinked, linked),
    View(ShowMine, mine),
    View(ShowReceipt, receipt),
    View(ShowEdit, edit),
    View(ShowWithdraw, withdraw),
    View(ShowWithdrawn, withdrawn),
    View(ShowDecline, decline),
    View(ShowDeclined, declined),
    View(ShowClosed, closed),
    View(ShowLate, late),
)


# --- acts -------------------------------------------------------------------------------------------------------------


def register(tx: Tx, actor: Actor, _to: Register) -> ToView | ToFlow:
    """The way into a registration, wherever the person stands: begin, go on, change, or hear why not."""
    campaign = _campaign(tx)
    if tx.now > campaign.deadline_at:
        late = late_request(tx, campaign.id, actor.person.id)
        until = granted(late)
        if until is None or tx.now > until:
            return ShowClosed() if late is None else ShowLate()
    if answered(tx, campaign.id, actor.person.id).registered:
        return ShowEdit()
    return ToFlow("register")


def register_title(tx: Tx, actor: Actor, target: RegisterTitle) -> ToView | ToFlow:
    """Begin with the title of this place in the lists chosen."""
    to = register(tx, actor, Register())
    if not isinstance(to, ToFlow):
        return to
    facts, _stood = _stands(tx, actor)
    wanted = [title for title in facts.offered if title.order == target.title]
    if not wanted:
        raise Refusal("reg.titles.not_offered")
    titles = {wanted[0].id} | facts.regime.implied(wanted[0].id)
    return ToFlow("register", {"titles": sorted(titles), "anew": True}, at="titles", fresh=True)


def edit_part(tx: Tx, actor: Actor, to: EditPart) -> ToFlow:
    """Change one part of what was sent: in the draft that is open, or a new one filled with what stands."""
    actions.window(tx, actor)
    facts, stands = _registered(tx, actor)
    part = PARTS[to.part] if to.part < len(PARTS) else PARTS[0]
    asks = any(asks_initiative(title) for title in facts.regime.in_order(stands.titles))
    if part == "initiative" and not asks:
        raise Refusal("reg.no_initiative_needed")
    seed = {
        "titles": sorted(stands.titles),
        "heeded": sorted(stands.titles),
        "initiative": stands.initiative,
        "pledge": stands.pledge,
        "anew": True,
        "done": ["past", "cautions", "initiative", "pledge", "titles"]
        if asks
        else ["past", "cautions", "pledge", "titles"],
    }
    return ToFlow("register", seed, at=part, editing=True)


def agree(tx: Tx, actor: Actor, to: AgreeToProxy) -> ToView:
    """«Đúng, tôi đồng ý» with what was registered in the actor's name."""
    if receipt_owner(tx, to.receipt) != actor.person.id:
        raise Refusal("role.not_yours")
    if revision(tx, to.receipt) != to.revision:
        raise Refusal("reg.changed_since_seen")
    actions.agree(tx, actor)
    return ShowMine()


def withdraw_now(tx: Tx, actor: Actor, to: Withdraw) -> ToView:
    _facts, stands = _stands(tx, actor)
    if not stands.registered:
        return ShowWithdrawn()  # a second tap: it is done
    if changes(tx, stands.receipt_id or 0) != to.version:
        return ShowWithdraw()  # changed since this was asked: ask again, with what stands now
    actions.withdraw(tx, actor)
    return ShowWithdrawn()


def decline_for(tx: Tx, actor: Actor, to: Decline) -> ToView | ToFlow:
    reason = REASONS[to.reason] if to.reason < len(REASONS) else DeclineReason.PERSONAL
    if reason is DeclineReason.OTHER:
        actions.window(tx, actor)
        return ToFlow("decline", fresh=True)
    actions.decline(tx, actor, reason)
    return ShowDeclined()


def ask_late(_tx: Tx, _actor: Actor, _to: AskLate) -> ToFlow:
    return ToFlow("late")


def leave(_tx: Tx, _actor: Actor, _to: Leave) -> ToView:
    """/huy, from anywhere: nothing is lost."""
    return ShowLeft()


ACTS = (
    Act(Leave, leave),
    Act(Register, register),
    Act(RegisterTitle, register_title),
    Act(EditPart, edit_part),
    Act(Withdraw, withdraw_now),
    Act(AgreeToProxy, agree),
    Act(Decline, decline_for),
    Act(AskLate, ask_late),
)
