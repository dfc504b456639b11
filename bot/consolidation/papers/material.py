"""The material of a paper of a snapshot, and the kind of function that makes one of it. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.consolidation.content import SnapshotContent
from bot.consolidation.kinds import PaperForm, PaperKind
from bot.dialogue.screens import Named, Phrase

Say = Callable[[Phrase | Named], str]
"""Says a phrase without markup, in Vietnamese: an official paper has one language."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that a paper may say. `at`: the moment that the snapshot shows, in local time. `mark`: the head of the
    audit trail then; "": none. `template`: the Office's own docx template of this paper; None: the built-in one."""

    content: SnapshotContent
    number: int
    at: datetime
    mark: str = ""
    template: bytes | None = field(default=None, repr=False)


Maker = Callable[[Say, Material], bytes]
"""Makes one paper in one form. It may take its time; the same material gives the same bytes."""

NAMES = {
    PaperKind.TABLE: "bang-tong-hop",
    PaperKind.UNION_TABLE: "bang-tong-hop-cong-doan",
    PaperKind.SUBMISSION: "to-trinh",
    PaperKind.URGING: "cong-van-don-doc",
    PaperKind.PROVINCE: "danh-sach-dang-ky-cap-tren",
    PaperKind.PROPOSAL: "danh-sach-de-nghi-cong-nhan",
    PaperKind.DECISION: "du-thao-quyet-dinh-cong-nhan",
    PaperKind.REPORT: "bao-cao-ket-qua-dang-ky",
    PaperKind.FIGURES: "so-lieu-thi-dua",
}


def file_name(kind: PaperKind, form: PaperForm, year: int, number: int) -> str:
    """The name of a paper's file."""
    return f"{NAMES[kind]}-{year}-ban-{number}.{form}"
