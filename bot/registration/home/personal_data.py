"""Personal data of this slice: figures for «Dữ liệu của tôi», all of it for the export, and the end of what may go."""

from typing import Any

import sqlalchemy as sa

from bot.awards.records import Award
from bot.ledger import forgetting
from bot.recognition.told import let_go
from bot.registration.questions import OF_VERSIONS
from bot.registration.records import (
    Declination,
    Exemption,
    Initiative,
    LateRequest,
    Receipt,
    Registration,
    RegistrationTitle,
    RegistrationVersion,
)
from bot.store.database import Tx
from bot.store.schema import columns


def counts(tx: Tx, person_id: int) -> tuple[int, int]:
    """Counts of the versions of this person's own registrations, whoever sent them, and of the decisions on record."""
    versions, awards = columns(RegistrationVersion), columns(Award)
    registrations, receipts = columns(Registration), columns(Receipt)
    own = (
        sa.select(registrations.c.id)
        .join(receipts, receipts.c.id == registrations.c.receipt_id)
        .where(receipts.c.person_id == person_id)
    )
    return (
        _count(tx, versions, versions.c.registration_id.in_(own)),
        _count(tx, awards, sa.and_(awards.c.person_id == person_id, let_go(awards))),
    )


def _count(tx: Tx, table: sa.Table, where: sa.ColumnElement[bool]) -> int:
    return int(tx.execute(sa.select(sa.func.count()).select_from(table).where(where)).scalar_one())


def personal_data_of(tx: Tx, person_id: int) -> dict[str, Any]:
    """Every registration with its versions, declinations, late requests, exemptions and awards, for the person's own
    eyes."""
    receipts, registrations = columns(Receipt), columns(Registration)
    versions, lines, initiatives = columns(RegistrationVersion), columns(RegistrationTitle), columns(Initiative)
    declinations, late, awards = columns(Declination), columns(LateRequest), columns(Award)
    free = columns(Exemption)
    own = receipts.c.person_id == person_id
    return {
        "registrations": _rows(
            tx,
            sa.select(
                receipts.c.code,
                registrations.c.family,
                versions.c.version,
                versions.c.at,
                versions.c.withdrawn,
                *(versions.c[question.name] for question in OF_VERSIONS),
                lines.c.title,
                initiatives.c.name.label("initiative"),
            )
            .select_from(
                receipts.join(registrations, registrations.c.receipt_id == receipts.c.id)
                .join(versions, versions.c.registration_id == registrations.c.id)
                .outerjoin(lines, lines.c.version_id == versions.c.id)
                .outerjoin(initiatives, initiatives.c.id == lines.c.initiative_id)
            )
            .where(own)
            .order_by(receipts.c.id, versions.c.at, lines.c.title),
        ),
        "declinations": _rows(
            tx,
            sa.select(
                receipts.c.code,
                declinations.c.family,
                declinations.c.reason,
                declinations.c.words,
                declinations.c.at,
                declinations.c.ended_at,
            )
            .join(receipts, receipts.c.id == declinations.c.receipt_id)
            .where(own),
        ),
        "late_requests": _rows(
            tx,
            sa.select(late.c.reason, late.c.state, late.c.asked_at, late.c.granted_until, late.c.answer).where(
                late.c.person_id == person_id
            ),
        ),
        "exemptions": _rows(
            tx, sa.select(free.c.reason, free.c.since, free.c.until, free.c.at).where(free.c.person_id == person_id)
        ),
        "awards": _rows(
            tx,
            sa.select(awards.c.year, awards.c.title, awards.c.decision_number, awards.c.decided_on, awards.c.issuer)
            .where(awards.c.person_id == person_id, let_go(awards))
            .order_by(awards.c.year),
        ),
    }


def erase(tx: Tx, person_id: int) -> list[str]:
    """Blank the reasons in own words of declinations and late requests, and the letters of those; what they said.
    Registrations are the office's record and stay, as does what was declined or asked for, and when."""
    receipts, declinations, late = columns(Receipt), columns(Declination), columns(LateRequest)
    own = sa.select(receipts.c.id).where(receipts.c.person_id == person_id)
    declined = sa.and_(declinations.c.receipt_id.in_(own), declinations.c.words.is_not(None))
    asked = late.c.person_id == person_id
    said = [
        *tx.execute(sa.select(declinations.c.words).where(declined)).scalars(),
        *tx.execute(sa.select(late.c.reason).where(asked)).scalars(),
    ]
    tx.execute(sa.update(declinations).where(declined).values(words=None))
    forgetting.forget_sources(tx, {f"late:{key}" for key in tx.execute(sa.select(late.c.id).where(asked)).scalars()})
    tx.execute(sa.update(late).where(asked).values(reason=""))
    return [words for words in said if words]


def _rows(tx: Tx, query: sa.Select[Any]) -> list[dict[str, Any]]:
    return [dict(row._mapping) for row in tx.execute(query)]
