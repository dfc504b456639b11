"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowConfirmedMany(ToView, name="confirmed_many"):
    """How many were confirmed together, and how many were left."""

    confirmed: int
    left: int


class ShowMember(ToView, name="member"):
    """One person of the units that the actor leads."""

    person: int


class ShowMembers(ToView, name="members"):
    """The people of the units that the actor leads."""

    page: int = 0


class ShowUnionMember(ToView, name="union_member"):
    """One member of the union that the actor leads."""

    person: int


class ShowUnionMembers(ToView, name="union_members"):
    """The members of the union that the actor leads."""

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

    family: int


class ComposeNotice(ToAct, name="compose"):
    """Write a notice."""


class ShowSheet(ToView, name="sheet"):
    """A unit's list; 0: the actor's own, or which of several."""

    unit: int = 0
    page: int = 0


class ShowGroupSheet(ToView, name="group_sheet"):
    """A union group's list; 0: the one that the actor leads."""

    group: int


class ShowSheets(ToView, name="sheets"):
    """Lists that the actor receives."""

    subject: int = 0
    page: int = 0


class ShowPersonnel(ToView, name="personnel"):
    """People and units, for the Office."""


class ShowDelegation(ToView, name="delegation"):
    """Who stands in for the head of a unit; 0: the own one."""

    unit: int = 0


class ShowComments(ToView, name="comments"):
    """Comments on a person, for whoever confirms."""

    person: int


class ShowLinkRequests(ToView, name="link_requests"):
    """Requests to be linked."""

    page: int = 0
