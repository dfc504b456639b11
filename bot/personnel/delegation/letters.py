"""Letters of standing in for a head, each checked again when it leaves."""

from collections.abc import Mapping
from typing import Any

from bot.dialogue.screens import Screen
from bot.ledger.letter import Haste, Kind
from bot.people.identity import Actor, Staff, staff
from bot.people.naming import name_of
from bot.personnel import records, unit_records
from bot.personnel.delegation import actions, screens
from bot.personnel.records import DatedGrant
from bot.personnel.unit_records import UnitNow
from bot.store.database import Tx

Values = Mapping[str, Any]


def _stand_in(tx: Tx, values: Values) -> tuple[DatedGrant, Staff, UnitNow] | None:
    grant = records.grant(tx, values["grant"])
    person = None if grant is None else staff(tx, grant.person_id, tx.clock.today())
    unit = None if grant is None or grant.unit_id is None else unit_records.unit(tx, grant.unit_id)
    return None if grant is None or person is None or unit is None else (grant, person, unit)


def _given(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    found = _stand_in(tx, values)
    if found is None or _over(found[0], tx):
        return None
    grant, person, unit = found
    by, today = name_of(tx, grant.granted_by), tx.clock.today()
    return screens.given(grant, person, unit, by, today, own=actor.person.id == person.id)


def _ended(tx: Tx, actor: Actor, values: Values) -> Screen | None:
    found = _stand_in(tx, values)
    if found is None or not _over(found[0], tx):
        return None
    grant, person, unit = found
    return screens.ended(grant, person, unit, own=actor.person.id == person.id)


def _over(grant: DatedGrant, tx: Tx) -> bool:
    return grant.until is not None and grant.until <= max(tx.clock.today(), grant.since)


LETTERS = (
    Kind(actions.GIVEN, _given, bulk=False, haste=Haste.DECISION),
    Kind(actions.ENDED, _ended, bulk=False),
)
