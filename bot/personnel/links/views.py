"""Requests to be linked, for the Office: views and acts."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.leading.targets import ShowLinkRequests
from bot.people.identity import Actor, Scope, roster
from bot.people.naming import name_of
from bot.people.records import LinkRequestState
from bot.personnel import rules
from bot.personnel.links import actions, screens
from bot.personnel.targets import ChooseLinked, RefuseLink, ShowLinkRequest
from bot.store.database import Tx
from bot.waiting.desk import onward

NEAR = 3
"""People of the roster that a request is compared with."""


def link_requests(tx: Tx, actor: Actor, to: ShowLinkRequests) -> Screen:
    return screens.requests(actions.open_requests(tx, actor), to.page)


def link_request(tx: Tx, actor: Actor, to: ShowLinkRequest) -> Screen:
    one = actions.request(tx, actor, to.request)
    if one.state is not LinkRequestState.OPEN:
        by = None if one.decided_by is None else name_of(tx, one.decided_by)
        return screens.decided(one, actions.linked_to(tx, one), by, onward(tx, actor))
    everybody = roster(tx, Scope(everybody=True), tx.clock.today())
    return screens.request(one, rules.resembling(everybody, one.statement, NEAR))


VIEWS = (View(ShowLinkRequests, link_requests), View(ShowLinkRequest, link_request))


def choose_linked(tx: Tx, actor: Actor, to: ChooseLinked) -> ToFlow:
    actions.waiting(tx, actor, to.request)
    return ToFlow("choose_linked", {"request": to.request}, fresh=True)


def refuse_link(tx: Tx, actor: Actor, to: RefuseLink) -> ToFlow:
    actions.waiting(tx, actor, to.request)
    return ToFlow("refuse_link", {"request": to.request}, fresh=True)


ACTS = (Act(ChooseLinked, choose_linked), Act(RefuseLink, refuse_link))
