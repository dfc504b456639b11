"""Puts a screen on its surface: edits in place where it can, sends below where it must, records what is shown.

Everybody else's messages are letters of the outbox; this is only the answer to whoever has just tapped or typed, and
the repair of such an answer after a kill. It may happen twice, identically.
"""

import logging
from collections.abc import Callable, Sequence

from telegram.error import BadRequest, TelegramError

from bot.dialogue import living
from bot.dialogue import surface as surfaces
from bot.dialogue.packing import unpack
from bot.dialogue.screens import Screen, say
from bot.dialogue.surface import Surface
from bot.doors.telegram.gate import Gate
from bot.doors.telegram.outcomes import Outcome, classify, wait_seconds
from bot.doors.telegram.post import Post, words
from bot.doors.telegram.render import HTML, Rendered, parted, render, unmarked
from bot.doors.telegram.wire import Wire
from bot.logs import where
from bot.phrases.catalogue import Phrases
from bot.store.database import Database, Tx

log = logging.getLogger(__name__)

Redraw = Callable[[Tx, Surface], tuple[Screen, str]]
"""Loads what a surface should show now, and in which language."""

_FINAL = frozenset({Outcome.BLOCKED, Outcome.UNREACHABLE, Outcome.CONTENT})
"""Showing again would end the same way."""
_BAD_MARKS = "can't parse entities"
_REMEMBERED = 1024
"""The number of surfaces whose words are remembered: those that are drawn again are few."""


