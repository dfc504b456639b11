"""Changes to letters that have arrived: an edit puts new words into the chat, a recall takes the message out again.

One (message, kind, version) is one row, for ever: planning it again changes nothing. Unlike sending, both may be done
twice without harm: what already says so is not modified, what is gone is not there. So nothing that died in flight is
in doubt; it is done again.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.ledger.letter import Letter, LetterPart, PartState, State
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns, enum_text, insert_into


class ChangeKind(StrEnum):
    EDIT = "edit"
    RECALL = "recall"


class ChangeState(StrEnum):
    PLANNED = "planned"  # waits for its turn, or for its letter to arrive
    INFLIGHT = "inflight"  # what it says is stored and a call is out
    DONE = "done"  # Telegram has said so
    FAILED = "failed"  # the message stays as it was
    UNKNOWN = "unknown"  # no answer, twice: the message may be either
    NOT_NEEDED = "not_needed"  # there is nothing to change


class ChangeReason(StrEnum):
    GONE = "gone"  # failed, of a recall not needed: the message is not in the chat any more
    TOO_OLD = "too_old"  # failed: a bot may take back only what is younger than 48 hours
    BLOCKED = "blocked"  # failed: has stopped the bot, or the chat is not there
    NOT_LINKED = "not_linked"  # failed: the chat is not this person's any more
    CONTENT = "content"  # failed: Telegram does not take what it says
    UNDRAWN = "undrawn"  # failed: our own code could not draw it
    OTHER_FORM = "other_form"  # failed: the new words do not fit into the messages that are there
    REFUSED = "refused"  # failed: Telegram does not let this message be changed
    NO_CONNECTION = "no_connection"  # failed: it never left, while others did
    NO_ANSWER = "no_answer"  # unknown: no answer in time
    SERVER_ERROR = "server_error"  # unknown: an answer of 500 and above
    SAME = "same"  # not needed: it already says so
    NOT_SENT = "not_sent"  # not needed: the letter has not arrived
    SUPERSEDED = "superseded"  # not needed: a later change came before its turn


_OPEN = sa.text("state IN ('planned', 'inflight')")


class LetterChange(SQLModel, table=True):
    """A change of one message of a letter."""

    __tablename__ = "letter_change"
    __table_args__ = (
        sa.UniqueConstraint("letter_id", "place", "kind", "version"),
        sa.Index("ix_letter_change_open", "state", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id")
    place: int
    """The place of the part, as in `letter_part`."""
    kind: ChangeKind = Field(sa_type=enum_text(ChangeKind))
    version: int
    """The version that an edit brings. A recall has one too, so that it can be asked for again."""
    data: dict[str, Any] = Field(sa_type=sa.JSON)
    """Values for the kind of the letter, over those it was sent with. JSON only."""
    state: ChangeState = Field(sa_type=enum_text(ChangeState))
    reason: ChangeReason | None = Field(default=None, sa_type=enum_text(ChangeReason))
    by: int = Field(foreign_key="person.id")
    """The person who decided so."""
    text: str | None = None
    """The new words, kept from before the call. The part keeps the first ones."""
    digest: str | None = None
    owner: str | None = None
    """The process that began it last."""
    attempts: int = 0
    """Calls begun, ever. An answer to an earlier one changes nothing."""
    tries: int = 0
    """Calls that came to nothing in a way that may pass by itself."""
    rest_until: float = Field(default=0.0, sa_type=sa.Double)
    """Not to be tried again before this epoch second."""
    planned_at: datetime
    began_at: datetime | None = None
    ended_at: datetime | None = None


_L, _P, _C = columns(Letter), columns(LetterPart), columns(LetterChange)
STILL_OPEN = sa.text("letter_change.state IN ('planned', 'inflight')")
"""As the index says it: SQLite takes one of a part of the rows for no other words."""
_AT_ONCE = 5000
"""Keys in one statement: engines have a limit."""
_ON_THE_WAY = (State.PLANNED, State.LEASED, State.INFLIGHT)


def plan_change(
    tx: Tx, letter_ids: Iterable[int], kind: ChangeKind, version: int, by: int, values: Mapping[str, Any] | None = None
) -> int:
    """Want every message of these letters edited or recalled; how many messages that is, beyond those planned before.

    An edit draws the letter again, with `values` over those it was sent with. What is on its way is changed when it has
    arrived; what has not begun to leave will be drawn as things are then, and needs no change. Edits of a lower version
    that wait are given up. `by`: the person who decided so. Letters of which nothing has arrived are passed over.
    """
    common = {
        "kind": kind,
        "version": version,
        "data": dict(values or {}),
        "state": ChangeState.PLANNED,
        "by": by,
        "attempts": 0,
        "tries": 0,
        "rest_until": 0.0,
        "planned_at": tx.now,
    }
    literals = [sa.literal(value, _C.c[name].type) for name, value in common.items()]
    there = sa.or_(
        _P.c.state == PartState.SENT,
        sa.and_(_L.c.state.in_(_ON_THE_WAY), _P.c.state.in_((PartState.PLANNED, PartState.INFLIGHT))),
    )
    new = 0
    for ids in _portions(letter_ids):
        earlier = sa.and_(_C.c.kind == ChangeKind.EDIT, _C.c.version < version)
        overtaken = _C.c.kind == ChangeKind.EDIT if kind is ChangeKind.RECALL else earlier
        given_up = sa.update(_C).where(_C.c.letter_id.in_(ids), _C.c.state == ChangeState.PLANNED, overtaken)
        done = {"state": ChangeState.NOT_NEEDED, "reason": ChangeReason.SUPERSEDED, "ended_at": tx.now}
        tx.execute(given_up.values(**done))
        parts = sa.select(_P.c.letter_id, _P.c.place, *literals).join_from(_P, _L, _P.c.letter_id == _L.c.id)
        wanted = parts.where(_P.c.letter_id.in_(ids), there).order_by(_P.c.letter_id, _P.c.place)
        insert = insert_into(_C, tx.engine_name)
        statement = insert.from_select(["letter_id", "place", *common], wanted, include_defaults=False)
        counted = statement.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
        new += max(tx.execute(counted).rowcount, 0)
    if new:
        note(tx, f"letters.{kind.value}", f"version:{version}", actor_id=by, messages=new)
    return new


def _portions(letter_ids: Iterable[int]) -> Iterator[list[int]]:
    ids = sorted(set(letter_ids))
    return (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))


def anything_open(tx: Tx, source: str | None = None) -> bool:
    """True if changes, of this source or of any, are still to be made. Only reads."""
    query = sa.select(_C.c.id).where(STILL_OPEN).limit(1)
    if source is not None:
        query = query.join_from(_C, _L, _C.c.letter_id == _L.c.id).where(_L.c.source == source)
    return tx.execute(query).first() is not None


def letters_of(tx: Tx, source: str, occurrence: str | None = None) -> list[int]:
    """Keys of all letters of a source, or of one occurrence, for `plan_change`."""
    query = sa.select(_L.c.id).where(_L.c.source == source)
    return list(tx.execute(query if occurrence is None else query.where(_L.c.occurrence == occurrence)).scalars())


def changes_of(
    tx: Tx, source: str, kind: ChangeKind, version: int
) -> list[tuple[int, ChangeState, ChangeReason | None]]:
    """(person, state, reason) of each message with this change: who has it, and who must be told in person."""
    query = sa.select(_L.c.person_id, _C.c.state, _C.c.reason).join_from(_C, _L, _C.c.letter_id == _L.c.id)
    own = query.where(_L.c.source == source, _C.c.kind == kind, _C.c.version == version)
    rows = tx.execute(own.order_by(_L.c.id, _C.c.place))
    return [(row.person_id, row.state, row.reason) for row in rows]
