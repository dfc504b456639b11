"""What can be shown and tapped on the way in and in the settings; and where /start leads."""

from collections.abc import Mapping
from dataclasses import replace

from bot.dialogue import drafts
from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToAct, ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.people.chain import office_contact
from bot.people.identity import Actor
from bot.people.linking import accounts, invites, missed, screens
from bot.people.linking import requests as link_requests
from bot.people.linking.flow import INVITE, LINK, LINK_REQUEST
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.database import Tx

Target = ToView | ToFlow


# --- where updates lead that are no button ----------------------------------------------------------------------------


def start(tx: Tx, actor: Actor, argument: str) -> Target:
    """/start: with a token the invite, without one the place where this person is on the way in. Never raises."""
    if not actor.known and actor.language != accounts.LANGUAGES[0]:
        accounts.ensure(tx, actor)  # Telegram names the language only with what people send; buttons come without
    if argument:
        return _invited(tx, actor, argument)
    if actor.staff is not None:
        return ToView("menu")
    return _way_in(tx, actor) if actor.consented else ToView("welcome")


def _invited(tx: Tx, actor: Actor, token: str) -> Target:
    invite_id = invites.peek(tx, token)
    offer = None if invite_id is None else invites.offer(tx, actor, invite_id)
    if offer is None:
        return ToView("invite_spent")
    if actor.staff is not None and actor.staff.id == offer.person.id:
        brings_a_role = offer.hindrance is None and offer.grants_office and not actor.has(Role.OFFICE)
        if not brings_a_role:
            return ToView("linked")
    data = {"invite": offer.invite_id}
    if offer.hindrance is None and not actor.consented:
        # Consent comes first; the dialogue waits behind it, with the invite's key and not its token.
        drafts.begin(tx, actor.user_id, INVITE.name, data, INVITE.steps[0].name, editing=False)
        return ToView("privacy")
    return ToFlow(INVITE.name, data, fresh=True)


def _way_in(tx: Tx, actor: Actor) -> Target:
    request = link_requests.latest(tx, actor.user_id)
    if request is not None and request.waits:
        return ToView("link_requested")
    return ToFlow(LINK.name, fresh=True)


def reachability(tx: Tx, actor: Actor, reachable: bool) -> Target | None:
    """Blocked: remembered, nothing can be shown. Back: what was missed, or the home screen again."""
    accounts.set_reachable(tx, actor, reachable)
    if not reachable:
        return None
    return missed.greeting(tx, actor, missed.BACK) if actor.staff is not None else ToView("welcome")


# --- views ------------------------------------------------------------------------------------------------------------


def welcome(tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    if actor.staff is not None:
        return screens.already_linked(actor.staff)
    if not actor.consented:
        return screens.welcome(actor.language)
    request = link_requests.latest(tx, actor.user_id)
    return screens.not_linked(actor.language, waits=request is not None and request.waits)


def privacy(_tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    return screens.privacy(agreed=actor.consented)


def privacy_full(tx: Tx, _actor: Actor, _ref: int, page: int) -> Screen:
    return screens.privacy_full(page, office_contact(tx))


def not_agreed(tx: Tx, actor: Actor, ref: int, page: int) -> Screen:
    """From a button of an older notice, too: whoever has agreed meanwhile is shown how to take that back."""
    return withdraw_consent(tx, actor, ref, page) if actor.consented else screens.not_agreed()


def link_requested(tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    if actor.staff is not None:
        return screens.already_linked(actor.staff)
    return screens.link_requested(link_requests.latest(tx, actor.user_id), office_contact(tx))


def invite_spent(_tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    return screens.invite_hindered(Phrase("invite.spent"), linked=actor.staff is not None)


def invite_returned(_tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    return screens.already_linked(actor.staff) if actor.staff is not None else screens.invite_returned()


def settings(_tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    return screens.settings(actor.staff, actor.language)


def unlink_confirm(_tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    return screens.unlink_confirm(actor.person)


def withdraw_consent(_tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    if not actor.consented:
        return screens.not_agreed()
    return screens.withdraw_consent(linked=actor.staff is not None)


def unlinked(_tx: Tx, actor: Actor, _ref: int, _page: int) -> Screen:
    if actor.staff is not None:
        return screens.already_linked(actor.staff)
    return screens.unlinked(agreed=actor.consented)


VIEWS = (
    View("welcome", welcome, open_to_all=True),
    View("privacy", privacy, open_to_all=True),
    View("privacy_full", privacy_full, open_to_all=True),
    View("not_agreed", not_agreed, open_to_all=True),
    View("link_requested", link_requested, open_to_all=True),
    View("invite_spent", invite_spent, open_to_all=True),
    View("invite_returned", invite_returned, open_to_all=True),
    View("settings", settings, open_to_all=True),
    View("unlink_confirm", unlink_confirm),
    View("withdraw_consent", withdraw_consent, open_to_all=True),
    View("unlinked", unlinked, open_to_all=True),
    missed.VIEW,
)

LABELS: Mapping[str, ToView | ToAct] = {
    "button.share_phone": ToAct("to_link"),
    "button.ask_to_link": ToAct("to_request"),
    "button.my_data": ToView("my_data"),
    "button.personal_data": ToView("privacy"),
    "button.unlink": ToView("unlink_confirm"),
}
"""Labels that lead there when typed, too."""


# --- acts -------------------------------------------------------------------------------------------------------------


def agree(tx: Tx, actor: Actor, _ref: int, version: int) -> Target:
    if version != accounts.NOTICE:
        return ToView("privacy")  # the wording has changed since: consent is to what was read
    accounts.consent(tx, actor)
    if actor.staff is not None:
        return ToView("menu")
    if drafts.open_draft(tx, actor.user_id, INVITE.name) is not None:
        return ToFlow(INVITE.name)
    return _way_in(tx, replace(actor, consented=True))


def language(tx: Tx, actor: Actor, ref: int, _version: int) -> Target:
    if ref >= len(accounts.LANGUAGES):
        raise Refusal("stale.button")
    accounts.set_language(tx, actor, accounts.LANGUAGES[ref])
    return ToView("settings" if actor.staff is not None else "welcome")


def to_link(_tx: Tx, actor: Actor, _ref: int, _version: int) -> Target:
    if actor.staff is not None:
        return ToView("menu")
    return ToFlow(LINK.name, fresh=True) if actor.consented else ToView("privacy")


def to_request(_tx: Tx, actor: Actor, _ref: int, _version: int) -> Target:
    if actor.staff is not None:
        return ToView("menu")
    return ToFlow(LINK_REQUEST.name, fresh=True) if actor.consented else ToView("privacy")


def withdraw_request(tx: Tx, actor: Actor, _ref: int, _version: int) -> Target:
    link_requests.withdraw(tx, actor.user_id)
    return ToView("link_requested")


def unlink(tx: Tx, actor: Actor, _ref: int, _version: int) -> Target:
    accounts.unlink(tx, actor)
    return ToView("unlinked")


def take_back_consent(tx: Tx, actor: Actor, _ref: int, _version: int) -> Target:
    accounts.withdraw_consent(tx, actor)
    return ToView("unlinked")


ACTS = (
    Act("agree", agree, open_to_all=True, changes_actor=True),
    Act("language", language, open_to_all=True, changes_actor=True),
    Act("to_link", to_link, open_to_all=True),
    Act("to_request", to_request, open_to_all=True),
    Act("withdraw_request", withdraw_request, open_to_all=True),
    Act("unlink", unlink, changes_actor=True),
    Act("withdraw_consent", take_back_consent, open_to_all=True, changes_actor=True),
    missed.ACT,
)
