"""The dialogues by which a chat becomes a person's: own number, request to the Office, one-time invite.

A draft's data: phone (E.164, the own number that the roster does not have), words (name and unit); of an invite its key
and never its token.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, SharedContact, Stay, Step, Typed
from bot.dialogue.screens import Phrase, Screen
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.people.linking import accounts, invites, missed, screens
from bot.people.linking import requests as link_requests
from bot.people.linking.invites import Offer
from bot.people.linking.requests import OwnLinkRequest
from bot.people.rules import phone
from bot.people.targets import Occasion, ShowLinkRequested, ShowWelcome
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import own_words
from bot.workbooks.values import clean

SHORTEST, LONGEST = 5, 200
"""Characters of a name and a unit."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    user_id: int
    listed: Callable[[str], bool]
    """True if the roster has a number: asked of the one number that was proven, so the roster is not loaded."""
    waiting: OwnLinkRequest | None
    """The request that is open already."""


def _newcomer(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> Newcomer:
    if not actor.consented:
        raise Refusal("consent.first")
    if actor.staff is not None:
        raise Refusal("link.already")
    request = link_requests.latest(tx, actor.user_id)
    waiting = request if request and request.waits else None
    return Newcomer(actor.user_id, lambda number: accounts.listed(tx, number), waiting)


def _ask_contact(_draft: Draft, _newcomer: Newcomer) -> Screen:
    return screens.contact()


def _contact(said: Said, _draft: Draft, newcomer: Newcomer) -> Move:
    match said:
        case SharedContact():
            number = accounts.proven_phone(said, newcomer.user_id)
            # Known: whether it may be bound is for `finish` to say. Unknown: on to the request.
            return Finish({"phone": number}) if newcomer.listed(number) else Next({"phone": number})
        case Typed(text) if phone(text) is not None:
            raise Refusal("link.typed_number")
        case Typed():
            # «Tôi dùng số khác», or whatever else is not a number: the next question says what it is about.
            return Next({"phone": None})
    raise Refusal("link.press_share")


def _ask_statement(draft: Draft, newcomer: Newcomer) -> Screen:
    return screens.statement(draft.data.get("phone"), newcomer.waiting, after_contact=draft.flow == LINK.name)


def _statement(said: Said, _draft: Draft, _newcomer: Newcomer) -> Move:
    match said:
        case Typed(text) if phone(text) is None:
            return Finish({"words": own_words(clean(text), shortest=SHORTEST, longest=LONGEST)})
        case SharedContact():
            raise Refusal("contact.not_awaited")
    raise Refusal("link_request.type")


def _settle(tx: Tx, actor: Actor, draft: Draft, _newcomer: Newcomer) -> ToView:
    number, words = draft.data.get("phone"), draft.data.get("words")
    if words is not None:
        link_requests.ask(tx, actor, words, number)
        return ShowLinkRequested()
    accounts.link_by_phone(tx, actor, str(number))
    return missed.greeting(tx, actor, Occasion.LINKED)


_STATEMENT: Step[Newcomer] = Step("statement", ask=_ask_statement, parse=_statement)

LINK: Flow[Newcomer] = Flow(
    "link",
    facts=_newcomer,
    steps=(Step("contact", ask=_ask_contact, parse=_contact), _STATEMENT),
    finish=_settle,
    home=lambda _draft: ShowWelcome(),
    open_to_all=True,
    changes_actor=True,
)

LINK_REQUEST: Flow[Newcomer] = Flow(
    "link_request",
    facts=_newcomer,
    steps=(_STATEMENT,),
    finish=_settle,
    home=lambda _draft: ShowLinkRequested(),
    open_to_all=True,
)


@dataclass(frozen=True, slots=True)
class Invited:
    offer: Offer
    linked: bool


def _invited(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Invited:
    offer = invites.offer(tx, actor, data["invite"])
    if offer is None:
        raise Refusal("invite.spent")
    if offer.hindrance is None and not actor.consented:
        raise Refusal("consent.first")
    return Invited(offer, actor.staff is not None)


def _ask_invited(_draft: Draft, invited: Invited) -> Screen:
    why = invited.offer.hindrance
    if why is not None:
        return screens.invite_hindered(Phrase(why.key, why.values), linked=invited.linked)
    return screens.invitation(invited.offer)


def _invite(said: Said, _draft: Draft, invited: Invited) -> Move:
    if invited.offer.hindrance is not None:
        return Stay({})  # spent since the question was put: the screen says so
    if said == Chosen("mine"):
        return Finish()
    raise Refusal("choose.below")


def _accept(tx: Tx, actor: Actor, draft: Draft, _invited: Invited) -> ToView:
    invites.use(tx, actor, draft.data["invite"])
    return missed.greeting(tx, actor, Occasion.LINKED)


INVITE: Flow[Invited] = Flow(
    "invite",
    facts=_invited,
    steps=(Step("confirm", ask=_ask_invited, parse=_invite),),
    finish=_accept,
    home=lambda _draft: ShowWelcome(),
    open_to_all=True,
    changes_actor=True,
)

FLOWS = (LINK, LINK_REQUEST, INVITE)
