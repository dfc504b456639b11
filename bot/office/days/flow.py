"""The dialogue in which the Office declares days off or worked."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from bot.campaigns.calendar import Calendar, office_calendar
from bot.campaigns.records import DayKind
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Stay, Step, Typed
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.enquiries.targets import ShowDays
from bot.office.days import actions, ahead, rules, screens
from bot.office.days.ahead import Declaration
from bot.office.days.rules import Moved
from bot.office.days.typed import typed_days
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.words import own_words
from bot.workbooks.values import clean

SHORTEST_NAME, LONGEST_NAME = 3, 120
"""Characters of the reason for which days are declared."""


@dataclass(frozen=True, slots=True)
class DaysToDeclare:
    """The days as they are now, and what moves when some are declared."""

    kind: DayKind
    today: date
    calendar: Calendar
    declared: Mapping[date, Declaration]
    moves: Callable[[Collection[date], DayKind], list[Moved]]

    def known_at(self, day: date) -> str | None:
        """The time at which the day was declared, ISO 8601; None: it is not."""
        return self.declared[day].at.isoformat() if day in self.declared else None


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> DaysToDeclare:
    actions.office_only(actor)
    return DaysToDeclare(
        DayKind(data["kind"]), tx.clock.today(), office_calendar(tx), ahead.declared_on(tx), partial(ahead.moves, tx)
    )


def _days(said: Said, _draft: Draft, facts: DaysToDeclare) -> Move:
    match said:
        case Typed(text):
            found = rules.declarable(typed_days(text, facts.today), facts.kind, facts.calendar, facts.today)
            return Next(
                {
                    "days": [day.isoformat() for day in found.days],
                    "left_out": [day.isoformat() for day in found.left_out],
                    "seen": [facts.known_at(day) for day in found.days],
                    "page": 0,
                }
            )
    raise Refusal("type.below")


def _kept(draft: Draft, key: str) -> list[date]:
    return [date.fromisoformat(day) for day in draft.data[key]]


def _seen(draft: Draft) -> dict[date, datetime | None]:
    times = (None if at is None else datetime.fromisoformat(at) for at in draft.data["seen"])
    return dict(zip(_kept(draft, "days"), times, strict=True))


def _name(said: Said, _draft: Draft, _facts: DaysToDeclare) -> Move:
    match said:
        case Chosen("skip"):
            return Next({"name": ""})
        case Typed(text):
            return Next({"name": own_words(clean(text), shortest=SHORTEST_NAME, longest=LONGEST_NAME)})
    raise Refusal("type.or_choose")


def _ask_check(draft: Draft, facts: DaysToDeclare) -> Screen:
    days = _kept(draft, "days")
    again = [day for day, at in _seen(draft).items() if at is not None]
    return screens.check(draft, facts.kind, days, _kept(draft, "left_out"), again, facts.moves(days, facts.kind))


def _check(said: Said, draft: Draft, _facts: DaysToDeclare) -> Move:
    page = int(draft.data["page"])
    match said:
        case Chosen("send"):
            return Finish()
        case Chosen("before"):
            return Stay({"page": max(page - 1, 0)})
        case Chosen("after"):
            return Stay({"page": page + 1})
    raise Refusal("choose.below")


def _declare(tx: Tx, actor: Actor, draft: Draft, facts: DaysToDeclare) -> ToView:
    days: Sequence[date] = _kept(draft, "days")
    actions.declare(tx, actor, days, facts.kind, draft.data["name"], _seen(draft))
    return ShowDays()


DECLARE: Flow[DaysToDeclare] = Flow(
    "declare_days",
    facts=_facts,
    steps=(
        Step("days", ask=lambda _draft, facts: screens.which_days(facts.kind), parse=_days),
        Step("name", ask=lambda draft, facts: screens.name_of_days(facts.kind, _kept(draft, "days")), parse=_name),
        Step("check", ask=_ask_check, parse=_check),
    ),
    finish=_declare,
    home=lambda _draft: ShowDays(),
)

FLOWS = (DECLARE,)
