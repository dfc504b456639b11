"""Screens of asking the Office, of the plan and of help. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.campaigns.records import CampaignNow
from bot.dialogue.flows import BACK, LATER, Draft
from bot.dialogue.screens import Attachment, Button, Named, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.dialogue.ways import HOME, turn
from bot.enquiries.plan import Page, sections
from bot.enquiries.records import Asked, Topic
from bot.enquiries.targets import (
    AskOffice,
    Register,
    ShowAsked,
    ShowMyQuestions,
    ShowPlan,
    ShowPlanFile,
    ShowQuestions,
)
from bot.people.naming import OfficeContact, call_office
from bot.words import shortened

LISTED = 5
"""Questions on a page of «Câu hỏi của tôi»."""
SHORT_WORDS, SHORT_SECTION = 60, 36
SEND = "send"
"""The option that sends the words as they are shown."""

ASK = Button(say("button.ask_office"), AskOffice())
TOPICS = Button(say("button.questions"), ShowQuestions())
MY_QUESTIONS = Button(say("button.my_questions"), ShowMyQuestions())
SEE_PLAN = Button(say("button.see_plan"), ShowPlan())
PLAN_FILE = Button(say("button.plan_file"), ShowPlanFile())
REGISTER = Button(say("button.register"), Register(), Style.PRIMARY)


# --- asking the Office ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Wording:
    head: Phrase
    what: Phrase
    after: Phrase


_WORDINGS: Mapping[Topic, _Wording] = {
    Topic.OFFICE: _Wording(say("ask.office.head"), say("ask.office.what"), say("ask.office.after")),
    Topic.DECISION: _Wording(say("ask.decision.head"), say("ask.decision.what"), say("ask.decision.after")),
    Topic.ROSTER: _Wording(say("ask.roster.head"), say("ask.roster.what"), say("ask.roster.after")),
    Topic.ERASURE: _Wording(say("ask.erasure.head"), say("ask.erasure.what"), say("ask.erasure.after")),
}


def ask(_draft: Draft, topic: Topic) -> Screen:
    wording = _WORDINGS[topic]
    return screen(
        wording.head,
        wording.what,
        wording.after,
        say("ask.never"),
        rows=((Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),),
    )


def check(draft: Draft, topic: Topic) -> Screen:
    """The words as they would be sent."""
    return screen(
        _WORDINGS[topic].head,
        say("asked.words", words=draft.data["words"]),
        say("ask.check"),
        say("ask.never"),
        rows=(
            (Button(say("button.send_question"), Option(SEND), Style.SUCCESS),),
            (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER))),
        ),
    )


def asked(question: Asked, contact: OfficeContact, *, from_list: bool) -> Screen:
    """A question to the Office, as it was stored; a record in the chat when it has just been sent."""
    answered = not question.waits
    back = Button(say("button.back"), ShowMyQuestions())
    return screen(
        say("asked.head", at=question.asked_at),
        say("asked.words", words=question.words),
        say("asked.answered", at=question.answered_at) if answered else say("asked.waits"),
        say("asked.answer", answer=question.answer) if question.answer else None,
        None if answered else call_office(contact),
        rows=(
            (Button(say("button.ask_more"), AskOffice()), back if from_list else MY_QUESTIONS),
            (HOME,),
        ),
        keep=not from_list,
    )


def my_questions(asked: Sequence[Asked], page: int) -> Screen:
    if not asked:
        return screen(say("my_questions.head"), say("my_questions.none"), rows=((ASK, TOPICS), (HOME,)))
    pages = (len(asked) + LISTED - 1) // LISTED
    page = min(page, pages - 1)
    here = tuple(enumerate(asked, start=1))[page * LISTED : (page + 1) * LISTED]
    return screen(
        say("my_questions.head"),
        *(_listed(number, question) for number, question in here),
        rows=(
            tuple(
                Button(say("button.see_number", number=number), ShowAsked(one.id, from_list=True))
                for number, one in here
            ),
            turn(ShowMyQuestions(page), pages),
            (Button(say("button.ask_more"), AskOffice()), HOME),
        ),
    )


def _listed(number: int, question: Asked) -> Phrase:
    words = shortened(question.words, SHORT_WORDS)
    if question.waits:
        return say("my_questions.waits", number=number, at=question.asked_at, words=words)
    return say("my_questions.answered", number=number, at=question.asked_at, words=words)


# --- the plan ---------------------------------------------------------------------------------------------------------


def no_plan() -> Screen:
    return screen(say("plan.none"), rows=((ASK, HOME),))


def plan_cover(campaign: CampaignNow, pages: Sequence[Page]) -> Screen:
    """`pages`: none where the plan is a file that a chat cannot show."""
    number, day = campaign.plan_number, campaign.plan_date
    parts = sections(pages)
    opening = pages and pages[0].section is None
    return screen(
        say("plan.head", name=campaign.name),
        say("plan.number", number=number, day=day) if number and day else None,
        say("plan.window", opens=campaign.opens_at, deadline=campaign.deadline_at),
        say("plan.choose") if pages else say("plan.file_only"),
        rows=(
            (Button(say("button.plan_opening"), ShowPlan(1)) if opening else None,),
            *((Button(_short_name(heading), ShowPlan(at + 1)),) for heading, at in parts.items()),
            (PLAN_FILE, HOME),
        ),
    )


def plan_page(pages: Sequence[Page], page: int) -> Screen:
    """`page`: from 1; 0 is the cover."""
    page = min(page, len(pages))
    shown = pages[page - 1]
    return screen(
        say("plan.page", section=shown.section or say("plan.opening"), page=page, pages=len(pages)),
        say("plan.text", text=shown.text),
        rows=(
            turn(ShowPlan(page), len(pages) + 1),
            (Button(say("button.plan_contents"), ShowPlan()), PLAN_FILE),
            (HOME,),
        ),
    )


def _short_name(heading: str) -> Named:
    name = shortened(heading, SHORT_SECTION)
    return Named(name, name)


def plan_file(campaign: CampaignNow, file: Attachment) -> Screen:
    return screen(say("plan.file", name=campaign.name), rows=((SEE_PLAN, HOME),), file=file, keep=True)


# --- help -------------------------------------------------------------------------------------------------------------


def guide(contact: OfficeContact) -> Screen:
    return screen(
        say("guide.head"),
        say("guide.register"),
        say("guide.mine"),
        say("guide.questions"),
        say("guide.notices"),
        say("guide.settings"),
        say("guide.leave"),
        say("guide.typing"),
        call_office(contact),
        rows=((REGISTER,), (TOPICS, ASK), (HOME,)),
    )


def guide_for_strangers(contact: OfficeContact) -> Screen:
    return screen(
        say("guide.stranger.head"),
        say("guide.stranger.begin"),
        say("guide.stranger.paper"),
        call_office(contact),
        rows=((HOME,),),
    )
