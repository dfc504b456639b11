"""Views and acts of the way in and of the settings; and where /start leads."""

from dataclasses import replace

from bot.address import CARDS, Door
from bot.dialogue import drafts
from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.dialogue.ways import ShowHome
from bot.organisation.records import organisation
from bot.people.authentication import place
from bot.people.identity import Actor
from bot.people.linking import accounts, invites, missed, screens, second
from bot.people.linking import requests as link_requests
from bot.people.linking.flow import INVITE, LINK, LINK_REQUEST
from bot.people.linking.places import besides
from bot.people.naming import office_to_call
from bot.people.records import Role
from bot.people.targets import (
    Agree,
    ChangeLanguage,
    Language,
    Link,
    Occasion,
    RequestLink,
    ShowChecking,
    ShowInviteReturned,
    ShowInviteSpent,
    ShowLinked,
    ShowLinkRequested,
    ShowNotAgreed,
    ShowPrivacy,
    ShowPrivacyInFull,
    ShowSettings,
    ShowUnlink,
    ShowUnlinked,
    ShowWelcome,
    ShowWithdrawConsent,
    Unlink,
    WithdrawConsent,
    WithdrawLinkRequest,
)
from bot.store.database import Tx

Target = ToView | ToFlow


# --- where updates lead that are no button ----------------------------------------------------------------------------


def start(tx: Tx, actor: Actor, argument: str) -> Target:
    """/start: with a token the invite, without one the place where this person is on the way in. Never raises."""
    if not actor.known and actor.language != Language.VIETNAMESE:
        accounts.ensure(tx, actor)  # Telegram names the language only with what people send; buttons come without
    if argument:
        return _invited(tx, actor, argument)
    if actor.staff is not None:
        return ShowHome()
    return _way_in(tx, actor) if actor.consented else ShowWelcome()


def _invited(tx: Tx, actor: Actor, token: str) -> Target:
    invite_id = invites.peek(tx, token)
    offer = None if invite_id is None else invites.offer(tx, actor, invite_id)
    if offer is None:
        return ShowInviteSpent()
    if actor.staff is not None and actor.staff.id == offer.person.id:
        brings_a_role = offer.hindrance is None and offer.grants_office and not actor.has(Role.OFFICE)
        if not brings_a_role:
            return ShowLinked()
    data = {"invite": offer.invite_id}
    if offer.hindrance is None and not actor.consented:
        # Consent comes first; the dialogue waits behind it, with the invite's key and not its token.
        drafts.begin(tx, actor.user_id, INVITE.name, data, INVITE.steps[0].name, editing=False)
        return ShowPrivacy()
    return ToFlow(INVITE.name, data, fresh=True)


def _way_in(tx: Tx, actor: Actor) -> Target:
    request = link_requests.latest(tx, actor.user_id)
    if request is not None and request.waits:
        return ShowLinkRequested()
    return _linking(actor)


def _linking(actor: Actor) -> ToFlow:
    if actor.address.door in CARDS:
        return ToFlow(LINK.name, fresh=True)
    return ToFlow(LINK_REQUEST.name, fresh=True)


def reachability(tx: Tx, actor: Actor, reachable: bool) -> Target | None:
    """Blocked: remembered, nothing can be shown. Back: what was missed, or the home screen again."""
    accounts.set_reachable(tx, actor, reachable)
    if not reachable:
        return None
    return missed.greeting(tx, actor, Occasion.BACK) if actor.staff is not None else ShowWelcome()


# --- views ------------------------------------------------------------------------------------------------------------


def welcome(tx: Tx, actor: Actor, _to: ShowWelcome) -> Screen:
    if actor.staff is not None:
        return screens.already_linked(actor.staff)
    if not actor.consented:
        return screens.welcome(actor.language, organisation(tx).full_name)
    request = link_requests.latest(tx, actor.user_id)
    waits, cards = request is not None and request.waits, actor.address.door in CARDS
    return screens.not_linked(actor.language, waits=waits, cards=cards)


def checking(_tx: Tx, actor: Actor, _to: ShowChecking) -> Screen:
    return screens.already_linked(actor.staff) if actor.staff is not None else screens.checking()


def privacy(tx: Tx, actor: Actor, _to: ShowPrivacy) -> Screen:
    return screens.privacy(organisation(tx).data_place, agreed=actor.consented, at_zalo=_at_zalo(actor))


def privacy_full(tx: Tx, actor: Actor, to: ShowPrivacyInFull) -> Screen:
    contact = office_to_call(tx)
    return screens.privacy_full(
        to.page, organisation(tx), contact, colleague=actor.staff is not None, at_zalo=_at_zalo(actor)
    )


def _at_zalo(actor: Actor) -> bool:
    return actor.address.door is Door.ZALOBOT


def not_agreed(tx: Tx, actor: Actor, _to: ShowNotAgreed) -> Screen:
    """From a button of an older notice, too: whoever has agreed meanwhile is shown how to take that back."""
    return withdraw_consent(tx, actor, ShowWithdrawConsent()) if actor.consented else screens.not_agreed()


