"""The department of the tests of reminders: its bot, its courier and its ticks."""

from tests.reminders.conftest import timed

__all__ = ["timed"]
