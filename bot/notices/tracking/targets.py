"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToView


class ShowTracking(ToView, name="notice_tracking"):
    """The tracking table as a file."""

    notice: int
    form: int


class ShowDeliveries(ToView, name="notice_fates"):
    """What became of a notice's letters, as sums."""

    notice: int


class ShowDelivery(ToView, name="notice_fate"):
    """What became of a notice's letters, by name."""

    notice: int
    page: int = 0


class ShowDeliveryByUnit(ToView, name="notice_units"):
    """What became of a notice's letters, by unit."""

    notice: int
    page: int = 0


class ShowLeftToTell(ToView, name="notice_to_tell"):
    """How far those are who tell people in person."""

    notice: int
    page: int = 0
