"""Tables of getting in by the web: PINs, links, browsers that are in, wrong tries, and phones reported lost.

Nothing here opens a door: of links, of browsers and of PINs there are hashes only.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.schema import enum_text, unique_where


class LinkKind(StrEnum):
    """The way on which a link comes to its person."""

    PRINTED = "printed"  # the QR code of an invite on paper
    LEAD = "lead"  # shown or passed on by whoever leads the person, who knows it too
    OFFICE = "office"  # made by the Office for the person
    OWN = "own"  # made by the person at another door, or in a browser that is in
    TELEGRAM = "telegram"  # a button in the person's own chat at Telegram
    DOORBELL = "doorbell"  # mail, SMS or Zalo, to an address of the person


class LinkState(StrEnum):
    OPEN = "open"  # not used yet
    CLAIMED = "claimed"  # one browser has it, and is asked for the PIN
    WAITING = "waiting"  # one browser has it, and waits for a word of the Office, or of the person at another door
    REFUSED = "refused"  # that word was no
    DONE = "done"  # the browser is in
    ENDED = "ended"  # taken back, replaced, or spent by wrong tries


class WebPin(SQLModel, table=True):
    """A person's PIN at the web door."""

    __tablename__ = "web_pin"
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False})
    salted: str
    """Salt and hash, as `hashing.salted` makes them."""
    since: datetime


class WebLink(SQLModel, table=True):
    """A one-time link into the web door, which the first browser that agrees to the notice keeps to itself."""

    __tablename__ = "web_link"
    __table_args__ = (sa.Index("ix_web_link_state", "state"), sa.Index("ix_web_link_claimed_by", "claimed_by"))
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(unique=True)
    kind: LinkKind = Field(sa_type=enum_text(LinkKind))
    state: LinkState = Field(sa_type=enum_text(LinkState))
    person_id: int = Field(foreign_key="person.id", index=True)
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime
    expires_at: datetime
    claimed_at: datetime | None = None
    claimed_by: str | None = None
    """The hash of the secret of the browser that has it."""
    browser: str
    """That browser in two words, such as «Chrome Android»."""
    code: str | None = None
    """Four digits that the browser shows while it waits, to be compared by voice."""
    asked_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    """The one who said yes or no: of the Office, or the person, at another door."""
    session_id: int | None = Field(default=None, foreign_key="web_session.id")
    """The browser, once it is in."""


class WebSession(SQLModel, table=True):
    """A browser that is in, as one person."""

    __tablename__ = "web_session"
    id: int | None = Field(default=None, primary_key=True)
    key_hash: str = Field(unique=True)
    before_hash: str | None = Field(default=None, index=True)
    """Of the secret before: whoever taps twice still has that one, and types the PIN with it."""
    person_id: int = Field(foreign_key="person.id", index=True)
    browser: str
    """In two words, as above; of what a browser says of itself nothing else is kept."""
    shared: bool = False
    """On a computer that others use: it locks itself soon, and ends after twelve hours."""
    created_at: datetime
    seen_at: datetime
    """To the minute or so."""
    pin_at: datetime
    """The last time the PIN was right, or a passkey."""
    locked_at: datetime | None = None
    expires_at: datetime
    ended_at: datetime | None = None


class WebTry(SQLModel, table=True):
    """A try at a PIN or a link that was wrong, or is being looked at: what it was aimed at, hashed, and when."""

    __tablename__ = "web_try"
    __table_args__ = (sa.Index("ix_web_try_aim", "aim", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    aim: str
    at: datetime = Field(index=True)


class WebReport(SQLModel, table=True):
    """A phone reported lost by whoever leads its owner: browsers are locked at once, the Office decides the rest."""

    __tablename__ = "web_report"
    __table_args__ = (unique_where("ux_web_report_open", "person_id", where="decided_at IS NULL"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    reported_by: int = Field(foreign_key="person.id")
    reported_at: datetime
    decided_at: datetime | None = None
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    revoked: bool | None = None
