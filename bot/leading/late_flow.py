"""Why a request to register late is refused, and until when one is granted."""

from typing import Any

from bot.conversation import Flow

FLOWS: tuple[Flow[Any], ...] = ()
