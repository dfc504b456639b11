"""Places at which accounts converse: the key of the account at an address, and the addresses of an account.

The key of an account is its chat's. Of somebody who has two chats it is that at Telegram, and the one at Zalo stands
beside it; of somebody who has none, that of the room at the web.
"""

from collections.abc import Collection

import sqlalchemy as sa

from bot.address import Address, Door
from bot.people.identity import Actor, load_actor
from bot.people.records import Account
from bot.people.rules import places
from bot.store.database import Tx
from bot.store.schema import columns
from bot.store.together.rows import evenly

_A = columns(Account)
_ROOMS = sa.select(_A.c.person_id.label("value"), _A.c.user_id).where(
    _A.c.person_id.in_(sa.bindparam("values", expanding=True)), _A.c.web_since.is_not(None)
)
_BESIDE = sa.select(_A.c.zalo_chat_key.label("value"), _A.c.user_id).where(
    _A.c.zalo_chat_key.in_(sa.bindparam("values", expanding=True))
)
_OWN = sa.select(_A.c.user_id, _A.c.person_id, _A.c.web_since, _A.c.zalo_chat_key).where(
    _A.c.user_id == sa.bindparam("user_id")
)


def account_at(tx: Tx, address: Address) -> int | None:
    """The key of the account that converses at this address; None: nobody does any more."""
    return accounts_at(tx, [address]).get(address)


def accounts_at(tx: Tx, addresses: Collection[Address]) -> dict[Address, int]:
    """`account_at` of several; those are left out at which nobody converses. Whoever writes in a chat converses there,
    known or not."""
    found = {at: at.number for at in addresses if at.door in (Door.TELEGRAM, Door.ZALOBOT)}
    for door, query in ((Door.WEB, _ROOMS), (Door.ZALOBOT, _BESIDE)):
        if asked := {at.value: at for at in addresses if at.door is door}:
            rows = tx.execute(query, {"values": evenly(sorted(asked))})
            found |= {asked[row.value]: row.user_id for row in rows}
    return found


def actor_at(tx: Tx, address: Address) -> Actor | None:
    """The actor who converses at this address; None: nobody does any more."""
    user_id = account_at(tx, address)
    return None if user_id is None else load_actor(tx, user_id, address)


def again(tx: Tx, actor: Actor) -> Actor:
    """The actor after something that may have made the account another one, or another person's."""
    return actor_at(tx, actor.address) or load_actor(tx, actor.user_id, actor.address)


def besides(tx: Tx, here: Address, user_id: int) -> list[Address]:
    """The places besides this one at which the holder of the account may converse."""
    own = tx.execute(_OWN, {"user_id": user_id}).one_or_none()
    return [] if own is None else [one for one in places(*tuple(own)) if one != here]
