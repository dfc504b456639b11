"""Screens of what was understood in part, of what was not, and of several titles that were meant. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.targets import Payload
from bot.dialogue.ways import HOME, ShowHome
from bot.enquiries.targets import (
    AskOffice,
    PassOn,
    Register,
    RegisterTitle,
    RegisterTitles,
    ShowDepartment,
    ShowMine,
    ShowOffice,
    ShowOfficeQuestions,
    ShowQuestions,
    ShowTitle,
)
from bot.leading.targets import ComposeNotice
from bot.people.identity import Actor
from bot.registration.targets import Purpose, ShowUnionBoard, ShowUnitBoard
from bot.titles.catalogue import Title
from bot.understanding import ways as roles
from bot.understanding.ways import Meaning


def offered(meant: Meaning, actor: Actor, kept: int | None) -> Screen:
    """Two readings or more, or what may be had instead. `kept`: the draft that holds what was typed."""
    return screen(
        meant.word or say("heard.which"),
        rows=(*((Button(offer.label, offer.to),) for offer in meant.offers), _pass_on(actor, kept), (HOME,)),
    )


def unclear(actor: Actor, kept: int | None) -> Screen:
    """Words that nobody understood: the ways that most people of this role want."""
    if roles.office(actor):
        ways = (
            Button(say("button.office"), ShowOffice()),
            Button(say("button.compose"), ComposeNotice()),
            Button(say("button.questions_waiting"), ShowOfficeQuestions()),
            HOME,
        )
        return screen(say("unclear.head"), rows=tuple((way,) for way in ways))
    leading = (
        (roles.director(actor), Button(say("button.department"), ShowDepartment())),
        (roles.sees_unit(actor), Button(say("button.unit"), ShowUnitBoard())),
        (roles.leads_group(actor) or roles.chair(actor), Button(say("button.union_group"), ShowUnionBoard())),
    )
    return screen(
        say("unclear.head"),
        rows=(
            *((button,) for may, button in leading if may),
            (Button(say("button.register"), Register(), Style.PRIMARY),),
            (Button(say("button.mine"), ShowMine()),),
            (Button(say("button.questions"), ShowQuestions()),),
            _pass_on(actor, kept),
        ),
    )


def _pass_on(actor: Actor, kept: int | None) -> tuple[Button, ...]:
    """The way to the Office, which is not asked by itself."""
    if roles.office(actor):
        return ()
    to: Payload = AskOffice() if kept is None else PassOn(kept)
    return (Button(say("button.pass_on"), to),)


def which_title(candidates: Sequence[Title], purpose: Purpose, together: int | None) -> Screen:
    """`together`: the set of all of them, where they may be registered side by side."""
    registering = purpose is not Purpose.READ
    return screen(
        say("which.register") if registering else say("which.about"),
        rows=(
            (
                Button(say("button.register_all_named"), RegisterTitles(together), Style.PRIMARY)
                if together is not None
                else None,
            ),
            *(
                (Button(title.name, RegisterTitle(title.order) if registering else ShowTitle(title.order)),)
                for title in candidates
            ),
            (Button(say("button.neither"), ShowHome()),),
        ),
    )
