"""The courier's transactions: what is due is leased, made ready before its call, and settled after it.

Between `begin` and `settle` a call is out. A process that dies there leaves rows in flight, and `recover` in
settling.py names those by Telegram unknown, which has no key by which a message could be sent again without being there
twice; those by the web, which knows by its key, are planned again.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.address import Address, Door
from bot.clock import SKEW
from bot.dialogue.screens import Screen
from bot.doors.rendering import Rendered, parted
from bot.doors.telegram.gate import LONGEST_SILENCE
from bot.ledger.doors import LetterDoor, tried
from bot.ledger.halts import SourceHalt, halt_if_failing, halted_of, stopped
from bot.ledger.letter import Kind, Letter, LetterPart, PartState, Reason, State, move
from bot.logs import where
from bot.outbox.forms import digest, files_of, form_of
from bot.people.identity import Actor, load_linked
from bot.people.reach import HAS_ANOTHER
from bot.people.records import Account
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import at_door, columns
from bot.store.together.rows import as_rows, evenly, given

log = logging.getLogger(__name__)

_L, _P, _H = columns(Letter), columns(LetterPart), columns(SourceHalt)
_A, _T = columns(Account), columns(LetterDoor)


@dataclass(frozen=True, slots=True)
class Leased:
    """A letter that this process holds, to be made ready when its turn comes."""

    id: int
    kind: str
    source: str
    person_id: int


@dataclass(frozen=True, slots=True)
class Holder:
    """A process that carries letters: the lease that it leads by, its name, and the letters it has out at most."""

    lease: str
    owner: str
    width: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is now in flight: to be sent at once, or settled as not sent."""

    letter: Leased
    attempt: int
    place: int
    last: bool
    user_id: int
    address: Address
    rendered: Rendered


# --- leasing ----------------------------------------------------------------------------------------------------------


def _due(kind: sa.ColumnElement[str]) -> sa.Select[tuple[int]]:
    return (
        sa.select(_L.c.id)
        .where(
            _L.c.state == State.PLANNED,
            _L.c.due_at <= sa.bindparam("now"),
            sa.or_(_L.c.rest_until <= sa.bindparam("stamp"), _L.c.rest_until > sa.bindparam("ahead")),
            kind.in_(sa.bindparam("kinds", expanding=True)),
            _L.c.source.not_in(sa.select(_H.c.source).where(_H.c.ended_at.is_(None))),
        )
        .order_by(_L.c.due_at, _L.c.id)
        .limit(sa.bindparam("width"))
    )


_FEW = _due(_L.c.kind)  # found by their kind: among ten thousand others they would be searched for
# Found by when they are due; a bare column would let SQLite take the index by kind, and sort all there are.
_MANY = _due(_L.c.kind + "")
_AT_TELEGRAM = at_door(_A.c.user_id, Door.TELEGRAM)


@cache
def _claiming(bulk: bool, engine_name: str, past_telegram: bool) -> Any:
    due = _MANY if bulk else _FEW
    if past_telegram:
        whose = sa.exists().where(_A.c.person_id == _L.c.person_id)
        passed = sa.exists().where(_T.c.letter_id == _L.c.id, _T.c.door == Door.TELEGRAM)
        first = whose.where(_A.c.blocked_at.is_(None), _AT_TELEGRAM)
        due = due.where(sa.or_(~first, sa.and_(passed, whose.where(HAS_ANOTHER))))
    if engine_name == "postgresql":  # another process's rows are passed over rather than waited for
        due = due.with_for_update(skip_locked=True, of=_L)
    leased = sa.update(_L).where(_L.c.id.in_(due)).values(state=State.LEASED, owner=sa.bindparam("holder"))
    return leased.returning(_L.c.id, _L.c.kind, _L.c.source, _L.c.person_id, _L.c.due_at)


def real_now(tx: Tx) -> dict[str, Any]:
    """Now by the real clock, and how far ahead of it a rest can reach: whatever rests longer was stored before the
    clock was set back."""
    stamp = tx.clock.stamp()
    return {"stamp": stamp, "ahead": stamp + LONGEST_SILENCE + SKEW}


