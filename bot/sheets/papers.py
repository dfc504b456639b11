"""The list to be printed and signed: the version that stands, or what there is before the first one.

Everybody in the unit signs it and reads it, so it names those who register and nobody else. Who has declined, is exempt
or has not answered stands on the screens of those who send and receive the list.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.dialogue.screens import Named, Paper, Phrase, say
from bot.people.identity import staff
from bot.registration.records import Agreement
from bot.sheets import reading
from bot.sheets.content import Row, Stand
from bot.sheets.desk import Desk
from bot.store.database import Tx
from bot.titles.catalogue import Regime, Subject

if TYPE_CHECKING:
    from bot.papers.unit_sheet import UnitSheet

PDF = "application/pdf"


def to_sign(tx: Tx, desk: Desk) -> Paper:
    """The list as a PDF, made after the transaction."""
    code = desk.sent.code if desk.sent else "du-thao"
    version = desk.sent.version if desk.sent else 0
    heads = sorted(reading.leads(tx, desk.who))
    lead = staff(tx, heads[0], tx.clock.today()) if len(heads) == 1 else None
    at = desk.sent.at if desk.sent else tx.now
    name = f"danh-sach-dang-ky-{code}-{version}.pdf" if version else f"danh-sach-dang-ky-{code}.pdf"
    return Paper(name, PDF, lambda phrase: _made(phrase, desk, at, lead.full_name if lead else ""))


def _made(phrase: Any, desk: Desk, at: datetime, lead: str) -> bytes:
    from bot.papers.unit_sheet import unit_sheet

    return unit_sheet(phrase, _data(desk, at, lead))


def _data(desk: Desk, at: datetime, lead: str) -> "UnitSheet":
    from bot.papers.unit_sheet import SheetLine, UnitSheet

    shown, campaign, regime = desk.shown, desk.campaign, desk.regime
    lines = tuple(
        SheetLine(row.name, row.position, _titles(regime, row.titles), _beside(row), _note(row))
        for row in shown.of(Stand.REGISTERED)
    )
    return UnitSheet(
        name=shown.name,
        above=desk.sender.above,
        union=desk.who.subject is Subject.UNION_GROUP,
        seal=desk.sender.has_seal,
        year=campaign.year,
        plan_number=campaign.plan_number,
        plan_date=campaign.plan_date,
        lines=lines,
        collective=_titles(regime, shown.collective),
        people=len(shown.rows),
        code=desk.sent.code if desk.sent else None,
        version=desk.sent.version if desk.sent else 0,
        at=at,
        lead=lead,
    )


def _titles(regime: Regime, ids: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(title.name for title in regime.in_order(ids))


def _beside(row: Row) -> Named | Phrase | None:
    """The initiative, in the person's own words, or that it follows."""
    if row.initiative:
        return Named(row.initiative, row.initiative)
    return say("paper.list.initiative_later") if row.initiative_later else None


def _note(row: Row) -> Phrase | None:
    return say("paper.list.proxy") if row.agreement is Agreement.AWAITED else None
