"""Chats with the bot at Zalo, each with the key that is its address.

Zalo's free plan serves MOST_PEOPLE to a bot. Who is linked has a place; a stranger has one for a day, to link in.
"""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from bot.address import Address, Door, address_of, zalo_chat
from bot.ledger.quotas import PLANS
from bot.people.linking.places import account_at
from bot.people.reach import has_chat_at
from bot.people.records import Account, ZaloChat
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import columns

MOST_PEOPLE = PLANS[Door.ZALOBOT].people
STRANGER = timedelta(days=1)
KEPT = timedelta(days=30)
"""The time for which the chat of somebody who is nobody here is known."""
TOLD_AGAIN = timedelta(days=1)
"""Between two times that somebody for whom there is no place is told so."""

_C, _A = columns(ZaloChat), columns(Account)


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who has written. `address`: None where there is no place, `user_id` the key of the account there;
    `tell`: to be told so, once a day."""

    address: Address | None
    user_id: int = 0
    tell: bool = False


def admit(tx: Tx, chat_id: str) -> Guest:
    """The chat's address, if there is a place for it."""
    row = tx.execute(sa.select(_C).where(_C.c.zalo_id == chat_id)).one_or_none()
    if row is not None and (linked := _linked_at(tx, zalo_chat(row.id))) is not None:
        return Guest(zalo_chat(row.id), linked)
    tx.lock(Turn.ZALO_PLACES, 0)
    tx.insert_new(ZaloChat, [{"zalo_id": chat_id, "seen_at": tx.now}])
    row = tx.execute(sa.select(_C).where(_C.c.zalo_id == chat_id)).one()
    mine = sa.update(_C).where(_C.c.id == row.id)
    if _taken(tx, but=row.id) < MOST_PEOPLE:
        tx.execute(mine.values(seen_at=tx.now, turned_away_at=None))
        return Guest(zalo_chat(row.id), zalo_chat(row.id).number)
    if row.turned_away_at is not None and tx.now - row.turned_away_at < TOLD_AGAIN:
        return Guest(None)
    tx.execute(mine.values(turned_away_at=tx.now))
    return Guest(None, tell=True)


def _linked_at(tx: Tx, address: Address) -> int | None:
    """The key of the account whose person has this chat; None: nobody has."""
    key = account_at(tx, address)
    query = sa.select(_A.c.user_id).where(_A.c.user_id == key, _A.c.person_id.is_not(None))
    found: int | None = tx.execute(query).scalar_one_or_none()
    return found


def _taken(tx: Tx, *, but: int) -> int:
    """The places that are taken by others than the chat of this key."""
    strangers = sa.select(_C.c.id).where(_C.c.turned_away_at.is_(None), _C.c.seen_at > tx.now - STRANGER)
    return len((_linked(tx) | set(tx.execute(strangers).scalars())) - {but})


def _linked(tx: Tx) -> set[int]:
    """The keys of the chats of people who are linked by them."""
    linked = sa.select(_A.c.user_id, _A.c.zalo_chat_key).where(has_chat_at(Door.ZALOBOT), _A.c.person_id.is_not(None))
    return {row.zalo_chat_key or address_of(row.user_id).value for row in tx.execute(linked)}


def chat_at(tx: Tx, address: Address) -> tuple[str, str] | None:
    """The id by which Zalo knows the chat at this address, and the language of its account."""
    query = sa.select(_C.c.zalo_id, sa.func.coalesce(_A.c.language, "vi").label("language"))
    account = query.join_from(_C, _A, _A.c.user_id == account_at(tx, address), isouter=True)
    found = tx.execute(account.where(_C.c.id == address.value)).one_or_none()
    return None if found is None else (str(found.zalo_id), str(found.language))


def prune(tx: Tx) -> int:
    """Forget the chats of strangers, and of people who have left the door, that nobody has written in for long."""
    return tx.execute(sa.delete(_C).where(_C.c.seen_at < tx.now - KEPT, _C.c.id.not_in(_linked(tx)))).rowcount
