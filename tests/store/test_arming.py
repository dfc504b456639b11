"""A store that this machine did not write last is disarmed, and when it is armed, what may have left is in doubt."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.clock import Clock
from bot.commands import arm as arming
from bot.commands.arm import Disarmed, arm, judge, take_up, why_disarmed
from bot.ledger import sources
from bot.ledger.change import ChangeKind, letters_of, plan_change
from bot.ledger.letter import Letter, Reason, State
from bot.refusal import Refusal
from bot.store import generations, witness
from bot.store.database import Database
from bot.store.engines.opening import open_database
from bot.store.generations import EPOCH, Identity
from bot.store.schema import columns
from bot.store.witness import SIZE, Note, Witness
from tests.engines import Stores, both_engines, on_postgresql
from tests.ledger import figures
from tests.outbox.run import SOURCE, Run, running

_L = columns(Letter)

NEW, FILE, SHARED = Identity("a", 0, None), Identity("a", 7, None), Identity("a", 7, "db")


def seen(generation: int, *, store: str = "a", place: str | None = "1", itself: bool = True) -> Note:
    return Note(store, generation, place, itself)


@pytest.mark.parametrize(
    ("store", "place", "beside", "apart", "why"),
    [
        pytest.param(None, "1", None, None, None, id="never served"),
        pytest.param(None, "1", seen(7), None, Disarmed.OTHER, id="of a version that kept no count, over a served one"),
        pytest.param(NEW, "1", None, None, None, id="killed before its first note"),
        pytest.param(FILE, "1", seen(7), seen(7), None, id="as it was left"),
        pytest.param(FILE, "1", seen(5), seen(6), None, id="further, after a power cut"),
        pytest.param(FILE, "1", seen(7), None, None, id="no folder of the user's"),
        pytest.param(FILE, "1", None, seen(7), None, id="the file beside it is lost"),
        pytest.param(FILE, "1", seen(8), None, Disarmed.OLDER, id="an older copy in its place"),
        pytest.param(FILE, "1", seen(7), seen(8), Disarmed.OLDER, id="its folder was restored as a whole"),
        pytest.param(FILE, "1", seen(7, itself=False), None, Disarmed.COPIED, id="its folder was copied as a whole"),
        pytest.param(FILE, "2", seen(7), seen(7), Disarmed.COPIED, id="a copy of just now in its place"),
        pytest.param(FILE, "2", None, seen(7), Disarmed.COPIED, id="a copy in another folder"),
        pytest.param(FILE, "1", seen(3, store="b"), None, Disarmed.OTHER, id="in the place of another store"),
        pytest.param(FILE, "1", None, None, Disarmed.ELSEWHERE, id="from another machine"),
        pytest.param(SHARED, "db", None, None, None, id="a database that another machine serves as well"),
        pytest.param(SHARED, "db", None, seen(7, place="db"), None, id="a database as it was left"),
        pytest.param(SHARED, "db", None, seen(8, place="db"), Disarmed.OLDER, id="a database gone back"),
        pytest.param(SHARED, "copy", None, None, Disarmed.COPIED, id="a copy of a database"),
        pytest.param(SHARED, "copy", None, seen(7, place="db"), Disarmed.COPIED, id="a copy beside its original"),
    ],
)
def test_which_store_is_armed(
    store: Identity | None, place: str, beside: Note | None, apart: Note | None, why: Disarmed | None
) -> None:
    assert judge(store, place, beside, apart) is why


def test_each_reason_has_a_sentence() -> None:
    assert arming.SENTENCES.keys() == set(Disarmed)


# --- what this machine saw --------------------------------------------------------------------------------------------


def test_a_witness_remembers_the_highest_and_knows_itself_from_its_copy(tmp_path: Path) -> None:
    beside, apart = tmp_path / "store.witness", tmp_path / "state" / "a.witness"
    one = Witness("a", EPOCH * 9, "1", beside=beside, apart=apart)
    one.saw(EPOCH * 9 + 2)
    one.saw(EPOCH * 9 + 1)
    assert witness.read(beside) == witness.read(apart) == Note("a", EPOCH * 9 + 2, "1", itself=True)
    one.close()
    Witness("a", 3, "1", beside=beside, apart=None).close()
    assert witness.read(beside) == Note("a", 3, "1", itself=True), "a shorter text in place of a longer one"
    assert beside.stat().st_size == SIZE
    assert beside.stat().st_mode & 0o777 == 0o600
    for copied in (beside, apart):
        shutil.copyfile(copied, tmp_path / "copy")
        copied.unlink()
        (tmp_path / "copy").rename(copied)
    assert witness.read(beside) == Note("a", 3, "1", itself=False)
    assert witness.read(apart) == Note("a", EPOCH * 9 + 2, "1", itself=True), "who moves house takes it along"


def test_a_copy_that_has_got_the_number_of_what_it_replaces_is_still_a_copy(tmp_path: Path) -> None:
    beside = tmp_path / "store.witness"
    Witness("a", 3, "1", beside=beside, apart=None).close()
    said, number = beside.read_bytes(), beside.stat().st_ino
    beside.unlink()
    beside.write_bytes(said)
    if beside.stat().st_ino != number:
        pytest.skip("this file system gave it another number")
    assert witness.read(beside) == Note("a", 3, "1", itself=False)


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"store": "a"}), "\0" * SIZE])
def test_what_cannot_be_read_is_no_witness(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken").write_text(text)
    assert witness.read(tmp_path / "broken") is None
    assert witness.read(tmp_path / "none") is None


def test_where_nothing_can_be_kept_for_the_user_the_file_beside_the_store_serves(tmp_path: Path) -> None:
    (tmp_path / "no folder").touch()
    one = Witness("a", 3, "1", beside=tmp_path / "store.witness", apart=tmp_path / "no folder" / "a.witness")
    one.saw(4)
    one.close()
    assert witness.read(tmp_path / "store.witness") == Note("a", 4, "1", itself=True)


def test_a_relative_folder_for_the_users_state_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", "somewhere")
    assert witness.apart("a") == tmp_path / ".local" / "state" / "thidua-bot" / "a.witness"


# --- a store ----------------------------------------------------------------------------------------------------------


@both_engines
async def test_a_store_that_was_never_served_is_armed_and_stays_so(database: Database) -> None:
    assert await why_disarmed(database) is None
    for starts in range(1, 4):
        one = await take_up(database)
        generation = await database.run(generations.rise)
        assert generation is not None
        one.saw(generation)
        one.close()
        assert await why_disarmed(database) is None
        kept = await database.read(generations.identity)
        assert kept is not None
        assert kept.generation == 2 * starts


@on_postgresql
async def test_a_database_copied_from_a_template_or_gone_back_is_disarmed_until_it_is_armed(
    stores: Stores, tmp_path: Path, store_url: str, clock: Clock
) -> None:
    database = open_database(store_url, clock)
    (await take_up(database)).close()
    await database.close()
    copied = stores.copy(store_url, "copied")
    copy = open_database(copied, clock)
    with pytest.raises(Refusal) as refused:
        await take_up(copy)
    assert refused.value.key == "store.disarmed.copied"
    await arm(copy)
    armed = await copy.read(generations.identity)
    assert armed is not None
    assert judge(armed, armed.place, None, Note(armed.store, 10**9, "of the original", itself=True)) is None, (
        "however far another machine has seen its original"
    )
    one = await take_up(copy)
    one.saw(await _risen(copy))
    one.close()
    await copy.run(lambda tx: tx.execute(sa.update(columns(generations.StoreIdentity)).values(generation=1)))
    with pytest.raises(Refusal) as refused:
        await take_up(copy)
    assert refused.value.key == "store.disarmed.older"
    await copy.close()
    original = open_database(store_url, clock)
    with pytest.raises(Refusal) as refused:
        await take_up(original)
    assert refused.value.key == "store.disarmed.older", "of two of one name the one that was armed last serves"
    await original.close()


async def _risen(database: Database) -> int:
    generation = await database.run(generations.rise)
    assert generation is not None
    return generation


@on_postgresql
async def test_a_dump_that_was_read_into_the_same_database_is_disarmed(database: Database) -> None:
    """Its tables are others of the same name."""
    (await take_up(database)).close()
    again = (
        "ALTER TABLE store_identity RENAME TO before",
        "CREATE TABLE store_identity AS SELECT * FROM before",
        "DROP TABLE before",
    )
    for line in again:
        await database.run(lambda tx: tx.execute(sa.text(line)) and None)  # noqa: B023
    with pytest.raises(Refusal) as refused:
        await take_up(database)
    assert refused.value.key == "store.disarmed.copied"


# --- what leaves, and what is in doubt --------------------------------------------------------------------------------


@both_engines
async def test_whatever_leaves_was_noted_before(store_url: str) -> None:
    async with running(store_url, 3) as run:
        (await take_up(run.database)).close()
        noted = list[tuple[int, int]]()
        await run.courier.stop()
        run.courier = await run.new_courier(lambda generation: noted.append((generation, len(run.sends()))))
        await run.courier.take_over()
        taken_over = len(noted)
        assert taken_over, "also while nothing leaves, every few seconds"
        await run.plan()
        await run.delivers()
        assert await run.totals() == {"sent": 3}
        kept = await run.database.read(generations.identity)
        assert kept is not None
        assert [sent for _generation, sent in noted[taken_over:]] == [0, 1, 2], "once before each"
        assert noted[-1][0] == kept.generation
        recalled = len(noted)
        await run.database.run(
            lambda tx: plan_change(tx, letters_of(tx, SOURCE), ChangeKind.RECALL, 1, by=run.people[0])
        )
        await run.courier.change()
        assert run.received_in_all() == [0, 0, 0]
        assert len(noted) > recalled, "a change as well"


async def _elsewhere(run: Run) -> None:
    """The store was served on a machine of which nobody here knows."""
    store = await run.database.run(lambda tx: generations.adopt(tx, "another"))
    await run.database.run(generations.rise)
    assert store.generation == 0


@both_engines
async def test_what_may_have_left_is_in_doubt_by_name_and_what_is_later_stays_planned(store_url: str) -> None:
    async with running(store_url, 3) as run:
        now = run.clock.now()
        await run.plan()
        await run.delivers()
        await run.plan(source="notice:2", occurrence="due")
        await run.plan(kind="repeated", source="reminder:1")
        await run.plan(source="notice:3", due_at=now + timedelta(days=1))
        await run.database.run(lambda tx: sources.stop(tx, "notice:4", by=run.people[0]))
        await run.plan(source="notice:4")
        await run.plan(source="notice:5")
        out = sa.update(_L).where(_L.c.source == "notice:5")
        await run.database.run(lambda tx: tx.execute(out.values(state=State.INFLIGHT, owner="dead")) and None)
        await _elsewhere(run)
        assert (await why_disarmed(run.database)) is not None
        said = await arm(run.database)
        assert (said.key, said.values["count"]) == ("arm.done", 9)
        assert await why_disarmed(run.database) is None
        assert await run.totals() == {"sent": 3}
        for source in ("notice:2", "reminder:1", "notice:5"):
            assert await run.totals(source) == {"unknown": 3}
        assert await run.totals("notice:3") == {"planned": 3}
        assert await run.totals("notice:4") == {"planned": 3}, "they never left, and never will"
        named = await run.database.read(lambda tx: figures.by_name(tx, State.UNKNOWN, "notice:2"))
        assert [(one.full_name, one.reason) for one in named] == [
            (f"Nguyễn Văn {number}", Reason.COPIED) for number in (1, 2, 3)
        ]
        await run.courier.take_over()
        await run.delivers()
        assert run.received_in_all() == [1, 1, 1], "nothing is sent by guess"
        again = await arm(run.database)
        assert again.key == "arm.needless"
