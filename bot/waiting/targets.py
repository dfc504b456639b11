"""Targets of buttons in this slice: its views and acts, each with what it needs."""

from bot.dialogue.targets import ToView


class ShowWaiting(ToView, name="waiting"):
    """All that waits for the person, by kind, each with the way to where it is done."""
