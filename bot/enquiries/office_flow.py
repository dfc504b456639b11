"""The Office answers a question."""

from typing import Any

from bot.conversation import Flow

FLOWS: tuple[Flow[Any], ...] = ()
