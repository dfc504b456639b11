"""Two processes on one PostgreSQL: people need not know which of them answers, nor that one has died."""

import asyncio
import itertools
import os
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import aiohttp
import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.address import chat
from bot.ledger.letter import Letter, State
from bot.notices.checking import actions as checking_actions
from bot.notices.letter_names import TRIAL, source
from bot.notices.records import NoticeRow
from bot.notices.targets import ShowCheck
from bot.notices.writing import actions as writing_actions
from bot.people.identity import load_actor
from bot.people.records import Grant, Role
from bot.store.database import Tx
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from handlers.intake import WEBHOOK_PATH
from tests.kill.dialogues import LONGEST, assert_all_is_told, assert_registered_once, begins, does
from tests.kill.stage import Bot, Caller, Stage, health_becomes

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("engine", ["postgresql"], indirect=True)]

SECRET = "webhook-secret-of-the-replicas"
NOTICE = "Họp lúc 8 giờ"
ANSWERED_SECONDS = 20
"""After which the balancer takes a process for gone that says nothing."""
FREEZING_ROUNDS = int(os.environ.get("THIDUA_FREEZES", "1"))
FREEZES = """
import os, pathlib, signal, sys
from bot.commands.cli import main
from bot.store import inbox

finish_all, sign = inbox.finish_all, pathlib.Path(os.environ["FREEZES_AT"])


def freezing(tx, update_ids):
    done = finish_all(tx, update_ids)
    if len(update_ids) > 1 and sign.exists():
        sign.unlink()
        os.kill(os.getpid(), signal.SIGSTOP)
    return done


inbox.finish_all = freezing
sys.exit(main(["run"]))
"""
"""`bot run` that stops in the midst of a transaction for several people once there is a sign for it to do so."""


class Balancer:
    """Stands between Telegram and the replicas, and hands each call to those whose turn it is."""

    def __init__(self) -> None:
        self.turns: Iterable[tuple[Bot, ...]] = ()
        self.url = ""
        self.handed: dict[str, int] = {}

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Balancer"]:
        app = web.Application()
        app.router.add_post(WEBHOOK_PATH, self._hand_on)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        patient = aiohttp.ClientTimeout(total=ANSWERED_SECONDS)
        async with aiohttp.ClientSession(timeout=patient) as self._session:
            yield self
        await runner.cleanup()

    async def _hand_on(self, request: web.Request) -> web.Response:
        body, bots = await request.read(), [bot for bot in next(iter(self.turns)) if bot.running]
        statuses = await asyncio.gather(*(self._post(bot, body, request.headers) for bot in bots))
        return web.Response(status=max(statuses, default=502))

    async def _post(self, bot: Bot, body: bytes, headers: object) -> int:
        self.handed[bot.log.name] = self.handed.get(bot.log.name, 0) + 1
        address = f"http://127.0.0.1:{bot.port}{WEBHOOK_PATH}"
        try:
            async with self._session.post(address, data=body, headers=headers) as answer:  # type: ignore[arg-type]
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 502


@pytest.fixture
async def balancer() -> AsyncIterator[Balancer]:
    async with Balancer().serving() as balancer:
        yield balancer


@pytest.fixture
async def replicas(stage: Stage, balancer: Balancer) -> tuple[Bot, Bot]:
    stage.secrets.add(SECRET)
    hook = {"THIDUA_WEBHOOK_URL": balancer.url, "THIDUA_WEBHOOK_SECRET": SECRET}
    one, other = stage.new_bot(**hook), stage.new_bot(**hook)
    await asyncio.gather(one.start(), other.start())
    return one, other


