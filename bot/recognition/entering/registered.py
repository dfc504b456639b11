"""Registrations by title: those of the newest list that was submitted, and those that stand now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import CampaignNow
from bot.consolidation import content
from bot.consolidation.content import Part
from bot.consolidation.records import ADDRESSEES, Snapshot, Submission, latest
from bot.leading.reading import STANDS
from bot.people.records import Person
from bot.recognition.holders import COLUMNS, Holder, of, person
from bot.registration.records import Receipt, Registration, RegistrationTitle, RegistrationVersion
from bot.store.database import Tx
from bot.store.files import file_content
from bot.store.schema import columns
from bot.titles.catalogue import Family

_RC, _R, _V, _L = columns(Receipt), columns(Registration), columns(RegistrationVersion), columns(RegistrationTitle)
_S, _SUB, _P = columns(Snapshot), columns(Submission), columns(Person)

ByTitle = Mapping[str, Sequence[Holder]]


@dataclass(frozen=True, slots=True)
class Listed:
    """The holders who have registered each title. `snapshot`: the number of the list that says so, 0 where there is
    none yet and what stands now was taken; `submitted`: it was submitted."""

    titles: ByTitle
    snapshot: int = 0
    submitted: bool = False


def listed(tx: Tx, campaign: CampaignNow, family: Family) -> Listed:
    """By the newest snapshot that was submitted; where none was, by the newest there is, or by what stands now."""
    submitted = _submitted(tx, campaign.id, family)
    newest = latest(tx, campaign.id)
    number, sha256 = submitted or ((newest.number, newest.sha256) if newest is not None else (0, None))
    if sha256 is None:
        return Listed(registered(tx, campaign, family))
    part = content.thaw(file_content(tx, sha256)).part(family)
    return Listed({} if part is None else _of_part(part), number, submitted is not None)


def _submitted(tx: Tx, campaign_id: int, family: Family) -> tuple[int, str | None] | None:
    query = (
        sa.select(_S.c.number, _S.c.sha256)
        .join(_SUB, _SUB.c.snapshot_id == _S.c.id)
        .where(_S.c.campaign_id == campaign_id, _SUB.c.addressee == ADDRESSEES[family], _S.c.sha256.is_not(None))
        .order_by(_S.c.number.desc())
        .limit(1)
    )
    row: Any = tx.execute(query).one_or_none()
    return None if row is None else (row.number, row.sha256)


def _of_part(part: Part) -> dict[str, list[Holder]]:
    found: dict[str, list[Holder]] = {}
    for row in part.rows:
        for title in row.titles:
            found.setdefault(title, []).append(person(row.person))
    for group in part.groups:
        for title in group.content.collective:
            found.setdefault(title, []).append(of(part.subject, group.key))
    return found


def registered(tx: Tx, campaign: CampaignNow, family: Family) -> dict[str, list[Holder]]:
    """Title -> the holders whose registration of it stands now, in the order of the official list."""
    query = (
        sa.select(_L.c.title, *(_RC.c[name] for name in COLUMNS))
        .select_from(_RC)
        .join(_R, sa.and_(_R.c.receipt_id == _RC.c.id, _R.c.family == family, _R.c.state.in_(list(STANDS))))
        .join(_V, sa.and_(_V.c.registration_id == _R.c.id, _V.c.version == _R.c.version))
        .join(_L, _L.c.version_id == _V.c.id)
        .outerjoin(_P, _P.c.id == _RC.c.person_id)
        .where(_RC.c.campaign_id == campaign.id)
        .order_by(_P.c.position, _RC.c.id)
    )
    found: dict[str, list[Holder]] = {}
    for row in tx.execute(query):
        holder = next((name, getattr(row, name)) for name in COLUMNS if getattr(row, name) is not None)
        found.setdefault(row.title, []).append(holder)
    return found
