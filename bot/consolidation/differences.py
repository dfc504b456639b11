"""The differences between two snapshots, by name. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.consolidation.content import Group, Part, SnapshotContent
from bot.folding import matches
from bot.sheets.content import SheetRow
from bot.titles.catalogue import Family


class ChangeKind(StrEnum):
    """A difference about one person or collective; lists are in this order."""

    ADDED = "added"  # has registered since
    TITLES = "titles"  # has other titles now
    WITHDRAWN = "withdrawn"  # registers nothing now
    MOVED = "moved"  # is registered both times, in another unit or union group now
    COLLECTIVE = "collective"  # the own titles of a unit or union group


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `name`: of the person, or the unit or union group itself; `place`: of the person, "" otherwise;
    `was`, `now`: titles by their key, of what moved the places' names."""

    kind: ChangeKind
    name: str
    place: str
    was: tuple[str, ...]
    now: tuple[str, ...]


def changes(before: SnapshotContent, after: SnapshotContent, family: Family) -> tuple[Change, ...]:
    """All differences in a family, kind by kind, each in the order of the official list."""
    found = list(_changes(before.part(family), after.part(family)))
    order = {kind: place for place, kind in enumerate(ChangeKind)}
    return tuple(sorted(found, key=lambda one: order[one.kind]))


def counts(found: tuple[Change, ...]) -> dict[ChangeKind, int]:
    """The number of each kind that there is."""
    numbers = {kind: sum(one.kind is kind for one in found) for kind in ChangeKind}
    return {kind: count for kind, count in numbers.items() if count}


def called(found: tuple[Change, ...], typed: str) -> tuple[Change, ...]:
    """Those whose name is meant by what was typed, the best first."""
    ranked = [(rank, place) for place, one in enumerate(found) if (rank := matches(typed, one.name)) is not None]
    return tuple(found[place] for _, place in sorted(ranked))


def _changes(before: Part | None, after: Part | None) -> Iterator[Change]:
    was, now = _people(before), _people(after)
    for key, (group, row) in now.items():
        old = was.get(key)
        if old is None:
            yield Change(ChangeKind.ADDED, row.name, group.name, (), row.titles)
            continue
        if frozenset(old[1].titles) != frozenset(row.titles):
            yield Change(ChangeKind.TITLES, row.name, group.name, old[1].titles, row.titles)
        if old[0].key != group.key:
            yield Change(ChangeKind.MOVED, row.name, group.name, (old[0].name,), (group.name,))
    for key, (group, row) in was.items():
        if key not in now:
            yield Change(ChangeKind.WITHDRAWN, row.name, group.name, row.titles, ())
    yield from _collectives(_groups(before), _groups(after))


def _collectives(was: dict[int, Group], now: dict[int, Group]) -> Iterator[Change]:
    for key in dict.fromkeys((*now, *was)):
        old = was[key].content.collective if key in was else ()
        new = now[key].content.collective if key in now else ()
        if frozenset(old) != frozenset(new):
            yield Change(ChangeKind.COLLECTIVE, (now.get(key) or was[key]).name, "", old, new)


def _people(part: Part | None) -> dict[int, tuple[Group, SheetRow]]:
    """Those who have registered something, by key."""
    groups = () if part is None else part.groups
    return {row.person: (group, row) for group in groups for row in group.registered}


def _groups(part: Part | None) -> dict[int, Group]:
    return {group.key: group for group in (() if part is None else part.groups) if group.key}
