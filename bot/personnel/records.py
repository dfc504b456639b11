"""Statements on posts, role grants, exemptions and comments, as the Office and heads read and change them.

The tables are those of the slices before this one; rights are for the callers to check.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from bot.leading.records import UnitComment
from bot.people.records import Account, Grant, Person, Post, Role, UnionMembership, Unit
from bot.personnel.rules import DatedPost
from bot.registration.records import Exemption, ExemptReason
from bot.store.audit import last
from bot.store.database import Tx
from bot.store.schema import columns

_P, _POST, _U = columns(Person), columns(Post), columns(Unit)
_G, _M, _C, _E = columns(Grant), columns(UnionMembership), columns(UnitComment), columns(Exemption)


# --- people -----------------------------------------------------------------------------------------------------------


def posts(tx: Tx, person_id: int) -> list[DatedPost]:
    """All posts of the person, in order, those of the future included."""
    query = (
        sa.select(_POST.c.id, _POST.c.unit_id, _POST.c.title, _POST.c.since, _POST.c.until)
        .where(_POST.c.person_id == person_id)
        .order_by(_POST.c.since, _POST.c.id)
    )
    rows: Any = tx.execute(query)
    return [DatedPost(*row) for row in rows]


def left_on(tx: Tx, person_id: int) -> date | None:
    day: date | None = tx.execute(sa.select(_P.c.left_on).where(_P.c.id == person_id)).scalar_one_or_none()
    return day


def linked(tx: Tx, person_id: int) -> bool:
    """True if a chat is this person's."""
    account = columns(Account)
    return tx.execute(sa.select(account.c.user_id).where(account.c.person_id == person_id)).first() is not None


def set_left_on(tx: Tx, person_id: int, day: date | None) -> None:
    tx.execute(sa.update(_P).where(_P.c.id == person_id).values(left_on=day))


def end_post(tx: Tx, post_id: int, until: date | None) -> None:
    tx.execute(sa.update(_POST).where(_POST.c.id == post_id).values(until=until))


def drop_posts(tx: Tx, post_ids: Iterable[int]) -> None:
    """Posts that never began."""
    tx.execute(sa.delete(_POST).where(_POST.c.id.in_(sorted(post_ids))))


def add_post(tx: Tx, person_id: int, unit_id: int, title: str, since: date, until: date | None = None) -> int:
    row = {"person_id": person_id, "unit_id": unit_id, "title": title, "since": since, "until": until}
    return int(tx.execute(sa.insert(_POST).returning(_POST.c.id), row).scalar_one())


def end_membership(tx: Tx, person_id: int, until: date) -> None:
    open_one = sa.and_(_M.c.person_id == person_id, sa.or_(_M.c.until.is_(None), _M.c.until > until))
    tx.execute(sa.update(_M).where(open_one).values(until=until))


def reopen_membership(tx: Tx, person_id: int, ended_on: date) -> None:
    tx.execute(sa.update(_M).where(_M.c.person_id == person_id, _M.c.until == ended_on).values(until=None))


# --- roles ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatedGrant:
    """A role grant as it is in the store."""

    id: int
    person_id: int
    role: Role
    unit_id: int | None
    since: date
    until: date | None
    granted_by: int | None


_GRANT = [_G.c[name] for name in DatedGrant.__dataclass_fields__]
OF_A_UNIT = (Role.UNIT_HEAD, Role.ACTING_HEAD, Role.COORDINATOR)
"""Roles that go with working in the unit."""


def grant(tx: Tx, grant_id: int) -> DatedGrant | None:
    row: Any = tx.execute(sa.select(*_GRANT).where(_G.c.id == grant_id)).one_or_none()
    return None if row is None else DatedGrant(*row)


def grants_of_unit(tx: Tx, unit_id: int, roles: Iterable[Role], after: date) -> list[DatedGrant]:
    """The role grants over this very unit that hold on `after` or begin later, in the order of their beginning."""
    query = (
        sa.select(*_GRANT)
        .join(_P, _P.c.id == _G.c.person_id)
        .where(
            _G.c.unit_id == unit_id,
            _G.c.role.in_(tuple(roles)),
            sa.or_(_G.c.until.is_(None), sa.and_(_G.c.until > after, _G.c.until > _G.c.since)),
            sa.or_(_P.c.left_on.is_(None), _P.c.left_on > after),
        )
        .order_by(_G.c.since, _G.c.id)
    )
    rows: Any = tx.execute(query)
    return [DatedGrant(*row) for row in rows]


def add_grant(
    tx: Tx, person_id: int, role: Role, unit_id: int | None, since: date, until: date | None, granted_by: int
) -> int:
    row = {
        "person_id": person_id,
        "role": role,
        "unit_id": unit_id,
        "since": since,
        "until": until,
        "granted_by": granted_by,
        "from_roster": False,
    }
    return int(tx.execute(sa.insert(_G).returning(_G.c.id), row).scalar_one())


