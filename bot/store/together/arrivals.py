"""Updates that have come at once, by several calls of a webhook or from several browsers: kept by one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.store import inbox, parking
from bot.store.database import Database, Tx
from bot.store.inbox import Claimed
from bot.store.together.company import Company

Arrive = Callable[[Tx, Sequence[Any]], Sequence[tuple[int, Sequence[Any]]]]
"""Keeps what browsers have sent: of each its number, and the update where it has not come before."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Updates as they have come, and who has sent them; or something that a browser has `sent`, which becomes one."""

    updates: Sequence[Any]
    senders: tuple[int, ...]
    flooding: frozenset[int]
    sent: Any = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The end of keeping some together: what can be begun with, and how many have come, which the first is told; whose
    updates wait apart; the number of what a browser has sent."""

    claimed: list[Claimed]
    crowds: Mapping[int, int]
    count: int
    number: int = 0
    new: bool = False


def keeping(database: Database, claim: Callable[[Tx], list[Claimed]], arrive: Arrive) -> "Company[Arrived, Kept]":
    """The company in which updates are kept. `claim`: leases what can be begun with."""

    def together(tx: Tx, arrived: Sequence[Arrived]) -> list[Kept]:
        made = iter(arrive(tx, [one.sent for one in arrived if one.sent is not None]))
        own = [next(made) if one.sent is not None else (0, ()) for one in arrived]
        senders = {sender for one in arrived for sender in one.senders}
        crowds = parking.crowds(tx, senders, {sender for one in arrived for sender in one.flooding})
        brought = [update for one in arrived for update in one.updates]
        sent = [update for _, updates in own for update in updates]
        inbox.store(tx, brought, crowds)
        inbox.store(tx, sent, crowds, own=True)
        claimed, count = claim(tx), len(brought) + len(sent)
        found = [(number, bool(updates)) for number, updates in own]
        return [Kept(claimed, crowds, count, *found[0]), *(Kept([], crowds, 0, *one) for one in found[1:])]

    return Company(database, together, lambda tx, one: together(tx, [one])[0])
