"""The way to register without a telephone: by somebody who may register for the person, or on paper."""

from collections.abc import Sequence

from bot.dialogue.screens import Phrase, say
from bot.leading.rights import PREPARING
from bot.people.identity import Staff, grants, staff
from bot.people.naming import by_name
from bot.people.reach import above
from bot.people.rules import honorific
from bot.store.database import Tx


def who_registers_for(tx: Tx, person: Staff) -> list[Staff]:
    """The people who may register for the person: those of the unit; where it has nobody, those of the units that it
    is part of."""
    today = tx.clock.today()
    by_person = grants(tx, today)
    for units in (frozenset({person.unit_id}), above(tx, person.unit_id)):
        found = [
            key
            for key, roles in by_person.items()
            if key != person.id and any(one.role in PREPARING and one.unit_id in units for one in roles)
        ]
        if found:
            return [lead for key in sorted(found) if (lead := staff(tx, key, today))]
    return []


def other_way(person: Staff, leads: Sequence[Staff], confirmer: Phrase, *, heads: bool) -> Phrase:
    """The way to register without a telephone: by `leads`, who may register for the person; where there are none, on
    paper by way of `confirmer`. `heads`: the person heads the unit."""
    who = say(honorific(person.gender))
    if not leads:
        return say("reminder.paper", who=who, confirmer=confirmer)
    named = by_name(leads[0]) if heads or not person.unit_name else say("reminder.proxy_unit", unit=person.unit_name)
    return say("reminder.proxy", who=who, lead=named)
