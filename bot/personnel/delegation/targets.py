"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct


class NameCoordinator(ToAct, name="name_coordinator"):
    """Name a coordinator."""

    unit: int


class Delegate(ToAct, name="delegate"):
    """Hand the confirming to a deputy for a time."""

    unit: int


class EndStandIn(ToAct, name="end_stand_in"):
    """End a delegation or a coordinator's work."""

    grant: int
