"""The pulse of a process that serves: it looks at itself every few seconds, and tells the service manager.

The watchdog is fed only while the event loop runs, the store answers or fails within its time, and the poll goes on. A
Telegram or a database that is away is no reason to start anew: that would bring neither back.
"""

import logging
from dataclasses import dataclass

from bot.commands.serving.systemd import Manager
from handlers.health import Front, look

log = logging.getLogger(__name__)

BEAT_SECONDS = 5.0
STUCK_SECONDS = 150.0
"""Seconds without a new try of the poll after which it hangs. The longest try and the longest pause take less."""


@dataclass(slots=True)
class Pulse:
    front: Front
    manager: Manager
    polling: bool
    said: str = ""
    away: str | None = None

    async def last(self) -> None:
        """Beat as long as the process serves."""
        pause = min(BEAT_SECONDS, (self.manager.watchdog_seconds or 60.0) / 3)
        while (intake := self.front.intake) is not None:
            await intake.clock.sleep(pause)  # first: the first poll is on its way
            await self.beat()

    async def beat(self) -> None:
        health = await look(self.front, polling=self.polling)
        if self.goes_on():
            self.manager.lives()
        sentence = health.says or " ".join(health.notes)
        if sentence != self.said:
            self.said = sentence
            self.manager.says(sentence)
        if health.away != self.away:
            self.away = health.away
            if health.away is None:
                log.info("people are being served")
            else:
                log.warning("people are not being served", extra={"away": health.away, "since": health.since})

    def goes_on(self) -> bool:
        """True unless the poll hangs."""
        intake = self.front.intake
        if intake is None:
            return False
        return not self.polling or intake.clock.monotonic() - intake.tried_at < STUCK_SECONDS
