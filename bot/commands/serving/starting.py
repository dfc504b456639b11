"""A start that waits for the store, and where there is no other door for Telegram, and says so: in the terminal once,
in /health and to the service manager as long as it lasts."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Any

from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.commands.serving.systemd import Manager
from bot.dialogue.screens import Phrase, say
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import Settings
from bot.store import upkeep as store
from bot.store.database import Database
from bot.store.witness import Witness
from bot.wiring import Service, service
from handlers.health import Front

log = logging.getLogger(__name__)

RETRY_SECONDS = 5.0
OPENING = "opening"
"""In /health while the store is opened, and brought up to date."""
OPENING_SECONDS = 1800.0
"""Seconds that a copy and all migrations may take."""
PATIENCE_SECONDS = 60.0
"""Seconds that one more try may take, for a service manager that waits for this start."""


@dataclass(slots=True)
class Starting:
    settings: Settings
    clock: Clock
    phrases: Phrases
    front: Front
    manager: Manager
    stop: asyncio.Event
    print_line: Callable[[str], None]
    port: int
    """Of /health."""
    told: bool = False

    async def migrated(self) -> bool:
        """The store is there and up to date; False when told to stop before. Waits for a server that does not answer;
        whatever else is wrong with a store is refused."""
        now = self.clock.local()
        self.front.misses(OPENING, now, self.sentence(say("run.opens_store", since=now)))
        self.manager.waits(OPENING_SECONDS)
        while not self.stop.is_set():
            try:
                applied = await asyncio.to_thread(store.migrate, self.settings.database_url)
            except store.StoreUnusable as refused:
                if refused.key != "store.unreachable":
                    raise
                self.tell_port()
                log.warning("the store cannot be reached yet")
                self._misses("store", say("run.waits_for_store", store=refused.values["store"], **self._since()))
                await self._pause()
            else:
                if applied:
                    log.info("store migrated", extra={"revisions": ",".join(applied)})
                return True
        return False

    async def assembled(self, stack: AsyncExitStack, database: Database, witness: Witness) -> Service:
        """The bot over its store. Telegram has not been asked anything yet."""
        alone = self.settings.database_url.startswith("sqlite")
        made = service(self.settings, self.clock, database, alone=alone, asks=False, saw=witness.saw)
        return await stack.enter_async_context(made)

    async def introduced(self, running: Service) -> bool:
        """Telegram has said who this bot is; False when told to stop before. Raises Refusal where it refuses the
        token."""
        while not self.stop.is_set():
            try:
                await running.introduce()
            except InvalidToken:
                raise Refusal("settings.token_refused") from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached yet: %s", type(error).__name__)
                self._misses("telegram", say("run.waits_for_telegram", **self._since()))
                await self._pause()
            else:
                return True
        return False

    def sentence(self, phrase: Phrase) -> str:
        return self.phrases.plain("vi", phrase)

    def tell_port(self) -> None:
        """Not before it is known that this start is not refused: a refusal is one sentence, alone."""
        if not self.told:
            self.told = True
            log.info("/health on port %d", self.port)

    def _since(self) -> dict[str, Any]:
        return {"since": self.clock.local(), "seconds": int(RETRY_SECONDS)}

    def _misses(self, what: str, phrase: Phrase) -> None:
        """Say so when it is the first time; since then it is known."""
        if self.front.away != what:
            sentence = self.sentence(phrase)
            self.front.misses(what, self.clock.local(), sentence)
            self.manager.says(sentence)
            self.print_line(sentence)

    async def _pause(self) -> None:
        self.manager.waits(RETRY_SECONDS + PATIENCE_SECONDS)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), RETRY_SECONDS)
