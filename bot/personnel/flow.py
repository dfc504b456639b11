"""The dialogues about people, of heads and of the Office: all of the slice's, for the wiring."""

from typing import Any

from bot.conversation import Flow
from bot.personnel import comment_flow, delegation_flow, link_flow, staff_flow, unit_flow

FLOWS: tuple[Flow[Any], ...] = (
    *delegation_flow.FLOWS,
    *staff_flow.FLOWS,
    *unit_flow.FLOWS,
    *comment_flow.FLOWS,
    *link_flow.FLOWS,
)
