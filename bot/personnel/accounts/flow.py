"""The dialogues that move an account to the person whose it is, and free one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialogue.flows import Draft, Flow, Move, Said, Step
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.people.identity import Actor, Scope, Staff, roster
from bot.people.reach import reachable
from bot.personnel import inputs
from bot.personnel.accounts import actions, screens
from bot.personnel.targets import ShowAccount
from bot.refusal import Refusal
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class AccountToMove:
    """The person whose account it is now, and those who have none."""

    person: Staff
    others: tuple[Staff, ...]

    def to(self, draft: Draft) -> Staff:
        found = next((one for one in self.others if one.id == draft.data.get("to")), None)
        if found is None:
            raise Refusal("account.has_one_now")
        return found


def _load(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> AccountToMove:
    actions.to_change(tx, actor, data["person"])
    person, linked = actions.person(tx, actor, data["person"]), reachable(tx)
    everybody = roster(tx, Scope(everybody=True), tx.clock.today())
    return AccountToMove(person, tuple(one for one in everybody if one.id not in linked))


def _ask_whose(draft: Draft, case: AccountToMove) -> Screen:
    items = inputs.shown(draft, inputs.people_found(case.others), ())
    return screens.whose(draft, case.person, items)


def _whose(said: Said, draft: Draft, case: AccountToMove) -> Move:
    return inputs.picked(said, draft, "to", inputs.people_found(case.others), inputs.people(case.others))


def _move(tx: Tx, actor: Actor, draft: Draft, case: AccountToMove) -> ToView:
    actions.move(tx, actor, case.person.id, draft.data["to"])
    return ShowAccount(draft.data["to"])


MOVE: Flow[AccountToMove] = Flow(
    "move_account",
    facts=_load,
    steps=(
        Step("whose", ask=_ask_whose, parse=_whose),
        Step("check", ask=lambda draft, case: screens.check(case.person, case.to(draft)), parse=inputs.sure),
    ),
    finish=_move,
    home=lambda draft: ShowAccount(draft.data["person"]),
)


# --- freeing ----------------------------------------------------------------------------------------------------------


def _to_free(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Staff:
    actions.to_change(tx, actor, data["person"])
    return actions.person(tx, actor, data["person"])


def _free(tx: Tx, actor: Actor, draft: Draft, person: Staff) -> ToView:
    actions.free(tx, actor, person.id)
    return ShowAccount(draft.data["person"])


FREE: Flow[Staff] = Flow(
    "free_account",
    facts=_to_free,
    steps=(Step("check", ask=lambda _draft, person: screens.free_check(person), parse=inputs.sure),),
    finish=_free,
    home=lambda draft: ShowAccount(draft.data["person"]),
)

FLOWS = (MOVE, FREE)
