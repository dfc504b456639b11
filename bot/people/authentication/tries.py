"""Tries at PINs and links, counted in the store: each is written down before it is looked at, so that many at once gain
nothing, and taken back when it was right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import sqlalchemy as sa

from bot.people.authentication import rules
from bot.people.authentication.hashing import hashed
from bot.people.authentication.records import WebTry
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns

_T = columns(WebTry)


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that is tried at, and how soon it makes one wait."""

    name: str
    free: int
    longest: timedelta
    spent: bool = False
    """Of its own: all its tries are forgiven together, and so many spend it."""

    @property
    def key(self) -> str:
        """In the store, for a day: a network is not kept as it is."""
        return hashed(self.name)[:32]


def of_link(link_id: int) -> Aim:
    return Aim(f"link:{link_id}", rules.FREE, rules.LONGEST_WAIT, spent=True)


def of_session(session_id: int) -> Aim:
    return Aim(f"session:{session_id}", rules.FREE, rules.LONGEST_WAIT, spent=True)


def of_person(person_id: int) -> Aim:
    return Aim(f"person:{person_id}", rules.FREE_OF_PERSON, rules.LONGEST_WAIT)


def of_network(peer: str | None) -> Aim:
    return Aim(f"network:{rules.network(peer)}", rules.FREE_OF_NETWORK, rules.NETWORK_WAIT)


def begin(tx: Tx, aims: Sequence[Aim]) -> tuple[int, ...]:
    """Write a try at all of these down; its keys. Raises Refusal, and writes nothing, while one has to wait."""
    for aim in sorted(aims, key=lambda one: one.key):
        tx.lock(Turn.TRIES, int(aim.key[:13], 16))
    waits = [rules.wait_after(_times(tx, aim), aim.free, aim.longest, tx.now) for aim in aims]
    longest = max(waits, default=timedelta(0))
    if longest > timedelta(0):
        raise Refusal("entry.wait", minutes=ceil(longest / timedelta(minutes=1)))
    tx.execute(sa.delete(_T).where(_T.c.at <= tx.now - rules.KEPT))
    made = (sa.insert(_T).values(aim=aim.key, at=tx.now).returning(_T.c.id) for aim in aims)
    return tuple(int(tx.execute(one).scalar_one()) for one in made)


def forgive(tx: Tx, aims: Sequence[Aim], keys: Sequence[int]) -> None:
    """The try of these keys was right: it is not counted, and no earlier one of what is one's own."""
    own = [aim.key for aim in aims if aim.spent]
    tx.execute(sa.delete(_T).where(sa.or_(_T.c.id.in_(keys), _T.c.aim.in_(own))))


def is_spent(tx: Tx, aim: Aim) -> bool:
    """True if there were as many wrong tries as it bears."""
    return len(_times(tx, aim)) >= rules.MOST_TRIES


def count(tx: Tx, aim: Aim) -> int:
    return len(_times(tx, aim))


def _times(tx: Tx, aim: Aim) -> list[datetime]:
    query = sa.select(_T.c.at).where(_T.c.aim == aim.key, _T.c.at > tx.now - rules.KEPT).order_by(_T.c.at)
    return list(tx.execute(query).scalars())
