"""Reminders to acknowledge a notice: at most one of a notice a person and working day, whoever sends it."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from bot.campaigns.calendar import office_calendar
from bot.ledger.letter import Letter, State
from bot.notices.letter_names import chase_source
from bot.notices.records import Notice
from bot.store.database import Tx
from bot.store.schema import columns

_L = columns(Letter)


@dataclass(frozen=True, slots=True)
class LastReminder:
    """The last reminder of a notice."""

    at: datetime
    people: int
    next_on: date | None
    """The working day from which the next may go; None: it may go today."""


def working_day(tx: Tx, at: datetime) -> date:
    """The working day for which a reminder counts: that of `at`, or the next one."""
    return office_calendar(tx).on_or_after(tx.clock.local(at).date())


def last(tx: Tx, notice: Notice) -> LastReminder | None:
    """The last reminder of the notice, by whomever; None where there was none."""
    own = sa.and_(_L.c.source == chase_source(notice.id), _L.c.state != State.CANCELLED)
    at = sa.func.max(_L.c.planned_at)
    query = sa.select(at.label("at"), sa.func.count().label("people")).where(own).group_by(_L.c.occurrence)
    row = tx.execute(query.order_by(at.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    counted = working_day(tx, row.at)
    later = counted >= working_day(tx, tx.now)
    return LastReminder(row.at, row.people, office_calendar(tx).next_working_day(counted) if later else None)
