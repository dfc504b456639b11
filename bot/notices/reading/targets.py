"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowMyNotice(ToView, name="my_notice"):
    """A notice, for whoever got it."""

    notice: int


class ShowMyNoticeFile(ToView, name="my_notice_file"):
    """A file of a notice."""

    notice: int
    place: int


class ShowMyNoticeChart(ToView, name="my_notice_chart"):
    """The coverage chart of a notice."""

    notice: int


class ShowKnown(ToView, name="notice_known"):
    """The person has acknowledged a notice."""

    notice: int


class AcknowledgeNotice(ToAct, name="know_notice"):
    """Acknowledge a notice."""

    notice: int
