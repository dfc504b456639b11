"""Sending a list, and adding the signed copy, the minutes and the covering letter's number.

One lock a campaign: of two who send at once the second finds the first's version and adds none.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.dialogue import drafts
from bot.ledger import planning
from bot.people.identity import Actor
from bot.recognition.year_records import still_open
from bot.refusal import Refusal
from bot.registration.reading import Registrant
from bot.sheets import reading, records, rights, rules, writing
from bot.sheets.records import FileKind, SentSheet, SheetState
from bot.sheets.sheet import campaign_now, load
from bot.sheets.targets import sheet_of
from bot.store.audit import note
from bot.store.database import Tx
from bot.store.locks import Turn

ARRIVED, CHANGED = "sheet_arrived", "sheet_changed"
"""Kinds of letters to whoever receives."""
FLOWS = {FileKind.SIGNED: "sheet_signed", FileKind.MINUTES: "sheet_minutes"}
"""The dialogues that collect pages."""

Pages = Sequence[tuple[str, str, str]]
"""(sha256, MIME type, ending) of each page, in order."""


def must_send(tx: Tx, actor: Actor, who: Registrant) -> None:
    """Raises Refusal unless `actor` may send the list of `who`."""
    if rights.may_send(tx, actor, who):
        return
    raise Refusal("sheet.heads_only" if rights.may_look(tx, actor, who) else "role.not_yours")


def send(tx: Tx, actor: Actor, who: Registrant) -> None:
    """Send what is registered now: the first version, or the next one. Raises Refusal when it was sent already.

    While titles are those that were signed, the next version needs no new signature, and what was decided stands.
    """
    must_send(tx, actor, who)
    campaign = campaign_now(tx)
    if tx.now < campaign.opens_at:
        raise Refusal("campaign.not_open", opens=campaign.opens_at, name=campaign.name)
    still_open(tx, campaign.id)
    tx.lock(Turn.LISTS, campaign.id)
    sheet = load(tx, actor, who)
    me, was = actor.person.id, sheet.sent
    kind = ARRIVED
    if was is None:
        sheet_id, version = writing.add_sheet(tx, campaign, who, sheet.now, me), 1
    else:
        returned = was.state is SheetState.RETURNED
        if not sheet.changes and not returned:
            raise Refusal("sheet.same", code=was.code, version=was.version, at=was.at)
        again = rules.sign_again(sheet.changes)
        signs = was.version + 1 if again else was.content.signs
        content = replace(sheet.now, signs=signs)
        sheet_id = was.id
        version = writing.add_version(tx, was, content, me, submitted=again or returned)
        kind = ARRIVED if again or returned else CHANGED
    _add_waiting_minutes(tx, actor, who)
    for person_id in reading.receivers(tx, who.subject) - {me}:
        values = {"sheet": sheet_id, "version": version}
        planning.plan(tx, kind, f"sheet:{sheet_id}", person_id, f"sent:{version}", values)
    note(tx, "sheet.sent", f"sheet:{sheet_id}", actor_id=me, version=version)


def waiting_minutes(tx: Tx, actor: Actor, who: Registrant) -> int:
    """The number of pages of minutes that the actor has handed over for a list that is not sent yet."""
    draft = drafts.open_draft(tx, actor.user_id, FLOWS[FileKind.MINUTES])
    if draft is None or draft.data["list"] != rules.number(who):
        return 0
    return len(draft.data.get("pages", ()))


def _add_waiting_minutes(tx: Tx, actor: Actor, who: Registrant) -> None:
    """A list that is not sent has no files: until then the pages wait in the dialogue that took them."""
    if waiting_minutes(tx, actor, who):
        draft = drafts.open_draft(tx, actor.user_id, FLOWS[FileKind.MINUTES])
        assert draft is not None
        attach(tx, actor, who, FileKind.MINUTES, [tuple(page) for page in draft.data["pages"]])
        drafts.finish(tx, draft.id, sheet_of(who))


def sent_list(tx: Tx, actor: Actor, who: Registrant, version: int | None = None) -> SentSheet:
    """The list that `actor` has sent or may send, locked. Raises Refusal: nobody has sent it yet, or it is not at the
    version that was seen."""
    must_send(tx, actor, who)
    campaign = campaign_now(tx)
    tx.lock(Turn.LISTS, campaign.id)
    still_open(tx, campaign.id)
    found = records.sent_by(tx, campaign.id, who)
    if found is None:
        raise Refusal("sheet.not_sent")
    if version is not None and found.version != version:
        raise Refusal("sheet.newer", code=found.code, version=found.version)
    return found


def attach(tx: Tx, actor: Actor, who: Registrant, kind: FileKind, pages: Pages, version: int | None = None) -> None:
    """Keep `pages` with the version that stands; the same page twice is one. `version`: the one that was signed.
    Raises Refusal when titles have changed since."""
    found = sent_list(tx, actor, who)
    if version is not None and version < found.content.signs:
        raise Refusal("sheet.newer", code=found.code, version=found.version)
    added = writing.add_files(tx, found, kind, pages, actor.person.id)
    if added:
        note(tx, "sheet.files_added", f"sheet:{found.id}", actor_id=actor.person.id, kind=kind.value, count=added)


def bring_in_person(tx: Tx, actor: Actor, who: Registrant, version: int) -> None:
    found = sent_list(tx, actor, who, version)
    if not found.brought_in_person:
        writing.bring_in_person(tx, found)
        note(tx, "sheet.by_hand", f"sheet:{found.id}", actor_id=actor.person.id)


def set_document_number(tx: Tx, actor: Actor, who: Registrant, number: str) -> None:
    found = sent_list(tx, actor, who)
    writing.set_document_number(tx, found, number)
    note(tx, "sheet.numbered", f"sheet:{found.id}", actor_id=actor.person.id)
