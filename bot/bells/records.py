"""The tables of doorbells: the doors as the Office has set them, each ring with what became of it, and the letters that
it was for. One letter has one row a door."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.address import Door
from bot.store.schema import enum_text, unique_where


class BellState(StrEnum):
    PLANNED = "planned"  # waits for its hour, or for its door
    INFLIGHT = "inflight"  # the call is out: it may have rung
    RUNG = "rung"  # the door has taken it
    FAILED = "failed"  # it has not rung: the next door may be tried
    UNKNOWN = "unknown"  # nobody knows: only a person decides what is next
    CANCELLED = "cancelled"  # it was not needed any more


class BellReason(StrEnum):
    NO_ADDRESS = "no_address"  # failed: nothing to ring at any more
    UNREACHABLE = "unreachable"  # failed: nobody is at this address or number
    BLOCKED = "blocked"  # failed: the person lets nothing through
    CONTENT = "content"  # failed: the door does not take what it says
    QUOTA = "quota"  # failed: the month's number is used up
    LATER = "later"  # failed: the door said «later» too often, as when its own number of the day is used up
    DOOR_LEFT = "door_left"  # failed: the Office has said that the next door is to be taken
    CLOSED = "closed"  # failed: the person wants no ring at this door any more
    NO_ANSWER = "no_answer"  # unknown: no answer in time, or none that says what was done
    STOPPED = "stopped"  # unknown: the process died while the call was out
    COPIED = "copied"  # unknown: the store is a copy, and may have been rung from before
    NOT_NEEDED = "not_needed"  # cancelled: the person has come meanwhile
    LEFT = "left"  # cancelled: does not work here any more


class BellCause(StrEnum):
    """The reason why a letter needs a ring."""

    NO_DOOR = "no_door"  # no door took the letter
    NOT_KNOWN = "not_known"  # it arrived, and nobody has said «Đã nắm thông tin»
    DOOR_OUT = "door_out"  # it waits at a door that is out, and is not to wait


class BellDoor(SQLModel, table=True):
    """A door that rings, as the Office has set it. `quota`: rings a month; None: as many as there are."""

    __tablename__ = "bell_door"
    door: Door = Field(sa_type=enum_text(Door), primary_key=True)
    is_set: bool = False
    """The installation has what it takes to ring there."""
    is_on: bool = False
    on_since: datetime | None = None
    place: int = 0
    quota: int | None = None
    price: int = 0
    """Đồng a ring; of SMS, a segment."""
    trouble: str | None = Field(default=None, max_length=24)
    """The outcome that keeps the door from ringing; None while it does."""
    trouble_since: datetime | None = None


class BellPolicy(SQLModel, table=True):
    """One row: after how many working days without «Đã nắm thông tin» a bell rings. None: it never does."""

    __tablename__ = "bell_policy"
    id: int = Field(primary_key=True)
    known_days: int | None = None


_LIVE = "state IN ('planned', 'inflight', 'rung', 'unknown')"
_OPEN = sa.text("state IN ('planned', 'inflight')")


class Bell(SQLModel, table=True):
    """One ring: one a person and day, however many letters wait."""

    __table_args__ = (
        unique_where("ux_bell_day", "person_id", "day", where=_LIVE),
        unique_where("ux_bell_planned", "person_id", where="state = 'planned'"),
        sa.Index("ix_bell_open", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
        sa.Index("ix_bell_door_began", "door", "began_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    door: Door = Field(sa_type=enum_text(Door))
    day: date
    state: BellState = Field(sa_type=enum_text(BellState))
    reason: BellReason | None = Field(default=None, sa_type=enum_text(BellReason))
    planned_at: datetime
    due_at: datetime
    rest_until: float = Field(default=0.0, sa_type=sa.Double)
    """Not to be tried again before this epoch second."""
    tries: int = 0
    """Calls that certainly have not rung."""
    attempts: int = 0
    """Calls begun, ever. An answer to an earlier one changes nothing."""
    owner: str | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    price: int = 0
    """Đồng, as counted before the call; of what failed, none."""
    provider_id: str | None = Field(default=None, max_length=200)


class BellLetter(SQLModel, table=True):
    """A letter for which a bell rings, or has not: one row a letter and door, for ever."""

    __tablename__ = "bell_letter"
    letter_id: int = Field(foreign_key="letter.id", primary_key=True)
    door: Door = Field(sa_type=enum_text(Door), primary_key=True)
    bell_id: int = Field(foreign_key="bell.id", index=True)
    cause: BellCause = Field(sa_type=enum_text(BellCause))
