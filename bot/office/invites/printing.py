"""The printer of many invites, beside everything else, in the process that holds them: their tokens are in its memory
alone."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.dialogue import codec, living
from bot.dialogue import surface as surfaces
from bot.dialogue.screens import Named, Phrase
from bot.dialogue.surface import Surface
from bot.logs import where
from bot.notices import access
from bot.office.invites import pending
from bot.office.invites.pending import Cards
from bot.office.invites.targets import ShowDrawing, ShowInviteCards
from bot.people.authentication import place
from bot.phrases.catalogue import Phrases
from bot.store.database import Database, Tx
from bot.store.locks import Turn

log = logging.getLogger(__name__)

Draw = Callable[[Callable[[Tx], Sequence[Surface]]], Awaitable[object]]
"""Draws the surfaces that its argument wants drawn again."""

STEP = 2.0
"""Seconds between two drawings of a progress: sooner, a phone would show nothing but flicker."""
_PAPERS = "vi"


class Printer:
    def __init__(self, database: Database, phrases: Phrases, draw: Draw) -> None:
        self._database, self._phrases, self._draw = database, phrases, draw

    async def look(self) -> None:
        """Draw all that waits, one printing after the other."""
        while waiting := list(pending.to_draw()):
            for person, cards in waiting:
                cards.progress.begun = True
                await self._print(person, cards)

    async def _print(self, person: int, cards: Cards) -> None:
        done = asyncio.get_running_loop().run_in_executor(None, lambda: self._file(cards))
        while not (await asyncio.wait({done}, timeout=STEP))[0]:
            await self._draw(lambda tx: _watching(tx, person, cards.made))
        try:
            cards.progress.file = done.result()
        except Exception as error:  # noqa: BLE001 - whatever it was, whoever waits is told, and may print again
            log.error("invites were not drawn: %s", where(error))
            cards.progress.failed = True
        drawn = await self._database.run(lambda tx: _settled(tx, person, cards.made))
        await self._draw(lambda _tx: drawn)

    def _file(self, cards: Cards) -> bytes:
        from bot.papers.invites.cards import invite_cards

        def say(said: Phrase | Named) -> str:
            return self._phrases.plain(_PAPERS, said)

        def progress(drawn: int) -> None:
            cards.progress.drawn = drawn

        return invite_cards(say, cards.cards, cards.at, cards.until, place.address(), progress)


def _watching(tx: Tx, person: int, made: int) -> list[Surface]:
    seen = living.watched(tx, access.accounts_of(tx, [person]), ShowDrawing)
    return living.follow(tx, [one.id for one in seen if one.to.made == made], 0.0)


def _settled(tx: Tx, person: int, made: int) -> list[Surface]:
    """The file comes to whoever waits before its screen; others find it at the invites."""
    accounts = sorted(access.accounts_of(tx, [person]))
    for account in accounts:
        tx.lock(Turn.PERSON, account)
    here, spec = tuple(codec.parts(ShowDrawing(made))), surfaces.view_spec(ShowInviteCards(made))
    waiting = [one for one in surfaces.of(tx, accounts) if one.view == here]
    return [surfaces.raise_(tx, one.address, one.user_id, spec, fresh=True, current=one) for one in waiting]
