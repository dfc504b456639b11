"""Contention: somebody else uses our token. Noticed, said, and known to be over when polls go well again.

Telegram gives each update to one of those who ask, so that whoever wrote may be answered by a store that does not know
them. One refused poll is no proof: a process of ours that was thought dead may ask once more. Two within `QUIET` are.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from telegram.error import TelegramError

from bot.clock import Clock
from bot.dialogue.screens import Phrase, say
from bot.doors.telegram.wire import Wire
from bot.logs import where
from bot.store.database import Database, Tx

log = logging.getLogger(__name__)

QUIET = 120.0
"""Seconds without a refused poll after which nobody else is there: two that poll refuse each other sooner."""
LOOK_SECONDS = 15.0
"""Between two looks at the webhook, where updates come by one: whoever takes it is known within two."""

Tell = Callable[[Tx, datetime], object]
"""Plans the letters to whoever must know, in one transaction; given since when it is so."""


class Other(StrEnum):
    """The other user of the token, by what it does."""

    POLLS = "polls"
    WEBHOOK = "webhook"


_SAYS = {Other.POLLS: "contention.polls", Other.WEBHOOK: "contention.webhook"}


@dataclass(frozen=True, slots=True)
class Contest:
    """A contention that was noticed: with whom, and since when by civil time."""

    other: Other
    since: datetime

    @property
    def says(self) -> Phrase:
        return say(_SAYS[self.other], since=self.since)


class Contention:
    """`webhook`: the address by which our own updates come; empty where they are polled."""

    def __init__(self, wire: Wire, database: Database, clock: Clock, tell: Tell, webhook: str = "") -> None:
        self._wire, self._database, self._clock, self._tell, self._webhook = wire, database, clock, tell, webhook
        self._refused_at: float | None = None
        self._told_on: date | None = None
        self.noticed: Contest | None = None

    def suspected(self) -> bool:
        """True from the first refused poll on: until it is known whose people write, nobody is taken for a stranger."""
        return self._refused_at is not None and self._clock.monotonic() - self._refused_at < QUIET

    async def begins(self) -> None:
        """Before ours is set or the polls begin: a webhook of somebody else may be there, which we are about to take.
        Its people then write to us, so that for a while nobody is taken for a stranger. Our own of before is taken for
        another's as well."""
        address = await self._address()
        if address and address != self._webhook:
            log.warning("a webhook that is not ours is replaced")
            self._refused_at = self._clock.monotonic()

    async def refused(self) -> None:
        """A poll of whoever is the poller was refused because of another one, or of a webhook."""
        before, self._refused_at = self._refused_at, self._clock.monotonic()
        if before is not None and self._refused_at - before < QUIET:
            address = await self._address()
            await self._notices(Other.WEBHOOK if address else Other.POLLS)

    def served(self) -> None:
        """A poll went well, or the webhook is ours. Two have their turns; only after a while is nobody else there."""
        if self._refused_at is not None and self._clock.monotonic() - self._refused_at >= QUIET:
            self.ends()

    async def look(self) -> None:
        """Ask whether Telegram still sends updates to our webhook."""
        address = await self._address()
        if address is None:
            return
        if address == self._webhook:
            self.served()
            return
        before, self._refused_at = self._refused_at, self._clock.monotonic()
        if before is not None:  # our own start may be just about to set it
            await self._notices(Other.WEBHOOK if address else Other.POLLS)

    async def _address(self) -> str | None:
        """The webhook that Telegram has for this token, empty for none; None: it does not say."""
        try:
            found = await self._wire.ask("getWebhookInfo", {})
        except TelegramError as error:
            log.debug("the webhook is not known: %s", type(error).__name__)
            return None
        address = found.get("url") if isinstance(found, dict) else None
        return address if isinstance(address, str) else None

    async def _notices(self, other: Other) -> None:
        now = self._clock.now()
        if self.noticed is None:
            log.error("somebody else uses this token: %s", other)
        if self.noticed is None or self.noticed.other is not other:
            self.noticed = Contest(other, self.noticed.since if self.noticed else now)
        if self._told_on == self._clock.today():
            return
        since = self.noticed.since
        try:
            await self._database.run(lambda tx: self._tell(tx, since))
        except Exception as error:  # noqa: BLE001 - whoever polls goes on, and tells at the next refusal
            log.error("nobody could be told: %s", where(error))
        else:
            self._told_on = self._clock.today()

    def ends(self) -> None:
        """Nobody else is there any more."""
        if self.noticed is not None:
            log.warning("nobody else uses this token any more")
        self._refused_at = self.noticed = None
