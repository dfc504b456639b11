"""A second chat of one's own: a code by which the bot at Zalo knows whoever has come by another door; and how a chat is
taken away from a place that was there before it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.address import CHATS, Address, Door, address_of, room, zalo_chat
from bot.dialogue import surface as surfaces
from bot.dialogue.screens import Button, Paper, Screen, Style, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.dialogue.ways import HOME
from bot.ledger.letter import Kind
from bot.people.authentication import links, place
from bot.people.authentication.place import Made
from bot.people.authentication.records import LinkKind
from bot.people.authentication.rules import LIFETIMES
from bot.people.contacts.names import CHANNELS
from bot.people.identity import Actor
from bot.people.linking import accounts, invites
from bot.people.records import Account
from bot.people.rules import has_chat, honorific
from bot.people.targets import (
    EndOtherChat,
    MakeZaloCode,
    ShowOtherChat,
    ShowSettings,
    ShowUnlinked,
    ShowZaloCode,
)
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns

_A = columns(Account)
_SINCE = sa.select(*(_A.c[name] for name in ("linked_at", "web_since", "zalo_chat_key", "zalo_since"))).where(
    _A.c.user_id == sa.bindparam("user_id")
)
_BESIDE = sa.select(_A.c.zalo_chat_key).where(_A.c.user_id == sa.bindparam("user_id"))
_open: list[bool] = []
_SETTINGS = Button(say("button.settings"), ShowSettings())


def open_here(is_open: bool) -> None:
    """The bot at Zalo is open in this process from now on, or not."""
    _open[:] = [is_open]


def offered(tx: Tx, actor: Actor) -> bool:
    """True if the person may have a chat with the bot at Zalo, and has none."""
    if actor.staff is None or _open != [True] or address_of(actor.user_id).door is Door.ZALOBOT:
        return False
    return tx.execute(_BESIDE, {"user_id": actor.user_id}).scalar_one_or_none() is None


def make(tx: Tx, actor: Actor, _to: MakeZaloCode) -> ToView:
    if not offered(tx, actor):
        raise Refusal("second_chat.not_now")
    person, lasts = actor.person.id, LIFETIMES[LinkKind.OWN]
    token, number = invites.create_invite(tx, person, False, lifetime=lasts), int(tx.now.timestamp())
    place.keep(person, Made(person, number, tx.now, tx.now + lasts, token))
    return ShowZaloCode(number)


def code(tx: Tx, actor: Actor, to: ShowZaloCode) -> Screen:
    made = place.kept(actor.person.id, to.made, tx.now)
    if made is None or made.person_id != actor.person.id:
        return screen(say("second_chat.gone"), rows=((BUTTON, _SETTINGS),))
    return screen(
        say("second_chat.head", until=made.until),
        say("second_chat.how"),
        say("tell.block", text=made.token),
        say("second_chat.own"),
        say("second_chat.first") if address_of(actor.user_id).door is Door.TELEGRAM else None,
        rows=((_SETTINGS, HOME),),
        file=_drawn(made.token),
    )


def _drawn(token: str) -> Paper:
    """The code to be scanned from a screen. Where screens are kept it stands for a secret, and goes with it."""

    def draw(_say: Callable[[Any], str]) -> bytes:
        from bot.papers.invites.qr import invite_qr_png

        return invite_qr_png(token)

    return Paper("ma-zalo.png", "image/png", draw, photo=True, secret=token)


BUTTON = Button(say("button.zalo_code"), MakeZaloCode(), Style.PRIMARY)


def button(tx: Tx, actor: Actor) -> Button | None:
    """The button that adds a chat at Zalo, or leads to the one that there is beside the place where it is shown."""
    at = None if actor.staff is None else _chat(tx, actor, Door.ZALOBOT)
    if at is not None and _may_end(tx, actor, at):
        return Button(say("button.other_chat"), ShowOtherChat(Door.ZALOBOT))
    return BUTTON if offered(tx, actor) else None


# --- taking it away ---------------------------------------------------------------------------------------------------


def _since(tx: Tx, actor: Actor) -> dict[Address, datetime]:
    """The places of the account, with since when each is one."""
    row = tx.execute(_SINCE, {"user_id": actor.user_id}).one()
    own = {address_of(actor.user_id): row.linked_at} if has_chat(actor.user_id) else {}
    beside = {zalo_chat(row.zalo_chat_key): row.zalo_since} if row.zalo_chat_key is not None else {}
    return own | beside | ({room(actor.person.id): row.web_since} if row.web_since is not None else {})


def _chat(tx: Tx, actor: Actor, door: Door) -> Address | None:
    """The person's chat at this door."""
    return next((at for at in _since(tx, actor) if at.door is door and door in CHATS), None)


def _may_end(tx: Tx, actor: Actor, at: Address) -> bool:
    """True at another place that was there before that chat: whoever has got hold of a code takes away nothing that is
    older."""
    since = _since(tx, actor)
    return at != actor.address and actor.address in since and since[actor.address] <= since[at]


def _require(tx: Tx, actor: Actor, at: Address) -> None:
    if not _may_end(tx, actor, at):
        raise Refusal("other_chat.not_from_here", name=CHANNELS[at.door])


def other(tx: Tx, actor: Actor, to: ShowOtherChat) -> Screen:
    at, name, who = _chat(tx, actor, to.door), CHANNELS[to.door], say(honorific(actor.person.gender))
    if at is None:
        return screen(say("other_chat.none", name=name, who=who), say("other_chat.office"), rows=((_SETTINGS, HOME),))
    _require(tx, actor, at)
    return screen(
        say("other_chat.head", name=name),
        say("other_chat.since", at=_since(tx, actor)[at]),
        say("other_chat.after", who=who),
        rows=(
            (Button(say("button.end_other_chat", name=name), EndOtherChat(to.door), Style.DANGER),),
            (_SETTINGS, HOME),
        ),
    )


def end(tx: Tx, actor: Actor, to: EndOtherChat) -> ToView:
    """Free that chat, which is shown so, and can do nothing more, nor by a link that was made there; a second time
    changes nothing."""
    at = _chat(tx, actor, to.door)
    if at is not None:
        _require(tx, actor, at)
        accounts.unlink(tx, actor, at)
        links.end_all(tx, actor.person.id, by=actor.person.id)
        surfaces.raise_(tx, at, at.number, surfaces.view_spec(ShowUnlinked()), fresh=True)
    return ShowOtherChat(to.door)


# --- the letter -------------------------------------------------------------------------------------------------------


def _added(tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen | None:
    """Nothing where the chat is gone before the letter leaves."""
    at, who = address_of(values["chat"]), say(honorific(actor.person.gender))
    if at not in _since(tx, actor):
        return None
    return screen(
        say("letter.chat_added", who=who, name=CHANNELS[at.door], at=datetime.fromisoformat(values["at"])),
        say("letter.chat_added.does", who=who),
        say("letter.chat_added.not_you", who=who),
        rows=((Button(say("button.chat_not_mine"), EndOtherChat(at.door), Style.DANGER), _SETTINGS),),
    )


LETTER = Kind(accounts.ADDED, _added, bulk=False, shuns=lambda values: address_of(values["chat"]).door)
VIEWS = (View(ShowZaloCode, code), View(ShowOtherChat, other))
ACTS = (Act(MakeZaloCode, make), Act(EndOtherChat, end, changes_actor=True))
