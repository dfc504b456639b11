"""Words of people in the ledger, forgotten when they are erased."""

import html
import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from bot.ledger.change import LetterChange
from bot.ledger.letter import Letter, LetterPart
from bot.store.database import Tx
from bot.store.schema import columns
from bot.words import beginning_of, without

_L, _P, _C = columns(Letter), columns(LetterPart), columns(LetterChange)
_AT_ONCE = 100
"""Words in one statement: engines have a limit."""


def forget(tx: Tx, person_id: int, said: Sequence[str]) -> None:
    """Blank the text of every letter to this person, and of any other that holds something of `said`, if only its
    beginning. The letters themselves stay, with what became of them."""
    own = sa.select(_L.c.id).where(_L.c.person_id == person_id)
    for table in (_P, _C):
        tx.execute(sa.update(table).where(table.c.letter_id.in_(own), table.c.text != "").values(text=""))
    for row in tx.execute(sa.select(_L.c.id, _L.c.data).where(_L.c.person_id == person_id)).all():
        if isinstance(row.data.get("words"), str):
            tx.execute(sa.update(_L).where(_L.c.id == row.id).values(data={**row.data, "words": ""}))
    for some in _portions([beginning for words in said if (beginning := beginning_of(words))]):
        for table in (_P, _C):
            shown = [html.escape(beginning, quote=False) for beginning in some]
            tx.execute(sa.update(table).where(_holds(table.c.text, shown)).values(text=""))
        for table in (_L, _C):
            _blank(tx, table, some)


def _blank(tx: Tx, table: sa.Table, some: Sequence[str]) -> None:
    """The values from which letters are drawn: where they hold one of `some`, without it."""
    escaped = [json.dumps(beginning)[1:-1] for beginning in some]
    found = sa.select(table.c.id, table.c.data).where(_holds(sa.cast(table.c.data, sa.Text), [*escaped, *some]))
    for row in tx.execute(found).all():
        tx.execute(sa.update(table).where(table.c.id == row.id).values(data=without(row.data, some)))


def _holds(text: Any, some: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(*(text.contains(one, autoescape=True) for one in some))


def _portions(some: Sequence[str]) -> Iterator[Sequence[str]]:
    return (some[begin : begin + _AT_ONCE] for begin in range(0, len(some), _AT_ONCE))
