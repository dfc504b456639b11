"""The office on a stage: the real bot over the in-process stand-in, and people who talk to it as on their phones.

Its clock moves when somebody waits: the courier's pauses and paces take no time, and are as long as they ever were.
What needs real seconds gives it a real clock.

hau = await office.person("Nguyễn Công Hậu")
await hau.says("/menu")
await hau.taps("Đăng ký danh hiệu")
assert "Năm 2022" in hau.reads()
"""

from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.clock import Clock
from bot.dialogue.targets import ToAct, ToView
from bot.doors.buttons import pack
from bot.people.records import Account
from bot.people.records import Person as Staff
from bot.phrases.catalogue import Phrases
from bot.playground.inprocess import InProcessRequest
from bot.playground.persons.phone import Seen
from bot.playground.sample import first_morning
from bot.playground.world import World
from bot.settings import OFFICE_ZONE, Settings, ZaloBotSettings
from bot.slices import registry
from bot.store.database import Tx
from bot.store.engines.opening import open_database
from bot.store.inbox import InboxRow
from bot.store.schema import columns
from bot.wiring import Service, service
from tests.by_web import BY_WEB, WebDoor, WebWorld, link_by_web
from tests.quick_clock import QuickClock

FIRST_USER = 5_000_000_000
"""Above 2^32: ids of Telegram do not fit four bytes."""

phrases_read_once, registry_made_once = cache(Phrases), cache(registry)
"""To read the one and to make the other is half of what it takes to open an office. A registry is only read."""


