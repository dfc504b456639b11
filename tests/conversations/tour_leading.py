"""Screens of reminding people, telling them in person, registering for them, and late requests."""

from tests.conversations.guide import Guide


async def leading(guide: Guide) -> None:
    """Runs after the boards, on 2023-01-03, before the reminders."""
