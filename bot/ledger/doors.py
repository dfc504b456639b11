"""Doors of a letter: those by which it did not reach its person, each with what became of it there, and when.

The state of a letter is that at the door of its last attempt. The next door is tried after a known failure, or where
the Office has let it pass by a door that is out: a letter of which nobody knows whether it has arrived is never sent by
another door by itself.
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Door
from bot.ledger.letter import Reason, State
from bot.store.database import Tx
from bot.store.schema import columns, enum_text
from bot.store.together.rows import evenly


def is_passable(state: State, reason: Reason | None) -> bool:
    """True if the next door may be tried after this. What is wrong with a letter itself is wrong at every door, and its
    source is to halt."""
    return state is State.BLOCKED or (state is State.FAILED and reason is Reason.NO_CONNECTION)


class LetterDoor(SQLModel, table=True):
    """One door at which a letter has come to an end before another was tried."""

    __tablename__ = "letter_door"
    letter_id: int = Field(foreign_key="letter.id", primary_key=True)
    door: Door = Field(sa_type=enum_text(Door), primary_key=True)
    state: State = Field(sa_type=enum_text(State))
    reason: Reason | None = Field(default=None, sa_type=enum_text(Reason))
    at: datetime
    outage_id: int | None = Field(default=None, foreign_key="door_outage.id", index=True)
    """The outage of the door for which it goes by the next one: no call was made here."""


_T = columns(LetterDoor)


_TRIED = sa.select(_T.c.letter_id, _T.c.door).where(_T.c.letter_id.in_(sa.bindparam("ids", expanding=True)))


def tried(tx: Tx, letter_ids: Collection[int]) -> dict[int, frozenset[Door]]:
    """The doors at which these letters have failed, or that they have passed by, by letter."""
    if not letter_ids:
        return {}
    found: dict[int, set[Door]] = {}
    for row in tx.execute(_TRIED, {"ids": evenly(list(letter_ids))}):
        found.setdefault(row.letter_id, set()).add(row.door)
    return {letter_id: frozenset(doors) for letter_id, doors in found.items()}


def closed(tx: Tx, letter_id: int, door: Door, state: State, reason: Reason | None) -> None:
    """Note that the letter has failed at this door, and goes on to the next."""
    tx.insert_new(LetterDoor, [{"letter_id": letter_id, "door": door, "state": state, "reason": reason, "at": tx.now}])
