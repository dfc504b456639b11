"""What became of a notice's letters: sums that add up to what was announced, and names behind each of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.ledger.letter import Letter, Reason, State
from bot.notices.in_person.records import NoticeTold
from bot.notices.records import LATE, NOTICE, Notice, NoticeKnown, NoticeState, Written, source, trial_source
from bot.notices.rules import digest
from bot.people.records import Account, Grant, Person, Post, Role, Unit
from bot.store.database import Tx
from bot.store.schema import columns

_N, _L, _K, _P, _POST, _U = (columns(model) for model in (Notice, Letter, NoticeKnown, Person, Post, Unit))
_A, _G, _T = columns(Account), columns(Grant), columns(NoticeTold)
_BY = _P.alias("told_by")

WAITING = frozenset({State.PLANNED, State.LEASED, State.INFLIGHT})
ARRIVED = frozenset({State.SENT, State.UNKNOWN})
"""Is in the chat, or may be."""
READABLE = frozenset(State) - {State.PLANNED, State.LEASED, State.CANCELLED}
"""Has gone to the person, or would have if the person could have been written to."""


class Fate(StrEnum):
    """What became of a letter, as the Office sees it: what to do next is the same for all of one fate."""

    WAITING = "waiting"  # has not left
    SENT = "sent"
    UNLINKED = "unlinked"  # is not on the app: to be told in person
    BLOCKED = "blocked"  # has stopped the bot, or has no chat: to be told in person
    FAILED = "failed"  # Telegram did not take it, or it never left: may be sent again
    UNKNOWN = "unknown"  # may have arrived: sent again it may be there twice
    STOPPED = "stopped"  # taken back by the Office before it left
    LEFT = "left"  # does not work here any more


UNREACHED = frozenset({Fate.UNLINKED, Fate.BLOCKED, Fate.FAILED})
"""Whom somebody must tell in person."""
NOT_BROUGHT = frozenset({State.BLOCKED, State.FAILED, State.MISSED})
"""States of letters with these fates."""


def fate(state: State, reason: Reason | None) -> Fate:
    match state:
        case State.PLANNED | State.LEASED | State.INFLIGHT:
            return Fate.WAITING
        case State.BLOCKED:
            return Fate.UNLINKED if reason is Reason.NOT_LINKED else Fate.BLOCKED
        case State.FAILED | State.MISSED:
            return Fate.FAILED
        case State.UNKNOWN:
            return Fate.UNKNOWN
        case State.CANCELLED:
            return Fate.LEFT if reason is Reason.LEFT else Fate.STOPPED
        case _:
            return Fate.SENT


@dataclass(frozen=True, slots=True)
class Sums:
    """How many letters have each fate, zeros included: their sum is what was announced, and who joined later."""

    by_fate: Mapping[Fate, int]
    late: int
    """How many of them joined after the sending."""
    began_at: datetime | None
    """When the first was put in flight."""
    ended_at: datetime | None
    """When the last one got where it is."""

    @property
    def total(self) -> int:
        return sum(self.by_fate.values())

    @property
    def done(self) -> int:
        return self.total - self.by_fate[Fate.WAITING]


def _own(notice: Written) -> sa.ColumnElement[bool]:
    """To whom it was announced, and who joined later."""
    return sa.and_(_L.c.source == source(notice.id), _L.c.occurrence.in_((notice.occurrence, LATE)))


def _known(notice: Written, person_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """That this person knows what the notice says now."""
    return sa.and_(_K.c.notice_id == notice.id, _K.c.version == notice.version, _K.c.person_id == person_id)


def _told(notice: Written, person_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """The same of somebody who was told in person."""
    return sa.and_(_T.c.notice_id == notice.id, _T.c.version == notice.version, _T.c.person_id == person_id)


def sums(tx: Tx, notice: Written) -> Sums:
    query = (
        sa.select(
            _L.c.state,
            _L.c.reason,
            sa.func.count().label("n"),
            sa.func.count().filter(_L.c.occurrence == LATE).label("late"),
            sa.func.min(_L.c.began_at).label("began_at"),
            sa.func.max(_L.c.ended_at).label("ended_at"),
        )
        .where(_own(notice))
        .group_by(_L.c.state, _L.c.reason)
    )
    by_fate = dict.fromkeys(Fate, 0)
    rows = tx.execute(query).all()
    for row in rows:
        by_fate[fate(row.state, row.reason)] += int(row.n)
    began = min((row.began_at for row in rows if row.began_at), default=None)
    late = sum(int(row.late) for row in rows)
    return Sums(by_fate, late, began, max((row.ended_at for row in rows if row.ended_at), default=None))


@dataclass(frozen=True, slots=True)
class Line:
    """One recipient, with what became of the letter."""

    letter_id: int
    person_id: int
    full_name: str
    unit_id: int | None
    unit_name: str
    state: State
    reason: Reason | None
    attempts: int
    at: datetime
    """When it got where it is; when it was due, while it waits."""
    known_at: datetime | None
    told_at: datetime | None
    """When somebody told the person, of the version that stands."""
    told_by: int | None
    teller: str | None
    """The name of who did."""
    left: bool
    """Does not work here any more."""
    late: bool
    """Joined after the sending."""

    @property
    def fate(self) -> Fate:
        return fate(self.state, self.reason)

    @property
    def to_tell(self) -> bool:
        """No letter got there, and somebody was or is to tell the person, who has not read it elsewhere either."""
        return self.fate in UNREACHED and self.known_at is None and not self.left


def lines(tx: Tx, notice: Written, people: Collection[int] | None = None, *, unreached: bool = False) -> list[Line]:
    """Every letter, in the order of the official list, with the person's unit of today. `people`: of these only;
    `unreached`: only those that did not get there."""
    today = tx.clock.today()
    current = sa.and_(
        _POST.c.person_id == _P.c.id, _POST.c.since <= today, sa.or_(_POST.c.until.is_(None), _POST.c.until > today)
    )
    query = (
        sa.select(
            _L.c.id,
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
    return [Line(*row) for row in rows]


def missed(tx: Tx, notice_ids: Collection[int], people: Collection[int]) -> frozenset[int]:
    """Those of the notices that did not get to one or another of `people`."""
    sources = {source(notice_id): notice_id for notice_id in notice_ids}
    query = sa.select(_L.c.source).where(_L.c.person_id.in_(people), _L.c.state.in_(NOT_BROUGHT))
    found = tx.execute(query.where(_L.c.source.in_(sources)).distinct()).scalars()
    return frozenset(sources[name] for name in found)


def to_send_again(tx: Tx, notice: Written) -> list[int]:
    """Letters that failed or are in doubt, by key."""
    again = _L.c.state.in_((State.FAILED, State.UNKNOWN, State.MISSED))
    return list(tx.execute(sa.select(_L.c.id).where(_own(notice), again)).scalars())


def silent(tx: Tx, notice: Written) -> list[int]:
    """Who got it and has not said so."""
    said = sa.exists().where(_known(notice, _L.c.person_id))
    query = sa.select(_L.c.person_id).where(_own(notice), _L.c.state.in_(ARRIVED), ~said)
    return list(tx.execute(query.order_by(_L.c.person_id)).scalars())


# --- a person's own ---------------------------------------------------------------------------------------------------


def was_sent_to(tx: Tx, notice: Written, person_id: int) -> bool:
    own = sa.and_(_own(notice), _L.c.person_id == person_id, _L.c.state.in_(READABLE))
    return tx.execute(sa.select(_L.c.id).where(own)).first() is not None


def received(tx: Tx, person_id: int) -> list[tuple[int, State]]:
    """(notice, state of the letter) of all that went to this person, the newest first."""
    own = sa.and_(_L.c.person_id == person_id, _L.c.kind == NOTICE, _L.c.state.in_(READABLE))
    rows = tx.execute(sa.select(_L.c.data, _L.c.state).where(own).order_by(_L.c.due_at.desc(), _L.c.id.desc()))
    return [(int(row.data["notice"]), row.state) for row in rows]


# --- the trial, and how far it is -------------------------------------------------------------------------------------


def trial(tx: Tx, notice: Written) -> State | None:
    """What became of the newest trial of the notice as it stands; one that arrived counts whatever came after it."""
    tried = sa.and_(_L.c.source == trial_source(notice.id), _L.c.occurrence.startswith(f"{digest(notice)}:"))
    states = list(tx.execute(sa.select(_L.c.state).where(tried).order_by(_L.c.id.desc())).scalars())
    return State.SENT if State.SENT in states else states[0] if states else None


def _going(tx: Tx) -> sa.ColumnElement[bool]:
    return sa.and_(_N.c.state == NoticeState.STARTED, sa.or_(_N.c.due_at.is_(None), _N.c.due_at <= tx.now))


def anything_under_way(tx: Tx) -> bool:
    return tx.execute(sa.select(_N.c.id).where(_going(tx)).limit(1)).first() is not None


def under_way(tx: Tx) -> list[tuple[int, bool]]:
    """Started notices whose time has come, by key, and whether all their letters have got where they are."""
    found = []
    for notice_id in tx.execute(sa.select(_N.c.id).where(_going(tx))).scalars().all():
        waiting = sa.select(_L.c.id).where(_L.c.source == source(notice_id), _L.c.state.in_(WAITING)).limit(1)
        found.append((notice_id, tx.execute(waiting).first() is None))
    return found


def office_people(tx: Tx) -> list[int]:
    """The Office's members."""
    today = tx.clock.today()
    current = sa.and_(_G.c.since <= today, sa.or_(_G.c.until.is_(None), _G.c.until > today))
    query = sa.select(_G.c.person_id).distinct().where(_G.c.role == Role.OFFICE, current)
    return list(tx.execute(query.order_by(_G.c.person_id)).scalars())


def office_chats(tx: Tx) -> list[int]:
    """Their Telegram ids: their screens show how far it is."""
    return list(tx.execute(sa.select(_A.c.user_id).where(_A.c.person_id.in_(office_people(tx)))).scalars())
