"""The sender and the number of an update, before the library has read it, and even if it cannot."""

from typing import Any

from telegram import Update

from bot.address import Address, address_of, chat
from bot.doors.telegram.wire import Wire
from bot.store import inbox


def who_waits(raw: dict[str, Any]) -> Address | None:
    """The place at which to tell of an update that could not be done; None where nobody waits."""
    if inbox.is_web(raw):
        return address_of(raw[inbox.WEB]["address"])
    found: Any = None
    for kind in ("message", "edited_message"):
        message = raw.get(kind)
        of = message.get("chat") if isinstance(message, dict) else None
        if isinstance(of, dict) and of.get("type") == "private":
            found = of.get("id")
    query = raw.get("callback_query")
    sender = query.get("from") if isinstance(query, dict) else None
    if isinstance(sender, dict):
        found = sender.get("id")
    return chat(found) if inbox.is_id(found) and found > 0 else None


def tapped(raw: dict[str, Any]) -> str | None:
    """The id of the tap that stops waiting when it is answered."""
    query = raw.get("callback_query")
    found = query.get("id") if isinstance(query, dict) else None
    return found if isinstance(found, str) else None


def numbers_of(updates: Any) -> list[int] | None:
    """The numbers by which `updates` are confirmed; None for what is no list of them: not Telegram's."""
    if not isinstance(updates, list):
        return None
    numbers = [number for update in updates if (number := inbox.number(update)) is not None]
    return numbers if numbers or not updates else None


def is_parsed(raw: dict[str, Any], bot: Wire) -> bool:
    """True if the library can read this update at all: if not, trying again is useless."""
    try:
        return Update.de_json(raw, bot) is not None
    except Exception:  # noqa: BLE001 - the library raises whatever its constructors meet
        return False
