"""The questions for the times of a campaign. Pure."""

from datetime import date, datetime, time, timedelta

from bot.campaigns.calendar import Calendar
from bot.dialogue.screens import Button, Phrase, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.launching.facts import LaunchFacts
from bot.launching.questions.taken import AWAY
from bot.launching.values import Values


def off(at: datetime, calendar: Calendar) -> Phrase | None:
    """A word on a day on which nobody works."""
    return None if calendar.is_working_day(at.date()) else say("launch.day_off")


def said(at: datetime) -> Phrase:
    """A moment in words; of a midnight, with which a day begins, the day alone."""
    return say("launch.say.day", day=at.date()) if at.time() == time() else say("launch.say.moment", at=at)


def opens(known: Values, facts: LaunchFacts) -> Screen:
    following = facts.calendar.next_working_day(facts.today)
    return screen(
        say("launch.opens.head"),
        say("launch.now", now=said(facts.local(known["opens"]))) if "opens" in known else None,
        say("launch.opens.how"),
        rows=(
            (
                Button(say("button.opens_today", day=facts.today), Option("today")),
                Button(say("button.day", day=following), Option("next")),
            ),
            AWAY,
        ),
    )


def deadline(known: Values, facts: LaunchFacts) -> Screen:
    offered = deadlines(known, facts)
    return screen(
        say("launch.deadline.head"),
        say("launch.opens.echo", at=said(facts.local(known["opens"]))) if facts.campaign is None else None,
        say("launch.now_at", at=facts.local(known["deadline"])) if "deadline" in known else None,
        say("launch.deadline.how"),
        say("launch.deadline.hour"),
        rows=(
            *((Button(say("button.moment", at=at), Option(code)),) for code, at in offered.items()),
            AWAY,
        ),
    )


def deadlines(known: Values, facts: LaunchFacts) -> dict[str, datetime]:
    """The deadlines that are proposed: a year after the one before, on the working day before where that is none."""
    if "as_last" not in known:
        return {}
    last = facts.local(known["as_last"])
    day = facts.calendar.on_or_before(_year_later(last.date()))
    at = datetime.combine(day, last.time(), facts.calendar.zone)
    return {"as_last": at} if at > max(facts.now, facts.local(known["opens"])) else {}


def _year_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + 1, day=28)


def including(known: Values, facts: LaunchFacts) -> Screen:
    at = facts.local(known["before"])
    before = at - timedelta(days=1)
    return screen(
        say("launch.including.head", day=at.date()),
        say("launch.including.how"),
        rows=(
            (Button(say("button.including", at=at), Option("with")),),
            (Button(say("button.not_including", at=before), Option("without")),),
            AWAY,
        ),
    )


def off_day(known: Values, facts: LaunchFacts) -> Screen:
    at = facts.local(known["deadline"])
    earlier, later = facts.calendar.on_or_before(at.date()), facts.calendar.on_or_after(at.date())
    may_earlier = datetime.combine(earlier, at.timetz()) > max(facts.now, facts.local(known["opens"]))
    return screen(
        say("launch.off_day.head", at=at),
        say("launch.off_day.how"),
        rows=(
            (Button(say("button.to_day", day=earlier), Option("earlier"), Style.PRIMARY) if may_earlier else None,),
            (Button(say("button.to_day", day=later), Option("after")),),
            (Button(say("button.keep_day", day=at.date()), Option("keep")),),
            AWAY,
        ),
    )


def supplement(known: Values, facts: LaunchFacts) -> Screen:
    offered = supplements(known, facts)
    until = known["supplement"]
    return screen(
        say("launch.supplement.head"),
        say("launch.deadline.echo", at=facts.local(known["deadline"])),
        say("launch.now_at", at=facts.local(until)) if until else None,
        say("launch.supplement.what"),
        say("launch.supplement.how"),
        rows=(
            *((Button(say("button.moment", at=at), Option(code)),) for code, at in offered.items()),
            (Button(say("button.no_supplement"), Option("none")),),
            AWAY,
        ),
    )


def supplements(known: Values, facts: LaunchFacts) -> dict[str, datetime]:
    """The ends that are proposed: five and eight working days after the deadline."""
    deadline = facts.local(known["deadline"])
    offered, day = dict[str, datetime](), deadline.date()
    for number in range(1, 9):
        day = facts.calendar.next_working_day(day)
        if number in (5, 8):
            offered[f"w{number}"] = datetime.combine(day, deadline.timetz())
    return {code: at for code, at in offered.items() if at > facts.now}


def initiative(known: Values, _facts: LaunchFacts) -> Screen:
    until = known["initiative"]
    return screen(
        say("launch.initiative.head"),
        say("launch.now_day", day=date.fromisoformat(until)) if until else None,
        say("launch.initiative.what"),
        say("launch.initiative.how"),
        rows=((Button(say("button.no_day"), Option("none")),), AWAY),
    )
