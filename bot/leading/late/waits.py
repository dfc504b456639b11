"""Requests to register late: with the unit's lead, then with the Office, which does not wait for ever."""

from collections.abc import Iterator

import sqlalchemy as sa

from bot.leading.targets import ShowLateRequest, ShowLateRequests
from bot.people.dates import here_on, holds_on
from bot.people.records import Person, Post
from bot.registration.records import LateRequest, LateRequestState
from bot.registration.rules import lead_has_until
from bot.store.schema import columns
from bot.waiting.kinds import WaitingItem, WaitingKind
from bot.waiting.survey import Survey

_LR, _P, _POST = columns(LateRequest), columns(Person), columns(Post)

_TODAY = sa.bindparam("today", type_=sa.Date)
_OPEN = (
    sa.select(_LR.c.id, _LR.c.person_id, _LR.c.asked_at, _LR.c.agreed_at, _POST.c.unit_id)
    .select_from(
        _LR.join(_P, _P.c.id == _LR.c.person_id).outerjoin(
            _POST, sa.and_(_POST.c.person_id == _P.c.id, holds_on(_POST, _TODAY))
        )
    )
    .where(_LR.c.campaign_id == sa.bindparam("campaign_id"), _LR.c.state == LateRequestState.OPEN, here_on(_TODAY))
)


def _late(survey: Survey) -> Iterator[WaitingItem]:
    if survey.campaign is None or (survey.actor is not None and not survey.actor.grants):
        return
    for row in survey.tx.execute(_OPEN, {"campaign_id": survey.campaign.id, "today": survey.today}).all():
        leads = next(iter(survey.chart.state(row.person_id, row.unit_id)), frozenset[int]())
        if row.agreed_at is not None:
            leads = frozenset()
        ripe = not leads or survey.tx.now >= lead_has_until(row.asked_at, survey.calendar)
        office = next(iter(survey.office), frozenset[int]()) if ripe else frozenset[int]()
        # Since the lead agreed it waits for the Office, which hears of that at once.
        chain, since = (leads | (office - {row.person_id}),), row.agreed_at or row.asked_at
        yield WaitingItem(row.id, chain, since, to=ShowLateRequest(row.id))


WAITS = (
    WaitingKind(
        "late",
        _late,
        "waiting.todo.late",
        ShowLateRequests(),
        "button.late_requests",
        letters=lambda key: f"late:{key}",
        on_desk="desk.one.late",
    ),
)
