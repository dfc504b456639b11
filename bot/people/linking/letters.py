"""The letter to the Office that somebody else uses this channel's token, once a day while it lasts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.dialogue.screens import Screen
from bot.ledger.letter import Kind
from bot.ledger.planning import plan_all
from bot.people.dates import holds_on
from bot.people.identity import Actor
from bot.people.linking import screens
from bot.people.records import Grant, Role
from bot.refusal import Refusal
from bot.store.database import Tx
from bot.store.schema import columns

CONTENTION = "contention"
USEFUL = timedelta(hours=12)

_G = columns(Grant)


def tell_contention(tx: Tx, since: datetime) -> int:
    """Plan today's letter to every member of the Office; how many are new."""
    today = tx.clock.today()
    query = sa.select(_G.c.person_id).distinct().where(_G.c.role == Role.OFFICE, holds_on(_G, today))
    people = {person_id: {"since": since.isoformat()} for person_id in tx.execute(query).scalars()}
    return plan_all(tx, CONTENTION, CONTENTION, today.isoformat(), people, useful_until=tx.now + USEFUL)


def _contended(_tx: Tx, actor: Actor, values: Mapping[str, Any]) -> Screen:
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")
    return screens.contended(datetime.fromisoformat(values["since"]))


LETTERS = (Kind(CONTENTION, _contended, bulk=False),)
