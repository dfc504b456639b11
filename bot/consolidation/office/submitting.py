"""Submitting a snapshot: by the head of the Office, once to each addressee; its letters go when its papers are made."""

from bot.consolidation import addressing, reading, submissions
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers import offered
from bot.consolidation.records import ADDRESSEES, Addressee, want_paper
from bot.dialogue import living
from bot.notices import access
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.office import heads
from bot.recognition.year_records import still_open
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles.catalogue import Family


def papers(addressee: Addressee) -> tuple[PaperKind, ...]:
    """The papers that go, of those that can be made here."""
    return tuple(kind for kind in submissions.PAPERS[addressee] if PaperForm.PDF in offered.forms(kind))


def may_submit(tx: Tx, actor: Actor, key: int, family: Family) -> None:
    """Raises Refusal for whoever is not the head of the Office, and for what cannot be submitted: it was, it has no
    such part, or nobody is there to whom it would go."""
    heads.head_only(tx, actor)
    one, content = reading.taken(tx, key)
    addressee = ADDRESSEES[family]
    if content.part(family) is None:
        raise Refusal("stale.button")
    for done in submissions.of_snapshot(tx, key):
        if done.addressee is addressee:
            raise Refusal("submission.already", number=one.number, who=name_of(tx, done.by), at=done.at)
    if not addressing.recipients(tx, addressee):
        raise Refusal("submission.no_director" if addressee is Addressee.DIRECTOR else "submission.no_chair")


def submit(tx: Tx, actor: Actor, key: int, family: Family) -> int:
    """Submit this part of the snapshot; the key of the submission. Its letters go when its papers are made."""
    heads.head_only(tx, actor)
    one = reading.snapshot(tx, key)
    tx.lock(Turn.SNAPSHOTS, one.campaign_id)
    still_open(tx, one.campaign_id)
    may_submit(tx, actor, key, family)
    addressee = ADDRESSEES[family]
    made = submissions.add(tx, key, addressee, actor.person.id)
    for kind in papers(addressee):
        want_paper(tx, key, kind, PaperForm.PDF, None)
    addressing.send_ready(tx, key)
    note(tx, "submission.submitted", f"submission:{made}", actor_id=actor.person.id, addressee=addressee.value)
    living.outdate(tx, access.office_accounts(tx))
    living.outdate(tx, access.accounts_of(tx, addressing.recipients(tx, addressee)))
    return made
