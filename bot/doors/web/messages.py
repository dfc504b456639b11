"""The messages of the web door: what stands in a person's conversation, and what has changed since a browser looked.

Every change of a message gives it the next number of its address. Whoever has seen everything up to a number asks for
what is above it, and finds messages that are new, edited, or taken away.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Address
from bot.store import files
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.store.schema import AddressType, columns

JSON = dict[str, Any]
KEPT = timedelta(days=400)
"""The time that messages stay: a campaign and the year after it."""
GONE_KEPT = timedelta(days=2)
"""The time that a browser may have been away, and still learns which messages were taken away."""
AT_ONCE = 200


class WebMessage(SQLModel, table=True):
    __tablename__ = "web_message"
    __table_args__ = (
        sa.UniqueConstraint("address", "seq"),
        sa.UniqueConstraint("key"),
        sa.Index("ix_web_message_changed_at", "changed_at"),
        {"sqlite_autoincrement": True},  # the number of a message that is gone means no other one
    )
    id: int | None = Field(default=None, primary_key=True)
    address: Address = Field(sa_type=AddressType)
    seq: int
    """Rises within the address with every message that is new, edited or taken away."""
    surface_id: int | None = Field(default=None)
    """The surface that it shows: it is a screen, and the one on which its reader is. No reference: surfaces of others
    go with whoever is erased, and messages have a time of their own."""
    key: str | None = None
    """Tells a letter's message from every other: it is there once, however often it was sent."""
    content: JSON = Field(sa_type=sa.JSON)
    """{"text": …, "rows": [[{"text", "data", "style"?}]], "files": [{"sha256", "name", "mime", "size", "photo"}],
    "letter": …, "keep": …}; empty: it was taken away."""
    made_at: datetime
    changed_at: datetime
    deleted_at: datetime | None = None


_T = columns(WebMessage)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands. `content` is empty where it was taken away."""

    id: int
    seq: int
    surface_id: int | None
    content: Mapping[str, Any]
    made_at: datetime
    changed_at: datetime

    @property
    def is_gone(self) -> bool:
        return not self.content

    @property
    def is_screen(self) -> bool:
        return self.surface_id is not None


def as_message(row: Any) -> Message:
    return Message(*row)


COLUMNS = [_T.c[name] for name in Message.__dataclass_fields__]
_LAST = sa.select(sa.func.max(_T.c.seq)).where(_T.c.address == sa.bindparam("address", type_=AddressType))
_BEFORE = _T.alias("before")
_NEXT = sa.select(sa.func.coalesce(sa.func.max(_BEFORE.c.seq), 0) + 1).where(
    _BEFORE.c.address == sa.bindparam("place", type_=AddressType)
)
_ADD = sa.insert(_T).values(seq=_NEXT.scalar_subquery()).returning(_T.c.id, _T.c.seq)
_ONE = sa.update(_T).where(_T.c.id == sa.bindparam("number"))
_CHANGE = _ONE.values(seq=_NEXT.scalar_subquery()).returning(_T.c.seq)


def last_seq(tx: Tx, address: Address) -> int:
    """The number of the address's last change; 0: there was none."""
    return int(tx.execute(_LAST, {"address": address}).scalar_one() or 0)


def take_turn(tx: Tx, address: Address) -> None:
    """Until the end of the transaction nobody else gets a number: a browser that has seen one has seen those below
    it."""
    tx.lock(Turn.WEB_MESSAGES, address.number)


# --- writing ----------------------------------------------------------------------------------------------------------


def add(
    tx: Tx,
    address: Address,
    content: JSON,
    *,
    surface_id: int | None = None,
    key: str | None = None,
) -> int:
    """A new message, below all others; its number. `key`: with it the message is there once; added again, it is the one
    that is there."""
    take_turn(tx, address)
    if key is not None and (there := known(tx, key)) is not None:
        return there
    return write(tx, address, content, surface_id=surface_id, key=key).id


def write(tx: Tx, address: Address, content: JSON, *, surface_id: int | None = None, key: str | None = None) -> Message:
    """A new message in the address's turn, which is held."""
    row: JSON = {"address": address, "place": address, "surface_id": surface_id, "key": key, "content": content}
    row |= {"made_at": tx.now, "changed_at": tx.now, "deleted_at": None}
    made: Any = tx.execute(_ADD, row).one()
    return Message(made.id, made.seq, surface_id, content, tx.now, tx.now)


def known(tx: Tx, key: str) -> int | None:
    """The number of the message of this key, also of one that was taken away since."""
    found: int | None = tx.execute(sa.select(_T.c.id).where(_T.c.key == key)).scalar_one_or_none()
    return found


