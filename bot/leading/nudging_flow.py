"""The lead's own words for a reminder."""

from typing import Any

from bot.conversation import Flow

FLOWS: tuple[Flow[Any], ...] = ()
