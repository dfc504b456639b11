"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct


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


class RecordLeaving(ToAct, name="leaving"):
    """Record that a person leaves."""

    person: int


class CancelLeaving(ToAct, name="cancel_leave"):
    """Take back that a person leaves."""

    person: int
