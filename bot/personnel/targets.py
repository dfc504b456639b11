"""Targets of buttons in this slice: its views and acts, each with what it needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.people.roster.records import ImportKind


class ShowMovedAway(ToView, name="moved_away"):
    """The people who have left a unit in the year."""

    unit: int


class ShowComment(ToView, name="comment"):
    """A comment, as the unit sees it that was left."""

    person: int


class WriteComment(ToAct, name="comment"):
    """Write a comment."""

    person: int


class NameCoordinator(ToAct, name="name_coordinator"):
    """Name a coordinator."""

    unit: int


class Delegate(ToAct, name="delegate"):
    """Hand the confirming to a deputy for a time."""

    unit: int


class EndStandIn(ToAct, name="end_stand_in"):
    """End a delegation or a coordinator's work."""

    grant: int


class ShowLinkRequest(ToView, name="link_request"):
    """One request to be linked."""

    request: int


class ChooseLinked(ToAct, name="choose_linked"):
    """Choose the person of the roster who asks to be linked."""

    request: int


class RefuseLink(ToAct, name="refuse_link"):
    """Refuse a request to be linked."""

    request: int


class FindPerson(ToAct, name="find_person"):
    """Find a person."""


class Transfer(ToAct, name="transfer"):
    """Move a person to another unit."""

    person: int


class CancelTransfer(ToAct, name="cancel_transfer"):
    """Take a move back."""

    person: int


class Exempt(ToAct, name="exempt"):
    """Exempt a person."""

    person: int


class EndExemption(ToAct, name="end_exemption"):
    """End an exemption."""

    person: int


class EnterForm(ToAct, name="enter_form"):
    """Enter a person's registration from a signed form."""

    person: int


class ShowUnitForms(ToView, name="unit_forms"):
    """Signed forms of a unit: how many were entered, and the ways to enter more at once."""

    unit: int


class ShowAccount(ToView, name="account"):
    """A person's account: since when it is linked, and the ways to free or move it."""

    person: int


class FreeAccount(ToAct, name="free_account"):
    """Unlink a person's account."""

    person: int


class MoveAccount(ToAct, name="move_account"):
    """Begin to move an account to whom it belongs."""

    person: int


class RecordLeaving(ToAct, name="leaving"):
    """Record that a person leaves."""

    person: int


class CancelLeaving(ToAct, name="cancel_leave"):
    """Take back that a person leaves."""

    person: int


class ShowUnits(ToView, name="office_units"):
    """The department's units."""

    page: int = 0


class ShowUnit(ToView, name="office_unit"):
    """One unit."""

    unit: int


class RenameUnit(ToAct, name="rename_unit"):
    """Give a unit another name."""

    unit: int


class MergeUnit(ToAct, name="merge_unit"):
    """Merge a unit into another one."""

    unit: int


class EraseData(ToAct, name="erase_data"):
    """Erase what the person of this question has written."""

    question: int


class ShowErased(ToView, name="erased"):
    """The end of an erasure that was asked for."""


class ShowImports(ToView, name="imports"):
    """Workbooks of a kind: the last one that was taken over, and the one that waits."""

    kind: ImportKind
