"""After the call: what became of each message, and what a process that died has left behind."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.address import Door
from bot.ledger import doors
from bot.ledger.halts import halt_if_failing, stopped
from bot.ledger.letter import Kind, Letter, LetterPart, PartState, Reason, State, move
from bot.outbox.claims import Leased, Outgoing
from bot.outbox.verdict import Verdict
from bot.people.reach import DOORS
from bot.people.records import Account
from bot.people.rules import open_doors
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import at_door, columns
from bot.store.together.rows import as_rows, evenly, given, keys, named

MAX_TRIES = 5
LONGEST_REST = 60.0
"""Seconds. Rests double from one."""

_L, _P, _A = columns(Letter), columns(LetterPart), columns(Account)


@dataclass(frozen=True, slots=True)
class Settled:
    """The result of one call."""

    message: Outgoing
    verdict: Verdict
    message_ids: tuple[int, ...] = ()
    """Several are an album's."""


_ROWS = (
    sa.select(_L.c.id, _L.c.state, _L.c.attempts, _L.c.tries, _L.c.repeated)
    .where(_L.c.id.in_(sa.bindparam("ids", expanding=True)))
    .with_for_update()
)


@cache
def _settle_parts(engine_name: str) -> sa.Update:
    kinds = {"letter": sa.Integer, "at": sa.Integer, "now_is": sa.Text, "message": sa.BigInteger, "album": sa.JSON}
    rows = given(engine_name, **kinds).c
    part = sa.update(_P).where(_P.c.letter_id == rows.letter, named(_P.c.letter_id), _P.c.place == rows.at)
    return part.values(state=rows.now_is, message_id=rows.message, album_ids=rows.album)


def settle(tx: Tx, results: Sequence[Settled], kinds: Mapping[str, Kind]) -> list[Leased]:
    """Record what became of messages; the letters of which more is to be sent. What a later attempt has overtaken is
    passed over; an answer that comes after all decides what was unknown."""
    rows = {row.id: row for row in tx.execute(_ROWS, {"ids": evenly([result.message.letter.id for result in results])})}
    open_ = [r for r in results if _waits_for(rows[r.message.letter.id], r.message.attempt)]
    if open_:
        parts = [_part(result) for result in open_]
        tx.execute(_settle_parts(tx.engine_name), {"rows": as_rows(parts), "keys": keys(parts, "letter")})
    arrived, more = list[int](), list[Leased]()
    for result in open_:
        row, message = rows[result.message.letter.id], result.message
        if result.verdict.state is not State.SENT:
            _other(tx, row, result, kinds[message.letter.kind])
        elif row.state is State.UNKNOWN:
            late = State.SENT if message.last else State.PLANNED
            move(tx, [row.id], State.UNKNOWN, late, reason=None, ended_at=tx.now if message.last else None)
        elif message.last:
            arrived.append(row.id)
        else:
            move(tx, [row.id], State.INFLIGHT, State.LEASED)
            more.append(message.letter)
    move(tx, arrived, State.INFLIGHT, State.SENT, reason=None, ended_at=tx.now)
    return more


def _waits_for(row: Any, attempt: int) -> bool:
    return bool(row.attempts == attempt and row.state in (State.INFLIGHT, State.UNKNOWN))


def _part(result: Settled) -> dict[str, Any]:
    message = result.message
    return {
        "letter": message.letter.id,
        "at": message.place,
        "now_is": result.verdict.part.value,
        "message": result.message_ids[0] if result.message_ids else None,
        "album": list(result.message_ids) if len(result.message_ids) > 1 else None,
    }


def _other(tx: Tx, row: Any, result: Settled, kind: Kind) -> None:
    """Record a letter that did not arrive, or of which nobody knows."""
    letter, verdict = result.message.letter, result.verdict
    state, reason, tries = verdict.state, verdict.reason, row.tries
    rest_until = 0.0
    if verdict.else_ is not None:
        tries += 1
        if tries >= MAX_TRIES:
            state = verdict.else_
        else:
            reason, rest_until = None, tx.clock.stamp() + min(2.0 ** (tries - 1), LONGEST_REST)
    door = result.message.address.door
    if doors.is_passable(state, reason) and _another_door(tx, result, kind):
        doors.closed(tx, letter.id, door, state, reason)
        state, reason, rest_until = State.PLANNED, None, 0.0
    if state is row.state:
        return
    ended_at = None if state is State.PLANNED else tx.now
    values = {"reason": reason, "tries": tries, "rest_until": rest_until, "ended_at": ended_at}
    move(tx, [letter.id], row.state, state, **values)
    if state is State.UNKNOWN and kind.unknown_may_repeat and not row.repeated:
        _repeat(tx, [letter.id])
    elif state in (State.FAILED, State.UNKNOWN):
        refused = state is State.FAILED and reason is not Reason.NO_CONNECTION
        halt_if_failing(tx, kind, letter.source, letter.id, refused=refused)
    if verdict.gone and door is Door.TELEGRAM:
        left = sa.update(_A).where(_A.c.user_id == result.message.user_id, _A.c.blocked_at.is_(None))
        if tx.execute(left.values(blocked_at=tx.now)).rowcount:
            note(tx, "account.blocked", f"account:{result.message.user_id}", actor_id=letter.person_id)


