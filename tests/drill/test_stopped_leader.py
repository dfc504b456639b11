"""Drill: whoever leads is stopped (SIGSTOP) while its letters go out. Another takes over, and when the first one wakes
in the belief that it still leads, it sends nothing a second time."""

import os
import random
import signal

import pytest
import sqlalchemy as sa

from bot.ledger.letter import State
from bot.outbox.courier import COURIER
from bot.store.leases import Lease
from bot.store.schema import columns
from tests.engines import on_postgresql
from tests.kill.stage import Stage
from tests.kill.test_letters import Bots, Ledger, audience, bots_on, counts, none_is_open, until

pytestmark = pytest.mark.slow

STOPS = int(os.environ.get("THIDUA_STOPS", "1"))
SEED = int(os.environ.get("THIDUA_SEED", "2023"))
LETTERS = 150 * max(1, STOPS)
RATE = 25.0


async def leader(stage: Stage) -> str | None:
    table = columns(Lease)
    rows = await stage.rows(sa.select(table.c.owner).where(table.c.name == COURIER))
    return rows[0].owner if rows else None


@on_postgresql
async def test_a_leader_that_is_stopped_and_wakes_sends_nothing_twice(stage: Stage) -> None:
    stage.failures_expected = True  # whoever wakes finds its connection ended in the midst of something
    chance, people = random.Random(SEED), await audience(stage, LETTERS)
    async with bots_on(stage, RATE) as one, bots_on(stage, RATE) as other:
        leads, waits = one, other
        await leads.start()
        await until(stage, lambda now: now[State.SENT] > 10)
        await waits.start()
        for number in range(STOPS):
            was, sent = await leader(stage), (await counts(stage))[State.SENT]
            goal = sent + chance.randint(5, 40)
            await until(stage, lambda now, goal=goal: now[State.SENT] >= goal)  # type: ignore[misc]
            freezes(leads)
            try:
                await until_led_by_another(stage, was)
                sent = (await counts(stage))[State.SENT]
                await until(stage, lambda now, sent=sent: now[State.SENT] > sent + 5 or none_is_open(now))  # type: ignore[misc]
            finally:
                wakes(leads)
            leads, waits = waits, leads
            print(f"\nstopped and woken {number + 1} of {STOPS}: another led on")
        await until(stage, none_is_open)
        print(await Ledger(stage, people).at_the_end(STOPS))


def freezes(bots: Bots) -> None:
    os.kill(bots.pid, signal.SIGSTOP)


def wakes(bots: Bots) -> None:
    os.kill(bots.pid, signal.SIGCONT)


async def until_led_by_another(stage: Stage, was: str | None) -> None:
    """The lease of the stopped one has to run out first."""
    lease = columns(Lease)
    taken = sa.select(lease.c.owner).where(lease.c.name == COURIER, lease.c.owner != was)
    await stage.until(lambda tx: tx.execute(taken).first() is not None, "nobody took over")
