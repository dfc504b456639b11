"""The transactions of changes to letters: what is next is drawn and put in flight, and settled after its call."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.address import Address, address_of, room, zalo_chat
from bot.doors.outcomes import Outcome
from bot.doors.rendering import Rendered, apart, parted
from bot.ledger.change import STILL_OPEN, ChangeKind, ChangeReason, ChangeState, LetterChange
from bot.ledger.letter import Kind, Letter, LetterPart, PartForm, PartState, State, move
from bot.logs import where
from bot.outbox.claims import Draw, Silence, real_now
from bot.outbox.forms import digest, files_of, form_of
from bot.people.identity import Actor, load_linked
from bot.people.records import Account
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

log = logging.getLogger(__name__)

MAX_TRIES = 5
REPEATS = 2
"""Calls that nobody answered, of one change: the second is made because it can do no harm. Then it is unknown."""
LONGEST_REST = 60.0
"""Seconds. Rests double from one."""

_L, _P, _C, _A = columns(Letter), columns(LetterPart), columns(LetterChange), columns(Account)


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change that is now in flight. `rendered`: what the message is to say; None: it is to go."""

    id: int
    letter_id: int
    place: int
    attempt: int
    person_id: int
    address: Address
    message_ids: tuple[int, ...]
    rendered: Rendered | None
    other_file: bool


@dataclass(frozen=True, slots=True)
class Amended:
    """The result of a call. `state` PLANNED: nothing came of it, and it is to be made again."""

    amendment: Amendment
    state: ChangeState
    reason: ChangeReason | None = None
    counts: bool = True
    """True if it counts as one of the MAX_TRIES."""
    gone: bool = False
    """The person cannot be written to until he or she comes back."""


# --- making ready -----------------------------------------------------------------------------------------------------

_other = _C.alias("other")
_DUE = (
    sa.select(
        *(_C.c[name] for name in ("id", "letter_id", "place", "kind", "version", "attempts")),
        _C.c.data.label("changed"),
        _L.c.kind.label("drawn_by"),
        _L.c.person_id,
        _L.c.data,
        _P.c.state.label("part"),
        *(_P.c[name] for name in ("address", "message_id", "album_ids", "form", "files")),
    )
    .join_from(_C, _L, _C.c.letter_id == _L.c.id)
    .outerjoin(_P, sa.and_(_P.c.letter_id == _C.c.letter_id, _P.c.place == _C.c.place))
    .where(STILL_OPEN, _C.c.state == ChangeState.PLANNED)
    .where(sa.or_(_C.c.rest_until <= sa.bindparam("stamp"), _C.c.rest_until > sa.bindparam("ahead")))
    # It waits for its letter, while that is on its way, and for what was decided before about the same letter.
    .where(sa.or_(_P.c.state == PartState.SENT, _L.c.state.not_in((State.PLANNED, State.LEASED, State.INFLIGHT))))
    .where(~sa.exists().where(_other.c.letter_id == _C.c.letter_id, _other.c.state == ChangeState.INFLIGHT))
    .where(
        ~sa.exists().where(
            _other.c.letter_id == _C.c.letter_id, _other.c.state == ChangeState.PLANNED, _other.c.id < _C.c.id
        )
    )
    .order_by(_C.c.id)
    .limit(sa.bindparam("width"))
)


def anything_to_change(tx: Tx) -> bool:
    """True if a change is due. Only reads."""
    return tx.execute(_DUE, {**real_now(tx), "width": 1}).first() is not None


def begin_changes(
    tx: Tx, owner: str, width: int, kinds: Mapping[str, Kind], draw: Draw, silent_for: Silence
) -> list[Amendment]:
    """Put up to `width` changes in flight, at most one of a letter: what an edit says is stored before the call. Those
    that need no call, or cannot have one, are settled here; those whose chat is silent rest until it may be written
    to."""
    rows = tx.execute(_DUE, {**real_now(tx), "width": width}).all()
    ready: list[Amendment] = []
    for row in rows:
        if row.address is not None and (rest := silent_for(row.address)) > 0:
            tx.execute(sa.update(_C).where(_C.c.id == row.id).values(rest_until=tx.clock.stamp() + rest))
            continue
        try:
            amendment = _ready(tx, row, kinds, draw)
        except _Done as done:
            _end(tx, row.id, done.state, done.reason)
        else:
            said = {} if amendment.rendered is None else _said(amendment.rendered)
            begun = {"state": ChangeState.INFLIGHT, "owner": owner, "attempts": amendment.attempt, "began_at": tx.now}
            tx.execute(sa.update(_C).where(_C.c.id == row.id).values(**begun, **said))
            ready.append(amendment)
    return ready


class _Done(Exception):
    """No call is needed, or none would help."""

    def __init__(self, state: ChangeState, reason: ChangeReason) -> None:
        super().__init__(state)
        self.state, self.reason = state, reason


