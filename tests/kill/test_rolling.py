"""A rolling update: processes of the next version start beside those that serve, bring the store up to date under
people's taps, and those of this version leave one after the other. Nobody notices."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.store.upkeep import revision
from tests.kill.dialogues import LONGEST, assert_all_is_told, assert_registered_once, begins
from tests.kill.lives import NEXT_VERSION
from tests.kill.rolling import (
    COMMON,
    TOMORROW,
    Crowd,
    Watched,
    all_has_come_to_its_end,
    answered,
    in_turn,
    next_version,
    tries,
)
from tests.kill.stage import Stage
from tests.kill.test_replicas import SECRET, Balancer

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("engine", ["postgresql"], indirect=True)]


@pytest.fixture
async def balancer() -> AsyncIterator[Balancer]:
    async with Balancer().serving() as balancer:
        yield balancer


async def test_the_next_version_takes_over_under_load_and_nobody_notices(
    stage: Stage, balancer: Balancer, tmp_path: Path
) -> None:
    stage.secrets.add(SECRET)
    hook = {"THIDUA_WEBHOOK_URL": balancer.url, "THIDUA_WEBHOOK_SECRET": SECRET, **COMMON}
    old = [stage.new_bot(**hook) for _ in range(2)]
    later = next_version(tmp_path)
    new = [stage.new_bot(**{NEXT_VERSION: later}, **hook) for _ in range(2)]
    serving = [*old]
    balancer.turns = in_turn(serving)
    crowd = await Crowd.of(stage)
    await asyncio.gather(*(bot.start() for bot in old))
    async with crowd.living(), Watched.held_up(stage) as held:
        await crowd.taps("both of this version", 40)
        await crowd.send_notice()
        crowd.phase = "the next version starts, and alters the store"
        await asyncio.gather(*(bot.start() for bot in new))  # both find it behind: one waits for the other
        assert revision(stage.url) == "9002"
        serving += new
        await crowd.taps("all four", 40)
        for number, bot in enumerate(old):
            crowd.phase = f"{number + 1} of this version leaves"
            assert await bot.stop() == 0
            serving.remove(bot)
        await crowd.taps("both of the next version", 40)
    told = await all_has_come_to_its_end(stage, crowd)
    migrated = Counter(line for bot in new for line in bot.log.read_text().splitlines() if "store migrated" in line)
    assert migrated.total() == 1, "one of the two has done it"
    print(f"\n{crowd.told()}; {told}; waited for a lock: {held.longest:.2f} s at most, {tries(new)} tries in vain")


async def test_what_this_version_does_not_know_is_left_to_the_next_one(stage: Stage, balancer: Balancer) -> None:
    """A person is in the midst of a dialogue that the next version has brought, and an old process gets the tap."""
    stage.failures_expected = True  # the old one says what it has failed at
    stage.secrets.add(SECRET)
    hook = {"THIDUA_WEBHOOK_URL": balancer.url, "THIDUA_WEBHOOK_SECRET": SECRET}
    old, new = stage.new_bot(**hook), stage.new_bot(**{NEXT_VERSION: TOMORROW}, **hook)
    await asyncio.gather(old.start(), new.start())
    await stage.database.run(lambda tx: tx.execute(sa.text("UPDATE alembic_version SET version_num = '9001'")))
    hau = await stage.person("Nguyễn Công Hậu")
    balancer.turns = itertools.repeat((old,))
    for place, (step, reads) in enumerate(LONGEST):
        await answered(stage, hau, lambda step=step: begins(hau, step))  # type: ignore[misc]
        assert reads in hau.reads()
        if place == 6:
            balancer.turns = itertools.repeat((new,))
        if place == 1:
            await stage.database.run(lambda tx: tx.execute(sa.text("UPDATE draft SET flow = 'tomorrow'")))
    assert old.log.read_text().count("update failed") == 5, "it has tried each once, and let the other go first"
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)
