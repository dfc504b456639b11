"""Letters that wait at Telegram while it is out: those that are let pass on to the next door, and who has one.

Nothing passes of which a part has arrived, or may have. Whoever has a chat at Zalo besides, or is in by the web, gets
the letter there; for others a bell may ring, and the letter waits for them to come in.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.address import CHATS, Door
from bot.bells import policy
from bot.bells.records import Bell, BellCause, BellLetter, BellState
from bot.ledger import outages
from bot.ledger.doors import LetterDoor
from bot.ledger.halts import SourceHalt
from bot.ledger.letter import Letter, LetterPart, PartState, Reason, State
from bot.ledger.outages import Outage
from bot.people.contacts import records as contacts
from bot.people.dates import here_on
from bot.people.identity import Scope, Staff, roster
from bot.people.reach import DOORS, HAS_ANOTHER
from bot.people.records import Account, Person
from bot.people.rules import open_doors
from bot.store.database import Tx
from bot.store.schema import at_door, columns

_L, _PART, _T, _H = columns(Letter), columns(LetterPart), columns(LetterDoor), columns(SourceHalt)
_A, _P, _B, _BL = columns(Account), columns(Person), columns(Bell), columns(BellLetter)
_BEGUN = (PartState.INFLIGHT, PartState.SENT, PartState.UNKNOWN)
_ON_THE_WAY = (State.PLANNED, State.LEASED, State.INFLIGHT)


_open_here = set(Door)


def open_here(doors: Collection[Door]) -> None:
    """These doors are open in this process from now on, of those at which people converse."""
    _open_here.clear()
    _open_here.update(doors)


def closed_for_good(tx: Tx) -> Outage | None:
    """The end of the pilot at Zalo: its bot is not open here, and the Office was told so; None: it has not ended, or
    nobody misses it."""
    return None if Door.ZALOBOT in _open_here else outages.out_now(tx, Door.ZALOBOT)


def _held(*named: Any) -> sa.Select[Any]:
    """Letters that are due and wait for Telegram, of which nothing has left."""
    begun = sa.exists().where(_PART.c.letter_id == _L.c.id, _PART.c.state.in_(_BEGUN))
    passed = sa.exists().where(_T.c.letter_id == _L.c.id, _T.c.door == Door.TELEGRAM)
    return (
        sa.select(*named)
        .join_from(_L, _A, _A.c.person_id == _L.c.person_id)
        .where(
            _L.c.state == State.PLANNED,
            _L.c.due_at <= sa.bindparam("now", type_=_L.c.due_at.type),
            sa.or_(_L.c.useful_until.is_(None), _L.c.useful_until > sa.bindparam("now", type_=_L.c.due_at.type)),
            _L.c.source.not_in(sa.select(_H.c.source).where(_H.c.ended_at.is_(None))),
            at_door(_A.c.user_id, Door.TELEGRAM),
            _A.c.blocked_at.is_(None),
            ~begun,
            ~passed,
        )
    )


_OF_KINDS = _L.c.kind.in_(sa.bindparam("kinds", expanding=True))


@cache
def _passing(past_zalo: bool) -> sa.Insert:
    passing = _held(
        _L.c.id,
        sa.literal(Door.TELEGRAM, _T.c.door.type),
        sa.literal(State.FAILED, _T.c.state.type),
        sa.literal(Reason.NO_CONNECTION, _T.c.reason.type),
        sa.bindparam("now", type_=_T.c.at.type),
        sa.bindparam("outage", type_=sa.Integer),
    ).where(_OF_KINDS, _A.c.web_since.is_not(None) if past_zalo else HAS_ANOTHER)
    columns_ = ["letter_id", "door", "state", "reason", "at", "outage_id"]
    kept = sa.insert(_T).from_select(columns_, passing, include_defaults=False)
    return kept.execution_options(preserve_rowcount=True)


@cache
def _ringing(past_zalo: bool) -> sa.Select[Any]:
    return (
        _held(_L.c.id, _L.c.person_id)
        .join(_P, _P.c.id == _L.c.person_id)
        .where(_OF_KINDS, _A.c.web_since.is_(None) if past_zalo else ~HAS_ANOTHER)
        .where(here_on(sa.bindparam("today", type_=_P.c.left_on.type)))
        .order_by(_L.c.due_at, _L.c.id)
    )


def _past_zalo() -> bool:
    """True where no letter goes by the bot at Zalo, whoever has a chat there."""
    return Door.ZALOBOT not in _open_here


_BY_KIND = _held(_L.c.kind, sa.func.count().label("n")).group_by(_L.c.kind)


def let_pass(tx: Tx) -> int:
    """Let pass by Telegram, which is out, what is due there of the kinds that may, for those to whom another door is
    open; how many letters."""
    out = outages.out_now(tx, Door.TELEGRAM)
    if out is None:
        return 0
    return max(
        tx.execute(_passing(_past_zalo()), {"now": tx.now, "outage": out.id, "kinds": sorted(out.kinds)}).rowcount, 0
    )


def to_ring(tx: Tx, none_yet: sa.ColumnElement[bool], most: int) -> Sequence[Any]:
    """The letters, each with its person, for which a bell may ring because Telegram is out. `none_yet`: the condition
    that none does."""
    out = outages.out_now(tx, Door.TELEGRAM)
    if out is None:
        return ()
    wanted = {"now": tx.now, "today": tx.clock.today(), "kinds": sorted(out.kinds)}
    return tx.execute(_ringing(_past_zalo()).where(none_yet).limit(most), wanted).all()


def still_waits(tx: Tx, state: State) -> bool:
    """True while a letter in this state waits for Telegram, and that is out."""
    return state in _ON_THE_WAY and outages.out_now(tx, Door.TELEGRAM) is not None


# --- who has a next door ----------------------------------------------------------------------------------------------


def passed_by(tx: Tx) -> frozenset[Door]:
    """The doors that letters do not come by now: those that the Office has let them pass, a web door that is closed,
    and a pilot that has ended."""
    passed = {Door.WEB} if Door.ZALOBOT in _open_here else {Door.WEB, Door.ZALOBOT}
    return frozenset(
        one.door
        for one in outages.open_now(tx)
        if one.door in passed or (one.door is Door.TELEGRAM and one.decided_at is not None)
    )


@dataclass(frozen=True, slots=True)
class Next:
    """The people for whom a door is the first: by their next one. `on_paper`: those who have none, by unit and name."""

    people: int
    by: Mapping[Door, int]
    on_paper: tuple[Staff, ...]


def next_doors(tx: Tx, door: Door) -> Next:
    """The people of today for whom `door` is the first, by what they have besides."""
    today = tx.clock.today()
    here = roster(tx, Scope(everybody=True), today)
    query = sa.select(*DOORS).where(_A.c.person_id.is_not(None))
    open_: dict[int, list[Door]] = {}
    for row in tx.execute(query):
        open_[row.person_id] = [one.door for one in open_doors(*tuple(row))]
    order = [one.door for one in policy.ringing(tx)]
    known = contacts.contacts(tx, [one.id for one in here])
    for one in here:
        rung = known[one.id].doors(order)
        # A bell leads to the web door: where that is closed, it leads nowhere.
        open_[one.id] = [*open_.get(one.id, []), *(rung if door is not Door.WEB else ())]
    first = [one for one in here if open_[one.id][:1] == [door]]
    by = Counter(open_[one.id][1] for one in first if len(open_[one.id]) > 1)
    return Next(len(first), by, tuple(one for one in first if len(open_[one.id]) == 1))


# --- what became of it ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """Letters of one outage, without those that say of it. `waiting`: by kind; `passed`: went, or are going, by
    another door; `arrived`: those of them that have; `rung`: people for whom a bell has rung."""

    waiting: Mapping[str, int]
    passed: int
    arrived: int
    rung: int


_OF_OTHERS = _L.c.kind != outages.SPOKEN


def figures(tx: Tx, outage: Outage) -> Figures:
    passed = sa.select(
        sa.func.count().label("passed"), sa.func.count().filter(_L.c.state == State.SENT).label("arrived")
    )
    of_it = passed.join_from(_T, _L, _L.c.id == _T.c.letter_id).where(_T.c.outage_id == outage.id, _OF_OTHERS)
    found = tx.execute(of_it).one()
    return Figures(_waiting(tx, outage), found.passed, found.arrived, _rung(tx, outage.noticed_at, outage.ended_at))


def _waiting(tx: Tx, outage: Outage) -> dict[str, int]:
    if not outage.is_open:
        return {}
    if outage.door is Door.TELEGRAM:
        return {row.kind: row.n for row in tx.execute(_BY_KIND, {"now": tx.now})}
    if outage.door is Door.WEB:
        return {row.kind: row.n for row in tx.execute(_AT_THE_WEB, {"now": tx.now})}
    return {}


_HAS_CHAT = sa.or_(*(at_door(_A.c.user_id, door) for door in sorted(CHATS)))
_BY_WEB_ALONE = sa.and_(
    _A.c.web_since.is_not(None), sa.or_(_A.c.blocked_at.is_not(None), ~_HAS_CHAT), _A.c.zalo_chat_key.is_(None)
)
_AT_THE_WEB = (
    sa.select(_L.c.kind, sa.func.count().label("n"))
    .join_from(_L, _A, _A.c.person_id == _L.c.person_id)
    .where(
        _L.c.state == State.PLANNED,
        _L.c.due_at <= sa.bindparam("now", type_=_L.c.due_at.type),
        _BY_WEB_ALONE,
    )
    .group_by(_L.c.kind)
)


def _rung(tx: Tx, since: datetime, until: datetime | None) -> int:
    rung = (
        sa.select(sa.func.count(_B.c.person_id.distinct()))
        .join_from(_BL, _B, _B.c.id == _BL.c.bell_id)
        .join(_L, _L.c.id == _BL.c.letter_id)
        .where(_OF_OTHERS, _BL.c.cause == BellCause.DOOR_OUT, _B.c.state == BellState.RUNG, _B.c.began_at >= since)
    )
    if until is not None:
        rung = rung.where(_B.c.began_at <= until)
    return int(tx.execute(rung).scalar_one())


def only_there(tx: Tx) -> bool:
    """True if somebody is reached by the web door alone."""
    alone = sa.select(_A.c.person_id).where(_A.c.person_id.is_not(None), _BY_WEB_ALONE)
    return tx.execute(alone.limit(1)).first() is not None
