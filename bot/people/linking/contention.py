"""Word to the Office that somebody else uses this channel's token, once a day while it lasts."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.ledger import planning
from bot.people.dates import holds_on
from bot.people.records import Grant, Role
from bot.store.database import Tx
from bot.store.schema import columns

CONTENTION = "contention"
"""The kind of letter, and its source."""
USEFUL = timedelta(hours=12)

_G = columns(Grant)


def tell(tx: Tx, since: datetime) -> int:
    """Plan today's letter to every member of the Office; how many are new."""
    today = tx.clock.today()
    query = sa.select(_G.c.person_id).distinct().where(_G.c.role == Role.OFFICE, holds_on(_G, today))
    people = {person_id: {"since": since.isoformat()} for person_id in tx.execute(query).scalars()}
    return planning.plan_all(tx, CONTENTION, CONTENTION, today.isoformat(), people, useful_until=tx.now + USEFUL)
