"""The dialogues of lists: the signed copy, why one is returned."""

from typing import Any

from bot.conversation import Flow

FLOWS: tuple[Flow[Any], ...] = ()
