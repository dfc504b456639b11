"""The deliveries of a notice: counts that add up to what was announced, and the names behind each of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.ledger.letter import Letter, LetterPart, PartState, Reason, State
from bot.notices.letter_names import LATE, NOTICE, source, trial_source
from bot.notices.records import Notice, NoticeKnown
from bot.notices.rules import digest
from bot.notices.tracking.records import NoticeTold
from bot.notices.tracking.rules import (
    ARRIVED,
    NOT_BROUGHT,
    READABLE,
    TRIED,
    UNREACHED,
    DeliveryState,
    delivery_state,
)
from bot.people.dates import holds_on
from bot.people.naming import namesakes_in_unit, with_code
from bot.people.records import Person, Post, Unit
from bot.store.database import Tx
from bot.store.schema import columns

_L, _PART, _K, _T = (columns(model) for model in (Letter, LetterPart, NoticeKnown, NoticeTold))
_P, _POST, _U = (columns(model) for model in (Person, Post, Unit))
_BY = _P.alias("told_by")


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """The number of deliveries in each state, zeros included; they add up to what was announced and who joined
    later."""

    by_state: Mapping[DeliveryState, int]
    late: int
    """The deliveries to people who joined after the sending."""
    ended_at: datetime | None
    """The moment at which the last one came to its state."""

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def done(self) -> int:
        return self.total - self.by_state[DeliveryState.WAITING]


def _own(notice: Notice) -> sa.ColumnElement[bool]:
    """Letters to those to whom it was announced, and to people who joined later."""
    return sa.and_(_L.c.source == source(notice.id), _L.c.occurrence.in_((notice.occurrence, LATE)))


def _known(notice: Notice, person_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Rows of NoticeKnown by which this person acknowledged the present version."""
    return sa.and_(_K.c.notice_id == notice.id, _K.c.version == notice.version, _K.c.person_id == person_id)


