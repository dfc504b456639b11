"""Verifying: the chain walked from its first place, each row compared with its seal, and a head that stands on paper
with the seal of its place."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.store import leases
from bot.store.audit import Audit, AuditSeal, Head, head
from bot.store.chain import digests
from bot.store.database import Database, Tx
from bot.store.schema import columns

BLOCK, ON_PATROL = 5_000, 2_000
"""Rows read at once: by whoever waits for the answer, and by the patrol, which is in no hurry."""
NAMED = 20
"""Breaks that are named; of more only the number."""

_A, _S = columns(Audit), columns(AuditSeal)
log = logging.getLogger(__name__)


class Why(StrEnum):
    CHANGED = "changed"  # the row, or its seal, is another than was sealed
    ROW_GONE = "row_gone"  # a seal without its row
    SEAL_GONE = "seal_gone"  # a place without a seal


@dataclass(frozen=True, slots=True)
class Break:
    """One place at which the chain does not hold."""

    place: int
    why: Why
    audit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Walked:
    """A part of the chain that was walked: its last place, and where it did not hold."""

    upto: int
    breaks: tuple[Break, ...]
    ended: bool


@dataclass(frozen=True, slots=True)
class _Unreadable:
    place: int
    digest: str
    audit_id: int


def walk(tx: Tx, after: int, rows: int = BLOCK) -> Walked:
    """Walk so many places after the place `after`."""
    before = tx.execute(sa.select(_S.c.digest).where(_S.c.place == after)).scalar_one_or_none()
    previous = digests.FIRST if after == 0 else before
    found = _read(tx, sealed_rows().where(_S.c.place > after).order_by(_S.c.place).limit(rows))
    breaks = tuple(_breaks(found, after, previous))
    return Walked(found[-1].place if found else after, breaks, len(found) < rows)


def sealed_rows() -> sa.Select[Any]:
    """Every seal with the row of the trail that it is for; a row that is gone is null."""
    return sa.select(_S.c.place, _S.c.digest, _S.c.audit_id, *_A.c).select_from(
        _S.outerjoin(_A, _A.c.id == _S.c.audit_id)
    )


def _read(tx: Tx, query: sa.Select[Any]) -> Sequence[Any]:
    """The rows of `query`. One of which a value cannot even be read comes as what its seal says."""
    try:
        return tx.execute(query).all()
    except (ValueError, sa.exc.DBAPIError):
        places = tx.execute(query.with_only_columns(_S.c.place)).scalars().all()
        return [_read_alone(tx, place) for place in places]


def _read_alone(tx: Tx, place: int) -> Any:
    try:
        return tx.execute(sealed_rows().where(_S.c.place == place)).one()
    except (ValueError, sa.exc.DBAPIError):
        seal = tx.execute(sa.select(_S).where(_S.c.place == place)).one()
        return _Unreadable(seal.place, seal.digest, seal.audit_id)


def _breaks(found: Any, after: int, previous: str | None) -> Iterator[Break]:
    """`previous`: the digest before the first of them; None: it is gone, and nothing follows from it."""
    for row in found:
        if row.place != after + 1:
            yield Break(after + 1, Why.SEAL_GONE)
            previous = None
        if isinstance(row, _Unreadable):
            yield Break(row.place, Why.CHANGED, row.audit_id)
        elif row.id is None:
            yield Break(row.place, Why.ROW_GONE, row.audit_id)
        elif previous is not None and digests.seal(previous, row.place, row) != row.digest:
            yield Break(row.place, Why.CHANGED, row.audit_id)
        after, previous = row.place, row.digest


# --- all of it --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole chain as it was found."""

    head: Head
    breaks: tuple[Break, ...]
    """At most so many as are named."""
    broken: int
    unsealed: int
    """Rows that have no seal yet."""


async def verify(database: Database) -> Verdict:
    """Walk the whole chain, a block at a time."""
    after, broken, breaks, ended = 0, 0, list[Break](), False
    while not ended:
        walked = await database.read(partial(walk, after=after))
        after, ended = walked.upto, walked.ended
        broken += len(walked.breaks)
        breaks += walked.breaks[: NAMED - len(breaks)]
    end, unsealed = await database.read(lambda tx: (head(tx), _unsealed(tx)))
    return Verdict(end, tuple(breaks), broken, unsealed)


def _unsealed(tx: Tx) -> int:
    query = sa.select(sa.func.count()).select_from(_A.outerjoin(_S, _S.c.audit_id == _A.c.id))
    return int(tx.execute(query.where(_S.c.place.is_(None))).scalar_one())


class Against(StrEnum):
    """The chain beside a head that was printed."""

    HOLDS = "holds"
    SHORTER = "shorter"  # it ends before that place
    OTHER = "other"  # another digest stands at that place


def against(tx: Tx, place: int, code: str) -> Against:
    """`place`, `code`: as digests.typed reads them."""
    if place == 0:
        return Against.HOLDS if code == digests.code(digests.FIRST) else Against.OTHER
    digest = tx.execute(sa.select(_S.c.digest).where(_S.c.place == place)).scalar_one_or_none()
    if digest is not None:
        return Against.HOLDS if digests.code(digest) == code else Against.OTHER
    return Against.SHORTER if head(tx).place < place else Against.OTHER


# --- while the bot serves ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """The chain as the patrol has last seen it."""

    head: Head
    holds_to: int
    broken_at: int
    """0: nowhere."""


def standing(tx: Tx) -> Standing:
    holds, broken = (leases.marked(tx, name) or 0 for name in (leases.CHAIN_HOLDS, leases.CHAIN_BROKEN))
    return Standing(head(tx), int(holds), int(broken))


class Patrol:
    """Walks the chain again and again, a part at each beat, and leaves word of it in the store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._after, self._broken = 0, 0

    async def look(self) -> None:
        """Walk the next part. Word is left at the first break of a round, and at the end of one without any."""
        after = self._after
        walked = await self._database.read(lambda tx: walk(tx, after, ON_PATROL))
        if walked.breaks and not self._broken:
            self._broken = walked.breaks[0].place
            log.critical("the audit trail does not hold at place %d", self._broken)
        if self._broken or walked.ended:
            word = (self._broken - 1, self._broken) if self._broken else (walked.upto, 0)
            seen = await self._database.read(standing)
            if word != (seen.holds_to, seen.broken_at):
                await self._database.run(lambda tx: _leave_word(tx, *word))
        self._after = 0 if walked.ended else walked.upto
        if walked.ended:
            self._broken = 0


def _leave_word(tx: Tx, holds: int, broken: int) -> None:
    leases.note(tx, leases.CHAIN_HOLDS, float(holds))
    leases.note(tx, leases.CHAIN_BROKEN, float(broken))
