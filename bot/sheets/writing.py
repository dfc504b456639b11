"""Statements that write lists down: versions, files, decisions, and their effect on registrations. The callers have
checked rights and hold the campaign's lock."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.organisation.papers import issuer
from bot.registration.reading import Registrant
from bot.registration.records import Registration, RegistrationState
from bot.sheets.content import Content, freeze
from bot.sheets.records import COLUMN, FileKind, SentSheet, SheetFile, SheetState, SheetVersion, UnitSheet
from bot.store.database import Tx
from bot.store.schema import columns

_S, _V = columns(UnitSheet), columns(SheetVersion)
_NAMES = {FileKind.SIGNED: "ban-ky", FileKind.MINUTES: "bien-ban"}
"""The kinds in names of files, as they lie in somebody's folder later."""


def add_sheet(tx: Tx, campaign: CampaignNow, who: Registrant, content: Content, by: int) -> int:
    """The first version of a new list; the list's key. The caller holds the campaign's lock: no number twice."""
    last = tx.execute(sa.select(sa.func.max(_S.c.number)).where(_S.c.campaign_id == campaign.id)).scalar_one()
    number = (last or 0) + 1
    row = {
        "campaign_id": campaign.id,
        COLUMN[who.subject]: who.key,
        "number": number,
        "code": f"DS{campaign.year % 100:02d}-{number:02d}",
        "version": 1,
        "state": SheetState.SUBMITTED,
        "brought_in_person": False,
    }
    sheet_id = int(tx.execute(sa.insert(_S).returning(_S.c.id), row).scalar_one())
    _add_version(tx, sheet_id, 1, content, by)
    return sheet_id


def add_version(tx: Tx, was: SentSheet, content: Content, by: int, *, submitted: bool) -> int:
    """The next version, and its number. `submitted`: it waits for a decision again. One that has to be signed anew
    has neither an original nor anybody who said that it comes by hand."""
    number = was.version + 1
    values: dict[str, Any] = {"version": number}
    if submitted:
        values |= {"state": SheetState.SUBMITTED, "reason": None, "decided_by": None, "decided_at": None}
    if content.signs == number:
        values |= {"brought_in_person": False, "original_at": None, "original_by": None}
    tx.execute(sa.update(_S).where(_S.c.id == was.id).values(**values))
    _add_version(tx, was.id, number, content, by)
    return number


def _add_version(tx: Tx, sheet_id: int, number: int, content: Content, by: int) -> None:
    named = replace(content, issuer=issuer(tx))
    row = {"sheet_id": sheet_id, "version": number, "content": freeze(named), "at": tx.now, "by": by}
    tx.execute(sa.insert(_V), row)


def add_files(tx: Tx, found: SentSheet, kind: FileKind, pages: Sequence[tuple[str, str, str]], by: int) -> int:
    """Keep (sha256, MIME type, ending) as files of the version that stands; returns how many it did not have yet."""
    have = {file.sha256 for file in found.of(kind)}
    new = [page for page in pages if page[0] not in have]
    rows = [
        {
            "sheet_id": found.id,
            "version": found.version,
            "kind": kind,
            "sha256": sha256,
            "name": f"{found.code}-{_NAMES[kind]}-{place}.{ending}",
            "mime": mime,
            "at": tx.now,
            "by": by,
        }
        for place, (sha256, mime, ending) in enumerate(new, len(have) + 1)
    ]
    return tx.insert_new(SheetFile, rows)


def decide(tx: Tx, found: SentSheet, state: SheetState, by: int, reason: str | None = None) -> None:
    values = {"state": state, "reason": reason, "decided_by": by, "decided_at": tx.now}
    tx.execute(sa.update(_S).where(_S.c.id == found.id).values(**values))


def bring_in_person(tx: Tx, found: SentSheet) -> None:
    tx.execute(sa.update(_S).where(_S.c.id == found.id).values(brought_in_person=True))


def set_document_number(tx: Tx, found: SentSheet, number: str) -> None:
    tx.execute(sa.update(_S).where(_S.c.id == found.id).values(document_number=number))


def take_original(tx: Tx, found: SentSheet, by: int) -> None:
    tx.execute(sa.update(_S).where(_S.c.id == found.id).values(original_at=tx.now, original_by=by))


def confirm_registration(tx: Tx, registration_id: int, version: int, by: int) -> None:
    """Confirm it if it still waits as it was listed."""
    table = columns(Registration)
    waits = sa.and_(
        table.c.id == registration_id, table.c.version == version, table.c.state == RegistrationState.SUBMITTED
    )
    values = {
        "state": RegistrationState.CONFIRMED,
        "confirmed_by": by,
        "confirmed_at": tx.now,
        "confirmed_version": version,
    }
    tx.execute(sa.update(table).where(waits).values(**values))


def still_listed(tx: Tx, chosen: Iterable[tuple[int, int]]) -> list[int]:
    """Keys of the registrations, given as (key, version), that stand as they were listed."""
    wanted = dict(chosen)
    table = columns(Registration)
    query = sa.select(table.c.id, table.c.version).where(table.c.id.in_(list(wanted)))
    return [row.id for row in tx.execute(query) if wanted[row.id] == row.version]
