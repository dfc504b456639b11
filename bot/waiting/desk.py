"""The desk of the Office: what waits for one of its members to decide, and the way on from one decision to the next."""

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.screens import Button, Phrase, Style, say
from bot.dialogue.targets import ToView
from bot.people.identity import Actor
from bot.people.records import Role
from bot.store.database import Tx
from bot.waiting import work
from bot.waiting.targets import TakeNext
from bot.waiting.work import Todo


@dataclass(frozen=True, slots=True)
class Desk:
    """All that waits for one member of the Office, by kind, the kind with the oldest item first."""

    kinds: tuple[Todo, ...]

    @property
    def count(self) -> int:
        return sum(len(one.items) for one in self.kinds)

    def next(self) -> tuple[Phrase, ToView] | None:
        """The item that has waited longest, in words, and the view in which it is done; None: nothing waits."""
        oldest: tuple[datetime, int, Phrase, ToView] | None = None
        for place, one in enumerate(self.kinds):
            item = min(one.items, key=lambda item: (item.since, item.key))
            assert one.kind.on_desk is not None
            if oldest is None or (item.since, place) < oldest[:2]:
                oldest = (item.since, place, say(one.kind.on_desk, since=item.since), item.to or one.kind.to)
        return None if oldest is None else oldest[2:]


def desk(tx: Tx, actor: Actor) -> Desk:
    """The desk of this actor. Empty for whoever is not of the Office."""
    if not actor.has(Role.OFFICE):
        return Desk(())
    found = [one for one in work.of(tx, actor).todo if one.kind.on_desk is not None]
    return Desk(tuple(sorted(found, key=lambda one: one.since)))


def onward(tx: Tx, actor: Actor) -> Button | None:
    """The way on from what is decided: the next item of the desk; None: nothing waits there."""
    waits = desk(tx, actor).count
    return Button(say("button.next_work", count=waits), TakeNext(), Style.PRIMARY) if waits else None