class Display:
    def __init__(self, wire: Wire, database: Database, phrases: Phrases, redraw: Redraw, gate: Gate) -> None:
        self._wire, self._database, self._phrases, self._redraw, self._gate = wire, database, phrases, redraw, gate
        self._post = Post(wire, database, phrases)
        self._clock = database.clock
        self._busy: set[int] = set()
        self._said: dict[int, tuple[int, Rendered]] = {}
        """Key of a surface -> the revision last shown here, and what it says. What another process has shown since has
        another revision."""

    async def show(self, surface: Surface, screen: Screen, language: str) -> None:
        """Show `screen`, then whatever was wanted meanwhile. Never raises for Telegram's sake: what could not be shown
        lags, and is shown by `converge`."""
        if not self._silent(surface):
            self._gate.replied()
        await self._show(surface, screen, language)

    def _silent(self, surface: Surface) -> bool:
        """Telegram takes nothing for this chat now."""
        return self._gate.halted_for > 0 or self._gate.silent_for(surface.chat_id) > 0

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
                preface = unpack(surface.preface) if surface.preface else None
                rendered = render(self._phrases, language, screen, preface)
                try:
                    if again and surface.message_id and self._said.get(surface.id) == (surface.shown, rendered):
                        message_id = surface.message_id  # nothing would change: no call, and no turn taken from letters
                    elif again and not await self._gate.aside():
                        return
                    else:
                        message_id = await self._put(surface, rendered, language)
                except TelegramError as error:
                    outcome = classify(error)
                    log.warning("screen not shown: %s", outcome, extra={"surface": surface.id})
                    if outcome is Outcome.WAIT:
                        await self._gate.refused(surface.chat_id, wait_seconds(error))
                    if outcome not in _FINAL:
                        return
                    seen = _recording(surface, surface.message_id, kept=surface.kept, keyboard=surface.keyboard)
                else:
                    self._remember(surface, rendered)
                    seen = _recording(surface, message_id, kept=rendered.keep, keyboard=rendered.keyboard is not None)
                more = await self._database.run(seen)
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
        if self._gate.halted_for > 0:
            return 0
        before = self._clock.stamp() - older_than
        silent = self._gate.silent_chats
        behind = await self._database.run(lambda tx: surfaces.lagging(tx, before, without=silent))
        waiting = [surface for surface in behind if surface.id not in self._busy]
        await self._draw_again(waiting)
        return len(waiting)

    async def _draw_again(self, waiting: Sequence[Surface], *, again: bool = False) -> None:
        """`again`: they show something, and may turn out to show it still. Their figures are of thousands of rows, and
        nobody waits for them: they are read beside the writer, for whom taps wait."""
        draw = self._database.read if again else self._database.run
        for surface in waiting:
            if self._gate.silent_for(surface.chat_id) > 0:
                continue
            # What a halt has held back must not come all at once.
            if self._gate.halted_for > 0 or not (again or await self._gate.turn()):
                break
            try:
                screen, language = await draw(_redrawing(self._redraw, surface))
                await self._show(surface, screen, language, again=again)
            except Exception as error:  # noqa: BLE001 - a screen of ours that cannot be drawn must not stop the others
                log.error("screen not drawn: %s", where(error), extra={"surface": surface.id})

    async def refresh(self, want: Callable[[Tx], Sequence[Surface]] = living.refresh) -> int:
        """Draw again the living surfaces that `want` says, which are those whose figures have changed; how many."""
        if self._gate.halted_for > 0:
            return 0
        wanted = await self._database.run(want)
        await self._draw_again(wanted, again=True)
        return len(wanted)

    async def acknowledge(self, callback_id: str) -> None:
        """Stop the phone's waiting sign. Too late or twice is nobody's concern: the tap was done all the same."""
        try:
            await self._wire.ask("answerCallbackQuery", {"callback_query_id": callback_id})
        except TelegramError as error:
            log.debug("tap not acknowledged: %s", classify(error))

    async def _put(self, surface: Surface, rendered: Rendered, language: str) -> int:
        try:
            return await self._put_marked(surface, rendered, language)
        except BadRequest as error:
            if _BAD_MARKS not in error.message.lower():
                raise
            log.error("screen shown without its marks", extra={"surface": surface.id})
            return await self._put_marked(surface, unmarked(rendered), language)

    async def _put_marked(self, surface: Surface, rendered: Rendered, language: str) -> int:
        plain = rendered.file is None and rendered.keyboard is None
        if plain and not surface.fresh and surface.message_id is not None and not surface.keyboard:
            try:
                where_it_is = {"chat_id": surface.chat_id, "message_id": surface.message_id}
                await self._wire.ask("editMessageText", where_it_is | words(rendered.text, rendered.inline))
                self._gate.taken()
                return surface.message_id
            except TelegramError as error:
                outcome = classify(error)
                if outcome is Outcome.UNCHANGED:
                    return surface.message_id
                if outcome is not Outcome.GONE:
                    raise
        if surface.keyboard and rendered.keyboard is None:
            # One message cannot both take the lower keyboard away and carry buttons of its own.
            thanks = self._phrases.say(language, say("keyboard.closed"), HTML)
            close = {"chat_id": surface.chat_id} | words(thanks, {"remove_keyboard": True})
            await self._wire.ask("sendMessage", close)
        for message in parted(rendered):
            message_id = (await self._post.send(surface.chat_id, message))[0]
        self._gate.taken()
        # Whoever is being linked is written to often enough: a chat takes a few calls at once, and an edit is one.
        linking = surface.keyboard or rendered.keyboard is not None
        retires = not surface.kept and not linking and not self._silent(surface)
        if retires and surface.message_id is not None:
            await self._retire(surface.chat_id, surface.message_id)
        return message_id

    async def _retire(self, chat_id: int, message_id: int) -> None:
        """Take the buttons off a question that was answered in words: what can still be pressed is what counts. A
        courtesy, since old buttons are understood anyway."""
        try:
            await self._wire.ask("editMessageReplyMarkup", {"chat_id": chat_id, "message_id": message_id})
        except TelegramError as error:
            log.debug("old buttons stay: %s", outcome := classify(error))
            if outcome is Outcome.WAIT:
                await self._gate.refused(chat_id, wait_seconds(error))


def _recording(
    surface: Surface, message_id: int | None, *, kept: bool, keyboard: bool
) -> Callable[[Tx], Surface | None]:
    return lambda tx: surfaces.shown(tx, surface, message_id, kept=kept, keyboard=keyboard)


def _redrawing(redraw: Redraw, surface: Surface) -> Callable[[Tx], tuple[Screen, str]]:
    return lambda tx: redraw(tx, surface)
