"""Questions as the Office reads and answers them, and the answer as a letter. Pure."""

from collections.abc import Sequence

from bot.dialogue.flows import BACK, LATER
from bot.dialogue.screens import Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, turn
from bot.enquiries.answering.actions import Put
from bot.enquiries.records import Asked, Topic
from bot.enquiries.targets import (
    AnswerQuestion,
    AskOffice,
    ShowErasure,
    ShowMyQuestions,
    ShowOffice,
    ShowOfficeQuestion,
    ShowOfficeQuestions,
    ShowStaff,
)
from bot.people.rules import honorific
from bot.words import shortened

LISTED = 6
SHORT_WORDS = 42
LONG_WORDS = 300
"""Characters of a question that is quoted above its answer."""

TO_QUESTIONS = Button(say("button.all_questions"), ShowOfficeQuestions())

TOPICS = {
    Topic.OFFICE: say("office_question.topic.office"),
    Topic.DECISION: say("office_question.topic.decision"),
    Topic.ROSTER: say("office_question.topic.roster"),
    Topic.ERASURE: say("office_question.topic.erasure"),
}


def questions(found: Sequence[Put], page: int) -> Screen:
    """Those that wait, oldest first."""
    office = Button(say("button.office"), ShowOffice())
    if not found:
        return screen(say("office_questions.head"), say("office_questions.none"), rows=((office, HOME),))
    pages = -(-len(found) // LISTED)
    page = min(page, pages - 1)
    return screen(
        say("office_questions.head"),
        say("office_questions.count", count=len(found), oldest=found[0].asked_at),
        rows=(
            *((_open(one),) for one in found[page * LISTED :][:LISTED]),
            turn(ShowOfficeQuestions(page), pages),
            (office, HOME),
        ),
    )


def _open(one: Put) -> Button:
    words = shortened(one.words, SHORT_WORDS)
    return Button(Named(words, words), ShowOfficeQuestion(one.id))


def question(one: Put, onward: Button | None = None) -> Screen:
    """One, with who asked; its answer where it has one. `onward`: the way on from one that is answered."""
    waits = one.answered_at is None
    return screen(
        say("office_question.head", topic=TOPICS[one.topic], at=one.asked_at),
        _asker(one),
        say("asked.words", words=one.words),
        None if waits else _answered(one),
        say("asked.answer", answer=one.answer) if one.answer else None,
        rows=(
            (Button(say("button.see_erasure"), ShowErasure(one.id)),) if waits and one.topic is Topic.ERASURE else (),
            (Button(say("button.answer"), AnswerQuestion(one.id), Style.PRIMARY),) if waits else (onward,),
            (Button(say("button.staff"), ShowStaff(one.person.id)) if one.person else None, TO_QUESTIONS),
        ),
    )


def _asker(one: Put) -> Phrase | None:
    person = one.person
    if person is None:
        return None
    return say(
        "office_question.asker", who=say(honorific(person.gender)), name=person.name_in_unit, unit=person.unit_name
    )


def _answered(one: Put) -> Phrase:
    by = one.answered_by.name if one.answered_by else ""
    return say("office_question.answered", name=by, at=one.answered_at)


def answer(one: Put) -> Screen:
    """Asks for the answer."""
    return screen(
        _asker(one),
        say("asked.words", words=shortened(one.words, LONG_WORDS)),
        say("office_question.write"),
        say("office_question.erasure") if one.topic is Topic.ERASURE else None,
        rows=((Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),),
    )


def letter(asked: Asked) -> Screen:
    """To whoever asked: the question and its answer."""
    return screen(
        say("letter.answered", at=asked.asked_at),
        say("asked.words", words=shortened(asked.words, LONG_WORDS)),
        say("asked.answer", answer=asked.answer),
        rows=(
            (Button(say("button.my_questions"), ShowMyQuestions()),),
            (Button(say("button.ask_more"), AskOffice()),),
        ),
    )
