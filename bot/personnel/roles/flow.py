"""The dialogues that give a duty to somebody, and end one, each by date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Flow, Move, Next, Said, Step
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.people.identity import Actor, Staff
from bot.personnel import inputs, rules, unit_records
from bot.personnel.roles import actions, screens
from bot.personnel.roles.duties import IN_UNION, OVER_UNIT, Duty, Holding
from bot.personnel.roles.targets import ShowDuty, ShowHolding
from bot.refusal import Refusal
from bot.store.database import Tx


@dataclass(frozen=True, slots=True)
class DutyToGive:
    """The duty, with those who may have it, and the units that it may be over."""

    duty: Duty
    people: tuple[Staff, ...]
    giver: Staff
    units: Mapping[int, tuple[str, ...]]
    """Every name that a unit answers to."""
    today: date

    def person(self, draft: Draft) -> Staff:
        found = next((one for one in self.people if one.id == draft.data.get("person")), None)
        if found is None:
            raise Refusal("role.not_yours")
        return found

    def place(self, draft: Draft) -> str:
        """The name of the unit that was chosen; "": the duty is over none."""
        return next(iter(self.units.get(draft.data.get("unit", 0), ())), "")


def _to_give(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> DutyToGive:
    duty, today = Duty(data["duty"]), tx.clock.today()
    actions.to_change(tx, actor, duty)
    known = unit_records.names(tx) if duty in OVER_UNIT else {}
    units = {one.id: known[one.id] for one in unit_records.units(tx, today)} if known else {}
    people = actions.candidates(tx, actor, duty, data.get("unit"))
    return DutyToGive(duty, tuple(people), actor.person, units, today)


def _units(choice: DutyToGive) -> list[inputs.Item]:
    return [(key, names[0]) for key, names in choice.units.items()]


def _ask_unit(draft: Draft, choice: DutyToGive) -> Screen:
    items = inputs.shown(draft, inputs.units_found(choice.units), _units(choice))
    return screens.which_unit(draft, choice.duty, items)


def _unit(said: Said, draft: Draft, choice: DutyToGive) -> Move:
    return inputs.picked(said, draft, "unit", inputs.units_found(choice.units), _units(choice))


def _ask_whom(draft: Draft, choice: DutyToGive) -> Screen:
    own = choice.place(draft)
    items = inputs.shown(draft, inputs.people_found(choice.people, own), inputs.people(choice.people, own))
    return screens.which_person(draft, choice.duty, own, items)


def _whom(said: Said, draft: Draft, choice: DutyToGive) -> Move:
    own = choice.place(draft)
    found = inputs.people_found(choice.people, own)
    try:
        return inputs.picked(said, draft, "person", found, inputs.people(choice.people, own))
    except Refusal:
        if inputs.names_somebody(said, (choice.giver,)):
            raise Refusal("duty.not_to_yourself") from None
        raise


def _since(said: Said, _draft: Draft, choice: DutyToGive) -> Move:
    day = inputs.day_of(said, choice.today, {"today": choice.today})
    return Next({"since": rules.within(day, choice.today, choice.today).isoformat()}, reopen=("until",))


def _until(said: Said, draft: Draft, choice: DutyToGive) -> Move:
    if said == Chosen("open") and choice.duty is not Duty.ACTING_OFFICE_HEAD:
        return Next({"last": None})
    since = inputs.kept(draft.data, "since")
    ends = {"week": rules.end_of_week(since)}
    return Next({"last": rules.within(inputs.day_of(said, choice.today, ends), since, since).isoformat()})


def _last(draft: Draft) -> date | None:
    return None if draft.data.get("last") is None else inputs.kept(draft.data, "last")


def _ask_check(draft: Draft, choice: DutyToGive) -> Screen:
    since = inputs.kept(draft.data, "since")
    return screens.check(choice.duty, choice.person(draft), choice.place(draft), since, _last(draft))


def _give(tx: Tx, actor: Actor, draft: Draft, choice: DutyToGive) -> ToView:
    since = inputs.kept(draft.data, "since")
    place = draft.data.get("unit")
    key = actions.give(tx, actor, choice.duty, draft.data["person"], place, since, _last(draft))
    return ShowHolding(choice.duty, key)


GIVE: Flow[DutyToGive] = Flow(
    "give_duty",
    facts=_to_give,
    steps=(
        Step("unit", ask=_ask_unit, parse=_unit, applies_if=lambda _draft, choice: choice.duty in OVER_UNIT),
        Step("whom", ask=_ask_whom, parse=_whom),
        Step(
            "since",
            ask=lambda draft, choice: screens.since(choice.duty, choice.person(draft), choice.today),
            parse=_since,
        ),
        Step(
            "until",
            ask=lambda draft, choice: screens.until(
                choice.duty, choice.person(draft), inputs.kept(draft.data, "since")
            ),
            parse=_until,
            applies_if=lambda _draft, choice: choice.duty not in IN_UNION,
        ),
        Step("check", ask=_ask_check, parse=inputs.sure),
    ),
    finish=_give,
    home=lambda draft: ShowDuty(Duty(draft.data["duty"])),
)


# --- the end ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DutyToEnd:
    """A duty that is to be ended, and the day on which it is asked."""

    held: Holding
    today: date
    own: bool
    """True if the one who ends it holds it."""


def _to_end(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> DutyToEnd:
    held = actions.to_end(tx, actor, Duty(data["duty"]), data["holding"])
    return DutyToEnd(held, tx.clock.today(), held.person_id == actor.person.id)


def _day(said: Said, _draft: Draft, case: DutyToEnd) -> Move:
    if said == Chosen("now"):
        return Next({"until": case.today.isoformat()})
    last = rules.within(inputs.day_of(said, case.today, {"today": case.today}), case.today, case.today)
    return Next({"until": (last + timedelta(days=1)).isoformat()})


def _end(tx: Tx, actor: Actor, draft: Draft, case: DutyToEnd) -> ToView:
    actions.end(tx, actor, case.held.duty, case.held.key, inputs.kept(draft.data, "until"))
    return ShowHolding(case.held.duty, case.held.key)


END: Flow[DutyToEnd] = Flow(
    "end_duty",
    facts=_to_end,
    steps=(
        Step("day", ask=lambda _draft, case: screens.ends_when(case.held, case.today), parse=_day),
        Step(
            "check",
            ask=lambda draft, case: screens.end_check(
                case.held, case.today, inputs.kept(draft.data, "until"), own=case.own
            ),
            parse=inputs.sure,
        ),
    ),
    finish=_end,
    home=lambda draft: ShowHolding(Duty(draft.data["duty"]), draft.data["holding"]),
)

FLOWS = (GIVE, END)
