"""Accounts as the Office sees and changes them: view and acts."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.people.authentication import place
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.personnel.accounts import actions, screens
from bot.personnel.targets import FreeAccount, MoveAccount, ShowAccount
from bot.refusal import Refusal
from bot.store.database import Tx


def account(tx: Tx, actor: Actor, to: ShowAccount) -> Screen:
    person, own = actions.person(tx, actor, to.person), actions.account(tx, to.person)
    freed = actions.freed(tx, to.person) if own is None else None
    by = None if freed is None else (name_of(tx, freed[0]), freed[1])
    return screens.account(
        person, own, by, may=own is not None and _may(tx, actor, to.person), web=bool(place.address())
    )


def _may(tx: Tx, actor: Actor, person_id: int) -> bool:
    try:
        actions.to_change(tx, actor, person_id)
    except Refusal:
        return False
    return True


VIEWS = (View(ShowAccount, account),)


def free(tx: Tx, actor: Actor, to: FreeAccount) -> ToFlow:
    actions.to_change(tx, actor, to.person)
    return ToFlow("free_account", {"person": to.person}, fresh=True)


def move(tx: Tx, actor: Actor, to: MoveAccount) -> ToFlow:
    actions.to_change(tx, actor, to.person)
    return ToFlow("move_account", {"person": to.person}, fresh=True)


ACTS = (Act(FreeAccount, free), Act(MoveAccount, move))
