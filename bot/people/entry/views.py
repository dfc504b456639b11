"""One's own browsers: views and acts."""

from bot.address import Door
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.people.authentication import access, links, place, sessions
from bot.people.authentication.place import Made
from bot.people.authentication.records import LinkKind
from bot.people.authentication.rules import LIFETIMES
from bot.people.authentication.sessions import Browser
from bot.people.authentication.targets import (
    AnswerEntry,
    EndBrowser,
    ForgetPin,
    MakeOwnLink,
    ShowBrowser,
    ShowBrowsers,
    ShowForgetPin,
    ShowOwnLink,
)
from bot.people.entry import screens, steps
from bot.people.identity import Actor
from bot.people.passkeys import keeping
from bot.refusal import Refusal
from bot.store.database import Tx


def browsers(tx: Tx, actor: Actor, _to: ShowBrowsers) -> Screen:
    person = actor.person.id
    found, pin = sessions.browsers(tx, person), access.pin_since(tx, person)
    return screens.browsers(found, pin, len(keeping.passkeys(tx, person)), may_forget=_may_forget(actor))


def _may_forget(actor: Actor) -> bool:
    """In a browser the old PIN is asked for: whoever sits before one that was left open does not know it."""
    return actor.address.door is not Door.WEB


def browser(tx: Tx, actor: Actor, to: ShowBrowser) -> Screen:
    keyed = bool(keeping.passkeys(tx, actor.person.id))
    return screens.browser(_own(tx, actor, to.browser), keyed=keyed)


def _own(tx: Tx, actor: Actor, key: int) -> Browser:
    found = next((one for one in sessions.browsers(tx, actor.person.id) if one.id == key), None)
    if found is None:
        raise Refusal("browser.gone")
    return found


def forget_pin(_tx: Tx, actor: Actor, _to: ShowForgetPin) -> Screen:
    _require_other_door(actor)
    return screens.forget_pin()


def own_link(tx: Tx, actor: Actor, to: ShowOwnLink) -> Screen:
    made = place.kept(actor.person.id, to.made, tx.now)
    mine = made is not None and made.person_id == actor.person.id
    return screens.own_link(made) if made is not None and mine else screens.link_gone()


VIEWS = (
    View(ShowBrowsers, browsers),
    View(ShowBrowser, browser),
    View(ShowForgetPin, forget_pin),
    View(ShowOwnLink, own_link),
)


def end(tx: Tx, actor: Actor, to: EndBrowser) -> ToView:
    person = actor.person.id
    sessions.end(tx, person, by=person, session_id=to.browser)
    return ShowBrowsers()


def make(tx: Tx, actor: Actor, _to: MakeOwnLink) -> ToView:
    if not place.address():
        raise Refusal("entry.no_web")
    person, until = actor.person.id, tx.now + LIFETIMES[LinkKind.OWN]
    token, number = links.create(tx, person, LinkKind.OWN, by=person), int(tx.now.timestamp())
    place.keep(person, Made(person, number, tx.now, until, token))
    return ShowOwnLink(number)


def forget(tx: Tx, actor: Actor, _to: ForgetPin) -> ToView:
    _require_other_door(actor)
    access.forget_pin(tx, actor.person.id, by=actor.person.id)
    return ShowBrowsers()


def _require_other_door(actor: Actor) -> None:
    if not _may_forget(actor):
        raise Refusal("pin.change_there")


def answer(tx: Tx, actor: Actor, to: AnswerEntry) -> ToView:
    """Only on what is one's own; somebody else's, or what waits no longer, is refused alike."""
    asked = links.link(tx, to.link)
    if asked is None or asked.person_id != actor.person.id:
        raise Refusal("entry.waits_no_more")
    if not steps.decide(tx, to.link, actor.person.id, yes=to.yes):
        raise Refusal("entry.waits_no_more")
    return ShowBrowsers()


ACTS = (
    Act(EndBrowser, end),
    Act(MakeOwnLink, make),
    Act(ForgetPin, forget),
    Act(AnswerEntry, answer),
)
