"""The end of each step that this bot takes on a workbook, in one transaction: its state, who is told, and whose screens
change."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.dialogue import codec, living
from bot.dialogue import surface as surfaces
from bot.dialogue.packing import pack
from bot.dialogue.screens import Phrase, say
from bot.dialogue.surface import Surface
from bot.dialogue.targets import ToView
from bot.ledger import planning
from bot.notices import access
from bot.office.imports import records
from bot.office.imports.comparing import Comparison
from bot.office.imports.kinds import importer_of
from bot.office.imports.records import UploadNow, UploadState
from bot.office.imports.targets import ShowComparison, ShowUpload
from bot.store.database import Tx
from bot.store.files import file_content, store_file
from bot.store.locks import Turn

SETTLED = "import_settled"
"""The kind of letters that say what became of a workbook."""
MOST_TRIES = 3
"""After so many the fault is in the file, or in us: trying on would never end."""
LONG = 5.0
"""Seconds after which whoever waits has put the phone aside, and is to hear it ring."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Job:
    """A workbook to read, or to write."""

    upload: UploadNow
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Read:
    """A workbook as it was read and compared. `stored`: what it was compared with, on the day `today`."""

    reading: Any
    stored: Any
    comparison: Comparison
    today: date
    rejects: bytes | None = field(default=None, repr=False)


def begin(tx: Tx, key: int) -> Job | None:
    """Take the workbook up; None where there is nothing to do by now. One that was taken up too often is refused."""
    upload = records.upload(tx, key)
    if upload is None or upload.state not in records.AT_WORK:
        return None
    if upload.tries >= MOST_TRIES:
        refuse(tx, upload, say("imports.failed"), 0.0)
        return None
    records.change(tx, key, records.AT_WORK, tries=upload.tries + 1, rows_read=0, share_read=0)
    return Job(upload, file_content(tx, upload.sha256))


def progress(tx: Tx, key: int, rows: int, share: int) -> list[Surface]:
    """So many rows were read, `share` per cent of the file: the screens to draw again in place."""
    records.change(tx, key, records.AT_WORK, rows_read=rows, share_read=share)
    seen = living.watched(tx, access.office_accounts(tx), ShowUpload)
    return living.follow(tx, [one.id for one in seen if one.to.upload == key], 0.0)


def refuse(tx: Tx, upload: UploadNow, why: Phrase, seconds: float) -> list[Surface]:
    """Nothing of the workbook can be taken."""
    if why.key == "awards.file.no_year":
        why = say("imports.no_year")
    _turn(tx, upload)
    if not records.change(tx, upload.id, (upload.state,), state=UploadState.REFUSED, refusal=pack(why)):
        return []
    return _tell(tx, upload, UploadState.REFUSED, seconds)


def compared(tx: Tx, upload: UploadNow, read: Read, seconds: float, *, outdated: bool = False) -> list[Surface]:
    """The workbook waits for somebody to decide. `outdated`: again, because the store has changed since."""
    _turn(tx, upload)
    values: dict[str, Any] = {"state": UploadState.READ, "shown": read.comparison.shown.packed(), "tries": 0}
    values |= {"outdated": outdated, "refusal": None, "rejects_sha256": None}
    if read.rejects is not None:
        values["rejects_sha256"] = store_file(tx, read.rejects, XLSX)
    if not records.change(tx, upload.id, (upload.state,), **values):
        return []
    records.keep_lines(tx, upload.id, read.comparison.parts)
    return _tell(tx, upload, UploadState.READ, seconds)


def write(tx: Tx, upload: UploadNow, read: Read, seconds: float) -> list[Surface] | Comparison:
    """Write what was confirmed. Where it is not what the Office was shown, because the store has changed, nothing is
    written: that comparison, to be shown anew."""
    importer = importer_of(upload)
    _turn(tx, upload)
    tx.lock(importer.turn, 0)
    current = records.upload(tx, upload.id)
    if current is None or current.state is not UploadState.CONFIRMED or current.shown is None:
        return []
    stored, comparison = importer.load(tx, current), read.comparison
    if stored != read.stored or tx.clock.today() != read.today:
        comparison = importer.compare(read.reading, stored, tx.clock.today())
    if comparison.shown.digest != current.shown.digest:
        return comparison
    record = importer.write(tx, current, comparison.plan)
    records.change(tx, upload.id, (UploadState.CONFIRMED,), state=UploadState.DONE, record_id=record)
    living.outdate_all(tx)
    return _tell(tx, current, UploadState.DONE, seconds)


def _waiting(upload: UploadNow) -> int:
    """The person who waits for what becomes of it."""
    confirmed = upload.state is UploadState.CONFIRMED and upload.decided_by is not None
    return upload.decided_by if confirmed and upload.decided_by is not None else upload.sent_by


def _turn(tx: Tx, upload: UploadNow) -> None:
    """Have whoever waits for it do nothing else meanwhile: a screen that is left in this moment is not brought back."""
    for account in access.accounts_of(tx, [_waiting(upload)]):
        tx.lock(Turn.PERSON, account)


def _tell(tx: Tx, upload: UploadNow, state: UploadState, seconds: float) -> list[Surface]:
    """Show it to whoever waits for it before its screen; to him or her who does something else, by a letter."""
    who = _waiting(upload)
    drawn: list[Surface] = []
    for current in surfaces.of(tx, access.accounts_of(tx, [who])):
        if _is_shown(current, upload.id):
            spec, fresh = surfaces.view_spec(ShowUpload(upload.id)), seconds >= LONG
            drawn.append(
                surfaces.raise_(tx, current.address, current.user_id, spec, fresh=fresh, living=True, current=current)
            )
    if not drawn:
        values = {"upload": upload.id, "state": state.value}
        planning.plan(tx, SETTLED, f"upload:{upload.id}", who, tx.now.isoformat(), values)
    others = [account for account in access.office_accounts(tx) if account not in {one.user_id for one in drawn}]
    keys = [
        *(one.id for one in living.watched(tx, others, ShowUpload) if one.to.upload == upload.id),
        *(one.id for one in living.watched(tx, others, ShowComparison) if one.to.upload == upload.id),
    ]
    return [*drawn, *living.follow(tx, keys, 0.0)]


def _is_shown(surface: Surface, key: int) -> bool:
    name, *needs = surface.view or ("",)
    to: ToView | None = None
    if name == ShowUpload.name:
        to = codec.build(ShowUpload, needs)
    elif name == ShowComparison.name:
        to = codec.build(ShowComparison, needs)
    return isinstance(to, ShowUpload | ShowComparison) and to.upload == key
