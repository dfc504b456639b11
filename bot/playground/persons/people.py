"""Actions of people on their phones: write, press, tap, share, send files, block; each becomes Telegram's update.

A verb that a phone would not allow (pressing a button that is not there, writing while blocked) raises ValueError: a
test or a page that tries it is wrong, not the bot.
"""

from typing import Any

from bot.playground.api.files import Upload
from bot.playground.messages.entities import Entity, units
from bot.playground.messages.state import JSON, Chat, Human, State
from bot.playground.messages.texts import clean, commands_in
from bot.playground.methods.sending import MAX_TEXT


class People(State):
    def human(
        self,
        user_id: int,
        first_name: str,
        last_name: str | None = None,
        phone: str | None = None,
        username: str | None = None,
        language_code: str = "vi",
    ) -> Human:
        """Somebody with a Telegram account who has not met the bot yet. `phone` is what a shared contact will carry."""
        if user_id in self.humans:
            raise ValueError(f"human {user_id} exists already")
        self.humans[user_id] = Human(user_id, first_name, last_name, phone, username, language_code)
        return self.humans[user_id]

    def came_before(self, user_id: int) -> None:
        """This person has used the bot in days of which nothing is left to see: it may write first."""
        self.humans[user_id].met = True
        self._private(user_id).open_to_bot = True

    def group(self, chat_id: int, title: str, members: list[int], *, supergroup: bool = True) -> None:
        """A group the bot has been added to. `chat_id` is negative, as Telegram's are."""
        if chat_id >= 0:
            raise ValueError("the id of a group is negative")
        card = {"id": chat_id, "type": "supergroup" if supergroup else "group", "title": title}
        self.chats[chat_id] = Chat(card=card, members=set(members))
        for user_id in members:
            self.humans[user_id].met = True
        self._membership(self.chats[chat_id], self.humans[members[0]], "left", "member")

    def says(
        self,
        user_id: int,
        text: str,
        *,
        entities: list[Entity] | None = None,
        forwarded: bool = False,
        reply_to: int | None = None,
        chat_id: int | None = None,
    ) -> int:
        """Write `text` (in a group: `chat_id`); returns the message's id. Above 4096 characters it goes in parts."""
        text = clean(text).strip(" \n")
        if not text.strip():
            raise ValueError("a phone sends no empty message")
        chat = self._writable(user_id, chat_id)
        message_id = 0
        for part in _parts(text):
            content: JSON = {"text": part}
            if found := [*(entities or ()), *commands_in(part)]:
                content["entities"] = sorted(found, key=lambda entity: entity["offset"])
            message_id = self._send(user_id, chat, content, forwarded=forwarded, reply_to=reply_to)
        return message_id

    def opens_link(self, user_id: int, payload: str = "") -> int:
        """Open t.me/<bot>?start=<payload> and press START."""
        if len(payload) > 64:
            raise ValueError("a deep link carries at most 64 characters")
        return self.says(user_id, f"/start {payload}".strip())

    def presses(self, user_id: int, label: str) -> int:
        """Press a button of the keyboard under the input field: it writes its text, or shares the own contact."""
        chat = self._writable(user_id, None)
        buttons = [button for row in (chat.keyboard or {}).get("keyboard", []) for button in row]
        button = next((button for button in buttons if button["text"] == label), None)
        if button is None:
            raise ValueError(f"no such button: {label!r}; there are {[button['text'] for button in buttons]}")
        if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
            chat.keyboard_hidden = True
        if not button.get("request_contact"):
            return self.says(user_id, label)
        human = self.humans[user_id]
        if human.phone is None:
            raise ValueError(f"human {user_id} has no phone number to share")
        return self.shares_contact(user_id, human.phone, user_id, human.first_name)

    def shares_contact(
        self, user_id: int, phone: str, contact_user_id: int | None, first_name: str, *, forwarded: bool = False
    ) -> int:
        """Send a contact card; `contact_user_id` is whose (None: Telegram does not know)."""
        contact: JSON = {"phone_number": phone, "first_name": first_name}
        if contact_user_id is not None:
            contact["user_id"] = contact_user_id
            if contact_user_id in self.humans and (last_name := self.humans[contact_user_id].last_name):
                contact["last_name"] = last_name
        return self._send(user_id, self._writable(user_id, None), {"contact": contact}, forwarded=forwarded)

    def sends_file(
        self,
        user_id: int,
        name: str,
        data: bytes,
        mime: str = "application/octet-stream",
        caption: str | None = None,
        as_photo: bool = False,
    ) -> int:
        chat = self._writable(user_id, None)
        stored = self.files.keep("photo" if as_photo else "document", Upload(name, data, mime))
        content = stored.content()
        if caption and (caption := clean(caption).strip(" \n")):
            content["caption"] = caption
            if found := commands_in(caption):
                content["caption_entities"] = found
        return self._send(user_id, chat, content)

    def edits(self, user_id: int, message_id: int, text: str, *, chat_id: int | None = None) -> None:
        """Change the text of an own message."""
        chat = self._writable(user_id, chat_id)
        message = chat.messages[message_id]
        if message["from"]["id"] != user_id or "text" not in message:
            raise ValueError("only an own text can be edited")
        edited = {name: value for name, value in message.items() if name != "entities"}
        edited.update(text=clean(text).strip(" \n"), edit_date=self.timestamp())
        if found := commands_in(edited["text"]):
            edited["entities"] = found
        self.store(chat, edited)
        self.updates.add("edited_message", edited, ("chat", chat.id))

    def deletes(self, user_id: int, message_id: int) -> None:
        """Delete a message of the private chat, for both. The bot is not told."""
        self.remove(self.chats[user_id], [message_id])

    def taps(self, user_id: int, message_id: int, data: str, *, chat_id: int | None = None, forge: bool = False) -> str:
        """Tap the inline button that carries `data`; the id of the callback query. `forge`: though it is not there."""
        chat = self._writable(user_id, chat_id)
        message = chat.messages.get(message_id)
        if not forge and data not in _payloads(message):
            raise ValueError(f"message {message_id} carries no button {data!r}; it has {_payloads(message)}")
        tap = self.new_tap(user_id, data)
        query: JSON = {
            "id": tap.callback_id,
            "from": self.humans[user_id].card(),
            "message": message or {"chat": chat.card, "message_id": message_id, "date": 0},
            "chat_instance": str(chat.id),
            "data": data,
        }
        self.changed(chat)
        self.updates.add("callback_query", query, ("taps", user_id))
        return tap.callback_id

    def blocks(self, user_id: int) -> None:
        chat = self._private(user_id)
        if not chat.blocked:
            chat.blocked = True
            self._membership(chat, self.humans[user_id], "member", "kicked")

    def unblocks(self, user_id: int) -> None:
        chat = self._private(user_id)
        if chat.blocked:
            chat.blocked = False
            self._membership(chat, self.humans[user_id], "kicked", "member")

    def deactivates(self, user_id: int) -> None:
        """Delete the account. The bot is not told; its next message finds out."""
        self.humans[user_id].deactivated = True

    def removes_bot(self, user_id: int, chat_id: int) -> None:
        """Throw the bot out of a group."""
        self.chats[chat_id].open_to_bot = False
        self._membership(self.chats[chat_id], self.humans[user_id], "member", "kicked")

    def inject(self, raw: Any) -> int:
        """Deliver `raw` as if Telegram had sent it, malformed or not. The update_id it is queued under."""
        return self.updates.inject(raw)

    def redeliver(self) -> None:
        """From now on every update arrives once more after it was confirmed, as after a crash of the poller."""
        self.updates.twice = True

    def pending(self) -> int:
        """The number of updates that the bot has not confirmed yet."""
        return len(self.updates)

    def _private(self, user_id: int) -> Chat:
        chat = self.chats.get(user_id)
        if chat is None:
            human = self.humans[user_id]
            card = {name: value for name, value in human.card().items() if name not in ("is_bot", "language_code")}
            chat = self.chats[user_id] = Chat(card={**card, "type": "private"}, members={user_id}, open_to_bot=False)
        return chat

    def _writable(self, user_id: int, chat_id: int | None) -> Chat:
        chat = self._private(user_id) if chat_id in (None, user_id) else self.chats[chat_id or 0]
        if user_id not in chat.members:
            raise ValueError(f"human {user_id} is not in chat {chat.id}")
        if chat.blocked:
            raise ValueError("a person who has blocked the bot must unblock it first")
        if self.humans[user_id].deactivated:
            raise ValueError("this account is deleted")
        return chat

    def _send(
        self, user_id: int, chat: Chat, content: JSON, *, forwarded: bool = False, reply_to: int | None = None
    ) -> int:
        human = self.humans[user_id]
        human.met = True
        chat.open_to_bot = True
        if forwarded:
            origin = {"type": "hidden_user", "sender_user_name": "?", "date": self.timestamp()}
            content = {"forward_origin": origin, **content}
        if reply_to is not None:
            replied = {name: value for name, value in chat.messages[reply_to].items() if name != "reply_to_message"}
            content = {"reply_to_message": replied, **content}
        chat.reply_forced_by = None
        message = self.post(chat, human.card(), content)
        self.updates.add("message", message, ("chat", chat.id))
        return int(message["message_id"])

    def _membership(self, chat: Chat, by: Human, before: str, after: str) -> None:
        def member(status: str) -> JSON:
            return {"user": self.as_sender, "status": status, **({"until_date": 0} if status == "kicked" else {})}

        change: JSON = {
            "chat": chat.card,
            "from": by.card(),
            "date": self.timestamp(),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }
        self.changed(chat)
        self.updates.add("my_chat_member", change, ("chat", chat.id))


def _payloads(message: JSON | None) -> list[str]:
    rows = (message or {}).get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def _parts(text: str) -> list[str]:
    """Cut at 4096 UTF-16 units, never inside a character."""
    if units(text) <= MAX_TEXT:
        return [text]
    parts = [""]
    room = MAX_TEXT
    for character in text:
        width = units(character)
        if width > room:
            parts.append("")
            room = MAX_TEXT
        parts[-1] += character
        room -= width
    return [part for part in parts if part.strip()]
