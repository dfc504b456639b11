"""The view of all that waits for the actor, and of the days after which it rises, which the Office chooses."""

from bot.dialogue.screens import Screen
from bot.dialogue.views import Act, View
from bot.people.identity import Actor
from bot.people.records import Role
from bot.store.database import Tx
from bot.waiting import actions, records, screens, work
from bot.waiting.targets import SetRising, ShowRising, ShowWaiting


def waiting(tx: Tx, actor: Actor, _to: ShowWaiting) -> Screen:
    may_set = actor.has(Role.OFFICE)
    return screens.waiting(actor.person, work.of(tx, actor), records.rises_after(tx), may_set=may_set)


def rising(tx: Tx, actor: Actor, _to: ShowRising) -> Screen:
    actions.may_set(actor)
    return screens.rising(records.policy(tx))


VIEWS = (View(ShowWaiting, waiting, living=True), View(ShowRising, rising))


def set_rising(tx: Tx, actor: Actor, to: SetRising) -> ShowRising:
    actions.set_rises_after(tx, actor, to.days)
    return ShowRising()


ACTS = (Act(SetRising, set_rising),)
