"""Screens of lists: from sending one to the signed copy and the Office's word."""

from tests.conversations.guide import Guide


async def sheets(guide: Guide) -> None:
    """Runs after the boards, on 2023-01-03, before the reminders."""
