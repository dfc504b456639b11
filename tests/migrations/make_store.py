# mypy: ignore-errors
"""Made store_6288df3.jsonl.gz and expected_6288df3.json.gz beside it. It ran on commit 6288df3 (revision 0009 of the
store), and is not run again: what matters of it is that it was that version. It is kept so that one can read what the
store holds, and how it came about; what it imports may have other names by now.

The tour of all screens is led through the sample department; then what waits, goes on or has gone wrong is added
(scenes.py, deeds.py); then twins of those people are left standing on every view and in every question (standing.py).
At last the process dies between what it has done and what it has shown.

Columns that hold names of the code, all of them filled here: surface.spec and preface; draft.flow, data, awaiting and
outcome; letter.kind, source, occurrence and data; letter_part.files; letter_change.data; audit.deed, subject and
details; lease.name; source_halt.source; reminder_round.rule; notice.audience; notice_series.audience and rule;
sheet_version.content; campaign.regime; titles, wherever they are; and the columns of enums. Of all tables, special_day
and sending_halt are empty.

    python -m tests.migrations.make_store
"""

import asyncio
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.campaigns.records import current_campaign
from bot.database import Tx, columns
from bot.outbox import planning
from bot.outbox.letter import Letter, State
from bot.people.identity import load_linked
from bot.playground.sample import first_morning
from bot.playground.world import World
from bot.refusal import Refusal
from bot.reminders import records, rules
from bot.reminders.actions import office_calendar
from bot.reminders.rules import Audience
from bot.settings import OFFICE_ZONE
from bot.slices import letter_kinds
from bot.store import migrate
from tests.conversations import tour
from tests.engines import fill_with_sample
from tests.migrations import deeds, load_store, old_office, scenes, standing
from tests.migrations.crowd import Crowd, Recorder
from tests.office import Office
from tests.quick_clock import QuickClock

TOUR = (
    *(tour._way_in, tour._registration, tour._own_things, tour._questions, tour._boards),
    *(tour.leading, tour.sheets, tour.personnel, tour.notices),
)
MOMENTS = ("2023-02-21T16:15:00+07:00", "2023-02-22T09:00:00+07:00", "2023-03-03T09:00:00+07:00")
"""When the letters that wait are let go, and what arrives is looked at."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'played.db'}"
        migrate(url)
        fill_with_sample(url)
        kept = asyncio.run(_play(url))
        load_store.save(url, load_store.STORE)
        load_store.save_expected(asyncio.run(_expectations(folder, kept)))
    for file in (load_store.STORE, load_store.EXPECTED):
        print(file.name, file.stat().st_size)


async def _play(url: str) -> dict[str, Any]:
    office = Office(url)
    fixed = datetime.now(UTC)
    office.clock = QuickClock(OFFICE_ZONE, real=lambda: fixed)
    office.clock.move_to(first_morning(OFFICE_ZONE))
    office.world = World(now=office.clock.now, monotonic=office.clock.monotonic)
    await office.open()
    guide, crowd = Recorder(office), Crowd(office)
    for part in TOUR:
        await part(guide)
    await scenes.after_the_deadline(guide, crowd)
    await scenes.reminded(guide, crowd)
    keys = await scenes.notices(guide, crowd)
    keys |= await deeds.deeds(guide, crowd)
    await deeds.due_reminders(guide)
    print("views that nobody stands on:", await standing.views(guide, crowd, keys))
    print("questions that nobody is asked:", await standing.dialogues(guide, crowd, keys))
    await standing.speaks_english(office)
    missing = await office.database.run(_plan_again)
    print("kinds of letters that nobody waits for:", missing)
    await standing.cut_off(crowd)
    payloads = _payloads(office.world)
    assert await office.undone() == []
    kept = {
        "now": office.clock.now().isoformat(),
        "stamp": office.clock.stamp(),
        "world": old_office.kept_of(office.world),
        "payloads": payloads,
    }
    await office.close()
    return kept


def _plan_again(tx: Tx) -> list[str]:
    """Where no letter of a kind waits, another like one that was sent is to go tomorrow; kinds of which none can."""
    table, kinds = columns(Letter), letter_kinds()
    waiting = set(tx.execute(sa.select(table.c.kind).where(table.c.state == State.PLANNED)).scalars())
    tomorrow = datetime(2023, 2, 22, 8, 15, tzinfo=OFFICE_ZONE)
    for letter in tx.execute(sa.select(table).where(table.c.kind.not_in(waiting)).order_by(table.c.id)).all():
        found = load_linked(tx, [letter.person_id]).get(letter.person_id)
        if letter.kind in waiting or found is None or found[0].staff is None or found[1] is not None:
            continue
        try:
            composed = kinds[letter.kind].compose(tx, found[0], letter.data)
        except Refusal:
            continue
        if composed is not None:
            words = letter.occurrence + ":again"
            planning.plan(tx, letter.kind, letter.source, letter.person_id, words, letter.data, due_at=tomorrow)
            waiting.add(letter.kind)
    (moment,) = (one for one in rules.timetable(current_campaign(tx), office_calendar(tx)) if one.to is Audience.OFFICE)
    source = records.source(1, moment.to, moment.rule)
    planning.plan_all(
        tx,
        "open_work",
        source,
        "once",
        {key: {"campaign": 1, "text": moment.text.value} for key in (4, 5, 6)},
        due_at=moment.due_at,
        useful_until=moment.useful_until,
    )
    return sorted(set(kinds) - waiting - {"open_work"})


def _payloads(world: World) -> dict[str, list[str]]:
    """Chat -> what every button carried that was ever shown there."""
    found: dict[str, dict[str, None]] = {}
    for call in world.calls:
        markup = call.params.get("reply_markup")
        if call.status != 200 or not isinstance(markup, dict):
            continue
        buttons = [one for row in markup.get("inline_keyboard", ()) for one in row]
        found.setdefault(str(call.params["chat_id"]), {}).update(dict.fromkeys(one["callback_data"] for one in buttons))
    return {chat: list(payloads) for chat, payloads in found.items()}


async def _expectations(folder: str, kept: dict[str, Any]) -> dict[str, Any]:
    """As that version sees what was written; each time over a store of its own, as in the tests."""
    looked, sent = (f"sqlite:///{Path(folder) / name}.db" for name in ("looked", "sent"))
    for url in (looked, sent):
        load_store.load(url)
    async with old_office.opened(looked, kept) as office:
        found = {
            "shown at the start": old_office.shown_at_the_start(office, kept),
            "surfaces": await old_office.surfaces(office),
            "dialogues": await old_office.dialogues(office),
            "outcomes": await old_office.outcomes(office),
        }
        texts = Counter(one["text"] for one in found["surfaces"].values())
        print(len(texts), "different screens; most often:", [(n, text[:60]) for text, n in texts.most_common(5)])
        print("refused:", [key for key, one in found["dialogues"].items() if "refused" in one])
        await old_office.outdate_boards(office)
        found["boards"] = await office.service.display.refresh()
        found["boards read"] = await old_office.boards(office)
    async with old_office.opened(sent, kept) as office:
        found["letters"] = {at: await old_office.what_arrives(office, at) for at in MOMENTS}
        found["letter states"] = await old_office.letter_states(office)
    return kept | found


if __name__ == "__main__":
    main()
