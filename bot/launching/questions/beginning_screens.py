"""The questions for what a campaign begins with: source, year, name, documents and plan. Pure."""

import tomllib
from functools import cache
from pathlib import Path

from bot.dialogue.screens import Button, Named, Screen, Style, say, screen
from bot.dialogue.targets import Option
from bot.launching.facts import LaunchFacts
from bot.launching.questions.taken import AWAY, LEAVE
from bot.launching.values import Values
from bot.words import shortened


@cache
def _usual() -> str:
    with (Path(__file__).parents[1] / "names.toml").open("rb") as file:
        return str(tomllib.load(file)["usual"])


def usual_name(year: int) -> str:
    """The name that a campaign of that year usually has."""
    return _usual() % {"year": year}


def source(_known: Values, facts: LaunchFacts) -> Screen:
    last = facts.campaigns[0] if facts.campaigns else None
    return screen(
        say("launch.source.head"),
        say("launch.source.how"),
        say("launch.source.file"),
        rows=(
            (Button(say("button.as_year", year=last.year), Option("last"), Style.PRIMARY) if last else None,),
            (Button(say("button.from_catalogue"), Option("catalogue")),),
            LEAVE,
        ),
    )


def year(known: Values, facts: LaunchFacts) -> Screen:
    taken = {one.year for one in facts.campaigns}
    # Late in the year it is the next one's campaign that is opened.
    first = facts.today.year + (facts.today.month > 9)
    offered = [one for one in (first, first + 1 if first == facts.today.year else first - 1) if one not in taken]
    return screen(
        say("launch.year.head"),
        say("launch.now", now=str(known["year"])) if "year" in known else None,
        say("launch.year.how"),
        rows=(tuple(Button(say("button.year", year=str(one)), Option(f"y{one}")) for one in offered), AWAY),
    )


def name(known: Values, _facts: LaunchFacts) -> Screen:
    usual = usual_name(known["year"])
    return screen(
        say("launch.name.head"),
        say("launch.now", now=known["name"]) if "name" in known else None,
        say("launch.name.how"),
        rows=((Button(Named(usual, usual), Option("usual")),), AWAY),
    )


def document(known: Values, _facts: LaunchFacts) -> Screen:
    number = known["number"]
    return screen(
        say("launch.document.head"),
        say("launch.now", now=number) if number else None,
        say("launch.document.how"),
        say("launch.document.later"),
        rows=((Button(say("button.give_later"), Option("follows")),), AWAY),
    )


def plan(known: Values, _facts: LaunchFacts) -> Screen:
    kept = known["plan"]
    return screen(
        say("launch.plan.head"),
        say("launch.now", now=shortened(kept[1], 60)) if kept else None,
        say("launch.plan.how"),
        rows=(
            (Button(say("button.keep"), Option("keep")) if kept else None,),
            (Button(say("button.give_later"), Option("follows")),),
            AWAY,
        ),
    )
