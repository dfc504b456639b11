"""A campaign as a whole: what is set for it, the summary before it is opened, and what follows from a change. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import Draft
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, page_of, turn, turn_within
from bot.enquiries.targets import ShowCampaigns, ShowOffice
from bot.launching import values
from bot.launching.facts import LaunchFacts, StepTaken
from bot.launching.following import Following
from bot.launching.questions.ladder_screens import times
from bot.launching.questions.taken import AWAY
from bot.launching.questions.title_screens import share_line
from bot.launching.questions.window_screens import off
from bot.launching.records import CampaignPart
from bot.launching.targets import ChangeCampaign, LaunchCampaign, ShowCampaign, ShowTimetable
from bot.launching.values import Values
from bot.notices.targets import ShowOfficeNotice
from bot.office.days.rules import Moved, What
from bot.reminders.rules import timetable
from bot.titles.catalogue import Family, Regime
from bot.words import shortened

LISTED = 5
MOVES_A_PAGE = 4
PARTS = {
    CampaignPart.NAME: "button.campaign_name",
    CampaignPart.DOCUMENT: "button.campaign_document",
    CampaignPart.BASIS: "button.campaign_basis",
    CampaignPart.PLAN: "button.campaign_plan",
    CampaignPart.OPENS: "button.campaign_opens",
    CampaignPart.DEADLINE: "button.campaign_deadline",
    CampaignPart.SUPPLEMENT: "button.campaign_supplement",
    CampaignPart.REGIME: "button.campaign_regime",
    CampaignPart.TITLES: "button.campaign_titles",
    CampaignPart.LADDER: "button.campaign_ladder",
    CampaignPart.QUOTAS: "button.campaign_quotas",
    CampaignPart.INITIATIVE: "button.campaign_initiative",
}
_DID = {
    CampaignPart.LAUNCH: "launch.did.launch",
    CampaignPart.NAME: "launch.did.name",
    CampaignPart.DOCUMENT: "launch.did.document",
    CampaignPart.BASIS: "launch.did.basis",
    CampaignPart.PLAN: "launch.did.plan",
    CampaignPart.OPENS: "launch.did.opens",
    CampaignPart.DEADLINE: "launch.did.deadline",
    CampaignPart.SUPPLEMENT: "launch.did.supplement",
    CampaignPart.REGIME: "launch.did.regime",
    CampaignPart.TITLES: "launch.did.titles",
    CampaignPart.LADDER: "launch.did.ladder",
    CampaignPart.QUOTAS: "launch.did.quotas",
    CampaignPart.INITIATIVE: "launch.did.initiative",
}
_MOVES = {What.STAFF: "days.what.staff", What.LEAD: "days.what.lead", What.OFFICE: "days.what.office"}


def did(step: StepTaken) -> Phrase:
    """A step that a colleague has taken."""
    return say("launch.did", who=step.who, what=say(_DID[step.part]), at=step.at)


# --- a campaign as a whole --------------------------------------------------------------------------------------------


def whole(known: Values, campaign: CampaignNow, regime: Regime, calendar: Calendar) -> list[Phrase]:
    """All that is set for a campaign, in eight lines."""
    opens, deadline = (at.astimezone(calendar.zone) for at in (campaign.opens_at, campaign.deadline_at))
    late = campaign.supplement_until
    titles = regime.in_order(known["titles"])
    shares = values.shares(known)
    set_ = [share_line(title, shares[title.id], regime) for title in regime.in_order(shares)]
    moments = timetable(campaign, calendar)
    until = campaign.initiative_until
    return [
        _plan(known, campaign),
        _with_warning(say("launch.sum.window", opens=opens, deadline=deadline), off(deadline, calendar)),
        say("launch.sum.supplement", until=late) if late else say("launch.sum.no_supplement"),
        say("launch.sum.regime", regime=regime.name),
        say(
            "launch.sum.titles",
            state=sum(title.family is Family.STATE for title in titles),
            union=sum(title.family is Family.UNION for title in titles),
        ),
        say("launch.sum.ladder", count=len(moments), first=moments[0].due_at, last=moments[-1].due_at)
        if moments
        else say("launch.sum.no_ladder"),
        say("launch.sum.quotas", shares=tuple(set_)) if set_ else say("launch.sum.no_quotas"),
        say("launch.sum.initiative", day=until) if until else say("launch.sum.no_initiative"),
    ]


def _with_warning(line: Phrase, warning: Phrase | None) -> Phrase:
    return line if warning is None else say("launch.warned", line=line, warning=warning)


def _plan(known: Values, campaign: CampaignNow) -> Phrase:
    number, day = campaign.plan_number, campaign.plan_date
    document = (
        say("launch.sum.number_later")
        if number is None
        else say("launch.sum.number", number=number)
        if day is None
        else say("launch.sum.number_day", number=number, day=day)
    )
    file = say("launch.sum.file", name=shortened(known["plan"][1], 40)) if known["plan"] else say("launch.sum.no_file")
    return say("launch.sum.plan", document=document, basis=len(known["basis"]), file=file)


def campaigns(found: Sequence[CampaignNow], now: datetime, draft: str | None, wanted: int) -> Screen:
    """The campaigns of all years. `draft`: what the actor has begun to open."""
    page = page_of(found, wanted, LISTED)
    return screen(
        say("launch.all.head"),
        *(_one(campaign, now) for campaign in page.items),
        None if found else say("launch.all.none"),
        say("launch.all.draft", name=draft) if draft else None,
        page.line,
        rows=(
            *((Button(say("button.set_up", year=str(one.year)), ShowCampaign(one.id)),) for one in page.items),
            turn(ShowCampaigns(page.number), page.of),
            (
                Button(say("button.launch_go_on"), LaunchCampaign(), Style.PRIMARY) if draft else None,
                Button(say("button.launch_anew"), LaunchCampaign(fresh=True))
                if draft
                else Button(say("button.launch"), LaunchCampaign(fresh=True), None if found else Style.PRIMARY),
            ),
            (Button(say("button.office"), ShowOffice()), HOME),
        ),
    )


def _one(campaign: CampaignNow, now: datetime) -> Phrase:
    if now < campaign.opens_at:
        return say("launch.all.to_open", name=campaign.name, opens=campaign.opens_at)
    key = "launch.all.open" if now <= campaign.closes_at else "launch.all.over"
    return say(key, name=campaign.name, deadline=campaign.deadline_at)


def campaign(
    known: Values,
    one: CampaignNow,
    regime: Regime,
    calendar: Calendar,
    steps: Sequence[StepTaken],
    announcement: int | None,
) -> Screen:
    """All that is set for one campaign, a button a part. `announcement`: the notice, while it is a draft."""
    return screen(
        say("launch.head", name=one.name),
        *whole(known, one, regime, calendar),
        did(steps[-1]) if steps else None,
        rows=(
            (
                Button(say("button.announcement"), ShowOfficeNotice(announcement), Style.PRIMARY)
                if announcement is not None
                else None,
            ),
            *_pairs([Button(say(label), ChangeCampaign(one.id, part)) for part, label in PARTS.items()]),
            (Button(say("button.timetable"), ShowTimetable(one.id)), Button(say("button.campaigns"), ShowCampaigns())),
        ),
    )


def _pairs(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]


def schedule(one: CampaignNow, calendar: Calendar) -> Screen:
    """The times of a campaign's reminders."""
    return screen(
        say("launch.ladder.of", name=one.name),
        *times(one, calendar),
        rows=((Button(say("button.set_up", year=str(one.year)), ShowCampaign(one.id)), HOME),),
    )


# --- the ends of the two dialogues ------------------------------------------------------------------------------------


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
            *_pairs([Button(say(label), Option(part.value)) for part, label in PARTS.items()]),
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
        *(did(step) for step in facts.taken[-1:]),
        _change(part, facts.base, known, facts),
        *_people(follows),
        *(_moved(one) for one in page.items),
        page.line,
        rows=(
            turn_within(page.number, page.of),
            (Button(say("button.save_change"), Option("send"), Style.SUCCESS),),
            AWAY,
        ),
    )


def _people(follows: Following) -> tuple[Phrase | None, ...]:
    if not (follows.moved or follows.after or follows.late):
        return (say("launch.follows.nothing"),)
    return (
        say("launch.follows.moved", count=len(follows.moved), people=follows.missing) if follows.moved else None,
        say("launch.follows.after", count=follows.after) if follows.after else None,
        say("launch.follows.late", count=follows.late) if follows.late else None,
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
    return say("launch.change.line", part=say(PARTS[part]), was=_said(part, was, facts), now=_said(part, now, facts))


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
            return say("launch.say.moment", at=one.opens_at)
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
