"""The targets of the Office's buttons for notices that were sent: how they are tracked, corrected and taken back."""

from enum import StrEnum

from bot.dialogue.targets import ToAct, ToView
from bot.notices.rules import NoticePart


class TableForm(StrEnum):
    """The forms in which the tracking table is made."""

    PDF = "pdf"
    XLSX = "xlsx"


class DeliveryGroup(StrEnum):
    """The deliveries that are listed together: one group a `DeliveryState`, one of those
    acknowledged and one of those not."""

    WAITING = "waiting"
    SENT = "sent"
    UNLINKED = "unlinked"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNKNOWN = "unknown"
    STOPPED = "stopped"
    LEFT = "left"
    KNOWN = "known"
    SILENT = "silent"  # arrived, and not acknowledged


# --- tracking ---------------------------------------------------------------------------------------------------------


class ShowDeliveries(ToView, name="notice_fates"):
    """The deliveries of a notice as sums."""

    notice: int


class ShowDelivery(ToView, name="notice_fate"):
    """The deliveries of one group, by name."""

    notice: int
    group: DeliveryGroup
    page: int = 0


class ShowDeliveryByUnit(ToView, name="notice_units"):
    """The deliveries of a notice, by unit."""

    notice: int
    page: int = 0


class ShowTracking(ToView, name="notice_tracking"):
    """The tracking table of a notice as a file."""

    notice: int
    form: TableForm


class ShowLeftToTell(ToView, name="notice_to_tell"):
    """The progress of telling people in person, by unit."""

    notice: int
    page: int = 0


# --- correcting -------------------------------------------------------------------------------------------------------


class ShowVersions(ToView, name="notice_versions"):
    """A past version of a notice, for the Office; the first version is page 0."""

    notice: int
    page: int = 0


class ShowCorrection(ToView, name="notice_correction"):
    """The correction of a sent notice, as it is being written."""

    notice: int


class EditCorrection(ToAct, name="edit_correction"):
    """Change one part of a correction."""

    notice: int
    part: NoticePart


class TryCorrection(ToAct, name="try_correction"):
    """Send the corrected notice to oneself as a trial."""

    notice: int


class CorrectNotice(ToAct, name="correct_notice"):
    """Correct the notice in every chat, if it still is at this revision."""

    notice: int
    revision: int


class DropCorrection(ToAct, name="drop_correction"):
    """Drop the correction."""

    notice: int


class ShowRecall(ToView, name="notice_recall"):
    """The question whether to take a notice back."""

    notice: int


class RecallNotice(ToAct, name="recall_notice"):
    """Take the notice back, if it still is at this revision."""

    notice: int
    revision: int


class TellRecalled(ToAct, name="tell_recalled"):
    """Tell those whose copy could not be taken back."""

    notice: int


class ShowCopies(ToView, name="notice_copies"):
    """The copies of a corrected or recalled notice, by name, with the result of changing each."""

    notice: int
    page: int = 0
