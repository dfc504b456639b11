"""Đăng ký thay: whom, what came of it, declining for somebody, and asking to be registered for."""

from bot.campaigns.records import current_campaign
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.leading.board import answers as board
from bot.leading.board.answers import Stand
from bot.leading.nudging.actions import is_open
from bot.leading.proxy import actions as proxy
from bot.leading.proxy import screens as proxy_screens
from bot.leading.targets import (
    AskProxy,
    DeclineForPerson,
    RegisterForPerson,
    ShowProxied,
    ShowProxy,
    ShowProxyAsked,
    ShowProxyDecline,
)
from bot.people.identity import Actor, Scope, staff
from bot.people.reach import reachable, subtree, units_of
from bot.refusal import Refusal
from bot.registration.reading import answered
from bot.store.database import Tx
from bot.titles.catalogue import Family
from bot.titles.loading import shared as catalogue


def whom(tx: Tx, actor: Actor, to: ShowProxy) -> Screen:
    """Those of the actor's units who have not answered in person, as long as they may."""
    units = units_of(actor, proxy.PREPARING)
    if not units:
        raise Refusal("role.leads_only")
    campaign = current_campaign(tx)
    if campaign is None:
        raise Refusal("campaign.none")
    scope = Scope(unit_ids=subtree(tx, units, tx.clock.today()))
    entries = board.load(tx, scope, campaign, Family.STATE)
    again = proxy.awaited(tx, campaign.id)
    listed = [
        *((entry, False) for entry in entries.of(Stand.MISSING) if entry.person.id not in again),
        *((entry, True) for entry in entries.entries if entry.person.id in again),
        *((entry, False) for entry in entries.of(Stand.DECLINED) if entry.person.id not in again),
    ]
    own = actor.person.id
    may = [one for one in listed if one[0].person.id != own and is_open(tx, campaign, one[0].person.id)]
    return proxy_screens.whom(may, to.page)


def proxied(tx: Tx, actor: Actor, to: ShowProxied) -> Screen:
    """What stands of the person, for whoever may register for him or her."""
    person = staff(tx, to.person, tx.clock.today())
    campaign = current_campaign(tx)
    if person is None or campaign is None or not proxy.may_register_for(tx, actor, person):
        raise Refusal("role.not_yours")
    linked = reachable(tx).get(to.person, False)
    stands = answered(tx, campaign.id, to.person)
    return proxy_screens.proxied(person, catalogue().regime(campaign.regime), stands, linked=linked)


def decline(tx: Tx, actor: Actor, to: ShowProxyDecline) -> Screen:
    about = proxy.about(tx, actor, to.person)
    return proxy_screens.decline(about.person, about.campaign.year, about.revision)


def asked(tx: Tx, actor: Actor, _to: ShowProxyAsked) -> Screen:
    return proxy_screens.asked(proxy.who_registers_for(tx, actor.person))


VIEWS = (
    View(ShowProxy, whom),
    View(ShowProxied, proxied),
    View(ShowProxyDecline, decline),
    View(ShowProxyAsked, asked),
)


# --- acts -------------------------------------------------------------------------------------------------------------


def begin(tx: Tx, actor: Actor, to: RegisterForPerson) -> ToFlow:
    """`ref`: the person."""
    about = proxy.about(tx, actor, to.person)
    on = sorted(set(about.stands.titles) & {title.id for title in about.offered})
    return ToFlow("proxy", {"person": to.person, "seen": about.revision, "titles": on}, fresh=True)


def decline_for(tx: Tx, actor: Actor, to: DeclineForPerson) -> ToView:
    """`version`: what the lead saw, and the reason."""
    if to.reason not in proxy_screens.REASONS:
        raise Refusal("choose.below")
    proxy.decline(tx, actor, to.person, to.reason, seen=to.revision)
    return ShowProxied(to.person)


def ask(tx: Tx, actor: Actor, _to: AskProxy) -> ToView:
    proxy.ask(tx, actor)
    return ShowProxyAsked()


ACTS = (Act(RegisterForPerson, begin), Act(DeclineForPerson, decline_for), Act(AskProxy, ask))
