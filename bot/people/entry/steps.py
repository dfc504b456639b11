"""The way in by the web, each step in one transaction: the link and the consent, the word of somebody where the link
alone is not enough, the PIN, the browser.

What is refused is refused alike, whether a link is unknown, used, over, somebody else's or of somebody who has left.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.address import Address, Door, room
from bot.ledger import planning
from bot.people.authentication import access, links
from bot.people.authentication.initdata import Opened
from bot.people.authentication.links import Link
from bot.people.authentication.records import LinkKind, LinkState
from bot.people.authentication.rules import LIFETIMES
from bot.people.identity import Actor, Staff, load_actor, load_linked, staff
from bot.people.linking import accounts, invites
from bot.people.linking.accounts import Proof
from bot.refusal import Refusal
from bot.store.database import Tx

ENTERED, ASKED, LINK_MADE, TRIED = "web_entered", "web_entry_asked", "web_link_made", "web_tried"
"""Kinds of letters, to the person whose way in it is."""


class Stage(StrEnum):
    """The one thing that the browser that has a link is asked for."""

    NEW_PIN = "new_pin"
    PIN = "pin"
    WAIT = "wait"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Opening:
    """A link as the browser that has opened it may see it."""

    person: Staff
    link: Link | None
    """None: an invite on paper, which becomes a link when it is agreed to."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A browser between its link and its PIN."""

    link: Link
    person: Staff
    stage: Stage
    again: bool
    """The person is linked already: the notice was agreed to before."""


def opened(tx: Tx, token: str, secret: str) -> Opening | None:
    """The link or invite with this token, if this browser can use it. Changes nothing."""
    found = links.known(tx, token, secret)
    if found is not None:
        person = staff(tx, found.person_id, tx.clock.today())
        return None if person is None else Opening(person, found)
    offer = _invite(tx, token)
    return None if offer is None else Opening(offer.person, None)


def _invite(tx: Tx, token: str) -> invites.Offer | None:
    key = invites.peek(tx, token)
    offer = None if key is None else invites.offer(tx, Actor(0, room(0)), key)
    if offer is None:
        return None
    own = invites.offer(tx, _actor(tx, offer.person.id), offer.invite_id)
    return own if own is not None and own.hindrance is None else None


def has(tx: Tx, token: str, secret: str) -> bool:
    """True if the browser with this secret has the link with this token."""
    found = links.known(tx, token, secret)
    return found is not None and found.state is not LinkState.OPEN


def agree(tx: Tx, token: str, secret: str, browser: str) -> None:
    """This browser agrees to the notice, and has the link from now on: bound, where the link is proof enough. Raises
    Refusal, always the same, for whatever cannot be used."""
    found = opened(tx, token, secret)
    if found is None:
        raise Refusal("entry.not_usable")
    one = found.link
    if one is not None and one.state is not LinkState.OPEN:
        return  # this browser has it already
    if one is None:
        one = _take_over(tx, token)
    if not links.claim(tx, one.id, secret, browser):
        raise Refusal("entry.not_usable")
    claimed = _link(tx, one.id)
    if one.kind is not LinkKind.LEAD:
        let_in(tx, one.person_id)
    elif access.pin_of(tx, one.person_id) is None:
        _ask(tx, claimed)


def _take_over(tx: Tx, token: str) -> Link:
    """The invite of this token, used, as a link."""
    offer = _invite(tx, token)
    assert offer is not None
    made = links.taken_over(tx, token, offer.person.id, LinkKind.PRINTED, offer.expires_at)
    if made is None:
        raise Refusal("entry.not_usable")
    actor = _actor(tx, offer.person.id)
    accounts.consent(tx, actor)
    invites.use(tx, replace(actor, consented=True), offer.invite_id)
    return _link(tx, made)


