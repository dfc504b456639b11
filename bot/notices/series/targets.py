"""What the buttons of this room lead to, and what each needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowAllSeries(ToView, name="notice_series"):
    """Notices that repeat."""

    page: int = 0


class ShowSeries(ToView, name="one_series"):
    """One notice that repeats."""

    series: int
    page: int = 0


class ShowEndSeries(ToView, name="end_series"):
    """The question whether to end a series."""

    series: int


class RepeatNotice(ToAct, name="repeat_notice"):
    """Make this draft a series, if it still is what was seen."""

    notice: int
    seal: int


class EndSeries(ToAct, name="end_series"):
    """End a series."""

    series: int
