"""Buttons that every slice draws alike: home, and to the pages beside the one that is up."""

from dataclasses import replace
from typing import Any

from bot.dialogue.screens import Button, say
from bot.dialogue.targets import Option, ToView


class ShowHome(ToView, name="menu"):
    """The first screen."""


HOME = Button(say("button.home"), ShowHome())


def turn(here: Any, pages: int) -> tuple[Button | None, Button | None]:
    """To the page before and the page after the target `here`, of `pages` in all; pages count from 0."""
    return (
        Button(say("button.page_before"), replace(here, page=here.page - 1)) if here.page else None,
        Button(say("button.page_after"), replace(here, page=here.page + 1)) if here.page + 1 < pages else None,
    )


def turn_within(page: int, pages: int) -> tuple[Button | None, Button | None]:
    """The same within one question of a dialogue, which is answered by «before» and «after»."""
    return (
        Button(say("button.page_before"), Option("before")) if page else None,
        Button(say("button.page_after"), Option("after")) if page + 1 < pages else None,
    )
