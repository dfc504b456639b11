"""The letter of the end of a campaign. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.campaigns.records import CampaignNow
from bot.dialogue.screens import Button, Phrase, Screen, say, screen
from bot.dialogue.ways import HOME
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.reminders.unanswered import Tally
from bot.titles.catalogue import Family
from bot.waiting.targets import ShowWaiting


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a campaign in one family, in all that one person leads there."""

    family: Family
    place: str | Phrase
    tally: Tally
    lists: int
    """Lists that were not sent."""


_LINES = {Family.STATE: "digest.closed.place", Family.UNION: "digest.closed.union"}
_NONE = {Family.STATE: "digest.closed.place_none", Family.UNION: "digest.closed.union_none"}


def closed(person: Staff, campaign: CampaignNow, ended: Sequence[Ended]) -> Screen:
    """The figures at the end, and all that is left, place by place."""
    return screen(
        say("reminder.dear", who=say(honorific(person.gender)), name=person.full_name),
        say("digest.closed", year=campaign.year, at=campaign.closes_at),
        *(line for one in ended for line in _lines(one)),
        rows=((Button(say("button.see_waiting"), ShowWaiting()), HOME),),
    )


def _lines(one: Ended) -> tuple[Phrase, Phrase]:
    counts = {"answered": one.tally.answered, "total": one.tally.total}
    key, registered = _NONE[one.family], dict[str, int]()
    if one.tally.registered:
        key, registered = _LINES[one.family], {"registered": one.tally.registered}
    left = (
        *((say("digest.closed.missing", count=one.tally.missing),) if one.tally.missing else ()),
        *((say("digest.closed.unconfirmed", count=one.tally.waiting),) if one.tally.waiting else ()),
        *((say("digest.closed.lists", count=one.lists),) if one.lists else ()),
    )
    return (
        Phrase(key, {"place": one.place, **counts, **registered}),
        say("digest.closed.left", left=left) if left else say("digest.closed.nothing"),
    )