def _told(notice: Notice, person_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Rows of NoticeTold by which this person was told of the present version."""
    return sa.and_(_T.c.notice_id == notice.id, _T.c.version == notice.version, _T.c.person_id == person_id)


def counts(tx: Tx, notice: Notice) -> DeliveryCounts:
    """The deliveries of the notice, counted."""
    query = (
        sa.select(
            _L.c.state,
            _L.c.reason,
            sa.func.count().label("n"),
            sa.func.count().filter(_L.c.occurrence == LATE).label("late"),
            sa.func.max(_L.c.ended_at).label("ended_at"),
        )
        .where(_own(notice))
        .group_by(_L.c.state, _L.c.reason)
    )
    by_state = dict.fromkeys(DeliveryState, 0)
    rows = tx.execute(query).all()
    for row in rows:
        by_state[delivery_state(row.state, row.reason)] += int(row.n)
    late = sum(int(row.late) for row in rows)
    return DeliveryCounts(by_state, late, max((row.ended_at for row in rows if row.ended_at), default=None))


@dataclass(frozen=True, slots=True)
class Delivery:
    """The delivery of a notice to one recipient."""

    person_id: int
    full_name: str
    unit_id: int | None
    unit_name: str
    letter_state: State
    reason: Reason | None
    attempts: int
    at: datetime
    """The moment at which it came to its state; while it waits, the moment at which it was due."""
    known_at: datetime | None
    """The moment at which the person acknowledged the present version."""
    told_at: datetime | None
    """The moment at which the person was told of the present version in person."""
    told_by: int | None
    told_by_name: str | None
    left: bool
    """True if the person has left the department."""
    late: bool
    """True if the person joined after the sending."""

    @property
    def state(self) -> DeliveryState:
        return delivery_state(self.letter_state, self.reason)

    @property
    def happened_at(self) -> datetime | None:
        """The moment at which it was sent, or tried, or stopped; None where nothing has happened."""
        tried = self.state in TRIED and self.attempts > 0
        return self.at if tried or self.state is DeliveryState.STOPPED else None

    @property
    def to_tell(self) -> bool:
        """True if the person is to be told in person, or was: no letter arrived, and it was not read elsewhere."""
        return self.state in UNREACHED and self.known_at is None and not self.left


def listed(tx: Tx, notice: Notice, people: Collection[int] | None = None, *, unreached: bool = False) -> list[Delivery]:
    """The deliveries in the order of the official list, each with the person's unit of today. `people`: only to these;
    `unreached`: only those that did not arrive."""
    today = tx.clock.today()
    current = sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, today))
    query = (
        sa.select(
            _L.c.person_id,
            _P.c.full_name,
            _U.c.id,
            sa.func.coalesce(_U.c.name, ""),
            _L.c.state,
            _L.c.reason,
            _L.c.attempts,
            sa.func.coalesce(_L.c.ended_at, _L.c.due_at),
            _K.c.at,
            _T.c.at,
            _T.c.by,
            _BY.c.full_name,
            sa.func.coalesce(_P.c.left_on <= today, sa.false()),
            _L.c.occurrence == LATE,
        )
        .select_from(
            _L.join(_P, _P.c.id == _L.c.person_id)
            .outerjoin(_POST, current)
            .outerjoin(_U, _U.c.id == _POST.c.unit_id)
            .outerjoin(_K, _known(notice, _P.c.id))
            .outerjoin(_T, _told(notice, _P.c.id))
            .outerjoin(_BY, _BY.c.id == _T.c.by)
        )
        .where(_own(notice))
        .order_by(_P.c.position, _P.c.id)
    )
    if people is not None:
        query = query.where(_L.c.person_id.in_(people))
    if unreached:
        query = query.where(_L.c.state.in_(NOT_BROUGHT))
    rows: Any = tx.execute(query)
    codes = namesakes_in_unit(tx, today)
    found = [Delivery(*row) for row in rows]
    return [
        replace(one, full_name=with_code(one.full_name, codes[one.person_id])) if one.person_id in codes else one
        for one in found
    ]


def untold(tx: Tx, notice: Notice, people: Collection[int] | None = None) -> list[tuple[int, int | None, datetime]]:
    """(person, unit of today, at) of those who are to be told in person and whom nobody has told; see `Delivery`.
    `people`: only of these."""
    today = tx.clock.today()
    current = sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, today))
    query = (
        sa.select(_L.c.person_id, _POST.c.unit_id, sa.func.coalesce(_L.c.ended_at, _L.c.due_at).label("at"))
        .select_from(_L.join(_P, _P.c.id == _L.c.person_id).outerjoin(_POST, current))
        .where(_own(notice), _L.c.state.in_(NOT_BROUGHT), ~sa.func.coalesce(_P.c.left_on <= today, sa.false()))
        .where(~sa.exists().where(_known(notice, _P.c.id)), ~sa.exists().where(_told(notice, _P.c.id)))
    )
    if people is not None:
        query = query.where(_L.c.person_id.in_(people))
    return [(row.person_id, row.unit_id, row.at) for row in tx.execute(query)]


def missed(tx: Tx, notice_ids: Collection[int], people: Collection[int]) -> frozenset[int]:
    """Those of the notices that did not reach every one of `people`."""
    sources = {source(notice_id): notice_id for notice_id in notice_ids}
    query = sa.select(_L.c.source).where(_L.c.person_id.in_(people), _L.c.state.in_(NOT_BROUGHT))
    found = tx.execute(query.where(_L.c.source.in_(sources)).distinct()).scalars()
    return frozenset(sources[name] for name in found)


def to_send_again(tx: Tx, notice: Notice) -> list[int]:
    """The keys of the letters that failed or are in doubt."""
    again = _L.c.state.in_((State.FAILED, State.UNKNOWN, State.MISSED))
    return list(tx.execute(sa.select(_L.c.id).where(_own(notice), again)).scalars())


def silent(tx: Tx, notice: Notice) -> list[int]:
    """The people whom it reached and who have not acknowledged it."""
    said = sa.exists().where(_known(notice, _L.c.person_id))
    query = sa.select(_L.c.person_id).where(_own(notice), _L.c.state.in_(ARRIVED), ~said)
    return list(tx.execute(query.order_by(_L.c.person_id)).scalars())


# --- a person's own ---------------------------------------------------------------------------------------------------


def was_sent_to(tx: Tx, notice: Notice, person_id: int) -> bool:
    """True if this person may read the notice: a letter went there, or would have."""
    own = sa.and_(_own(notice), _L.c.person_id == person_id, _L.c.state.in_(READABLE))
    return tx.execute(sa.select(_L.c.id).where(own)).first() is not None


def received(tx: Tx, person_id: int) -> list[tuple[int, State]]:
    """The notices that this person may read, by key, with the state of the letter; the newest first."""
    own = sa.and_(_L.c.person_id == person_id, _L.c.kind == NOTICE, _L.c.state.in_(READABLE))
    rows = tx.execute(sa.select(_L.c.data, _L.c.state).where(own).order_by(_L.c.due_at.desc(), _L.c.id.desc()))
    return [(int(row.data["notice"]), row.state) for row in rows]


# --- trials and copies ------------------------------------------------------------------------------------------------


def trial(tx: Tx, notice: Notice) -> State | None:
    """The state of the newest trial of the notice as it is; SENT if any trial of it arrived."""
    tried = sa.and_(_L.c.source == trial_source(notice.id), _L.c.occurrence.startswith(f"{digest(notice)}:"))
    states = list(tx.execute(sa.select(_L.c.state).where(tried).order_by(_L.c.id.desc())).scalars())
    return State.SENT if State.SENT in states else states[0] if states else None


_THERE = (PartState.SENT, PartState.INFLIGHT, PartState.UNKNOWN)
"""States of messages that are in the chat, may be, or are about to be."""


def holders(tx: Tx, notice_id: int) -> list[int]:
    """The people who have a copy of the notice in their chat, or may have one in a moment."""
    part = sa.exists().where(_PART.c.letter_id == _L.c.id, _PART.c.state.in_(_THERE))
    query = sa.select(_L.c.person_id).where(_L.c.source == source(notice_id), part)
    return list(tx.execute(query.distinct().order_by(_L.c.person_id)).scalars())
