"""Biên bản họp đơn vị: what a unit registers, with room for whoever was there, votes and percentages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.dialogue.screens import Paper
from bot.organisation import template_records
from bot.organisation.papers import issuer
from bot.papers.issuer import Issuer
from bot.papers.names import FILE_NAMES
from bot.papers.official.official import Official, OfficialKind
from bot.papers.official.pieces import named_plan, numbered, said
from bot.people.identity import staff
from bot.sheets import reading
from bot.sheets.content import RowState
from bot.sheets.sheet import SheetNow
from bot.store.database import Tx
from bot.store.files import file_content
from bot.titles.catalogue import Subject

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def minutes(tx: Tx, sheet: SheetNow, *, word: bool) -> Paper:
    """The minutes to fill in by hand, made after the transaction. `word`: as docx, by the template in use."""
    heads = sorted(reading.leads(tx, sheet.who))
    lead = staff(tx, heads[0], tx.clock.today()) if len(heads) == 1 else None
    document = _document(_Meeting(sheet, issuer(tx), lead.full_name if lead else ""), tx)
    name = f"{FILE_NAMES[OfficialKind.MINUTES]}-{sheet.campaign.year}"
    if not word:
        return Paper(f"{name}.pdf", PDF, lambda _say: _as_pdf(document))
    own = template_records.in_use(tx).get(OfficialKind.MINUTES)
    template = None if own is None else file_content(tx, own)
    return Paper(f"{name}.docx", DOCX, lambda _say: _as_docx(document, template))


def _as_pdf(document: Official) -> bytes:
    from bot.papers.official.pdf import official_pdf

    return official_pdf(document)


def _as_docx(document: Official, template: bytes | None) -> bytes:
    from bot.papers.official.filling import fill

    return fill(document, template)


@dataclass(frozen=True, slots=True)
class _Meeting:
    """The list that is decided on, and who presides; "": not known."""

    sheet: SheetNow
    by: Issuer
    lead: str

    @property
    def above(self) -> str:
        """The body above the unit, as the head of the paper has it."""
        own = self.by.union if self.sheet.who.subject is Subject.UNION_GROUP else self.by.name
        return (self.sheet.sender.above or own or said("blank")).upper()

    @property
    def proposed(self) -> Iterator[dict[str, Any]]:
        """A line for each person and title: each is voted on."""
        for row in self.sheet.now.of(RowState.REGISTERED):
            for title in self.sheet.regime.in_order(row.titles):
                yield {"name": row.name, "position": row.position, "title": title.name.vi}

    @property
    def collective(self) -> Iterator[dict[str, Any]]:
        return ({"title": title.name.vi} for title in self.sheet.regime.in_order(self.sheet.now.collective))


def _document(meeting: _Meeting, tx: Tx) -> Official:
    sheet, by = meeting.sheet, meeting.by
    campaign, at = sheet.campaign, tx.clock.local(tx.now)
    department = by.name or said("department")
    proposed, collective = numbered(meeting.proposed), numbered(meeting.collective)
    return Official(
        OfficialKind.MINUTES,
        at,
        {
            "department": department,
            "dated": said("dated", place=by.place or said("blank"), year=at.year),
            "year": str(campaign.year),
            "plan": named_plan(campaign.plan_number, campaign.plan_date, department, campaign.year),
            "unit": sheet.now.name,
            "unit_capitals": sheet.now.name.upper(),
            "above_capitals": meeting.above,
            "lead": meeting.lead,
            "people": str(len(sheet.now.rows)),
            "nobody": "" if proposed or collective else "1",
        },
        {"proposed": proposed, "collective": collective},
    )
