"""The dialogue that makes a series of a draft: how often, on which day, when, and the next times before it is saved.

A draft's data: notice, seal (rules.seal of what was seen), every, day, at (HH:MM).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.campaigns.calendar import Calendar, office_calendar
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.notices import access, moments
from bot.notices.rules import sealed
from bot.notices.series import actions, rules, screens
from bot.notices.series.rules import Every, SeriesRule
from bot.notices.targets import ShowCheck, ShowSeries
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx

USUAL = (time(8, 30), time(14), time(15, 30))
"""The times of day at which notices are usually sent."""


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """The facts of the questions."""

    now: datetime
    calendar: Calendar


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> SeriesFacts:
    access.draft(tx, actor, data["notice"])
    return SeriesFacts(tx.clock.local(tx.now), office_calendar(tx))


def _every(said: Said, _draft: Draft, _facts: SeriesFacts) -> Move:
    match said:
        case Chosen("week" | "month" | "workday" as every):
            return Next({"every": every, "day": 0})
    raise Refusal("choose.below")


def _weekday(said: Said, _draft: Draft, _facts: SeriesFacts) -> Move:
    match said:
        case Chosen(option) if option[:1] == "d" and option[1:] in ("0", "1", "2", "3", "4"):
            return Next({"day": int(option[1:])})
    raise Refusal("choose.below")


def _day(said: Said, _draft: Draft, _facts: SeriesFacts) -> Move:
    match said:
        case Typed(text):
            return Next({"day": moments.day_of_month(text)})
        case Chosen(option) if option[:1] == "d" and option[1:].isdecimal():
            return Next({"day": moments.day_of_month(option[1:])})
    raise Refusal("type.or_choose")


def _time(said: Said, _draft: Draft, _facts: SeriesFacts) -> Move:
    match said:
        case Typed(text):
            return Next({"at": moments.time_of_day(text).strftime("%H:%M")})
        case Chosen(option) if option[:1] == "t" and option[1:].isdecimal() and int(option[1:]) < len(USUAL):
            return Next({"at": USUAL[int(option[1:])].strftime("%H:%M")})
    raise Refusal("type.or_choose")


def _sure(said: Said, _draft: Draft, _facts: SeriesFacts) -> Move:
    if said == Chosen("save"):
        return Finish()
    raise Refusal("choose.below")


def _rule(draft: Draft) -> SeriesRule:
    return rules.rule(draft.data)


def _save(tx: Tx, actor: Actor, draft: Draft, _facts: SeriesFacts) -> ToView:
    made = actions.make(tx, actor, draft.data["notice"], draft.data["seal"], _rule(draft))
    return ShowSeries(made)


def _is(every: Every) -> Any:
    return lambda draft, _facts: draft.data.get("every") == every


REPEAT: Flow[SeriesFacts] = Flow(
    "repeat_notice",
    facts=_facts,
    steps=(
        Step("every", ask=lambda _draft, _facts: screens.every(), parse=_every),
        Step(
            "weekday",
            ask=lambda _draft, _facts: screens.weekday(),
            parse=_weekday,
            applies_if=_is(Every.WEEK),
        ),
        Step("day", ask=lambda _draft, _facts: screens.day(), parse=_day, applies_if=_is(Every.MONTH)),
        Step("time", ask=lambda _draft, _facts: screens.time_of_day(USUAL), parse=_time),
        Step(
            "check",
            ask=lambda draft, facts: screens.check(
                _rule(draft),
                rules.following(_rule(draft), facts.calendar, facts.now.date(), facts.now),
                facts.calendar,
                sealed(draft.data["seal"])[1],
            ),
            parse=_sure,
        ),
    ),
    finish=_save,
    home=lambda draft: ShowCheck(draft.data["notice"]),
)

FLOWS = (REPEAT,)
