"""Coverage of people by doors: each is counted once, by the first door that takes a letter or rings; and what that
costs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.address import Door
from bot.bells import held
from bot.bells.policy import DoorState
from bot.ledger import outages, quotas
from bot.people.contacts import records as contacts
from bot.people.contacts.rules import RINGING
from bot.people.reach import DOORS
from bot.people.records import Account
from bot.people.rules import open_doors
from bot.store.database import Tx
from bot.store.schema import columns

_A = columns(Account)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The number of these people whom each door reaches. `prices`: đồng a ring; `left`: rings that the month still
    has, None for any number."""

    people: int
    telegram: int
    web: int
    ringing: Mapping[Door, int]
    prices: Mapping[Door, int]
    left: Mapping[Door, int | None]
    telegram_out: bool = False
    """Telegram is known to be out, whatever the Office has said to that."""
    zalobot: int = 0
    zalobot_left: int = 0
    """Messages that the month still has for letters there."""

    @property
    def in_person(self) -> int:
        return self.people - self.telegram - self.web - self.zalobot - sum(self.ringing.values())

    @property
    def by_several(self) -> bool:
        """True if not everybody is reached by Telegram or in person."""
        return bool(self.web or self.zalobot or sum(self.ringing.values()))

    def cost(self, door: Door) -> int:
        return self.ringing[door] * self.prices[door]

    def short(self, door: Door) -> bool:
        """True if the month has fewer rings left than there are people."""
        left = self.left[door]
        return left is not None and left < self.ringing[door]


def coverage(tx: Tx, people: Collection[int], doors: Sequence[DoorState]) -> Coverage:
    """These people by the door at which a letter would come to them now, past doors that are out."""
    passed, out = held.passed_by(tx), outages.out_now(tx, Door.TELEGRAM) is not None
    query = sa.select(*DOORS).where(_A.c.person_id.is_not(None))
    first: dict[int, Door] = {}
    for row in tx.execute(query):
        if open_now := [one.door for one in open_doors(*tuple(row)) if one.door not in passed]:
            first[row.person_id] = open_now[0]
    order = [one.door for one in doors if one.rings]
    ringing = dict.fromkeys(RINGING, 0)
    if order:
        for one in contacts.contacts(tx, [person for person in people if person not in first]).values():
            if rung := one.doors(order):
                ringing[rung[0]] += 1
    at = [first[person] for person in people if person in first]
    prices = dict.fromkeys(RINGING, 0) | {one.door: one.price for one in doors}
    left: dict[Door, int | None] = dict.fromkeys(RINGING, None) | {one.door: one.left for one in doors}
    zalobot, months = at.count(Door.ZALOBOT), quotas.left_for_letters(tx, Door.ZALOBOT) or 0
    return Coverage(
        len(people), at.count(Door.TELEGRAM), at.count(Door.WEB), ringing, prices, left, out, zalobot, months
    )