async def test_two_processes_answer_one_person_in_turn(
    stage: Stage, balancer: Balancer, replicas: tuple[Bot, Bot]
) -> None:
    balancer.turns = itertools.cycle([(bot,) for bot in replicas])
    hau = await stage.person("Nguyễn Công Hậu")
    for step, reads in LONGEST:
        await does(hau, step)
        assert reads in hau.reads()
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)
    assert len(hau.from_bot()) == 3 and not stage.world.spinning(hau.user_id)
    assert sorted(balancer.handed.values()) == [len(LONGEST) // 2] * 2
    print(f"\n{balancer.handed}: one dialogue, two processes")


async def test_the_same_update_given_to_both_at_once_is_done_once(
    stage: Stage, balancer: Balancer, replicas: tuple[Bot, Bot]
) -> None:
    balancer.turns = itertools.cycle([replicas])
    hau = await stage.person("Nguyễn Công Hậu")
    for step, reads in LONGEST:
        await does(hau, step)
        assert reads in hau.reads()
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)
    assert len(hau.from_bot()) == 3


async def test_what_a_person_writes_in_a_hurry_is_taken_in_order_though_two_processes_take_it(
    stage: Stage, balancer: Balancer, replicas: tuple[Bot, Bot]
) -> None:
    balancer.turns = itertools.cycle([(bot,) for bot in replicas])
    hau = await stage.person("Nguyễn Công Hậu")
    for step, _reads in LONGEST[:7]:
        await does(hau, step)
    for words in ("Sáng kiến viết trước", "Lời phấn đấu viết sau", "/menu", "/dangky"):
        begins(hau, f"= {words}")
    await hau.settle()
    assert "Sáng kiến: Sáng kiến viết trước\nPhấn đấu: Lời phấn đấu viết sau" in hau.reads()
    table = columns(InboxRow)
    done = await stage.rows(sa.select(table.c.done_at).order_by(table.c.update_id))
    assert [row.done_at for row in done] == sorted(row.done_at for row in done)


async def test_one_of_two_is_killed_and_the_other_goes_on_with_what_it_had_begun(
    stage: Stage, balancer: Balancer, replicas: tuple[Bot, Bot]
) -> None:
    balancer.turns = itertools.cycle([(bot,) for bot in replicas])
    hau = await stage.person("Nguyễn Công Hậu")
    one, _other = replicas
    stage.world.strike = one.strike
    for step, reads in LONGEST:
        await does(hau, step)
        assert reads in hau.reads()
        if step == "Chọn lại":
            await one.kill()
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)


async def test_one_that_is_frozen_loses_its_turn_and_when_it_wakes_nothing_is_done_twice(
    stage: Stage, balancer: Balancer
) -> None:
    """It holds the rows and the turns of several people when it is stopped, and knows nothing of what came after."""
    stage.failures_expected = True
    stage.secrets.add(SECRET)
    hook = {"THIDUA_WEBHOOK_URL": balancer.url, "THIDUA_WEBHOOK_SECRET": SECRET}
    sign = stage.folder / "freezes"
    one, other = stage.new_bot(code=FREEZES, FREEZES_AT=str(sign), **hook), stage.new_bot(**hook)
    await asyncio.gather(one.start(), other.start())
    names = ("Nguyễn Công Hậu", "Lê Công Khôi", "Nguyễn Thị Hồng", "Phạm Quốc Hiếu", "Nguyễn Đức Duy")
    people = [await stage.person(name) for name in names]
    balancer.turns = itertools.repeat((one,))
    for _ in range(FREEZING_ROUNDS):
        for person in people:
            await does(person, "= /menu")
        sign.touch()
        while sign.exists():
            for person in people:
                begins(person, "= /menu")
            await asyncio.sleep(0.2)
        balancer.turns = itertools.repeat((other,))
        try:
            for person in people:
                await person.settle()
                await does(person, "= /dangky")
        finally:
            one.process.send_signal(signal.SIGCONT)
        balancer.turns = itertools.cycle([(bot,) for bot in (one, other)])
        for person in people:
            await does(person, "= /menu")
        balancer.turns = itertools.repeat((one,))
    balancer.turns = itertools.cycle([(bot,) for bot in (one, other)])
    hau = people[0]
    for step, _reads in LONGEST:
        await does(hau, step)
    assert "Mã số: TD23-" in hau.reads()
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)
    assert one.running


