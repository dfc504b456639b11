"""An answer that is taken, and the ways out of a question."""

from typing import Any

from bot.dialogue.flows import BACK, LATER, Next
from bot.dialogue.screens import Button, say
from bot.dialogue.targets import Option

AWAY = (Button(say("button.back"), Option(BACK)), Button(say("button.later"), Option(LATER)))
LEAVE = (Button(say("button.later"), Option(LATER)),)


def taken(step: str, data: dict[str, Any], *also: str, reopen: tuple[str, ...] = ()) -> Next:
    """The answer, and on to the first question that nobody has answered: what the campaign begins with is not asked
    again."""
    return Next({**data, "page": 0}, tuple(map(str, (step, *also))), tuple(map(str, reopen)))
