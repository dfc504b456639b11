"""Screens of coordinators, delegations, moves in the year, exemptions, and of the Office's answers."""

from tests.conversations.guide import Guide


async def personnel(guide: Guide) -> None:
    """Runs after the boards, on 2023-01-03, before the reminders."""
