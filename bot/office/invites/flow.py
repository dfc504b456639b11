"""The dialogue that chooses several units for one printing of invites.

A draft's data: units [keys], page.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Said, Stay, Step
from bot.dialogue.targets import ToView
from bot.office.invites import actions, pending, screens
from bot.people.identity import Actor
from bot.people.targets import ShowInvites
from bot.refusal import Refusal
from bot.store.database import Tx

Units = Sequence[tuple[int, str, int]]
"""Key, name and number of people to invite of each."""


def _load(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> Units:
    return actions.by_unit(actions.invitable(tx, actor).unlinked)


def _on(draft: Draft, units: Units) -> frozenset[int]:
    return frozenset(draft.data.get("units", ())) & {key for key, _name, _count in units}


def _choose(said: Said, draft: Draft, units: Units) -> Move:
    on, page = _on(draft, units), int(draft.data.get("page", 0))
    match said:
        case Chosen("print"):
            if not on:
                raise Refusal("invites.none_chosen")
            return Finish()
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
        case Chosen(option) if option[:1] == "k" and option[1:].isdecimal():
            key = int(option[1:])
            if any(key == one for one, _name, _count in units):
                return Stay({"units": sorted(on ^ {key})})
    raise Refusal("choose.below")


def _print(tx: Tx, actor: Actor, draft: Draft, units: Units) -> ToView:
    return pending.shown(actor.person.id, actions.make_for(tx, actor, _on(draft, units)))


FLOWS: tuple[Flow[Units], ...] = (
    Flow(
        "invited_units",
        facts=_load,
        steps=(
            Step(
                "units",
                ask=lambda draft, units: screens.choose(units, _on(draft, units), int(draft.data.get("page", 0))),
                parse=_choose,
            ),
        ),
        finish=_print,
        home=lambda _draft: ShowInvites(),
    ),
)
