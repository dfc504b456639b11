"""Receiving a list: taking it over, sending it back with a reason, having its signed original in hand.

A button carries the version that was seen, so that nobody takes over what he or she has not read.
"""

from bot.dialogue import living
from bot.ledger import planning
from bot.people.chain import union_confirmer
from bot.people.identity import Actor, staff
from bot.people.naming import name_of
from bot.recognition.year_records import still_open
from bot.refusal import Refusal
from bot.registration import filing
from bot.registration.records import Agreement
from bot.sheets import reading, records, rights, writing
from bot.sheets.records import SentSheet, SheetState
from bot.sheets.rules import sign_again
from bot.sheets.sheet import received
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn
from bot.titles.catalogue import Subject

ACCEPTED, RETURNED = "sheet_accepted", "sheet_returned"
"""Kinds of letters to whoever leads the sender."""


def locked(tx: Tx, actor: Actor, sheet_id: int, version: int, *, late: bool = False) -> SentSheet:
    """The list, locked, for its receiver, at the version that was seen. Raises Refusal otherwise. `late`: it may be
    of a campaign that was closed."""
    found = records.sent(tx, sheet_id)
    if found is None or not rights.may_receive(actor, found.who.subject):
        raise Refusal("role.not_yours")
    if not late:
        still_open(tx, found.campaign_id)
    tx.lock(Turn.LISTS, found.campaign_id)
    found = records.sent(tx, sheet_id)
    assert found is not None
    if found.version != version:
        raise Refusal("sheet.newer", code=found.code, version=found.version)
    return found


def not_out_of_date(tx: Tx, actor: Actor, sheet_id: int) -> None:
    """Raises Refusal, with the way on, for a list that waits while its titles are others than those that were sent."""
    sheet, sent = received(tx, actor, sheet_id)
    if sent.state is SheetState.SUBMITTED and sign_again(sheet.changes):
        raise Refusal("sheet.accept_changed", code=sent.code, version=sent.version)


def accept(tx: Tx, actor: Actor, sheet_id: int, version: int) -> None:
    """Take the list over. Of a union group's, this is the chair's confirmation of the whole."""
    found = locked(tx, actor, sheet_id, version)
    if found.state is SheetState.ACCEPTED:
        raise Refusal("sheet.accepted_already", code=found.code, who=name_of(tx, found.decided_by), at=found.decided_at)
    if found.state is SheetState.RETURNED:
        raise _returned_already(tx, found)
    me = actor.person.id
    writing.decide(tx, found, SheetState.ACCEPTED, me)
    if found.who.subject is Subject.UNION_GROUP:
        _confirm_whole(tx, actor, found)
    _signed_for(tx, sheet_id)
    _tell_leads(tx, actor, found, ACCEPTED)
    note(tx, "sheet.accepted", f"sheet:{sheet_id}", actor_id=me, version=version)


def send_back(tx: Tx, actor: Actor, sheet_id: int, version: int, reason: str) -> None:
    """Return it to the unit, which hears at once. One that was accepted may be returned too."""
    found = locked(tx, actor, sheet_id, version)
    if found.state is SheetState.RETURNED:
        raise _returned_already(tx, found)
    writing.decide(tx, found, SheetState.RETURNED, actor.person.id, reason)
    _tell_leads(tx, actor, found, RETURNED)
    note(tx, "sheet.returned", f"sheet:{sheet_id}", actor_id=actor.person.id, version=version)


def _returned_already(tx: Tx, found: SentSheet) -> Refusal:
    return Refusal("sheet.returned_already", code=found.code, who=name_of(tx, found.decided_by), at=found.decided_at)


def take_original(tx: Tx, actor: Actor, sheet_id: int, version: int) -> None:
    # Paper comes when it comes: the year's summary goes on naming the lists whose originals are outstanding.
    found = locked(tx, actor, sheet_id, version, late=True)
    if found.original_at is not None:
        raise Refusal("sheet.original_already", code=found.code, at=found.original_at)
    writing.take_original(tx, found, actor.person.id)
    _signed_for(tx, sheet_id)
    note(tx, "sheet.original_received", f"sheet:{sheet_id}", actor_id=actor.person.id, version=version)


def _signed_for(tx: Tx, sheet_id: int) -> None:
    """Record that people who were registered by proxy have signed, once the list is taken over with signatures to be
    seen: those whose registration still is the one on the list."""
    found = records.sent(tx, sheet_id)
    if found is None or found.state is not SheetState.ACCEPTED or not found.signed:
        return
    listed = [(row.registration, row.version) for row in found.content.awaited if row.registration is not None]
    filing.agree(tx, writing.still_listed(tx, listed), Agreement.PAPER)


def _confirm_whole(tx: Tx, actor: Actor, found: SentSheet) -> None:
    """Confirm the group's own titles, and those of the people whom the chair confirms: the group's lead. The members'
    the lead confirms, and nobody an own one."""
    content, today, me = found.content, tx.clock.today(), actor.person.id
    if content.collective_registration is not None:
        writing.confirm_registration(tx, content.collective_registration, content.collective_version, me)
    for row in content.unconfirmed:
        member = staff(tx, row.person, today)
        named = union_confirmer(tx, member, today).staff if member else None
        if member is not None and named is not None and named.id == me and row.registration is not None:
            writing.confirm_registration(tx, row.registration, row.version, me)
            filing.outdate_boards(tx, member)


def _tell_leads(tx: Tx, actor: Actor, found: SentSheet, kind: str) -> None:
    values = {"sheet": found.id, "version": found.version}
    leads = reading.leads(tx, found.who)
    living.outdate(tx, reading.chats(tx, leads))
    for person_id in leads - {actor.person.id}:
        planning.plan(tx, kind, f"sheet:{found.id}", person_id, f"{kind}:{found.version}", values)
