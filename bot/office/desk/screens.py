"""The desk on the screen. Pure."""

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.enquiries.targets import ShowOffice
from bot.waiting.desk import Desk
from bot.waiting.lines import buttons
from bot.waiting.targets import TakeNext
from bot.waiting.work import Todo

OFFICE = Button(say("button.office"), ShowOffice())


def desk(at: Desk) -> Screen:
    """Each kind with its number and since when, the oldest first; the next item, and the lists of all."""
    found = at.next()
    if found is None:
        return screen(say("desk.head", count=0), say("desk.empty"), rows=((OFFICE, HOME),))
    ways = [button for row in buttons(at.kinds) for button in row]
    return screen(
        say("desk.head", count=at.count),
        *(_line(one) for one in at.kinds),
        say("desk.next", what=found[0]),
        rows=(
            (Button(say("button.take_next"), TakeNext(), Style.PRIMARY),),
            *(tuple(ways[place : place + 2]) for place in range(0, len(ways), 2)),
            (OFFICE,),
        ),
    )


def _line(one: Todo) -> Phrase:
    return say(one.kind.line, count=len(one.items), since=one.since)
