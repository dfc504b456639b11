"""A gateway of SMS: POST {to, text, reference} as JSON with a bearer token; it answers {id}, or {error}.

Vendors differ; whoever runs the bot puts this form before theirs (docs/operating.md). What a gateway must say: 2xx with
its id, it is taken; 409, this reference was taken before; 422, it never will be, because of `number`, `blocked` or
`content`; 401 and 403, the token; 402, no money is left; 429, later. An answer of 500 and above says nothing.
"""

from typing import Any

from bot.doors.bell import Words
from bot.doors.http import Calls
from bot.doors.outcomes import NotDelivered, Outcome

_REFUSED = {"number": Outcome.UNREACHABLE, "blocked": Outcome.BLOCKED, "content": Outcome.CONTENT}


class Sms:
    """A Bell."""

    def __init__(self, url: str, token: str, calls: Calls | None = None) -> None:
        self._url, self._token, self._calls = url, token, calls or Calls()

    async def ring(self, words: Words) -> str:
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": words.key}
        said = {"to": words.address, "text": words.short, "reference": words.key}
        status, answer = await self._calls.post(self._url, headers, json=said)
        name = _text(answer, "id")
        # 2xx with anything else is a page of whatever stands between: nobody knows what became of the text.
        if (200 <= status < 300 and name) or status == 409:
            return name
        raise NotDelivered(_outcome(status, _text(answer, "error")))

    async def close(self) -> None:
        await self._calls.close()


def _outcome(status: int, error: str) -> Outcome:
    if status in (401, 402, 403, 404):
        return Outcome.TOKEN
    if status == 429:
        return Outcome.WAIT
    if status in (400, 422):
        return _REFUSED.get(error, Outcome.CONTENT)
    return Outcome.UNKNOWN


def _text(answer: Any, name: str) -> str:
    return str(answer.get(name) or "") if isinstance(answer, dict) else ""
