"""The dialogues in which the Office gives a unit another name, or merges it into another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.flows import Draft, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.personnel import inputs, rules, unit_records
from bot.personnel.targets import ShowUnit
from bot.personnel.unit_records import UnitNow
from bot.personnel.units import actions, screens
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import own_words
from bot.workbooks.values import clean


@dataclass(frozen=True, slots=True)
class UnitToChange:
    """The unit that is renamed or merged, with the units that it may become part of."""

    unit: UnitNow
    today: date
    others: Mapping[int, tuple[str, ...]]
    """Units that go on, with every name they answer to."""
    people: int
    """Posts in the unit."""

    def into(self, draft: Draft) -> str:
        names = self.others.get(draft.data["into"])
        if names is None:
            raise Refusal("move.unit_closed")
        return names[0]


def _case(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> UnitToChange:
    unit, today = actions.known_unit(tx, actor, data["unit"]), tx.clock.today()
    names = unit_records.names(tx)
    going_on = [one.id for one in unit_records.units(tx, today) if one.until is None and one.id != unit.id]
    posts = unit_records.posts_in(tx, unit.id, today)
    return UnitToChange(unit, today, {unit_id: names[unit_id] for unit_id in going_on}, len(posts))


def _home(draft: Draft) -> ToView:
    return ShowUnit(draft.data["unit"])


def _name(said: Said, _draft: Draft, _case: UnitToChange) -> Move:
    match said:
        case Typed(text):
            words = own_words(clean(text), shortest=rules.SHORTEST_NAME, longest=rules.LONGEST_NAME)
            return Next({"name": words})
    raise Refusal("type.below")


def _rename(tx: Tx, actor: Actor, draft: Draft, case: UnitToChange) -> ToView:
    actions.rename(tx, actor, case.unit.id, draft.data["name"])
    return _home(draft)


RENAME: Flow[UnitToChange] = Flow(
    "rename_unit",
    facts=_case,
    steps=(
        Step("name", ask=lambda _draft, case: screens.new_name(case.unit.name), parse=_name),
        Step(
            "check",
            ask=lambda draft, case: screens.rename_check(case.unit.name, draft.data["name"]),
            parse=inputs.sure,
        ),
    ),
    finish=_rename,
    home=_home,
)


def _all_others(case: UnitToChange) -> list[inputs.Item]:
    return [(unit_id, names[0]) for unit_id, names in case.others.items()]


def _ask_into(draft: Draft, case: UnitToChange) -> Screen:
    items = inputs.shown(draft, inputs.units_found(case.others), _all_others(case))
    return screens.which_into(draft, case.unit.name, items)


def _into(said: Said, draft: Draft, case: UnitToChange) -> Move:
    return inputs.picked(said, draft, "into", inputs.units_found(case.others), _all_others(case))


def _on(said: Said, _draft: Draft, case: UnitToChange) -> Move:
    day = inputs.day_of(said, case.today, {"today": case.today})
    return Next({"on": rules.within(day, case.today, case.today).isoformat()})


def _merge(tx: Tx, actor: Actor, draft: Draft, case: UnitToChange) -> ToView:
    actions.merge(tx, actor, case.unit.id, draft.data["into"], inputs.kept(draft.data, "on"))
    return ShowUnit(draft.data["into"])


MERGE: Flow[UnitToChange] = Flow(
    "merge_unit",
    facts=_case,
    steps=(
        Step("into", ask=_ask_into, parse=_into),
        Step(
            "on",
            ask=lambda draft, case: screens.merge_since(case.unit.name, case.into(draft), case.today),
            parse=_on,
        ),
        Step(
            "check",
            ask=lambda draft, case: screens.merge_check(
                case.unit.name, case.into(draft), inputs.kept(draft.data, "on"), case.people
            ),
            parse=inputs.sure,
        ),
    ),
    finish=_merge,
    home=_home,
)

FLOWS = (RENAME, MERGE)
