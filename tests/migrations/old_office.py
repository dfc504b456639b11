"""The old store, opened by the bot as it now is: the one place here that reaches into its rooms.

Whoever renames a room, a table or a column adapts this file; what is expected, and the tests, stay as they are.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.address import chat
from bot.dialogue.drafts import DraftRow, DraftState
from bot.dialogue.flows import Draft, screen_for
from bot.dialogue.living import outdate
from bot.dialogue.packing import unpack as unpack_phrase
from bot.dialogue.screens import Album, Screen, say, to_reader
from bot.dialogue.surface import COLUMNS, Surface, SurfaceRow
from bot.doors.buttons import unpack
from bot.doors.rendering import HTML, render
from bot.ledger.letter import Letter
from bot.people.identity import load_actor
from bot.people.records import Gender
from bot.people.rules import honorific
from bot.phrases.catalogue import LANGUAGES
from bot.playground.api.files import Upload
from bot.playground.world import World
from bot.refusal import Refusal
from bot.settings import OFFICE_ZONE
from bot.store.database import Tx
from bot.store.schema import columns
from tests.office import Office
from tests.quick_clock import QuickClock

Told = dict[str, Any]
"""What somebody sees: text, labels row by row, those below the writing field, names of files."""


class OldClock(QuickClock):
    """Civil time stands still but where somebody waits; leases end, or an update that failed would never be over."""

    def __init__(self, fixed: datetime) -> None:
        super().__init__(OFFICE_ZONE)
        self._real = lambda: fixed
        self._began = time.monotonic()

    def stamp(self) -> float:
        return super().stamp() + time.monotonic() - self._began


@asynccontextmanager
async def opened(url: str, kept: Told) -> AsyncIterator[Office]:
    """The office over the store at `url`, when and with what in the chats the old one was left."""
    office = Office(url)
    fixed = datetime.now(OFFICE_ZONE)
    clock = OldClock(fixed)
    clock.skipped += kept["stamp"] - clock.stamp()
    clock.move_to(datetime.fromisoformat(kept["now"]))
    office.clock = clock
    office.world = restored(World(now=clock.now, monotonic=clock.monotonic), kept["world"])
    await office.open()
    await _caught_up(office)
    yield office
    await office.close()


async def _caught_up(office: Office) -> None:
    """Nothing is owed to any chat: whoever shows what the old process has not shown may need a moment."""
    table = columns(SurfaceRow)
    while await office.rows(sa.select(table.c.id).where(table.c.shown < table.c.wanted)):
        await office.settle()
        await asyncio.sleep(0.01)


# --- what the bot would say now ---------------------------------------------------------------------------------------


async def surfaces(office: Office) -> dict[str, Told]:
    """Each chat's screens, as they would now be drawn again."""
    return await office.database.read(lambda tx: _surfaces(tx, office))


async def dialogues(office: Office) -> dict[str, Told]:
    """Every open draft's question, or the sentence by which it is refused."""
    return await office.database.read(
        lambda tx: {str(row.id): _question(tx, office, row) for row in _drafts(tx, DraftState.OPEN)}
    )


async def outcomes(office: Office) -> dict[str, Told]:
    """What the buttons of every finished draft lead to."""
    return await office.database.read(
        lambda tx: {str(row.id): _outcome(tx, office, row) for row in _drafts(tx, DraftState.FINISHED)}
    )


async def letter_states(office: Office) -> dict[str, int]:
    """What has become of the letters, by kind."""
    table = columns(Letter)
    query = sa.select(table.c.kind, table.c.state, sa.func.count().label("n")).group_by(table.c.kind, table.c.state)
    return {f"{row.kind} {row.state.value}": row.n for row in await office.rows(query)}


def understood(payload: str) -> bool:
    """Whether a button's payload still means anything."""
    return unpack(payload) is not None


def told_that_stale(office: Office) -> set[int]:
    """In whose chat the last thing said is that a button means nothing any more."""
    said = [say("stale.button"), *(to_reader(say("stale.button"), say(honorific(gender))) for gender in Gender)]
    sentences = tuple(office.service.phrases.plain(language, one) for language in LANGUAGES for one in said)
    last = {
        chat.id: next((one.text for one in reversed(office.world.chat(chat.id).messages) if one.from_bot), "")
        for chat in office.world.chats.values()
    }
    return {chat for chat, text in last.items() if text.startswith(sentences)}


def _surfaces(tx: Tx, office: Office) -> dict[str, Told]:
    found = {}
    rows: Any = tx.execute(sa.select(*COLUMNS).order_by(columns(SurfaceRow).c.id))
    for row in rows:
        surface = Surface(*row)
        screen, language = office.service.engine.redraw(tx, surface)
        preface = unpack_phrase(surface.preface) if surface.preface else None
        key = f"{surface.address.number} {surface.kind} {surface.ref}"
        found[key] = {"user": surface.user_id} | told(office, language, screen, preface)
    return found


def _drafts(tx: Tx, state: DraftState) -> list[Any]:
    table = columns(DraftRow)
    return list(tx.execute(sa.select(table).where(table.c.state == state).order_by(table.c.id)))


