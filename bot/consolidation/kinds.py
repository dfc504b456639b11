"""The papers of a snapshot, and the forms in which each is made. Pure."""

from enum import StrEnum


class PaperKind(StrEnum):
    """A paper that is made from a snapshot."""

    TABLE = "table"  # bảng tổng hợp, danh hiệu Nhà nước
    UNION_TABLE = "union_table"  # bảng tổng hợp, danh hiệu Công đoàn: to BCH Công đoàn cơ sở
    SUBMISSION = "submission"  # tờ trình Giám đốc
    URGING = "urging"  # công văn đôn đốc to the units
    PROVINCE = "province"  # titles that the province or a ministry recognises, to be registered with it
    PROPOSAL = "proposal"  # danh sách đề nghị công nhận
    DECISION = "decision"  # dự thảo quyết định công nhận, with its list
    REPORT = "report"  # báo cáo kết quả đăng ký
    FIGURES = "figures"  # số liệu theo Thông tư 02/2023/TT-BNV


class PaperForm(StrEnum):
    """The form of a paper, by the ending of its file."""

    PDF = "pdf"  # to sign
    DOCX = "docx"  # to edit
    XLSX = "xlsx"  # to compute


MIMES = {
    PaperForm.PDF: "application/pdf",
    PaperForm.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_ALL = (PaperForm.PDF, PaperForm.DOCX, PaperForm.XLSX)
_WORDS = (PaperForm.PDF, PaperForm.DOCX)
FORMS: dict[PaperKind, tuple[PaperForm, ...]] = {
    PaperKind.TABLE: _ALL,
    PaperKind.UNION_TABLE: _ALL,
    PaperKind.SUBMISSION: _WORDS,
    PaperKind.URGING: _WORDS,
    PaperKind.PROVINCE: _ALL,
    PaperKind.PROPOSAL: _ALL,
    PaperKind.DECISION: _WORDS,
    PaperKind.REPORT: _WORDS,
    PaperKind.FIGURES: (PaperForm.XLSX,),
}
"""The forms that each paper has."""
