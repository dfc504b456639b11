"""Altering the schema of a PostgreSQL store while processes of the version before serve it.

An ALTER waits for whoever uses its table, and everybody who comes after waits for the ALTER. So it waits a moment only,
gives up with all that its revision has done, lets the others go on, and tries again.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from bot.refusal import Refusal

log = logging.getLogger(__name__)

LOCK_MILLISECONDS = 1500
"""The longest wait for a lock: a little longer than deadlock_timeout, after which the server ends an autovacuum that is
in the way."""
IDLE_SECONDS = 60
"""Seconds between two statements of a revision, after which the server takes the process for one that is stopped."""
TRIES = 60
LONGEST_PAUSE = 30.0
"""Seconds between two tries, later on. In all they take less than half an hour (OPENING_SECONDS in
bot/commands/serving/starting.py)."""
LOOK_SECONDS = 0.2
"""Seconds between two looks whether another process has finished."""
_LOCK = 0x746869647561
"""Advisory lock of whoever migrates: of processes that start together one does, and the others then find it done."""
_HELD = frozenset({"55P03", "40P01"})
"""PostgreSQL's: the lock was not to be had in time; a deadlock. The revision has had no effect."""


class StoreHeld(Refusal):
    """Others hold locks on the store, for so long that it cannot be brought up to date."""


@contextmanager
def altering(connection: sa.Connection) -> Iterator[None]:
    """The only process that alters this store, until the connection is closed; others wait before they begin.

    They look again and again rather than stand in line: whoever stands there has a transaction open, for which an index
    that is made beside the others' work (CREATE INDEX CONCURRENTLY) waits: a deadlock, which costs one of them its
    work."""
    while not connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK}):
        connection.commit()
        _pause(LOOK_SECONDS)
    connection.execute(sa.text(f"SET lock_timeout = '{LOCK_MILLISECONDS}ms'"))
    connection.execute(sa.text(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"))
    connection.commit()
    yield


def patiently(alter: Callable[[], None], store: str) -> None:
    """Call `alter` until nobody is in its way. Each revision that it has finished stays. Raises StoreHeld."""
    for number in range(TRIES):
        try:
            return alter()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in _HELD:
                raise
            log.warning("the store could not be altered, others use it: tried again", extra={"tries": number + 1})
        _pause(min(LONGEST_PAUSE, LOOK_SECONDS * 2**number))
    raise StoreHeld("store.held", store=store)


def _pause(seconds: float) -> None:
    """Real seconds, in the thread in which a store is opened."""
    threading.Event().wait(seconds)
