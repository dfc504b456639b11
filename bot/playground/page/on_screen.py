"""A phone as its owner sees it now, as JSON for the page. Reads the world, changes nothing.

Times are the office's wall clock without a zone (`2023-01-03T08:10:00`): the browser shows them as they are, wherever
it stands.
"""

from datetime import datetime, tzinfo
from typing import Any

from bot.playground.persons.phone import Attachment, Button, Keyboard, Seen
from bot.playground.world import World

JSON = dict[str, Any]

PDF = "application/pdf"
_VIEWABLE = frozenset({PDF, "image/png", "image/jpeg", "image/gif", "image/webp"})


def wall(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="seconds")


def bot_card(world: World) -> JSON:
    """The bot as it presents itself, in Vietnamese where it has said so."""

    def said(what: str) -> str:
        texts = world.profile.texts
        return texts.get((what, "vi")) or texts.get((what, "")) or ""

    return {
        "name": said("name") or world.me["first_name"],
        "username": world.me["username"],
        "description": said("description"),
    }


def news(world: World, user_id: int, read: int, zone: tzinfo | None) -> JSON:
    """One line of the list: messages of the bot above `read`, and when something was last said."""
    chat = world.chats.get(user_id)
    messages = list(chat.messages.values()) if chat else []
    unread = sum(message["message_id"] > read and message["from"]["is_bot"] for message in messages)
    last = wall(datetime.fromtimestamp(messages[-1]["date"], zone)) if messages else ""
    return {"id": user_id, "unread": unread, "last": last, "revision": chat.revision if chat else 0}


def chat(world: World, user_id: int, last: int, zone: tzinfo | None) -> JSON:
    """The whole chat, of its messages the `last` ones."""
    view = world.chat(user_id)
    shown = view.messages[-last:] if last > 0 else ()
    return {
        "id": user_id,
        "bot": bot_card(world),
        "revision": view.revision,
        "started": bool(view.messages),
        "blocked": view.blocked,
        "action": view.action,
        "pinned": next((_pinned(message) for message in view.messages if message.message_id == view.pinned), None),
        "earlier": len(view.messages) - len(shown),
        "messages": [_message(message, zone) for message in shown],
        "keyboard": _keyboard(view.keyboard),
        "reply_forced_by": view.reply_forced_by,
        "commands": [{"command": command, "description": words} for command, words in view.commands],
        "answers": [
            {"id": toast.callback_id, "text": toast.text, "alert": toast.alert, "url": toast.url}
            for toast in world.toasts(user_id)
        ],
    }


def attachment(world: World, user_id: int, message_id: int) -> Attachment | None:
    """The file under this message of this person's chat."""
    if user_id not in world.chats:
        return None
    seen = (message for message in world.chat(user_id).messages if message.message_id == message_id)
    return next((message.attachment for message in seen), None)


def viewed_as(file: Attachment) -> str | None:
    """The type a browser may show this file as, in a tab of its own; None where it may only keep it: SVG and HTML above
    all, which would run as part of this page."""
    if file.kind == "photo":  # a bot sends these without a name, so the name says nothing
        return "image/png" if file.data.startswith(b"\x89PNG") else "image/jpeg"
    if file.mime == "text/plain":
        return "text/plain; charset=utf-8"
    return file.mime if file.mime in _VIEWABLE else None


def _message(message: Seen, zone: tzinfo | None) -> JSON:
    file = message.attachment
    return {
        "id": message.message_id,
        "mine": not message.from_bot,
        "at": wall(datetime.fromtimestamp(message.date, zone)),
        "edited": message.edited,
        "text": message.text,
        "entities": message.entities,
        "rows": [[_button(button) for button in row] for row in message.rows],
        "file": file and _file(file),
        "contact": message.contact,
        "album": message.album,
        "replies_to": message.replies_to,
    }


def _pinned(message: Seen) -> JSON:
    return {"id": message.message_id, "text": message.text or (message.attachment and message.attachment.name)}


def _file(file: Attachment) -> JSON:
    return {
        "name": file.name,
        "size": len(file.data),
        "photo": file.kind == "photo",
        "viewable": viewed_as(file) is not None,
        # Another file in the same message after an edit has another address, so a browser never shows the old one.
        "key": file.file_id,
    }


def _button(button: Button) -> JSON:
    return {
        "text": button.text,
        "data": button.data,
        "url": button.url,
        "copies": button.copies,
        "style": button.style,
    }


def _keyboard(keyboard: Keyboard | None) -> JSON | None:
    if keyboard is None:
        return None
    return {
        "rows": [
            [{"text": button.text, "style": button.style, "contact": button.wants_contact} for button in row]
            for row in keyboard.rows
        ],
        "placeholder": keyboard.placeholder,
        "hidden": keyboard.hidden,
        "persistent": keyboard.persistent,
    }
