"""How a person is named to a colleague: Anh Phạm Quốc Hiếu; and who is named where nobody in particular acted."""

from bot.dialogue.screens import Phrase, say
from bot.people.identity import Staff, staff
from bot.people.rules import honorific
from bot.store.database import Tx


def by_name(person: Staff | None) -> Phrase:
    """None: the Office."""
    if person is None:
        return say("confirmer.office")
    return say("confirmer.person", who=say(honorific(person.gender)), name=person.full_name)


def name_of(tx: Tx, person_id: int | None) -> Phrase:
    """The same by the key, as of today."""
    return by_name(None if person_id is None else staff(tx, person_id, tx.clock.today()))
