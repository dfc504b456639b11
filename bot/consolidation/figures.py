"""Figures of what was frozen: people by answer, titles by holder, and everything that is missing. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.consolidation.content import Group, Part, TitleThen
from bot.sheets.content import RowState
from bot.sheets.records import SheetState
from bot.titles.catalogue import Family


@dataclass(frozen=True, slots=True)
class Figures:
    """The people of a part: who are to answer, and how many have. Who need not answer is counted only if he or she
    has."""

    total: int
    registered: int
    declined: int
    collectives: int
    registered_collectives: int
    titles: tuple[tuple[TitleThen, int], ...]
    """Titles of people that somebody has registered, in their order."""
    collective_titles: tuple[tuple[TitleThen, int], ...]

    @property
    def answered(self) -> int:
        return self.registered + self.declined


def figures(part: Part) -> Figures:
    registered, declined = part.count(RowState.REGISTERED), part.count(RowState.DECLINED)
    people = [(title, part.people(title.id)) for title in part.personal]
    collectives = [(title, part.collectives(title.id)) for title in part.collective]
    own = [group for group in part.groups if group.collective]
    return Figures(
        registered + declined + part.count(RowState.MISSING),
        registered,
        declined,
        len(own),
        sum(bool(group.content.collective) for group in own),
        tuple(one for one in people if one[1]),
        tuple(one for one in collectives if one[1]),
    )


class Gap(StrEnum):
    """Something that is missing. None of it stands against taking a snapshot."""

    MISSING = "missing"  # chưa phản hồi
    UNCONFIRMED = "unconfirmed"  # registered, not confirmed
    AWAITED = "awaited"  # đăng ký thay: the person's own word is still to come
    UNSENT = "unsent"  # the list was not sent
    RETURNED = "returned"  # sent back, and not sent again
    UNACCEPTED = "unaccepted"  # sent, not taken over
    UNSIGNED = "unsigned"  # sent, and never seen signed
    DIFFERS = "differs"  # what is registered differs from what was signed


OF_PEOPLE = (Gap.MISSING, Gap.UNCONFIRMED, Gap.AWAITED)
"""The others are of lists."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The sums of a part: people who are to answer, those who have registered or declined, and the number of each gap
    that there is, in the order of `Gap`."""

    family: Family
    total: int
    registered: int
    declined: int
    gaps: Mapping[Gap, int]

    @property
    def answered(self) -> int:
        return self.registered + self.declined


def outline(part: Part) -> Outline:
    registered, declined = part.count(RowState.REGISTERED), part.count(RowState.DECLINED)
    total = registered + declined + part.count(RowState.MISSING)
    return Outline(part.family, total, registered, declined, gaps(part))


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody, or a list. `place`: the unit or union group of a person; "": it is a list itself."""

    name: str
    place: str = ""


def missing(part: Part, gap: Gap) -> tuple[Missing, ...]:
    """The names behind this gap, in the order of the official list."""
    return tuple(_missing(part, gap))


def gaps(part: Part) -> dict[Gap, int]:
    """The number of each gap that there is."""
    counts = {gap: len(missing(part, gap)) for gap in Gap}
    return {gap: count for gap, count in counts.items() if count}


def _missing(part: Part, gap: Gap) -> Iterator[Missing]:
    for group in part.groups:
        if gap in OF_PEOPLE:
            rows = {
                Gap.MISSING: group.content.of(RowState.MISSING),
                Gap.UNCONFIRMED: group.content.unconfirmed,
                Gap.AWAITED: group.content.awaited,
            }
            yield from (Missing(row.name, group.name) for row in rows[gap])
        elif group.collective and (group.rows or group.content.collective) and _is(group, gap):
            yield Missing(group.name)


def _is(group: Group, gap: Gap) -> bool:
    sent = group.sent
    if sent is None:
        return gap is Gap.UNSENT
    return gap in of_list(sent.state, signed=sent.signed, differs=sent.differs)


def of_list(state: SheetState, *, signed: bool, differs: bool) -> frozenset[Gap]:
    """The gaps of a list that was sent."""
    found = {
        Gap.RETURNED: state is SheetState.RETURNED,
        Gap.UNACCEPTED: state is SheetState.SUBMITTED,
        Gap.UNSIGNED: not signed,
        Gap.DIFFERS: differs,
    }
    return frozenset(gap for gap, there in found.items() if there)
