"""Letters on what waits. Pure. Of what others are to do they name the place and how much, never what it says."""

from datetime import datetime

from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.reminders.screens import SEE_WAITING
from bot.waiting.kinds import WaitingKind
from bot.waiting.lines import buttons, news_lines, overdue_lines, todo_lines
from bot.waiting.work import Work

FEW = 2
"""Views of which each has its button in the letter; of more, one button leads to all."""


def waiting(person: Staff, work: Work, days: int, *, to_office: bool) -> Screen:
    """All that waits for one person. `days`: working days after which what waits elsewhere is told here."""
    who = say(honorific(person.gender))
    ways = buttons((*work.todo, *work.news))
    return screen(
        say("reminder.dear", who=who, name=person.full_name),
        say("waiting.digest", who=who) if work.todo else None,
        *todo_lines(work),
        *news_lines(work),
        say("waiting.rises") if any(one.rises for one in work.todo) else None,
        say("waiting.overdue", days=days) if work.overdue else None,
        *overdue_lines(work),
        None if to_office else say("digest.thanks"),
        rows=ways if 0 < len(ways) <= FEW and not work.overdue else ((SEE_WAITING,),),
    )


def beside(work: Work) -> tuple[Phrase, ...]:
    """The lines on it in a letter that says other things as well: at most two, and those of news."""
    todo, overdue = todo_lines(work), overdue_lines(work)
    return (
        *((say("digest.waits", waits=todo),) if todo else ()),
        *((say("digest.overdue", waits=overdue),) if overdue else ()),
        *news_lines(work),
    )


def at_once(kind: WaitingKind, since: datetime) -> Screen:
    """One piece of work, as soon as it waits."""
    assert kind.at_once is not None
    return screen(
        say(kind.at_once, since=since),
        rows=((Button(say(kind.label, count=1), kind.to, Style.PRIMARY),),),
    )
