"""A second chat of one's own: a code by which the bot at Zalo knows whoever has come by another door."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from bot.address import Door, address_of
from bot.dialogue.screens import Button, Paper, Screen, Style, say, screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.dialogue.ways import HOME
from bot.people.authentication import place
from bot.people.authentication.place import Made
from bot.people.authentication.records import LinkKind
from bot.people.authentication.rules import LIFETIMES
from bot.people.identity import Actor
from bot.people.linking import invites
from bot.people.records import Account
from bot.people.targets import MakeZaloCode, ShowSettings, ShowZaloCode
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns

_A = columns(Account)
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
VIEW, ACT = View(ShowZaloCode, code), Act(MakeZaloCode, make)
