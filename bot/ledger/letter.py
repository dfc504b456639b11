"""The ledger: one row for every message to a person, from the wish to send it to what became of it.

A slice plans a letter in the transaction of what it did; the courier does the rest. One (source, person, occurrence) is
one row, for ever: planning it again changes nothing, so that a tick may run twice and a deadline may be moved. Who
cannot be reached has a row too, so the states of a source always add up to its audience.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Address, Door
from bot.dialogue.screens import Screen
from bot.store.database import Tx
from bot.store.schema import AddressType, columns, enum_text
from bot.store.together.rows import evenly


class State(StrEnum):
    PLANNED = "planned"  # waits for its time, or for its turn
    LEASED = "leased"  # the courier holds it; no call is out
    INFLIGHT = "inflight"  # its text is stored and a call is out: it may have arrived
    SENT = "sent"  # its door has taken it
    FAILED = "failed"  # no door takes it, or it could not be drawn
    BLOCKED = "blocked"  # this person has no chat with us that can be written to
    UNKNOWN = "unknown"  # the call went out and nobody knows what came of it: a late answer or people decide
    CANCELLED = "cancelled"  # when its turn came it was not needed any more
    MISSED = "missed"  # its use was over before it could go
    RECALLED = "recalled"  # was sent, and taken out of the chat again


class Reason(StrEnum):
    NOT_LINKED = "not_linked"  # blocked: is not on the app
    BLOCKED = "blocked"  # blocked: has stopped the bot
    DEACTIVATED = "deactivated"  # blocked: the Telegram account is gone
    NO_CHAT = "no_chat"  # blocked: Telegram knows no such chat
    REFUSED = "refused"  # blocked: a 403 that says none of these, again and again; or a month used up
    CONTENT = "content"  # failed: Telegram does not take what it says
    UNDRAWN = "undrawn"  # failed: our own code could not draw it
    NO_CONNECTION = "no_connection"  # failed: it never left, while others did
    NO_ANSWER = "no_answer"  # unknown: no answer in time
    SERVER_ERROR = "server_error"  # unknown: an answer of 500 and above
    STOPPED = "stopped"  # unknown: the process died while the call was out
    COPIED = "copied"  # unknown: the store is a copy, and may have been sent from before
    NOT_NEEDED = "not_needed"  # cancelled: the person had done it, or the occasion was gone
    LEFT = "left"  # cancelled: does not work here any more
    WITHDRAWN = "withdrawn"  # cancelled: whoever planned it took it back in time
    TOO_LATE = "too_late"  # missed


_ANSWERED = frozenset({State.SENT, State.FAILED, State.BLOCKED})
MOVES: Mapping[State, frozenset[State]] = {
    # Unknown at once: from the store of which this one is a copy, it may have left.
    State.PLANNED: frozenset({State.LEASED, State.CANCELLED, State.MISSED, State.UNKNOWN}),
    State.LEASED: _ANSWERED | {State.PLANNED, State.INFLIGHT, State.CANCELLED, State.MISSED, State.UNKNOWN},
    # Back to leased when a part has arrived and another follows; back to planned when it certainly has not left.
    State.INFLIGHT: _ANSWERED | {State.LEASED, State.PLANNED, State.UNKNOWN},
    # An answer may still come to a process that was thought dead. Planned: the next attempt.
    State.UNKNOWN: _ANSWERED | {State.PLANNED},
    State.FAILED: frozenset({State.PLANNED}),
    State.BLOCKED: frozenset({State.PLANNED}),
    State.MISSED: frozenset({State.PLANNED}),
    State.CANCELLED: frozenset({State.PLANNED}),
    State.SENT: frozenset({State.RECALLED}),
    State.RECALLED: frozenset(),
}
"""State -> where a letter may go from there. Every change of a state names both, and is conditional on the first."""


class WrongMove(Exception):
    """A change of state that the table above does not have, or of a letter that is not where it was thought to be."""


class Haste(StrEnum):
    """The reason why letters of a kind must not wait for a door that is out: as the Office reads it before it lets them
    go by the next one."""

    NOTICE = "notice"  # what the Office announces, puts right and takes back
    DEADLINE = "deadline"  # a deadline comes near
    CHANGE = "change"  # somebody is asked to change or to agree, by a day
    DECISION = "decision"  # others wait for this person's decision, or it has been taken


class PartState(StrEnum):
    PLANNED = "planned"  # has not left
    INFLIGHT = "inflight"  # its call is out
    SENT = "sent"  # is in the chat
    UNKNOWN = "unknown"  # may be in the chat
    FAILED = "failed"  # is not in the chat
    RECALLED = "recalled"  # was in the chat, and was deleted


class PartForm(StrEnum):
    """The form of a message in the chat. An edit changes words, buttons and files, never the form."""

    TEXT = "text"
    DOCUMENT = "document"
    PHOTO = "photo"
    ALBUM = "album"  # several files shown as one, each a message with an id of its own


_JSON: Any = sa.JSON(none_as_null=True)
_HELD = sa.text("state IN ('leased', 'inflight')")
_WAITING = sa.text("state = 'planned'")
_BLOCKED = sa.text("state = 'blocked'")
_EXPIRING = sa.text("state = 'planned' AND useful_until IS NOT NULL")


class Letter(SQLModel, table=True):
    __table_args__ = (
        sa.UniqueConstraint("source", "person_id", "occurrence"),
        sa.Index("ix_letter_due", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        sa.Index("ix_letter_kind_due", "kind", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        sa.Index("ix_letter_expiring", "useful_until", sqlite_where=_EXPIRING, postgresql_where=_EXPIRING),
        sa.Index("ix_letter_held", "state", sqlite_where=_HELD, postgresql_where=_HELD),
        sa.Index("ix_letter_blocked", "ended_at", sqlite_where=_BLOCKED, postgresql_where=_BLOCKED),
        sa.Index("ix_letter_ended", "source", "ended_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    source: str
    """The source of the letter, such as `reminder:3`. What is of one source is counted, halted, withdrawn together."""
    person_id: int = Field(foreign_key="person.id", index=True)
    occurrence: str
    """The name of the time, such as the day: tells two letters of one source to one person apart."""
    data: dict[str, Any] = Field(sa_type=sa.JSON)
    """Values for the kind that draws it. JSON only."""
    state: State = Field(sa_type=enum_text(State))
    reason: Reason | None = Field(default=None, sa_type=enum_text(Reason))
    due_at: datetime
    useful_until: datetime | None = None
    rest_until: float = Field(default=0.0, sa_type=sa.Double)
    """Not to be tried again before this epoch second."""
    owner: str | None = None
    """The process that leased it last."""
    attempts: int = 0
    """Calls begun, ever. An answer to an earlier one changes nothing."""
    tries: int = 0
    """Failures since it was planned that may pass by themselves."""
    repeated: bool = False
    """Was sent once more without asking, because it may not have arrived. That is done once."""
    planned_at: datetime
    began_at: datetime | None = None
    ended_at: datetime | None = None


class LetterPart(SQLModel, table=True):
    """A message of a letter: most have one. Kept as it was said, from before the call."""

    __tablename__ = "letter_part"
    letter_id: int = Field(foreign_key="letter.id", primary_key=True)
    place: int = Field(primary_key=True)
    state: PartState = Field(sa_type=enum_text(PartState))
    attempt: int
    text: str
    digest: str
    """SHA-256 of all that was sent, buttons included."""
    address: Address | None = Field(default=None, sa_type=AddressType)
    """The address at which it is. The person may be reached at another one later; message ids are an address's own."""
    message_id: int | None = Field(default=None, sa_type=sa.BigInteger)
    """The id of the message; of an album that of the first, under which its words are."""
    album_ids: list[int] | None = Field(default=None, sa_type=_JSON)
    """All messages of an album, in their order."""
    form: PartForm = Field(
        default=PartForm.TEXT, sa_type=enum_text(PartForm), sa_column_kwargs={"server_default": PartForm.TEXT.value}
    )
    files: list[str] | None = Field(default=None, sa_type=_JSON)
    """SHA-256 of each file; the name of a paper, which is made when it is sent."""


