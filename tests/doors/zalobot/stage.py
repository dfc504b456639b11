"""The bot at Zalo on a stage: the real bot, its webhook on a port of this machine, Zalo's API on another, and people
who have nothing but words and numbers.

hau = zalo.person("Nguyễn Công Hậu")
await hau.says("menu")
await hau.picks("Đăng ký danh hiệu")
assert "bước" in hau.reads()
"""

import re
from contextlib import AsyncExitStack
from typing import Any

import sqlalchemy as sa

from bot.address import zalo_chat
from bot.people.linking import invites
from bot.people.records import Account, ZaloChat
from bot.playground.http_door import serving
from bot.settings import ZaloBotSettings
from bot.store.database import Tx
from bot.store.schema import columns
from handlers.health import Front
from handlers.web import ZALOBOT_PATH, web_app
from tests.doors.zalobot.server import SECRET, TOKEN, ZaloBotServer, app_of
from tests.office import Office, link, staff_called

URL = "https://thidua.example.vn"
_LINE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)


class ZaloOffice:
    """The office with its bot at Zalo."""

    def __init__(self, url: str) -> None:
        self.url, self.server = url, ZaloBotServer()
        self._stack = AsyncExitStack()
        self.front = Front()
        self.office: Office

    async def __aenter__(self) -> "ZaloOffice":
        self.server.url = await self._stack.enter_async_context(serving(app_of(self.server)))
        said = ZaloBotSettings(TOKEN, SECRET, URL, self.server.url.rstrip("/"))
        self.office = Office(self.url, zalobot=said)
        await self.office.open()
        self._serves()
        app = web_app(self.front, polling=False, zalobot=SECRET)
        at = await self._stack.enter_async_context(serving(app))
        self.server.stays = at.rstrip("/") + ZALOBOT_PATH
        return self

    def _serves(self) -> None:
        service = self.office.service
        self.front.serves(service.intake, service.database, service.gate, service.courier)
        self.front.guests = service.guests

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()
        await self.office.close()

    async def restart(self) -> None:
        """The bot ends, as a kill would, and starts on the same store."""
        self.front.closes()
        await self.office.restart()
        self._serves()

    async def settle(self) -> None:
        service = self.office.service
        assert service.guests is not None
        await service.intake.idle()
        await service.guests.idle()
        await service.display.converge(0.0)

    def writer(self, chat_id: str) -> "Writer":
        return Writer(self, chat_id)

    async def person(self, name: str, chat_id: str = "") -> "Writer":
        """Somebody who is linked, as one who has used it before."""
        chat_id = chat_id or f"chat.{name.split()[-1].encode().hex()}"

        def body(tx: Tx) -> None:
            made = sa.insert(columns(ZaloChat)).values(zalo_id=chat_id, seen_at=tx.now)
            key = tx.execute(made.returning(columns(ZaloChat).c.id)).scalar_one()
            link(tx, zalo_chat(key).number, staff_called(tx, name).id)

        await self.office.database.run(body)
        self.server.known.add(chat_id)
        return Writer(self, chat_id)

    async def invite(self, name: str) -> str:
        def body(tx: Tx) -> str:
            return invites.create_invite(tx, staff_called(tx, name).id, False)

        return await self.office.database.run(body)

    async def linked(self) -> set[int]:
        """The keys of accounts that are at this door."""
        rows = await self.office.rows(
            sa.select(columns(Account).c.user_id).where(columns(Account).c.person_id.is_not(None))
        )
        return {row.user_id for row in rows if row.user_id >= zalo_chat(0).number}


class Writer:
    """One chat: what is typed in it, and what stands in it."""

    def __init__(self, zalo: ZaloOffice, chat_id: str) -> None:
        self.zalo, self.chat_id = zalo, chat_id
        self.typed = 0

    def texts(self) -> list[str]:
        return self.zalo.server.texts(self.chat_id)

    def reads(self) -> str:
        """The last message."""
        assert self.texts(), "the bot has sent nothing"
        return self.texts()[-1]

    def offered(self) -> dict[str, str]:
        """Label -> number, of the last message."""
        return {label.lstrip("☑☐ "): number for number, label in _LINE.findall(self.reads())}

    async def brings(self, text: str) -> int:
        return await self.zalo.server.brings(self.update(text))

    def update(self, text: str | None, **other: Any) -> dict[str, Any]:
        now = int(self.zalo.office.clock.now().timestamp() * 1000)
        return self.zalo.server.update(self.chat_id, text, now, **other)

    async def says(self, text: str) -> None:
        self.typed += 1
        await self.zalo.office.clock.sleep(3.0)  # to read and to type
        assert await self.brings(text) == 200
        await self.zalo.settle()

    async def picks(self, label: str) -> None:
        offered = self.offered()
        assert label in offered, f"no {label!r} among {list(offered)} below {self.reads()!r}"
        await self.says(offered[label])
