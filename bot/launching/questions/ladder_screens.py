"""The question for the reminders of a campaign, with the times that they come to. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.launching.facts import LaunchFacts
from bot.launching.questions.taken import AWAY, LEAVE
from bot.launching.values import Values, as_campaign
from bot.reminders.rules import Audience, timetable

_TIMES = {
    Audience.STAFF: "launch.ladder.staff",
    Audience.LEAD: "launch.ladder.lead",
    Audience.OFFICE: "launch.ladder.office",
}
_TO = {
    Audience.STAFF: "button.ladder_staff",
    Audience.LEAD: "button.ladder_lead",
    Audience.OFFICE: "button.ladder_office",
}
_WHO = {
    Audience.STAFF: "launch.ladder.ask_staff",
    Audience.LEAD: "launch.ladder.ask_lead",
    Audience.OFFICE: "launch.ladder.ask_office",
}
_NONE = {
    Audience.STAFF: "launch.ladder.no_staff",
    Audience.LEAD: "launch.ladder.no_lead",
    Audience.OFFICE: "launch.ladder.no_office",
}


def ladder(known: Values, facts: LaunchFacts) -> Screen:
    campaign, audience = as_campaign(known, facts.campaign), known.get("audience")
    if audience is not None:
        return _of_one(Audience(audience), campaign, facts.calendar)
    return screen(
        say("launch.ladder.head"),
        *times(campaign, facts.calendar),
        say("launch.ladder.how"),
        rows=(
            (Button(say("button.next"), Option("next"), Style.PRIMARY),),
            tuple(Button(say(_TO[to]), Option(to.value)) for to in Audience),
            (Button(say("button.usual_ladder"), Option("usual")) if campaign.reminders is not None else None,),
            AWAY,
        ),
    )


def times(campaign: CampaignNow, calendar: Calendar) -> list[Phrase]:
    """The times of all reminders, a line an audience."""
    moments = timetable(campaign, calendar)
    return [_line(to, [one.due_at for one in moments if one.to is to]) for to in Audience]


def _line(to: Audience, at: Sequence[datetime]) -> Phrase:
    if not at:
        return say(_NONE[to])
    return say(_TIMES[to], times=tuple(say("launch.ladder.time", at=one) for one in at))


def _of_one(to: Audience, campaign: CampaignNow, calendar: Calendar) -> Screen:
    at = [one.due_at for one in timetable(campaign, calendar) if one.to is to]
    return screen(
        say(_WHO[to]),
        _line(to, at),
        say("launch.ladder.type"),
        say("launch.ladder.example"),
        rows=(
            (Button(say("button.usual_ladder"), Option("usual")), Button(say("button.no_reminder"), Option("none"))),
            (Button(say("button.back"), Option("keep")),),
            LEAVE,
        ),
    )
