"""A department that goes on while the processes that serve it are replaced: people who register, a notice that leaves,
and what each of them waited."""

import asyncio
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import sqlalchemy as sa

from bot.dialogue.surface import SurfaceRow
from bot.doors.buttons import pack
from bot.ledger.letter import Letter, State
from bot.notices.letter_names import source
from bot.notices.targets import ShowCheck
from bot.people.records import Account, Person
from bot.store.database import Tx
from bot.store.engines.opening import sync_engine
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from tests.bench.crowd import FIRST_USER, prepare_crowd
from tests.kill.dialogues import LONGEST, SHORT, Dialogue, assert_all_is_told, assert_registered_once, begins
from tests.kill.stage import LOOK, Bot, Caller, Stage
from tests.kill.test_kill import HAD_LAST_YEARS_TITLE
from tests.kill.test_letters import OPEN
from tests.kill.test_replicas import NOTICE, ready_to_start
from tests.migrations.coming import versions, write_revision

PEOPLE = 8
READERS = 200
"""People who get the notice."""
COMMON = {"THIDUA_SEND_RATE": "20"}
"""Settings of all processes: the notice is on its way all the time."""
THINKS = 0.4
"""Seconds between an answer and the next tap."""
AFTERWARDS = ("= /menu", "Đăng ký của tôi", "Trang chính")
HOT = ("inbox", "letter", "surface", "registration")
"""Tables in which something is written at every tap and for every letter."""

TOMORROW = """
import dataclasses
from bot import slices, wiring


def registry(*given):
    made = slices.registry(*given)
    flow = dataclasses.replace(made.flows["register"], name="tomorrow")
    return dataclasses.replace(made, flows={**made.flows, "tomorrow": flow})


wiring.registry = registry
"""
"""The version that has one dialogue more."""

_I, _S, _L, _A, _P = (columns(one) for one in (InboxRow, SurfaceRow, Letter, Account, Person))


def next_version(folder: Path) -> str:
    """The version that has two revisions more: columns of every hot table, all in one, which is the worst way; and an
    index of each."""
    later = versions(folder / "next")
    added = "\n".join(
        f'op.add_column("{table}", sa.Column("next_word", sa.String(), nullable=True))\n'
        f'op.add_column("{table}", sa.Column("next_number", sa.Integer(), nullable=False, server_default="7"))'
        for table in HOT
    )
    write_revision(later / "9001_columns.py", added, "9001")
    made = "\n".join(f'create_index("ix_{table}_next", "{table}", ["next_number", "next_word"])' for table in HOT)
    write_revision(later / "9002_indexes.py", made, "9002", "9001", "from bot.migrations.beside import create_index")
    return f"import pathlib; from bot.store import upkeep; upkeep.VERSIONS = pathlib.Path({str(later)!r})"


def in_turn(serving: list[Bot]) -> Iterator[tuple[Bot, ...]]:
    """Each of those that serve at the time, one after the other."""
    while True:
        for bot in [*serving]:
            yield (bot,)


class Crowd:
    """People who tap one after the other, each waiting for the own answer."""

    def __init__(self, stage: Stage, people: list[Caller], member: Caller, readers: dict[int, int]) -> None:
        self.stage, self.people, self.member, self.readers = stage, people, member, readers
        self.notice = 0
        self.phases = [""]
        self.waits = defaultdict[str, list[float]](list)
        """Phase -> the seconds that each tap waited for its answer."""
        self._over = False

    @classmethod
    async def of(cls, stage: Stage) -> "Crowd":
        """Some people with last year's title, one without, a member of the Office with a notice that is ready, and
        those who will get it."""
        names = [row.full_name for row in await stage.rows(HAD_LAST_YEARS_TITLE)]
        people = [await stage.person(name) for name in ("Nguyễn Công Hậu", *names[: PEOPLE - 1])]
        members = [await stage.person(name) for name in ("Nguyễn Đức Duy", "Phạm Quốc Hiếu")]
        readers = await stage.database.run(_linked_crowd)
        for user_id in readers.values():
            stage.world.human(user_id, f"Người {user_id}")
        for user_id in (*readers.values(), members[0].user_id):
            stage.world.says(user_id, "/start")
        stage.world.call("getUpdates", {"offset": stage.world.updates.next_id})  # that was long ago
        crowd = cls(stage, people, members[0], readers)
        crowd.notice = await stage.database.run(lambda tx: ready_to_start(tx, members, list(readers)))
        return crowd

    # --- phases -------------------------------------------------------------------------------------------------------

    @property
    def phase(self) -> str:
        return self.phases[-1]

    @phase.setter
    def phase(self, name: str) -> None:
        self.phases.append(name)

    async def taps(self, phase: str, count: int) -> None:
        """Return when so many taps were answered in this phase."""
        self.phase = phase
        while len(self.waits[phase]) < count:  # noqa: ASYNC110 - people wait each for the own answer
            await asyncio.sleep(LOOK)

    @asynccontextmanager
    async def living(self) -> AsyncIterator[None]:
        """All of them go on as long as this lasts; when it ends everybody has registered, in one phase or another."""
        async with asyncio.TaskGroup() as group:
            for place, person in enumerate(self.people):
                group.create_task(self._lives(person, LONGEST if place == 0 else SHORT, 2 + place % 4))
            yield
            self._over = True

    async def _lives(self, person: Caller, dialogue: Dialogue, begins_in: int) -> None:
        while len(self.phases) <= begins_in and not self._over:
            await self._does(person, "= /menu")
        for step, reads in dialogue:
            await self._does(person, step)
            assert reads in person.reads(), f"{person.name}, {step}: {person.reads()}"
        while not self._over:
            for step in AFTERWARDS:
                await self._does(person, step)

    async def _does(self, person: Caller, step: str) -> None:
        await self._answered(person, lambda: begins(person, step))
        await asyncio.sleep(THINKS)

    async def send_notice(self) -> None:
        member = self.member
        await self._answered(member, lambda: begins(member, "= /menu"))
        check = pack(ShowCheck(self.notice))

        def opens_the_check() -> None:
            self.stage.world.taps(member.user_id, member.screen.message_id, check, forge=True)

        await self._answered(member, opens_the_check)
        await self._answered(member, lambda: begins(member, "Gửi ngay"))

    async def _answered(self, person: Caller, do: Callable[[], None]) -> None:
        loop, phase = asyncio.get_running_loop(), self.phase
        began = loop.time()
        await answered(self.stage, person, do)
        self.waits[phase].append(loop.time() - began)

    # --- the end ------------------------------------------------------------------------------------------------------

    async def assert_registered(self) -> None:
        await assert_registered_once(self.stage, *self.people)

    def told(self) -> str:
        """The longest wait of each phase."""
        each = (f"{phase}: {len(waits)} taps, {max(waits):.2f} s" for phase, waits in self.waits.items() if waits)
        return f"{len(self.people)} people registered once; longest waits: {'; '.join(each)}"


