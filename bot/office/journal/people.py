"""People as the journal is searched for them: all of the roster, also those who have left."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from bot.folding import matches, sort_key
from bot.people.records import Person
from bot.people.rules import code as staff_code
from bot.store.database import Tx
from bot.store.schema import columns

_P = columns(Person)


@dataclass(frozen=True, slots=True)
class Known:
    id: int
    code: str
    full_name: str


def everybody(tx: Tx) -> list[Known]:
    """Everybody of whom a row of the journal may be."""
    query = sa.select(_P.c.id, _P.c.code, _P.c.full_name)
    return [Known(row.id, row.code, row.full_name) for row in tx.execute(query)]


def found(people: Sequence[Known], typed: str) -> list[tuple[int, str]]:
    """Key and name of those who are meant, best first: by code, or by name or part of it, with or without marks."""
    by_code = [one for one in people if one.code == staff_code(typed)]
    if by_code:
        return [_named(one) for one in by_code]
    ranked = [(rank, one) for one in people if (rank := matches(typed, one.full_name)) is not None]
    ranked.sort(key=lambda pair: (pair[0], sort_key(pair[1].full_name)))
    return [_named(one) for _rank, one in ranked]


def _named(one: Known) -> tuple[int, str]:
    return one.id, f"{one.full_name} ({one.code})"
