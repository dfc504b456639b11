"""The process dies in the midst of a run of letters, wherever it is, again and again: none is lost, none comes twice,
and those of which nobody can know are named."""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import sqlalchemy as sa

from bot.address import room
from bot.doors.web.messages import WebMessage
from bot.ledger.letter import Letter, State
from bot.ledger.planning import plan_all
from bot.outbox.courier import COURIER, WIDTH
from bot.people.records import Account
from bot.people.rules import has_chat
from bot.store import leases
from bot.store.database import Tx
from bot.store.leases import Lease
from bot.store.schema import columns
from tests.bench.crowd import FIRST_USER, prepare_crowd
from tests.engines import both_engines, on_postgresql
from tests.kill.dialogues import assert_all_is_told
from tests.kill.lives import Line
from tests.kill.nest import ROOT
from tests.kill.stage import LOOK, PATIENCE, Blow, Stage
from tests.ledger import figures

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("THIDUA_LETTER_KILLS", "15"))
"""In the long run of letters; 200 in make drill."""
LETTERS = int(os.environ.get("THIDUA_LETTERS", "500"))
"""2,000 in make drill."""
SEED = int(os.environ.get("THIDUA_SEED", "2023"))
SOURCE = "notice:1"
TALKERS = ("Nguyễn Công Hậu", "Phạm Quốc Hiếu", "Lâm Hồng Thu")
"""They get no letter, and go on tapping while it rains."""
OPEN = (State.PLANNED, State.LEASED, State.INFLIGHT)
_L, _LEASE, _A, _W = columns(Letter), columns(Lease), columns(Account), columns(WebMessage)


