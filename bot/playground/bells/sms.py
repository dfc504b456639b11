"""A gateway of SMS in this process: it refuses what a real one would refuse or charge twice for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

JSON = dict[str, Any]
FIELDS = {"to", "text", "reference"}


@dataclass
class SmsGateway:
    """`taken`: by the sender's reference. `told`: hears of what was taken, before that is said."""

    token: str = "sms-token"
    url: str = ""
    taken: dict[str, JSON] = field(default_factory=dict)
    told: Callable[[JSON], Awaitable[None]] | None = None

    async def post(self, request: web.Request) -> web.StreamResponse:
        said = await request.json()
        if (refusal := self.refused(request.headers.get("Authorization"), said)) is not None:
            return web.json_response({"error": refusal[1]}, status=refusal[0])
        if not await self.take(said):
            return web.json_response({"id": "again"}, status=409)
        return web.json_response({"id": f"sms-{len(self.taken)}"})

    def refused(self, authorization: str | None, said: JSON) -> tuple[int, str] | None:
        """Status and error; None: it is taken."""
        if authorization != f"Bearer {self.token}":
            return 401, "token"
        if set(said) != FIELDS:
            return 400, "content"
        if not str(said["to"]).startswith("+84"):
            return 422, "number"
        # With marks an SMS costs twice.
        return None if str(said["text"]).isascii() else (422, "content")

    async def take(self, said: JSON) -> bool:
        """Keep it; False for a reference that was taken before."""
        if said["reference"] in self.taken:
            return False
        self.taken[said["reference"]] = said
        if self.told is not None:
            await self.told(said)
        return True
