"""Registrations in somebody's name, until the person agrees to them."""

from collections.abc import Iterator

import sqlalchemy as sa

from bot.enquiries.targets import ShowMine
from bot.registration.records import Agreement, Receipt, Registration, RegistrationState
from bot.store.schema import columns
from bot.waiting.kinds import WaitingItem, WaitingKind
from bot.waiting.survey import Survey

_RC, _R = columns(Receipt), columns(Registration)
_AWAITED = (
    sa.select(_RC.c.id, _RC.c.person_id, sa.func.max(_R.c.submitted_at).label("at"))
    .join(_R, _R.c.receipt_id == _RC.c.id)
    .where(
        _RC.c.campaign_id == sa.bindparam("campaign_id"),
        _RC.c.person_id.is_not(None),
        _R.c.agreement == Agreement.AWAITED,
        _R.c.state != RegistrationState.WITHDRAWN,
    )
    .group_by(_RC.c.id, _RC.c.person_id)
)


def _agreements(survey: Survey) -> Iterator[WaitingItem]:
    if survey.campaign is None:
        return
    query = _AWAITED if survey.person_id is None else _AWAITED.where(_RC.c.person_id == survey.person_id)
    for row in survey.tx.execute(query, {"campaign_id": survey.campaign.id}):
        yield WaitingItem(row.id, (frozenset({row.person_id}),), row.at)


WAITS = (
    WaitingKind(
        "agreement",
        _agreements,
        "waiting.todo.agreement",
        ShowMine(),
        "button.mine",
        letters=lambda key: f"receipt:{key}",
    ),
)
