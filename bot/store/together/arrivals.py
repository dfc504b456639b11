"""Updates that have come at once, by several calls of a webhook or from several browsers: kept by one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.store import inbox, parking
from bot.store.database import Database, Tx
from bot.store.inbox import Claimed
from bot.store.together.company import Company


@dataclass(frozen=True, slots=True)
class Arrived:
    """Updates as they have come, and who has sent them. `own`: they are made here, of what a browser has sent."""

    arriving: Callable[[Tx], Sequence[Any]]
    senders: tuple[int, ...]
    flooding: frozenset[int]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """The end of keeping some together: what can be begun with, and how many have come, which the first
    is told; whose updates wait apart."""

    claimed: list[Claimed]
    crowds: Mapping[int, int]
    count: int


def keeping(database: Database, claim: Callable[[Tx], list[Claimed]]) -> "Company[Arrived, Kept]":
    """The company in which updates are kept. `claim`: leases what can be begun with."""

    def together(tx: Tx, arrived: Sequence[Arrived]) -> list[Kept]:
        news = [(list(one.arriving(tx)), one.own) for one in arrived]
        senders = {sender for one in arrived for sender in one.senders}
        crowds = parking.crowds(tx, senders, {sender for one in arrived for sender in one.flooding})
        for own in (False, True):
            if updates := [update for some, theirs in news if theirs is own for update in some]:
                inbox.store(tx, updates, crowds, own=own)
        first = Kept(claim(tx), crowds, sum(len(some) for some, _ in news))
        return [first, *(Kept([], crowds, 0) for _ in arrived[1:])]

    return Company(database, together, lambda tx, one: together(tx, [one])[0])
