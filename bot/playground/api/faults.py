"""Network faults on order: the next calls of a method fail in a chosen way, done or not done."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.playground.api.refused import Refused, flood


class NoReply(Exception):
    """No answer will come. Raised out of `World.call` for a door to play: silence until the client gives up."""


class CutOff(Exception):
    """The connection breaks before anything was done. Raised out of `World.call` for a door to play."""


class Page(Exception):
    """Something between the bot and Telegram answers with a page of its own. Raised out of `World.call` for a door."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status
        self.body = f"<!DOCTYPE html><html><title>{status}</title><h1>{status}</h1></html>".encode()


@dataclass(frozen=True, slots=True)
class Fault:
    """`does`: the call is carried out all the same, only its answer is lost or replaced."""

    failure: Exception
    does: bool = False


def halted(seconds: int) -> Fault:
    """429, retry after `seconds`."""
    return Fault(flood(seconds))


def answered(status: int, description: str, **parameters: int) -> Fault:
    return Fault(Refused(status, description, **parameters))


def server_error(status: int = 502) -> Fault:
    return answered(status, {500: "Internal Server Error", 502: "Bad Gateway"}.get(status, "Server Error"))


def blocked() -> Fault:
    return answered(403, "Forbidden: bot was blocked by the user")


def silent(*, done: bool) -> Fault:
    """A timeout: with the call carried out (`done`), or without."""
    return Fault(NoReply(), does=done)


def cut_off() -> Fault:
    return Fault(CutOff())


def page(status: int, *, done: bool = False) -> Fault:
    """A proxy's page in place of an answer: with the call carried out (`done`), or without."""
    return Fault(Page(status), does=done)


def odd(result: Any) -> Fault:
    """An answer of 200 whose result Telegram would not give."""
    strange = Page(200)
    strange.body = json.dumps({"ok": True, "result": result}).encode()
    return Fault(strange)


@dataclass(slots=True)
class _Planned:
    method: str
    chat_id: int | None
    fault: Fault
    left: int


@dataclass(slots=True)
class Script:
    planned: list[_Planned] = field(default_factory=list)

    def expect(self, method: str, fault: Fault, *, times: int = 1, chat_id: int | None = None) -> None:
        """The next `times` calls of `method` ("*": of any) end in `fault`; `chat_id`: only those to this chat."""
        self.planned.append(_Planned(method, chat_id, fault, times))

    def clear(self) -> None:
        self.planned.clear()

    def take(self, method: str, params: Mapping[str, Any]) -> Fault | None:
        for planned in self.planned:
            if planned.method in ("*", method) and planned.chat_id in (None, _chat_of(params)):
                planned.left -= 1
                if planned.left <= 0:
                    self.planned.remove(planned)
                return planned.fault
        return None


def _chat_of(params: Mapping[str, Any]) -> int | None:
    try:
        return int(params.get("chat_id", 0))
    except (TypeError, ValueError):
        return None
