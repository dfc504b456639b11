"""Personal data of this slice: the export of «Dữ liệu của tôi», and its end."""

from typing import Any

import sqlalchemy as sa

from bot.enquiries.records import Question, questions
from bot.store.database import Tx
from bot.store.schema import columns

_Q = columns(Question)


def personal_data_of(tx: Tx, person_id: int) -> dict[str, Any]:
    """The person's questions, JSON-ready, dates in ISO 8601, newest first."""
    return {
        "questions": [
            {
                "topic": asked.topic.value,
                "words": asked.words,
                "asked_at": asked.asked_at.isoformat(),
                "answer": asked.answer,
                "answered_at": asked.answered_at.isoformat() if asked.answered_at else None,
            }
            for asked in questions(tx, person_id)
        ]
    }


def erase(tx: Tx, person_id: int) -> list[str]:
    """Forget the person's questions, answers included; what they said, since others may have been told of it."""
    gone = sa.delete(_Q).where(_Q.c.person_id == person_id).returning(_Q.c.words, _Q.c.answer)
    return [words for row in tx.execute(gone).all() for words in row if words]
