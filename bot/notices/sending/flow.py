"""The dialogue that sets a sending for later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bot.campaigns.calendar import Calendar, office_calendar
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.notices import access, moments, rules
from bot.notices.sending import actions, screens
from bot.notices.targets import ShowCheck, ShowOfficeNotice
from bot.people.identity import Actor
from bot.refusal import Refusal
from bot.store.database import Tx

USUAL = (time(8, 30), time(14))
"""The facts of day at which notices are usually sent."""
OFFERED = 3
"""Moments that are offered."""


@dataclass(frozen=True, slots=True)
class ScheduleFacts:
    """The facts of the questions."""

    now: datetime
    calendar: Calendar
    choices: tuple[datetime, ...]
    """The next usual moments on working days."""


def _facts(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> ScheduleFacts:
    access.draft(tx, actor, data["notice"])
    calendar, now = office_calendar(tx), tx.clock.local(tx.now)
    today = now.date()
    days = calendar.working_days(today, today + timedelta(days=14))
    usual = (calendar.civil_on(day, at) for day in days for at in USUAL)
    return ScheduleFacts(now, calendar, tuple(at for at in usual if at > now)[:OFFERED])


def _when(said: Said, _draft: Draft, facts: ScheduleFacts) -> Move:
    match said:
        case Typed(text):
            return Next({"at": moments.moment(text, facts.now).isoformat()})
        case Chosen(option) if option[:1] == "w" and option[1:].isdecimal() and int(option[1:]) < len(facts.choices):
            return Next({"at": facts.choices[int(option[1:])].isoformat()})
    raise Refusal("type.or_choose")


def _at(draft: Draft) -> datetime:
    return datetime.fromisoformat(draft.data["at"])


def _sure(said: Said, draft: Draft, facts: ScheduleFacts) -> Move:
    if said == Chosen("send"):
        moments.later(_at(draft), facts.now)
        return Finish()
    raise Refusal("choose.below")


def _schedule(tx: Tx, actor: Actor, draft: Draft, _facts: ScheduleFacts) -> ToView:
    actions.start(tx, actor, draft.data["notice"], draft.data["seal"], _at(draft))
    return ShowOfficeNotice(draft.data["notice"])


SCHEDULE: Flow[ScheduleFacts] = Flow(
    "schedule_notice",
    facts=_facts,
    steps=(
        Step("when", ask=lambda _draft, facts: screens.when(facts.choices), parse=_when),
        Step(
            "check",
            ask=lambda draft, facts: screens.when_check(
                _at(draft), facts.calendar.is_civil(_at(draft)), rules.sealed(draft.data["seal"])[1]
            ),
            parse=_sure,
        ),
    ),
    finish=_schedule,
    home=lambda draft: ShowCheck(draft.data["notice"]),
)

FLOWS = (SCHEDULE,)
