"""Figures of a snapshot as documents have them: of a part, by title, by unit, and what is still to come. Pure."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.consolidation.content import Group, Part, TitleThen
from bot.papers.official.pieces import number, numbered, said
from bot.sheets.content import RowState, SheetRow
from bot.sheets.records import SheetState
from bot.titles.catalogue import Subject


def figures(part: Part) -> dict[str, str]:
    """The number of people in each state and of units, as of the whole part; units with something open: "" for none."""
    open_ones = sum(is_open(group) for group in inhabited(part))
    begun = part.count(RowState.REGISTERED) > 0
    return {
        **(people := people_figures(tuple(part.rows))),
        "shares_said": _shares(people),
        "begun": "1" if begun else "",
        "not_begun": "" if begun else "1",
        "others": _others(part),
        "units": number(len(inhabited(part))),
        "units_open": number(open_ones) if open_ones else "",
        "complete": "" if open_ones else "1",
    }


_OTHERS = (RowState.DECLINED, RowState.MISSING, RowState.EXEMPT)


def _others(part: Part) -> str:
    """The states besides «registered», as they go on after that: without those in which nobody is."""
    counts = ((state, part.count(state)) for state in _OTHERS)
    return "".join(said(f"state_{state.value}", count=number(count)) for state, count in counts if count)


def _shares(people: dict[str, str]) -> str:
    """Both shares in a sentence; a share of nothing is not said."""
    if people["answered"] == number(0):
        return ""
    registered, answered = people["registered_share"], people["answered_share"]
    key = "shares_answered" if people["registered"] == number(0) else "shares"
    return said(key, expected=people["expected"], registered=registered, answered=answered)


def people_figures(rows: tuple[SheetRow, ...]) -> dict[str, str]:
    """The number of people in each state, and the shares of those who are expected to answer."""
    counts = {state: sum(row.state is state for row in rows) for state in RowState}
    expected = len(rows) - counts[RowState.EXEMPT]
    answered = counts[RowState.REGISTERED] + counts[RowState.DECLINED]
    return {
        "people": number(len(rows)),
        **{state.value: number(count) for state, count in counts.items()},
        "expected": number(expected),
        "answered": number(answered),
        "registered_share": share(counts[RowState.REGISTERED], expected),
        "answered_share": share(answered, expected),
    }


def share(count: int, of: int) -> str:
    """«98,5%»; "" where there is nobody. Never 100% before all of them."""
    if not of:
        return ""
    tenths = count * 1000 // of
    whole, tenth = divmod(tenths, 10)
    return said("share", percent=f"{whole},{tenth}" if tenth else whole)


def inhabited(part: Part) -> list[Group]:
    return [group for group in part.groups if group.rows]


def is_open(group: Group) -> bool:
    """Something of it is still to come: somebody's answer, or a list that says what is registered."""
    return bool(group.content.of(RowState.MISSING)) or _list(group) in _OPEN


def lists_in(part: Part) -> int:
    """The number of units whose list has arrived, and was not sent back."""
    return sum(_list(group) in _IN for group in part.groups)


_OPEN, _IN = ("list_none", "list_returned", "list_differs"), ("list_differs", "list_in")


def _list(group: Group) -> str:
    """The piece of a sentence that says how the unit's list stands."""
    if not group.collective:
        return "list_needless"
    if group.sent is None:
        return "list_none"
    if group.sent.state is SheetState.RETURNED:
        return "list_returned"
    return "list_differs" if group.sent.differs else "list_in"


def unit_rows(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """A line for each unit: people by state, and its list."""
    return numbered({"unit": group.name, **people_figures(group.rows), "list": said(_list(group))} for group in groups)


def open_units(part: Part) -> list[Group]:
    return [group for group in inhabited(part) if is_open(group)]


def open_rows(part: Part) -> list[dict[str, Any]]:
    """A line for each unit with something open, and that in words."""
    units = open_units(part)
    return [{**row, "left": _left(group)} for row, group in zip(unit_rows(units), units, strict=True)]


def _left(group: Group) -> str:
    count, of_list = len(group.content.of(RowState.MISSING)), _list(group)
    pieces = [said("left_missing", count=number(count))] if count else []
    return ", ".join([*pieces, *([said("left_list", list=said(of_list))] if of_list in _OPEN else [])])


def owing_lists(part: Part) -> bool:
    """True if a unit's list is still to come."""
    return any(_list(group) in _OPEN for group in inhabited(part))


def open_figures(part: Part) -> dict[str, str]:
    """The sums over the units with something open."""
    sums = people_figures(tuple(row for group in open_units(part) for row in group.rows))
    missing = part.count(RowState.MISSING)
    left = said("left_people", count=number(missing)) if missing else said("left_lists")
    return {f"open_{name}": sums[name] for name in ("people", "answered", "missing")} | {"open_left": left}


def title_rows(part: Part, titles: Iterable[TitleThen] | None = None) -> list[dict[str, Any]]:
    """A line for each title and kind of holders: the number of those who register it, and in how many units."""
    return numbered(
        {
            "title": title.name,
            "holders": said(holders),
            "count": number(sum(counts)),
            "units": number(sum(map(bool, counts))),
            "authority": title.authority,
        }
        for title, holders, counts in title_counts(part, part.titles if titles is None else titles)
    )


def title_counts(part: Part, titles: Iterable[TitleThen]) -> Iterator[tuple[TitleThen, Subject, list[int]]]:
    """Each title and kind of holders with the numbers of those who register it, by unit."""
    for title in titles:
        if Subject.PERSON in title.subjects:
            people = [sum(title.id in row.titles for row in group.rows) for group in part.groups]
            yield title, Subject.PERSON, people
        if part.subject in title.subjects:
            yield title, part.subject, [int(title.id in group.content.collective) for group in part.groups]
