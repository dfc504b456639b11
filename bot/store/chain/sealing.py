"""Sealing: rows of the trail get their places in the chain, in the order of their keys, after they were committed.

Every process may do it: one at a time does, and what is sealed already stays as it is. Of a store that was never
sealed, the first beats seal what there is. A row that is seen late, because its transaction ended after that of a later
one, gets the next place. A kill leaves the chain as it was, or longer.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa

from bot.store.audit import Audit, AuditSeal
from bot.store.chain import digests
from bot.store.database import Database, Tx
from bot.store.locks import Turn
from bot.store.schema import columns

ROWS = 200
"""Rows sealed in one transaction: a few milliseconds, for which somebody's step may have to wait."""
SPAN = 5_000
"""Keys looked through at once, and looked back for at each beat: no transaction is under way while so many end."""
SEALED_A_BEAT, LOOKED_A_BEAT = 20, 200
"""Transactions in one beat, and spans."""
AGAIN_SECONDS = 3600.0
"""Seconds after which all keys are looked through once more, from the first."""

_A, _S = columns(Audit), columns(AuditSeal)


class Sealer:
    """Remembers how far it has looked; only that is in memory, and a new process looks from the first row."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._after = 0
        self._begun: float | None = None

    async def look(self) -> int:
        """Seal what is there; the number of rows. What is left over, the next beat seals."""
        now = self._database.clock.monotonic()
        if self._begun is None or now - self._begun >= AGAIN_SECONDS:
            self._after, self._begun = 0, now
        sealed = transactions = 0
        for _ in range(LOOKED_A_BEAT):
            highest, keys = await self._database.read(partial(_unsealed, after=self._after))
            if keys:
                sealed += await self._database.run(partial(seal, keys=keys))
                transactions += 1
            if len(keys) < ROWS:
                if self._after + SPAN >= highest:
                    self._after = max(0, highest - SPAN)
                    break
                self._after += SPAN
            if transactions == SEALED_A_BEAT:
                break
        return sealed


def _unsealed(tx: Tx, after: int) -> tuple[int, Sequence[int]]:
    """The highest key, and the first of the span after `after` whose rows have no seal."""
    highest = tx.execute(sa.select(sa.func.max(_A.c.id))).scalar_one() or 0
    # The bounds are said of both tables: PostgreSQL would walk all seals to compare them with a few rows.
    sealed = sa.and_(_S.c.audit_id == _A.c.id, _S.c.audit_id > after, _S.c.audit_id <= after + SPAN)
    query = (
        sa.select(_A.c.id)
        .select_from(_A.outerjoin(_S, sealed))
        .where(_A.c.id > after, _A.c.id <= after + SPAN, _S.c.place.is_(None))
        .order_by(_A.c.id)
        .limit(ROWS)
    )
    return highest, tx.execute(query).scalars().all()


def seal(tx: Tx, keys: Sequence[int]) -> int:
    """Seal these rows, in the order of their keys; how many of them had no seal."""
    tx.lock(Turn.SEALS, 0)
    end = tx.execute(sa.select(_S.c.place, _S.c.digest).order_by(_S.c.place.desc()).limit(1)).one_or_none()
    place, digest = (0, digests.FIRST) if end is None else (end.place, end.digest)
    open_ones = sa.and_(_A.c.id.in_(keys), ~sa.exists().where(_S.c.audit_id == _A.c.id))
    seals: list[dict[str, Any]] = []
    for row in tx.execute(sa.select(_A).where(open_ones).order_by(_A.c.id)):
        place += 1
        digest = digests.seal(digest, place, row)
        seals.append({"place": place, "audit_id": row.id, "digest": digest})
    if seals:
        tx.execute(_S.insert(), seals)
    return len(seals)