def _question(tx: Tx, office: Office, row: Any) -> Told:
    actor = load_actor(tx, row.user_id, chat(row.user_id))
    flow = office.service.engine.registry.flows[row.flow]
    draft = Draft(row.id, row.flow, row.data, row.awaiting, row.revision, row.editing)
    try:
        if actor.staff is None and not flow.open_to_all:
            raise Refusal("role.not_linked")
        return told(office, actor.language, screen_for(flow, draft, flow.facts(tx, actor, draft.data)))
    except Refusal as refusal:
        return {"refused": office.service.phrases.say(actor.language, say(refusal.key, **refusal.values), HTML)}


def _outcome(tx: Tx, office: Office, row: Any) -> Told:
    spec = {"draft": row.id}
    shown = Surface(0, chat(row.user_id), "main", 0, row.user_id, spec, None, None, 1, 0, False, False, False)
    screen, language = office.service.engine.redraw(tx, replace(shown))
    return told(office, language, screen)


def told(office: Office, language: str, screen: Screen, preface: Any = None) -> Told:
    """A screen in the person's language, without what its buttons carry."""
    rendered = render(office.service.phrases, language, screen, preface)
    file = screen.file
    return {
        "text": rendered.text,
        "labels": [[one["text"] for one in row] for row in (rendered.inline or {}).get("inline_keyboard", ())],
        "below": [[one["text"] for one in row] for row in (rendered.keyboard or {}).get("keyboard", ())],
        "files": [one.name for one in file.files] if isinstance(file, Album) else [file.name] if file else [],
    }


# --- the chats --------------------------------------------------------------------------------------------------------


def kept_of(world: World) -> Told:
    """Who has a phone, and what is in the chats. Files without their bytes."""
    return {
        "next update": world.updates.next_id,
        "files": [[one.kind, one.name, one.mime] for one in world.files._by_id.values()],
        "people": [[human.user_id, human.first_name, human.last_name, human.phone] for human in world.humans.values()],
        "chats": {
            str(chat.id): {
                "next": chat.next_id,
                "open": chat.open_to_bot,
                "blocked": chat.blocked,
                "fixed": sorted(chat.fixed),
                "keyboard": chat.keyboard,
                "messages": list(chat.messages.values()),
            }
            for chat in world.chats.values()
        },
    }


def restored(world: World, kept: Told) -> World:
    world.updates.next_id = kept["next update"]
    for kind, name, mime in kept["files"]:
        world.files.keep(kind, Upload(name, b"kept without its bytes", mime))
    for user_id, first_name, last_name, phone in kept["people"]:
        world.human(user_id, first_name, last_name, phone=phone)
        world.came_before(user_id)
    for key, was in kept["chats"].items():
        chat = world.chats[int(key)]
        chat.next_id, chat.open_to_bot, chat.blocked = was["next"], was["open"], was["blocked"]
        chat.fixed, chat.keyboard = set(was["fixed"]), was["keyboard"]
        chat.messages = {one["message_id"]: one for one in was["messages"]}
        for message in was["messages"]:
            if message["from"]["is_bot"]:
                message["from"] = world.as_sender  # what makes it the bot's own, which it may change
    return world


def arrived(office: Office, since: dict[int, int]) -> dict[str, list[Told]]:
    """Chat -> what the bot has newly said there. `since`: the next message of each chat, as it was."""
    found = {}
    for place in office.world.chats.values():
        seen = [one for one in office.world.chat(place.id).messages if one.from_bot]
        new = [one for one in seen if one.message_id >= since.get(place.id, 0)]
        if new:
            found[str(place.id)] = [
                {
                    "text": one.text,
                    "labels": [[button.text for button in row] for row in one.rows],
                    "file": one.attachment.name if one.attachment else None,
                }
                for one in new
            ]
    return found


def shown_at_the_start(office: Office, kept: Told) -> dict[str, Told]:
    """What the old process owed: chat -> the last that is new there since. It may be shown twice, identically."""
    since = {int(key): chat["next"] for key, chat in kept["world"]["chats"].items()}
    return {chat: new[-1] for chat, new in arrived(office, since).items()}


def next_messages(office: Office) -> dict[int, int]:
    return {chat.id: chat.next_id for chat in office.world.chats.values()}


async def what_arrives(office: Office, at: str) -> dict[str, list[Told]]:
    """The clock has moved to `at`, and the courier has carried what is due: chat -> what is new there."""
    office.clock.move_to(datetime.fromisoformat(at))
    since = next_messages(office)
    await office.letters()
    return arrived(office, since)


async def outdate_boards(office: Office) -> None:
    await office.database.run(
        lambda tx: outdate(tx, tx.execute(sa.select(columns(SurfaceRow).c.user_id).distinct()).scalars())
    )


async def boards(office: Office) -> dict[str, str]:
    """What the living screens say in their chats."""
    table = columns(SurfaceRow)
    query = sa.select(table.c.address, table.c.message_id).where(table.c.living).order_by(table.c.id)
    return {
        str(row.address.number): next(
            one.text for one in office.world.chat(row.address.value).messages if one.message_id == row[1]
        )
        for row in await office.rows(query)
    }


def place_of(office: Office, user_id: int) -> int:
    """The last message of the bot in this chat, or none."""
    return max((one.message_id for one in office.world.chat(user_id).messages if one.from_bot), default=1)
