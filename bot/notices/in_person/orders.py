"""The orders to contact persons: the letters that ask them to tell people of a notice, one a person, put right in their
place when the notice is corrected or taken back."""

import sqlalchemy as sa

from bot.ledger import planning, sources
from bot.ledger.change import ChangeKind, letters_of, plan_change
from bot.ledger.letter import Letter, State
from bot.notices.letter_names import todo_source
from bot.notices.records import Notice
from bot.store.database import Tx
from bot.store.schema import columns

_L = columns(Letter)
CHANGED = "changed"
"""Key in the values of an order that has arrived and is drawn anew in its place."""
_NOT_ARRIVED = (State.BLOCKED, State.FAILED, State.MISSED)


def ordered(tx: Tx, notice_id: int) -> frozenset[int]:
    """The people who have an order about this notice, or will have it in a moment, or once they can be written to."""
    own = sa.and_(_L.c.source == todo_source(notice_id), _L.c.state != State.CANCELLED)
    return frozenset(tx.execute(sa.select(_L.c.person_id).where(own)).scalars())


def put_right(tx: Tx, notice: Notice, by: int) -> None:
    """Draw the orders that have arrived anew, as the notice now is; those that have not leave as it is then, also those
    of which an earlier attempt failed. `by`: the person who corrected it."""
    _draw_anew(tx, notice, notice.version, by)
    missed = sa.and_(_L.c.source == todo_source(notice.id), _L.c.state.in_(_NOT_ARRIVED))
    planning.resend(tx, tx.execute(sa.select(_L.c.id).where(missed)).scalars(), by)


def take_back(tx: Tx, notice: Notice, by: int) -> None:
    """Let no order of the notice leave any more; those that have arrived say that it was taken back."""
    sources.stop(tx, todo_source(notice.id), by)
    _draw_anew(tx, notice, notice.version + 1, by)


def _draw_anew(tx: Tx, notice: Notice, version: int, by: int) -> None:
    orders = letters_of(tx, todo_source(notice.id))
    plan_change(tx, orders, ChangeKind.EDIT, version, by, {CHANGED: True})
