"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowReceivedSheet(ToView, name="received"):
    """One list, for whoever receives it."""

    sheet: int


class ShowSheetFiles(ToView, name="sheet_files"):
    """The files of a list."""

    sheet: int
    page: int = 0


class ShowSheetFile(ToView, name="sheet_file"):
    """One file of a list."""

    file: int


class AcceptSheet(ToAct, name="accept_sheet"):
    """Take a list over."""

    sheet: int
    version: int


class ReturnSheet(ToAct, name="return_sheet"):
    """Send a list back with a reason."""

    sheet: int
    version: int


class RecordOriginal(ToAct, name="sheet_original"):
    """Record that the signed original is there."""

    sheet: int
    version: int
