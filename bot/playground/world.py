"""The stand-in's core: `world.call(method, params)` answers as api.telegram.org would, in memory, without waiting.

Layers, each knowing only the one before: State (chats and accounts), People (their actions), Phones (their screens),
World (the calls of a bot). Doors (inprocess.py, http_door.py) carry calls in; only they know sockets.
"""

import asyncio
import hmac
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.playground.api.faults import Script
from bot.playground.api.files import Upload
from bot.playground.api.limits import COUNTED, Limits
from bot.playground.api.refused import Refused, bad
from bot.playground.api.signatures import CANONICAL, Args, read_args
from bot.playground.messages.state import DEMO_TOKEN, JSON, State
from bot.playground.methods import editing, polling, profile, sending
from bot.playground.persons.phone import Phones

Answer = tuple[int, JSON]
NO_FILES: Mapping[str, Upload] = {}
CALLS_KEPT = 10_000

_HANDLERS: dict[str, Callable[[State, Args, sending.Uploads], Any]] = {
    "getMe": profile.get_me,
    "logOut": profile.log_out,
    "close": profile.close,
    "getUpdates": polling.get_updates,
    "setWebhook": polling.set_webhook,
    "deleteWebhook": polling.delete_webhook,
    "getWebhookInfo": polling.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendDocument": sending.send_document,
    "sendPhoto": sending.send_photo,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "copyMessage": sending.copy_message,
    "forwardMessage": sending.forward_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": editing.pin_chat_message,
    "unpinChatMessage": editing.unpin_chat_message,
    "answerCallbackQuery": editing.answer_callback_query,
    "getFile": profile.get_file,
    "getChat": profile.get_chat,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "setMyDescription": profile.set_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
}


@dataclass(frozen=True, slots=True)
class Call:
    """One call a bot made. `status` is 0 where no answer was given (a fault); `at` is monotonic."""

    method: str
    params: Mapping[str, Any]
    status: int
    description: str
    at: float


class World(Phones):
    """The whole stand-in. `limits`: None means none; `faults`: failures to come; `calls`: the calls made so far;
    `cut_off`: neither bots nor people reach it."""

    def __init__(
        self,
        *,
        token: str = DEMO_TOKEN,
        username: str = "thidua_bot",
        now: Callable[[], datetime] | None = None,
        monotonic: Callable[[], float] | None = None,
        history: int | None = None,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(token=token, username=username, now=now, monotonic=monotonic, history=history)
        self.limits = limits
        self.cut_off = False
        self.faults = Script()
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.counts: Counter[str] = Counter()

    def admits(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token.encode())

    def unauthorized(self) -> Answer:
        return 401, Refused(401, "Unauthorized").envelope()

    def call(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] = NO_FILES) -> Answer:
        """(HTTP status, envelope) of one Bot API call; getUpdates answers at once with what there is.

        Raises NoReply or CutOff where a fault says so. `params` hold JSON values or text, `files` the uploaded parts.
        """
        name = CANONICAL.get(method.lower())
        if name is None:
            self._record(method, params, 404, "Not Found")
            return 404, Refused(404, "Not Found").envelope()
        fault = self.faults.take(name, params) if self.faults.planned else None
        if fault is not None and not fault.does:
            return self._fail(name, params, fault.failure)
        try:
            if self.logged_out:
                raise Refused(400, "Logged out")
            args = read_args(name, params, files)
            if self.limits is not None and name in COUNTED:
                self._pace(self.limits, name, args)
            result = _HANDLERS[name](self, args, files)
        except Refused as refused:
            return self._fail(name, params, refused)
        if fault is not None:
            return self._fail(name, params, fault.failure)
        self._record(name, params, 200, "")
        return 200, {"ok": True, "result": result}

    async def answer(self, method: str, params: Mapping[str, Any], files: Mapping[str, Upload] = NO_FILES) -> Answer:
        """`call`, and for getUpdates the waiting that its `timeout` asks for."""
        status, envelope = self.call(method, params, files)
        if method.lower() != "getupdates" or status != 200 or envelope["result"]:
            return status, envelope
        args = read_args("getUpdates", params, files)
        if args.get("timeout", 0) <= 0:
            return status, envelope
        try:
            return 200, {"ok": True, "result": await polling.long_poll(self, args)}
        except Refused as refused:
            return refused.status, refused.envelope()

    async def drained(self) -> None:
        """Wait until the bot has confirmed every update."""
        moved = asyncio.Event()
        stop_listening = self.updates.listen(moved.set)
        try:
            while self.pending():
                await moved.wait()
                moved.clear()
        finally:
            stop_listening()

    def _pace(self, limits: Limits, name: str, args: Args) -> None:
        if not isinstance(args["chat_id"], int):
            raise bad("chat not found")
        cost = len(args["media"]) if name == "sendMediaGroup" else 1
        limits.admit(args["chat_id"], self.monotonic(), cost)

    def _fail(self, name: str, params: Mapping[str, Any], failure: Exception) -> Answer:
        if isinstance(failure, Refused):
            self._record(name, params, failure.status, failure.description)
            return failure.status, failure.envelope()
        self._record(name, params, 0, type(failure).__name__)
        raise failure

    def _record(self, name: str, params: Mapping[str, Any], status: int, description: str) -> None:
        self.counts[name] += 1
        self.calls.append(Call(name, params, status, description, self.monotonic()))