def _another_door(tx: Tx, result: Settled, kind: Kind) -> bool:
    """True if the person is reached by a door at which this letter has not failed, and by which it may go."""
    letter, door = result.message.letter, result.message.address.door
    account = tx.execute(sa.select(*DOORS).where(_A.c.person_id == letter.person_id)).one_or_none()
    data = tx.execute(sa.select(_L.c.data).where(_L.c.id == letter.id)).scalar_one()
    not_at = doors.tried(tx, [letter.id]).get(letter.id, frozenset()) | {door, kind.shuns(data)}
    return account is not None and any(one.door not in not_at for one in open_doors(*tuple(account)))


def _repeat(tx: Tx, letter_ids: Collection[int]) -> None:
    """Send letters again although they may have arrived, by the rule of their kind, once."""
    move(tx, letter_ids, State.UNKNOWN, State.PLANNED, reason=None, repeated=True, ended_at=None)


def recover(tx: Tx, owner: str, kinds: Mapping[str, Kind]) -> int:
    """`owner` now leads: what others had leased is free. What they had in flight by Telegram is unknown, but for kinds
    that may go once more; by the web it is planned again. How many stay unknown."""
    others = sa.and_(_L.c.state == State.INFLIGHT, _L.c.owner != owner)
    _once_more_at_the_web(tx, owner)
    rows = tx.execute(sa.select(_L.c.id, _L.c.kind, _L.c.repeated).where(others).with_for_update()).all()
    ids = [row.id for row in rows]
    move(tx, ids, State.INFLIGHT, State.UNKNOWN, reason=Reason.STOPPED, ended_at=tx.now)
    under_way = sa.update(_P).where(_P.c.letter_id.in_(ids), _P.c.state == PartState.INFLIGHT)
    tx.execute(under_way.values(state=PartState.UNKNOWN))
    may_repeat = {kind.name for kind in kinds.values() if kind.unknown_may_repeat}
    again = [row.id for row in rows if row.kind in may_repeat and not row.repeated]
    _repeat(tx, again)
    leased = sa.update(_L).where(_L.c.state == State.LEASED, _L.c.owner != owner)
    tx.execute(leased.values(state=State.PLANNED, owner=None))
    return len(ids) - len(again)


def _once_more_at_the_web(tx: Tx, owner: str) -> None:
    """Plan again what a dead process had in flight by the web door: that door is in this store, and knows by its key
    whether the message is there."""
    under_way = sa.and_(_P.c.state == PartState.INFLIGHT, at_door(_P.c.address, Door.WEB))
    query = sa.select(_L.c.id).join(_P, _P.c.letter_id == _L.c.id).where(under_way)
    others = sa.and_(_L.c.state == State.INFLIGHT, _L.c.owner != owner)
    ids = list(tx.execute(query.where(others)).scalars())
    move(tx, ids, State.INFLIGHT, State.PLANNED, owner=None)
    tx.execute(sa.update(_P).where(_P.c.letter_id.in_(ids), under_way).values(state=PartState.PLANNED))


def doubt(tx: Tx) -> int:
    """This store is a copy, and from its original may have left whatever is under way or due by now: all that is
    unknown; how many letters are. None is repeated by the rule of its kind: of a dead process that is one in eight, of
    a copy everybody. What was stopped for good has not left from anywhere."""
    tx.execute(sa.update(_P).where(_P.c.state == PartState.INFLIGHT).values(state=PartState.UNKNOWN))
    due = sa.and_(_L.c.state == State.PLANNED, _L.c.due_at <= tx.now, _L.c.source.not_in(stopped()))
    under_way = _L.c.state.in_((State.LEASED, State.INFLIGHT))
    values = {"state": State.UNKNOWN, "reason": Reason.COPIED, "ended_at": tx.now, "owner": None}
    return tx.execute(sa.update(_L).where(sa.or_(due, under_way)).values(**values)).rowcount
