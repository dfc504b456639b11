"""The sender of an update, before the library has read it, and even if it cannot."""

from typing import Any

from bot.store import inbox


def who_waits(raw: dict[str, Any]) -> int | None:
    """The id of the person to tell about an update that could not be done; None where nobody waits."""
    found: Any = None
    for kind in ("message", "edited_message"):
        message = raw.get(kind)
        chat = message.get("chat") if isinstance(message, dict) else None
        if isinstance(chat, dict) and chat.get("type") == "private":
            found = chat.get("id")
    query = raw.get("callback_query")
    sender = query.get("from") if isinstance(query, dict) else None
    if isinstance(sender, dict):
        found = sender.get("id")
    return found if inbox.is_id(found) and found > 0 else None


def tapped(raw: dict[str, Any]) -> str | None:
    """The id of the tap that stops waiting when it is answered."""
    query = raw.get("callback_query")
    found = query.get("id") if isinstance(query, dict) else None
    return found if isinstance(found, str) else None
