"""Erasing at a person's request: views and acts of the Office."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowErasure
from bot.people.identity import Actor
from bot.personnel import rules
from bot.personnel.erasure import actions, screens
from bot.personnel.targets import EraseData, ShowErased
from bot.store.database import Tx


def confirm(tx: Tx, actor: Actor, to: ShowErasure) -> Screen:
    person, _ = actions.asked(tx, actor, to.question)
    return screens.confirm(to.question, person)


def erased(_tx: Tx, actor: Actor, _to: ShowErased) -> Screen:
    rules.office_only(actor)
    return screens.erased()


VIEWS = (View(ShowErasure, confirm), View(ShowErased, erased))


def erase(tx: Tx, actor: Actor, to: EraseData) -> ToView:
    actions.erase(tx, actor, to.question)
    return ShowErased()


ACTS = (Act(EraseData, erase),)
