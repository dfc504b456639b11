"""The introduction to Telegram of a bot that serves already: who it is, how updates come, what stands beside the chat.

Tried until it is taken. People in a browser do not wait for it, and letters to Telegram are not risked before.
"""

import asyncio
import logging
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot.commands.serving.starting import RETRY_SECONDS, Starting
from bot.dialogue.screens import Phrase
from bot.wiring import Service
from handlers.health import Unmet
from handlers.intake import ALLOWED, WEBHOOK_PATH, WIDTH

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
"""Seconds between two tries. They double from RETRY_SECONDS."""


@dataclass(slots=True)
class Introduction:
    running: Service
    starting: Starting

    async def make(self) -> None:
        pause = RETRY_SECONDS
        while not await self._taken():
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self.starting.front.unmet = None
        await self.running.announce()

    async def _taken(self) -> bool:
        running = self.running
        try:
            if not running.bot.known:
                await running.introduce()
            await running.intake.contention.begins()
            await self._choose_way()
        except InvalidToken:
            log.error("Telegram does not accept the token")
            self._misses("health.token_refused")
        except TelegramError as error:
            log.warning("Telegram was not told how updates come: %s", type(error).__name__)
            self._misses("health.telegram")
        else:
            return True
        return False

    def _misses(self, key: str) -> None:
        """Say in /health what is amiss; in the terminal too, once, where Telegram has never answered."""
        front, starting = self.starting.front, self.starting
        before = front.unmet
        since = starting.clock.local() if before is None else before.since
        front.unmet = Unmet(since, Phrase(key, {"since": since}))
        if before is None and not self.running.bot.known:
            printed = key if key == "health.token_refused" else "run.without_telegram"
            starting.print_line(starting.sentence(Phrase(printed, {"since": since})))

    async def _choose_way(self) -> None:
        """Tell Telegram how updates should come."""
        settings, wire = self.running.settings, self.running.bot
        if settings.webhook_url is None:
            await wire.delete_webhook()
        else:
            await wire.set_webhook(
                settings.webhook_url.rstrip("/") + WEBHOOK_PATH,
                secret_token=settings.webhook_secret,
                allowed_updates=ALLOWED,
                max_connections=min(WIDTH, 100),
            )
