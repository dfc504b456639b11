"""Names of people as colleagues read them: Anh Phạm Quốc Hiếu; the Office, where nobody in particular acted."""

from bot.dialogue.screens import Phrase, say
from bot.people.chain import Confirmer, Holder
from bot.people.identity import Staff, staff
from bot.people.rules import honorific
from bot.store.database import Tx


def by_name(person: Staff | None) -> Phrase:
    """The person by name; the Office for None."""
    if person is None:
        return say("confirmer.office")
    return say("confirmer.person", who=say(honorific(person.gender)), name=person.full_name)


def name_of(tx: Tx, person_id: int | None) -> Phrase:
    """The person of this key by name, as of today; the Office for None."""
    return by_name(None if person_id is None else staff(tx, person_id, tx.clock.today()))


def confirmer(who: Confirmer) -> Phrase:
    """The person by name, or the body."""
    match who.holder:
        case Holder.OFFICE:
            return say("confirmer.office")
        case Holder.UNION_COMMITTEE:
            return say("confirmer.union_committee")
    assert who.staff is not None
    return by_name(who.staff)
