"""Reading and asking: loads under the actor's own rights, draws with screens."""

from collections.abc import Callable
from dataclasses import replace

from bot.campaigns.records import CampaignNow, ShareLimit, current_campaign, quotas_of, titles_of
from bot.dialogue.screens import Attachment, Button, Screen, say
from bot.dialogue.targets import ToAct, ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.enquiries import actions, keeping, plan, records, screens, title_screens
from bot.enquiries.records import Topic
from bot.enquiries.targets import (
    AskDecision,
    AskOffice,
    AskRoster,
    PassOn,
    ShowAsked,
    ShowGuide,
    ShowMyQuestions,
    ShowOfficeQuestions,
    ShowPlan,
    ShowPlanFile,
    ShowQuestions,
    ShowTitle,
)
from bot.people.identity import Actor
from bot.people.naming import office_to_call
from bot.people.records import Role
from bot.people.targets import AskErasure
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.files import file_content
from bot.titles import records as versions
from bot.titles.catalogue import Family, Regime, Subject, Title
from bot.titles.criteria import Quota
from bot.titles.loading import shared as catalogue
from bot.titles.rules import Candidate, registrable

TEXT = "text/plain"


def _regime(tx: Tx, campaign: CampaignNow | None) -> tuple[Regime, int]:
    """The rules that answers go by, and for which year: the campaign's, or today's while there is none."""
    if campaign is not None:
        return catalogue().regime(campaign.regime), campaign.year
    today = tx.clock.today()
    regime = versions.in_use(tx).on(today)
    if regime is None:
        raise Refusal("campaign.none")
    return regime, today.year


def _for(actor: Actor, shown: Screen) -> Screen:
    """The screen with the Office's own way where others ask the Office: to the questions that wait for it."""
    if not actor.has(Role.OFFICE):
        return shown
    waiting = Button(say("button.questions_waiting"), ShowOfficeQuestions())
    rows = tuple(tuple(waiting if button.to == AskOffice() else button for button in row) for row in shown.rows)
    return replace(shown, rows=rows)


# --- titles -----------------------------------------------------------------------------------------------------------


def questions(tx: Tx, actor: Actor, to: ShowQuestions) -> Screen:
    campaign = current_campaign(tx)
    regime, year = _regime(tx, campaign)
    offered = titles_of(tx, campaign.id) if campaign else frozenset()
    families = tuple(
        family
        for family in Family
        if family not in regime.families_off or any(title.id in offered for title in regime.titles(family=family))
    )
    has_plan = bool(campaign and campaign.plan_sha256)
    return _for(actor, title_screens.questions(year, regime, families, to.family, has_plan=has_plan))


def title_info(tx: Tx, actor: Actor, to: ShowTitle) -> Screen:
    campaign = current_campaign(tx)
    regime, year = _regime(tx, campaign)
    title = next((title for title in regime.titles() if title.order == to.title), None)
    if title is None:
        raise Refusal("stale.button")
    may = campaign is not None and _may_register(tx, actor, campaign, regime, title)
    told = title if campaign is None else _with_share(title, quotas_of(tx, campaign.id).get(title.id))
    return _for(actor, title_screens.title_info(year, regime, told, to.page, may_register=may))


def _with_share(title: Title, share: ShareLimit | None) -> Title:
    """The title with the share that the campaign sets, in place of the one that the rules name."""
    if title.quota is None and share is None:
        return title
    quota = title.quota or Quota(title.sources[0])
    percent, of = (None, None) if share is None else (share.percent, share.base)
    return replace(title, quota=replace(quota, percent=percent, of=of))


def _may_register(tx: Tx, actor: Actor, campaign: CampaignNow, regime: Regime, title: Title) -> bool:
    holder = Candidate(
        Subject.PERSON,
        campaign.year,
        offered=titles_of(tx, campaign.id),
        union_member=actor.person.union_member,
        union_officer=actor.person.union_officer,
    )
    return campaign.is_open(tx.now) and title in registrable(regime, holder)


# --- the Office -------------------------------------------------------------------------------------------------------


def asked(tx: Tx, actor: Actor, to: ShowAsked) -> Screen:
    question = records.question(tx, to.question, actor.person.id)
    if question is None:
        raise Refusal("role.not_yours")
    return screens.asked(question, office_to_call(tx), from_list=to.from_list)


def my_questions(tx: Tx, actor: Actor, to: ShowMyQuestions) -> Screen:
    return _for(actor, screens.my_questions(records.questions(tx, actor.person.id), to.page))


# --- the plan ---------------------------------------------------------------------------------------------------------


def read_plan(tx: Tx, actor: Actor, to: ShowPlan) -> Screen:
    campaign = current_campaign(tx)
    if campaign is None or campaign.plan_sha256 is None:
        return _for(actor, screens.no_plan())
    readable = records.mime_of(tx, campaign.plan_sha256) == TEXT
    pages = plan.pages(file_content(tx, campaign.plan_sha256)) if readable else ()
    if to.page == 0 or not pages:
        return screens.plan_cover(campaign, pages)
    return screens.plan_page(pages, to.page)


def plan_file(tx: Tx, _actor: Actor, _to: ShowPlanFile) -> Screen:
    campaign = current_campaign(tx)
    if campaign is None or campaign.plan_sha256 is None:
        return screens.no_plan()
    mime = records.mime_of(tx, campaign.plan_sha256)
    file = Attachment(campaign.plan_sha256, campaign.plan_name or f"{campaign.year}", mime)
    return screens.plan_file(campaign, file)


# --- help -------------------------------------------------------------------------------------------------------------


def guide(tx: Tx, actor: Actor, _to: ShowGuide) -> Screen:
    if actor.staff is None:
        return screens.guide_for_strangers(office_to_call(tx, colleague=False))
    return _for(actor, screens.guide(office_to_call(tx)))


VIEWS = (
    View(ShowQuestions, questions),
    View(ShowTitle, title_info),
    View(ShowAsked, asked),
    View(ShowMyQuestions, my_questions),
    View(ShowPlan, read_plan),
    View(ShowPlanFile, plan_file),
    View(ShowGuide, guide, open_to_all=True),
)


def pass_on(tx: Tx, actor: Actor, to: PassOn) -> ToView:
    return actions.pass_on(tx, actor, to.kept)


def ask_office(tx: Tx, actor: Actor, to: AskOffice) -> ToView | ToFlow:
    """The question to the Office; whoever belongs to it is shown the questions of others instead."""
    return ShowOfficeQuestions() if actor.has(Role.OFFICE) else _asking(Topic.OFFICE)(tx, actor, to)


def _asking(topic: Topic) -> Callable[[Tx, Actor, ToAct], ToFlow]:
    """Opens the question to the Office on `topic`."""
    return lambda _tx, _actor, _to: ToFlow(keeping.FLOW, {"topic": topic.value}, fresh=True)


ACTS = (
    Act(PassOn, pass_on),
    Act(AskOffice, ask_office),
    Act(AskDecision, _asking(Topic.DECISION)),
    Act(AskRoster, _asking(Topic.ROSTER)),
    Act(AskErasure, _asking(Topic.ERASURE)),
)
