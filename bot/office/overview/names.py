"""Names behind a number, read a page at a time: in the order of the official list, or as they were typed for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.enquiries.targets import NameState
from bot.folding import matches, words
from bot.leading.reading import answers
from bot.people.dates import holds_on
from bot.people.reach import subtree
from bot.people.records import Person, Post, UnionGroup, Unit
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family

A_PAGE = 8
"""People of a page, where each is a button."""
LINES_A_PAGE, FOUND_A_PAGE = 7, 5
"""The same where each is a line: of a list, and of those that were found. The heading, the place, the page and, of a
search, what is refused stand beside them: ten lines in all."""
RANKED = 200
"""People among whom those whose marks agree with what was typed come first; of more, more of the name is asked for."""

_P, _POST, _U, _G = columns(Person), columns(Post), columns(Unit), columns(UnionGroup)


@dataclass(frozen=True, slots=True)
class Name:
    """A person as a list of names has him or her."""

    id: int
    full_name: str
    position: str
    place: str
    """The unit, or in the union's family the group."""


@dataclass(frozen=True, slots=True)
class Names:
    """One page of names: its number, which counts from 0, the number of pages, and of people in all."""

    items: Sequence[Name]
    page: int
    pages: int
    count: int


def page(
    tx: Tx,
    campaign: CampaignNow,
    family: Family,
    state: NameState,
    key: int | None,
    wanted: int,
    typed: str = "",
    size: int = A_PAGE,
) -> Names:
    """The page that is wanted, or the last one where there are fewer by now. `key`: a unit with all below it, or a
    group; None: everybody. `typed`: only names of which every typed word begins a word. `size`: people of a page."""
    each = answers(campaign, family, tx.clock.today())
    where = sa.and_(_in_state(each, state), *_at_place(tx, each, family, key), *_typed(typed))
    among = each.join(_P, _P.c.id == each.c.person_id)
    count = int(tx.execute(sa.select(sa.func.count()).select_from(among).where(where)).scalar_one())
    pages = max(1, -(-count // size))
    number = max(0, min(wanted, pages - 1))
    query = sa.select(_P.c.id, _P.c.full_name).select_from(among).where(where).order_by(_P.c.position, _P.c.id)
    if typed:
        rows = sorted(tx.execute(query.limit(RANKED)), key=lambda row: matches(typed, row.full_name) or 0)
        keys = [row.id for row in rows[number * size : (number + 1) * size]]
    else:
        keys = [row.id for row in tx.execute(query.limit(size).offset(number * size))]
    return Names(_named(tx, each, family, keys), number, pages, count)


def _in_state(each: sa.Subquery, state: NameState) -> sa.ColumnElement[bool]:
    row = each.c
    match state:
        case NameState.MISSING:
            return sa.and_(row.expected, ~row.answered)
        case NameState.UNLINKED:
            return sa.and_(row.expected, ~row.answered, ~row.linked)
        case NameState.REGISTERED:
            return sa.and_(row.registered)
        case NameState.DECLINED:
            return sa.and_(row.answered, ~row.registered)
        case NameState.EXEMPT:
            return sa.and_(~row.expected)
    return sa.true()


def _at_place(tx: Tx, each: sa.Subquery, family: Family, key: int | None) -> Sequence[sa.ColumnElement[bool]]:
    if key is None:
        return ()
    if family is Family.UNION:
        return (each.c.place == key,)
    return (each.c.place.in_(sorted(subtree(tx, {key}, tx.clock.today()))),)


def _typed(typed: str) -> Sequence[sa.ColumnElement[bool]]:
    """Only letters and digits are left of what was typed: nothing in it means something to LIKE."""
    return tuple((sa.literal(" ") + _P.c.folded).contains(f" {word}") for word in words(typed))


def _named(tx: Tx, each: sa.Subquery, family: Family, keys: Sequence[int]) -> tuple[Name, ...]:
    """The people of these keys, in their order."""
    today = tx.clock.today()
    place = _U if family is Family.STATE else _G
    query = (
        sa.select(_P.c.id, _P.c.full_name, sa.func.coalesce(_POST.c.title, ""), sa.func.coalesce(place.c.name, ""))
        .select_from(
            each.join(_P, _P.c.id == each.c.person_id)
            .outerjoin(_POST, sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, today)))
            .outerjoin(place, place.c.id == each.c.place)
        )
        .where(_P.c.id.in_(keys))
    )
    rows: Any = tx.execute(query)
    found = {row[0]: Name(*row) for row in rows}
    return tuple(found[key] for key in keys)
