"""The desk of the Office: its view, and the act that goes on to the next item."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.office.desk import screens
from bot.people.identity import Actor
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.waiting.desk import desk
from bot.waiting.targets import ShowDesk, TakeNext


def _office_only(actor: Actor) -> None:
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def show(tx: Tx, actor: Actor, _to: ShowDesk) -> Screen:
    _office_only(actor)
    return screens.desk(desk(tx, actor))


VIEWS = (View(ShowDesk, show, living=True),)


def take_next(tx: Tx, actor: Actor, _to: TakeNext) -> ToView:
    _office_only(actor)
    found = desk(tx, actor).next()
    return ShowDesk() if found is None else found[1]


ACTS = (Act(TakeNext, take_next),)