def _ready(tx: Tx, row: Any, kinds: Mapping[str, Kind], draw: Draw) -> Amendment:
    if row.part is PartState.RECALLED:
        raise _Done(ChangeState.NOT_NEEDED, ChangeReason.GONE)
    if row.part is not PartState.SENT or row.address is None:
        raise _Done(ChangeState.NOT_NEEDED, ChangeReason.NOT_SENT)
    rendered = None
    if row.kind is ChangeKind.EDIT:
        rendered = _drawn(tx, row, kinds, draw)
        if digest(rendered) == _says_now(tx, row):
            raise _Done(ChangeState.NOT_NEEDED, ChangeReason.SAME)
    other_file = rendered is not None and files_of(rendered) != (row.files or [])
    if other_file and row.form is PartForm.ALBUM:
        raise _Done(ChangeState.FAILED, ChangeReason.OTHER_FORM)
    ids = tuple(row.album_ids or (row.message_id,))
    return Amendment(
        row.id, row.letter_id, row.place, row.attempts + 1, row.person_id, row.address, ids, rendered, other_file
    )


def _drawn(tx: Tx, row: Any, kinds: Mapping[str, Kind], draw: Draw) -> Rendered:
    """The message as it is to be, in the form that it has."""
    account = load_linked(tx, [row.person_id]).get(row.person_id)
    if account is None or not _is_of(row.address, account[0], row.person_id) or account[0].staff is None:
        raise _Done(ChangeState.FAILED, ChangeReason.NOT_LINKED)
    try:
        with tx.savepoint():
            composed = kinds[row.drawn_by].compose(tx, account[0], {**row.data, **row.changed})
            screens = composed if isinstance(composed, tuple) else () if composed is None else (composed,)
            drawn = [draw(account[0].speech, screen) for screen in screens]
    except Refusal:
        drawn = []
    except Exception as error:
        log.error("change not drawn: %s", where(error), extra={"letter": row.letter_id})
        raise _Done(ChangeState.FAILED, ChangeReason.UNDRAWN) from error
    query = sa.select(_P.c.form).where(_P.c.letter_id == row.letter_id).order_by(_P.c.place)
    fitted = _fit(drawn, list(tx.execute(query).scalars()))
    if fitted is None:
        raise _Done(ChangeState.FAILED, ChangeReason.OTHER_FORM)
    place: int = row.place
    return fitted[place]


def _fit(drawn: Sequence[Rendered], forms: Sequence[PartForm]) -> list[Rendered] | None:
    """The drawn messages in just these forms: words that had a message of their own keep it, however short they are.
    None where it cannot be."""
    if not drawn:
        return None if forms else []
    for messages in ([drawn[0]], apart(drawn[0])) if drawn[0].file is not None else ([drawn[0]],):
        allowed = len(messages) > 1 or len(parted(messages[0])) == 1
        if allowed and [form_of(one) for one in messages] == list(forms[: len(messages)]):
            rest = _fit(drawn[1:], forms[len(messages) :])
            if rest is not None:
                return [*messages, *rest]
    return None


def _is_of(address: Address, actor: Actor, person_id: int) -> bool:
    """True if this is still the person's: a chat may be somebody else's by now."""
    beside = () if actor.zalo_chat_key is None else (zalo_chat(actor.zalo_chat_key),)
    return address in (address_of(actor.user_id), room(person_id), *beside)


def _says_now(tx: Tx, row: Any) -> str | None:
    """The digest of what the message says; None where nobody knows."""
    earlier = sa.select(_C.c.state, _C.c.digest).where(
        _C.c.letter_id == row.letter_id, _C.c.place == row.place, _C.c.kind == ChangeKind.EDIT, _C.c.attempts > 0
    )
    last = tx.execute(earlier.order_by(_C.c.began_at.desc(), _C.c.id.desc()).limit(1)).one_or_none()
    if last is not None:
        return last.digest if last.state is ChangeState.DONE else None
    first = sa.select(_P.c.digest).where(_P.c.letter_id == row.letter_id, _P.c.place == row.place)
    return tx.execute(first).scalar_one_or_none()


def _said(rendered: Rendered) -> dict[str, Any]:
    return {"text": rendered.text, "digest": digest(rendered)}


# --- after the call ---------------------------------------------------------------------------------------------------

_TOO_OLD = ("message can't be deleted",)
_GONE = ("message to delete not found", "message to edit not found", "message_id_invalid", "message not found")


