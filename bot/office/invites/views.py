"""Invites on paper: views and acts."""

from functools import partial
from typing import Any

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.office.invites import actions, pending, screens
from bot.office.invites.pending import Cards
from bot.office.invites.targets import ShowInviteCards
from bot.people.identity import Actor
from bot.people.records import Role
from bot.people.targets import PrintInvites, ShowInvites
from bot.store.database import Tx


def invites(tx: Tx, actor: Actor, to: ShowInvites) -> Screen:
    found = actions.invitable(tx, actor, to.unit)
    units: dict[int, tuple[str, int]] = {}
    for one in found.unlinked:
        if one.unit_id is not None:
            units[one.unit_id] = (one.unit_name, units.get(one.unit_id, ("", 0))[1] + 1)
    rows = [(key, name, count) for key, (name, count) in units.items()]
    name = None if to.unit is None else actions.unit_name(tx, to.unit)
    return screens.invites(to, found, rows if len(rows) > 1 else (), name, office=actor.has(Role.OFFICE))


def cards(tx: Tx, actor: Actor, to: ShowInviteCards) -> Screen:
    made = pending.kept(actor.person.id, to.made, tx.now)
    return screens.gone() if made is None else screens.cards(made, partial(_paper, made))


def _paper(made: Cards, phrase: Any) -> bytes:
    from bot.papers.invites.cards import invite_cards

    return invite_cards(phrase, made.cards, made.at, made.until)


VIEWS = (View(ShowInvites, invites), View(ShowInviteCards, cards))


def print_invites(tx: Tx, actor: Actor, to: PrintInvites) -> ToView:
    return ShowInviteCards(actions.make(tx, actor, to.unit, to.person, anew=to.anew))


ACTS = (Act(PrintInvites, print_invites),)