_L = columns(Letter)

Composed = Screen | tuple[Screen, ...] | None
"""A message, or several in their order; None when the letter is not needed any more."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letters: how they are drawn and sent. Slices list theirs as `LETTERS`; wiring collects them.

    `compose(tx, actor, values)` is called in the transaction after which the letter leaves: it checks again whether it
    is needed, under the rights of its recipient, and draws it. A Refusal counts as None. It must not write.
    """

    name: str
    compose: Callable[[Tx, Any, Mapping[str, Any]], Composed]
    bulk: bool = True
    """Many are sent at once: urgent letters pass them by, and what one cannot say, all the others do not try."""
    unknown_may_repeat: bool = False
    """A letter that may have arrived is sent once more without asking: better twice than never."""
    haste: Haste | None = None
    """While the first door of a person is out, it goes by the next one, after the Office's word. None: it waits; so
    does what tells somebody of a way in by another door, and loses its sense there."""
    shuns: Callable[[Mapping[str, Any]], Door | None] = lambda _values: None
    """The door by which a letter of these values never goes: it tells of whoever has come in there."""
    alarm: Callable[[Tx, str], None] | None = None
    """Called with a source of this kind in the transaction in which it has halted by itself: for letters to whoever
    must know."""


def move(tx: Tx, letter_ids: Iterable[int], old: State, new: State, **values: Any) -> None:
    """Change the state of letters that are in `old`. Raises WrongMove where the table forbids it, or one is not."""
    ids = sorted(set(letter_ids))
    if new not in MOVES[old]:
        raise WrongMove(f"{old} -> {new}")
    moved = {"ids": evenly(ids), "old": old} | {f"to_{name}": value for name, value in values.items()}
    if ids and tx.execute(_moving(new, tuple(sorted(values))), moved).rowcount != len(ids):
        raise WrongMove(f"not all {old}")


@cache
def _moving(new: State, names: tuple[str, ...]) -> sa.Update:
    # Built once: for every letter that leaves, to build it would cost more than to run it.
    values: dict[str, Any] = {name: sa.bindparam(f"to_{name}", type_=_L.c[name].type) for name in names}
    if new is State.INFLIGHT:
        values["attempts"] = _L.c.attempts + 1
    return (
        sa.update(_L)
        .where(
            _L.c.id.in_(sa.bindparam("ids", expanding=True)),
            _L.c.state == sa.bindparam("old", type_=_L.c.state.type),
        )
        .values(state=new, **values)
    )
