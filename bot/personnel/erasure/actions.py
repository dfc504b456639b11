"""The Office erases what a person has written, as that person has asked it to. It cannot be undone.

Erased: questions with their answers, dialogues, drafts of notices, requests to be linked, reasons in own words, what
leads have written to the person when they reminded, and the text of every letter to the person or that held any of it.
Kept: registrations that were sent, signed lists, opinions on what was submitted with their notes, decisions and notices
that went out, which are the office's record, and the roster, which is the Office's own; of that the workbooks go by
their date.
"""

from datetime import datetime

from bot.enquiries import personal_data as of_enquiries
from bot.enquiries import records
from bot.leading import records as leading
from bot.ledger import planning
from bot.people import personal_data as of_people
from bot.people.authentication import access
from bot.people.contacts import personal_data as of_contacts
from bot.people.identity import Actor, Staff, staff
from bot.personnel.erasure import unsent
from bot.personnel.rules import office_only
from bot.refusal import Refusal
from bot.registration.home import personal_data as of_registration
from bot.store.audit import note
from bot.store.database import Tx

DONE = "data_erased"
"""The kind of letter to the person."""


def asked(tx: Tx, actor: Actor, question_id: int) -> tuple[Staff, datetime]:
    """The person whose request waits, and of when it is. Raises Refusal for whoever is not of the Office, and where it
    is none, or the own."""
    office_only(actor)
    found = records.erasure_asked(tx, question_id)
    person = None if found is None else staff(tx, found[0], tx.clock.today())
    if found is None or person is None:
        raise Refusal("stale.button")
    if person.id == actor.person.id:
        raise Refusal("erasure.not_own")
    return person, found[1]


def erase(tx: Tx, actor: Actor, question_id: int) -> None:
    """Erase what was asked for; the person gets a letter. Raises Refusal as `asked` does."""
    person, at = asked(tx, actor, question_id)
    words = [*of_enquiries.erase(tx, person.id), *of_registration.erase(tx, person.id)]
    unsent.erase(tx, person.id)
    leading.forget_nudges(tx, person.id)
    of_people.erase(tx, person.id, words)
    access.erase(tx, person.id, by=actor.person.id)
    of_contacts.erase(tx, person.id)
    planning.plan(tx, DONE, f"erasure:{question_id}", person.id, DONE, {"asked": at.isoformat()})
    note(tx, "personal_data.erased", f"person:{person.id}", actor_id=actor.person.id)