class Office:
    """One department with its bot. `restart()` ends the bot as a kill would, and starts it on the same store."""

    def __init__(self, url: str, clock: Clock | None = None, zalobot: ZaloBotSettings | None = None) -> None:
        self.url, self.zalobot = url, zalobot or ZaloBotSettings()
        self.clock = clock or QuickClock(OFFICE_ZONE)
        self.clock.move_to(first_morning(OFFICE_ZONE))
        by_web = BY_WEB and url.startswith("sqlite")
        self.world = (WebWorld if by_web else World)(now=self.clock.now, monotonic=self.clock.monotonic)
        self.web_door = WebDoor(self.world) if isinstance(self.world, WebWorld) else None
        self.people: dict[str, Phone] = {}
        self._stack = AsyncExitStack()
        self._offset = 0
        self.service: Service

    async def open(self) -> None:
        self.database = open_database(self.url, self.clock)
        web_url = self.web_door.url if self.web_door else ""
        settings = Settings(bot_token=self.world.token, database_url=self.url, web_url=web_url, zalobot=self.zalobot)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bot.wiring.Phrases", phrases_read_once)
            patch.setattr("bot.wiring.registry", registry_made_once)
            self.service = await self._stack.enter_async_context(
                service(settings, self.clock, self.database, lambda: InProcessRequest(self.world))
            )
        self.service.intake.start(polling=False)
        if self.web_door is not None and isinstance(self.world, WebWorld):
            self.world.kept_at = Path(self.url.removeprefix("sqlite:///"))
            await self.web_door.open(self.service)

    async def close(self) -> None:
        if self.web_door is not None:
            await self.web_door.close()
        await self.service.intake.stop()
        await self._stack.aclose()
        await self.database.close()

    async def restart(self) -> None:
        await self.close()
        self._stack = AsyncExitStack()
        await self.open()
        await self.settle()

    async def settle(self) -> None:
        """Hand over what people did, as Telegram would, until the bot has answered everything."""
        while True:
            if self.web_door is not None and await self.web_door.posted():
                await self.service.intake.idle()
            _, envelope = self.world.call("getUpdates", {"offset": self._offset})
            updates = envelope["result"]
            if not updates:
                break
            await self.service.intake.receive(updates)
            self._offset = updates[-1]["update_id"] + 1
            await self.service.intake.idle()
        await self.service.display.converge(0.0)

    async def reads_workbooks(self) -> None:
        """Let what waits to be read or written be done, and shown."""
        await self.service.reader.look()
        await self.settle()

    async def makes_papers(self) -> None:
        """Let snapshots that wait be taken, and papers made, and shown."""
        await self.service.paper_maker.look()
        await self.settle()

    async def prints_invites(self) -> None:
        """Let many invites that wait be drawn, and shown."""
        await self.service.printer.look()
        await self.settle()

    async def letters(self) -> None:
        """Let the courier carry what is due, and then change what has arrived."""
        await self.service.courier.take_over()
        await self.service.courier.deliver()
        await self.service.courier.change()
        await self.settle()

    async def person(self, name: str, *, linked: bool = True, unit: str | None = None) -> "Phone":
        """The phone of a member of staff; `linked`: bound already, as somebody who has used it before."""
        if name in self.people:
            return self.people[name]
        user_id = FIRST_USER + len(self.people)
        staff = await self.database.run(lambda tx: staff_called(tx, name))
        assert staff is not None, f"nobody is called {name}"
        words = name.split()
        phone = (staff.phone or "").removeprefix("+") or None
        if linked and self.web_door is not None:
            user_id = await self.database.run(lambda tx: link_by_web(tx, staff.id or 0))
            self.people[name] = Phone(self, user_id, name, staff.id or 0, phone)
            return self.people[name]
        self.world.human(user_id, words[-1], " ".join(words[:-1]), phone=phone)
        self.people[name] = Phone(self, user_id, name, staff.id or 0, phone)
        if linked:
            await self.database.run(lambda tx: link(tx, user_id, staff.id or 0))
        return self.people[name]

    async def stranger(self, phone: str | None = "84999999999") -> "Phone":
        user_id = FIRST_USER + len(self.people)
        self.world.human(user_id, "Lạ", "Người", phone=phone)
        self.people[f"stranger {user_id}"] = Phone(self, user_id, "Người Lạ", 0, phone)
        return self.people[f"stranger {user_id}"]

    def moves_clock_to(self, year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> None:
        self.clock.move_to(datetime(year, month, day, hour, minute, tzinfo=OFFICE_ZONE))

    def waits(self, **span: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(**span))

    async def rows(self, statement: Any) -> list[Any]:
        return await self.database.run(lambda tx: list(tx.execute(statement).all()))

    async def undone(self) -> list[Any]:
        table = columns(InboxRow)
        return await self.rows(sa.select(table.c.update_id, table.c.error).where(table.c.done_at.is_(None)))


class Phone:
    """One person's chat with the bot."""

    def __init__(self, office: Office, user_id: int, name: str, person_id: int, phone: str | None) -> None:
        self.office, self.user_id, self.name, self.person_id, self.phone = office, user_id, name, person_id, phone
        self.tapped = 0
        """How many buttons were pressed: the budget of taps counts them."""

    @property
    def chat(self) -> tuple[Seen, ...]:
        return self.office.world.chat(self.user_id).messages

    def from_bot(self) -> list[Seen]:
        return [message for message in self.chat if message.from_bot]

    @property
    def screen(self) -> Seen:
        """The last message of the bot."""
        return self.office.world.last_of_bot(self.user_id)

    def reads(self) -> str:
        return self.screen.text

    def buttons(self) -> list[str]:
        return self.screen.labels()

    def toast(self) -> str:
        toasts = self.office.world.toasts(self.user_id)
        return toasts[-1].text if toasts else ""

    async def says(self, text: str) -> None:
        self.office.world.says(self.user_id, text)
        await self.office.settle()

    async def taps(self, label: str, *, message: Seen | None = None) -> None:
        """Press the inline button called `label` on the last message (or `message`), or the one below the field."""
        self.tapped += 1
        if message is None and label not in _plain(self.buttons()):
            keyboard = self.office.world.chat(self.user_id).keyboard
            if keyboard is not None and label in keyboard.labels():
                self.office.world.presses(self.user_id, label)
                await self.office.settle()
                return
        self.hits(label, message=message)
        await self.office.settle()

    def hits(self, label: str, *, message: Seen | None = None) -> None:
        """Press without waiting for an answer."""
        seen = message or self.screen
        found = [b for row in seen.rows for b in row if _same(b.text, label)]
        assert found, f"no button {label!r} among {seen.labels()} under {seen.text!r}"
        assert found[0].data is not None
        self.office.world.taps(self.user_id, seen.message_id, found[0].data)

    async def forges(self, data: str | ToView | ToAct, *, message: Seen | None = None) -> None:
        """Press a button that no screen offers: a target of ours, or any text."""
        data = data if isinstance(data, str) else pack(data)
        self.office.world.taps(self.user_id, (message or self.screen).message_id, data, forge=True)
        await self.office.settle()

    async def shares_own_contact(self) -> None:
        self.tapped += 1
        assert self.phone
        self.office.world.shares_contact(self.user_id, self.phone, self.user_id, self.name)
        await self.office.settle()


def _same(shown: str, wanted: str) -> bool:
    return shown == wanted or shown.lstrip("☑☐ ") == wanted


def _plain(labels: list[str]) -> list[str]:
    return [*labels, *(label.lstrip("☑☐ ") for label in labels)]


_STAFF = columns(Staff)
_CALLED = sa.select(_STAFF.c.id, _STAFF.c.phone).where(_STAFF.c.full_name == sa.bindparam("name"))


def staff_called(tx: Tx, name: str) -> Any:
    return tx.execute(_CALLED, {"name": name}).first()


def link(tx: Tx, user_id: int, person_id: int) -> None:
    """Bind the chat to the person, as if it had been done long ago."""
    row = {
        "user_id": user_id,
        "person_id": person_id,
        "language": "vi",
        "consented_at": tx.now,
        "linked_at": tx.now,
        "created_at": tx.now,
    }
    tx.insert_new(Account, [row])
