"""Questions as the Office sees them: loads under its rights, draws with screens."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.enquiries.answering import actions as answering
from bot.enquiries.answering import screens as office_screens
from bot.enquiries.targets import AnswerQuestion, ShowOfficeQuestion, ShowOfficeQuestions
from bot.people.identity import Actor
from bot.store.database import Tx
from bot.waiting.desk import onward


def office_questions(tx: Tx, actor: Actor, to: ShowOfficeQuestions) -> Screen:
    return office_screens.questions(answering.waiting(tx, actor), to.page)


def office_question(tx: Tx, actor: Actor, to: ShowOfficeQuestion) -> Screen:
    found = answering.put(tx, actor, to.question)
    return office_screens.question(found, onward(tx, actor) if found.answered_at is not None else None)


VIEWS = (View(ShowOfficeQuestions, office_questions), View(ShowOfficeQuestion, office_question))


def answer_question(tx: Tx, actor: Actor, to: AnswerQuestion) -> ToFlow:
    found = answering.put(tx, actor, to.question)
    if found.answered_at is not None:
        raise answering.already(found)
    return ToFlow("answer_question", {"question": to.question}, fresh=True)


ACTS = (Act(AnswerQuestion, answer_question),)
