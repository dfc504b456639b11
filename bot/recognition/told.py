"""Titles as their own holder may know of them: those of a decision whose results were not let go are left out."""

import sqlalchemy as sa

from bot.awards.records import known_years, recognised
from bot.recognition.records import Decision, DecisionLine, DecisionState
from bot.store.database import Tx
from bot.store.schema import columns

_D, _L = columns(Decision), columns(DecisionLine)
_HELD = sa.and_(_D.c.state == DecisionState.ENTERED, _D.c.released_at.is_(None))
_HELD_OF_ONE = (
    sa.select(_D.c.year, _L.c.title)
    .join(_L, _L.c.decision_id == _D.c.id)
    .where(_L.c.person_id == sa.bindparam("person"), _HELD)
)


def told(tx: Tx, person_id: int) -> dict[int, frozenset[str]]:
    """Titles recognised to a person, by year, oldest first."""
    held = {(row.year, row.title) for row in tx.execute(_HELD_OF_ONE, {"person": person_id})}
    known = {
        year: frozenset(title for title in titles if (year, title) not in held)
        for year, titles in recognised(tx, person_id).items()
    }
    return {year: titles for year, titles in known.items() if titles}


def told_years(tx: Tx) -> frozenset[int]:
    """Years of which the decisions are known and were let go: of the others nobody can tell yet, by a missing title,
    that it was not recognised."""
    held = tx.execute(sa.select(_D.c.year).where(_HELD).distinct()).scalars()
    return known_years(tx) - frozenset(held)


def any_let_go(tx: Tx) -> bool:
    """True if results of any decision were let go."""
    return tx.execute(sa.select(_D.c.id).where(_D.c.released_at.is_not(None)).limit(1)).first() is not None


def let_go(awards: sa.Table) -> sa.ColumnElement[bool]:
    """The condition that a person's row of `awards` is of no decision whose results wait."""
    same = sa.and_(_L.c.person_id == awards.c.person_id, _L.c.title == awards.c.title, _D.c.year == awards.c.year)
    return ~sa.exists().select_from(_D.join(_L, _L.c.decision_id == _D.c.id)).where(_HELD, same)
