"""Zalo's two hosts in one, in this process: keys that end and are renewed once, its hours, numbers a day and codes."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from aiohttp import web

JSON = dict[str, Any]
WRONG_FIELDS = -132
NIGHT = (time(22), time(7))
FIELDS, PLACES = {"phone", "template_id", "template_data", "tracking_id"}, {"name", "token"}


@dataclass
class ZaloServer:
    """A key lasts `lasts` seconds by its own clock; what renews it is good once. `now`: in the zone of its people."""

    now: Callable[[], datetime]
    secret: str = "zbs-secret"
    url: str = ""
    refresh: str = "first"
    access: str = ""
    ends: float = 0.0
    lasts: int = 90_000
    daily: int = 20_000
    unknown: frozenset[str] = frozenset()
    """Numbers that have no account."""
    known: set[str] | None = None
    """Numbers that have one; None: all others."""
    taken: list[JSON] = field(default_factory=list)
    renewals: int = 0
    told: Callable[[JSON], Awaitable[None]] | None = None
    """Hears of what was taken, before that is said."""

    async def renew(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self.renewed(request.headers.get("secret_key"), dict(await request.post())))

    async def send(self, request: web.Request) -> web.StreamResponse:
        said = json.loads(await request.read())
        if code := self.code(request.headers.get("access_token"), said):
            return web.json_response({"error": code, "message": "refused"})
        await self.take(said)
        return web.json_response({"error": 0, "message": "Success", "data": {"msg_id": f"zbs-{len(self.taken)}"}})

    def renewed(self, secret: str | None, said: JSON) -> JSON:
        """A new key, and what renews it; or an error."""
        if secret != self.secret or said.get("grant_type") != "refresh_token":
            return {"error": -14002, "error_name": "Invalid app"}
        if said.get("refresh_token") != self.refresh:
            return {"error": -14014, "error_name": "Invalid refresh token"}
        self.renewals += 1
        self.access, self.refresh = f"access-{self.renewals}", f"refresh-{self.renewals}"
        self.ends = self.now().timestamp() + self.lasts
        return {"access_token": self.access, "refresh_token": self.refresh, "expires_in": str(self.lasts)}

    def code(self, access: str | None, said: JSON) -> int:
        """The code of Zalo's own table; 0: it is taken."""
        if set(said) != FIELDS or set(said["template_data"]) != PLACES:
            return WRONG_FIELDS
        if not access or access != self.access or self.now().timestamp() >= self.ends:
            return -124
        if not said["phone"].startswith("84"):
            return -108
        local = self.now().timetz().replace(tzinfo=None)
        if local >= NIGHT[0] or local < NIGHT[1]:
            return -133
        if said["phone"] in self.unknown or (self.known is not None and said["phone"] not in self.known):
            return -118
        return -144 if len(self.taken) >= self.daily else 0

    async def take(self, said: JSON) -> None:
        self.taken.append(said)
        if self.told is not None:
            await self.told(said)
