"""Invites on paper: views and acts."""

from functools import partial
from typing import Any

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.office.invites import actions, pending, screens
from bot.office.invites.pending import Cards
from bot.office.invites.targets import ChooseInvitedUnits, ShowDrawing, ShowInviteCards
from bot.people.authentication import place
from bot.people.identity import Actor
from bot.people.records import Role
from bot.people.targets import PrintInvites, ShowInvites
from bot.store.database import Tx


def invites(tx: Tx, actor: Actor, to: ShowInvites) -> Screen:
    found = actions.invitable(tx, actor, to.unit)
    rows = actions.by_unit(found.unlinked)
    name = None if to.unit is None else actions.unit_name(tx, to.unit)
    last, office = pending.latest(actor.person.id, tx.now), actor.has(Role.OFFICE)
    return screens.invites(to, found, rows if len(rows) > 1 else (), name, last, office=office)


def cards(tx: Tx, actor: Actor, to: ShowInviteCards) -> Screen:
    made = pending.kept(actor.person.id, to.made, tx.now)
    if made is None or (made.many and made.progress.failed):
        return screens.gone()
    if made.many and made.progress.file is None:
        return screens.drawing(made)
    return screens.cards(made, tx.clock.local(made.at), partial(_paper, made))


def drawing(tx: Tx, actor: Actor, to: ShowDrawing) -> Screen:
    made = pending.kept(actor.person.id, to.made, tx.now)
    if made is None or made.progress.failed:
        return screens.gone()
    return screens.drawing(made)


def _paper(made: Cards, phrase: Any) -> bytes:
    if made.progress.file is not None:
        return made.progress.file
    from bot.papers.invites.cards import invite_cards

    return invite_cards(phrase, made.cards, made.at, made.until, place.address())


VIEWS = (View(ShowInvites, invites), View(ShowInviteCards, cards), View(ShowDrawing, drawing, living=True))


def print_invites(tx: Tx, actor: Actor, to: PrintInvites) -> ToView:
    return pending.shown(actor.person.id, actions.make(tx, actor, to.unit, to.person, anew=to.anew))


def choose_units(tx: Tx, actor: Actor, _to: ChooseInvitedUnits) -> ToFlow:
    actions.invitable(tx, actor)
    return ToFlow("invited_units", {}, fresh=True)


ACTS = (Act(PrintInvites, print_invites), Act(ChooseInvitedUnits, choose_units))