def judge_change(amendment: Amendment, outcome: Outcome, words: str, *, answered: bool) -> Amended:
    """The result of a change that the Bot API has refused. `words`: Telegram's own; `answered`: an answer came."""
    said = words.lower()
    recall = amendment.rendered is None

    def ended(state: ChangeState, reason: ChangeReason, *, gone: bool = False) -> Amended:
        return Amended(amendment, state, reason, gone=gone)

    if outcome is Outcome.UNCHANGED:
        return Amended(amendment, ChangeState.DONE)
    if any(part in said for part in _GONE):
        if not recall:
            return ended(ChangeState.FAILED, ChangeReason.GONE)
        if amendment.attempt > 1:  # an earlier call of ours may well have done it
            return Amended(amendment, ChangeState.DONE)
        return ended(ChangeState.NOT_NEEDED, ChangeReason.GONE)
    if any(part in said for part in _TOO_OLD):
        return ended(ChangeState.FAILED, ChangeReason.TOO_OLD)
    match outcome:
        case Outcome.WAIT | Outcome.TOKEN:
            return Amended(amendment, ChangeState.PLANNED, counts=False)
        case Outcome.NOT_SENT:
            return ended(ChangeState.PLANNED, ChangeReason.NO_CONNECTION)
        case Outcome.BLOCKED:
            return ended(ChangeState.FAILED, ChangeReason.BLOCKED, gone="blocked by the user" in said)
        case Outcome.UNREACHABLE:
            return ended(ChangeState.FAILED, ChangeReason.BLOCKED)
        case Outcome.GONE:
            return ended(ChangeState.FAILED, ChangeReason.REFUSED)
        case Outcome.UNKNOWN:
            reason = ChangeReason.SERVER_ERROR if answered else ChangeReason.NO_ANSWER
            return ended(ChangeState.UNKNOWN, reason)
        case _:
            return ended(ChangeState.FAILED, ChangeReason.CONTENT)


def settle_changes(tx: Tx, results: Sequence[Amended]) -> None:
    """Record what came of calls. What another process has begun again meanwhile is passed over."""
    for result in results:
        change = result.amendment
        query = sa.select(_C.c.tries).where(
            _C.c.id == change.id, _C.c.state == ChangeState.INFLIGHT, _C.c.attempts == change.attempt
        )
        row = tx.execute(query.with_for_update()).one_or_none()
        if row is None:
            continue
        tries = row.tries + result.counts
        if result.state is ChangeState.PLANNED and tries >= MAX_TRIES:
            _end(tx, change.id, ChangeState.FAILED, result.reason)
        elif result.state is ChangeState.PLANNED or (result.state is ChangeState.UNKNOWN and tries < REPEATS):
            rest = tx.clock.stamp() + min(2.0 ** (tries - 1), LONGEST_REST) if tries else 0.0
            again = {"state": ChangeState.PLANNED, "tries": tries, "rest_until": rest}
            tx.execute(sa.update(_C).where(_C.c.id == change.id).values(**again))
        else:
            _end(tx, change.id, result.state, result.reason)
            if change.rendered is None and result.state in (ChangeState.DONE, ChangeState.NOT_NEEDED):
                _recalled(tx, change)
            elif change.other_file and change.rendered is not None and result.state is ChangeState.DONE:
                part = sa.update(_P).where(_P.c.letter_id == change.letter_id, _P.c.place == change.place)
                tx.execute(part.values(files=files_of(change.rendered)))
        if result.gone:
            left = sa.update(_A).where(_A.c.user_id == change.address.value, _A.c.blocked_at.is_(None))
            if tx.execute(left.values(blocked_at=tx.now)).rowcount:
                note(tx, "account.blocked", f"account:{change.address.value}", actor_id=change.person_id)


def _recalled(tx: Tx, change: Amendment) -> None:
    """The message is not in the chat any more; when none of its letter is, neither is that."""
    part = sa.update(_P).where(_P.c.letter_id == change.letter_id, _P.c.place == change.place)
    tx.execute(part.values(state=PartState.RECALLED))
    left = sa.select(_P.c.place).where(_P.c.letter_id == change.letter_id, _P.c.state != PartState.RECALLED)
    sent = sa.select(_L.c.id).where(_L.c.id == change.letter_id, _L.c.state == State.SENT)
    if tx.execute(left.limit(1)).first() is None and tx.execute(sent).first() is not None:
        move(tx, [change.letter_id], State.SENT, State.RECALLED)


def _end(tx: Tx, change_id: int, state: ChangeState, reason: ChangeReason | None) -> None:
    tx.execute(sa.update(_C).where(_C.c.id == change_id).values(state=state, reason=reason, ended_at=tx.now))


def recover_changes(tx: Tx, owner: str) -> int:
    """`owner` now leads: what others had in flight is done again, which can do no harm; how many these are."""
    others = sa.and_(_C.c.state == ChangeState.INFLIGHT, _C.c.owner != owner)
    return tx.execute(sa.update(_C).where(others).values(state=ChangeState.PLANNED)).rowcount
