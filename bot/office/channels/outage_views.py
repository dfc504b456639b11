"""Outages of doors, for the Office: views and the act."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToView
from bot.dialogue.views import Act, View
from bot.office.channels import outage_screens, outages
from bot.office.channels.targets import LetPass, ShowLetPass, ShowOnPaper, ShowOutage
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.office import heads
from bot.store.database import Tx


def outage(tx: Tx, actor: Actor, to: ShowOutage) -> Screen:
    one = outages.one(tx, actor, to.outage)
    who = name_of(tx, one.decided_by) if one.decided_at is not None else outages.decider(tx)
    return outage_screens.outage(outages.told(tx, one), who, decides=heads.decides(tx, actor))


def let_pass(tx: Tx, actor: Actor, to: ShowLetPass) -> Screen:
    """The question; once it is decided, what was decided."""
    one = outages.open_one(tx, actor, to.outage)
    if one.decided_at is not None:
        return outage(tx, actor, ShowOutage(to.outage))
    return outage_screens.let_pass(outages.told(tx, one))


def on_paper(tx: Tx, actor: Actor, to: ShowOnPaper) -> Screen:
    told = outages.told(tx, outages.one(tx, actor, to.outage))
    return outage_screens.on_paper(told, outages.owing(tx), to.page)


VIEWS = (View(ShowOutage, outage), View(ShowLetPass, let_pass), View(ShowOnPaper, on_paper))


def pass_on(tx: Tx, actor: Actor, to: LetPass) -> ToView:
    outages.let_pass(tx, actor, to.outage)
    return ShowOutage(to.outage)


ACTS = (Act(LetPass, pass_on),)
