"""Decisions, for the Office: views and acts."""

from collections import Counter
from collections.abc import Sequence

from bot.campaigns.records import CampaignNow, all_campaigns, campaign_of_year, current_campaign, quotas_of
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.roster.records import ImportKind
from bot.personnel.rules import office_only
from bot.recognition import holders, naming, records
from bot.recognition.entering import actions, line_screens, screens
from bot.recognition.entering.registered import undecided
from bot.recognition.entering.screens import Figures
from bot.recognition.records import DecisionNow
from bot.recognition.shares import Share, shares
from bot.recognition.targets import (
    AddFromList,
    AddFromWorkbook,
    AddOne,
    BeginDecision,
    DropDecision,
    DropLine,
    EnterDecision,
    RevokeDecision,
    ShowDecision,
    ShowDecisionFile,
    ShowDecisionLines,
    ShowDecisions,
    ShowEntering,
)
from bot.recognition.year_records import ended
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.titles.catalogue import Regime, Subject, Title
from bot.titles.loading import shared as catalogue


def decisions(tx: Tx, actor: Actor, to: ShowDecisions) -> Screen:
    office_only(actor)
    campaign = current_campaign(tx) if to.year is None else campaign_of_year(tx, to.year)
    if campaign is None:
        raise Refusal("decision.no_campaign_yet")
    found = records.decisions(tx, campaign.year)
    earlier = max((one.year for one in all_campaigns(tx) if one.year < campaign.year), default=None)
    return screens.decisions(
        campaign, found, undecided(tx, campaign, found), ended(tx, campaign.id) is not None, to.page, earlier
    )


def decision(tx: Tx, actor: Actor, to: ShowDecision) -> Screen:
    one = actions.found(tx, actor, to.decision)
    who = {
        deed: name_of(tx, by)
        for deed, by in (
            ("drafted", one.drafted_by),
            ("entered", one.entered_by),
            ("released", one.released_by),
            ("revoked", one.revoked_by),
        )
    }
    return screens.decision(one, _figures(tx, one), who)


def _campaign(tx: Tx, one: DecisionNow) -> CampaignNow:
    campaign = campaign_of_year(tx, one.year)
    if campaign is None:
        raise Refusal("decision.no_campaign", year=one.year)
    return campaign


def _regime(tx: Tx, one: DecisionNow) -> Regime:
    return catalogue().regime(_campaign(tx, one).regime)


def _figures(tx: Tx, one: DecisionNow) -> Figures:
    found = records.lines(tx, one.id)
    counts = Counter(line.title for line in found)
    titles: Sequence[Title] = _regime(tx, one).in_order(counts)
    each = [(title, counts[title.id]) for title in titles]
    return Figures(each, len(found), sum(not line.registered for line in found))


def _shares(tx: Tx, one: DecisionNow) -> list[Share]:
    """The limited shares of the year that the decision touches, as they will be when it is entered."""
    campaign, lines = _campaign(tx, one), records.lines(tx, one.id)
    given = {line.title for line in lines}
    limits = {title: at for title, at in quotas_of(tx, campaign.id).items() if given & {title, at.base}}
    wanted = {title for limit, at in limits.items() for title in (limit, at.base)}
    held = {*records.awards_of(tx, one.year, wanted), *((line.holder, line.title) for line in lines)}
    people = Counter(title for holder, title in held if holders.subject_of(holder) is Subject.PERSON)
    return shares(catalogue().regime(campaign.regime), limits, people)


def decision_lines(tx: Tx, actor: Actor, to: ShowDecisionLines) -> Screen:
    one = actions.found(tx, actor, to.decision)
    regime = _regime(tx, one)
    places = {title.id: place for place, title in enumerate(regime.titles())}
    names = naming.names(tx, {line.holder for line in records.lines(tx, one.id)}, one.family)
    order = {holder: place for place, holder in enumerate(names)}
    found = sorted(records.lines(tx, one.id), key=lambda line: (places.get(line.title, 0), order[line.holder]))
    return line_screens.lines(one, found, names, {title.id: title for title in regime.titles()}, to.page)


def decision_file(tx: Tx, actor: Actor, to: ShowDecisionFile) -> Screen:
    one = actions.found(tx, actor, to.decision)
    if one.sha256 is None:
        raise Refusal("stale.button")
    return screens.file(one, one.sha256)


def entering(tx: Tx, actor: Actor, to: ShowEntering) -> Screen:
    one = actions.draft(tx, actor, to.decision)
    figures = _figures(tx, one)
    if not figures.lines:
        raise Refusal("decision.empty")
    return screens.entering(one, figures, _shares(tx, one))


VIEWS = (
    View(ShowDecisions, decisions, living=True),
    View(ShowDecision, decision, living=True),
    View(ShowDecisionLines, decision_lines),
    View(ShowDecisionFile, decision_file),
    View(ShowEntering, entering),
)


def begin_decision(tx: Tx, actor: Actor, to: BeginDecision) -> ToFlow:
    office_only(actor)
    if campaign_of_year(tx, to.year) is None:
        raise Refusal("decision.no_campaign", year=to.year)
    return ToFlow("begin_decision", {"year": to.year}, fresh=True)


def add_from_list(tx: Tx, actor: Actor, to: AddFromList) -> ToFlow:
    actions.draft(tx, actor, to.decision)
    return ToFlow("decision_list", {"decision": to.decision}, fresh=True)


def add_one(tx: Tx, actor: Actor, to: AddOne) -> ToFlow:
    actions.draft(tx, actor, to.decision)
    return ToFlow("decision_one", {"decision": to.decision}, fresh=True)


def add_from_workbook(tx: Tx, actor: Actor, to: AddFromWorkbook) -> ToFlow:
    actions.draft(tx, actor, to.decision)
    return ToFlow("send_workbook", {"kind": ImportKind.AWARDS.value, "decision": to.decision}, fresh=True)


def drop_line(tx: Tx, actor: Actor, to: DropLine) -> ToView:
    one = actions.draft(tx, actor, to.decision)
    title = next((title for title in _regime(tx, one).titles() if title.order == to.title), None)
    if title is None:
        raise Refusal("stale.button")
    actions.drop_line(tx, actor, one.id, holders.of_code(to.holder), title.id)
    return ShowDecisionLines(one.id)


def enter_decision(tx: Tx, actor: Actor, to: EnterDecision) -> ToView:
    actions.enter(tx, actor, to.decision, to.revision)
    return ShowDecision(to.decision)


def drop_decision(tx: Tx, actor: Actor, to: DropDecision) -> ToView:
    return ShowDecisions(actions.drop(tx, actor, to.decision).year)


def revoke_decision(tx: Tx, actor: Actor, to: RevokeDecision) -> ToFlow:
    actions.entered(tx, actor, to.decision)
    return ToFlow("revoke_decision", {"decision": to.decision}, fresh=True)


ACTS = (
    Act(BeginDecision, begin_decision),
    Act(AddFromList, add_from_list),
    Act(AddOne, add_one),
    Act(AddFromWorkbook, add_from_workbook),
    Act(DropLine, drop_line),
    Act(EnterDecision, enter_decision),
    Act(DropDecision, drop_decision),
    Act(RevokeDecision, revoke_decision),
)
