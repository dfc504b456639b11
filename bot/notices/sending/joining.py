"""Letters to people who join after a notice was sent, while it is news: one each, planned as time passes.

The people are those of `joined` in bot/notices/audience/recipients.py. The past times of a series go to none of them:
the next one comes by itself.
"""

from typing import Any

import sqlalchemy as sa

from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import CampaignNow, current_campaign
from bot.ledger import halts, planning
from bot.ledger.letter import Letter, Reason
from bot.notices import records
from bot.notices.audience import recipients
from bot.notices.letter_names import LATE, NOTICE, source
from bot.notices.records import SENT, Notice, NoticeRow
from bot.notices.tracking.rules import earliest, is_open
from bot.people.records import Grant, Person, Post, UnionMembership, Unit
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

_L, _N = columns(Letter), columns(NoticeRow)


def _figures(table: sa.Table, *where: sa.ColumnElement[bool]) -> list[sa.ScalarSelect[Any]]:
    figures = (sa.func.max(table.c.id), sa.func.sum(table.c.id) if where else sa.func.count())
    return [sa.select(figure).select_from(table).where(*where).scalar_subquery() for figure in figures]


_GONE_OUT = sa.and_(
    _N.c.state.in_(SENT),
    _N.c.due_at <= sa.bindparam("now", type_=_N.c.due_at.type),
)
# Another answer whenever somebody has come, come back, moved or been given a role, each of which is a row of its own,
# or a notice has gone out. Nothing new is meant for people who have only lost something.
_FINGERPRINT = sa.select(
    *(figure for model in (Person, Post, UnionMembership, Grant, Unit) for figure in _figures(columns(model))),
    *_figures(_N, _GONE_OUT),
)


class Newcomers:
    """The planner of letters to people who have joined; one for a process, called at every tick. It remembers what it
    has looked at, so that a tick costs next to nothing while nobody has come or moved and no notice was sent."""

    def __init__(self) -> None:
        self._looked_at: Any = None

    def plan(self, tx: Tx) -> int:
        """Plan the letters, within civil hours; their number."""
        looking_at = tx.clock.today(), tuple(tx.execute(_FINGERPRINT, {"now": tx.now}).one())
        if looking_at == self._looked_at or not office_calendar(tx).is_civil(tx.now):
            return 0
        planned = sum(_bring(tx, notice) for notice in _open(tx, current_campaign(tx)))
        # Should what was planned be undone, the next tick has to look again.
        self._looked_at = None if planned else looking_at
        return planned


def _open(tx: Tx, campaign: CampaignNow | None) -> list[Notice]:
    sent = records.sent_since(tx, earliest(campaign, tx.now))
    ended = set(tx.execute(halts.stopped()).scalars())
    return [
        notice
        for notice in sent
        if notice.series_id is None and source(notice.id) not in ended and is_open(notice, campaign, tx.now)
    ]


def _bring(tx: Tx, notice: Notice) -> int:
    assert notice.due_at is not None
    # People who had left at their turn got none.
    got = sa.or_(_L.c.reason.is_(None), _L.c.reason != Reason.LEFT, _L.c.occurrence == LATE)
    has_one = sa.select(_L.c.person_id).where(
        _L.c.source == source(notice.id), _L.c.occurrence.in_((notice.occurrence, LATE)), got
    )
    people = recipients.joined(tx, notice.audience or {"any": []}, has_one, tx.clock.local(notice.due_at).date())
    values = {"notice": notice.id}
    planned = planning.plan_all(tx, NOTICE, source(notice.id), LATE, dict.fromkeys(people, values))
    if planned:
        records.go_on(tx, notice.id)
        note(tx, "notice.joined", f"notice:{notice.id}", people=people)
    return planned
