"""Targets of buttons on the Office's workbooks: views and acts, each with what it needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.office.imports.records import Part
from bot.people.roster.records import ImportKind


class ShowUpload(ToView, name="upload"):
    """A workbook in whatever state it is; of one that was read, how its columns were understood."""

    upload: int
    page: int = 0


class ShowComparison(ToView, name="comparison"):
    """The numbers of what would be written of a workbook."""

    upload: int


class ShowUploadLines(ToView, name="upload_lines"):
    """The names behind one of these numbers."""

    upload: int
    part: Part
    page: int = 0


class ShowRejects(ToView, name="rejects"):
    """The rows to correct, as a workbook."""

    upload: int


class ShowTakeBack(ToView, name="take_back_import"):
    """The last import of a kind, before it is taken back."""

    kind: ImportKind


class SendWorkbook(ToAct, name="send_workbook"):
    """Send a workbook."""

    kind: ImportKind


class TellYear(ToAct, name="tell_year"):
    """Tell the year that a workbook does not say."""

    upload: int


class WriteUpload(ToAct, name="write_upload"):
    """Have what was compared written."""

    upload: int


class DropUpload(ToAct, name="drop_upload"):
    """Leave a workbook aside."""

    upload: int


class TakeBackImport(ToAct, name="take_back_import"):
    """Take the import of this record back."""

    kind: ImportKind
    record: int
