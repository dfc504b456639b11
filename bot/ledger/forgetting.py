"""Words of people in the ledger, forgotten when they are erased."""

import html
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.ledger.change import LetterChange
from bot.ledger.letter import Letter, LetterPart, State
from bot.store import files
from bot.store.database import Tx
from bot.store.schema import columns
from bot.words import quotes, traces_of, without

_L, _P, _C = columns(Letter), columns(LetterPart), columns(LetterChange)
_AT_ONCE = 100
"""Words in one statement: engines have a limit."""
_TYPED = ("words", "reason")
"""The values of letters that somebody has typed."""
_ON_THE_WAY = (State.PLANNED, State.LEASED, State.INFLIGHT)
"""The states of letters that are drawn from their values yet."""

Forget = Callable[[Tx, int | None, Sequence[str], Collection[str]], None]
"""Forgets at a door what `forget` does in the ledger; of no person where there is none."""

ForgetFiles = Callable[[Tx, Collection[str]], None]
"""Lets go at a door of the files of these hashes."""


class Shown(NamedTuple):
    """The forgetting of a door that keeps what it has shown."""

    forget: Forget
    forget_files: ForgetFiles


_doors: list[Shown] = []


def bring(shown: Shown) -> None:
    """Have everything that is forgotten here forgotten as well at a door."""
    if shown not in _doors:
        _doors.append(shown)


def forget(tx: Tx, person_id: int, said: Sequence[str], sources: Collection[str] = ()) -> None:
    """Blank the text of every letter to this person, of all from `sources`, and of any other that quotes something of
    `said`, whole or shortened. The letters themselves stay, with what became of them."""
    _blank_texts(tx, sa.select(_L.c.id).where(sa.or_(_L.c.person_id == person_id, _L.c.source.in_(sources))))
    arrived = sa.and_(_L.c.person_id == person_id, _L.c.state.not_in(_ON_THE_WAY))
    for row in tx.execute(sa.select(_L.c.id, _L.c.data).where(arrived)).all():
        kept = {**row.data, **{name: "" for name in _TYPED if isinstance(row.data.get(name), str)}}
        if kept != row.data:
            tx.execute(sa.update(_L).where(_L.c.id == row.id).values(data=kept))
    for some in _portions([words for words in said if traces_of(words)]):
        traces = [trace for words in some for trace in traces_of(words)]
        for table in (_P, _C):
            _blank_quotes(tx, table, some, [html.escape(trace, quote=False) for trace in traces])
        for table in (_L, _C):
            _blank_values(tx, table, some, traces)
    for shown in _doors:
        shown.forget(tx, person_id, said, sources)


def forget_sources(tx: Tx, sources: Collection[str]) -> None:
    """Blank the text of every letter from `sources`, to whomever."""
    _blank_texts(tx, sa.select(_L.c.id).where(_L.c.source.in_(sources)))
    for shown in _doors:
        shown.forget(tx, None, (), sources)


def forget_files(tx: Tx, hashes: Collection[str]) -> None:
    """Drop these files, and let go of them wherever a door has shown one; what something else refers to stays."""
    for shown in _doors:
        shown.forget_files(tx, hashes)
    files.forget(tx, hashes)


def _blank_texts(tx: Tx, letters: sa.Select[Any]) -> None:
    for table in (_P, _C):
        tx.execute(sa.update(table).where(table.c.letter_id.in_(letters), table.c.text != "").values(text=""))


def _blank_quotes(tx: Tx, table: sa.Table, some: Sequence[str], traces: Sequence[str]) -> None:
    """The texts that were sent: those that quote one of `some`, of all that hold one of `traces`."""
    key = list(table.primary_key.columns)
    for row in tx.execute(sa.select(*key, table.c.text).where(_holds(table.c.text, traces))).all():
        if any(quotes(html.unescape(row.text), words) for words in some):
            its = [column == row._mapping[column] for column in key]
            tx.execute(sa.update(table).where(*its).values(text=""))


def _blank_values(tx: Tx, table: sa.Table, some: Sequence[str], traces: Sequence[str]) -> None:
    """The values from which letters are drawn: where they quote one of `some`, without it."""
    escaped = [json.dumps(trace)[1:-1] for trace in traces]
    found = sa.select(table.c.id, table.c.data).where(_holds(sa.cast(table.c.data, sa.Text), [*escaped, *traces]))
    for row in tx.execute(found).all():
        if (kept := without(row.data, some)) != row.data:
            tx.execute(sa.update(table).where(table.c.id == row.id).values(data=kept))


def _holds(text: Any, some: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(*(text.contains(one, autoescape=True) for one in some))


def _portions(some: Sequence[str]) -> Iterator[Sequence[str]]:
    return (some[begin : begin + _AT_ONCE] for begin in range(0, len(some), _AT_ONCE))
