"""The web door as it is served: its pages and its entrance, over the assembled bot."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.doors.entrance.desk import Way
from bot.doors.entrance.entry import Entry
from bot.doors.web.app import Parts, add_door, pages_of
from bot.doors.web.caller import Caller, commands_of
from bot.people.identity import Actor
from bot.slices import COMMANDS
from bot.store.database import Tx
from bot.wiring import Service


def open_door(app: web.Application, running: Service, url: str) -> None:
    """Serve the web door in `app`, which people see at `url`."""
    assert running.hub is not None
    _guard, pages = pages_of(running.phrases, url, running.database)
    entry = Entry(Way(running.database, pages, running.hub, _menu, url, running.settings.bot_token))

    async def take(caller: Caller, key: str, sent: Mapping[str, Any], content: bytes | None = None) -> bool:
        return await running.intake.do_web(caller.address, caller.user_id, key, sent, content)

    add_door(app, Parts(running.database, running.phrases, running.hub, entry, take, url))


def _menu(_tx: Tx, actor: Actor) -> tuple[str, ...]:
    return commands_of(actor, COMMANDS)
