"""The state of the stand-in: people, chats with their messages, files, taps, the bot's own card.

Messages are kept as the very objects the Bot API shows. They are never changed in place (an edit stores a new object),
so an update or an answer that was handed out stays what it was.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.playground.api.files import Files
from bot.playground.api.refused import bad, forbidden
from bot.playground.api.updates import TAP_KEPT, Updates
from bot.playground.messages.keyboards import Markup

JSON = dict[str, Any]
DEMO_TOKEN = "2023:THIDUA-DEMO-TOKEN-FOR-THE-STAND-IN-ONLY"


@dataclass(slots=True)
class Human:
    user_id: int
    first_name: str
    last_name: str | None = None
    phone: str | None = None
    username: str | None = None
    language_code: str = "vi"
    deactivated: bool = False
    met: bool = False  # the bot has seen this person, at least in a group

    def card(self) -> JSON:
        """The User object."""
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {
            "id": self.user_id,
            "is_bot": False,
            "first_name": self.first_name,
            **{name: value for name, value in optional.items() if value},
        }


@dataclass(slots=True)
class Chat:
    card: JSON
    members: set[int]
    open_to_bot: bool = True  # a private chat: the person has written; a group: the bot is in it
    blocked: bool = False
    messages: dict[int, JSON] = field(default_factory=dict)
    next_id: int = 1
    fixed: set[int] = field(default_factory=set)  # sent with a reply keyboard: Telegram never edits these
    keyboard: JSON | None = None
    keyboard_hidden: bool = False
    reply_forced_by: int | None = None
    pinned: list[int] = field(default_factory=list)
    action: tuple[str, float] | None = None  # what the bot seems to be doing, and until when (monotonic)
    revision: int = 0  # of State.revision, when something visible last changed here

    @property
    def id(self) -> int:
        return int(self.card["id"])

    @property
    def private(self) -> bool:
        return bool(self.card["type"] == "private")


@dataclass(slots=True)
class Tap:
    """A press on an inline button: answered once, within `TAP_KEPT` seconds."""

    callback_id: str
    user_id: int
    data: str
    at: float
    answer: JSON | None = None


@dataclass(slots=True)
class Profile:
    """The bot's own words about itself: per language, commands also per scope."""

    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)  # (name|description|short_description, language)
    menu_buttons: dict[int, JSON] = field(default_factory=dict)  # 0: the default


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    set_at: float = -1.0e9
    last_error: str = ""
    last_error_at: int = 0


class State:
    """`now` is civil time for dates and may jump; `monotonic` ages updates, taps and limits; `history` bounds the
    messages kept per chat (None: all), for benchmarks."""

    def __init__(
        self,
        *,
        token: str = DEMO_TOKEN,
        username: str = "thidua_bot",
        now: Callable[[], datetime] | None = None,
        monotonic: Callable[[], float] | None = None,
        history: int | None = None,
    ) -> None:
        clock = Clock(ZoneInfo("UTC"))
        self.token = token
        self.now = now or clock.now
        self.monotonic = monotonic or clock.monotonic
        self.history = history
        self.me: JSON = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": username,
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": True,
            "supports_inline_queries": False,
        }
        self.as_sender: JSON = {name: self.me[name] for name in ("id", "is_bot", "first_name", "username")}
        self.humans: dict[int, Human] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates = Updates(self.monotonic)
        self.taps_made: dict[str, Tap] = {}
        self.profile = Profile()
        self.webhook = Webhook()
        self.logged_out = False
        self.poll_turn = 0
        self.revision = 0
        self._watchers: set[Callable[[int], None]] = set()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} @{self.me['username']}>"  # the token stays out

    def timestamp(self) -> int:
        return int(self.now().timestamp())

    def watch(self, watcher: Callable[[int], None]) -> Callable[[], None]:
        """Call `watcher(chat_id)` whenever what a phone shows has changed; returns how to stop that."""
        self._watchers.add(watcher)
        return lambda: self._watchers.discard(watcher)

    def changed(self, chat: Chat) -> None:
        self.revision += 1
        chat.revision = self.revision
        for watcher in tuple(self._watchers):
            watcher(chat.id)

    def reachable(self, chat_id: int | str, *, to_send: bool = False) -> Chat:
        """The chat a bot names; Refused where Telegram would not let the bot in, or (`to_send`) not let it write."""
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        human = self.humans.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None or (chat.private and not chat.open_to_bot):
            if human is not None and human.met:
                raise forbidden("bot can't initiate conversation with a user")
            if chat_id == self.me["id"]:
                raise forbidden("bot can't send messages to bots")
            raise bad("chat not found")
        if not chat.private and not chat.open_to_bot:
            raise forbidden(f"bot was kicked from the {chat.card['type']} chat")
        if to_send:
            if human is not None and human.deactivated:
                raise forbidden("user is deactivated")
            if chat.blocked:
                raise forbidden("bot was blocked by the user")
        return chat

    def post(self, chat: Chat, sender: JSON, content: JSON, markup: Markup | None = None) -> JSON:
        """A new message in `chat`, and what its keyboard does to the chat."""
        message_id, chat.next_id = chat.next_id, chat.next_id + 1
        message: JSON = {
            "message_id": message_id,
            "from": sender,
            "chat": chat.card,
            "date": self.timestamp(),
            **content,
        }
        if markup is not None:
            if markup.kind == "inline":
                message["reply_markup"] = markup.body
            else:
                chat.fixed.add(message_id)
                self._under_the_input_field(chat, markup, message_id)
        chat.messages[message_id] = message
        if self.history is not None and len(chat.messages) > self.history:
            del chat.messages[next(iter(chat.messages))]
        chat.action = None
        self.changed(chat)
        return message

    def store(self, chat: Chat, message: JSON) -> None:
        """Put an edited message in the place of the one with the same id."""
        chat.messages[message["message_id"]] = message
        self.changed(chat)

    def remove(self, chat: Chat, message_ids: list[int]) -> None:
        for message_id in message_ids:
            chat.messages.pop(message_id, None)
            if message_id in chat.pinned:
                chat.pinned.remove(message_id)
        self.changed(chat)

    def new_tap(self, user_id: int, data: str) -> Tap:
        now = self.monotonic()
        while self.taps_made and (oldest := next(iter(self.taps_made.values()))).at <= now - 2 * TAP_KEPT:
            del self.taps_made[oldest.callback_id]
        callback_id = str(secrets.randbits(62) | 1 << 62)
        self.taps_made[callback_id] = tap = Tap(callback_id, user_id, data, now)
        return tap

    def _under_the_input_field(self, chat: Chat, markup: Markup, message_id: int) -> None:
        chat.reply_forced_by = message_id if markup.kind == "force" else None
        if markup.kind == "keyboard":
            chat.keyboard, chat.keyboard_hidden = markup.body, False
        elif markup.kind == "remove":
            chat.keyboard = None
