"""The ends of the two dialogues: the summary before a campaign is opened, and what follows from a change. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, counted, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import page_of, turn_within
from bot.launching import values
from bot.launching.facts import LaunchFacts
from bot.launching.following import Following
from bot.launching.questions.taken import AWAY
from bot.launching.questions.title_screens import share_line
from bot.launching.questions.window_screens import said
from bot.launching.records import CampaignPart
from bot.launching.setup.screens import PARTS, did, in_threes, whole
from bot.launching.values import Values
from bot.office.days.rules import Moved, What
from bot.reminders.rules import timetable
from bot.words import shortened

MOVES_A_PAGE = 4
_MOVES = {What.STAFF: "days.what.staff", What.LEAD: "days.what.lead", What.OFFICE: "days.what.office"}


Documents = Sequence[Sequence[str | None]]
"""Documents as a draft keeps them: words, key of the file, its name."""


def summary(draft: Draft, facts: LaunchFacts) -> Screen:
    """The summary before a campaign is opened, or the parts of it that may be changed."""
    known = facts.of(draft)
    one = values.as_campaign(known)
    if draft.data.get("menu"):
        return _menu(one)
    there = facts.of_year(one.year)
    return screen(
        say("launch.check.head", name=one.name),
        *whole(known, one, facts.regime(known), facts.calendar),
        say("launch.check.taken", step=did(facts.taken[0]))
        if there is not None and facts.taken
        else say("launch.check.what"),
        rows=(
            (
                Button(say("button.launch_now"), Option("send"), Style.SUCCESS)
                if there is None
                else Button(say("button.see_launched", year=str(one.year)), Option("there"), Style.PRIMARY),
            ),
            (Button(say("button.edit_parts"), Option("parts")),),
            AWAY,
        ),
    )


def _menu(one: CampaignNow) -> Screen:
    return screen(
        say("launch.menu.head", name=one.name),
        rows=(
            (Button(say("button.campaign_year"), Option("year")),),
            *in_threes([Button(say(label), Option(part.value)) for part, label in PARTS.items()]),
            (Button(say("button.summary"), Option("whole")),),
        ),
    )


def consequences(draft: Draft, facts: LaunchFacts) -> Screen:
    """One part as it was and as it would be, and what follows for whom."""
    assert facts.campaign is not None
    known, part = facts.of(draft), CampaignPart(draft.data["part"])
    before, after = facts.campaign, values.as_campaign(known, facts.campaign)
    follows = facts.follows(before, after)
    page = page_of(follows.moved, int(draft.data.get("page", 0)), MOVES_A_PAGE)
    return screen(
        say("launch.change.head", name=before.name),
        _meanwhile(draft, facts),
        _change(part, facts.base, known, facts),
        say("launch.follows.closes")
        if part is CampaignPart.DEADLINE and after.deadline_at <= facts.now < before.deadline_at
        else None,
        *_people(follows),
        *(_moved(one) for one in page.items),
        page.line,
        rows=(
            turn_within(page.number, page.of),
            (Button(say("button.save_change"), Option("send"), Style.SUCCESS),),
            AWAY,
        ),
    )


def _meanwhile(draft: Draft, facts: LaunchFacts) -> Phrase | None:
    """The last step that somebody else has taken since this was begun; whoever operates the machine has no name."""
    if facts.taken:
        return did(facts.taken[-1])
    return say("launch.changed_meanwhile") if "since" in draft.data else None


def _people(follows: Following) -> tuple[Phrase | None, ...]:
    if not (follows.moved or follows.after or follows.late or follows.changes):
        return (say("launch.follows.nothing"),)
    return (
        say("launch.follows.moved", count=len(follows.moved), people=follows.missing) if follows.moved else None,
        say("launch.follows.after", count=follows.after) if follows.after else None,
        say("launch.follows.late", count=follows.late) if follows.late else None,
        say("launch.follows.changes", count=follows.changes) if follows.changes else None,
    )


def _moved(one: Moved) -> Phrase:
    what = say(_MOVES[one.what])
    if one.to is None:
        return say("days.move.dropped", what=what, was=one.was)
    if one.was is None:
        return say("days.move.new", what=what, to=one.to)
    return say("days.move.moved", what=what, was=one.was, to=one.to)


def _change(part: CampaignPart, was: Values, now: Values, facts: LaunchFacts) -> Phrase:
    """The part as it was and as it would be."""
    after = _basis(was["basis"], now["basis"]) if part is CampaignPart.BASIS else _said(part, now, facts)
    return say("launch.change.line", part=say(PARTS[part]), was=_said(part, was, facts), now=after)


def _basis(was: Documents, now: Documents) -> Phrase:
    """The documents as they would be, with what has become of those that there were: their number may be the same."""
    if len(was) == len(now):
        pairs = list(zip(was, now, strict=True))
        renamed = sum(before[0] != after[0] for before, after in pairs)
        added = removed = 0
    else:
        names, before = {one[0] for one in now}, {one[0]: one for one in was}
        pairs = [(before[one[0]], one) for one in now if one[0] in before]
        renamed, added, removed = 0, len(now) - len(pairs), sum(one[0] not in names for one in was)
    files = sum(before[1] != after[1] for before, after in pairs)
    pieces = counted(
        {
            "launch.basis.added": added,
            "launch.basis.removed": removed,
            "launch.basis.renamed": renamed,
            "launch.basis.files_changed": files,
        }
    )
    if not pieces:
        return say("launch.basis.count", count=len(now))
    return say("launch.basis.count_changed", count=len(now), pieces=pieces)


def _said(part: CampaignPart, known: Values, facts: LaunchFacts) -> Phrase:
    one, regime = values.as_campaign(known), facts.regime(known)
    match part:
        case CampaignPart.NAME:
            return say("launch.say.words", words=one.name)
        case CampaignPart.DOCUMENT if one.plan_number is not None:
            if one.plan_date is None:
                return say("launch.sum.number", number=one.plan_number)
            return say("launch.sum.number_day", number=one.plan_number, day=one.plan_date)
        case CampaignPart.BASIS:
            return say("launch.basis.count", count=len(known["basis"]))
        case CampaignPart.PLAN if known["plan"]:
            return say("launch.say.words", words=shortened(known["plan"][1], 60))
        case CampaignPart.OPENS:
            return said(one.opens_at.astimezone(facts.calendar.zone))
        case CampaignPart.DEADLINE:
            return say("launch.say.moment", at=one.deadline_at)
        case CampaignPart.SUPPLEMENT if one.supplement_until is not None:
            return say("launch.say.moment", at=one.supplement_until)
        case CampaignPart.REGIME:
            return say("launch.say.words", words=regime.name)
        case CampaignPart.TITLES:
            return say("launch.say.titles", titles=tuple(title.short for title in regime.in_order(known["titles"])))
        case CampaignPart.LADDER:
            return say("launch.say.reminders", count=len(timetable(one, facts.calendar)))
        case CampaignPart.QUOTAS if known["quotas"]:
            shares = values.shares(known)
            lines = tuple(share_line(title, shares[title.id], regime) for title in regime.in_order(shares))
            return say("launch.say.shares", shares=lines)
        case CampaignPart.INITIATIVE if known["initiative"]:
            return say("launch.say.day", day=date.fromisoformat(known["initiative"]))
    return say("launch.say.none")
