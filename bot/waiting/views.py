"""The view of all that waits for the actor."""

from bot.dialogue.screens import Screen
from bot.dialogue.views import View
from bot.people.identity import Actor
from bot.store.database import Tx
from bot.waiting import records, screens, work
from bot.waiting.targets import ShowWaiting


def waiting(tx: Tx, actor: Actor, _to: ShowWaiting) -> Screen:
    return screens.waiting(actor.person, work.of(tx, actor), records.rises_after(tx))


VIEWS = (View(ShowWaiting, waiting, living=True),)
