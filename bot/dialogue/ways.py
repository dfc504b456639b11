"""Buttons that every slice draws alike: home, and to the pages beside the one that is up; and lists cut into pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from bot.dialogue.screens import Button, Phrase, say
from bot.dialogue.targets import Option, ToView

T = TypeVar("T")


class ShowHome(ToView, name="menu"):
    """The first screen."""


HOME = Button(say("button.home"), ShowHome())


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a longer list: its items, its number, which counts from 0, and the number of pages, at least 1."""

    items: Sequence[T]
    number: int
    of: int

    @property
    def line(self) -> Phrase | None:
        """The line that says which page this is; None where it is the only one."""
        return say("list.page", page=self.number + 1, pages=self.of) if self.of > 1 else None


def page_of(items: Sequence[T], wanted: int, size: int) -> Page[T]:
    """The page of `items` that is wanted, `size` items each; the last one when there are fewer by now."""
    of = max(1, -(-len(items) // size))
    number = max(0, min(wanted, of - 1))
    return Page(items[number * size : (number + 1) * size], number, of)


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