def claim(
    tx: Tx, owner: str, kinds: Collection[str], width: int, *, bulk: bool, past_telegram: bool = False
) -> list[Leased]:
    """Lease up to `width` letters of `kinds` that are due, the longest due first. `bulk`: there may be thousands.
    `past_telegram`: only those of people whom Telegram does not reach, and those that have passed by it."""
    if not kinds or width <= 0:
        return []
    wanted = {"now": tx.now, **real_now(tx), "kinds": sorted(kinds), "width": width, "holder": owner}
    rows = sorted(
        tx.execute(_claiming(bulk, tx.engine_name, past_telegram), wanted), key=lambda row: (row.due_at, row.id)
    )
    return [Leased(row.id, row.kind, row.source, row.person_id) for row in rows]


_EXPIRED = sa.and_(_L.c.state == State.PLANNED, _L.c.useful_until <= sa.bindparam("now"))
_STOPPED = sa.and_(_L.c.state == State.PLANNED, _L.c.source.in_(stopped()))
_ANY_DUE = sa.select(sa.or_(sa.exists(_MANY), sa.exists().where(_EXPIRED), sa.exists().where(_STOPPED)))


def anything_due(tx: Tx, kinds: Collection[str]) -> bool:
    """True if `claim` or `expire` would find something. Only reads."""
    wanted = {"now": tx.now, **real_now(tx), "kinds": sorted(kinds), "width": 1}
    return bool(tx.execute(_ANY_DUE, wanted).scalar_one())


_AT = sa.bindparam("now", type_=_L.c.ended_at.type)
_EXPIRE = sa.update(_L).where(_EXPIRED).values(state=State.MISSED, reason=Reason.TOO_LATE, ended_at=_AT)
_WITHDRAW = sa.update(_L).where(_STOPPED).values(state=State.CANCELLED, reason=Reason.WITHDRAWN, ended_at=_AT)


def expire(tx: Tx) -> None:
    """Give up what has no use any more, and what was out when its source was stopped and has come back."""
    tx.execute(_EXPIRE, {"now": tx.now})
    tx.execute(_WITHDRAW, {"now": tx.now})


def give_back(tx: Tx, owner: str, letter_ids: Iterable[int] | None = None) -> None:
    """Return leases: these, or all that `owner` holds."""
    statement = sa.update(_L).where(_L.c.state == State.LEASED, _L.c.owner == owner)
    if letter_ids is not None:
        statement = statement.where(_L.c.id.in_(list(letter_ids)))
    tx.execute(statement.values(state=State.PLANNED, owner=None))


# --- making ready -----------------------------------------------------------------------------------------------------

Draw = Callable[[str, Screen], Rendered]
"""A screen in a language."""
Silence = Callable[[Address], float]
"""Seconds for which nothing may be put at an address."""


def begin(
    tx: Tx, owner: str, letters: Sequence[Leased], kinds: Mapping[str, Kind], draw: Draw, silent_for: Silence
) -> list[Outgoing]:
    """Check each letter again, draw it, and put it in flight: text and hash are stored before the call. Those that need
    no call are settled here, those whose chat is silent rest until it may be written to; those that somebody has
    withdrawn meanwhile are passed over."""
    leased = {row.id: row for row in tx.execute(_MINE, {"ids": evenly([one.id for one in letters]), "holder": owner})}
    halted = halted_of(tx, {letter.source for letter in letters})
    accounts = load_linked(tx, [letter.person_id for letter in letters if letter.id in leased])
    failed_at = tried(tx, leased)
    ready, parts = list[Outgoing](), list[Any]()
    for letter in letters:
        row = leased.get(letter.id)
        if row is None:
            continue
        if letter.source in halted:
            move(tx, [letter.id], State.LEASED, State.PLANNED, owner=None)
            continue
        kind = kinds[letter.kind]
        not_at = failed_at.get(letter.id, frozenset()) | {kind.shuns(row.data)}
        account = _elsewhere(accounts.get(letter.person_id), not_at)
        if account is not None and (rest := silent_for(account[0].address)) > 0:
            move(tx, [letter.id], State.LEASED, State.PLANNED, owner=None, rest_until=tx.clock.stamp() + rest)
            continue
        try:
            message, own = _ready(tx, letter, row, account, kind, draw)
        except _Done as done:
            move(tx, [letter.id], State.LEASED, done.state, reason=done.reason, ended_at=tx.now)
            if done.__cause__ is not None:
                log.error("letter not drawn: %s", where(done.__cause__), extra={"letter": letter.id})
                if halt_if_failing(tx, kind, letter.source, letter.id, refused=True):
                    halted.add(letter.source)
        else:
            ready.append(message)
            parts += own
    if parts:
        tx.execute(_keep_all(tx.engine_name), {"rows": as_rows(parts)})
    move(tx, [message.letter.id for message in ready], State.LEASED, State.INFLIGHT, began_at=tx.now)
    return ready


