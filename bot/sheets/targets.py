"""Targets of buttons in this slice: its views and acts, each with what it needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.leading.targets import OfCollective, ShowSheet
from bot.registration.reading import Registrant
from bot.titles.catalogue import Subject


class ShowReceivedSheet(ToView, name="received"):
    """One list, for its receiver."""

    sheet: int


class ShowSheetFiles(ToView, name="sheet_files"):
    """The files of a list."""

    sheet: int
    page: int = 0


class ShowSheetFile(ToView, name="sheet_file"):
    """One file of a list."""

    file: int


class AcceptSheet(ToAct, name="accept_sheet"):
    """Take a list over. `as_sent`: titles have changed since, and the receiver has read so."""

    sheet: int
    version: int
    as_sent: bool = False


class ReturnSheet(ToAct, name="return_sheet"):
    """Send a list back with a reason."""

    sheet: int
    version: int


class RecordOriginal(ToAct, name="sheet_original"):
    """Record that the signed original is there."""

    sheet: int
    version: int


class ShowSheetPeople(OfCollective, ToView, name="sheet_people"):
    """The people of a list."""

    subject: Subject
    key: int
    page: int = 0


class ShowSheetChanges(OfCollective, ToView, name="sheet_changes"):
    """The changes since a list was signed."""

    subject: Subject
    key: int
    page: int = 0


class ShowSheetPdf(OfCollective, ToView, name="sheet_pdf"):
    """The list to print and sign."""

    subject: Subject
    key: int


class ShowMinutes(OfCollective, ToView, name="sheet_minutes"):
    """The minutes of the unit's meeting, to be filled in by hand. `word`: to be changed, instead of printed."""

    subject: Subject
    key: int
    word: bool = False


class SendSheet(OfCollective, ToAct, name="send_sheet"):
    """Send a list."""

    subject: Subject
    key: int


class SignByHand(OfCollective, ToAct, name="sheet_by_hand"):
    """The signed copy of this version is brought on paper."""

    subject: Subject
    key: int
    version: int


class AddSigned(OfCollective, ToAct, name="add_signed"):
    """Add pages of the signed copy of this version."""

    subject: Subject
    key: int
    version: int


class AddMinutes(OfCollective, ToAct, name="add_minutes"):
    """Add pages of the minutes of this version; None: of a list that has not been sent yet."""

    subject: Subject
    key: int
    version: int | None = None


class EnterSheetNumber(OfCollective, ToAct, name="sheet_number"):
    """Enter the covering letter's number."""

    subject: Subject
    key: int


def sheet_of(who: Registrant) -> ShowSheet:
    """The view that shows the list of `who` to its sender."""
    return ShowSheet(who.subject, who.key)