def get(tx: Tx, address: Address, message_id: int) -> Message | None:
    """The message of this number, if it is this address's and was not taken away."""
    found = sa.select(*COLUMNS).where(_T.c.id == message_id, _T.c.address == address, _T.c.deleted_at.is_(None))
    row = tx.execute(found).one_or_none()
    return None if row is None else as_message(row)


def edit(tx: Tx, address: Address, message_id: int, content: JSON) -> bool | None:
    """Put `content` where the message is; False: it says so already; None: it is not there."""
    there = get(tx, address, message_id)
    if there is None:
        return None
    if dict(there.content) == content:
        return False
    change(tx, address, message_id, content=content)
    return True


def delete(tx: Tx, address: Address, message_ids: Collection[int]) -> int:
    """Take messages away, with what they said; how many there were."""
    there = [one for one in message_ids if get(tx, address, one) is not None]
    for message_id in there:
        change(tx, address, message_id, content={}, deleted_at=tx.now, surface_id=None)
    return len(there)


def change(tx: Tx, address: Address, message_id: int, **values: Any) -> int:
    """Write these columns of a message, as a change of its address; the number of it."""
    take_turn(tx, address)
    asked = {"number": message_id, "place": address, "changed_at": tx.now, **values}
    return int(tx.execute(_CHANGE, asked).scalar_one_or_none() or 0)


# --- reading ----------------------------------------------------------------------------------------------------------

_SINCE = (
    sa.select(*COLUMNS)
    .where(_T.c.address == sa.bindparam("address", type_=AddressType), _T.c.seq > sa.bindparam("seq"))
    .order_by(_T.c.seq)
    .limit(AT_ONCE)
)


def since(tx: Tx, address: Address, seq: int) -> list[Message]:
    """The messages that have changed after `seq`, in the order of its numbers, AT_ONCE at most."""
    return [as_message(row) for row in tx.execute(_SINCE, {"address": address, "seq": seq})]


def page(tx: Tx, address: Address, width: int, before: int | None = None) -> tuple[list[Message], bool]:
    """The newest `width` messages, or those before the message `before`, in their order; a screen that is up comes last
    of the newest. And whether there are older ones."""
    alive = sa.select(*COLUMNS).where(_T.c.address == address, _T.c.deleted_at.is_(None))
    record = alive.where(_T.c.surface_id.is_(None)).order_by(_T.c.id.desc()).limit(width + 1)
    if before is not None:
        record = record.where(_T.c.id < before)
    found = [as_message(row) for row in tx.execute(record)]
    shown = list(reversed(found[:width]))
    if before is None:
        up = alive.where(_T.c.surface_id.is_not(None)).order_by(_T.c.id)
        shown += [as_message(row) for row in tx.execute(up)]
    return shown, len(found) > width


def last_seqs(tx: Tx, addresses: Sequence[Address]) -> dict[Address, int]:
    """The number of the last change of each address that has one: by one statement, and one look into the index
    each."""
    if tx.engine_name == "postgresql":
        asked = (
            sa.func.unnest(sa.cast([one.number for one in addresses], sa.ARRAY(sa.BigInteger)))
            .table_valued("a", name="asked")
            .render_derived()
        )
        newest = sa.select(sa.func.max(_T.c.seq)).where(sa.cast(_T.c.address, sa.BigInteger) == asked.c.a)
        rows: Sequence[Any] = tx.execute(sa.select(asked.c.a, newest.scalar_subquery())).all()
        by_number = {one.number: one for one in addresses}
        return {by_number[number]: seq for number, seq in rows if seq is not None}
    newest_of = sa.select(_T.c.address, sa.func.max(_T.c.seq)).where(_T.c.address.in_(addresses)).group_by(_T.c.address)
    found: Sequence[Any] = tx.execute(newest_of).all()
    return {row[0]: row[1] for row in found}


# --- forgetting -------------------------------------------------------------------------------------------------------


def prune(tx: Tx, width: int = AT_ONCE) -> int:
    """Forget what is older than it is kept for, with its files; how many messages. The last change of an address stays,
    so that its numbers go on from there, and so does the screen that is up."""
    later = _T.alias("later")
    is_last = ~sa.exists().where(later.c.address == _T.c.address, later.c.seq > _T.c.seq)
    over = sa.or_(_T.c.deleted_at < tx.now - GONE_KEPT, _T.c.changed_at < tx.now - KEPT)
    old = sa.select(_T.c.id, _T.c.content).where(over, _T.c.surface_id.is_(None), ~is_last).limit(width)
    rows = tx.execute(old).all()
    tx.execute(sa.delete(_T).where(_T.c.id.in_([row.id for row in rows])))
    files.forget(tx, files_of(row.content for row in rows))
    return len(rows)


def files_of(contents: Iterable[Mapping[str, Any]]) -> set[str]:
    """The hashes of all files in these."""
    return {file["sha256"] for content in contents for file in content.get("files", ()) if file["sha256"]}
