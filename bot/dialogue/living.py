"""Surfaces that are drawn again without anybody's tap: boards whose figures others change, and progress.

In place, with whatever is so by then. One that is just being shown is passed over, and has its turn the next time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from bot.clock import SKEW
from bot.dialogue import codec
from bot.dialogue.surface import COLUMNS, Surface, SurfaceRow
from bot.dialogue.targets import ToView
from bot.dialogue.together import raise_held
from bot.store.database import Tx
from bot.store.schema import columns

T = TypeVar("T", bound=ToView)

_T = columns(SurfaceRow)
_STANDS = sa.and_(_T.c.living, _T.c.shown == _T.c.wanted, _T.c.message_id.is_not(None))
"""The condition that it is in the chat and shows what was wanted last. One that lags is being shown anyway."""


def outdate(tx: Tx, user_ids: Iterable[int]) -> None:
    """Note that what living surfaces of these people show has changed."""
    _outdate(tx, _T.c.user_id.in_(sorted(user_ids)))


def outdate_all(tx: Tx) -> None:
    """Note that what any living surface shows may have changed: so many rows have."""
    _outdate(tx, sa.true())


def _outdate(tx: Tx, which: sa.ColumnElement[bool]) -> None:
    raise_held(tx)  # a board that was drawn before this, in the same transaction, is older too
    tx.execute(sa.update(_T).where(_T.c.living, ~_T.c.outdated, which).values(outdated=True))


def any_outdated(tx: Tx, kind: type[ToView]) -> bool:
    """True if a view of this kind stands on a surface that is to be drawn again. Only reads."""
    specs = tx.execute(sa.select(_T.c.spec).where(_STANDS, _T.c.outdated)).scalars()
    return any(view[0] == kind.name for spec in specs if (view := spec.get("view")))


def refresh(tx: Tx, rested: float = 0.0) -> list[Surface]:
    """Want every outdated living surface drawn again, in place; whoever asks first shows them. One that lags anyway is
    drawn with what is so by then; one that was wanted in the last `rested` seconds, the next time."""
    return _want_again(tx, _T.c.outdated, rested)


@dataclass(frozen=True, slots=True)
class Watched(Generic[T]):
    """A living surface that somebody has before the eyes."""

    id: int
    to: T
    rested: float
    """Seconds since it was last wanted, by whomever."""
    outdated: bool


def watched(tx: Tx, user_ids: Iterable[int], kind: type[T]) -> list[Watched[T]]:
    """The living surfaces of these people on which a view of this kind stands."""
    query = sa.select(_T.c.id, _T.c.spec, _T.c.wanted_stamp, _T.c.outdated)
    rows = tx.execute(query.where(_T.c.living, _T.c.user_id.in_(sorted(user_ids)))).all()
    now = tx.clock.stamp()
    return [
        Watched(row.id, to, now - row.wanted_stamp, row.outdated)
        for row in rows
        if (view := row.spec.get("view")) and view[0] == kind.name and (to := codec.build(kind, view[1:])) is not None
    ]


def follow(tx: Tx, keys: Iterable[int], rested: float, *, more: Iterable[int] = ()) -> list[Surface]:
    """`refresh` for what people watch while it goes on: these surfaces, outdated or not. `more`: those of them that are
    not at their end yet; they stay outdated, and so are drawn once more when they are."""
    again = _want_again(tx, _T.c.id.in_(sorted(keys)), rested)
    _outdate(tx, _T.c.id.in_(sorted(more)))
    return again


def _want_again(tx: Tx, which: sa.ColumnElement[bool], rested: float) -> list[Surface]:
    now = tx.clock.stamp()
    rows: Any = tx.execute(
        sa.update(_T)
        .where(which, _STANDS, sa.or_(_T.c.wanted_stamp <= now - rested, _T.c.wanted_stamp > now + SKEW))
        .values(wanted=_T.c.wanted + 1, wanted_stamp=now, outdated=False, preface=None)
        .returning(*COLUMNS)
    )
    return [Surface(*row) for row in rows]
