"""Drill: a rolling update from the version before, which is taken from the history of this repository: the newest
commit without the last revision. Each round has other moments; in some the process that alters the store is killed, or
one of the version before. In `make drill` only."""

import asyncio
import os
import random
import subprocess
import tarfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.store.upkeep import VERSIONS, migration_config, revision, revisions
from tests.kill.nest import ROOT
from tests.kill.rolling import COMMON, Crowd, Watched, all_has_come_to_its_end, in_turn, tries
from tests.kill.stage import LOOK, Bot, Stage
from tests.kill.test_replicas import SECRET, Balancer

ROLLINGS = int(os.environ.get("THIDUA_ROLLINGS", "0"))
SEED = int(os.environ.get("THIDUA_SEED", "2023"))
RUN = "import sys; from bot.commands.cli import main; sys.exit(main(['run']))"
ALTERS = sa.text("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 29800 AND granted)")
"""True while a process has the lock of those who alter the schema (bot/store/engines/altering.py)."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not ROLLINGS, reason="make drill: the version before, and several rounds"),
    pytest.mark.parametrize("engine", ["postgresql"], indirect=True),
]


def git(*words: str) -> str:
    return subprocess.run(["git", "-C", ROOT, *words], capture_output=True, text=True, check=True).stdout


def version_before() -> str | None:
    """The newest commit whose revisions are those of now without the last; None where there is no such history."""
    folder = str(VERSIONS.relative_to(ROOT))
    wanted = [git("hash-object", str(file)).strip() for file in sorted(VERSIONS.glob("*.py"))][:-1]
    for commit in git("rev-list", "--date-order", "--max-count=3000", "HEAD").split():
        rows = [row.split() for row in git("ls-tree", commit, f"{folder}/").splitlines()]
        if [row[2] for row in rows if row[3].endswith(".py")] == wanted:
            return commit
    return None


@pytest.fixture(scope="module")
def code_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the code of the version before."""
    try:
        commit = version_before()
    except (OSError, subprocess.CalledProcessError):
        commit = None
    if commit is None:
        pytest.skip("no git history with a version before")
    folder = tmp_path_factory.mktemp("before")
    packed = folder / "code.tar"
    git("archive", "--format=tar", "--output", str(packed), commit, "bot", "handlers", "scheduler", "locales")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    print(f"\nthe version before is {commit[:8]}, of revision {revisions()[-2]}")
    return folder


@pytest.fixture
async def balancer() -> AsyncIterator[Balancer]:
    async with Balancer().serving() as balancer:
        yield balancer


async def dies_while_it_alters(stage: Stage, bot: Bot, late: float) -> None:
    """Start it, and kill it so many seconds after it has begun to alter the schema."""
    bot.process = await bot.spawn()
    while bot.running and not (await stage.rows(ALTERS))[0].exists:  # noqa: ASYNC110 - another process has it
        await asyncio.sleep(LOOK)
    await asyncio.sleep(late)
    await bot.kill()


@pytest.mark.parametrize("round_", range(ROLLINGS))
async def test_the_version_before_is_replaced_under_load(
    stage: Stage, balancer: Balancer, code_before: Path, round_: int
) -> None:
    chance = random.Random(SEED + round_)
    kills_new, kills_old = round_ % 3 == 1, round_ % 3 == 2
    stage.failures_expected = kills_new or kills_old
    stage.secrets.add(SECRET)
    hook = {"THIDUA_WEBHOOK_URL": balancer.url, "THIDUA_WEBHOOK_SECRET": SECRET, **COMMON}
    old = [stage.new_bot(code=RUN, PYTHONPATH=str(code_before), **hook) for _ in range(2)]
    new = [stage.new_bot(**hook) for _ in range(2)]
    serving = [*old]
    balancer.turns = in_turn(serving)
    crowd = await Crowd.of(stage)
    before = revisions()[-2]
    await asyncio.to_thread(command.downgrade, migration_config(stage.url), before)
    await asyncio.gather(*(bot.start() for bot in old))
    assert revision(stage.url) == before
    async with crowd.living(), Watched.held_up(stage) as held:
        await crowd.taps("both of the version before", chance.randint(5, 80))
        await crowd.send_notice()
        crowd.phase = "the next version starts"
        if kills_new:
            await dies_while_it_alters(stage, new[0], chance.random() * 0.1)
        await asyncio.gather(*(bot.start() for bot in new))
        assert revision(stage.url) == revisions()[-1]
        serving += new
        await crowd.taps("all four", chance.randint(0, 60))
        for number, bot in enumerate(chance.sample(old, 2)):
            crowd.phase = f"{number + 1} of the version before leaves"
            if kills_old and number:
                await bot.kill()
            else:
                assert await bot.stop() == 0
            serving.remove(bot)
        await crowd.taps("both of the next version", 40)
    told = await all_has_come_to_its_end(stage, crowd)
    print(f"\nround {round_}: {crowd.told()}; {told}; waited for a lock: {held.longest:.2f} s at most;", end=" ")
    print(f"{tries(new)} tries in vain")
