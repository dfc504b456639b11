"""The list to be printed and signed: the version that stands, or the content as of now before the first one.

Everybody in the unit signs it and reads it, so it names those who register and nobody else. The people who have
declined, are exempt or have not answered stand on the screens of those who send and receive the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.dialogue.screens import Named, Paper, Phrase, say
from bot.organisation.papers import issuer, signing
from bot.organisation.records import SignedPaper
from bot.papers.issuer import Issuer, Signing
from bot.people.identity import Staff, staff
from bot.registration.records import Agreement
from bot.sheets import reading
from bot.sheets.content import RowState, SheetRow
from bot.sheets.printing.signing import office_of
from bot.sheets.sheet import SheetNow
from bot.store.database import Tx
from bot.titles.catalogue import Kind, Regime, Subject

if TYPE_CHECKING:
    from bot.papers.unit_sheet import UnitSheet

PDF = "application/pdf"


def to_sign(tx: Tx, sheet: SheetNow) -> Paper:
    """The list as a PDF, made after the transaction."""
    code = sheet.sent.code if sheet.sent else "du-thao"
    version = sheet.sent.version if sheet.sent else 0
    at, signer = tx.clock.local(sheet.sent.at if sheet.sent else tx.now), _signer(tx, sheet)
    name = f"danh-sach-dang-ky-{code}-{version}.pdf" if version else f"danh-sach-dang-ky-{code}.pdf"
    named = sheet.sent.content.issuer if sheet.sent else None
    data = _Frame(at, signer, named or issuer(tx), signing(tx, SignedPaper.UNION_LIST, at.date()))
    return Paper(name, PDF, lambda phrase: _made(phrase, sheet, data))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The frame around the people. `at`: in local time. `signer`: None where it is not known who signs."""

    at: datetime
    signer: Staff | None
    by: Issuer
    chair: Signing | None


def _signer(tx: Tx, sheet: SheetNow) -> Staff | None:
    """The one of those who lead the sender who has sent the list; before that, the one who leads it alone."""
    heads = reading.leads(tx, sheet.who)
    if sheet.sent_by is not None and sheet.sent_by.id in heads:
        return sheet.sent_by
    return staff(tx, next(iter(heads)), tx.clock.today()) if len(heads) == 1 else None


def _made(phrase: Any, sheet: SheetNow, frame: _Frame) -> bytes:
    from bot.papers.unit_sheet import unit_sheet

    return unit_sheet(phrase, _data(sheet, frame))


def _data(sheet: SheetNow, frame: _Frame) -> "UnitSheet":
    from bot.papers.unit_sheet import SheetLine, UnitSheet

    shown, campaign, regime = sheet.shown, sheet.campaign, sheet.regime
    lines = tuple(
        SheetLine(row.name, row.position, _short(regime, row.titles), _beside(row), _note(row))
        for row in shown.of(RowState.REGISTERED)
    )
    return UnitSheet(
        name=shown.name,
        above=sheet.sender.above,
        union=sheet.who.subject is Subject.UNION_GROUP,
        seal=sheet.sender.has_seal,
        year=campaign.year,
        plan_number=campaign.plan_number,
        plan_date=campaign.plan_date,
        lines=lines,
        titles=_short(regime, {title for row in shown.of(RowState.REGISTERED) for title in row.titles}),
        collective=_titles(regime, shown.collective),
        commendations=any(
            title.kind is Kind.COMMENDATION
            for title in regime.in_order({*shown.collective, *(one for row in shown.rows for one in row.titles)})
        ),
        people=len(shown.rows),
        code=sheet.sent.code if sheet.sent else None,
        version=sheet.sent.version if sheet.sent else 0,
        at=frame.at,
        lead=frame.signer.full_name if frame.signer else "",
        office=office_of(frame.signer.position if frame.signer else "", shown.name),
        issuer=frame.by,
        chair=frame.chair,
    )


def _short(regime: Regime, ids: Iterable[str]) -> tuple[Named, ...]:
    return tuple(title.short for title in regime.in_order(ids))


def _titles(regime: Regime, ids: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(title.name for title in regime.in_order(ids))


def _beside(row: SheetRow) -> Named | Phrase | None:
    """The initiative, in the person's own words, or that it follows."""
    if row.initiative:
        return Named(row.initiative, row.initiative)
    return say("paper.list.initiative_later") if row.initiative_later else None


def _note(row: SheetRow) -> Phrase | None:
    return say("paper.list.proxy") if row.agreement is Agreement.AWAITED else None
