"""A template message of Zalo (ZBS, which was ZNS) to a phone number: it needs no chat and no follower.

POST business.openapi.zalo.me/message/template, header `access_token`; the answer is 200 with `error`, 0 for done. The
codes are those of Zalo's own table (zalo.cloud/zns/guidelines/handle-error-code).
"""

import asyncio
import hashlib
from datetime import timedelta
from typing import Any, Final

from bot.doors.bell import Words
from bot.doors.http import Calls
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.zalo import records
from bot.doors.zalo.records import Key
from bot.store.database import Database, Tx

API: Final = "https://business.openapi.zalo.me"
OAUTH: Final = "https://oauth.zaloapp.com"
BEFORE: Final = timedelta(minutes=10)
"""The time before its end at which a key is renewed."""
TOKEN_CODES: Final = frozenset({-124, -216})
"""The key is not known, or no longer."""
CODES: Final = {
    -108: Outcome.UNREACHABLE,  # not a phone number
    -110: Outcome.UNREACHABLE,  # the app there is too old for it
    -114: Outcome.BLOCKED,  # inactive, or takes none, or too old
    -118: Outcome.UNREACHABLE,  # no Zalo account has this number
    -119: Outcome.BLOCKED,  # the account cannot take it
    -139: Outcome.BLOCKED,  # the person refuses this kind
    -109: Outcome.CONTENT,  # no such template
    -111: Outcome.CONTENT,  # nothing for its places
    -112: Outcome.CONTENT,  # what is for its places is wrong
    -113: Outcome.CONTENT,  # the button is wrong
    -117: Outcome.TOKEN,  # not allowed to use this template
    -131: Outcome.CONTENT,  # the template is not approved
    -132: Outcome.CONTENT,  # its parameters are wrong
    -133: Outcome.WAIT,  # not at night
    -115: Outcome.TOKEN,  # no money is left
    -144: Outcome.WAIT,  # the account's number of the day is used up
    -147: Outcome.WAIT,  # the template's number of the day is used up
}
_APP: Final = frozenset(range(-106, -100)) | {-125, -135, -136, -140}
"""The app, the account or what it may do: nothing will work."""


class Zalo:
    """A Bell. `template`: its id; its places are `name` and `token`, and its button leads to the web door's address
    followed by the token. `refresh_token`: the first one, from which the store goes on."""

    def __init__(
        self,
        database: Database,
        app_id: str,
        secret: str,
        refresh_token: str,
        template: str,
        *,
        api: str = API,
        oauth: str = OAUTH,
        calls: Calls | None = None,
    ) -> None:
        self._database, self._app, self._secret = database, app_id, secret
        self._first, self._template = refresh_token, template
        self._seed = hashlib.sha256(refresh_token.encode()).hexdigest()
        self._api, self._oauth, self._calls = api.rstrip("/"), oauth.rstrip("/"), calls or Calls()
        self._renewing = asyncio.Lock()

    async def ring(self, words: Words) -> str:
        access = await self._access(spent=None)
        code, answer = await self._send(access, words)
        if code in TOKEN_CODES:  # refused before anything was done: once more with a new key
            code, answer = await self._send(await self._access(spent=access), words)
        if code == 0:
            data = answer.get("data")
            return str(data.get("msg_id") or "") if isinstance(data, dict) else ""
        if code in TOKEN_CODES or code in _APP:
            raise NotDelivered(Outcome.TOKEN)
        raise NotDelivered(CODES.get(code, Outcome.UNKNOWN))

    async def close(self) -> None:
        await self._calls.close()

    async def _send(self, access: str, words: Words) -> tuple[int, dict[str, Any]]:
        said = {
            "phone": words.address.removeprefix("+"),
            "template_id": self._template,
            "template_data": {"name": words.name, "token": words.link.rpartition("/")[2]},
            "tracking_id": words.key,
        }
        url = f"{self._api}/message/template"
        status, answer = await self._calls.post(url, {"access_token": access}, json=said)
        if status == 429:
            raise NotDelivered(Outcome.WAIT)
        if not isinstance(answer, dict) or not isinstance(answer.get("error"), int):
            raise NotDelivered(Outcome.TOKEN if status in (401, 403) else Outcome.UNKNOWN)
        return int(answer["error"]), answer

    async def _access(self, spent: str | None) -> str:
        """A key that holds. `spent`: the one that Zalo has just refused. One at a time: what renews it is good once."""
        async with self._renewing:
            kept = await self._database.run(lambda tx: self._kept(tx, spent))
            if isinstance(kept, str):
                return kept
            return await self._renew(kept)

    def _kept(self, tx: Tx, spent: str | None) -> str | Key:
        kept = records.key(tx, self._seed, self._first)
        holds = kept.expires_at is not None and tx.now < kept.expires_at - BEFORE
        if kept.access_token is not None and holds and kept.access_token != spent:
            return kept.access_token
        records.asks(tx)
        return kept

    async def _renew(self, kept: Key) -> str:
        said = {"app_id": self._app, "grant_type": "refresh_token", "refresh_token": kept.refresh_token}
        url = f"{self._oauth}/v4/oa/access_token"
        try:
            status, answer = await self._calls.post(url, {"secret_key": self._secret}, data=said)
        except NotDelivered as error:
            # No bell has left. Whether the refresh token is spent is on record: `asked_at` stays where nobody knows.
            if error.outcome is Outcome.NOT_SENT:
                await self._database.run(records.not_asked)
            raise NotDelivered(Outcome.NOT_SENT, answered=False) from None
        new = _pair(answer)
        if new is None:
            raise NotDelivered(Outcome.NOT_SENT if status >= 500 or status == 429 else Outcome.TOKEN)
        access, refresh, seconds = new

        def body(tx: Tx) -> None:
            records.renewed(tx, access, refresh, tx.now + timedelta(seconds=seconds))

        await self._database.run(body)
        return access


def _pair(answer: Any) -> tuple[str, str, int] | None:
    """The new key, what renews it, and the seconds that it lasts; Zalo writes these as text."""
    if not isinstance(answer, dict):
        return None
    access, refresh, seconds = answer.get("access_token"), answer.get("refresh_token"), str(answer.get("expires_in"))
    if not (isinstance(access, str) and isinstance(refresh, str) and access and refresh):
        return None
    return access, refresh, int(seconds) if seconds.isdecimal() else 3600
