"""The list to be printed and signed: the version that stands, or the content as of now before the first one.

Everybody in the unit signs it and reads it, so it names those who register and nobody else. The people who have
declined, are exempt or have not answered stand on the screens of those who send and receive the list.
"""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.dialogue.screens import Named, Paper, Phrase, say
from bot.organisation.papers import issuer, signing
from bot.organisation.records import SignedPaper
from bot.papers.issuer import Issuer, Signing
from bot.people.identity import staff
from bot.registration.records import Agreement
from bot.sheets import reading
from bot.sheets.content import RowState, SheetRow
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
    heads = sorted(reading.leads(tx, sheet.who))
    lead = staff(tx, heads[0], tx.clock.today()) if len(heads) == 1 else None
    at = sheet.sent.at if sheet.sent else tx.now
    name = f"danh-sach-dang-ky-{code}-{version}.pdf" if version else f"danh-sach-dang-ky-{code}.pdf"
    named = sheet.sent.content.issuer if sheet.sent else None
    by, chair = named or issuer(tx), signing(tx, SignedPaper.UNION_LIST, tx.clock.local(at).date())
    return Paper(name, PDF, lambda phrase: _made(phrase, sheet, at, lead.full_name if lead else "", by, chair))


def _made(phrase: Any, sheet: SheetNow, at: datetime, lead: str, by: Issuer, chair: Signing | None) -> bytes:
    from bot.papers.unit_sheet import unit_sheet

    return unit_sheet(phrase, replace(_data(sheet, at, lead), issuer=by, chair=chair))


def _data(sheet: SheetNow, at: datetime, lead: str) -> "UnitSheet":
    from bot.papers.unit_sheet import SheetLine, UnitSheet

    shown, campaign, regime = sheet.shown, sheet.campaign, sheet.regime
    lines = tuple(
        SheetLine(row.name, row.position, _titles(regime, row.titles), _beside(row), _note(row))
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
        collective=_titles(regime, shown.collective),
        commendations=any(
            title.kind is Kind.COMMENDATION
            for title in regime.in_order({*shown.collective, *(one for row in shown.rows for one in row.titles)})
        ),
        people=len(shown.rows),
        code=sheet.sent.code if sheet.sent else None,
        version=sheet.sent.version if sheet.sent else 0,
        at=at,
        lead=lead,
    )


def _titles(regime: Regime, ids: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(title.name for title in regime.in_order(ids))


def _beside(row: SheetRow) -> Named | Phrase | None:
    """The initiative, in the person's own words, or that it follows."""
    if row.initiative:
        return Named(row.initiative, row.initiative)
    return say("paper.list.initiative_later") if row.initiative_later else None


def _note(row: SheetRow) -> Phrase | None:
    return say("paper.list.proxy") if row.agreement is Agreement.AWAITED else None
