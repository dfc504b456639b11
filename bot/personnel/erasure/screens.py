"""Screens of erasing: what goes and what stays, before and after. Pure."""

from datetime import datetime

from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowOfficeQuestion, ShowOfficeQuestions
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.people.targets import ShowMyData
from bot.personnel.targets import EraseData

_GOES, _STAYS = say("erasure.goes"), say("erasure.stays")


def confirm(question: int, person: Staff) -> Screen:
    """Asks the Office once more."""
    return screen(
        say("erasure.head", who=say(honorific(person.gender)), name=person.full_name),
        _GOES,
        _STAYS,
        say("erasure.final"),
        rows=(
            (Button(say("button.erase_data"), EraseData(question), Style.DANGER),),
            (Button(say("button.back"), ShowOfficeQuestion(question)),),
        ),
    )


def erased() -> Screen:
    return screen(say("erasure.done"), rows=((Button(say("button.all_questions"), ShowOfficeQuestions()), HOME),))


def letter(asked: datetime) -> Screen:
    """To the person."""
    return screen(
        say("erasure.letter", asked=asked),
        _GOES,
        _STAYS,
        say("erasure.letter.chat"),
        rows=((Button(say("button.my_data"), ShowMyData()), HOME),),
    )
