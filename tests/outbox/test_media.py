"""Letters with files: photos are seen, several are an album, long words go below, and a file is uploaded once."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.ledger.letter import PartForm, PartState
from bot.ledger.planning import plan_all
from bot.playground.api.faults import answered
from bot.playground.api.limits import Limits
from bot.store.files import FileCopy
from bot.store.schema import columns
from tests.engines import both_engines
from tests.outbox.pieces import NOTICE, calls, parts, seen, stored
from tests.outbox.run import SOURCE, Run, running

pytestmark = both_engines
LONG = "dài " * 300


async def sent(run: Run, **values: Any) -> None:
    """To everybody, and arrived."""
    people = {person_id: {"words": "Ngắn", **values} for person_id in run.people}
    await run.database.run(lambda tx: plan_all(tx, "notice", SOURCE, "1", people))
    await run.delivers()
    assert await run.totals() == {"sent": len(run.people)}


@pytest.mark.parametrize(("photo", "form"), [(True, PartForm.PHOTO), (False, PartForm.DOCUMENT)])
async def test_a_file_is_sent_with_the_words_and_buttons_below_it(store_url: str, photo: bool, form: PartForm) -> None:
    async with running(store_url, 1, kinds=(NOTICE,)) as run:
        await sent(run, files=await stored(run, 1, photo=photo), button=True)
        [message] = seen(run, 1)
        assert (message.attachment and message.attachment.kind) == form.value
        assert message.text == "Nội dung: Ngắn" and len(message.rows) == 1
        [part] = await parts(run)
        assert (part.form, part.message_id, part.album_ids) == (form, message.message_id, None)


@pytest.mark.parametrize("photo", [True, False])
async def test_several_files_are_one_album_with_the_words_below_the_first(store_url: str, photo: bool) -> None:
    async with running(store_url, 1, kinds=(NOTICE,)) as run:
        await sent(run, files=await stored(run, 1, 2, 3, photo=photo))
        first, *rest = seen(run, 1)
        assert first.text == "Nội dung: Ngắn" and [one.text for one in rest] == ["", ""]
        assert len({one.album for one in (first, *rest)}) == 1 and first.album
        [part] = await parts(run)
        assert part.form is PartForm.ALBUM and part.state is PartState.SENT
        assert (part.message_id, part.album_ids) == (first.message_id, [one.message_id for one in (first, *rest)])


@pytest.mark.parametrize(("values", "forms"), [
    ({"words": LONG}, [PartForm.ALBUM, PartForm.TEXT]),
    ({"button": True}, [PartForm.ALBUM, PartForm.TEXT]),
    ({}, [PartForm.ALBUM]),
])  # fmt: skip
async def test_long_words_and_buttons_are_a_message_of_their_own_below_an_album(
    store_url: str, values: dict[str, Any], forms: list[PartForm]
) -> None:
    async with running(store_url, 1, kinds=(NOTICE,)) as run:
        await sent(run, files=await stored(run, 1, 2), **values)
        assert [part.form for part in await parts(run)] == forms
        *_, last = seen(run, 1)
        assert bool(last.rows) == bool(values.get("button"))
        assert last.text.startswith("Nội dung") == (len(forms) == 2)


@pytest.mark.parametrize("numbers", [(1,), (1, 2)])
async def test_a_run_uploads_each_file_once(store_url: str, numbers: tuple[int, ...]) -> None:
    async with running(store_url, 12, kinds=(NOTICE,)) as run:
        await sent(run, files=await stored(run, *numbers))
        assert len(run.world.files._by_id) == len(numbers)
        assert run.received_in_all() == [len(numbers)] * 12


@pytest.mark.parametrize("numbers", [(1,), (1, 2)])
async def test_a_file_id_that_is_not_taken_any_more_is_uploaded_once_again(
    store_url: str, numbers: tuple[int, ...]
) -> None:
    async with running(store_url, 6, kinds=(NOTICE,)) as run:
        files = await stored(run, *numbers)
        foreign = [{"sha256": one[0], "bot_id": run.wires[0].id, "file_id": "of another bot"} for one in files]
        await run.database.run(lambda tx: tx.insert_new(FileCopy, foreign))
        await sent(run, files=files)
        assert len(run.world.files._by_id) == len(numbers)
        assert len(calls(run)) == 7, "one was refused, and nothing arrived by it"
        kept = await run.database.run(lambda tx: list(tx.execute(sa.select(columns(FileCopy).c.file_id)).scalars()))
        assert set(kept) == set(run.world.files._by_id)


async def test_a_file_that_is_refused_for_another_reason_is_not_sent_again(store_url: str) -> None:
    async with running(store_url, 1, kinds=(NOTICE,)) as run:
        values = {"words": "Ngắn", "files": await stored(run, 1)}
        await sent(run, **values)
        await run.database.run(lambda tx: plan_all(tx, "notice", SOURCE, "2", {1: values}))
        run.world.faults.expect("sendPhoto", answered(400, "Bad Request: can't parse entities"))
        await run.delivers()
        assert await run.totals() == {"sent": 1, "failed": 1}
        assert calls(run) == ["sendPhoto", "sendPhoto"]


async def test_albums_keep_the_pace_that_telegram_counts(store_url: str) -> None:
    # One after the other: of calls that are under way together, a busy machine lets several arrive at one moment.
    async with running(store_url, 40, kinds=(NOTICE,), width=1) as run:
        # Twice the rate would be through a burst of 12 long before the end.
        run.world.limits = Limits(overall=(30.0, 12), per_chat=None)
        await sent(run, files=await stored(run, 1, 2))
        assert not run.world.limits.refusals
