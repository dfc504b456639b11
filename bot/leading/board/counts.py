"""Numbers of what waits for the Office, for the buttons of its board; and the figures of each unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.enquiries.targets import ShowOfficeQuestions
from bot.leading.reading import STANDS, BoardFigures, figures
from bot.leading.targets import ShowLinkRequests, ShowToRecord
from bot.people.collectives import collectives
from bot.people.identity import Actor
from bot.people.records import UnionGroup, Unit
from bot.registration.records import Receipt, Registration
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family
from bot.waiting import work

_U, _UG, _RC, _R = (columns(model) for model in (Unit, UnionGroup, Receipt, Registration))


@dataclass(frozen=True, slots=True)
class OfficeCounts:
    """Numbers of what waits for the Office."""

    late: int
    """Requests to register late."""
    links: int
    """Requests to be linked."""
    questions: int
    record: int
    """Registrations that nobody in the chat confirms."""


def office_counts(tx: Tx, actor: Actor, late: int) -> OfficeCounts:
    """The numbers for this member of the Office; `late` is counted where rights over those requests are known."""
    own = work.of(tx, actor)
    links, questions, record = map(own.leading_to, (ShowLinkRequests(), ShowOfficeQuestions(), ShowToRecord()))
    return OfficeCounts(late, links, questions, record)


@dataclass(frozen=True, slots=True)
class Count:
    """Collectives of one kind, and those of them that have registered titles of their own."""

    registered: int
    total: int


def collectives_registered(tx: Tx, campaign: CampaignNow) -> tuple[Count, Count]:
    """The units that are collectives, and the union groups, as of today."""
    today = tx.clock.today()
    query = (
        sa.select(_RC.c.unit_id, _RC.c.union_group_id)
        .join(_R, _R.c.receipt_id == _RC.c.id)
        .where(_RC.c.campaign_id == campaign.id, _RC.c.person_id.is_(None), _R.c.state.in_(STANDS))
    )
    rows = tx.execute(query).all()
    units, groups = collectives(tx, today), set(tx.execute(sa.select(_UG.c.id)).scalars())
    return (
        Count(len({row.unit_id for row in rows} & units.keys()), len(units)),
        Count(len({row.union_group_id for row in rows} & groups), len(groups)),
    )


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """The figures of a unit with all below it."""

    name: str
    figures: BoardFigures


def by_unit(tx: Tx, campaign: CampaignNow) -> tuple[BoardFigures, list[UnitFigures]]:
    """The figures of the department, and of every unit that is part of no other, in the order of the official list."""
    counted = figures(tx, campaign, Family.STATE)
    parents = {row.id: row.parent_id for row in tx.execute(sa.select(_U.c.id, _U.c.parent_id))}
    below: dict[int | None, list[BoardFigures]] = {}
    for unit_id, one in counted.items():
        below.setdefault(_top(parents, unit_id), []).append(one)
    query = sa.select(_U.c.id, _U.c.name).where(_U.c.id.in_([key for key in below if key is not None]))
    rows = tx.execute(query.order_by(_U.c.position, _U.c.id))
    return _sum(counted.values()), [UnitFigures(row.name, _sum(below[row.id])) for row in rows]


def _sum(some: Iterable[BoardFigures]) -> BoardFigures:
    each = [(one.expected, one.answered, one.registered) for one in some]
    return BoardFigures(*(sum(column) for column in zip(*each, strict=True))) if each else BoardFigures(0, 0, 0)


def _top(parents: Mapping[int, int | None], unit_id: int | None) -> int | None:
    passed = set[int]()
    while unit_id is not None and unit_id not in passed and (above := parents.get(unit_id)) is not None:
        passed.add(unit_id)
        unit_id = above
    return unit_id
