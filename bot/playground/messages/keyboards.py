"""Keyboards under messages and under the input field, checked as Telegram checks them.

Strict in one place where Telegram is lax: a button with two actions is refused (Telegram takes the first it finds).
"""

import re
from dataclasses import dataclass
from typing import Any

from bot.playground.api.refused import bad
from bot.playground.messages.entities import units

MAX_BUTTONS, MAX_IN_ROW = 100, 8
MAX_REPLY_BUTTONS, MAX_REPLY_IN_ROW = 300, 12
MAX_CALLBACK_BYTES, MAX_COPY_TEXT, MAX_PLACEHOLDER = 64, 256, 64

_ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}
_LOOKS = {"text", "style", "icon_custom_emoji_id"}
_REQUESTS = {"request_users", "request_chat", "request_contact", "request_location", "request_poll", "web_app"}
_FLAGS = {"is_persistent", "resize_keyboard", "one_time_keyboard", "selective", "remove_keyboard", "force_reply"}
_STYLES = {"danger", "success", "primary"}
_URL = re.compile(r"(?i)(?:(?:https?://)?[^\s/?#@]+\.[^\s.][^\s]*|tg://\S+)")


@dataclass(frozen=True, slots=True)
class Markup:
    """A checked reply_markup. `kind`: "inline" (lives on the message), "keyboard", "remove" or "force"."""

    kind: str
    body: dict[str, Any]


def read_markup(value: Any, *, inline_only: bool = False, private: bool = True) -> Markup | None:
    """Check a reply_markup object; None when there is none, or an empty one (which takes a keyboard away on edit)."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad("object expected as reply markup")
    markup = _inline(value) if "inline_keyboard" in value else _reply(value, private=private)
    if inline_only and markup is not None and markup.kind != "inline":
        raise bad("inline keyboard expected")
    return markup


def _inline(value: dict[str, Any]) -> Markup | None:
    _only(value, {"inline_keyboard"}, "InlineKeyboardMarkup")
    rows = [
        [_inline_button(button) for button in row]
        for row in _rows(value, "inline_keyboard", " of the InlineKeyboardMarkup must be an Array of Arrays")
        if row
    ]
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_IN_ROW for row in rows):
        raise bad("reply markup is too long")
    return Markup("inline", {"inline_keyboard": rows}) if rows else None


def _inline_button(button: Any) -> dict[str, Any]:
    trouble = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad(trouble + "InlineKeyboardButton must be an Object")
    for field in ("text", "url", "callback_data"):
        if not isinstance(button.get(field, ""), str):
            raise bad(f'{trouble}Field "{field}" must be of type String')
    _only(button, _ACTIONS | _LOOKS, "InlineKeyboardButton")
    if not button.get("text", "").strip():
        raise bad(trouble + 'Field "text" must be non-empty')
    actions = [name for name in button if name in _ACTIONS and (name.startswith("switch") or button[name])]
    if not actions:
        raise bad(trouble + "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad(f"stand-in: exactly one action is allowed on an inline button, here {', '.join(actions)}")
    _style(button, trouble)
    action = actions[0]
    if action == "callback_data" and len(button[action].encode()) > MAX_CALLBACK_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    if action == "url" and not _URL.fullmatch(button[action]):
        raise bad("BUTTON_URL_INVALID")
    if action == "web_app":
        page = button[action].get("url") if isinstance(button[action], dict) else None
        if not isinstance(page, str) or not page.startswith("https://"):
            raise bad("BUTTON_URL_INVALID")
    if action == "copy_text":
        copied = button[action].get("text") if isinstance(button[action], dict) else None
        if not isinstance(copied, str):
            raise bad(trouble + 'Field "copy_text" must be of type Object')
        if not 1 <= units(copied) <= MAX_COPY_TEXT:
            raise bad("BUTTON_COPY_TEXT_INVALID")
    return {name: button[name] for name in button if name in _LOOKS or name == action}


def _reply(value: dict[str, Any], *, private: bool) -> Markup | None:
    _only(value, _FLAGS | {"keyboard", "input_field_placeholder"}, "ReplyKeyboardMarkup")
    for flag in _FLAGS & value.keys():
        if not isinstance(value[flag], bool):
            raise bad(f'Field "{flag}" must be of type Boolean')
    placeholder = value.get("input_field_placeholder", "")
    if not isinstance(placeholder, str) or units(placeholder) > MAX_PLACEHOLDER:
        raise bad("stand-in: input_field_placeholder must be 1-64 characters long")
    if "keyboard" in value:
        rows = [
            [_reply_button(button, private=private) for button in row]
            for row in _rows(value, "keyboard", " must be an Array of Arrays")
            if row
        ]
        if sum(map(len, rows)) > MAX_REPLY_BUTTONS or any(len(row) > MAX_REPLY_IN_ROW for row in rows):
            raise bad("reply markup is too long")
        if rows:
            return Markup("keyboard", {**value, "keyboard": rows})
    if value.get("remove_keyboard"):
        return Markup("remove", value)
    if value.get("force_reply"):
        return Markup("force", value)
    return None


def _reply_button(button: Any, *, private: bool) -> dict[str, Any]:
    trouble = "can't parse keyboard button: "
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad(trouble + "KeyboardButton must be a String or an Object")
    if not isinstance(button.get("text"), str):
        raise bad(trouble + 'Field "text" must be of type String')
    _only(button, _REQUESTS | _LOOKS, "KeyboardButton")
    if not button["text"].strip():
        raise bad("keyboard button text must be non-empty")
    _style(button, trouble)
    if button.get("request_contact") and not private:
        raise bad("phone number can be requested in private chats only")
    return dict(button)


def _style(button: dict[str, Any], trouble: str) -> None:
    if "style" in button and str(button["style"]) not in _STYLES:
        raise bad(trouble + "invalid button style specified")


def _rows(value: dict[str, Any], field: str, complaint: str) -> list[list[Any]]:
    rows = value[field]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(f'Field "{field}"{complaint}')
    return rows


def _only(value: dict[str, Any], known: set[str], what: str) -> None:
    if surprise := value.keys() - known:
        raise bad(f"stand-in: {what} has no field {', '.join(sorted(surprise))}")