def end_grant(tx: Tx, grant_id: int, until: date, by: int) -> bool:
    """False if it had ended by then."""
    running = sa.and_(_G.c.id == grant_id, sa.or_(_G.c.until.is_(None), _G.c.until > until))
    return tx.execute(sa.update(_G).where(running).values(until=until, ended_by=by)).rowcount == 1


def end_grants(tx: Tx, until: date, *, person_id: int | None = None, unit_ids: Iterable[int] | None = None) -> None:
    """End the grants of the person, or those over the units, from `until` on."""
    mine = [_G.c.person_id == person_id] if person_id is not None else []
    over = [_G.c.unit_id.in_(sorted(unit_ids))] if unit_ids is not None else []
    assert mine or over
    running = sa.or_(_G.c.until.is_(None), _G.c.until > until)
    tx.execute(sa.update(_G).where(*mine, *over, running).values(until=until))


def reopen_roster_grants(tx: Tx, person_id: int, ended_on: date, unit_id: int | None = None) -> None:
    """Roles of the Office's workbook that ended with a post which is now not to end."""
    ended = [_G.c.person_id == person_id, _G.c.until == ended_on, _G.c.from_roster.is_(True)]
    if unit_id is not None:
        ended.append(_G.c.unit_id == unit_id)
    tx.execute(sa.update(_G).where(*ended).values(until=None))


# --- exemptions -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Exempted:
    """An exemption as it is read."""

    reason: ExemptReason
    since: date
    until: date | None
    id: int
    by: int
    at: datetime


def exemption(tx: Tx, campaign_id: int, person_id: int) -> Exempted | None:
    """The one that was given and not taken back, whether or not its days have come or are over."""
    columns_read = [_E.c[name] for name in Exempted.__dataclass_fields__]
    row: Any = tx.execute(sa.select(*columns_read).where(_open_exemption(campaign_id, person_id))).one_or_none()
    return None if row is None else Exempted(*row)


def who_ended(tx: Tx, campaign_id: int, person_id: int) -> tuple[int, datetime] | None:
    """The one who ended the last exemption of the person, and when; None: there was none, or one still stands."""
    own = sa.select(_E.c.id).where(_E.c.campaign_id == campaign_id, _E.c.person_id == person_id)
    key = tx.execute(own.order_by(_E.c.id.desc()).limit(1)).scalar_one_or_none()
    return last(tx, deed="exemption.ended", subject=f"exemption:{key}")


def _open_exemption(campaign_id: int, person_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(_E.c.campaign_id == campaign_id, _E.c.person_id == person_id, _E.c.ended_at.is_(None))


def end_exemption(tx: Tx, campaign_id: int, person_id: int) -> int | None:
    """The key of the one that was ended, if there was one."""
    ended = sa.update(_E).where(_open_exemption(campaign_id, person_id)).values(ended_at=tx.now).returning(_E.c.id)
    found: int | None = tx.execute(ended).scalar_one_or_none()
    return found


def add_exemption(
    tx: Tx, campaign_id: int, person_id: int, reason: ExemptReason, since: date, until: date | None, by: int
) -> int:
    row = {
        "campaign_id": campaign_id,
        "person_id": person_id,
        "reason": reason,
        "since": since,
        "until": until,
        "by": by,
        "at": tx.now,
    }
    return int(tx.execute(sa.insert(_E).returning(_E.c.id), row).scalar_one())


# --- comments ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the unit that somebody left on a registration."""

    unit_id: int
    unit_name: str
    words: str
    by: int
    at: datetime


def comments(tx: Tx, receipt_id: int) -> tuple[Comment, ...]:
    """Oldest first."""
    query = (
        sa.select(_C.c.unit_id, _U.c.name, _C.c.words, _C.c.by, _C.c.at)
        .join(_U, _U.c.id == _C.c.unit_id)
        .where(_C.c.receipt_id == receipt_id)
        .order_by(_C.c.at, _C.c.id)
    )
    rows: Any = tx.execute(query)
    return tuple(Comment(*row) for row in rows)


def write_comment(tx: Tx, receipt_id: int, unit_id: int, words: str, by: int) -> None:
    """One a unit: writing again changes it."""
    values = {"words": words, "by": by, "at": tx.now}
    row = {"receipt_id": receipt_id, "unit_id": unit_id, **values}
    if not tx.insert_new(UnitComment, [row]):
        mine = sa.and_(_C.c.receipt_id == receipt_id, _C.c.unit_id == unit_id)
        tx.execute(sa.update(_C).where(mine).values(**values))


def departed(tx: Tx, unit_ids: Iterable[int], after: date) -> list[int]:
    """The people who have left the units after `after`, or are to leave them, for another unit; in the order of the
    list."""
    wanted = sorted(unit_ids)
    left = sa.select(_POST.c.person_id).where(_POST.c.unit_id.in_(wanted), _POST.c.until > after)
    elsewhere = sa.select(_POST.c.person_id).where(_POST.c.unit_id.not_in(wanted), _POST.c.until.is_(None))
    query = sa.select(_P.c.id).where(_P.c.id.in_(left), _P.c.id.in_(elsewhere))
    return list(tx.execute(query.order_by(_P.c.position, _P.c.id)).scalars())
