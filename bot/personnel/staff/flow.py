"""The dialogues of the Office over one person: finding, another unit, an exemption, leaving, each from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.enquiries.targets import ShowStaff
from bot.leading.targets import ShowPersonnel
from bot.people.identity import Actor, Scope, Staff, roster
from bot.personnel import inputs, rules, unit_records
from bot.personnel.staff import actions, screens
from bot.refusal import Refusal
from bot.registration.records import ExemptReason
from bot.store.database import Tx
from bot.words import own_words
from bot.workbooks.values import clean

# --- finding ----------------------------------------------------------------------------------------------------------


def _everybody(tx: Tx, actor: Actor, _data: Mapping[str, Any]) -> list[Staff]:
    rules.office_only(actor)
    return roster(tx, Scope(everybody=True), tx.clock.today())


def _ask_name(draft: Draft, everybody: list[Staff]) -> Screen:
    return screens.find(draft, inputs.shown(draft, inputs.people_found(everybody), ()))


def _name(said: Said, draft: Draft, everybody: list[Staff]) -> Move:
    move = inputs.picked(said, draft, "person", inputs.people_found(everybody), inputs.people(everybody))
    return Finish(move.data) if isinstance(move, Next) else move


FIND: Flow[list[Staff]] = Flow(
    "find_person",
    facts=_everybody,
    steps=(Step("name", ask=_ask_name, parse=_name),),
    finish=lambda _tx, _actor, draft, _everybody: ShowStaff(draft.data["person"]),
    home=lambda _draft: ShowPersonnel(),
)


# --- one person -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonToChange:
    """The person, with the units that he or she may be moved to."""

    person: Staff
    today: date
    units: Mapping[int, tuple[str, ...]]
    """Units that the person may be moved to -> every name that the unit answers to."""

    def unit(self, draft: Draft) -> str:
        names = self.units.get(draft.data["unit"])
        if names is None:
            raise Refusal("move.unit_closed")
        return names[0]


def _case(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> PersonToChange:
    person, today = actions.known(tx, actor, data["person"]), tx.clock.today()
    names = unit_records.names(tx)
    open_ones = [unit.id for unit in unit_records.units(tx, today) if unit.until is None]
    return PersonToChange(person, today, {unit_id: names[unit_id] for unit_id in open_ones})


def _home(draft: Draft) -> ToView:
    return ShowStaff(draft.data["person"])


def _day(said: Said, case: PersonToChange) -> str:
    return rules.within(inputs.day_of(said, case.today, {"today": case.today}), date.min, case.today).isoformat()


# --- another unit -----------------------------------------------------------------------------------------------------


def _all_units(case: PersonToChange) -> list[inputs.Item]:
    return [(unit_id, names[0]) for unit_id, names in case.units.items() if unit_id != case.person.unit_id]


def _ask_unit(draft: Draft, case: PersonToChange) -> Screen:
    items = inputs.shown(draft, inputs.units_found(case.units), _all_units(case))
    return screens.which_unit(draft, case.person, items)


def _unit(said: Said, draft: Draft, case: PersonToChange) -> Move:
    return inputs.picked(said, draft, "unit", inputs.units_found(case.units), _all_units(case))


def _position(said: Said, _draft: Draft, case: PersonToChange) -> Move:
    match said:
        case Chosen("keep"):
            return Next({"title": case.person.position})
        case Typed(text):
            words = own_words(clean(text), shortest=rules.SHORTEST_NAME, longest=rules.LONGEST_NAME)
            return Next({"title": words})
    raise Refusal("type.or_choose")


def _transfer(tx: Tx, actor: Actor, draft: Draft, case: PersonToChange) -> ToView:
    data = draft.data
    actions.transfer(tx, actor, case.person.id, data["unit"], data["title"], inputs.kept(data, "since"))
    return _home(draft)


TRANSFER: Flow[PersonToChange] = Flow(
    "transfer",
    facts=_case,
    steps=(
        Step("unit", ask=_ask_unit, parse=_unit),
        Step(
            "title",
            ask=lambda draft, case: screens.which_title(case.person, case.unit(draft)),
            parse=_position,
        ),
        Step(
            "since",
            ask=lambda draft, case: screens.transfer_since(case.person, case.unit(draft), case.today),
            parse=lambda said, _draft, case: Next({"since": _day(said, case)}),
        ),
        Step(
            "check",
            ask=lambda draft, case: screens.transfer_check(
                case.person, case.unit(draft), draft.data["title"], inputs.kept(draft.data, "since")
            ),
            parse=inputs.sure,
        ),
    ),
    finish=_transfer,
    home=_home,
)


# --- exempt -----------------------------------------------------------------------------------------------------------


def _reason(said: Said, _draft: Draft, _case: PersonToChange) -> Move:
    match said:
        case Chosen(code) if code in list(ExemptReason):
            return Next({"reason": code})
    raise Refusal("choose.below")


def _last(said: Said, draft: Draft, case: PersonToChange) -> Move:
    if said == Chosen("open"):
        return Next({"last": None})
    since = inputs.kept(draft.data, "since")
    day = rules.within(inputs.day_of(said, case.today, {}), since, max(since, case.today))
    return Next({"last": day.isoformat()})


def _last_day(draft: Draft) -> date | None:
    return None if draft.data["last"] is None else inputs.kept(draft.data, "last")


def _exempt(tx: Tx, actor: Actor, draft: Draft, case: PersonToChange) -> ToView:
    reason, since = ExemptReason(draft.data["reason"]), inputs.kept(draft.data, "since")
    actions.exempt(tx, actor, case.person.id, reason, since, _last_day(draft), draft.data.get("seen"))
    return _home(draft)


EXEMPT: Flow[PersonToChange] = Flow(
    "exempt",
    facts=_case,
    steps=(
        Step("reason", ask=lambda _draft, case: screens.exempt_reason(case.person), parse=_reason),
        Step(
            "since",
            ask=lambda _draft, case: screens.exempt_since(case.person, case.today),
            parse=lambda said, _draft, case: Next({"since": _day(said, case)}),
        ),
        Step(
            "until",
            ask=lambda draft, case: screens.exempt_until(case.person, inputs.kept(draft.data, "since")),
            parse=_last,
        ),
        Step(
            "check",
            ask=lambda draft, case: screens.exempt_check(
                case.person,
                ExemptReason(draft.data["reason"]),
                inputs.kept(draft.data, "since"),
                _last_day(draft),
            ),
            parse=inputs.sure,
        ),
    ),
    finish=_exempt,
    home=_home,
)


# --- gone -------------------------------------------------------------------------------------------------------------


def _leave(tx: Tx, actor: Actor, draft: Draft, case: PersonToChange) -> ToView:
    actions.leave(tx, actor, case.person.id, inputs.kept(draft.data, "day"))
    return _home(draft)


LEAVING: Flow[PersonToChange] = Flow(
    "leaving",
    facts=_case,
    steps=(
        Step(
            "day",
            ask=lambda _draft, case: screens.leaving_day(case.person, case.today),
            parse=lambda said, _draft, case: Next({"day": _day(said, case)}),
        ),
        Step(
            "check",
            ask=lambda draft, case: screens.leaving_check(case.person, inputs.kept(draft.data, "day")),
            parse=inputs.sure,
        ),
    ),
    finish=_leave,
    home=_home,
)

FLOWS = (FIND, TRANSFER, EXEMPT, LEAVING)
