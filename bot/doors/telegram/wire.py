"""Calls of the Bot API with plain values, on python-telegram-bot's own transport and errors.

The library builds an object for every field of every answer: for a screen that is half of what a step costs, and the
only thing we ever read of the answer is the message's id. `getUpdates` has a second reason: the library parses a batch
as a whole, and would lose all of it for one update that it cannot read.
"""

import asyncio
from typing import Any

from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram.ext import ExtBot

JSON = dict[str, Any]


class Wire(ExtBot[None]):
    """The library's bot, with one more way to call, and a beginning that asks nothing."""

    async def initialize(self) -> None:
        """Open the transport. The library asks here who the bot is, and cannot begin where Telegram is away: we ask by
        `get_me`, and until then `known` is false."""
        if not self._requests_initialized:
            await asyncio.gather(*(request.initialize() for request in self._request))
            self._requests_initialized = True

    @property
    def id(self) -> int:
        """The bot's number, with which its token begins: known before anything is asked."""
        return int(self.token.partition(":")[0])

    @property
    def known(self) -> bool:
        """True once Telegram has said who this bot is."""
        return self._bot_user is not None

    async def ask(self, method: str, parameters: JSON, *, read_timeout: float | None = None) -> Any:
        """The raw result of `method`. Raises what the library's own methods raise."""
        timeout: Any = DEFAULT_NONE if read_timeout is None else read_timeout
        return await self._post(method, parameters, read_timeout=timeout)
