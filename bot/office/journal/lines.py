"""The journal as lines of a table: a workbook in the chat, a file of delimited text by command."""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from bot.deeds import in_words
from bot.dialogue.screens import Phrase, say
from bot.office.journal import details, subjects
from bot.office.journal.reading import Entry, Search, entries, several
from bot.store.audit import Audit
from bot.store.chain import digests
from bot.store.database import Tx
from bot.store.schema import columns

MOST = 20_000
"""Rows of a workbook that is sent into a chat."""
BLOCK = 1_000
"""Rows that are read at once."""

HEADINGS = (
    say("journal.column.place"),
    say("journal.column.at"),
    say("journal.column.who"),
    say("journal.column.deed"),
    say("journal.column.what"),
    say("journal.column.details"),
    say("journal.column.code"),
    say("journal.column.subject"),
    say("journal.column.codes"),
    say("journal.column.seal"),
)
_SYSTEM = say("journal.system")
_A = columns(Audit)

Say = Callable[[Any], str]


def found(tx: Tx, search: Search) -> tuple[list[tuple[Any, ...]], bool]:
    """The lines of what was found, the newest first, and whether there is more than goes into a workbook."""
    rows, before = list[tuple[Any, ...]](), None
    while len(rows) <= MOST and (some := several(tx, search, before, BLOCK)):
        rows += _lines(tx, some)
        before = some[-1].id
    return rows[:MOST], len(rows) > MOST


def block(tx: Tx, after: int) -> tuple[list[tuple[Any, ...]], int]:
    """The lines of the rows after this key, the oldest first, and the key of the last one; nothing: there are none."""
    keys = tx.execute(sa.select(_A.c.id).where(_A.c.id > after).order_by(_A.c.id).limit(BLOCK)).scalars().all()
    return list(_lines(tx, entries(tx, keys))), keys[-1] if keys else after


def _lines(tx: Tx, some: Sequence[Entry]) -> Iterator[tuple[Any, ...]]:
    people = subjects.names(tx, {one.actor_id for one in some if one.actor_id is not None})
    known = subjects.in_words(tx, {one.subject for one in some})
    said = details.in_words(tx, [(one.deed, one.details) for one in some])
    for one, noted in zip(some, said, strict=True):
        yield (
            one.place,
            tx.clock.local(one.at),
            _SYSTEM if one.actor_id is None else people.get(one.actor_id, _SYSTEM),
            in_words(one.deed),
            subjects.whole(known.get(one.subject)),
            say("journal.noted", details=noted) if noted else None,
            one.deed,
            one.subject,
            json.dumps(one.details, ensure_ascii=False) if one.details else None,
            _seal(one),
        )


def _seal(one: Entry) -> Phrase | str | None:
    if one.digest is None:
        return None
    return digests.code(one.digest) if one.holds else say("journal.altered")


def said(phrase: Say, line: Sequence[Any]) -> list[Any]:
    """The line with its phrases said."""
    return [phrase(value) if isinstance(value, Phrase) else value for value in line]
