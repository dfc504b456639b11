"""What the buttons of this room lead to, and what each needs.

A list is named by its sender: the unit or union group.
"""

from bot.dialogue.targets import ToAct, ToView
from bot.titles.catalogue import Subject


class ShowSheetPeople(ToView, name="sheet_people"):
    """The people of a list."""

    subject: Subject
    key: int
    page: int = 0


class ShowSheetChanges(ToView, name="sheet_changes"):
    """What has changed since a list was signed."""

    subject: Subject
    key: int
    page: int = 0


class ShowSheetPdf(ToView, name="sheet_pdf"):
    """The list to print and sign."""

    subject: Subject
    key: int


class SendSheet(ToAct, name="send_sheet"):
    """Send a list."""

    subject: Subject
    key: int


class SignByHand(ToAct, name="sheet_by_hand"):
    """The signed copy of this version is brought on paper."""

    subject: Subject
    key: int
    version: int


class AddSigned(ToAct, name="add_signed"):
    """Add pages of the signed copy of this version."""

    subject: Subject
    key: int
    version: int


class AddMinutes(ToAct, name="add_minutes"):
    """Add pages of the minutes; version 0: of a list that has not been sent yet."""

    subject: Subject
    key: int
    version: int = 0


class EnterSheetNumber(ToAct, name="sheet_number"):
    """Enter the covering letter's number."""

    subject: Subject
    key: int
