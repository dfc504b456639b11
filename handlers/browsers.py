"""What browsers send, as events: the form that it has in the inbox, and back."""

from collections.abc import Mapping
from typing import Any

from bot.address import Address, address_of
from bot.dialogue.engine.events import Commanded, Event, Ignored, SentFile, Tapped, What
from bot.dialogue.flows import Typed
from bot.doors.buttons import unpack
from bot.store.inbox import WEB

LONGEST = 4096
"""Characters of a typed text, as at Telegram."""


def tap(data: str, message: int | None) -> dict[str, Any]:
    """A button was pressed, below the message of this number."""
    return {"what": "tap", "data": data, "message": message}


def words(text: str) -> dict[str, Any]:
    """Something was typed; a word that begins with a stroke is a command."""
    return {"what": "words", "text": text[:LONGEST]}


def file(name: str, mime: str, size: int, caption: str, *, photo: bool) -> dict[str, Any]:
    """A file was sent. Its bytes are kept beside, under the number of the update."""
    kind = {"file_name": name, "mime": mime, "size": size, "photo": photo}
    return {"what": "file", "caption": caption[:LONGEST], **kind}


def update(number: int, address: Address, user_id: int, sent: Mapping[str, Any]) -> dict[str, Any]:
    """The update that the inbox keeps."""
    return {"update_id": number, WEB: {"address": address.number, "user": user_id, **sent}}


def event_of(raw: Mapping[str, Any]) -> Event:
    """The event that such an update is."""
    sent = raw[WEB]
    return Event(raw["update_id"], sent["user"], address_of(sent["address"]), "vi", _what(raw["update_id"], sent))


def _what(number: int, sent: Mapping[str, Any]) -> What:
    match sent:
        case {"what": "tap", "data": data, "message": message}:
            return Tapped(unpack(data), message, "")
        case {"what": "words", "text": text}:
            if text.startswith("/") and (command := text[1:].strip()):
                name, _, argument = command.partition(" ")
                return Commanded(name.lower(), argument.strip())
            return Typed(text)
        case {"what": "file"}:
            return SentFile(
                str(number), sent["file_name"], sent["mime"], sent["size"], sent["caption"], photo=sent["photo"]
            )
    return Ignored()
