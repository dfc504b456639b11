"""The makers of documents: what each says of a snapshot, laid out as PDF or filled into its template."""

from collections.abc import Callable

from bot.consolidation.kinds import PaperForm, PaperKind
from bot.consolidation.official.decision import decision
from bot.consolidation.official.figures_of_year import figures_of_year
from bot.consolidation.official.report import report
from bot.consolidation.official.submission import submission
from bot.consolidation.official.urging import urging
from bot.consolidation.official.values import Source
from bot.consolidation.papers.material import Maker, Material, Say
from bot.papers.official.figures import figures_workbook
from bot.papers.official.filling import fill
from bot.papers.official.official import Official, OfficialKind
from bot.papers.official.pdf import official_pdf

Write = Callable[[Source], Official]


def as_pdf(write: Write) -> Maker:
    def make(_say: Say, material: Material) -> bytes:
        return official_pdf(write(_source(material)))

    return make


def as_docx(write: Write) -> Maker:
    def make(_say: Say, material: Material) -> bytes:
        return fill(write(_source(material)), material.template)

    return make


def figures_xlsx(_say: Say, material: Material) -> bytes:
    return figures_workbook(figures_of_year(_source(material)))


def _source(material: Material) -> Source:
    return Source(material.content, material.number, material.at, material.mark)


WRITTEN: dict[OfficialKind, Write] = {
    OfficialKind.SUBMISSION: submission,
    OfficialKind.URGING: urging,
    OfficialKind.DECISION: decision,
    OfficialKind.REPORT: report,
}
OFFICIAL: dict[tuple[PaperKind, PaperForm], Maker] = {
    **{(PaperKind(kind), PaperForm.PDF): as_pdf(write) for kind, write in WRITTEN.items()},
    **{(PaperKind(kind), PaperForm.DOCX): as_docx(write) for kind, write in WRITTEN.items()},
    (PaperKind.FIGURES, PaperForm.XLSX): figures_xlsx,
}
"""Each document in its forms."""
