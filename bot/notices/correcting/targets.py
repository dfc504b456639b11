"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowCorrection(ToView, name="notice_correction"):
    """A correction as it is written."""

    notice: int


class ShowVersions(ToView, name="notice_versions"):
    """A past version of a notice, for the Office; the first is page 0."""

    notice: int
    page: int = 0


class ShowMyVersions(ToView, name="my_notice_versions"):
    """A past version of a notice, for whoever got it."""

    notice: int
    page: int = 0


class ShowRecall(ToView, name="notice_recall"):
    """The question whether to take a notice back."""

    notice: int


class ShowCopies(ToView, name="notice_copies"):
    """What came of changing each copy, by name."""

    notice: int
    page: int = 0


class EditCorrection(ToAct, name="edit_correction"):
    """Change one part of a correction."""

    notice: int
    part: int


class TryCorrection(ToAct, name="try_correction"):
    """Send the corrected notice to oneself."""

    notice: int


class CorrectNotice(ToAct, name="correct_notice"):
    """Put the notice right in every chat, if the correction still is this revision."""

    notice: int
    revision: int


class DropCorrection(ToAct, name="drop_correction"):
    """Drop the correction."""

    notice: int


class RecallNotice(ToAct, name="recall_notice"):
    """Take the notice back, if it still is this revision."""

    notice: int
    revision: int


class TellRecalled(ToAct, name="tell_recalled"):
    """Tell those whose copy could not be taken back."""

    notice: int
