"""Zalo's bot API, as strict as the real one is known to be: its paths, its envelope, its quota and its moods; and the
people who write to the bot, whom it brings to the webhook that it was told."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
from aiohttp import web

TOKEN, SECRET = "1234567890123:zalo-bot-token_of-tests", "zalo-webhook-secret"
LONGEST = 2000
PAGE = "<html><body>502 Bad Gateway</body></html>"
METHODS = {"getMe", "setWebhook", "deleteWebhook", "getWebhookInfo", "sendMessage", "sendPhoto", "sendChatAction"}


@dataclass(frozen=True)
class Mood:
    """An answer to come. `does`: what was asked is done all the same; `cuts`: nothing is answered."""

    status: int = 200
    code: int | None = None
    description: str = ""
    does: bool = False
    cuts: bool = False
    page: bool = False
    bare: bool = False
    """{"ok": true}, and nothing else."""


@dataclass
class ZaloBotServer:
    url: str = ""
    token: str = TOKEN
    most: int = 3000
    webhook: str = ""
    secret: str = ""
    taken: list[tuple[str, str]] = field(default_factory=list)
    """Chat and text of each message that has arrived, in their order."""
    asked: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    """Chats that have written."""
    moods: list[Mood | None] = field(default_factory=list)
    """For the next messages; None: as ever."""
    numbers: int = 0
    stays: str = ""
    """The address at which updates are brought, whatever was set: that of the port of a test."""

    async def called(self, request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        self.asked.append(method)
        if token != self.token:
            return _refusal(401, "Unauthorized")
        if method not in METHODS:
            return _refusal(404, "Not Found")
        try:
            said = await request.json()
        except ValueError:
            return _refusal(400, "Bad Request")
        return await getattr(self, f"_{method}", self._other)(request, said)

    async def _other(self, _request: web.Request, _said: dict[str, Any]) -> web.StreamResponse:
        return _result({})

    async def _getMe(self, _request: web.Request, said: dict[str, Any]) -> web.StreamResponse:
        assert said == {}, said
        return _result(
            {
                "id": "1459232241454765289",
                "account_name": "bot.thidua",
                "account_type": "BASIC",
                "can_join_groups": False,
            }
        )

    async def _getWebhookInfo(self, _request: web.Request, _said: dict[str, Any]) -> web.StreamResponse:
        return _result({"url": self.webhook, "updated_at": 1749633372026})

    async def _setWebhook(self, _request: web.Request, said: dict[str, Any]) -> web.StreamResponse:
        assert set(said) == {"url", "secret_token"}, said
        refused = not said["url"].startswith("https://") or "localhost" in said["url"] or "127.0.0.1" in said["url"]
        if refused or not 8 <= len(said["secret_token"]) <= 256:
            return _refusal(400, "Bad Request: url")
        self.webhook, self.secret = said["url"], said["secret_token"]
        return _result({"url": self.webhook, "updated_at": 1749538250568})

    async def _sendMessage(self, request: web.Request, said: dict[str, Any]) -> web.StreamResponse:
        assert set(said) == {"chat_id", "text"}, said
        mood = (self.moods.pop(0) if self.moods else None) or Mood(does=True)
        text = said["text"]
        if not isinstance(text, str) or not 1 <= len(text.encode("utf-16-le")) // 2 <= LONGEST:
            return _refusal(400, "Bad Request: text")
        if said["chat_id"] not in self.known:
            return _refusal(400, "Bad Request: chat_id")
        if len(self.taken) >= self.most:
            return _refusal(429, "Quota exceeded")
        if mood.does:
            self.taken.append((said["chat_id"], text))
        if mood.cuts:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if mood.page:
            return web.Response(text=PAGE, content_type="text/html", status=mood.status)
        if mood.bare:
            return web.json_response({"ok": True})
        if mood.code is not None:
            return _refusal(mood.code, mood.description, status=mood.status)
        return _result({"message_id": f"82599fa32f56d00e{len(self.taken):04}", "date": 1749632637199 + len(self.taken)})

    # --- people -------------------------------------------------------------------------------------------------------

    def update(
        self, chat_id: str, text: str | None, now_ms: int, *, kind: str = "text", **other: Any
    ) -> dict[str, Any]:
        """An update as Zalo makes it."""
        self.known.add(chat_id)
        self.numbers += 1
        message: dict[str, Any] = {
            "from": {"id": chat_id, "display_name": "Ted", "is_bot": False},
            "chat": {"id": chat_id, "chat_type": "PRIVATE"},
            "message_id": f"2d758cb5e222177a{self.numbers:04}",
            "date": now_ms,
        }
        if text is not None:
            message["text"] = text
        return {"ok": True, "result": {"message": message | other, "event_name": f"message.{kind}.received"}}

    async def brings(self, update: Any, *, secret: str | None = None, body: bytes | None = None) -> int:
        """Call the webhook; the status of its answer."""
        headers = {"X-Bot-Api-Secret-Token": self.secret or SECRET if secret is None else secret}
        async with aiohttp.ClientSession() as client:
            given: dict[str, Any] = {"json": update} if body is None else {"data": BytesIO(body)}
            async with client.post(self.stays or self.webhook, headers=headers, **given) as answer:
                return answer.status

    def texts(self, chat_id: str) -> list[str]:
        return [text for to, text in self.taken if to == chat_id]


def _result(result: dict[str, Any]) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refusal(code: int, description: str, *, status: int = 200) -> web.Response:
    """Zalo refuses with a status of 200, as a rule."""
    return web.json_response({"ok": False, "description": description, "error_code": code}, status=status)


def app_of(server: ZaloBotServer) -> web.Application:
    app = web.Application()
    app.router.add_route("*", "/bot{token}/{method}", server.called)
    return app
