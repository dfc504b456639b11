"""A campaign as a whole: all that is set for it, and the campaigns of all years. Pure."""

from collections.abc import Sequence
from datetime import datetime

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import Basis, CampaignNow
from bot.dialogue.screens import Attachment, Button, Phrase, Screen, Style, counted, say, screen
from bot.dialogue.ways import HOME, page_of, turn
from bot.enquiries.targets import ShowCampaigns, ShowSetup
from bot.launching import values
from bot.launching.facts import StepTaken
from bot.launching.questions.basis_screens import line
from bot.launching.questions.ladder_screens import times
from bot.launching.questions.title_screens import share_line
from bot.launching.questions.window_screens import off, said
from bot.launching.records import CampaignPart
from bot.launching.targets import ChangeCampaign, LaunchCampaign, ShowBasis, ShowBasisFile, ShowCampaign, ShowTimetable
from bot.launching.values import Values
from bot.leading.targets import ComposeNotice
from bot.notices.targets import ShowOfficeNotice
from bot.reminders.rules import timetable
from bot.titles.catalogue import Family, Regime
from bot.words import shortened

LISTED = 5
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


def did(step: StepTaken) -> Phrase:
    """A step that a colleague has taken."""
    return say("launch.did", who=step.who, what=say(_DID[step.part]), at=step.at)


# --- a campaign as a whole --------------------------------------------------------------------------------------------


def whole(known: Values, campaign: CampaignNow, regime: Regime, calendar: Calendar) -> list[Phrase]:
    """All that is set for a campaign, in seven lines."""
    opens, deadline = (at.astimezone(calendar.zone) for at in (campaign.opens_at, campaign.deadline_at))
    late = campaign.supplement_until
    titles = regime.in_order(known["titles"])
    shares = values.shares(known)
    set_ = [share_line(title, shares[title.id], regime) for title in regime.in_order(shares)]
    moments = timetable(campaign, calendar)
    until = campaign.initiative_until
    return [
        _plan(known, campaign),
        _with_warning(say("launch.sum.window", opens=said(opens), deadline=deadline), off(deadline, calendar)),
        _with_warning(say("launch.sum.supplement", until=late), off(late.astimezone(calendar.zone), calendar))
        if late
        else say("launch.sum.no_supplement"),
        say(
            "launch.sum.titles",
            regime=regime.name,
            pieces=counted(
                {
                    "launch.sum.titles_state": sum(title.family is Family.STATE for title in titles),
                    "launch.sum.titles_union": sum(title.family is Family.UNION for title in titles),
                }
            ),
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
    count = len(known["basis"])
    based = say("launch.sum.basis", count=count) if count else say("launch.sum.no_basis")
    file = say("launch.sum.file", name=shortened(known["plan"][1], 40)) if known["plan"] else say("launch.sum.no_file")
    return say("launch.sum.plan", document=document, basis=based, file=file)


def campaigns(
    found: Sequence[CampaignNow], now: datetime, calendar: Calendar, draft: str | None, wanted: int
) -> Screen:
    """The campaigns of all years. `draft`: what the actor has begun to open."""
    page = page_of(found, wanted, LISTED)
    return screen(
        say("launch.all.head"),
        *(_one(campaign, now, calendar) for campaign in page.items),
        None if found else say("launch.all.none"),
        say("launch.all.draft", name=draft) if draft else None,
        page.line,
        rows=(
            *((Button(say("button.set_up", year=str(one.year)), ShowCampaign(one.id)),) for one in page.items),
            turn(ShowCampaigns(page.number), page.of),
            (
                Button(say("button.launch_go_on"), LaunchCampaign(), Style.PRIMARY) if draft else None,
                Button(say("button.launch_anew"), LaunchCampaign(fresh=True), Style.DANGER)
                if draft
                else Button(say("button.launch"), LaunchCampaign(fresh=True), None if found else Style.PRIMARY),
            ),
            (Button(say("button.setup"), ShowSetup()), HOME),
        ),
    )


def _one(campaign: CampaignNow, now: datetime, calendar: Calendar) -> Phrase:
    if now < campaign.opens_at:
        return say("launch.all.to_open", name=campaign.name, opens=said(campaign.opens_at.astimezone(calendar.zone)))
    key = "launch.all.open" if now <= campaign.closes_at else "launch.all.over"
    return say(key, name=campaign.name, deadline=campaign.deadline_at)


def campaign(
    known: Values,
    one: CampaignNow,
    regime: Regime,
    calendar: Calendar,
    steps: Sequence[StepTaken],
    announcement: int | None,
    ended: datetime | None = None,
) -> Screen:
    """All that is set for one campaign, a button a part. `announcement`: the notice, while it is a draft; `ended`:
    since when nothing of it can be changed."""
    parts = [Button(say(label), ChangeCampaign(one.id, part)) for part, label in PARTS.items()]
    return screen(
        say("launch.head", name=one.name),
        *whole(known, one, regime, calendar),
        did(steps[-1]) if steps and ended is None else None,
        say("campaign.ended", at=ended) if ended is not None else None,
        rows=(
            (
                Button(say("button.announcement"), ShowOfficeNotice(announcement), Style.PRIMARY)
                if announcement is not None and ended is None
                else None,
            ),
            *in_threes(parts if ended is None else ()),
            (
                Button(say("button.timetable"), ShowTimetable(one.id)),
                Button(say("button.basis"), ShowBasis(one.id)) if known["basis"] else None,
            ),
            (Button(say("button.compose"), ComposeNotice()), Button(say("button.all_campaigns"), ShowCampaigns())),
        ),
    )


def in_twos(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]


def in_threes(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return [tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3)]


def basis(one: CampaignNow, documents: Sequence[Basis], wanted: int, *, changes: bool) -> Screen:
    """The documents that the plan refers to, with a button for each that is at hand. `changes`: they may be changed."""
    page = page_of(tuple(enumerate(documents)), wanted, LISTED)
    change = Button(say("button.change_basis"), ChangeCampaign(one.id, CampaignPart.BASIS))
    return screen(
        say("launch.basis.of", name=one.name),
        None if documents else say("launch.basis.none"),
        *(line(at, it.words, it.sha256) for at, it in page.items),
        page.line,
        rows=(
            *in_twos(
                [
                    Button(say("button.open_basis", number=at + 1), ShowBasisFile(one.id, at))
                    for at, it in page.items
                    if it.sha256 is not None
                ]
            ),
            turn(ShowBasis(one.id, page.number), page.of),
            (change if changes else None,),
            (Button(say("button.set_up", year=str(one.year)), ShowCampaign(one.id)), HOME),
        ),
    )


def basis_file(one: CampaignNow, place: int, document: Basis, mime: str) -> Screen:
    """One of the documents as a file."""
    assert document.sha256 is not None
    return screen(
        say("launch.basis.numbered", number=place + 1, words=shortened(document.words, 300)),
        rows=((Button(say("button.basis"), ShowBasis(one.id, place // LISTED)), HOME),),
        file=Attachment(document.sha256, document.file_name or f"{place + 1}", mime),
    )


def schedule(one: CampaignNow, calendar: Calendar) -> Screen:
    """The times of a campaign's reminders."""
    return screen(
        say("launch.ladder.of", name=one.name),
        *times(one, calendar),
        rows=((Button(say("button.set_up", year=str(one.year)), ShowCampaign(one.id)), HOME),),
    )
