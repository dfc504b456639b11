"""The dialogue in which somebody says the own address for mail."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.flows import Draft, Finish, Flow, Move, Said, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.people import rules
from bot.people.contacts import actions, screens
from bot.people.contacts.rules import Contacts
from bot.people.contacts.targets import ShowContacts
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx


def _facts(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> Contacts:
    return actions.mine(tx, actor)


def _ask(_draft: Draft, _mine: Contacts) -> Screen:
    return screens.ask_email()


def _answer(said: Said, _draft: Draft, _mine: Contacts) -> Move:
    match said:
        case Typed(text) if (found := rules.email(text)) is not None:
            return Finish({"email": found})
    raise Refusal("contacts.email.wrong")


def _finish(tx: Tx, actor: Actor, draft: Draft, _mine: Contacts) -> ToView:
    actions.set_email(tx, actor, draft.data["email"])
    return ShowContacts()


EMAIL: Flow[Contacts] = Flow("own_email", facts=_facts, steps=(Step("email", ask=_ask, parse=_answer),), finish=_finish)
FLOWS = (EMAIL,)
