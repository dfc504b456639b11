"""The order of people on lists, on screens and on paper alike: by office, or by given name. Pure.

By office: whoever heads a body first, then the deputies, then the heads and deputies of what is below, then the others;
within each by given name, as Vietnamese lists have it. An office is known by the words that its title begins with.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from bot.folding import SortKey, fold, sort_key
from bot.people.identity import Staff
from bot.people.records import UnionOffice


class PeopleOrder(StrEnum):
    """The orders that an office may choose."""

    OFFICE = "office"  # chức vụ
    GIVEN_NAME = "given_name"  # tên


_HEADS = (
    ("giam doc", "chi cuc truong", "cuc truong", "vien truong", "hieu truong"),
    ("truong", "chanh"),
)
"""The first words of the titles of heads, folded: of bodies, and of what is below them."""
_DEPUTY, _ACTING = "pho ", "quyen "
_LAST = 2 * len(_HEADS)
_UNION = (UnionOffice.CHAIR, UnionOffice.GROUP_LEAD, UnionOffice.GROUP_DEPUTY)


def in_order(people: Iterable[Staff], order: PeopleOrder, *, union: bool = False) -> list[Staff]:
    """`people` as lists name them. `union`: of a union group, whose offices are the union's."""
    rank = _union_rank if union else _rank

    def place(person: Staff) -> tuple[int, SortKey]:
        return rank(person) if order is PeopleOrder.OFFICE else 0, sort_key(person.full_name)

    return sorted(people, key=place)


def heads_a_body(position: str) -> bool:
    """True of the offices of whoever heads a body of its own, or is a deputy there."""
    return fold(position).removeprefix(_ACTING).removeprefix(_DEPUTY).startswith(_HEADS[0])


def _rank(person: Staff) -> int:
    return _rank_of(person.position)


@lru_cache(maxsize=1024)
def _rank_of(position: str) -> int:
    title = fold(position).removeprefix(_ACTING)
    deputy = title.startswith(_DEPUTY)
    title = title.removeprefix(_DEPUTY)
    for level, heads in enumerate(_HEADS):
        if title.startswith(heads):
            return 2 * level + deputy
    return _LAST


def _union_rank(person: Staff) -> int:
    return _UNION.index(person.union_office) if person.union_office in _UNION else len(_UNION)
