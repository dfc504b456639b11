"""Setting a sending for later, and choosing as whom a draft is seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from bot.campaigns.calendar import Calendar
from bot.dialogue.flows import Chosen, Draft, Finish, Flow, Move, Next, Said, Step, Typed
from bot.dialogue.targets import ToView
from bot.folding import matches
from bot.notices import moments, rules
from bot.notices.audience import Recipient
from bot.notices.records import Written
from bot.notices.sending import actions, later_screens
from bot.notices.targets import ShowCheck, ShowOfficeNotice, ShowPreview
from bot.notices.writing import checking
from bot.people.identity import Actor, Scope, roster
from bot.refusal import Refusal
from bot.store.database import Tx

USUAL = (time(8, 30), time(14))
"""When notices are usually sent."""
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Times:
    notice: Written
    now: datetime
    calendar: Calendar
    choices: tuple[datetime, ...]
    """The next usual moments on working days."""


def _times(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Times:
    notice = actions.draft(tx, actor, data["notice"])
    calendar, now = checking.office_calendar(tx), tx.clock.local(tx.now)
    today = now.date()
    days = calendar.working_days(today, today + timedelta(days=14))
    moments = (calendar.civil_on(day, at) for day in days for at in USUAL)
    return Times(notice, now, calendar, tuple(at for at in moments if at > now)[:OFFERED])


def _when(said: Said, _draft: Draft, times: Times) -> Move:
    match said:
        case Typed(text):
            return Next({"at": moments.moment(text, times.now).isoformat()})
        case Chosen(option) if option[:1] == "w" and option[1:].isdecimal() and int(option[1:]) < len(times.choices):
            return Next({"at": times.choices[int(option[1:])].isoformat()})
    raise Refusal("type.or_choose")


def _at(draft: Draft) -> datetime:
    return datetime.fromisoformat(draft.data["at"])


def _sure(said: Said, draft: Draft, times: Times) -> Move:
    if said == Chosen("send"):
        moments.later(_at(draft), times.now)
        return Finish()
    raise Refusal("choose.below")


def _schedule(tx: Tx, actor: Actor, draft: Draft, _times: Times) -> ToView:
    actions.start(tx, actor, draft.data["notice"], draft.data["seal"], _at(draft))
    return ShowOfficeNotice(draft.data["notice"])


SCHEDULE: Flow[Times] = Flow(
    "schedule_notice",
    facts=_times,
    steps=(
        Step("when", ask=lambda _draft, times: later_screens.when(times.choices), parse=_when),
        Step(
            "check",
            ask=lambda draft, times: later_screens.when_check(
                _at(draft), times.calendar.is_civil(_at(draft)), rules.sealed(draft.data["seal"])[1]
            ),
            parse=_sure,
        ),
    ),
    finish=_schedule,
    home=lambda draft: ShowCheck(draft.data["notice"]),
)


# --- as whom ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Faces:
    recipients: Sequence[Recipient]
    everybody: Sequence[tuple[int, str]]


def _faces(tx: Tx, actor: Actor, data: Mapping[str, Any]) -> Faces:
    notice = actions.draft(tx, actor, data["notice"])
    everybody = [(one.id, one.full_name) for one in roster(tx, Scope(everybody=True), tx.clock.today())]
    return Faces(actions.meant(tx, notice)[:OFFERED] if notice.audience else (), everybody)


def _as_whom(said: Said, _draft: Draft, faces: Faces) -> Move:
    match said:
        case Typed(text):
            found = {key: how for key, name in faces.everybody if (how := matches(text, name)) is not None}
            best = [key for key, how in found.items() if how == min(found.values())]
            if not best:
                raise Refusal("audience.nobody_called", name=text[:60])
            return Finish({"person": best[0]})
        case Chosen(option) if option[:1] == "p" and option[1:].isdecimal():
            return Finish({"person": int(option[1:])})
    raise Refusal("type.or_choose")


PREVIEW: Flow[Faces] = Flow(
    "preview_as",
    facts=_faces,
    steps=(Step("whom", ask=lambda _draft, faces: later_screens.as_whom(faces.recipients), parse=_as_whom),),
    finish=lambda _tx, _actor, draft, _faces: ShowPreview(draft.data["notice"], draft.data["person"]),
    home=lambda draft: ShowPreview(draft.data["notice"]),
)

FLOWS = (SCHEDULE, PREVIEW)