class Bots:
    """A bot on the stage that is born in no time, and dies by SIGKILL."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.pid = 0
        self.kills = 0

    async def start(self, fate: str = "") -> None:
        """`fate`: as in zygote.py."""
        self._line.say(fate)
        self.pid = int(await self._line.hear())

    async def died(self) -> None:
        assert await self._line.hear() == b"dead\n"
        self.pid = 0
        self.kills += 1

    def strike(self) -> None:
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


@asynccontextmanager
async def bots_on(stage: Stage, rate: float, **settings: str) -> AsyncIterator[Bots]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("THIDUA_")}
    environment |= {
        "PYTHONPATH": str(ROOT),
        "THIDUA_BOT_TOKEN": stage.world.token,
        "THIDUA_API_URL": stage.api_url,
        "THIDUA_DATABASE_URL": stage.url,
        "THIDUA_HTTP_PORT": "0",
        "THIDUA_WEB_URL": "http://127.0.0.1/td",
        "THIDUA_LOG_FORMAT": "json",
        "THIDUA_SEND_RATE": str(rate),
        **settings,
    }
    line = await Line.to("tests.kill.zygote", environment, ROOT, stage.bots[0].log)
    try:
        yield Bots(line)
    finally:
        await line.close()


async def audience(stage: Stage, size: int, by_web: int = 0) -> dict[int, int]:
    """So many linked people, each with a letter that is due: key -> key of the account. `by_web`: so many of them have
    it at the web door, and none at Telegram."""

    def body(tx: Tx) -> dict[int, int]:
        prepare_crowd(tx, size)
        goes_to_the_web(tx, by_web)
        rows = tx.execute(
            sa.select(_A.c.person_id, _A.c.user_id).where(_A.c.user_id >= FIRST_USER).order_by(_A.c.person_id)
        ).all()
        people = {row.person_id: row.user_id for row in rows}
        values = {person_id: {"words": f"Thư {person_id}"} for person_id in people}
        assert plan_all(tx, "bulk", SOURCE, "1", values) == size
        return people

    people = await stage.database.run(body)
    for user_id in [user_id for user_id in people.values() if has_chat(user_id)]:
        stage.world.human(user_id, f"Người {user_id}")
        stage.world.says(user_id, "/start")
    stage.world.call("getUpdates", {"offset": stage.world.updates.next_id})  # that was long ago
    return people


def goes_to_the_web(tx: Tx, size: int) -> None:
    """So many of the crowd are at the web door from now on, and not at Telegram."""
    crowd = sa.select(_A.c.user_id, _A.c.person_id).where(_A.c.user_id >= FIRST_USER).order_by(_A.c.person_id)
    for row in tx.execute(crowd).all()[::2][:size]:  # among the others, from the first letter on
        values = {"user_id": room(row.person_id).number, "web_since": tx.now}
        tx.execute(sa.update(_A).where(_A.c.user_id == row.user_id).values(**values))


async def counts(stage: Stage) -> dict[State, int]:
    return await stage.database.read(lambda tx: figures.totals(tx, SOURCE))


def none_is_open(now: dict[State, int]) -> bool:
    return not any(now[state] for state in OPEN)


async def until(stage: Stage, true: Callable[[dict[State, int]], bool], *, look: float = LOOK) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true(await counts(stage)):  # noqa: ASYNC110 - another process writes them
            await asyncio.sleep(look)


class Ledger:
    """Looks after each death: sums add up, and no more is unknown than was out."""

    def __init__(self, stage: Stage, people: dict[int, int]) -> None:
        self._stage, self._people = stage, people
        self._unknown = 0
        self.most = 0

    async def after_a_death(self) -> None:
        now = await counts(self._stage)
        assert sum(now.values()) == len(self._people)
        self.most = max(self.most, now[State.UNKNOWN] - self._unknown)
        self._unknown = now[State.UNKNOWN]
        assert self.most <= WIDTH and now[State.INFLIGHT] <= WIDTH

    async def _received(self) -> dict[int, int]:
        rows = await self._stage.rows(sa.select(_W.c.address, sa.func.count().label("n")).group_by(_W.c.address))
        web = {row.address.value: row.n for row in rows}
        return {
            person_id: sum(message.from_bot for message in self._stage.world.chat(user_id).messages)
            if has_chat(user_id)
            else web.get(person_id, 0)
            for person_id, user_id in self._people.items()
        }

    async def at_the_end(self, kills: int) -> str:
        """Raises unless everybody has one letter, or is named as one of whom nobody knows; the figures."""
        found = await counts(self._stage)
        assert sum(found.values()) == found[State.SENT] + found[State.UNKNOWN] == len(self._people)
        named = await self._stage.database.read(lambda tx: figures.by_name(tx, State.UNKNOWN))
        unknown = {entry.person_id for entry in named if entry.full_name}
        assert len(unknown) == found[State.UNKNOWN] <= WIDTH * kills
        got = await self._received()
        assert not any(not has_chat(self._people[person_id]) for person_id in unknown), "that door knows"
        doubled = [person_id for person_id, number in got.items() if number > 1]
        lost = [person_id for person_id, number in got.items() if not number and person_id not in unknown]
        assert (doubled, lost) == ([], [])
        arrived = sum(got[person_id] for person_id in unknown)
        return (
            f"{kills} kills, {len(self._people)} letters: 0 lost, 0 doubled, {found[State.SENT]} sent,"
            f" {len(unknown)} unknown by name ({arrived} of them arrived), at most {self.most} a kill; totals add up"
        )


OWN_HAND = [f"{when} {where} 1" for where in ("take_over", "fill") for when in ("before", "after")] + [
    f"{when} {where} {number}" for number in (1, 2, 5) for where in ("send", "record") for when in ("before", "after")
]
CALLS = ["not arrived", "arrived", "answered"] * 4


@both_engines
async def test_killed_at_every_commit_of_the_courier(stage: Stage) -> None:
    """Each of its transactions, not durable yet and just durable; and the calls between them."""
    people = await audience(stage, 300, by_web=100)
    ledger = Ledger(stage, people)
    async with bots_on(stage, 100.0) as bots:
        stage.world.strike = bots.strike
        for point in OWN_HAND + CALLS:

            def omen(method: str, point: str = point) -> Blow | None:
                if method != "sendMessage":
                    return None
                if point == "answered":
                    asyncio.get_running_loop().call_later(0.001, bots.strike)
                return {"not arrived": Blow.UNDONE, "arrived": Blow.DONE}.get(point)

            stage.world.omen = omen
            await bots.start(point if point in OWN_HAND else "")
            await asyncio.wait_for(bots.died(), PATIENCE)
            await stage.database.run(leases.clear)  # on PostgreSQL it would be waited for, twelve seconds each
            await ledger.after_a_death()
        stage.world.omen = lambda _method: None
        await bots.start()
        await until(stage, none_is_open)
        print(f"\nAt the commits of the courier: {await ledger.at_the_end(bots.kills)}")


async def test_killed_again_and_again_in_a_long_run(stage: Stage) -> None:
    """At random calls, before or after Telegram has done them; at any moment after; at any moment of the start. People
    go on tapping."""
    chance = random.Random(SEED)
    people = await audience(stage, LETTERS)
    talkers = [await stage.person(name) for name in TALKERS]
    ledger = Ledger(stage, people)
    async with bots_on(stage, 200.0) as bots:
        stage.world.strike = bots.strike
        strikes = list[asyncio.TimerHandle]()
        while bots.kills < KILLS:
            left = chance.randint(1, max(1, 2 * LETTERS // KILLS - 4))
            blow = chance.choice((None, *Blow))
            late = chance.random() * 0.02

            def omen(method: str, blow: Blow | None = blow, late: float = late) -> Blow | None:
                nonlocal left
                left -= method == "sendMessage"
                if left or method != "sendMessage":
                    return None
                if blow is None:
                    strikes.append(asyncio.get_running_loop().call_later(late, bots.strike))
                return blow

            stage.world.omen = omen
            await bots.start()
            stage.world.says(chance.choice(talkers).user_id, "/menu")
            if chance.random() < 0.1:
                strikes.append(asyncio.get_running_loop().call_later(chance.random(), bots.strike))
            dead = asyncio.create_task(bots.died())
            done = asyncio.create_task(until(stage, none_is_open, look=0.5))
            await asyncio.wait((done, dead), return_when=asyncio.FIRST_COMPLETED)
            done.cancel()
            if not dead.done():  # the letters were fewer than the omens
                bots.strike()
            await dead
            while strikes:  # each was meant for the life that is over: the last one is to live
                strikes.pop().cancel()
            await ledger.after_a_death()
        stage.world.omen = lambda _method: None
        await bots.start()
        await until(stage, none_is_open)
        await stage.settled()
        print(f"\nseed {SEED}: {await ledger.at_the_end(bots.kills)}")
    await assert_all_is_told(stage)
    for talker in talkers:
        assert "Tình trạng" in talker.reads()
    print(
        f"every surface shows what it should, {sum(len(one.from_bot()) for one in talkers)} replies to taps meanwhile"
    )


@on_postgresql
async def test_of_two_processes_the_one_that_sends_is_killed_and_the_other_goes_on(stage: Stage) -> None:
    people = await audience(stage, 300)
    async with bots_on(stage, 50.0) as one, bots_on(stage, 50.0) as other:
        await one.start()
        await until(stage, lambda now: now[State.SENT] > 20)
        await other.start()
        await until(stage, lambda now: now[State.SENT] > 60)
        owners = await stage.rows(sa.select(_LEASE.c.owner).where(_LEASE.c.name == COURIER))
        held = await stage.rows(sa.select(_L.c.owner).where(_L.c.state != State.PLANNED).distinct())
        assert [row.owner for row in held] == [row.owner for row in owners], "only one has sent so far"
        one.strike()
        await until(stage, none_is_open)
        print(f"\n1 of 2: {await Ledger(stage, people).at_the_end(1)}")
