"""Registrations that stand now, by title: of people, units and union groups."""

from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.leading.reading import STANDS
from bot.people.records import Person
from bot.recognition.holders import COLUMNS, Holder
from bot.registration.records import Receipt, Registration, RegistrationTitle, RegistrationVersion
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles.catalogue import Family

_RC, _R, _V, _L = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(RegistrationTitle)
_P = columns(Person)


def registered(tx: Tx, campaign: CampaignNow, family: Family) -> dict[str, list[Holder]]:
    """Title -> the holders whose registration of it stands, in the order of the official list."""
    query = (
        sa.select(_L.c.title, *(_RC.c[name] for name in COLUMNS))
        .select_from(_RC)
        .join(_R, sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.family == family, _R.c.state.in_(list(STANDS))))
        .join(_V, sa.and_(_V.c.registration_id == _R.c.id, _V.c.version == _R.c.version))
        .join(_L, _L.c.version_id == _V.c.id)
        .outerjoin(_P, _P.c.id == _RC.c.person_id)
        .where(_RC.c.campaign_id == campaign.id)
        .order_by(_P.c.position, _RC.c.id)
    )
    found: dict[str, list[Holder]] = {}
    rows: Any = tx.execute(query)
    for row in rows:
        holder = next((name, getattr(row, name)) for name in COLUMNS if getattr(row, name) is not None)
        found.setdefault(row.title, []).append(holder)
    return found