async def answered(stage: Stage, person: Caller, do: Callable[[], None]) -> None:
    """Do it, and wait until just that is done and shown."""
    do()
    number, who = stage.world.updates.next_id - 1, person.user_id

    def shown(tx: Tx) -> bool:
        row = tx.execute(sa.select(_I.c.done_at, _I.c.dead_at).where(_I.c.update_id == number)).one_or_none()
        assert row is None or row.dead_at is None, f"{person.name}: the update is dead"
        lags = sa.select(sa.func.count()).where(_S.c.shown < _S.c.wanted, _S.c.user_id == who)
        return row is not None and row.done_at is not None and not tx.execute(lags).scalar_one()

    await stage.until(shown, f"{person.name} was not answered")


def _linked_crowd(tx: Tx) -> dict[int, int]:
    prepare_crowd(tx, READERS)
    rows = tx.execute(sa.select(_A.c.person_id, _A.c.user_id).where(_A.c.user_id >= FIRST_USER))
    return {row.person_id: row.user_id for row in rows}


async def all_has_come_to_its_end(stage: Stage, crowd: Crowd) -> str:
    """Raises unless everybody has registered once, has each letter once, and sees what is so; the figures."""
    await crowd.assert_registered()
    told = await letters_are_settled(stage, crowd)
    await stage.settled()  # boards that others' answers have changed are drawn anew
    await assert_all_is_told(stage)
    return told


async def letters_are_settled(stage: Stage, crowd: Crowd) -> str:
    """Wait until every letter of the notice has left. Raises unless each reader has it once, or is named as one of whom
    nobody knows; the figures."""
    own = _L.c.source == source(crowd.notice)
    await stage.until(
        lambda tx: not tx.execute(sa.select(_L.c.id).where(own, _L.c.state.in_(OPEN))).first(), "letters did not leave"
    )
    named = sa.select(_L.c.person_id, _L.c.state, _P.c.full_name).join(_P, _P.c.id == _L.c.person_id).where(own)
    rows = await stage.rows(named)
    assert sorted(row.person_id for row in rows) == sorted(crowd.readers)
    assert {row.state for row in rows} <= {State.SENT, State.UNKNOWN}
    for row in rows:
        chat = stage.world.chat(crowd.readers[row.person_id]).messages
        got = sum(message.from_bot and NOTICE in message.text for message in chat)
        assert got == 1 or (got == 0 and row.state is State.UNKNOWN), f"{row.full_name}: {got} times, {row.state}"
    unknown = sum(row.state is State.UNKNOWN for row in rows)
    return f"{len(rows)} letters, 0 lost, 0 doubled, {unknown} unknown by name"


def tries(bots: list[Bot]) -> int:
    """The number of alterations that were undone and tried again, since people were in their way."""
    return sum(bot.log.read_text().count("could not be altered") for bot in bots)


class Watched:
    """The longest that a statement was seen waiting for a lock, those that alter the schema apart."""

    _WAITING = sa.text(
        "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - query_start)), 0) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        " AND query !~* '^\\s*(ALTER|CREATE|DROP|LOCK)'"
    )

    def __init__(self, url: str) -> None:
        self.longest = 0.0
        self._url, self._over = url, threading.Event()

    @classmethod
    @asynccontextmanager
    async def held_up(cls, stage: Stage) -> AsyncIterator["Watched"]:
        """Looks all the time, beside everything else."""
        watched = cls(stage.url)
        looking = asyncio.create_task(asyncio.to_thread(watched._look))
        try:
            yield watched
        finally:
            watched._over.set()
            await looking

    def _look(self) -> None:
        engine = sync_engine(self._url)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while not self._over.wait(4 * LOOK):
                self.longest = max(self.longest, float(connection.execute(self._WAITING).scalar_one()))
        engine.dispose()
