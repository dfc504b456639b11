"""Đăng ký thay: the people, the result, declining for somebody, and asking to be registered for."""

from bot.campaigns.offers import asked_families
from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.proxy import actions, screens
from bot.leading.proxy.other_way import who_registers_for
from bot.leading.rights import PREPARING, may_register_for
from bot.leading.targets import (
    AskProxy,
    DeclineForPerson,
    RegisterForPerson,
    ShowProxied,
    ShowProxy,
    ShowProxyAsked,
    ShowProxyDecline,
)
from bot.people.identity import Actor, staff
from bot.people.reach import reachable, units_of
from bot.refusal import Refusal
from bot.registration.reading import answered
from bot.registration.records import FamilyChoice
from bot.registration.rules import may_answer
from bot.store.database import Tx
from bot.titles.loading import shared as catalogue


def people_to_register(tx: Tx, actor: Actor, to: ShowProxy) -> Screen:
    """The people of the actor's units who have not answered in person, as long as they may."""
    if not units_of(actor, PREPARING):
        raise Refusal("role.unit_leads_only")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    if tx.now <= campaign.deadline_at:
        may_answer(campaign, tx.now)
    people = actions.people_to_register(tx, actor, campaign)
    if not people and tx.now > campaign.deadline_at:
        return screens.time_is_over(campaign.deadline_at)
    return screens.people_to_register(people, to.page)


def proxied(tx: Tx, actor: Actor, to: ShowProxied) -> Screen:
    """The answer that stands of the person, for whoever may register for him or her."""
    person = staff(tx, to.person, tx.clock.today())
    campaign = current_campaign(tx)
    if person is None or campaign is None or not may_register_for(tx, actor, person):
        raise Refusal("role.not_yours")
    linked = reachable(tx, [to.person]).get(to.person, False)
    stands = answered(tx, campaign.id, to.person)
    return screens.proxied(person, catalogue().regime(campaign.regime), stands, linked=linked)


def decline(tx: Tx, actor: Actor, to: ShowProxyDecline) -> Screen:
    case = actions.proxy_case(tx, actor, to.person, declines=True)
    if to.what is None and len(asked_families(case.offered)) > 1:
        return screens.decline_which(case)
    return screens.decline(case, to.what or FamilyChoice.STATE)


def asked(tx: Tx, actor: Actor, _to: ShowProxyAsked) -> Screen:
    return screens.asked(who_registers_for(tx, actor.person))


VIEWS = (
    View(ShowProxy, people_to_register),
    View(ShowProxied, proxied),
    View(ShowProxyDecline, decline),
    View(ShowProxyAsked, asked),
)


# --- acts -------------------------------------------------------------------------------------------------------------


def begin(tx: Tx, actor: Actor, to: RegisterForPerson) -> ToFlow:
    case = actions.proxy_case(tx, actor, to.person)
    on = sorted(set(case.stands.titles) & {title.id for title in case.offered})
    return ToFlow("proxy", {"person": to.person, "seen": case.revision, "titles": on}, fresh=True)


def decline_for(tx: Tx, actor: Actor, to: DeclineForPerson) -> ToView:
    if to.reason not in screens.REASONS:
        raise Refusal("choose.below")
    actions.decline(tx, actor, to.person, to.reason, seen=to.revision, what=to.what)
    return ShowProxied(to.person)


def ask(tx: Tx, actor: Actor, _to: AskProxy) -> ToView:
    actions.ask(tx, actor)
    return ShowProxyAsked()


ACTS = (Act(RegisterForPerson, begin), Act(DeclineForPerson, decline_for), Act(AskProxy, ask))
