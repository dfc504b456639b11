"""All that waits for one person. Pure."""

from bot.dialogue.screens import Screen, say, screen
from bot.dialogue.ways import HOME
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.waiting.lines import below, buttons, overdue_lines, todo_lines
from bot.waiting.work import Work


def waiting(person: Staff, work: Work, days: int) -> Screen:
    """`days`: working days after which what waits elsewhere is shown here."""
    return screen(
        say("waiting.head", count=work.count) if work.todo or not work.overdue else None,
        None if work.any else say("waiting.none", who=say(honorific(person.gender))),
        *todo_lines(work),
        say("waiting.below", count=work.late) if work.overdue else None,
        say("waiting.overdue", days=days) if work.overdue else None,
        *overdue_lines(work),
        rows=(*buttons(work.todo), *below(work.overdue), (HOME,)),
    )