_MINE = (
    sa.select(_L.c.id, _L.c.data, _L.c.useful_until, _L.c.attempts)
    .where(
        _L.c.id.in_(sa.bindparam("ids", expanding=True)),
        _L.c.state == State.LEASED,
        _L.c.owner == sa.bindparam("holder"),
    )
    .with_for_update()
)


def _elsewhere(account: Any, not_at: Collection[Door | None]) -> Any:
    """The recipient at the next door, where the letter has not failed yet; at the first, where it has at all."""
    left = [] if account is None else [at for at in account[0].doors if at.door not in not_at]
    return (replace(account[0], address=left[0]), account[1]) if left else account


class _Done(Exception):
    """No call is needed."""

    def __init__(self, state: State, reason: Reason | None) -> None:
        super().__init__(state)
        self.state, self.reason = state, reason


def _ready(tx: Tx, letter: Leased, row: Any, account: Any, kind: Kind, draw: Draw) -> tuple[Outgoing, list[Any]]:
    """The message that goes next, and the parts to keep as they are about to be said."""
    if row.useful_until is not None and row.useful_until <= tx.now:
        raise _Done(State.MISSED, Reason.TOO_LATE)
    if account is None:
        raise _Done(State.BLOCKED, Reason.NOT_LINKED)
    actor, blocked_at = account
    if actor.staff is None:
        raise _Done(State.CANCELLED, Reason.LEFT)
    if blocked_at is not None or actor.address.door is kind.shuns(row.data):
        raise _Done(State.BLOCKED, Reason.BLOCKED)
    messages = _messages(tx, kind, actor, row.data, draw)
    place = _sent_parts(tx, letter.id) if row.attempts else 0
    if place >= len(messages):
        raise _Done(State.SENT, None) if place else _Done(State.CANCELLED, Reason.NOT_NEEDED)
    attempt = row.attempts + 1
    if attempt > 1:  # in place of what an earlier one could not say
        tx.execute(sa.delete(_P).where(_P.c.letter_id == letter.id, _P.c.place >= place))
    last, said = place == len(messages) - 1, messages[place]
    out = Outgoing(letter, attempt, place, last, actor.user_id, actor.address, said)
    return out, _parts(letter.id, actor.address, attempt, place, messages)


def _messages(tx: Tx, kind: Kind, actor: Actor, data: Mapping[str, Any], draw: Draw) -> list[Rendered]:
    """The letter as it is now, message by message; nothing where it is not needed any more."""
    try:
        # A query of a slice that fails must not end the transaction of the other letters.
        with tx.savepoint():
            composed = kind.compose(tx, actor, data)
            screens = composed if isinstance(composed, tuple) else () if composed is None else (composed,)
            return [part for screen in screens for part in parted(draw(actor.speech, screen))]
    except Refusal:
        return []
    except Exception as error:
        raise _Done(State.FAILED, Reason.UNDRAWN) from error


def _sent_parts(tx: Tx, letter_id: int) -> int:
    query = sa.select(sa.func.count()).where(_P.c.letter_id == letter_id, _P.c.state == PartState.SENT)
    return int(tx.execute(query).scalar_one())


@cache
def _keep_all(engine_name: str) -> sa.Insert:
    named = dict.fromkeys(("state", "text", "digest", "form"), sa.Text)
    numbered = dict.fromkeys(("letter_id", "place", "attempt"), sa.Integer)
    rows = given(engine_name, **numbered, **named, address=sa.BigInteger, files=sa.JSON).c
    names = [*numbered, *named, "address", "files"]
    return sa.insert(_P).from_select(names, sa.select(*(rows[name] for name in names)), include_defaults=False)


def _parts(letter: int, address: Address, attempt: int, place: int, messages: Sequence[Rendered]) -> list[Any]:
    return [
        {
            "letter_id": letter,
            "place": number,
            "state": (PartState.INFLIGHT if number == place else PartState.PLANNED).value,
            "attempt": attempt,
            "text": messages[number].text,
            "digest": digest(messages[number]),
            "address": address.number,
            "form": form_of(messages[number]).value,
            "files": files_of(messages[number]),
        }
        for number in range(place, len(messages))
    ]
