"""The screen of a phone: messages as they are now, keyboards, files, and the bot's answers to taps."""

from dataclasses import dataclass
from typing import Any

from bot.playground.messages.entities import Entity
from bot.playground.messages.state import JSON
from bot.playground.methods.profile import commands_for
from bot.playground.persons.people import People


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    data: str | None = None
    url: str | None = None
    copies: str | None = None
    style: str | None = None
    wants_contact: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    kind: str  # "document" or "photo"
    file_id: str
    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """One message in the chat. `text` is the caption where there is a file; `rows` are the buttons under it."""

    message_id: int
    from_bot: bool
    sender: str
    text: str
    entities: tuple[Entity, ...]
    rows: tuple[tuple[Button, ...], ...]
    date: int
    edited: bool
    attachment: Attachment | None
    contact: JSON | None
    album: str | None
    replies_to: int | None

    def labels(self) -> list[str]:
        return [button.text for row in self.rows for button in row]

    def button(self, label: str) -> Button:
        """The inline button with this label. Raises ValueError, naming those there are."""
        for row in self.rows:
            for button in row:
                if button.text == label:
                    return button
        raise ValueError(f"no button {label!r}; there are {self.labels()}")


@dataclass(frozen=True, slots=True)
class Keyboard:
    """The keyboard in place of the letters."""

    rows: tuple[tuple[Button, ...], ...]
    placeholder: str
    persistent: bool
    one_time: bool
    hidden: bool  # a one-time keyboard after its use: one more tap shows it again

    def labels(self) -> list[str]:
        return [button.text for row in self.rows for button in row]


@dataclass(frozen=True, slots=True)
class ChatView:
    chat_id: int
    messages: tuple[Seen, ...]
    keyboard: Keyboard | None
    reply_forced_by: int | None  # the message a reply field has opened under
    action: str | None  # "typing", …, for five seconds
    pinned: int | None
    blocked: bool
    commands: tuple[tuple[str, str], ...]
    revision: int


@dataclass(frozen=True, slots=True)
class Toast:
    """The bot's answer to a tap: a line at the top, or a box to close (`alert`). An empty text shows nothing."""

    callback_id: str
    data: str
    text: str
    alert: bool
    url: str


class Phones(People):
    def chat(self, user_id: int, chat_id: int | None = None) -> ChatView:
        """The chat with the bot on this person's phone, or (`chat_id`) a group both are in."""
        chat = self._private(user_id) if chat_id is None else self.chats[chat_id]
        human = self.humans[user_id]
        action = chat.action[0] if chat.action and chat.action[1] > self.monotonic() else None
        commands = commands_for(self, chat.id, user_id, human.language_code)
        return ChatView(
            chat_id=chat.id,
            messages=tuple(self._seen(message) for message in chat.messages.values()),
            keyboard=_keyboard(chat.keyboard, hidden=chat.keyboard_hidden),
            reply_forced_by=chat.reply_forced_by,
            action=action,
            pinned=chat.pinned[-1] if chat.pinned else None,
            blocked=chat.blocked,
            commands=tuple((command["command"], command["description"]) for command in commands),
            revision=chat.revision,
        )

    def last_of_bot(self, user_id: int) -> Seen:
        """The last message of the bot on this person's phone."""
        sent = self._private(user_id).messages.values()
        last = next((message for message in reversed(sent) if message["from"]["is_bot"]), None)
        if last is None:
            raise LookupError("the bot has sent nothing")
        return self._seen(last)

    def toasts(self, user_id: int) -> list[Toast]:
        """The bot's answers to this person's taps, oldest first."""
        return [
            Toast(tap.callback_id, tap.data, tap.answer["text"], tap.answer["show_alert"], tap.answer["url"])
            for tap in self.taps_made.values()
            if tap.user_id == user_id and tap.answer is not None
        ]

    def spinning(self, user_id: int) -> list[str]:
        """Ids of this person's taps that still show the little clock: not answered."""
        return [tap.callback_id for tap in self.taps_made.values() if tap.user_id == user_id and tap.answer is None]

    def _seen(self, message: JSON) -> Seen:
        sender = message["from"]
        words = "text" if "text" in message else "caption"
        return Seen(
            message_id=message["message_id"],
            from_bot=sender["is_bot"],
            sender=" ".join(filter(None, (sender["first_name"], sender.get("last_name")))),
            text=message.get(words, ""),
            entities=tuple(message.get("entities" if words == "text" else "caption_entities", ())),
            rows=_rows(message.get("reply_markup", {}).get("inline_keyboard", ())),
            date=message["date"],
            edited="edit_date" in message,
            attachment=self._attachment(message),
            contact=message.get("contact"),
            album=message.get("media_group_id"),
            replies_to=message.get("reply_to_message", {}).get("message_id"),
        )

    def _attachment(self, message: JSON) -> Attachment | None:
        described = message.get("document") or (message["photo"][-1] if "photo" in message else None)
        if described is None:
            return None
        stored = self.files[described["file_id"]]
        return Attachment(stored.kind, stored.file_id, stored.name, stored.mime, stored.data)


def _rows(rows: Any) -> tuple[tuple[Button, ...], ...]:
    return tuple(
        tuple(
            Button(
                text=button["text"],
                data=button.get("callback_data"),
                url=button.get("url") or button.get("web_app", {}).get("url"),
                copies=button.get("copy_text", {}).get("text"),
                style=button.get("style"),
                wants_contact=button.get("request_contact", False),
            )
            for button in row
        )
        for row in rows
    )


def _keyboard(body: JSON | None, *, hidden: bool) -> Keyboard | None:
    if body is None:
        return None
    return Keyboard(
        rows=_rows(body["keyboard"]),
        placeholder=body.get("input_field_placeholder", ""),
        persistent=body.get("is_persistent", False),
        one_time=body.get("one_time_keyboard", False),
        hidden=hidden,
    )
