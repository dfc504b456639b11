"""All that waits for one person. Pure."""

from bot.dialogue.screens import Button, Screen, Style, say, screen
from bot.dialogue.ways import HOME
from bot.people.identity import Staff
from bot.people.rules import honorific
from bot.waiting.lines import below, buttons, overdue_lines, todo_lines
from bot.waiting.rules import BY_TIME_LEFT, OFFERED, RISES_AFTER, SHARE
from bot.waiting.targets import SetRising, ShowRising, ShowWaiting
from bot.waiting.work import Work


def waiting(person: Staff, work: Work, days: int, *, may_set: bool = False) -> Screen:
    """`days`: working days after which what waits elsewhere is shown here; `may_set`: the person may change them."""
    return screen(
        say("waiting.head", count=work.count) if work.todo or not work.overdue else None,
        None if work.any else say("waiting.none", who=say(honorific(person.gender))),
        *todo_lines(work),
        say("waiting.below", count=work.late) if work.overdue else None,
        say("waiting.overdue", days=days) if work.overdue else None,
        *overdue_lines(work),
        rows=(
            *buttons(work.todo),
            *below(work.overdue),
            (Button(say("button.rising"), ShowRising()) if may_set else None, HOME),
        ),
    )


def rising(now: int) -> Screen:
    """`now`: the days that hold, or BY_TIME_LEFT."""
    by_time = now == BY_TIME_LEFT
    days = sorted({*OFFERED, now} - {BY_TIME_LEFT})
    return screen(
        say("rising.head"),
        say("rising.now.by_time", days=RISES_AFTER) if by_time else say("rising.now", days=now),
        say("rising.by_time", share=SHARE, days=RISES_AFTER),
        rows=(
            (Button(say("button.rising.by_time"), SetRising(BY_TIME_LEFT), None if by_time else Style.PRIMARY),),
            *(
                tuple(Button(say("button.rising.days", days=one), SetRising(one)) for one in days[place : place + 2])
                for place in range(0, len(days), 2)
            ),
            (Button(say("button.back"), ShowWaiting()),),
        ),
    )
