"""Questions as the Office sees them. `ref`: the question."""

from bot.dialogue.screens import Screen
from bot.dialogue.targets import ToFlow
from bot.dialogue.views import Act, View
from bot.enquiries.answering import actions as answering
from bot.enquiries.answering import screens as office_screens
from bot.people.identity import Actor
from bot.store.database import Tx


def office_questions(tx: Tx, actor: Actor, _ref: int, page: int) -> Screen:
    return office_screens.questions(answering.waiting(tx, actor), page)


def office_question(tx: Tx, actor: Actor, ref: int, _page: int) -> Screen:
    return office_screens.question(answering.put(tx, actor, ref))


VIEWS = (View("office_questions", office_questions), View("office_question", office_question))


def answer_question(tx: Tx, actor: Actor, ref: int, _version: int) -> ToFlow:
    found = answering.put(tx, actor, ref)
    if found.answered_at is not None:
        raise answering.already(found)
    return ToFlow("answer_question", {"question": ref}, fresh=True)


ACTS = (Act("answer_question", answer_question),)
