"""Access to notices for the Office: each is looked up, and refused where it may not be seen or changed."""

from collections.abc import Collection

import sqlalchemy as sa

from bot.notices import records
from bot.notices.records import SENT, Notice, NoticeState
from bot.people.dates import holds_on
from bot.people.identity import Actor
from bot.people.records import Account, Grant, Role
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns

_A, _G = columns(Account), columns(Grant)


def office_only(actor: Actor) -> None:
    """Raises Refusal for anybody who is not of the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def found(tx: Tx, actor: Actor, notice_id: int) -> Notice:
    """The notice in any state but discarded. Raises Refusal."""
    office_only(actor)
    notice = records.notice(tx, notice_id)
    if notice is None or notice.state is NoticeState.DISCARDED:
        raise Refusal("stale.button")
    return notice


def draft(tx: Tx, actor: Actor, notice_id: int) -> Notice:
    """The notice while it is a draft and may be changed. Raises Refusal."""
    notice = found(tx, actor, notice_id)
    if notice.state is not NoticeState.DRAFT:
        raise Refusal("notice.locked")
    return notice


def taken_back(notice: Notice) -> Refusal:
    """The refusal of what is wanted of a notice that was taken back."""
    return Refusal("notice.was_recalled", at=notice.recalled_at)


def not_taken_back(tx: Tx, actor: Actor, notice_id: int) -> Notice:
    """The notice in any state but discarded and taken back. Raises Refusal."""
    notice = found(tx, actor, notice_id)
    if notice.state is NoticeState.RECALLED:
        raise taken_back(notice)
    return notice


def sent(tx: Tx, actor: Actor, notice_id: int) -> Notice:
    """The notice after it was started, unless it was taken back. Raises Refusal."""
    notice = not_taken_back(tx, actor, notice_id)
    if notice.state not in SENT:
        raise Refusal("stale.button")
    return notice


_OFFICE = (
    sa.select(_G.c.person_id)
    .distinct()
    .where(_G.c.role == Role.OFFICE, holds_on(_G, sa.bindparam("today", type_=sa.Date)))
    .order_by(_G.c.person_id)
)


def office_people(tx: Tx) -> list[int]:
    """The members of the Office today, by key."""
    return list(tx.execute(_OFFICE, {"today": tx.clock.today()}).scalars())


def office_accounts(tx: Tx) -> list[int]:
    """The keys of the accounts of the Office's members, whose screens follow what happens to a notice."""
    return accounts_of(tx, office_people(tx))


def accounts_of(tx: Tx, people: Collection[int]) -> list[int]:
    """The keys of the accounts of these people."""
    return list(tx.execute(sa.select(_A.c.user_id).where(_A.c.person_id.in_(people))).scalars())
