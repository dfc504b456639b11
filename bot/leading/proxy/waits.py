"""Registrations in somebody's name, until the person agrees to them; and people who ask a lead to register for them."""

from collections.abc import Iterator

import sqlalchemy as sa

from bot.enquiries.targets import ShowMine
from bot.leading.proxy import asks
from bot.leading.rights import PREPARING
from bot.leading.targets import ShowProxy
from bot.people.identity import grants
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
_AWAITED_OF_ONE = _AWAITED.where(_RC.c.person_id == sa.bindparam("person_id"))


def _asked(survey: Survey) -> Iterator[WaitingItem]:
    tx, campaign = survey.tx, survey.campaign
    if campaign is None or (survey.actor is not None and not survey.actor.grants):
        return
    asked = asks.asks(tx, campaign, of=survey.person_id)
    # What was asked in time and the Office has granted since is the leads' to do again.
    late = asks.granted(tx, campaign) if tx.now > campaign.deadline_at else {}
    if late:
        before = asks.asks(tx, campaign, of=survey.person_id, usable=False)
        asked |= {person_id: rows for person_id, rows in before.items() if person_id in late}
    if not asked:
        return
    prepares = {
        person_id
        for person_id, roles in grants(tx, survey.today).items()
        if any(one.role in PREPARING for one in roles)
    }
    for person_id in asks.unanswered(tx, campaign, asked):
        rows = asked[person_id]
        leads = frozenset(row.person_id for row in rows) & prepares
        since = max(row.planned_at for row in rows)
        until = max(row.useful_until for row in rows)
        since, until = late.get(person_id, (since, until))
        yield WaitingItem(person_id, (leads,) if leads else (), since, until)


def _agreements(survey: Survey) -> Iterator[WaitingItem]:
    if survey.campaign is None:
        return
    query = _AWAITED if survey.person_id is None else _AWAITED_OF_ONE
    for row in survey.tx.execute(query, {"campaign_id": survey.campaign.id, "person_id": survey.person_id}):
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
    WaitingKind(
        "proxy_asked",
        _asked,
        "waiting.todo.proxy_asked",
        ShowProxy(),
        "button.asked_to_register",
        letters=lambda key: f"proxy_asked:{key}",
    ),
)
