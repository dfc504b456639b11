"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowSheetPeople(ToView, name="sheet_people"):
    """The people of a list."""

    sender: int
    page: int = 0


class ShowSheetChanges(ToView, name="sheet_changes"):
    """What has changed since a list was signed."""

    sender: int
    page: int = 0


class ShowSheetPdf(ToView, name="sheet_pdf"):
    """The list to print and sign."""

    sender: int


class SendSheet(ToAct, name="send_sheet"):
    """Send a list."""

    sender: int
    version: int = 0


class SignByHand(ToAct, name="sheet_by_hand"):
    """The signed copy is brought on paper."""

    sender: int
    version: int


class AddSigned(ToAct, name="add_signed"):
    """Add pages of the signed copy."""

    sender: int
    version: int


class AddMinutes(ToAct, name="add_minutes"):
    """Add pages of the minutes."""

    sender: int
    version: int = 0


class EnterSheetNumber(ToAct, name="sheet_number"):
    """Enter the covering letter's number."""

    sender: int
