"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.titles.catalogue import Family, Subject


class ShowConfirmedMany(ToView, name="confirmed_many"):
    """How many were confirmed together, and how many were left."""

    confirmed: int
    left: int
    family: Family


class ShowMember(ToView, name="member"):
    """One person of those whom the actor leads in this family."""

    family: Family
    person: int


class ShowMembers(ToView, name="members"):
    """The people whom the actor leads in this family."""

    family: Family
    page: int = 0


class Confirm(ToAct, name="confirm"):
    """Confirm this version of a registration."""

    registration: int
    version: int


class AskChange(ToAct, name="ask_change"):
    """Ask for a change of this version of a registration."""

    registration: int
    version: int


class ConfirmAll(ToAct, name="confirm_all"):
    """Confirm all that wait, or all but some."""

    family: Family


class ComposeNotice(ToAct, name="compose"):
    """Write a notice."""


class ShowSheet(ToView, name="sheet"):
    """The list of a unit or union group; without a key the actor's own, or which of several."""

    subject: Subject
    key: int | None = None
    page: int = 0


class ShowSheets(ToView, name="sheets"):
    """Lists of units or of union groups that the actor receives; None: whichever there are."""

    subject: Subject | None = None
    page: int = 0


class ShowPersonnel(ToView, name="personnel"):
    """People and units, for the Office."""


class ShowDelegation(ToView, name="delegation"):
    """Who stands in for the head of a unit; without one the own, or which of them."""

    unit: int | None = None


class ShowComments(ToView, name="comments"):
    """Comments on a person, for whoever confirms."""

    person: int


class ShowLinkRequests(ToView, name="link_requests"):
    """Requests to be linked."""

    page: int = 0
