"""Things that a browser sends, in the form that the inbox keeps, and as events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.address import Address, address_of
from bot.dialogue.engine.events import Commanded, Event, Ignored, NotTaken, Opened, SentFile, Tapped, What
from bot.dialogue.flows import Typed
from bot.doors.buttons import unpack
from bot.doors.incoming import arrivals
from bot.store.database import Tx
from bot.store.inbox import WEB

LONGEST = 4096
"""Characters of a typed text, as at Telegram."""


OPENED: Mapping[str, Any] = {"what": "opened"}
"""The page was opened."""


def tap(data: str, message: int | None) -> dict[str, Any]:
    """A button was pressed, below the message of this number."""
    return {"what": "tap", "data": data, "message": message}


def words(text: str) -> dict[str, Any]:
    """Something was typed; a word that begins with a stroke is a command."""
    return {"what": "words", "text": text[:LONGEST]}


def not_taken() -> dict[str, Any]:
    """Something of a kind that the door does not take; nothing of it is kept."""
    return {"what": "not_taken"}


def file(name: str, mime: str, size: int, caption: str, *, photo: bool) -> dict[str, Any]:
    """A file was sent. Its bytes are kept beside, under the number of the update."""
    kind = {"file_name": name, "mime": mime, "size": size, "photo": photo}
    return {"what": "file", "caption": caption[:LONGEST], **kind}


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that was sent from `address`, under a key of the sender's own, with the bytes of a file."""

    address: Address
    user_id: int
    key: str
    what: Mapping[str, Any]
    content: bytes | None = None


def arrive(tx: Tx, sent: Sequence[Sent]) -> list[tuple[int, list[dict[str, Any]]]]:
    """Keep what was sent: of each its number, and the update for the inbox. None where it is there already."""
    numbers = arrivals.arrive(tx, [(one.address, one.key, one.content) for one in sent])
    return [
        (number, [{"update_id": number, WEB: {"address": one.address.number, "user": one.user_id, **one.what}}] * new)
        for one, (number, new) in zip(sent, numbers, strict=True)
    ]


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
        case {"what": "not_taken"}:
            return NotTaken()
        case {"what": "file"}:
            return SentFile(
                str(number), sent["file_name"], sent["mime"], sent["size"], sent["caption"], photo=sent["photo"]
            )
        case {"what": "opened"}:
            return Opened()
    return Ignored()
