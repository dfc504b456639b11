"""Requests to be linked, for the Office. `ref`: the request."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.people.identity import Actor, Scope, roster
from bot.people.records import LinkRequestState
from bot.personnel import rules
from bot.personnel.links import actions as linking
from bot.personnel.links import screens as link_screens
from bot.store.database import Tx

NEAR = 3
"""People of the roster that a request is compared with."""


def link_requests(tx: Tx, actor: Actor, _ref: int, page: int) -> Screen:
    return link_screens.requests(linking.open_requests(tx, actor), page)


def link_request(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    one = linking.request(tx, actor, ref)
    if one.state is not LinkRequestState.OPEN:
        return link_screens.decided()
    everybody = roster(tx, Scope(everybody=True), tx.clock.today())
    return link_screens.request(one, rules.resembling(everybody, one.statement, NEAR))


VIEWS = (View("link_requests", link_requests), View("link_request", link_request))


def choose_linked(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    linking.waiting(tx, actor, ref)
    return ToFlow("choose_linked", {"request": ref}, fresh=True)


def refuse_link(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    linking.waiting(tx, actor, ref)
    return ToFlow("refuse_link", {"request": ref}, fresh=True)


ACTS = (Act("choose_linked", choose_linked), Act("refuse_link", refuse_link))
