"""The Office finds somebody, and says from which day what holds: another unit, exempt, gone."""

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
from bot.personnel import asking, rules, unit_records
from bot.personnel.staff import exempting, moving
from bot.personnel.staff import screens as staff_screens
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
    return staff_screens.find(draft, asking.shown(draft, asking.people_found(everybody), ()))


def _name(said: Said, draft: Draft, everybody: list[Staff]) -> Move:
    move = asking.picked(said, draft, "person", asking.people_found(everybody), asking.people(everybody))
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
class Case:
    person: Staff
    today: date
    units: Mapping[int, tuple[str, ...]]
    """Where somebody may be moved to: every name that the unit answers to."""

    def unit(self, draft: Draft) -> str:
        names = self.units.get(draft.data["unit"])
        if names is None:
            raise Refusal("move.unit_closed")
        return names[0]


def _case(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Case:
    person, today = moving.known(tx, actor, data["person"]), tx.clock.today()
    names = unit_records.names(tx)
    open_ones = [unit.id for unit in unit_records.units(tx, today) if unit.until is None]
    return Case(person, today, {unit_id: names[unit_id] for unit_id in open_ones})


def _home(draft: Draft) -> ToView:
    return ShowStaff(draft.data["person"])


def _day(said: Said, case: Case) -> str:
    return rules.within(asking.day_of(said, case.today, {"today": case.today}), date.min, case.today).isoformat()


# --- another unit -----------------------------------------------------------------------------------------------------


def _all_units(case: Case) -> list[asking.Item]:
    return [(unit_id, names[0]) for unit_id, names in case.units.items() if unit_id != case.person.unit_id]


def _ask_unit(draft: Draft, case: Case) -> Screen:
    items = asking.shown(draft, asking.units_found(case.units), _all_units(case))
    return staff_screens.which_unit(draft, case.person, items)


def _unit(said: Said, draft: Draft, case: Case) -> Move:
    return asking.picked(said, draft, "unit", asking.units_found(case.units), _all_units(case))


def _position(said: Said, _draft: Draft, case: Case) -> Move:
    match said:
        case Chosen("keep"):
            return Next({"title": case.person.position})
        case Typed(text):
            words = own_words(clean(text), shortest=rules.SHORTEST_NAME, longest=rules.LONGEST_NAME)
            return Next({"title": words})
    raise Refusal("type.or_choose")


def _transfer(tx: Tx, actor: Actor, draft: Draft, case: Case) -> ToView:
    data = draft.data
    moving.transfer(tx, actor, case.person.id, data["unit"], data["title"], asking.kept(data, "since"))
    return _home(draft)


TRANSFER: Flow[Case] = Flow(
    "transfer",
    facts=_case,
    steps=(
        Step("unit", ask=_ask_unit, parse=_unit),
        Step(
            "title",
            ask=lambda draft, case: staff_screens.which_title(case.person, case.unit(draft)),
            parse=_position,
        ),
        Step(
            "since",
            ask=lambda draft, case: staff_screens.transfer_since(case.person, case.unit(draft), case.today),
            parse=lambda said, _draft, case: Next({"since": _day(said, case)}),
        ),
        Step(
            "check",
            ask=lambda draft, case: staff_screens.transfer_check(
                case.person, case.unit(draft), draft.data["title"], asking.kept(draft.data, "since")
            ),
            parse=asking.sure,
        ),
    ),
    finish=_transfer,
    home=_home,
)


# --- exempt -----------------------------------------------------------------------------------------------------------


def _reason(said: Said, _draft: Draft, _case: Case) -> Move:
    match said:
        case Chosen(code) if code in list(ExemptReason):
            return Next({"reason": code})
    raise Refusal("choose.below")


def _last(said: Said, draft: Draft, case: Case) -> Move:
    if said == Chosen("open"):
        return Next({"last": None})
    since = asking.kept(draft.data, "since")
    day = rules.within(asking.day_of(said, case.today, {}), since, max(since, case.today))
    return Next({"last": day.isoformat()})


def _last_day(draft: Draft) -> date | None:
    return None if draft.data["last"] is None else asking.kept(draft.data, "last")


def _exempt(tx: Tx, actor: Actor, draft: Draft, case: Case) -> ToView:
    reason, since = ExemptReason(draft.data["reason"]), asking.kept(draft.data, "since")
    exempting.exempt(tx, actor, case.person.id, reason, since, _last_day(draft))
    return _home(draft)


EXEMPT: Flow[Case] = Flow(
    "exempt",
    facts=_case,
    steps=(
        Step("reason", ask=lambda _draft, case: staff_screens.exempt_reason(case.person), parse=_reason),
        Step(
            "since",
            ask=lambda _draft, case: staff_screens.exempt_since(case.person, case.today),
            parse=lambda said, _draft, case: Next({"since": _day(said, case)}),
        ),
        Step(
            "until",
            ask=lambda draft, case: staff_screens.exempt_until(case.person, asking.kept(draft.data, "since")),
            parse=_last,
        ),
        Step(
            "check",
            ask=lambda draft, case: staff_screens.exempt_check(
                case.person,
                ExemptReason(draft.data["reason"]),
                asking.kept(draft.data, "since"),
                _last_day(draft),
            ),
            parse=asking.sure,
        ),
    ),
    finish=_exempt,
    home=_home,
)


# --- gone -------------------------------------------------------------------------------------------------------------


def _leave(tx: Tx, actor: Actor, draft: Draft, case: Case) -> ToView:
    moving.leave(tx, actor, case.person.id, asking.kept(draft.data, "day"))
    return _home(draft)


LEAVING: Flow[Case] = Flow(
    "leaving",
    facts=_case,
    steps=(
        Step(
            "day",
            ask=lambda _draft, case: staff_screens.leaving_day(case.person, case.today),
            parse=lambda said, _draft, case: Next({"day": _day(said, case)}),
        ),
        Step(
            "check",
            ask=lambda draft, case: staff_screens.leaving_check(case.person, asking.kept(draft.data, "day")),
            parse=asking.sure,
        ),
    ),
    finish=_leave,
    home=_home,
)

FLOWS = (FIND, TRANSFER, EXEMPT, LEAVING)
