"""Questions put to the Office, kept until they are answered. The slice's only SQL."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.store.database import Tx
from bot.store.files import StoredFile
from bot.store.schema import columns, enum_text


class Topic(StrEnum):
    OFFICE = "office"  # anything
    DECISION = "decision"  # a past decision is missing from the records
    ROSTER = "roster"  # something in the roster about me is wrong
    ERASURE = "erasure"  # please delete my data


class Question(SQLModel, table=True):
    """Hỏi Văn phòng: kept until the Office answers."""

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(sa_type=sa.BigInteger)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    words: str
    topic: Topic = Field(sa_type=enum_text(Topic))
    asked_at: datetime
    answered_at: datetime | None = None
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answer: str | None = None


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its person sees it."""

    id: int
    topic: Topic
    words: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None

    @property
    def waits(self) -> bool:
        return self.answered_at is None


_Q = columns(Question)
_F = columns(StoredFile)
_ASKED = sa.select(*(_Q.c[name] for name in Asked.__dataclass_fields__)).where(
    _Q.c.person_id == sa.bindparam("person_id")
)


def question(tx: Tx, question_id: int, person_id: int) -> Asked | None:
    """The question if it is this person's: questions go with the person, not with the chat they came from."""
    row = tx.execute(_ASKED.where(_Q.c.id == question_id), {"person_id": person_id}).one_or_none()
    return None if row is None else _asked(row)


def questions(tx: Tx, person_id: int) -> tuple[Asked, ...]:
    """Those of the person, newest first."""
    newest_first = _ASKED.order_by(_Q.c.asked_at.desc(), _Q.c.id.desc())
    return tuple(_asked(row) for row in tx.execute(newest_first, {"person_id": person_id}))


def _asked(row: Any) -> Asked:
    return Asked(*row)


def erasure_asked(tx: Tx, question_id: int) -> tuple[int, datetime] | None:
    """The person who asks for erasure by this question, and since when; None where it is none, or waits no more."""
    asks = sa.and_(_Q.c.topic == Topic.ERASURE, _Q.c.answered_at.is_(None), _Q.c.person_id.is_not(None))
    row = tx.execute(sa.select(_Q.c.person_id, _Q.c.asked_at).where(_Q.c.id == question_id, asks)).one_or_none()
    return None if row is None else (row.person_id, row.asked_at)


def add(tx: Tx, user_id: int, person_id: int, topic: Topic, words: str) -> int:
    """Keep a question; its key."""
    row = {"user_id": user_id, "person_id": person_id, "topic": topic, "words": words, "asked_at": tx.now}
    return int(tx.execute(sa.insert(_Q).returning(_Q.c.id), row).scalar_one())


def mime_of(tx: Tx, sha256: str) -> str:
    """The MIME type of a file, without its bytes."""
    return str(tx.execute(sa.select(_F.c.mime).where(_F.c.sha256 == sha256)).scalar_one())
