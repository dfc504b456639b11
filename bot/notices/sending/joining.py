"""Who joins after a notice was sent gets it, while it is news: one letter each, planned as time passes.

Who has joined: bot/notices/audience.joined. Nobody who joins gets the past times of a series: the next comes by itself.
"""

from typing import Any

import sqlalchemy as sa

from bot.campaigns.calendar import Calendar
from bot.campaigns.records import CampaignNow, current_campaign, special_days
from bot.ledger import halts, planning
from bot.ledger.letter import Letter, Reason
from bot.notices import audience, lasting, records
from bot.notices.records import LATE, NOTICE, Notice, NoticeState, Written, source
from bot.people.records import Grant, Person, Post, UnionMembership, Unit
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.schema import columns

_L, _N = columns(Letter), columns(Notice)


def _figures(table: sa.Table, *where: sa.ColumnElement[bool]) -> list[sa.ScalarSelect[Any]]:
    figures = (sa.func.max(table.c.id), sa.func.sum(table.c.id) if where else sa.func.count())
    return [sa.select(figure).select_from(table).where(*where).scalar_subquery() for figure in figures]


_GONE_OUT = sa.and_(
    _N.c.state.in_((NoticeState.STARTED, NoticeState.FINISHED)),
    _N.c.due_at <= sa.bindparam("now", type_=_N.c.due_at.type),
)
# Another answer whenever somebody has come, come back, moved or been given a role, each of which is a row of its own,
# or a notice has gone out. Who has only lost something is meant by nothing new.
_STIR = sa.select(
    *(figure for model in (Person, Post, UnionMembership, Grant, Unit) for figure in _figures(columns(model))),
    *_figures(_N, _GONE_OUT),
)


class Newcomers:
    """Plans letters to who has joined; one for a process, called at every tick. It remembers what it has looked at, so
    that a tick costs next to nothing while nobody has come or moved and no notice was sent."""

    def __init__(self) -> None:
        self._looked_at: Any = None

    def plan(self, tx: Tx) -> int:
        """How many letters are new. At the hours in which an office is written to."""
        looking_at = tx.clock.today(), tuple(tx.execute(_STIR, {"now": tx.now}).one())
        if looking_at == self._looked_at or not Calendar(tx.clock.zone, special_days(tx)).is_civil(tx.now):
            return 0
        planned = sum(_bring(tx, notice) for notice in _open(tx, current_campaign(tx)))
        # Should what was planned be undone, the next tick has to look again.
        self._looked_at = None if planned else looking_at
        return planned


def _open(tx: Tx, campaign: CampaignNow | None) -> list[Written]:
    sent = records.sent_since(tx, lasting.earliest(campaign, tx.now))
    ended = set(tx.execute(halts.stopped()).scalars())
    return [
        notice
        for notice in sent
        if notice.series_id is None and source(notice.id) not in ended and lasting.is_open(notice, campaign, tx.now)
    ]


def _bring(tx: Tx, notice: Written) -> int:
    assert notice.due_at is not None
    # Who had left when it was his or her turn got none.
    got = sa.or_(_L.c.reason.is_(None), _L.c.reason != Reason.LEFT, _L.c.occurrence == LATE)
    has_one = sa.select(_L.c.person_id).where(
        _L.c.source == source(notice.id), _L.c.occurrence.in_((notice.occurrence, LATE)), got
    )
    people = audience.joined(tx, notice.audience or {"any": []}, has_one, tx.clock.local(notice.due_at).date())
    values = {"notice": notice.id}
    planned = planning.plan_all(tx, NOTICE, source(notice.id), LATE, dict.fromkeys(people, values))
    if planned:
        records.go_on(tx, notice.id)
        note(tx, "notice.joined", f"notice:{notice.id}", people=people)
    return planned
