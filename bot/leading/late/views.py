"""Requests to register late, as the lead and the Office see them: views and acts."""

from datetime import date

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.late import actions, screens
from bot.leading.targets import AgreeLate, GrantLate, RefuseLate, ShowLateRequest, ShowLateRequests
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.reach import LEADING, units_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.registration.records import LateRequestState
from bot.store.database import Tx
from bot.waiting.desk import onward


def requests(tx: Tx, actor: Actor, to: ShowLateRequests) -> Screen:
    cases = actions.open_requests(tx, actor, led=to.led)
    if not cases and not units_of(actor, LEADING | {Role.DEPUTY}) and not actor.has(Role.OFFICE):
        raise Refusal("role.leads_only")
    return screens.requests(cases, to)


def one(tx: Tx, actor: Actor, to: ShowLateRequest) -> Screen:
    case = actions.late_case(tx, actor, to.request)
    campaign = current_campaign(tx)
    agreed, decided = case.request.agreed_by, case.request.decided_by
    return screens.one(
        case,
        None if agreed is None else name_of(tx, agreed),
        None if decided is None else name_of(tx, decided),
        actions.ends(tx, campaign) if campaign is not None else (),
        onward(tx, actor) if case.request.state is not LateRequestState.OPEN else None,
    )


VIEWS = (View(ShowLateRequests, requests), View(ShowLateRequest, one))


def agree(tx: Tx, actor: Actor, to: AgreeLate) -> ToView:
    actions.agree(tx, actor, to.request)
    return ShowLateRequest(to.request)


def grant(tx: Tx, actor: Actor, to: GrantLate) -> ToView:
    if not date.min < to.day < date.max:
        raise Refusal("choose.below")
    actions.grant(tx, actor, to.request, to.day)
    return ShowLateRequest(to.request)


def refuse(tx: Tx, actor: Actor, to: RefuseLate) -> ToFlow:
    actions.may_refuse(tx, actor, to.request)
    return ToFlow("late_refuse", {"request": to.request}, fresh=True)


ACTS = (Act(AgreeLate, agree), Act(GrantLate, grant), Act(RefuseLate, refuse))
