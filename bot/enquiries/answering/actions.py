"""The Office reads what was asked and answers it once; whoever is second is told who was first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.enquiries.records import Question, Topic
from bot.ledger import planning
from bot.people.identity import Actor, Staff, staff
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns
from bot.words import own_words

ANSWERED = "question_answered"
"""The kind of letter that whoever asked gets."""
SHORTEST, LONGEST = 2, 1000
"""Characters of an answer: «Có» is one."""

_Q = columns(Question)


@dataclass(frozen=True, slots=True)
class Put:
    """A question as the Office sees it."""

    id: int
    person: Staff | None
    """The one who asked, as of today."""
    topic: Topic
    words: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
    answered_by: Staff | None


_COLUMNS = (
    _Q.c.id,
    _Q.c.person_id,
    _Q.c.topic,
    _Q.c.words,
    _Q.c.asked_at,
    _Q.c.answer,
    _Q.c.answered_at,
    _Q.c.answered_by,
)


def office_only(actor: Actor) -> None:
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def waiting(tx: Tx, actor: Actor) -> list[Put]:
    """Those without an answer, oldest first."""
    office_only(actor)
    query = sa.select(*_COLUMNS).where(_Q.c.answered_at.is_(None)).order_by(_Q.c.asked_at, _Q.c.id)
    return [_put(tx, row) for row in tx.execute(query)]


def put(tx: Tx, actor: Actor, question_id: int) -> Put:
    office_only(actor)
    row = tx.execute(sa.select(*_COLUMNS).where(_Q.c.id == question_id)).one_or_none()
    if row is None:
        raise Refusal("stale.button")
    return _put(tx, row)


def _put(tx: Tx, row: Any) -> Put:
    today = tx.clock.today()
    person = None if row.person_id is None else staff(tx, row.person_id, today)
    by = None if row.answered_by is None else staff(tx, row.answered_by, today)
    return Put(row.id, person, row.topic, row.words, row.asked_at, row.answer, row.answered_at, by)


def words(text: str) -> str:
    """`text` as an answer may be stored. Raises Refusal, as `own_words`."""
    return own_words(text, shortest=SHORTEST, longest=LONGEST)


def answer(tx: Tx, actor: Actor, question_id: int, text: str) -> None:
    """Answer it, if nobody has; whoever asked gets a letter. Raises Refusal."""
    office_only(actor)
    me = actor.person.id
    values = {"answer": words(text), "answered_at": tx.now, "answered_by": me}
    open_one = sa.and_(_Q.c.id == question_id, _Q.c.answered_at.is_(None))
    done = tx.execute(sa.update(_Q).where(open_one).values(**values).returning(_Q.c.person_id)).one_or_none()
    if done is None:
        raise already(put(tx, actor, question_id))
    if done.person_id is not None:
        values_of_letter = {"question": question_id}
        planning.plan(tx, ANSWERED, f"question:{question_id}", done.person_id, ANSWERED, values_of_letter)
    note(tx, "enquiries.answered", f"question:{question_id}", actor_id=me)


def already(found: Put) -> Refusal:
    by = found.answered_by
    return Refusal("office_question.already", name=by.name if by else "", at=found.answered_at)
