"""Campaigns and registrations pinned to versions of their rules, where stores of before name those by their code."""

import sqlalchemy as sa

from bot.campaigns.records import Campaign
from bot.registration.records import Receipt, Registration, RegistrationVersion
from bot.store.database import Tx
from bot.store.schema import columns
from bot.titles import records as versions

_C, _RC, _R, _V = columns(Campaign), columns(Receipt), columns(Registration), columns(RegistrationVersion)
_BOTH, _FIRST, _LAST_OF_FIRST = "B_2022", "B1_2024", 2024
"""The code of before that stood for two regimes; the first of them, and the last year whose files it applied to."""

_PINNED_TO = sa.select(_C.c.id, _C.c.year, _C.c.regime)
_UNDER = (
    sa.select(_C.c.regime)
    .join_from(_R, _RC, _RC.c.id == _R.c.receipt_id)
    .join(_C, _C.c.id == _RC.c.campaign_id)
    .where(_R.c.id == _V.c.registration_id)
    .scalar_subquery()
)
_PIN = sa.update(_V).where(_V.c.regime.is_(None), _V.c.withdrawn.is_(False)).values(regime=_UNDER)


def pin(tx: Tx) -> None:
    """Give the store the program's regimes, and have everything that names one by its code name the version in use.
    Again: no change."""
    versions.give_program(tx)
    regimes = versions.in_use(tx)
    for row in tx.execute(_PINNED_TO).all():
        code = _FIRST if row.regime == _BOTH and row.year <= _LAST_OF_FIRST else row.regime
        if versions.given(tx, row.regime) is None and code in regimes:
            pinned = regimes.regime(code).id
            tx.execute(sa.update(_C).where(_C.c.id == row.id).values(regime=pinned))
    tx.execute(_PIN)
