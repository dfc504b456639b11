"""The dialogues about people, of heads and of the Office: all of the slice's, for the wiring."""

from typing import Any

from bot.dialogue.flows import Flow
from bot.personnel.comments import flow as comment_flow
from bot.personnel.delegation import flow as delegation_flow
from bot.personnel.links import flow as link_flow
from bot.personnel.staff import flow as staff_flow
from bot.personnel.units import flow as unit_flow

FLOWS: tuple[Flow[Any], ...] = (
    *delegation_flow.FLOWS,
    *staff_flow.FLOWS,
    *unit_flow.FLOWS,
    *comment_flow.FLOWS,
    *link_flow.FLOWS,
)
