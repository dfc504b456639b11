"""Puts a screen on its surface, at whichever door that is, and records what is shown.

Everybody else's messages are letters of the outbox; this is only the answer to whoever has just tapped or typed, and
the repair of such an answer after a kill. It may happen twice, identically.
"""

import logging
from collections.abc import Callable, Sequence

from bot.address import Address
from bot.dialogue import living
from bot.dialogue import surface as surfaces
from bot.dialogue.packing import unpack
from bot.dialogue.screens import Screen
from bot.dialogue.surface import Surface
from bot.dialogue.together import Showing, shown_one, shown_several
from bot.doors.channel import Channels
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.rendering import Rendered, render
from bot.logs import where
from bot.phrases.catalogue import Phrases
from bot.store.database import Database, Tx
from bot.store.together.company import Company

log = logging.getLogger(__name__)

Redraw = Callable[[Tx, Surface], tuple[Screen, str]]
"""Loads what a surface should show now, and in which language."""

_FINAL = frozenset({Outcome.BLOCKED, Outcome.UNREACHABLE, Outcome.CONTENT})
"""Showing again would end the same way."""
_REMEMBERED = 1024
"""The number of surfaces whose words are remembered: those that are drawn again are few."""


class Display:
    def __init__(self, channels: Channels, database: Database, phrases: Phrases, redraw: Redraw) -> None:
        self._channels, self._database, self._phrases, self._redraw = channels, database, phrases, redraw
        self._clock = database.clock
        self._shown = Company(database, shown_several, shown_one)
        self._busy: set[int] = set()
        self._said: dict[int, tuple[int, Rendered]] = {}
        """Key of a surface -> the revision last shown here, and what it says. What another process has shown since has
        another revision."""

    async def show(self, surface: Surface, screen: Screen, language: str) -> None:
        """Show `screen`, then whatever was wanted meanwhile. Never raises for a door's sake: what could not be shown
        lags, and is shown by `converge`."""
        if not self._silent(surface):
            self._channels.to(surface.address).replied()
        await self._show(surface, screen, language)

    def _silent(self, surface: Surface) -> bool:
        """The door takes nothing for this address now."""
        return self._channels.silent_for(surface.address) > 0

    async def _show(self, surface: Surface, screen: Screen, language: str, *, again: bool = False) -> None:
        if surface.id in self._busy:
            return  # whoever is showing finds in `shown` that more is wanted
        self._busy.add(surface.id)
        try:
            more: Surface | None = surface
            while more is not None:
                surface, more = more, None
                if self._silent(surface):
                    return
                channel = self._channels.to(surface.address)
                preface = unpack(surface.preface) if surface.preface else None
                rendered = render(self._phrases, language, screen, preface)
                try:
                    if again and surface.message_id and self._said.get(surface.id) == (surface.shown, rendered):
                        message_id = surface.message_id  # nothing would change: no call, and no turn taken from letters
                    elif again and not await channel.aside():
                        return
                    else:
                        message_id = await channel.put(surface, rendered, language)
                except NotDelivered as error:
                    log.warning("screen not shown: %s", error.outcome, extra={"surface": surface.id})
                    if error.outcome not in _FINAL:
                        return
                    seen = Showing(surface, surface.message_id, surface.kept, surface.keyboard)
                else:
                    self._remember(surface, rendered)
                    seen = Showing(surface, message_id, rendered.keep, rendered.keyboard is not None)
                more = await self._shown.do(seen)
                if more is not None:
                    again = False  # somebody has asked for it meanwhile
                    screen, language = await self._database.run(_redrawing(self._redraw, more))
        finally:
            self._busy.discard(surface.id)

    def _remember(self, surface: Surface, rendered: Rendered) -> None:
        if len(self._said) >= _REMEMBERED:
            del self._said[next(iter(self._said))]
        self._said[surface.id] = (surface.wanted, rendered)

    async def converge(self, older_than: float) -> int:
        """Show every surface that has lagged for `older_than` seconds; how many there were."""
        before = self._clock.stamp() - older_than
        silent, halted = self._channels.silent_now()
        behind = await self._database.run(lambda tx: surfaces.lagging(tx, before, without=silent, halted=halted))
        waiting = [surface for surface in behind if surface.id not in self._busy]
        await self._draw_again(waiting)
        return len(waiting)

    async def _draw_again(self, waiting: Sequence[Surface], *, again: bool = False) -> None:
        """`again`: they show something, and may turn out to show it still. Their figures are of thousands of rows, and
        nobody waits for them: they are read beside the writer, for whom taps wait."""
        draw = self._database.read if again else self._database.run
        for surface in waiting:
            if self._silent(surface):
                continue
            # What a halt has held back must not come all at once.
            if not again and not await self._channels.to(surface.address).turn():
                continue
            try:
                screen, language = await draw(_redrawing(self._redraw, surface))
                await self._show(surface, screen, language, again=again)
            except Exception as error:  # noqa: BLE001 - a screen of ours that cannot be drawn must not stop the others
                log.error("screen not drawn: %s", where(error), extra={"surface": surface.id})

    async def refresh(self, want: Callable[[Tx], Sequence[Surface]] = living.refresh) -> int:
        """Draw again the living surfaces that `want` says, which are those whose figures have changed; how many."""
        wanted = await self._database.run(want)
        await self._draw_again(wanted, again=True)
        return len(wanted)

    async def acknowledge(self, address: Address, tap: str) -> None:
        """Say to whoever has tapped that it was heard."""
        await self._channels.to(address).acknowledge(tap)


def _redrawing(redraw: Redraw, surface: Surface) -> Callable[[Tx], tuple[Screen, str]]:
    return lambda tx: redraw(tx, surface)
