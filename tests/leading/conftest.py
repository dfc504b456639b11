"""The department with its courier and its ticks."""

from tests.reminders.conftest import timed

__all__ = ["timed"]
