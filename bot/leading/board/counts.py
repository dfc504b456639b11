"""Numbers of requests and questions that wait for the Office: for the buttons of its board."""

from dataclasses import dataclass

import sqlalchemy as sa

from bot.enquiries.records import Question
from bot.people.records import LinkRequest, LinkRequestState
from bot.store.database import Tx
from bot.store.schema import columns

_Q, _LR = columns(Question), columns(LinkRequest)


@dataclass(frozen=True, slots=True)
class OfficeCounts:
    """Numbers of what waits for the Office."""

    late: int
    """Requests to register late."""
    links: int
    """Requests to be linked."""
    questions: int


def office_counts(tx: Tx, late: int) -> OfficeCounts:
    """Count what waits; `late` is counted where rights over those requests are known."""
    links = sa.select(sa.func.count()).select_from(_LR).where(_LR.c.state == LinkRequestState.OPEN)
    questions = sa.select(sa.func.count()).select_from(_Q).where(_Q.c.answered_at.is_(None))
    return OfficeCounts(late, int(tx.execute(links).scalar_one()), int(tx.execute(questions).scalar_one()))
