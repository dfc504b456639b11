"""Registrations in somebody's name, until the person agrees to them; and people who ask a lead to register for them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from bot.enquiries.targets import ShowMine
from bot.leading.proxy.actions import ASKED
from bot.leading.rights import PREPARING
from bot.leading.targets import ShowProxy
from bot.ledger.letter import Letter
from bot.people.dates import here_on
from bot.people.identity import grants
from bot.people.records import Person
from bot.registration.records import Agreement, Declination, Receipt, Registration, RegistrationState
from bot.store.schema import columns
from bot.titles.catalogue import Family
from bot.waiting.kinds import WaitingItem, WaitingKind
from bot.waiting.survey import Survey

_RC, _R, _D, _L, _P = (columns(model) for model in (Receipt, Registration, Declination, Letter, Person))
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


_HAS_REGISTERED = sa.exists().where(
    _RC.c.campaign_id == sa.bindparam("campaign_id"),
    _R.c.receipt_id == _RC.c.id,
    _R.c.state != RegistrationState.WITHDRAWN,
)
_HAS_DECLINED = sa.exists().where(
    _RC.c.campaign_id == sa.bindparam("campaign_id"),
    _D.c.receipt_id == _RC.c.id,
    _D.c.family == Family.STATE,
    _D.c.ended_at.is_(None),
)
_ASKS = sa.select(_L.c.data, _L.c.person_id, _L.c.planned_at, _L.c.useful_until).where(
    _L.c.kind == ASKED, _L.c.useful_until >= sa.bindparam("now", type_=_L.c.useful_until.type)
)


def _asked(survey: Survey) -> Iterator[WaitingItem]:
    """Requests as they stand in the letters that brought them to the leads."""
    tx, campaign = survey.tx, survey.campaign
    if campaign is None or (survey.actor is not None and not survey.actor.grants):
        return
    query = _ASKS if survey.person_id is None else _ASKS.where(_L.c.person_id == survey.person_id)
    asks: defaultdict[int, list[Any]] = defaultdict(list)
    for row in tx.execute(query, {"now": tx.now}):
        if row.data["campaign"] == campaign.id:
            asks[row.data["person"]].append(row)
    if not asks:
        return
    here = sa.select(_P.c.id).where(_P.c.id.in_(sorted(asks)), here_on(survey.today))
    of = {"campaign_id": campaign.id}
    waiting = here.where(
        *(~one.where(_RC.c.person_id == _P.c.id).correlate(_P) for one in (_HAS_REGISTERED, _HAS_DECLINED))
    )
    prepares = {
        person_id
        for person_id, roles in grants(tx, survey.today).items()
        if any(one.role in PREPARING for one in roles)
    }
    for person_id in tx.execute(waiting, of).scalars():
        rows = asks[person_id]
        leads = frozenset(row.person_id for row in rows) & prepares
        last = max(row.planned_at for row in rows)
        yield WaitingItem(person_id, (leads,) if leads else (), last, max(row.useful_until for row in rows))


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
    WaitingKind(
        "proxy_asked",
        _asked,
        "waiting.todo.proxy_asked",
        ShowProxy(),
        "button.asked_to_register",
        letters=lambda key: f"proxy_asked:{key}",
    ),
)
