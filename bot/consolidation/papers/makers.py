"""The function that makes each paper in each form. Imported when the first paper is made: a start needs none."""

from collections.abc import Callable

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.papers.consolidated import consolidated
from bot.consolidation.papers.lists import proposal, province
from bot.consolidation.papers.material import Maker, Material, Say
from bot.consolidation.papers.official import OFFICIAL
from bot.papers.tables.document import table_document
from bot.papers.tables.pdf import table_pdf
from bot.papers.tables.table import Table
from bot.papers.tables.workbook import table_workbook
from bot.titles.catalogue import Family

_TABLES: dict[PaperKind, Callable[[Say, Material], Table]] = {
    PaperKind.TABLE: lambda phrase, material: consolidated(phrase, material, Family.STATE),
    PaperKind.UNION_TABLE: lambda phrase, material: consolidated(phrase, material, Family.UNION),
    PaperKind.PROVINCE: province,
    PaperKind.PROPOSAL: proposal,
}
_FORMS: dict[PaperForm, Callable[[Table], bytes]] = {
    PaperForm.PDF: table_pdf,
    PaperForm.DOCX: table_document,
    PaperForm.XLSX: table_workbook,
}


def _made(table: Callable[[Say, Material], Table], form: Callable[[Table], bytes]) -> Maker:
    return lambda phrase, material: form(table(phrase, material))


MAKERS: dict[tuple[PaperKind, PaperForm], Maker] = {
    **{(kind, form): _made(table, made) for kind, table in _TABLES.items() for form, made in _FORMS.items()},
    **OFFICIAL,
}
