"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView
from bot.titles.catalogue import Subject


class ShowCollective(ToView, name="collective"):
    """What a unit or union group registers for itself; without a key the actor's own, or which of several."""

    subject: Subject
    key: int | None = None


class RegisterCollective(ToAct, name="collective"):
    """Register the unit or union group itself; without a key the actor's own."""

    subject: Subject
    key: int | None = None


class WithdrawCollective(ToAct, name="withdraw_collective"):
    """Withdraw what the unit or union group registers for itself, if it still is this version."""

    subject: Subject
    key: int
    version: int


class ConfirmCollective(ToAct, name="confirm_collective"):
    """Confirm what a unit registers for itself, if it still is this version."""

    unit: int
    version: int
