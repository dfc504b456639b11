"""Taking a snapshot, and having papers of it made: by the Office, once, however many ask."""

from bot.consolidation import reading, records
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers import offered
from bot.consolidation.papers.settling import try_again
from bot.dialogue import living
from bot.notices import access
from bot.people.identity import Actor
from bot.people.records import Role
from bot.recognition.year_records import still_open
from bot.refusal import Refusal
from bot.registration.facts import campaign_now
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn


def office_only(actor: Actor) -> None:
    """Raises Refusal for whoever is not of the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def take(tx: Tx, actor: Actor, after: int) -> int:
    """Have a snapshot taken; its key. The one that is being taken, or was since the actor looked, is that one: `after`
    is the number of the newest that he or she saw."""
    office_only(actor)
    campaign = campaign_now(tx)
    tx.lock(Turn.SNAPSHOTS, campaign.id)
    still_open(tx, campaign.id)
    if (going := records.being_taken(tx, campaign.id)) is not None:
        try_again(tx, going.id)
        return going.id
    last = records.latest(tx, campaign.id)
    if last is not None and last.number > after:
        return last.id
    key = records.want(tx, campaign.id, actor.person.id)
    note(tx, "snapshot.wanted", f"snapshot:{key}", actor_id=actor.person.id)
    living.outdate(tx, access.office_accounts(tx))
    return key


def make(tx: Tx, actor: Actor, key: int, kind: PaperKind, form: PaperForm) -> bool:
    """Have this paper made; true if it is there already. Raises Refusal where there is no such paper."""
    office_only(actor)
    one = reading.snapshot(tx, key)
    if one.sha256 is None:
        raise Refusal("snapshot.being_taken", number=one.number)
    made = records.paper(tx, key, kind, form)
    if made is not None and made.sha256 is not None:
        return True
    if form not in offered.forms(kind):
        raise Refusal("stale.button")
    records.want_paper(tx, key, kind, form, actor.person.id)
    return False
