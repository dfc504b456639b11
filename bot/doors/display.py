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
from bot.doors.channel import Channels, Record
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.rendering import Rendered, render
from bot.logs import where
from bot.phrases.catalogue import Phrases
from bot.store.database import Database, Tx
from bot.store.together.company import Company

log = logging.getLogger(__name__)

Redraw = Callable[[Tx, Surface], tuple[Screen, str]]
"""Loads what a surface should show now, and in which language."""

_FINAL = frozenset({Outcome.BLOCKED, Outcome.UNREACHABLE, Outcome.CONTENT, Outcome.SPENT})
"""Showing again would end the same way."""
TOGETHER = 200
"""Boards that are drawn from one reading. It takes a second or two, in which what it has read may grow old by that."""
REST_SECONDS = 0.02
"""Between two transactions that record what was edited: nobody waits for them, and what is edited twice reads the same.
A new message is recorded at once: until it is, it would be sent again after a kill."""
_REMEMBERED = 1024
"""The number of surfaces whose words are remembered: those that are drawn again are few."""


class Display:
    def __init__(self, channels: Channels, database: Database, phrases: Phrases, redraw: Redraw) -> None:
        self._channels, self._database, self._phrases, self._redraw = channels, database, phrases, redraw
        self._clock = database.clock
        self._sent = Company(database, shown_several, shown_one)
        self._edited = Company(database, shown_several, shown_one, rest=REST_SECONDS)
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
                kept, keyboard = rendered.keep, rendered.keyboard is not None
                try:
                    if again and surface.message_id and self._said.get(surface.id) == (surface.shown, rendered):
                        # Nothing would change: no call, and no turn taken from letters.
                        more = await self._note(Showing(surface, surface.message_id, kept, keyboard))
                    elif again and not await channel.aside():
                        return
                    else:
                        more = await channel.put(surface, rendered, language, self._record(surface, kept, keyboard))
                except NotDelivered as error:
                    log.warning("screen not shown: %s", error.outcome, extra={"surface": surface.id})
                    if error.outcome not in _FINAL:
                        return
                    as_it_was = Showing(surface, surface.message_id, surface.kept, surface.keyboard)
                    more = await self._note(as_it_was)
                else:
                    self._remember(surface, rendered)
                if more is not None:
                    again = False  # somebody has asked for it meanwhile
                    screen, language = await self._database.run(_redrawing(self._redraw, more))
        finally:
            self._busy.discard(surface.id)

    def _record(self, surface: Surface, kept: bool, keyboard: bool) -> Record:
        def showing(number: int) -> Showing:
            return Showing(surface, number, kept, keyboard)

        return Record(
            lambda tx, number: shown_one(tx, showing(number)), lambda number: self._note(showing(number)), showing
        )

    async def _note(self, showing: Showing) -> Surface | None:
        """Record what is shown; the surface as it is to be shown again, if more was wanted meanwhile."""
        edited = showing.message_id == showing.surface.message_id
        return await (self._edited if edited else self._sent).do(showing)

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
        await self.draw_again(waiting)
        return len(waiting)

    async def draw_again(self, waiting: Sequence[Surface]) -> None:
        """Show each of these as it is to be by now."""
        for surface in waiting:
            # What a halt has held back must not come all at once.
            if self._silent(surface) or not await self._channels.to(surface.address).turn():
                continue
            try:
                screen, language = await self._database.run(_redrawing(self._redraw, surface))
                await self._show(surface, screen, language)
            except Exception as error:  # noqa: BLE001 - a screen of ours that cannot be drawn must not stop the others
                _not_drawn(surface, error)

    async def refresh(self, want: Callable[[Tx], Sequence[Surface]] = living.refresh) -> int:
        """Draw again the living surfaces that `want` says, which are those whose figures have changed; how many."""
        wanted = await self._database.run(want)
        for place in range(0, len(wanted), TOGETHER):
            await self._draw_together(wanted[place : place + TOGETHER])
        return len(wanted)

    async def _draw_together(self, boards: Sequence[Surface]) -> None:
        """Draw what shows something, and may turn out to show it still. Its figures are of thousands of rows, and
        nobody waits for it: they are read beside the writer, for whom taps wait; what several show is read once."""
        rest = [surface for surface in boards if not self._silent(surface)]
        while rest:
            drawn = await self._database.read(_redrawing_all(self._redraw, rest))
            for surface, screen, language in drawn:
                try:
                    await self._show(surface, screen, language, again=True)
                except Exception as error:  # noqa: BLE001 - as above
                    _not_drawn(surface, error)
            rest = rest[len(drawn) + 1 :]  # the one after these could not be drawn

    async def acknowledge(self, address: Address, tap: str) -> None:
        """Say to whoever has tapped that it was heard."""
        await self._channels.to(address).acknowledge(tap)


def _redrawing(redraw: Redraw, surface: Surface) -> Callable[[Tx], tuple[Screen, str]]:
    return lambda tx: redraw(tx, surface)


def _redrawing_all(redraw: Redraw, surfaces: Sequence[Surface]) -> Callable[[Tx], list[tuple[Surface, Screen, str]]]:
    """As many as can be drawn: one that fails ends it, since PostgreSQL reads nothing more in that transaction."""

    def body(tx: Tx) -> list[tuple[Surface, Screen, str]]:
        tx.found = {}
        drawn = list[tuple[Surface, Screen, str]]()
        for surface in surfaces:
            try:
                drawn.append((surface, *redraw(tx, surface)))
            except Exception as error:  # noqa: BLE001 - a screen of ours that cannot be drawn must not stop the others
                _not_drawn(surface, error)
                break
        return drawn

    return body


def _not_drawn(surface: Surface, error: Exception) -> None:
    log.error("screen not drawn: %s", where(error), extra={"surface": surface.id})