def by_telegram(tx: Tx, opening: Opened, secret: str, browser: str) -> bool:
    """A page was opened from Telegram, which says by whom: this browser has a link of that person. False where nobody
    is linked there, or the same opening has come before."""
    found = load_actor(tx, opening.user_id, Address(Door.TELEGRAM, opening.user_id))
    if found.staff is None or not found.consented:
        return False
    until = tx.now + LIFETIMES[LinkKind.TELEGRAM]
    made = links.taken_over(tx, opening.seal, found.staff.id, LinkKind.TELEGRAM, until)
    if made is None or not links.claim(tx, made, secret, browser):
        return False
    let_in(tx, found.staff.id)
    return True


def standing(tx: Tx, secret: str) -> Standing | None:
    """The place of the browser with this secret on the way in; None: nowhere."""
    found = links.of_browser(tx, secret)
    person = None if found is None else staff(tx, found.person_id, tx.clock.today())
    if found is None or person is None:
        return None
    has_pin = access.pin_of(tx, person.id) is not None
    stage = Stage.PIN if has_pin else Stage.NEW_PIN
    if found.state is LinkState.CLAIMED and not has_pin and _needs_word(found):
        stage = Stage.WAIT  # the PIN was forgotten since: the link alone is not enough any more
    match found.state:
        case LinkState.WAITING:
            stage = Stage.WAIT
        case LinkState.REFUSED:
            stage = Stage.REFUSED
    return Standing(found, person, stage, again=_actor(tx, person.id).staff is not None)


def _needs_word(one: Link) -> bool:
    return one.kind is LinkKind.LEAD and one.decided_by is None


def ask_word(tx: Tx, secret: str) -> None:
    """The person does not know the PIN: let somebody say that it is this browser's person."""
    found = links.of_browser(tx, secret)
    if found is not None and found.state is LinkState.CLAIMED:
        _ask(tx, found)


def _ask(tx: Tx, one: Link) -> None:
    links.ask(tx, one)
    if is_linked(tx, one.person_id):
        planning.plan(tx, ASKED, f"web_link:{one.id}", one.person_id, ASKED, {"link": one.id})


def decide(tx: Tx, link_id: int, by: int, *, yes: bool) -> bool:
    """Somebody's word on a browser that waits, by whoever may give it; a yes makes room for a new PIN. False: it does
    not wait any more."""
    found = links.link(tx, link_id)
    if found is None or not links.decide(tx, link_id, by, yes=yes):
        return False
    if yes:
        access.forget_pin(tx, found.person_id, by=by)
        let_in(tx, found.person_id)
    return True


# --- binding, and who is told -----------------------------------------------------------------------------------------


def _actor(tx: Tx, person_id: int) -> Actor:
    """The person as whoever acts in the browser: with the account that there is, or the one that there will be."""
    at = room(person_id)
    linked = load_linked(tx, [person_id]).get(person_id)
    return replace(linked[0], address=at) if linked is not None else load_actor(tx, at.number, at)


def let_in(tx: Tx, person_id: int) -> None:
    """Consent and binding, where there was none; the person takes part by the web from now on, and whoever was on no
    door before finds there what no door could bring."""
    actor = _actor(tx, person_id)
    missed = () if actor.doors else planning.not_received(tx, person_id)
    if actor.staff is None:
        accounts.consent(tx, actor)
        accounts.bind(tx, replace(actor, consented=True), person_id, Proof.WEB_LINK)
        invites.end_all(tx, person_id)
    access.open_for(tx, person_id)
    planning.resend(tx, missed, by=person_id)


def _link(tx: Tx, link_id: int) -> Link:
    found = links.link(tx, link_id)
    if found is None:
        raise Refusal("entry.not_usable")
    return found


def tell_of_link(tx: Tx, person_id: int, number: int, by: int) -> None:
    """Tell the person, at whatever door is open, that somebody has made a link for him or her."""
    if is_linked(tx, person_id):
        planning.plan(tx, LINK_MADE, f"web_invite:{person_id}", person_id, str(number), {"by": by})


def is_linked(tx: Tx, person_id: int) -> bool:
    """True if there is a door at which the person can be told anything."""
    return person_id in load_linked(tx, [person_id])
