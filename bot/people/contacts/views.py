"""One's own contacts: views and acts."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.people.contacts import actions, screens
from bot.people.contacts.flow import EMAIL
from bot.people.contacts.targets import ChooseBells, RemoveEmail, SayEmail, ShowContacts
from bot.people.identity import Actor
from bot.store.database import Tx


def contacts(tx: Tx, actor: Actor, _to: ShowContacts) -> Screen:
    return screens.contacts(actions.mine(tx, actor))


def choose(tx: Tx, actor: Actor, to: ChooseBells) -> ToView:
    actions.choose(tx, actor, screens.DOORS[to.choice])
    return ShowContacts()


def say_email(_tx: Tx, _actor: Actor, _to: SayEmail) -> ToFlow:
    return ToFlow(EMAIL.name, fresh=True)


def remove_email(tx: Tx, actor: Actor, _to: RemoveEmail) -> ToView:
    actions.remove_email(tx, actor)
    return ShowContacts()


VIEWS = (View(ShowContacts, contacts),)
ACTS = (Act(ChooseBells, choose), Act(SayEmail, say_email), Act(RemoveEmail, remove_email))
