"""Personal data of this slice, for the person's own eyes: the export of «Dữ liệu của tôi»."""

from typing import Any

from bot.enquiries.records import questions
from bot.store.database import Tx


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
