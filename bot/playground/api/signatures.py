"""The methods that the stand-in plays, with each parameter and its type: a surprise is refused instead of ignored.

One name has one type in the whole Bot API (as far as it is played here), so types are listed by name.
Values come typed (JSON) or as text (forms, query strings); nested objects come as objects or as JSON text.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.playground.api.files import Upload
from bot.playground.api.refused import bad, not_played

Args = dict[str, Any]

_HALF = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"-?[0-9]{1,19}")
_TRUE, _FALSE = {"true", "yes", "1"}, {"false", "no", "0", ""}


def _integer(name: str, value: Any) -> int:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong(name, "an Integer")


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = value.strip().lower() if isinstance(value, str) else ""
    if isinstance(value, str) and text in _TRUE | _FALSE:
        return text in _TRUE
    raise _wrong(name, "a Boolean")


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong(name, "a String")
    _sound(value)
    return value


def _sound(value: Any) -> None:
    """Refuse half characters (lone surrogates), at any depth: JSON can carry them, Telegram does not take them."""
    if isinstance(value, str):
        if not value.isascii() and _HALF.search(value):
            raise bad("strings must be encoded in UTF-8")
    elif isinstance(value, list):
        for each in value:
            _sound(each)
    elif isinstance(value, dict):
        for each in value.values():
            _sound(each)


def _chat(name: str, value: Any) -> int | str:
    if isinstance(value, str) and value.startswith("@"):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    raise bad(f"{name} is empty") if value == "" else bad("chat not found")


def _json(kind: type | tuple[type, ...], called: str) -> Callable[[str, Any], Any]:
    def read(name: str, value: Any) -> Any:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad(f"can't parse {name} JSON object") from None
        if not isinstance(value, kind):
            raise _wrong(name, called)
        _sound(value)
        return value

    return read


_object = _json(dict, "an Object")
_array = _json(list, "an Array")
_media = _json((dict, list), "an Object or an Array")
_file = _text  # a file_id or attach://part; the bytes themselves come beside the parameters

_TYPES: dict[str, Callable[[str, Any], Any]] = {
    **dict.fromkeys(("chat_id", "from_chat_id"), _chat),
    **dict.fromkeys(
        (
            *("text", "caption", "parse_mode", "callback_query_id", "url", "action", "language_code", "name"),
            *("description", "short_description", "file_id", "message_effect_id", "secret_token", "ip_address"),
        ),
        _text,
    ),
    **dict.fromkeys(
        ("message_id", "offset", "limit", "timeout", "cache_time", "max_connections", "message_thread_id"), _integer
    ),
    **dict.fromkeys(
        (
            *("disable_notification", "protect_content", "show_alert", "disable_content_type_detection"),
            *("drop_pending_updates", "has_spoiler", "show_caption_above_media", "allow_paid_broadcast"),
        ),
        _flag,
    ),
    **dict.fromkeys(("reply_markup", "link_preview_options", "reply_parameters", "scope", "menu_button"), _object),
    **dict.fromkeys(("entities", "caption_entities", "allowed_updates", "message_ids", "commands"), _array),
    **dict.fromkeys(("document", "photo", "thumbnail", "certificate"), _file),
    "media": _media,
}

_SENDING = (
    "disable_notification protect_content allow_paid_broadcast message_effect_id reply_parameters reply_markup "
    "message_thread_id"
)
_CAPTION = "caption parse_mode caption_entities show_caption_above_media"
_TEXT = "parse_mode entities link_preview_options"

#: Method -> (what it needs, what it may have). Names as in the Bot API, version 10.0.
_METHODS: dict[str, tuple[str, str]] = {
    "getMe": ("", ""),
    "logOut": ("", ""),
    "close": ("", ""),
    "getUpdates": ("", "offset limit timeout allowed_updates"),
    "setWebhook": (
        "",
        "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
    ),
    "deleteWebhook": ("", "drop_pending_updates"),
    "getWebhookInfo": ("", ""),
    "sendMessage": ("chat_id text", f"{_TEXT} {_SENDING}"),
    "sendDocument": ("chat_id document", f"{_CAPTION} thumbnail disable_content_type_detection {_SENDING}"),
    "sendPhoto": ("chat_id photo", f"{_CAPTION} has_spoiler {_SENDING}"),
    "sendMediaGroup": ("chat_id media", _SENDING.replace(" reply_markup", "")),
    "sendChatAction": ("chat_id action", "message_thread_id"),
    "copyMessage": ("chat_id from_chat_id message_id", f"{_CAPTION} {_SENDING}"),
    "forwardMessage": (
        "chat_id from_chat_id message_id",
        "disable_notification protect_content message_thread_id message_effect_id",
    ),
    "editMessageText": ("chat_id message_id text", f"{_TEXT} reply_markup"),
    "editMessageCaption": ("chat_id message_id", f"{_CAPTION} reply_markup"),
    "editMessageMedia": ("chat_id message_id media", "reply_markup"),
    "editMessageReplyMarkup": ("chat_id message_id", "reply_markup"),
    "deleteMessage": ("chat_id message_id", ""),
    "deleteMessages": ("chat_id message_ids", ""),
    "pinChatMessage": ("chat_id message_id", "disable_notification"),
    "unpinChatMessage": ("chat_id", "message_id"),
    "answerCallbackQuery": ("callback_query_id", "text show_alert url cache_time"),
    "getFile": ("file_id", ""),
    "getChat": ("chat_id", ""),
    "setMyCommands": ("commands", "scope language_code"),
    "getMyCommands": ("", "scope language_code"),
    "deleteMyCommands": ("", "scope language_code"),
    "setMyName": ("", "name language_code"),
    "setMyDescription": ("", "description language_code"),
    "setMyShortDescription": ("", "short_description language_code"),
    "setChatMenuButton": ("", "chat_id menu_button"),
}
#: Telegram does not mind the case of a method's name.
CANONICAL = {name.lower(): name for name in _METHODS}
_NEEDED = {name: tuple(needed.split()) for name, (needed, _) in _METHODS.items()}
READERS = {
    name: {each: _TYPES[each] for each in f"{needed} {optional}".split()}
    for name, (needed, optional) in _METHODS.items()
}
#: Parameters whose value may be the uploaded part of the same name.
UPLOADED = frozenset({"document", "photo", "thumbnail", "certificate"})


def read_args(method: str, params: Mapping[str, Any], files: Mapping[str, Upload]) -> Args:
    """The typed arguments of one call. Raises Refused for an unknown name, a wrong type, or a missing parameter."""
    readers = READERS[method]
    args: Args = {}
    for name, value in params.items():
        reader = readers.get(name)
        if reader is None:
            raise not_played(f'{method} has no parameter "{name}"')
        if value is not None:
            args[name] = reader(name, value)
    for name in _NEEDED[method]:
        if args.get(name) in (None, "") and not (name in files and name in UPLOADED):
            raise _missing(name)
    return args


def _wrong(name: str, kind: str) -> Exception:
    return bad(f'stand-in: parameter "{name}" must be {kind}')


def _missing(name: str) -> Exception:
    if name == "text":
        return bad("message text is empty")
    if name in ("chat_id", "from_chat_id"):
        return bad(f"{name} is empty")
    if name in ("document", "photo"):
        return bad(f"there is no {name} in the request")
    if name == "message_id":
        return bad("message identifier is not specified")
    return bad(f'parameter "{name}" is required')
