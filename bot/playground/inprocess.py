"""The door without sockets: a python-telegram-bot transport that hands each call straight to a World."""

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from telegram.request import BaseRequest, RequestData

from bot.doors.telegram.request import NoAnswer, NotSent, from_telegram
from bot.playground.api.faults import CutOff, NoReply, Page
from bot.playground.api.files import Upload
from bot.playground.world import Answer, World


class InProcessRequest(BaseRequest):
    """`ApplicationBuilder().request(InProcessRequest(world)).get_updates_request(InProcessRequest(world))`.

    Timeouts do not apply, except the one getUpdates itself asks for. A fault that never answers raises at once.
    """

    __slots__ = ("_world",)

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        path = unquote(urlsplit(url).path)
        fetched, _, rest = path.partition("/bot")
        token, _, name = rest.partition("/")
        world = self._world
        if not world.admits(token):
            status, envelope = world.unauthorized()
        elif fetched == "/file":
            stored = world.files.at(name)
            return (200, stored.data) if stored else (404, b'{"ok":false,"error_code":404,"description":"Not Found"}')
        else:
            try:
                status, envelope = await self._answer(name, request_data)
            except Page as page:
                return from_telegram(page.status, page.body)
        return from_telegram(status, json.dumps(envelope).encode())

    async def _answer(self, name: str, request_data: RequestData | None) -> Answer:
        params = request_data.parameters if request_data else {}
        files = _uploads(request_data) if request_data and request_data.contains_files else {}
        try:
            return await self._world.answer(name, params, files)
        except NoReply:
            raise NoAnswer("the stand-in gave no answer") from None
        except CutOff:
            raise NotSent("the stand-in broke the connection") from None


def _uploads(request_data: RequestData) -> dict[str, Upload]:
    uploads = {}
    for part, (name, content, mime) in request_data.multipart_data.items():
        data = content if isinstance(content, bytes) else content.read()
        uploads[part] = Upload(name, data.encode() if isinstance(data, str) else data, mime)
    return uploads
