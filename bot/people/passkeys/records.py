"""Tables of passkeys: the public half of each, and what browsers were asked to sign a moment ago.

Nothing here opens a door: the private half is in the person's own device, and never comes here.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.schema import enum_text


class Purpose(StrEnum):
    """The reason for which a browser is asked to sign."""

    ADD = "add"  # a new passkey of whoever is in, after a proof of a moment ago
    ENTER = "enter"  # to come in
    UNLOCK = "unlock"  # to open the lock, or to prove that it is the person still
    NEW_PIN = "new_pin"  # to set another PIN without the old one


class Passkey(SQLModel, table=True):
    """A passkey of a person."""

    __tablename__ = "web_passkey"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    handle: str
    """The name that devices have for the person: random, and the same for all of one's passkeys."""
    credential: str = Field(unique=True)
    """The name that the device has given it, in base64url as the two below."""
    public_key: str
    sign_count: int = Field(sa_type=sa.BigInteger)
    """Of its last use, as the device counts; 0 for ever with those that do not count."""
    label: str
    """The device, as its person calls it."""
    created_at: datetime
    used_at: datetime | None = None


class PasskeyChallenge(SQLModel, table=True):
    """Random bytes that one browser is to sign, once and soon."""

    __tablename__ = "web_challenge"
    __table_args__ = (sa.Index("ix_web_challenge_holder", "holder", "purpose"),)
    id: int | None = Field(default=None, primary_key=True)
    challenge: str = Field(unique=True)
    purpose: Purpose = Field(sa_type=enum_text(Purpose))
    holder: str
    """The browser, hashed."""
    network: str
    """The network from which a browser that nobody knows has asked, hashed as of tries; else empty."""
    at: datetime = Field(index=True)
