"""A copy is taken at some moment of a run of letters, the bot dies at a later one, and the copy takes the place of the
store: again and again. Nobody gets a letter twice, and whoever got none is named."""

import asyncio
import os
import random

import pytest
import sqlalchemy as sa

import bot.tables  # noqa: F401 - every table is known
from bot.clock import Clock
from bot.commands.arm import arm, why_disarmed
from bot.commands.copies.restore import restore
from bot.ledger.letter import Letter, State
from bot.ledger.planning import plan_all
from bot.settings import OFFICE_ZONE, Settings
from bot.store import leases
from bot.store.copies import copying
from bot.store.engines.opening import open_database
from bot.store.schema import columns
from tests.engines import both_engines
from tests.kill.stage import PATIENCE, Stage
from tests.kill.test_letters import SEED, Bots, audience, bots_on, none_is_open
from tests.ledger import figures

pytestmark = pytest.mark.slow

RESTORES = int(os.environ.get("THIDUA_RESTORES", "1"))
"""On each engine. 30 for the whole of it, each in a run of 2,000 letters."""
LETTERS = int(os.environ.get("THIDUA_LETTERS", "2000" if RESTORES > 1 else "120"))
RATE = 300.0 if LETTERS > 1000 else 40.0
"""Letters a second: a copy takes its time too, and should find some that have not left."""
_L = columns(Letter)


class Trial:
    """One run of letters to everybody, of a source of its own."""

    def __init__(self, stage: Stage, people: dict[int, int], number: int, chance: random.Random) -> None:
        self.stage, self.people, self.chance = stage, people, chance
        self.source = f"notice:{number}"
        self.word = f"Lần {number}:"

    async def play(self, bots: Bots) -> tuple[int, int, int, int]:
        """Letters doubled, lost without a name, unknown, and those of them that had arrived."""
        stage, url = self.stage, self.stage.url
        values = {person_id: {"words": f"{self.word} {person_id}"} for person_id in self.people}
        planned = await stage.database.run(lambda tx: plan_all(tx, "bulk", self.source, "1", values))
        assert planned == len(self.people)
        taken_at = self.chance.randrange(len(self.people))
        dies_at = self.chance.randrange(taken_at, len(self.people))
        await bots.start()
        await self._sent(taken_at)
        copy = stage.folder / f"{self.source.replace(':', '-')}.db"
        await asyncio.to_thread(copying.make, url, copy, Clock(OFFICE_ZONE))
        await self._sent(dies_at)
        bots.strike()
        await asyncio.wait_for(bots.died(), PATIENCE)
        await stage.database.run(leases.clear)  # on PostgreSQL they would be waited for, twelve seconds each
        await stage.database.close()
        await asyncio.to_thread(restore, copy, Settings(database_url=url), replace=True)
        stage.database = open_database(url, stage.clock)
        refused = await why_disarmed(stage.database)
        assert refused is not None and refused.key == "store.disarmed.marked"
        await arm(stage.database)
        await bots.start()
        async with asyncio.timeout(PATIENCE):
            while not none_is_open(await self._states()):  # noqa: ASYNC110 - another process writes them
                await asyncio.sleep(0.2)
        bots.strike()
        await asyncio.wait_for(bots.died(), PATIENCE)
        await stage.database.run(leases.clear)
        return await self._judged()

    async def _states(self) -> dict[State, int]:
        return await self.stage.database.read(lambda tx: figures.totals(tx, self.source))

    def _received(self, user_id: int) -> int:
        chat = self.stage.world.chat(user_id)
        return sum(message.from_bot and self.word in message.text for message in chat.messages)

    async def _sent(self, number: int) -> None:
        """Until so many have left."""
        async with asyncio.timeout(PATIENCE):
            while (await self._states())[State.SENT] < number:  # noqa: ASYNC110 - another process writes them
                await asyncio.sleep(0.05)

    async def _judged(self) -> tuple[int, int, int, int]:
        found = await self._states()
        assert sum(found.values()) == found[State.SENT] + found[State.UNKNOWN] == len(self.people)
        named = await self.stage.database.read(lambda tx: figures.by_name(tx, State.UNKNOWN, self.source))
        unknown = {entry.person_id for entry in named if entry.full_name}
        assert len(unknown) == found[State.UNKNOWN]
        got = {person_id: self._received(user_id) for person_id, user_id in self.people.items()}
        doubled = sum(number > 1 for number in got.values())
        lost = sum(not number and person_id not in unknown for person_id, number in got.items())
        return doubled, lost, len(unknown), sum(got[person_id] for person_id in unknown)


@both_engines
@pytest.mark.parametrize("number", range(RESTORES))
async def test_no_copy_of_any_moment_brings_a_letter_twice_or_loses_one_in_silence(
    stage: Stage, engine: str, number: int
) -> None:
    seed = SEED + number
    chance = random.Random(seed)
    people = await audience(stage, LETTERS)
    await stage.database.run(lambda tx: tx.execute(sa.delete(_L)) and None)  # those of another test's run
    async with bots_on(stage, RATE) as bots:
        stage.world.strike = bots.strike
        doubled, lost, unknown, arrived = await Trial(stage, people, 100 + number, chance).play(bots)
    print(
        f"\n{engine}, seed {seed}: a copy of a random moment restored; {LETTERS} letters: {doubled} doubled,"
        f" {lost} lost in silence, {unknown} unknown by name ({arrived} of them had arrived)"
    )
    assert (doubled, lost) == (0, 0)
