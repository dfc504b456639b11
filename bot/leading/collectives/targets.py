"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowCollective(ToView, name="collective"):
    """What a unit registers for itself."""

    unit: int = 0


class ShowGroupCollective(ToView, name="group_collective"):
    """What a union group registers for itself."""

    group: int


class RegisterCollective(ToAct, name="collective"):
    """Register the unit itself."""

    unit: int


class RegisterGroup(ToAct, name="group_collective"):
    """Register the union group itself."""

    group: int


class WithdrawCollective(ToAct, name="withdraw_collective"):
    """Withdraw what the unit registers for itself."""

    unit: int
    version: int


class WithdrawGroup(ToAct, name="withdraw_group"):
    """Withdraw what the union group registers for itself."""

    group: int
    version: int


class ConfirmCollective(ToAct, name="confirm_collective"):
    """Confirm what a collective registers for itself."""

    registration: int
    version: int
