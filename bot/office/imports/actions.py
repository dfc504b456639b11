"""Workbooks as the Office decides on them: sent, confirmed, left aside, taken back."""

from bot.dialogue import living
from bot.office.imports import records
from bot.office.imports.kinds import IMPORTERS
from bot.office.imports.records import UploadNow, UploadState
from bot.people.identity import Actor
from bot.people.naming import name_of
from bot.people.roster import undoing
from bot.people.roster.records import ImportKind
from bot.personnel.rules import office_only
from bot.recognition.records import DecisionState, decision
from bot.refusal import Refusal
from bot.store.audit import note
from bot.store.database import Tx


def found(tx: Tx, actor: Actor, key: int) -> UploadNow:
    """The workbook. Raises Refusal for whoever is not of the Office, and where there is none."""
    office_only(actor)
    upload = records.upload(tx, key)
    if upload is None:
        raise Refusal("stale.button")
    return upload


def send(
    tx: Tx,
    actor: Actor,
    kind: ImportKind,
    sha256: str,
    filename: str,
    *,
    unit_id: int | None = None,
    decision_id: int | None = None,
) -> int:
    """Have this workbook read: as signed forms of that unit, or as lines of a decision, where one is named. It takes
    the place of one that the same person has sent and not confirmed. Raises Refusal where the decision is no draft any
    more."""
    office_only(actor)
    year = 0
    if decision_id is not None:
        one = decision(tx, decision_id)
        if one is None or one.state is not DecisionState.DRAFT:
            raise Refusal("decision.no_draft")
        year = one.year
    for key in records.open_of(tx, kind, actor.person.id):
        records.change(tx, key, (UploadState.WAITING, UploadState.READ, UploadState.REFUSED), state=UploadState.DROPPED)
    key = records.add(tx, kind, sha256, filename, actor.person.id, year, unit_id=unit_id, decision_id=decision_id)
    note(tx, f"{kind.value}.workbook_sent", f"upload:{key}", actor_id=actor.person.id)
    return key


def tell_year(tx: Tx, actor: Actor, key: int, year: int) -> None:
    """Have the workbook read again, with the year that it does not say."""
    found(tx, actor, key)
    values = {"state": UploadState.WAITING, "year": year, "tries": 0, "refusal": None}
    if not records.change(tx, key, (UploadState.REFUSED,), **values):
        raise Refusal("stale.button")


def confirm(tx: Tx, actor: Actor, key: int) -> None:
    """Have what was compared written. A second time, or by a second member, changes nothing."""
    upload = found(tx, actor, key)
    if upload.state in (UploadState.CONFIRMED, UploadState.DONE):
        return
    if upload.shown is not None and upload.shown.empty:
        raise Refusal("imports.nothing_to_write")
    decided = {"decided_by": actor.person.id, "decided_at": tx.now, "tries": 0, "outdated": False}
    if not records.change(tx, key, (UploadState.READ,), state=UploadState.CONFIRMED, **decided):
        raise Refusal("stale.button")
    note(tx, f"{upload.kind.value}.workbook_confirmed", f"upload:{key}", actor_id=actor.person.id)


def drop(tx: Tx, actor: Actor, key: int) -> UploadNow:
    """Leave the workbook aside, unless it was confirmed."""
    upload = found(tx, actor, key)
    states = (UploadState.WAITING, UploadState.READ, UploadState.REFUSED)
    decided = {"decided_by": actor.person.id, "decided_at": tx.now}
    if records.change(tx, key, states, state=UploadState.DROPPED, **decided):
        note(tx, f"{upload.kind.value}.workbook_dropped", f"upload:{key}", actor_id=actor.person.id)
    elif upload.decided_by:
        raise Refusal("imports.decided", who=name_of(tx, upload.decided_by))
    return upload


def take_back(tx: Tx, actor: Actor, kind: ImportKind, record: int) -> UploadNow | None:
    """Take the import of this record back; the workbook by which it came, if it came by chat. Raises Refusal where it
    is not the last one by now, with what depends on it, or with what has changed since."""
    office_only(actor)
    importer = IMPORTERS[kind]
    tx.lock(importer.turn, 0)
    last = undoing.last(tx, kind)
    if last is None or last.id != record:
        raise Refusal("imports.not_the_last")
    undoing.undo(tx, kind, importer.tables)
    upload = records.written(tx, record)
    if upload is not None:
        records.change(tx, upload.id, (UploadState.DONE,), state=UploadState.UNDONE)
    note(tx, f"{kind.value}.taken_back", f"import:{record}", actor_id=actor.person.id)
    living.outdate_all(tx)
    return upload
