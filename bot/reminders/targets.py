"""Targets of buttons in this slice: its views and acts, each with what it needs."""

from bot.dialogue.targets import ToAct, ToView


class ShowSnooze(ToView, name="snooze"):
    """The choice of the day until which reminders rest."""


class ShowSnoozed(ToView, name="snoozed"):
    """The day until which reminders rest."""


class Snooze(ToAct, name="snooze"):
    """Reminders rest for so many days."""

    days: int
