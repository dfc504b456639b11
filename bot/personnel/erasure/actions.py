"""The Office erases what a person has written, as that person has asked it to. It cannot be undone.

Erased: questions with their answers, dialogues, requests to be linked, reasons in own words, and the text of every
letter that held any of it. Kept: registrations that were sent, signed lists and decisions, which are the office's
record, and the roster, which is the Office's own.
"""

from bot.enquiries import personal_data as of_enquiries
from bot.enquiries.answering import actions as answering
from bot.enquiries.answering.actions import Put
from bot.enquiries.records import Topic
from bot.ledger import planning
from bot.people import personal_data as of_people
from bot.people.identity import Actor, Staff
from bot.refusal import Refusal
from bot.registration.home import personal_data as of_registration
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.scrub import ERASED

DONE = "data_erased"
"""The kind of letter to the person."""


def asked(tx: Tx, actor: Actor, question_id: int) -> tuple[Put, Staff]:
    """The request that waits, and its person. Raises Refusal for whoever is not of the Office, and where it is none."""
    found = answering.put(tx, actor, question_id)
    if found.answered_at is not None:
        raise answering.already(found)
    if found.topic is not Topic.ERASURE or found.person is None:
        raise Refusal("stale.button")
    if found.person.id == actor.person.id:
        raise Refusal("erasure.not_own")
    return found, found.person


def erase(tx: Tx, actor: Actor, question_id: int) -> None:
    """Erase what was asked for; the person gets a letter. Raises Refusal as `asked` does."""
    found, person = asked(tx, actor, question_id)
    words = [*of_enquiries.erase(tx, person.id), *of_registration.erase(tx, person.id)]
    of_people.erase(tx, person.id, words)
    values = {"asked": found.asked_at.isoformat()}
    planning.plan(tx, DONE, f"erasure:{question_id}", person.id, DONE, values)
    note(tx, ERASED, f"person:{person.id}", actor_id=actor.person.id)
