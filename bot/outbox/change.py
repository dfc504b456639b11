"""Changes to letters that have arrived: an edit puts new words into the chat, a recall takes the message out again.

One (message, kind, version) is one row, for ever: planning it again changes nothing. Unlike sending, both may be done
twice without harm: what already says so is not modified, what is gone is not there. So nothing that died in flight is
in doubt; it is done again.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.database import enum_text


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
    """One change of one message of a letter."""

    __tablename__ = "letter_change"
    __table_args__ = (
        sa.UniqueConstraint("letter_id", "place", "kind", "version"),
        sa.Index("ix_letter_change_open", "state", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    id: int | None = Field(default=None, primary_key=True)
    letter_id: int = Field(foreign_key="letter.id")
    place: int
    """Of the part, as in `letter_part`."""
    kind: ChangeKind = Field(sa_type=enum_text(ChangeKind))
    version: int
    """Which time: the version that an edit brings; 0 for a recall, which happens once."""
    data: dict[str, Any] = Field(sa_type=sa.JSON)
    """Values for the kind of the letter, over those it was sent with. JSON only."""
    state: ChangeState = Field(sa_type=enum_text(ChangeState))
    reason: ChangeReason | None = Field(default=None, sa_type=enum_text(ChangeReason))
    by: int = Field(foreign_key="person.id")
    """Who decided so."""
    text: str | None = None
    """What it says: kept from before the call. The part keeps what was said first."""
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