async def test_only_one_polls_and_when_it_is_killed_the_other_takes_over(stage: Stage) -> None:
    one, other = stage.bot, stage.new_bot()
    await one.start()
    hau = await stage.person("Nguyễn Công Hậu")
    await does(hau, LONGEST[0][0])
    await other.start()
    await health_becomes(other, 200)  # it stands by, and that is well
    for step, reads in LONGEST[1:]:
        if step == "Tiếp tục":
            begins(hau, step)
            await one.kill()
            await hau.settle()
        else:
            await does(hau, step)
        assert reads in hau.reads()
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)
    assert not [call for call in stage.world.calls if call.status == 409], "never two at once"


async def test_a_database_that_restarts_is_met_again(stage: Stage) -> None:
    """All connections are cut, as by a restart or a failover: the bot goes on without being started anew."""
    stage.failures_expected = True
    await stage.bot.start()
    hau = await stage.person("Nguyễn Công Hậu")
    cut = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    for place, (step, reads) in enumerate(LONGEST):
        if place % 3 == 1:
            await stage.database.run(lambda tx: tx.execute(cut))
        await does(hau, step)
        assert reads in hau.reads()
    await assert_registered_once(stage, hau)
    await assert_all_is_told(stage)


async def test_twenty_starts_of_two_members_of_the_office_through_two_processes_are_one(
    stage: Stage, balancer: Balancer, replicas: tuple[Bot, Bot]
) -> None:
    balancer.turns = itertools.cycle([(bot,) for bot in replicas])
    members = [await stage.person(name) for name in ("Nguyễn Đức Duy", "Phạm Quốc Hiếu")]
    readers = [await stage.person(name) for name in ("Nguyễn Công Hậu", "Lê Công Khôi", "Nguyễn Thị Hồng")]
    for person in (*members, *readers):
        await person.says("/menu")
    notice_id = await stage.database.run(lambda tx: ready_to_start(tx, members, [one.person_id for one in readers]))
    for member in members:
        await member.forges(ShowCheck(notice_id))
    for _ in range(10):
        for member in members:
            member.hits("Gửi ngay")
    await stage.settled()
    letters = columns(Letter)
    own = letters.c.source == source(notice_id)
    waiting = sa.select(letters.c.id).where(own, letters.c.state != State.SENT)
    await stage.until(lambda tx: not tx.execute(waiting).first(), "the letters did not leave")
    sent = await stage.rows(sa.select(letters.c.person_id).where(own))
    assert sorted(row.person_id for row in sent) == sorted(reader.person_id for reader in readers)
    assert [len(reader.kept(NOTICE)) for reader in readers] == [1, 1, 1]
    (notice,) = await stage.rows(sa.select(columns(NoticeRow).c.starts))
    assert notice.starts == 1
    assert min(balancer.handed.values()) > 10, "each process had its half of the taps"


def ready_to_start(tx: Tx, members: list[Caller], readers: list[int]) -> int:
    """A draft of the first member's, tried out, for readers of these keys; both members are in the Office."""
    role = {"role": Role.OFFICE, "since": tx.clock.today(), "from_roster": False}
    tx.execute(sa.insert(columns(Grant)), role | {"person_id": members[1].person_id})
    writer = load_actor(tx, members[0].user_id, chat(members[0].user_id))
    meant = {"people": readers}
    values = {"words": f"{NOTICE}.", "asks_register": False, "asks_known": True, "audience": meant}
    made = writing_actions.create(tx, writer, values, ())
    checking_actions.try_out(tx, writer, made)
    letters = columns(Letter)
    tx.execute(sa.update(letters).where(letters.c.kind == TRIAL).values(state=State.SENT))
    return made
