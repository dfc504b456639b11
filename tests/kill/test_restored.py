"""The store is not the one that was served here last: nothing is fetched and nothing leaves until somebody arms it."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from bot.address import chat
from bot.ledger.letter import Letter, State
from bot.notices import rules
from bot.notices.checking import actions as checking
from bot.notices.letter_names import TRIAL, source
from bot.notices.records import NoticeRow
from bot.notices.sending import actions
from bot.notices.writing import actions as writing
from bot.people.identity import Scope, load_actor, roster
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.engines.sqlite import sqlite_path
from bot.store.schema import columns
from bot.store.upkeep import migration_config, revision
from tests.engines import both_engines
from tests.kill.stage import Blow, Bot, Caller, Stage
from tests.ledger import figures

pytestmark = pytest.mark.slow

READERS = 20
WORDS = "Họp lúc 8 giờ"
OPEN = (State.PLANNED, State.LEASED, State.INFLIGHT)
_L = columns(Letter)


async def readers(stage: Stage, size: int = READERS) -> list[Caller]:
    """So many who have used the bot before, and a member of the Office in front of them."""
    staff = await stage.database.run(lambda tx: roster(tx, Scope(everybody=True), tx.clock.today()))
    people = [await stage.person(name) for name in ["Nguyễn Đức Duy", *(one.full_name for one in staff)][: size + 1]]
    for person in people:
        stage.world.came_before(person.user_id)
    return people


async def starts_notice(stage: Stage, people: list[Caller]) -> str:
    """A notice to all but the first goes out now; the name of its letters."""

    def body(tx: Tx) -> str:
        writer = load_actor(tx, people[0].user_id, chat(people[0].user_id))
        meant = {"people": [reader.person_id for reader in people[1:]]}
        values = {"words": f"{WORDS}.", "asks_register": False, "asks_known": False, "audience": meant}
        made = writing.create(tx, writer, values, ())
        checking.try_out(tx, writer, made)
        tx.execute(sa.update(_L).where(_L.c.kind == TRIAL).values(state=State.SENT))
        (written,) = tx.execute(sa.select(columns(NoticeRow).c.revision)).scalars()
        assert actions.start(tx, writer, made, rules.seal(written, len(people) - 1)) == len(people) - 1
        return source(made)

    return await stage.database.run(body)


async def becomes(stage: Stage, letters: str, wanted: str) -> None:
    """Wait until five have gone, or until none is open."""

    def true(tx: Tx) -> bool:
        now = figures.totals(tx, letters)
        return now[State.SENT] >= 5 if wanted == "under way" else not any(now[state] for state in OPEN)

    await stage.until(true, f"the notice was never {wanted}")


def got(people: list[Caller]) -> list[int]:
    return [len(person.kept(WORDS)) for person in people]


@asynccontextmanager
async def put_away(stage: Stage) -> AsyncIterator[Path]:
    """The file of the store, while nobody has it open."""
    await stage.database.close()
    yield sqlite_path(stage.url)
    stage.database = open_database(stage.url, stage.clock)


async def assert_refused(bot: Bot, stage: Stage, why: str) -> None:
    """One sentence, no traceback, and not one call."""
    calls = len(stage.world.calls)
    code, said = await bot.says("run")
    assert code == 2, said
    assert why in said
    assert "thidua arm" in said
    assert said.count("\n") == 1, said
    assert len(stage.world.calls) == calls


def copy(stage: Stage) -> Path:
    taken = stage.folder / "copy.db"
    with closing(sqlite3.connect(sqlite_path(stage.url))) as store:
        store.execute("VACUUM INTO ?", (str(taken),))
    return taken


def put(taken: Path, store: Path, how: str) -> None:
    for left in ("-wal", "-shm"):
        Path(f"{store}{left}").unlink(missing_ok=True)
    if how == "moved over it":
        taken.replace(store)
    else:
        shutil.copyfile(taken, store)


@pytest.mark.parametrize(
    ("then", "putting"),
    [("it goes on to the end", "moved over it"), ("it is killed at once", "written into it")],
)
async def test_a_copy_taken_while_a_notice_goes_out_sends_it_to_nobody_twice(
    stage: Stage, then: str, putting: str
) -> None:
    people = await readers(stage)
    bot = stage.new_bot(THIDUA_SEND_RATE="10")
    stage.world.strike = bot.strike
    letters = await starts_notice(stage, people)
    await bot.start()
    await becomes(stage, letters, "under way")
    taken = copy(stage)
    if then == "it is killed at once":
        stage.world.omen = lambda method: Blow.DONE if method == "sendMessage" else None
        await bot.process.wait()
        stage.world.omen = lambda _method: None
    else:
        await becomes(stage, letters, "over")
        await bot.kill()
    before = got(people[1:])
    async with put_away(stage) as store:
        put(taken, store, putting)
    await assert_refused(bot, stage, "cũ hơn lần ghi cuối")
    code, said = await bot.says("check")
    assert code == 1
    assert "cũ hơn lần ghi cuối" in said
    sent = (await stage.database.read(lambda tx: figures.totals(tx, letters)))[State.SENT]
    code, said = await bot.says("arm")
    assert (code, said.count("\n")) == (0, 1)
    assert f"{READERS - sent} tin có thể đã gửi" in said
    await bot.start()
    await stage.settled()
    await becomes(stage, letters, "over")
    assert got(people[1:]) == before
    assert max(before) == 1
    named = await stage.database.read(lambda tx: figures.by_name(tx, State.UNKNOWN, letters))
    unknown = {one.person_id for one in named if one.full_name}
    now = await stage.database.read(lambda tx: figures.totals(tx, letters))
    assert now[State.SENT] + len(unknown) == READERS
    recorded = await stage.rows(sa.select(_L.c.person_id).where(_L.c.state == State.SENT, _L.c.source == letters))
    arrived = {person.person_id for person, number in zip(people[1:], before, strict=True) if number}
    assert arrived <= unknown | {row.person_id for row in recorded}
    code, said = await bot.says("arm")
    assert code == 2, "it runs"


@both_engines
async def test_killed_and_started_again_it_stays_armed(stage: Stage) -> None:
    people = await readers(stage, 8)
    letters = await starts_notice(stage, people)
    stage.bot = bot = stage.new_bot(THIDUA_SEND_RATE="10")
    stage.world.strike = bot.strike
    deaths, ended = iter((Blow.DONE, None, Blow.UNDONE, None, Blow.DONE)), set[int]()

    def omen(method: str) -> Blow | None:
        """Each life dies once: a call that was on its way when it died asks nothing more."""
        blow = next(deaths, None) if method == "sendMessage" and bot.starts not in ended else None
        if blow is not None:
            ended.add(bot.starts)
        return blow

    stage.world.omen = omen
    await bot.start()
    async with stage.looked_after():
        await becomes(stage, letters, "over")
    assert bot.starts == 4
    assert max(got(people[1:])) == 1
    await bot.kill()
    code, said = await bot.says("arm")
    assert (code, said) == (0, "Kho dữ liệu này đang dùng được, không cần lệnh «thidua arm».\n")


async def test_a_copy_in_another_folder_or_on_another_machine_is_disarmed(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.bot.start()
    await (await stage.person("Nguyễn Công Hậu")).says("/menu")
    await stage.bot.stop()
    async with put_away(stage) as store:
        alone, whole = tmp_path / "alone", tmp_path / "whole"
        alone.mkdir()
        shutil.copy2(store, alone / store.name)
        whole.mkdir()
        for file in store.parent.glob(f"{store.name}*"):
            shutil.copy2(file, whole / file.name)
        assert (whole / f"{store.name}.witness").exists()
    copies = [stage.new_bot(THIDUA_DATABASE_URL=f"sqlite:///{folder / store.name}") for folder in (alone, whole)]
    for bot in copies:
        await assert_refused(bot, stage, "là bản sao")
    await stage.bot.start()
    await stage.bot.stop()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another home"))
    await assert_refused(copies[0], stage, "đã phục vụ ở nơi khác")
    await assert_refused(copies[1], stage, "là bản sao")
    await stage.bot.start()


async def test_a_folder_that_was_brought_back_as_a_whole_is_disarmed(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nothing can be kept for the user, and its files may have got the very numbers that they had."""
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null")
    await stage.bot.start()
    await stage.bot.stop()
    async with put_away(stage) as store:
        files = sorted(store.parent.glob(f"{store.name}*"))
        kept = tmp_path / "kept"
        kept.mkdir()
        for file in files:
            shutil.copy2(file, kept / file.name)
            file.unlink()
            shutil.copy2(kept / file.name, file)
    await assert_refused(stage.bot, stage, "là bản sao")


@both_engines
async def test_a_store_of_the_version_before_that_has_sent_letters_is_migrated_and_serves(stage: Stage) -> None:
    people = await readers(stage, 2)
    letters = await starts_notice(stage, people)
    sent = sa.update(_L).where(_L.c.source == letters)
    await stage.database.run(lambda tx: tx.execute(sent.values(state=State.SENT, ended_at=tx.now)) and None)
    await stage.database.close()
    await asyncio.to_thread(command.downgrade, migration_config(stage.url), "0009")
    assert revision(stage.url) == "0009"
    stage.database = open_database(stage.url, stage.clock)
    for _ in range(2):
        await stage.bot.start()
        await people[1].says("/menu")
        assert "Tình trạng" in people[1].reads()
        await stage.bot.kill()
    assert got(people[1:]) == [0, 0]


async def test_there_is_nothing_to_arm_where_there_is_no_store(stage: Stage, tmp_path: Path) -> None:
    bot = stage.new_bot(THIDUA_DATABASE_URL=f"sqlite:///{tmp_path / 'none' / 'none.db'}")
    code, said = await bot.says("arm")
    assert code == 2
    assert said.startswith("Chưa có kho dữ liệu.")
    assert not (tmp_path / "none").exists()