def link_requested(tx: Tx, actor: Actor, _to: ShowLinkRequested) -> Screen:
    if actor.staff is not None:
        return screens.already_linked(actor.staff)
    cards = actor.address.door in CARDS
    return screens.link_requested(link_requests.latest(tx, actor.user_id), office_to_call(tx), cards=cards)


def invite_spent(_tx: Tx, actor: Actor, _to: ShowInviteSpent) -> Screen:
    return screens.invite_hindered(Phrase("invite.spent"), linked=actor.staff is not None)


def invite_returned(_tx: Tx, actor: Actor, _to: ShowInviteReturned) -> Screen:
    return screens.already_linked(actor.staff) if actor.staff is not None else screens.invite_returned()


def settings(tx: Tx, actor: Actor, _to: ShowSettings) -> Screen:
    zalo = second.button(tx, actor)
    return screens.settings(actor.staff, actor.language, web=place.opened_here(), zalo=zalo)


def unlink_confirm(tx: Tx, actor: Actor, _to: ShowUnlink) -> Screen:
    return screens.unlink_confirm(actor.person, others=bool(besides(tx, actor.address, actor.user_id)))


def withdraw_consent(_tx: Tx, actor: Actor, _to: ShowWithdrawConsent) -> Screen:
    if not actor.consented:
        return screens.not_agreed()
    return screens.withdraw_consent(linked=actor.staff is not None)


def unlinked(_tx: Tx, actor: Actor, _to: ShowUnlinked) -> Screen:
    if actor.staff is not None:
        return screens.already_linked(actor.staff)
    return screens.unlinked(agreed=actor.consented, cards=actor.address.door in CARDS)


VIEWS = (
    View(ShowWelcome, welcome, open_to_all=True),
    View(ShowChecking, checking, open_to_all=True),
    View(ShowPrivacy, privacy, open_to_all=True),
    View(ShowPrivacyInFull, privacy_full, open_to_all=True),
    View(ShowNotAgreed, not_agreed, open_to_all=True),
    View(ShowLinkRequested, link_requested, open_to_all=True),
    View(ShowInviteSpent, invite_spent, open_to_all=True),
    View(ShowInviteReturned, invite_returned, open_to_all=True),
    View(ShowSettings, settings, open_to_all=True),
    View(ShowUnlink, unlink_confirm),
    View(ShowWithdrawConsent, withdraw_consent, open_to_all=True),
    View(ShowUnlinked, unlinked, open_to_all=True),
    missed.VIEW,
    *second.VIEWS,
)

# --- acts -------------------------------------------------------------------------------------------------------------


def agree(tx: Tx, actor: Actor, to: Agree) -> Target:
    if to.version != accounts.NOTICE:
        return ShowPrivacy()  # the wording has changed since: consent is to what was read
    accounts.consent(tx, actor)
    if actor.staff is not None:
        return ShowHome()
    if drafts.open_draft(tx, actor.user_id, INVITE.name) is not None:
        return ToFlow(INVITE.name)
    return _way_in(tx, replace(actor, consented=True))


def language(tx: Tx, actor: Actor, to: ChangeLanguage) -> Target:
    accounts.set_language(tx, actor, to.language)
    return ShowSettings() if actor.staff is not None else ShowWelcome()


def to_link(_tx: Tx, actor: Actor, _to: Link) -> Target:
    if actor.staff is not None:
        return ShowHome()
    return _linking(actor) if actor.consented else ShowPrivacy()


def to_request(_tx: Tx, actor: Actor, _to: RequestLink) -> Target:
    if actor.staff is not None:
        return ShowHome()
    return ToFlow(LINK_REQUEST.name, fresh=True) if actor.consented else ShowPrivacy()


def withdraw_request(tx: Tx, actor: Actor, _to: WithdrawLinkRequest) -> Target:
    link_requests.withdraw(tx, actor.user_id)
    return ShowLinkRequested()


def unlink(tx: Tx, actor: Actor, _to: Unlink) -> Target:
    accounts.unlink(tx, actor)
    return ShowUnlinked()


def take_back_consent(tx: Tx, actor: Actor, _to: WithdrawConsent) -> Target:
    accounts.withdraw_consent(tx, actor)
    return ShowUnlinked()


ACTS = (
    Act(Agree, agree, open_to_all=True, changes_actor=True),
    Act(ChangeLanguage, language, open_to_all=True, changes_actor=True),
    Act(Link, to_link, open_to_all=True),
    Act(RequestLink, to_request, open_to_all=True),
    Act(WithdrawLinkRequest, withdraw_request, open_to_all=True),
    Act(Unlink, unlink, changes_actor=True),
    Act(WithdrawConsent, take_back_consent, open_to_all=True, changes_actor=True),
    missed.ACT,
    *second.ACTS,
)
