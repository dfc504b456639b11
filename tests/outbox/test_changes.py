"""Letters are edited and recalled: each copy ends somewhere, with a reason, whatever Telegram answers."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.ledger.change import ChangeKind, changes_of, plan_change
from bot.ledger.letter import Letter, PartState
from bot.ledger.planning import plan_all
from bot.people.records import Account
from bot.playground.api.faults import Fault, answered, blocked, cut_off, halted, page, server_error, silent
from bot.store import leases
from bot.store.database import Database, Tx
from bot.store.schema import columns
from tests.engines import both_engines, both_engines_at_length
from tests.ledger import figures
from tests.outbox.pieces import NOTICE, calls, letter_ids, parts, seen, stored
from tests.outbox.run import FIRST_USER, SOURCE, Run, running

pytestmark = both_engines
EDIT, RECALL = ChangeKind.EDIT, ChangeKind.RECALL
LONG = "dài " * 300
_A, _L = columns(Account), columns(Letter)


async def arrived(run: Run, **values: Any) -> None:
    """A notice to everybody that they have, and a clean sheet of calls."""
    people = {person_id: {"words": "Cũ", **values} for person_id in run.people}
    await run.database.run(lambda tx: plan_all(tx, "notice", SOURCE, "1", people))
    await run.delivers()
    assert await run.totals() == {"sent": len(run.people)}
    run.world.calls.clear()


async def planned(run: Run, kind: ChangeKind = EDIT, version: int = 1, **values: Any) -> int:
    ids = await letter_ids(run)
    data = {"words": "Mới", **values} if kind is EDIT else {}
    return await run.database.run(lambda tx: plan_change(tx, ids, kind, version, 1, data))


async def changed(run: Run, kind: ChangeKind = EDIT, version: int = 1, **values: Any) -> dict[str, int]:
    """Planned, carried, and the sums."""
    await planned(run, kind, version, **values)
    return await carried(run, kind, version)


async def carried(run: Run, kind: ChangeKind = EDIT, version: int = 1) -> dict[str, int]:
    for _ in range(8):
        await run.courier.change()
        await run.clock.sleep(61)
    found = await run.database.run(lambda tx: figures.change_totals(tx, SOURCE, kind, version))
    return {f"{state.value} {reason.value}" if reason else state.value: n for (state, reason), n in found.items()}


# --- what is there to be changed --------------------------------------------------------------------------------------


async def test_words_and_buttons_are_put_anew_where_they_are(store_url: str) -> None:
    async with running(store_url, 3, kinds=(NOTICE,)) as run:
        await arrived(run)
        assert await changed(run, button=True) == {"done": 3}
        for person_id in run.people:
            [message] = seen(run, person_id)
            assert (message.text, len(message.rows)) == ("Nội dung: Mới", 1)
        assert calls(run) == ["editMessageText"] * 3
        assert [row.text for row in await parts(run)] == ["Nội dung: Cũ"] * 3, "the part keeps what was said first"


async def test_words_below_a_photo_and_the_photo_itself_are_changed(store_url: str) -> None:
    async with running(store_url, 2, kinds=(NOTICE,)) as run:
        old, new = await stored(run, 1), await stored(run, 2)
        await arrived(run, files=old)
        assert await changed(run, version=1, files=old) == {"done": 2}
        assert await changed(run, version=2, files=new) == {"done": 2}
        assert calls(run) == ["editMessageCaption"] * 2 + ["editMessageMedia"] * 2
        assert seen(run, 1)[0].text == "Nội dung: Mới"
        assert seen(run, 1)[0].attachment.data[-1] == 2  # type: ignore[union-attr]
        assert len(run.world.files._by_id) == 2, "uploaded once each"
        assert await changed(run, version=3, files=new) == {"not_needed same": 2}


async def test_of_an_album_the_words_are_changed_and_short_words_stay_where_the_long_ones_were(store_url: str) -> None:
    async with running(store_url, 1, kinds=(NOTICE,)) as run:
        files = await stored(run, 1, 2)
        await arrived(run, files=files, words=LONG)
        assert await changed(run, files=files) == {"not_needed same": 1, "done": 1}
        assert [message.text for message in seen(run, 1)] == ["", "", "Nội dung: Mới"]
        assert calls(run) == ["editMessageText"]


@pytest.mark.parametrize("files", [1, 2])
async def test_words_that_outgrow_their_place_are_refused_and_nothing_is_done(store_url: str, files: int) -> None:
    async with running(store_url, 1, kinds=(NOTICE,)) as run:
        there = await stored(run, *range(files))
        await arrived(run, files=there)
        assert await changed(run, files=there, words=LONG) == {"failed other_form": 1}
        assert calls(run) == []


async def test_a_recalled_letter_is_out_of_the_chat_with_all_its_messages(store_url: str) -> None:
    async with running(store_url, 2, kinds=(NOTICE,)) as run:
        await arrived(run, files=await stored(run, 1, 2), button=True)
        assert await changed(run, RECALL) == {"done": 4}
        assert run.received_in_all() == [0, 0]
        assert await run.totals() == {"recalled": 2}
        assert {row.state for row in await parts(run)} == {PartState.RECALLED}
        assert sorted(calls(run)) == ["deleteMessage"] * 2 + ["deleteMessages"] * 2


# --- planned once, in order -------------------------------------------------------------------------------------------


async def test_a_change_is_planned_once_and_what_is_not_modified_is_done(store_url: str) -> None:
    async with running(store_url, 3, kinds=(NOTICE,)) as run:
        await arrived(run)
        assert [await planned(run), await planned(run)] == [3, 0]
        run.world.faults.expect("editMessageText", silent(done=True))
        assert await carried(run) == {"done": 3}
        assert len(calls(run)) == 4, "the one that nobody answered was made again, and was not modified"


async def test_a_later_change_overtakes_one_that_waits(store_url: str) -> None:
    async with running(store_url, 2, kinds=(NOTICE,)) as run:
        await arrived(run)
        await planned(run, version=1, words="Giữa")
        await planned(run, version=2, words="Mới")
        assert await carried(run, version=1) == {"not_needed superseded": 2}
        assert await carried(run, version=2) == {"done": 2}
        await planned(run, version=3, words="Nữa")
        assert await changed(run, RECALL) == {"done": 2}
        assert await carried(run, version=3) == {"not_needed superseded": 2}
        assert await changed(run, version=4) == {}, "there is nothing any more"


async def test_what_has_not_arrived_needs_no_change(store_url: str) -> None:
    async with running(store_url, 2, kinds=(NOTICE,)) as run:
        run.world.faults.expect("sendMessage", silent(done=False), chat_id=FIRST_USER + 2)
        people = {person_id: {"words": "Cũ"} for person_id in run.people}
        await run.database.run(lambda tx: plan_all(tx, "notice", SOURCE, "1", people))
        await run.delivers()
        assert await run.totals() == {"sent": 1, "unknown": 1}
        assert await planned(run) == 1
        assert await carried(run) == {"done": 1}


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_the_chat_of_somebody_who_has_it_no_more_is_not_told_anything_new(
    store_url: str, elsewhere: bool
) -> None:
    async with running(store_url, 2, kinds=(NOTICE,)) as run:
        await arrived(run)

        def unlink(tx: Tx) -> None:
            tx.execute(sa.update(_A).where(_A.c.person_id == 2).values(person_id=None))
            if elsewhere:
                new = {"user_id": 99, "person_id": 2, "language": "vi", "created_at": tx.now}
                tx.insert_new(Account, [new | {"consented_at": tx.now, "linked_at": tx.now}])

        await run.database.run(unlink)
        assert await changed(run) == {"done": 1, "failed not_linked": 1}
        assert await changed(run, RECALL) == {"done": 2}, "taking back needs no reader"


# --- what Telegram answers --------------------------------------------------------------------------------------------


def bad(words: str) -> Fault:
    return answered(400, f"Bad Request: {words}")


BOTH: dict[str, tuple[Fault, str]] = {
    "stopped": (blocked(), "failed blocked"),
    "deactivated": (answered(403, "Forbidden: user is deactivated"), "failed blocked"),
    "no chat": (bad("chat not found"), "failed blocked"),
    "no peer": (bad("PEER_ID_INVALID"), "failed blocked"),
    "migrated": (
        answered(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1),
        "failed blocked",
    ),
    "token": (answered(401, "Unauthorized"), "done"),
    "no such token": (answered(404, "Not Found"), "done"),
    "a proxy's refusal": (page(403), "done"),
    "a gateway's page": (page(502), "done"),
    "a gateway's page, done": (page(504, done=True), "done"),
    "429": (halted(3), "done"),
    "500": (server_error(500), "done"),
    "502": (server_error(), "done"),
    "silent, undone": (silent(done=False), "done"),
    "silent, done": (silent(done=True), "done"),
    "not sent": (cut_off(), "done"),
}
EDITS = BOTH | {
    "same": (bad("message is not modified: specified new message content"), "done"),
    "gone": (bad("message to edit not found"), "failed gone"),
    "closed": (bad("message can't be edited"), "failed refused"),
    "no words": (bad("there is no text in the message to edit"), "failed refused"),
    "button": (bad("BUTTON_DATA_INVALID"), "failed content"),
    "markup": (bad("can't parse entities: Unclosed start tag at byte offset 3"), "failed content"),
    "long": (bad("MESSAGE_TOO_LONG"), "failed content"),
}
RECALLS = BOTH | {
    "gone": (bad("message to delete not found"), "not_needed gone"),
    "old": (bad("message can't be deleted for everyone"), "failed too_old"),
}


@pytest.mark.parametrize(("kind", "name"), [(EDIT, name) for name in EDITS] + [(RECALL, name) for name in RECALLS])
async def test_every_answer_ends_in_its_state(store_url: str, kind: ChangeKind, name: str) -> None:
    fault, ends = (EDITS if kind is EDIT else RECALLS)[name]
    async with running(store_url, 2, kinds=(NOTICE,)) as run:
        await arrived(run)
        run.world.faults.expect("editMessageText" if kind is EDIT else "deleteMessage", fault, chat_id=FIRST_USER + 1)
        await changed(run, kind)
        found = await run.database.run(lambda tx: changes_of(tx, SOURCE, kind, 1))
        said = [f"{state.value} {reason.value}" if reason else state.value for _, state, reason in found]
        assert said == [ends, "done"]
        left = await run.database.run(lambda tx: tx.execute(sa.select(_A.c.blocked_at).order_by(_A.c.user_id)).all())
        assert [row.blocked_at is not None for row in left] == [name == "stopped", False]


async def test_a_change_that_nobody_answers_twice_is_unknown(store_url: str) -> None:
    async with running(store_url, 1, kinds=(NOTICE,)) as run:
        await arrived(run)
        run.world.faults.expect("editMessageText", silent(done=False), times=9)
        assert await changed(run) == {"unknown no_answer": 1}
        assert len(calls(run)) == 2


async def test_the_stand_in_takes_nothing_back_after_48_hours_and_the_letter_stays_sent(store_url: str) -> None:
    async with running(store_url, 2, kinds=(NOTICE,)) as run:
        await arrived(run)
        run.clock.offset += timedelta(hours=49)
        assert await changed(run, RECALL) == {"failed too_old": 2}
        assert await run.totals() == {"sent": 2}
        assert await changed(run) == {"done": 2}, "an edit has no such end"


async def test_somebody_else_deleted_it_before_and_the_letter_is_recalled_all_the_same(store_url: str) -> None:
    async with running(store_url, 1, kinds=(NOTICE,)) as run:
        await arrived(run)
        at = {"chat_id": FIRST_USER + 1, "message_id": seen(run, 1)[0].message_id}
        run.world.call("deleteMessage", at)
        assert await changed(run, RECALL) == {"not_needed gone": 1}
        assert await run.totals() == {"recalled": 1}


async def test_changes_keep_the_pace_of_letters(store_url: str) -> None:
    async with running(store_url, 60, kinds=(NOTICE,)) as run:
        await arrived(run)
        await changed(run)
        at = [call.at for call in run.world.calls if call.method == "editMessageText"]
        assert (len(at) - 1) / (at[-1] - at[0]) <= 26.0


# --- a process that dies ----------------------------------------------------------------------------------------------


class Death(BaseException):
    """The process is gone."""


class Doomed:
    """A store with a transaction in which the process dies, or just after which."""

    def __init__(self, database: Database, name: str, number: int, *, durable: bool) -> None:
        self._database, self._name, self._left, self._durable = database, name, number, durable
        self.clock, self.read = database.clock, database.read

    async def run(self, body: Any) -> Any:
        self._left -= body.__name__ == self._name
        if self._left > 0:
            return await self._database.run(body)
        if self._durable:
            await self._database.run(body)
        raise Death


@both_engines_at_length
@pytest.mark.parametrize("kind", [EDIT, RECALL])
@pytest.mark.parametrize("durable", [False, True])
@pytest.mark.parametrize("name", ["begin_changes", "settle_changes"])
@pytest.mark.parametrize("number", [1, 3])
async def test_whoever_dies_at_a_commit_leaves_nothing_undone(
    store_url: str, kind: ChangeKind, durable: bool, name: str, number: int
) -> None:
    async with running(store_url, 12, kinds=(NOTICE,)) as run:
        await arrived(run)
        await planned(run, kind)
        alive, run.database = run.database, Doomed(run.database, name, number, durable=durable)  # type: ignore[assignment]
        run.courier = await run.new_courier()
        run.database = alive
        await run.database.run(leases.clear)
        assert await run.courier.take_over()
        with pytest.raises(Death):
            await run.courier.change()
        run.courier = await run.new_courier()
        await run.database.run(leases.clear)
        assert await run.courier.take_over()
        assert await carried(run, kind) == {"done": 12}
        assert await run.totals() == ({"sent": 12} if kind is EDIT else {"recalled": 12})
        left = [[message.text for message in seen(run, person_id)] for person_id in run.people]
        assert left == [["Nội dung: Mới"] if kind is EDIT else []] * 12
