"""All that waits as lines and buttons, on the screen of it and in letters. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Button, Phrase, say
from bot.waiting.work import Overdue, Todo, Work

MOST_TODO, MOST_OVERDUE = 5, 3
"""Lines of each; the rest is counted."""


def todo_lines(work: Work) -> tuple[Phrase, ...]:
    """A line a kind: how much, and since when."""
    lines = [say(one.kind.line, count=len(one.items), since=one.since) for one in work.todo]
    return _few(lines, MOST_TODO)


def overdue_lines(overdue: Sequence[Overdue]) -> tuple[Phrase, ...]:
    """A line a kind and place, the oldest first."""
    lines = [
        say(one.kind.overdue, place=one.place.name, count=len(one.items), since=one.since)
        for one in sorted(overdue, key=lambda one: one.since)
        if one.kind.overdue is not None
    ]
    return _few(lines, MOST_OVERDUE)


def _few(lines: Sequence[Phrase], most: int) -> tuple[Phrase, ...]:
    more = len(lines) - most
    return (*lines[:most], say("waiting.more", count=more)) if more > 0 else tuple(lines)


def buttons(todo: Sequence[Todo]) -> tuple[tuple[Button, ...], ...]:
    """A row a view in which something of it is done."""
    rows: dict[object, tuple[Button, ...]] = {}
    for one in todo:
        count = sum(len(other.items) for other in todo if other.kind.to == one.kind.to)
        rows.setdefault(one.kind.to, (Button(say(one.kind.label, count=count), one.kind.to),))
    return tuple(rows.values())
