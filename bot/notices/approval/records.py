"""The tables of approval: the policy, and approvals asked for and given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bot.ledger.letter import Letter
from bot.store.database import Tx
from bot.store.schema import columns

APPROVAL, APPROVED, RETURNED = "notice_approval", "notice_approved", "notice_returned"
POLICY_SET, POLICY_SOURCE = "notice_policy_set", "notice_policy"
"""Kinds of letters: to the Office, that a colleague asks for approval; to the one who asked, that it is given, or why
it is not."""
DECIDED = "decided"
"""Key in the values of a letter that has arrived and is drawn anew: who has decided, when, and whether it went back."""


class NoticePolicy(SQLModel, table=True):
    """The number of people above which a colleague must approve; the last row counts, and without a row nobody must."""

    __tablename__ = "notice_policy"
    id: int | None = Field(default=None, primary_key=True)
    approve_above: int | None = None
    by: int = Field(foreign_key="person.id")
    at: datetime


class NoticeApproval(SQLModel, table=True):
    """A colleague's approval of a notice, asked for and given. It holds for just this content."""

    __tablename__ = "notice_approval"
    notice_id: int = Field(primary_key=True, foreign_key="notice.id")
    digest: str = Field(primary_key=True)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime | None = None


_P, _A, _L = columns(NoticePolicy), columns(NoticeApproval), columns(Letter)


def approval_source(notice_id: int) -> str:
    """The source of the letters that ask for approval of the notice."""
    return f"{APPROVAL}:{notice_id}"


def approved_source(notice_id: int) -> str:
    """The source of the letters that say that it is given."""
    return f"{APPROVED}:{notice_id}"


def returned_source(notice_id: int) -> str:
    """The source of the letters that say why it is not given."""
    return f"{RETURNED}:{notice_id}"


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy as it was decided. `above`: None where approval is not required any more."""

    above: int | None
    by: int
    at: datetime


_POLICY = sa.select(_P.c.approve_above, _P.c.by, _P.c.at).order_by(_P.c.id.desc()).limit(1)


def policy(tx: Tx) -> Policy | None:
    """The policy that was decided last; None: none ever was."""
    row: Any = tx.execute(_POLICY).one_or_none()
    return None if row is None else Policy(*row)


def add_policy(tx: Tx, above: int | None, by: int) -> None:
    """Decide the policy from now on."""
    tx.execute(sa.insert(_P), {"approve_above": above, "by": by, "at": tx.now})


@dataclass(frozen=True, slots=True)
class Approval:
    """An approval as it stands. `by` and `at`: None while it is only asked for."""

    asked_by: int
    asked_at: datetime
    by: int | None
    at: datetime | None


_APPROVAL = sa.select(_A.c.asked_by, _A.c.asked_at, _A.c.by, _A.c.at).where(
    _A.c.notice_id == sa.bindparam("notice_id"), _A.c.digest == sa.bindparam("digest")
)


def approval(tx: Tx, notice_id: int, digest: str) -> Approval | None:
    """The approval of just this content; None: nobody has asked."""
    row: Any = tx.execute(_APPROVAL, {"notice_id": notice_id, "digest": digest}).one_or_none()
    return None if row is None else Approval(*row)


@dataclass(frozen=True, slots=True)
class Asked:
    """An approval that was asked for and is not given, of content that may have changed since."""

    notice_id: int
    digest: str
    asked_by: int
    asked_at: datetime


_ASKED = (
    sa.select(_A.c.notice_id, _A.c.digest, _A.c.asked_by, _A.c.asked_at)
    .where(_A.c.by.is_(None))
    .order_by(_A.c.asked_at)
)


def asked(tx: Tx) -> list[Asked]:
    """All of them, the oldest first."""
    rows: Any = tx.execute(_ASKED)
    return [Asked(*row) for row in rows]


def ask(tx: Tx, notice_id: int, digest: str, by: int) -> bool:
    """Record that `by` asks for approval; False if that was recorded already."""
    row = {"notice_id": notice_id, "digest": digest, "asked_by": by, "asked_at": tx.now}
    return tx.insert_new(NoticeApproval, [row]) == 1


def letters(tx: Tx, notice_id: int, digest: str) -> list[int]:
    """Keys of the letters that asked for approval of just this content."""
    of_it = _L.c.occurrence.startswith(f"{digest}:", autoescape=True)
    query = sa.select(_L.c.id).where(_L.c.source == approval_source(notice_id), of_it)
    return list(tx.execute(query).scalars())


def give(tx: Tx, notice_id: int, digest: str, by: int) -> bool:
    """Record that `by` approves. Of any number who approve at once, one does; whether it was this one."""
    asked = sa.and_(_A.c.notice_id == notice_id, _A.c.digest == digest, _A.c.by.is_(None))
    return tx.execute(sa.update(_A).where(asked).values(by=by, at=tx.now)).rowcount == 1


def send_back(tx: Tx, notice_id: int, digest: str) -> bool:
    """Forget that approval was asked for, so that it may be asked for again; False where it was given, or forgotten."""
    asked = sa.and_(_A.c.notice_id == notice_id, _A.c.digest == digest, _A.c.by.is_(None))
    return tx.execute(sa.delete(_A).where(asked)).rowcount == 1
