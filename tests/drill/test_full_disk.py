"""Drill: the disk is full. Nobody is told that something is kept that is not, and when there is room again everything
that was said meanwhile is done, once."""

import asyncio
import os
import resource

import pytest

from tests.kill.dialogues import LONGEST, assert_all_is_told, assert_registered_once, begins, does
from tests.kill.stage import LOOK, PATIENCE, Bot, Stage, health_becomes

pytestmark = pytest.mark.slow

TIMES = int(os.environ.get("THIDUA_FULL_DISKS", "1"))
"""The number of times that the disk is full in one dialogue; `make drill` has it full at each of its steps."""
ENOUGH = 4096
"""Bytes to which a file may grow while the disk is full: no page of the log fits."""
OTHERS = ("Lê Công Khôi", "Nguyễn Thị Hồng")


def fills_the_disk(bot: Bot, *, full: bool) -> None:
    """A limit on the size of whatever file the process writes to, which is how a full disk looks from inside."""
    _, most = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (ENOUGH if full else most, most))


async def test_on_a_full_disk_nothing_is_promised_and_afterwards_everything_is_done(stage: Stage) -> None:
    stage.failures_expected = True
    hau, *others = [await stage.person(name) for name in ("Nguyễn Công Hậu", *OTHERS)]
    await stage.bot.start()
    for person in (hau, *others):
        await does(person, "= /menu")
    moments = set(range(1, len(LONGEST), max(1, len(LONGEST) // TIMES)))
    for place, (step, reads) in enumerate(LONGEST[1:], 1):
        if place not in moments:
            await does(hau, step)
            assert reads in hau.reads()
            continue
        told = [person.from_bot() for person in (hau, *others)]
        stage.bot.log.write_text("")  # it would be the first file that is full
        fills_the_disk(stage.bot, full=True)
        stage.world.says(others[place % len(others)].user_id, "/cuatoi")
        begins(hau, step)
        await refused_by_the_disk(stage)
        assert [person.from_bot() for person in (hau, *others)] == told, "nobody was told anything"
        fills_the_disk(stage.bot, full=False)
        await stage.settled()
        assert reads in hau.reads()
        assert stage.bot.running
    await health_becomes(stage.bot, 200)
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)
    tried = len(moments)
    print(f"\n{tried} times the disk was full: 0 lost, 0 promised and not kept, the process lived on")


async def refused_by_the_disk(stage: Stage) -> None:
    """Return when what was fetched could not be kept: then it is not confirmed to Telegram either."""
    async with asyncio.timeout(PATIENCE):
        while "commit failed" not in stage.bot.log.read_text():  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(LOOK)
    assert stage.world.pending() >= 2 and await stage.undone() == []
