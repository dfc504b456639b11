"""People who have asked to be registered for, and have not been by the deadline: their request goes on as a late one.

Requests are kept in the letters that brought them to the leads. Where the campaign takes no supplements the person is
told to turn to the Office.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.campaigns.calendar import office_calendar
from bot.campaigns.records import CampaignNow, current_campaign
from bot.leading.proxy.actions import ASKED
from bot.ledger import planning
from bot.ledger.letter import Letter
from bot.people.dates import here_on
from bot.people.identity import staff
from bot.people.records import Person
from bot.registration.reading import exempt
from bot.registration.records import (
    Declination,
    LateRequest,
    LateRequestState,
    Receipt,
    Registration,
    RegistrationState,
)
from bot.registration.rules import may_ask_late
from bot.registration.sent.late_requests import file_late
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family

UNMET = "proxy_unmet"
"""Kind of letters."""
TOLD_FOR = timedelta(days=14)
"""The time after the deadline in which somebody is told that nobody has registered for him or her."""

_RC, _R, _D, _L, _P = (columns(model) for model in (Receipt, Registration, Declination, Letter, Person))
_LR = columns(LateRequest)
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
_ASKED = sa.select(_L.c.data, _L.c.person_id, _L.c.planned_at, _L.c.useful_until).where(_L.c.kind == ASKED)
_ASKS = {
    (of_one, usable): query.where((_L.c.useful_until if usable else _L.c.planned_at) >= sa.bindparam("since"))
    for of_one, query in ((False, _ASKED), (True, _ASKED.where(_L.c.person_id == sa.bindparam("of"))))
    for usable in (True, False)
}
"""The requests: (of one lead alone, only those that are of use) -> statement."""


def asks(tx: Tx, campaign: CampaignNow, *, of: int | None = None, usable: bool = True) -> dict[int, list[Any]]:
    """The requests of the campaign by the person who asked, one for each lead and day. `of`: those that this lead was
    asked; `usable`: only those whose time is not over."""
    query = _ASKS[of is not None, usable]
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in tx.execute(query, {"of": of, "since": tx.now if usable else campaign.opens_at}):
        if row.data["campaign"] == campaign.id:
            found[row.data["person"]].append(row)
    return found


def granted(tx: Tx, campaign: CampaignNow) -> dict[int, tuple[datetime, datetime]]:
    """The people whose late request the Office has granted, each with since when and until when they may be registered
    for."""
    query = sa.select(_LR.c.person_id, _LR.c.decided_at, _LR.c.granted_until).where(
        _LR.c.campaign_id == campaign.id, _LR.c.state == LateRequestState.GRANTED, _LR.c.granted_until >= tx.now
    )
    return {row.person_id: (row.decided_at, row.granted_until) for row in tx.execute(query)}


def unanswered(tx: Tx, campaign: CampaignNow, people: Collection[int]) -> list[int]:
    """Those of `people` who are here and for whom nothing was registered or declined."""
    here = sa.select(_P.c.id).where(_P.c.id.in_(sorted(people)), here_on(tx.clock.today()))
    waiting = here.where(
        *(~one.where(_RC.c.person_id == _P.c.id).correlate(_P) for one in (_HAS_REGISTERED, _HAS_DECLINED))
    )
    return list(tx.execute(waiting.order_by(_P.c.id), {"campaign_id": campaign.id}).scalars())


def follow(tx: Tx) -> None:
    """The tick of requests that nobody has met by the deadline, once for each person."""
    campaign = current_campaign(tx)
    if campaign is None or not campaign.deadline_at < tx.now <= campaign.deadline_at + TOLD_FOR:
        return
    may_ask = may_ask_late(campaign, tx.now)
    if campaign.supplement_until is not None and not may_ask:
        return
    if not office_calendar(tx).is_civil(tx.now) or not (asked := asks(tx, campaign, usable=False)):
        return
    spared = {*exempt(tx, campaign.id, tx.clock.today()), *_followed(tx, campaign, asked)}
    for person_id in unanswered(tx, campaign, asked.keys() - spared):
        person = staff(tx, person_id, tx.clock.today())
        if person is None:
            continue
        last = max(row.planned_at for row in asked[person_id])
        if may_ask:
            file_late(tx, campaign, person, "")
        values = {"campaign": campaign.id, "asked_at": last.isoformat()}
        planning.plan(tx, UNMET, source(campaign.id), person_id, "once", values, useful_until=_until(campaign))


def _followed(tx: Tx, campaign: CampaignNow, people: Collection[int]) -> frozenset[int]:
    """Those of `people` who have a late request, in whatever state, or were told already."""
    late = sa.select(_LR.c.person_id).where(_LR.c.campaign_id == campaign.id, _LR.c.person_id.in_(sorted(people)))
    told = sa.select(_L.c.person_id).where(_L.c.source == source(campaign.id), _L.c.person_id.in_(sorted(people)))
    return frozenset(tx.execute(late).scalars()) | frozenset(tx.execute(told).scalars())


def told(tx: Tx, campaign_id: int, person_id: int) -> bool:
    """True if the person was told that the request had not been met."""
    query = sa.select(_L.c.id).where(_L.c.source == source(campaign_id), _L.c.person_id == person_id)
    return tx.execute(query).first() is not None


def source(campaign_id: int) -> str:
    return f"{UNMET}:{campaign_id}"


def _until(campaign: CampaignNow) -> datetime:
    return max(campaign.closes_at, campaign.deadline_at + TOLD_FOR)
