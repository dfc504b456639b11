"""Buttons that every slice draws alike: home, and to the pages beside the one that is up."""

from bot.dialogue.screens import Button, say
from bot.dialogue.targets import Option, ToView

HOME = Button(say("button.home"), ToView("menu"))


def turn(view: str, ref: int, page: int, pages: int) -> tuple[Button | None, Button | None]:
    """To the page before and the page after, of `pages` in all; pages count from 0."""
    return (
        Button(say("button.page_before"), ToView(view, ref, page - 1)) if page else None,
        Button(say("button.page_after"), ToView(view, ref, page + 1)) if page + 1 < pages else None,
    )


def turn_within(page: int, pages: int) -> tuple[Button | None, Button | None]:
    """The same within one question of a dialogue, which is answered by «before» and «after»."""
    return (
        Button(say("button.page_before"), Option("before")) if page else None,
        Button(say("button.page_after"), Option("after")) if page + 1 < pages else None,
    )
