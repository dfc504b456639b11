"""Changing the department's own words and signatories: by the Office, once, as it was agreed on the summary."""

from collections.abc import Mapping
from datetime import timedelta

from bot.organisation import records, rules
from bot.organisation.records import OrganisationNow, SignatoryNow, SignedPaper, Word
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.records import Role
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx

PUT_OFF = timedelta(days=7)


def office_only(actor: Actor) -> None:
    """Raises Refusal for whoever is not of the Office."""
    if not actor.has(Role.OFFICE):
        raise Refusal("role.office_only")


def change(tx: Tx, actor: Actor, wanted: Mapping[Word, str], agreed: str) -> None:
    """Keep these words. `agreed`: the mark of those that stood beside them on the summary. Raises Refusal where a
    colleague has changed any meanwhile."""
    office_only(actor)
    records.take(tx)
    now = records.organisation(tx)
    unchanged(tx, now, agreed)
    changed = rules.changed(now, wanted)
    if not changed:
        return
    records.write(tx, changed, actor.person.id)
    note(tx, "organisation.changed", "organisation:1", actor_id=actor.person.id, words=sorted(changed))


def unchanged(tx: Tx, now: OrganisationNow, agreed: str) -> None:
    """Raises Refusal where the words are not those with this mark any more."""
    if rules.mark(now) != agreed:
        raise Refusal("organisation.changed_meanwhile", who=name_of(tx, now.changed_by), at=now.changed_at or tx.now)


def put_off(tx: Tx, actor: Actor) -> None:
    """Ask the Office again in some days."""
    office_only(actor)
    records.put_off(tx, tx.clock.today() + PUT_OFF)
    note(tx, "organisation.put_off", "organisation:1", actor_id=actor.person.id)


# --- signatories ------------------------------------------------------------------------------------------------------


def declare(tx: Tx, actor: Actor, new: SignatoryNow, agreed: str) -> None:
    """Let somebody sign a paper; who has signed it until then ends the day before. `agreed`: the mark of those who were
    known when that was agreed. Raises Refusal where a colleague has changed them meanwhile."""
    office_only(actor)
    records.take(tx)
    known = records.signatories(tx, new.paper)
    same(known, agreed)
    rules.span(new.since, new.until)
    before = rules.replaced(new, known)
    if before is not None:
        records.end_before(tx, before.id, new.since)
    records.add_signatory(tx, new, actor.person.id)
    note(
        tx,
        "signatory.declared",
        f"signatory:{new.paper}",
        actor_id=actor.person.id,
        prefix=new.prefix.value,
        since=new.since.isoformat(),
        until=new.until.isoformat() if new.until else None,
        ended=before.id if before else None,
    )


def same(known: list[SignatoryNow], agreed: str) -> None:
    """Raises Refusal where these are not the signatories with this mark any more."""
    if rules.mark_of(known) != agreed:
        raise Refusal("signatory.changed_meanwhile")


def find(tx: Tx, actor: Actor, key: int) -> SignatoryNow:
    """The signatory of this key. Raises Refusal where there is none any more."""
    office_only(actor)
    found = next((one for one in records.signatories(tx) if one.id == key), None)
    if found is None:
        raise Refusal("signatory.gone")
    return found


def end(tx: Tx, actor: Actor, key: int) -> SignedPaper:
    """Let somebody sign no more from today on; the paper. Raises Refusal where that is over already."""
    office_only(actor)
    records.take(tx)
    found, today = find(tx, actor, key), tx.clock.today()
    if found.until is not None and found.until < today:
        raise Refusal("signatory.over", until=found.until)
    records.end_before(tx, key, today)
    note(tx, "signatory.ended", f"signatory:{found.paper}", actor_id=actor.person.id, signatory=key)
    return found.paper
