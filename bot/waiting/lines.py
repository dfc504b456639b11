"""All that waits as lines and buttons, on the screen of it and in letters. Pure."""

from collections.abc import Sequence

from bot.dialogue.screens import Button, Phrase, say
from bot.titles.catalogue import Family
from bot.waiting.targets import ShowBelow, ShowWaiting
from bot.waiting.work import Overdue, Todo, Work
from bot.words import shortened

MOST, MOST_OF_BOTH = 5, 3
"""Lines of what is to do, and of what is overdue elsewhere: of one alone, and of each where there are both. The last
one counts the rest."""
PLACES, PLACE_NAME = 4, 40
"""Units and groups that have a button of their own, and the characters of the name on it."""


def todo_lines(work: Work) -> tuple[Phrase, ...]:
    """A line a kind: how much, and since when."""
    lines = [say(one.kind.line, count=len(one.items), since=one.since) for one in work.todo]
    return _few(lines, MOST_OF_BOTH if work.overdue else MOST)


def news_lines(work: Work) -> tuple[Phrase, ...]:
    """A line a kind of what is only told."""
    return tuple(say(one.kind.line, count=len(one.items), since=one.since) for one in work.news)


def overdue_lines(work: Work) -> tuple[Phrase, ...]:
    """A line a kind and place, the oldest first."""
    lines = [
        say(one.kind.overdue, place=one.place.name, count=len(one.items), since=one.since)
        for one in sorted(work.overdue, key=lambda one: one.since)
        if one.kind.overdue is not None
    ]
    return _few(lines, MOST_OF_BOTH if work.todo else MOST)


def below(overdue: Sequence[Overdue]) -> tuple[tuple[Button, ...], ...]:
    """A row a unit or union group in which something is overdue, the oldest first, as far as there is room; then a row
    a board on which those above see all of it."""
    families = dict.fromkeys(one.kind.family or Family.STATE for one in overdue)
    places: dict[ShowBelow, tuple[Button, ...]] = {}
    for one in sorted(overdue, key=lambda one: one.since):
        if one.kind.family is not None and one.place.key > 0:
            to = ShowBelow(one.kind.family, one.place.key)
            name = one.place.name if isinstance(one.place.name, Phrase) else shortened(one.place.name, PLACE_NAME)
            places.setdefault(to, (Button(say("button.below_place", place=name), to),))
    return (
        *list(places.values())[:PLACES],
        *((Button(say(_BELOW[family]), ShowBelow(family)),) for family in families),
    )


def way_below(count: int) -> tuple[Button | None, ...]:
    """The row that leads from somebody's first screen or board to what others have left too long."""
    return (Button(say("button.waiting_below", count=count), ShowWaiting()) if count else None,)


def below_line(count: int) -> Phrase | None:
    return say("waiting.below_line", count=count) if count else None


_BELOW = {Family.STATE: "button.below", Family.UNION: "button.below_union"}


def _few(lines: Sequence[Phrase], most: int) -> tuple[Phrase, ...]:
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], say("waiting.more", count=len(lines) - most + 1))


def buttons(todo: Sequence[Todo]) -> tuple[tuple[Button, ...], ...]:
    """A row a view in which something of it is done."""
    rows: dict[object, tuple[Button, ...]] = {}
    for one in todo:
        count = sum(len(other.items) for other in todo if other.kind.to == one.kind.to)
        rows.setdefault(one.kind.to, (Button(say(one.kind.label, count=count), one.kind.to),))
    return tuple(rows.values())
