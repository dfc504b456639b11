"""Questions that wait for the Office's answer."""

from collections.abc import Iterator

import sqlalchemy as sa

from bot.dialogue.screens import say
from bot.enquiries.records import Question
from bot.enquiries.targets import ShowOfficeQuestion, ShowOfficeQuestions
from bot.store.schema import columns
from bot.waiting.kinds import Place, WaitingItem, WaitingKind
from bot.waiting.survey import Survey

_Q = columns(Question)
_OPEN = sa.select(_Q.c.id, _Q.c.asked_at).where(_Q.c.answered_at.is_(None))


def _questions(survey: Survey) -> Iterator[WaitingItem]:
    if not survey.office:
        return
    place = Place(0, say("waiting.office"))
    for row in survey.tx.execute(_OPEN):
        yield WaitingItem(row.id, survey.office, row.asked_at, place=place, to=ShowOfficeQuestion(row.id))


WAITS = (
    WaitingKind(
        "questions",
        _questions,
        "waiting.todo.questions",
        ShowOfficeQuestions(),
        "button.office_questions",
        overdue="waiting.overdue.questions",
        on_desk="desk.one.question",
    ),
)
