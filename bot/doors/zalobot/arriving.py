"""Things that Zalo brings, read with care: whose they are, and the form that the inbox keeps.

An update is {ok, result: {event_name, message}}. Its number is the message's own id, as text: what is brought twice has
it twice. `unsupported` comes in place of the words of people whom the law protects: they are answered like everybody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.doors.incoming import sent
from bot.doors.incoming.arrivals import KEPT

_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_EVENT = re.compile(r"message\.([a-z_]{1,32})\.received")
_TOKEN = re.compile(r"(?:\S*(?:[?&]start=|/in/))?([A-Za-z0-9_-]{32})")
"""An invite: its token alone, or the link that it stands in, as people copy it."""
_AHEAD = timedelta(hours=1)
"""The time by which clocks may differ."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a person has sent. `chat_id`, `key`: Zalo's names of the chat and of the message."""

    chat_id: str
    key: str
    sent: Mapping[str, Any] = field(repr=False)


class Misshapen(Exception):
    """It is nothing that Zalo sends."""


def read(update: Any, now: datetime) -> Said | None:
    """The message; None: nothing for us, as what is written in a group, or what is so old that it may have been done
    and forgotten. Raises Misshapen."""
    result = update.get("result", update) if isinstance(update, Mapping) else None
    message = result.get("message") if isinstance(result, Mapping) else None
    event = _EVENT.fullmatch(str(result.get("event_name"))) if isinstance(result, Mapping) else None
    if event is None or not isinstance(message, Mapping):
        raise Misshapen
    sender, chat = message.get("from"), message.get("chat")
    if not isinstance(sender, Mapping) or not isinstance(chat, Mapping):
        raise Misshapen
    chat_id, key, at = _id(chat.get("id")), _id(message.get("message_id")), _moment(message.get("date"))
    if chat.get("chat_type") != "PRIVATE" or sender.get("is_bot") is True:
        return None
    if not now - KEPT < at < now + _AHEAD:
        return None
    return Said(chat_id, key, _what(event[1], message.get("text")))


def _id(found: Any) -> str:
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise Misshapen
    return found


def _moment(found: Any) -> datetime:
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found < 1 << 45:
        raise Misshapen
    return datetime.fromtimestamp(found / 1000, UTC)


def _what(kind: str, text: Any) -> dict[str, Any]:
    if kind != "text":
        return sent.not_taken()
    if not isinstance(text, str):
        raise Misshapen
    token = _TOKEN.fullmatch(text.strip())
    return sent.words(text if token is None else f"/start {token[1]}")
