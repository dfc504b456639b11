"""The times of a campaign: when it opens, its deadline, the time to supplement, and the day for initiatives."""

from datetime import date, datetime, time, timedelta
from typing import Any

from bot.campaigns.description import CLOSES, OPENS
from bot.dialogue.flows import Chosen, Draft, Move, Next, Said, Typed
from bot.launching import rules, values
from bot.launching.facts import LaunchFacts
from bot.launching.questions import window_screens as screens
from bot.launching.questions.taken import taken
from bot.launching.records import CampaignPart
from bot.launching.typed import TypedMoment, typed_moment
from bot.refusal import Refusal


def _moment(found: TypedMoment, usual: time, facts: LaunchFacts) -> datetime:
    return datetime.combine(found.day, found.at or usual, facts.calendar.zone)


def opens(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    match said:
        case Chosen("today"):
            opens = datetime.combine(facts.today, OPENS, facts.calendar.zone)
        case Chosen("next"):
            opens = datetime.combine(facts.calendar.next_working_day(facts.today), OPENS, facts.calendar.zone)
        case Typed(text):
            opens = _moment(typed_moment(text, facts.today), OPENS, facts)
        case _:
            raise Refusal("type.or_choose")
    if facts.campaign is not None and facts.registered and opens > max(facts.now, facts.campaign.opens_at):
        raise Refusal("launch.already_registered", count=max(facts.registered.values()))
    rules.check_opening(opens, facts.of(draft), facts.now)
    return taken(CampaignPart.OPENS, {"opens": opens.isoformat()})


def deadline(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    match said:
        case Chosen(option) if option in (offered := screens.deadlines(facts.of(draft), facts)):
            return _with_deadline(offered[option], draft, facts)
        case Typed(text):
            found = typed_moment(text, facts.today)
            at = _moment(found, CLOSES, facts)
            if found.before:
                _check_deadline(at, facts.of(draft), facts)
                return taken(CampaignPart.DEADLINE, {"before": at.isoformat()}, reopen=("including",))
            return _with_deadline(at, draft, facts)
    raise Refusal("type.or_choose")


def _check_deadline(at: datetime, known: values.Values, facts: LaunchFacts) -> None:
    rules.check_deadline(at, known, facts.now, may_be_over=facts.campaign is not None)


def _with_deadline(at: datetime, draft: Draft, facts: LaunchFacts) -> Next:
    """The deadline, with what has to be asked again because of it: a day off, and a time to supplement that would be
    over before."""
    known = facts.of(draft)
    _check_deadline(at, known, facts)
    data: dict[str, Any] = {"deadline": at.isoformat(), "before": None}
    reopen = ["off_day"]
    late = known["supplement"]
    if late is not None and values.moment(late) <= at:
        data |= {"supplement": None, "ask_supplement": True}
        reopen.append(CampaignPart.SUPPLEMENT)
    return taken(CampaignPart.DEADLINE, data, "including", reopen=tuple(reopen))


def including(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    at = facts.local(facts.of(draft)["before"])
    match said:
        case Chosen("with"):
            return _with_deadline(at, draft, facts)
        case Chosen("without"):
            return _with_deadline(at - timedelta(days=1), draft, facts)
    raise Refusal("choose.below")


def off_day(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    at = facts.local(facts.of(draft)["deadline"])
    match said:
        case Chosen("keep"):
            return taken("off_day", {})
        case Chosen("earlier"):
            day = facts.calendar.on_or_before(at.date())
        case Chosen("after"):
            day = facts.calendar.on_or_after(at.date())
        case _:
            raise Refusal("choose.below")
    moved = _with_deadline(datetime.combine(day, at.timetz()), draft, facts)
    return taken("off_day", dict(moved.data), *moved.also, reopen=tuple(set(moved.reopen) - {"off_day"}))


def supplement(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    known = facts.of(draft)
    match said:
        case Chosen("none"):
            return taken(CampaignPart.SUPPLEMENT, {"supplement": None})
        case Chosen(option) if option in (offered := screens.supplements(known, facts)):
            until = offered[option]
        case Typed(text):
            until = _moment(typed_moment(text, facts.today), CLOSES, facts)
        case _:
            raise Refusal("type.or_choose")
    rules.check_supplement(until, known, facts.now)
    return taken(CampaignPart.SUPPLEMENT, {"supplement": until.isoformat()})


def initiative(said: Said, draft: Draft, facts: LaunchFacts) -> Move:
    match said:
        case Chosen("none"):
            return taken(CampaignPart.INITIATIVE, {"initiative": None})
        case Typed(text):
            day: date = typed_moment(text, facts.today).day
            rules.check_initiative(day, facts.of(draft), facts.today)
            return taken(CampaignPart.INITIATIVE, {"initiative": day.isoformat()})
    raise Refusal("type.or_choose")
