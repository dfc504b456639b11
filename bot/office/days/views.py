"""Days off and make-up days, for the Office: views and acts."""

from datetime import timedelta

from bot.campaigns.calendar import office_calendar
from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow, ToView
from bot.dialogue.views import Act, View
from bot.enquiries.targets import ShowDays
from bot.office.days import actions, ahead, screens
from bot.office.targets import DeclareDays, ShowDeclared, TakeBackDays
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.store.database import Tx

AHEAD = timedelta(days=183)
"""The time for which it is shown what the State has fixed."""


def days(tx: Tx, actor: Actor, to: ShowDays) -> Screen:
    actions.office_only(actor)
    today = tx.clock.today()
    declared = [one for one in ahead.declarations(tx) if one.days[-1] >= today]
    fixed = ahead.fixed(office_calendar(tx), today, today + AHEAD)
    return screens.days(declared, fixed, today + AHEAD, to.page)


def declared_days(tx: Tx, actor: Actor, to: ShowDeclared) -> Screen:
    found = actions.declaration(tx, actor, to.day)
    open_ = actions.to_take_back(tx, found)
    moved = ahead.moves(tx, open_, None) if open_ else []
    return screens.one_declaration(found, name_of(tx, found.by), open_, moved, to.page)


VIEWS = (View(ShowDays, days), View(ShowDeclared, declared_days))


def declare_days(_tx: Tx, actor: Actor, to: DeclareDays) -> ToFlow:
    actions.office_only(actor)
    return ToFlow("declare_days", {"kind": to.kind.value}, fresh=True)


def take_back_days(tx: Tx, actor: Actor, to: TakeBackDays) -> ToView:
    actions.take_back(tx, actor, to.first, to.last)
    return ShowDays()


ACTS = (Act(DeclareDays, declare_days), Act(TakeBackDays, take_back_days))
