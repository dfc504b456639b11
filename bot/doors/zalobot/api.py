"""Calls of Zalo's bot API, and the meaning of its answers.

POST bot-api.zaloplatforms.com/bot<token>/<method> with JSON; the answer is {ok, result} or {ok, description,
error_code}, which may come with status 200. Of the codes Zalo says: 400 a wrong path or name, 401 the token, 403 a
fault of its own server, 408 too late, 429 the quota is used up. A message has no key by which it would be known a
second time.
"""

from typing import Any, Final

from bot.doors.http import Calls
from bot.doors.outcomes import NotDelivered, Outcome

API: Final = "https://bot-api.zaloplatforms.com"
CODES: Final = {
    400: Outcome.CONTENT,
    401: Outcome.TOKEN,
    404: Outcome.UNREACHABLE,
    429: Outcome.WAIT,
}
"""A call with another code may have been done."""
_SPENT = "quota"


class Api:
    def __init__(self, token: str, root: str = API, calls: Calls | None = None) -> None:
        self._root, self._calls = f"{root.rstrip('/')}/bot{token}", calls or Calls()

    async def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """The result; empty where the answer has none. Raises NotDelivered."""
        status, answer = await self._calls.post(f"{self._root}/{method}", {}, json=given)
        if isinstance(answer, dict) and answer.get("ok") is True and 200 <= status < 300:
            result = answer.get("result")
            return result if isinstance(result, dict) else {}
        code, said = _code(status, answer), _said(answer)
        outcome = CODES.get(code, Outcome.UNKNOWN)
        if outcome is Outcome.WAIT and _SPENT in said.lower():
            outcome = Outcome.SPENT
        raise NotDelivered(outcome)

    async def close(self) -> None:
        await self._calls.close()


def _code(status: int, answer: Any) -> int:
    """The code of a refusal: the answer's own, which a status of 200 does not have. A page of whatever stands between
    is no answer of Zalo's: of it nothing is known but that it knows no token."""
    if not isinstance(answer, dict) or answer.get("ok") is not False:
        return status if status in (401, 429) else 0
    code = answer.get("error_code")
    if isinstance(code, str) and code.isdecimal():
        return int(code)
    return code if isinstance(code, int) and not isinstance(code, bool) else status


def _said(answer: Any) -> str:
    return str(answer.get("description") or "") if isinstance(answer, dict) else ""
