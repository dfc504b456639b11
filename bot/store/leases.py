"""Leases: rows with an owner and an end, of what only one replica may do: poll, beat the ticks, lead the courier.

Compared by real epoch time, which replicas share; a lease of a process that died ends by itself.
"""

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.clock import SKEW
from bot.store.database import Tx
from bot.store.schema import columns

SECONDS = 12.0
"""Seconds that a lease lasts: for so long the work of a dead replica stays undone."""
BEAT = 3.0
"""Seconds between two renewals by the owner, whatever else it is waiting for, and between two tries of others."""


class Lease(SQLModel, table=True):
    name: str = Field(primary_key=True)
    owner: str
    until: float = Field(sa_type=sa.Double)


_T = columns(Lease)
_TAKE = (
    sa.update(_T)
    .where(
        _T.c.name == sa.bindparam("lease"),
        sa.or_(
            _T.c.owner == sa.bindparam("holder"),
            _T.c.until < sa.bindparam("stamp"),
            _T.c.until > sa.bindparam("ahead"),
        ),
    )
    .values(owner=sa.bindparam("holder"), until=sa.bindparam("end"))
)


_RELEASE = sa.delete(_T).where(_T.c.name == sa.bindparam("lease"), _T.c.owner == sa.bindparam("holder"))


def take(tx: Tx, name: str, owner: str) -> bool:
    """Take or renew the lease; False while another owner's lasts."""
    stamp = tx.clock.stamp()
    until = stamp + SECONDS
    wanted = {"lease": name, "holder": owner, "stamp": stamp, "end": until, "ahead": until + SKEW}
    taken = tx.execute(_TAKE, wanted)
    return taken.rowcount == 1 or tx.insert_new(Lease, [{"name": name, "owner": owner, "until": until}]) == 1


def release(tx: Tx, name: str, owner: str) -> None:
    """Let another replica take it at once."""
    tx.execute(_RELEASE, {"lease": name, "holder": owner})


def clear(tx: Tx) -> None:
    """Forget all leases: this process is alone on its store, and their owners are dead."""
    tx.execute(_CLEAR)


def ends(tx: Tx) -> dict[str, float]:
    """Name of each lease that somebody has taken -> the epoch second at which it ends unless it is renewed."""
    rows = tx.execute(sa.select(_T.c.name, _T.c.until).where(_T.c.name.not_in(MARKS)))
    return {row.name: row.until for row in rows}


def is_served(tx: Tx) -> bool:
    """True while some process serves this store: whoever does has a lease, or waits for one."""
    held = _T.c.name.not_in((*MARKS, COPIED)) & (_T.c.until >= tx.clock.stamp())
    return tx.execute(sa.select(_T.c.name).where(held).limit(1)).first() is not None


DAY = 86_400.0
"""Seconds that the longest lease lasts."""


def take_once(tx: Tx, name: str, owner: str, seconds: float) -> bool:
    """Take the lease for so long, also from oneself; False while it lasts."""
    stamp = tx.clock.stamp()
    values = {"owner": owner, "until": stamp + seconds}
    # One that lies further ahead than any lasts was taken while the clock was wrong.
    over = sa.or_(_T.c.until < stamp, _T.c.until > stamp + DAY + SKEW)
    if tx.execute(sa.update(_T).where(_T.c.name == name, over).values(**values)).rowcount == 1:
        return True
    return tx.insert_new(Lease, [{"name": name, **values}]) == 1


def keep_until(tx: Tx, name: str, owner: str, until: float) -> None:
    """Let the lease last until then, or end before its time."""
    tx.execute(sa.update(_T).where(_T.c.name == name, _T.c.owner == owner).values(until=until))


COPIED = "daily copy"
"""The lease of whoever makes the copy of the day; it lasts to the next day's."""
SERVED, CARRIED = "served", "carried"
"""Rows whose `until` is when Telegram last answered a poll, and when somebody last led the courier: nobody's lease, a
mark."""
WATCHED = "doors watched"
"""The mark of when somebody last looked whether the doors serve."""
SCRUBBED = "scrubbed"
"""The mark up to which erasure the files are clean: the number of its record."""
CHAIN_HOLDS, CHAIN_BROKEN = "chain holds", "chain broken"
"""Marks of the audit trail: the place up to which its chain was last walked, and the first one that does not hold, or
0."""
MARKS = (SERVED, CARRIED, WATCHED, SCRUBBED, CHAIN_HOLDS, CHAIN_BROKEN)


_MARKED = sa.select(_T.c.until).where(_T.c.name == sa.bindparam("lease"))
_CLEAR = sa.delete(_T).where(_T.c.name.not_in(MARKS))


def marked(tx: Tx, name: str) -> float | None:
    """The epoch second of the mark; None without one."""
    until: float | None = tx.execute(_MARKED, {"lease": name}).scalar_one_or_none()
    return until


def note(tx: Tx, name: str, value: float) -> None:
    """Set the mark to this value."""
    if not tx.insert_new(Lease, [{"name": name, "owner": "", "until": value}]):
        tx.execute(sa.update(_T).where(_T.c.name == name).values(until=value))


def mark(tx: Tx, name: str) -> float:
    """Note that it is so now; for how many seconds it was not, by real time. 0 the first time."""
    stamp = tx.clock.stamp()
    before = marked(tx, name)
    if before is None:
        tx.insert_new(Lease, [{"name": name, "owner": "", "until": stamp}])
        return 0.0
    tx.execute(sa.update(_T).where(_T.c.name == name).values(until=stamp))
    return stamp - before
