"""Conditions on rows that hold from a day (inclusive) to another (exclusive, open when None), for statements."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from bot.people.records import Person
from bot.store.schema import columns

Day = date | sa.BindParameter[Any]
"""A day, or the parameter of a statement that is run with one."""
_LEFT_ON = columns(Person).c.left_on


def holds_on(table: sa.FromClause, day: Day) -> sa.ColumnElement[bool]:
    """The condition that a row of a dated table (with columns `since` and `until`) holds on `day`."""
    return sa.and_(table.c.since <= day, lasts_after(table, day))


def lasts_after(table: sa.FromClause, day: Day) -> sa.ColumnElement[bool]:
    """The condition that a row of a dated table holds at some time after `day`: it has no end, or a later one."""
    return sa.or_(table.c.until.is_(None), table.c.until > day)


def here_on(day: Day) -> sa.ColumnElement[bool]:
    """The condition that a row of Person works here on `day`: has not left by then."""
    return sa.or_(_LEFT_ON.is_(None), day < _LEFT_ON)
