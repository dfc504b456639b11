"""Numbers of what waits for the Office, for the buttons of its board; and the figures of each unit."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.enquiries.targets import ShowOfficeQuestions
from bot.leading.reading import Counts, counts
from bot.leading.targets import ShowLinkRequests, ShowToRecord
from bot.people.collectives import collectives
from bot.people.identity import Actor
from bot.people.records import UnionGroup, Unit
from bot.registration.records import Receipt, Registration, RegistrationState
from bot.sheets import records
from bot.sheets.records import SheetState
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family, Subject
from bot.waiting import work

_U, _G, _RC, _R = columns(Unit), columns(UnionGroup), columns(Receipt), columns(Registration)


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
class PlaceCounts:
    """The counts of a unit with all below it, or of a union group."""

    key: int
    name: str
    counts: Counts


def by_unit(tx: Tx, campaign: CampaignNow) -> tuple[Counts, list[PlaceCounts]]:
    """The counts of the department, and of every unit that is part of no other, in the order of the official list."""
    counted = counts(tx, campaign, Family.STATE)
    parents = {row.id: row.parent_id for row in tx.execute(sa.select(_U.c.id, _U.c.parent_id))}
    below: dict[int | None, list[Counts]] = {}
    for unit_id, one in counted.items():
        below.setdefault(_top(parents, unit_id), []).append(one)
    query = sa.select(_U.c.id, _U.c.name).where(_U.c.id.in_([key for key in below if key is not None]))
    rows = tx.execute(query.order_by(_U.c.position, _U.c.id))
    whole = sum(counted.values(), Counts())
    return whole, [PlaceCounts(row.id, row.name, sum(below[row.id], Counts())) for row in rows]


def by_group(tx: Tx, campaign: CampaignNow) -> tuple[Counts, list[PlaceCounts]]:
    """The counts of the whole union, and of every group that has members."""
    counted = counts(tx, campaign, Family.UNION)
    query = sa.select(_G.c.id, _G.c.name).where(_G.c.id.in_([key for key in counted if key is not None]))
    rows = tx.execute(query.order_by(_G.c.position, _G.c.id))
    return sum(counted.values(), Counts()), [PlaceCounts(row.id, row.name, counted[row.id]) for row in rows]


@dataclass(frozen=True, slots=True)
class CollectiveState:
    """A unit or union group that may register titles of its own, and whether it has."""

    name: str
    registered: bool


def collective_states(tx: Tx, campaign: CampaignNow, subject: Subject) -> list[CollectiveState]:
    """Those that are there today, in the order of the official list."""
    column = _RC.c.unit_id if subject is Subject.UNIT else _RC.c.union_group_id
    stands = sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.state != RegistrationState.WITHDRAWN)
    query = sa.select(column).join(_R, stands).where(_RC.c.campaign_id == campaign.id, column.is_not(None))
    registered = frozenset(tx.execute(query).scalars())
    if subject is Subject.UNIT:
        names = {key: one.name for key, one in collectives(tx, tx.clock.today()).items()}
    else:
        rows = tx.execute(sa.select(_G.c.id, _G.c.name).order_by(_G.c.position, _G.c.id))
        names = {row.id: row.name for row in rows}
    return [CollectiveState(name, key in registered) for key, name in names.items()]


@dataclass(frozen=True, slots=True)
class ListCounts:
    """Numbers of the units' lists."""

    total: int
    accepted: int
    sent: int
    """To be accepted."""
    returned: int
    signed: int
    """Seen signed, as a copy or on paper."""


def list_counts(tx: Tx, campaign: CampaignNow) -> ListCounts:
    """The lists of all units that send one."""
    senders = collectives(tx, tx.clock.today())
    states = [state for key, (_, state) in records.states(tx, campaign.id, Subject.UNIT).items() if key in senders]
    return ListCounts(
        len(senders),
        states.count(SheetState.ACCEPTED),
        states.count(SheetState.SUBMITTED),
        states.count(SheetState.RETURNED),
        records.signed_count(tx, campaign.id, Subject.UNIT),
    )


def _top(parents: Mapping[int, int | None], unit_id: int | None) -> int | None:
    passed = set[int]()
    while unit_id is not None and unit_id not in passed and (above := parents.get(unit_id)) is not None:
        passed.add(unit_id)
        unit_id = above
    return unit_id
