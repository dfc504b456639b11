"""The dialogues of the Office about people."""

from typing import Any

from bot.conversation import Flow

FLOWS: tuple[Flow[Any], ...] = ()
