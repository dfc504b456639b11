"""Invites on paper: views and acts."""

from functools import partial
from typing import Any

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.office.invites import actions, pending, screens
from bot.office.invites.pending import Cards
from bot.office.invites.targets import ChooseInvitedUnits, ShowInviteCards
from bot.people.authentication import place
from bot.people.identity import Actor
from bot.people.records import Role
from bot.people.targets import PrintInvites, ShowInvites
from bot.store.database import Tx


def invites(tx: Tx, actor: Actor, to: ShowInvites) -> Screen:
    found = actions.invitable(tx, actor, to.unit)
    rows = actions.by_unit(found.unlinked)
    name = None if to.unit is None else actions.unit_name(tx, to.unit)
    return screens.invites(to, found, rows if len(rows) > 1 else (), name, office=actor.has(Role.OFFICE))


def cards(tx: Tx, actor: Actor, to: ShowInviteCards) -> Screen:
    made = pending.kept(actor.person.id, to.made, tx.now)
    return screens.gone() if made is None else screens.cards(made, partial(_paper, made))


def _paper(made: Cards, phrase: Any) -> bytes:
    from bot.papers.invites.cards import invite_cards

    return invite_cards(phrase, made.cards, made.at, made.until, place.address())


VIEWS = (View(ShowInvites, invites), View(ShowInviteCards, cards))


def print_invites(tx: Tx, actor: Actor, to: PrintInvites) -> ToView:
    return ShowInviteCards(actions.make(tx, actor, to.unit, to.person, anew=to.anew))


def choose_units(tx: Tx, actor: Actor, _to: ChooseInvitedUnits) -> ToFlow:
    actions.invitable(tx, actor)
    return ToFlow("invited_units", {}, fresh=True)


ACTS = (Act(PrintInvites, print_invites), Act(ChooseInvitedUnits, choose_units))
