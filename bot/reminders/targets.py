"""What the buttons of this slice lead to: each view and act, with what it needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowSnooze(ToView, name="snooze"):
    """The choice until when reminders rest."""


class ShowSnoozed(ToView, name="snoozed"):
    """Until when reminders rest."""


class Snooze(ToAct, name="snooze"):
    """Reminders rest for so many days."""

    days: int
