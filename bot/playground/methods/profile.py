"""Methods about the bot itself, chats and files: commands, name, menu button, getChat, getFile."""

import re
from typing import Any

from bot.playground.api.refused import bad
from bot.playground.api.signatures import Args
from bot.playground.messages.entities import units
from bot.playground.messages.state import JSON, State
from bot.playground.methods.sending import Uploads

MAX_COMMANDS, MAX_COMMAND_TEXT = 100, 256
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_CHAT_SCOPES = {"chat", "chat_administrators", "chat_member"}
_NUMBER = re.compile(r"-?[0-9]{1,19}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


def get_me(state: State, args: Args, files: Uploads) -> JSON:
    return state.me


def log_out(state: State, args: Args, files: Uploads) -> bool:
    state.logged_out = True
    return True


def close(state: State, args: Args, files: Uploads) -> bool:
    return True


def get_file(state: State, args: Args, files: Uploads) -> JSON:
    return state.files.described(args["file_id"])


def get_chat(state: State, args: Args, files: Uploads) -> JSON:
    chat = state.reachable(args["chat_id"])
    full: JSON = {
        **chat.card,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
        ),
    }
    if chat.pinned:
        full["pinned_message"] = chat.messages[chat.pinned[-1]]
    return full


def set_my_commands(state: State, args: Args, files: Uploads) -> bool:
    commands = args["commands"]
    if len(commands) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not isinstance(command, dict) or command.keys() != {"command", "description"}:
            raise bad("can't parse BotCommand: expected an Object of command and description")
        if not _COMMAND.fullmatch(str(command["command"]).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= units(str(command["description"]).strip()) <= MAX_COMMAND_TEXT:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    state.profile.commands[_scope(state, args), _language(args)] = [
        {"command": command["command"].removeprefix("/"), "description": command["description"].strip()}
        for command in commands
    ]
    return True


def get_my_commands(state: State, args: Args, files: Uploads) -> list[JSON]:
    return state.profile.commands.get((_scope(state, args), _language(args)), [])


def delete_my_commands(state: State, args: Args, files: Uploads) -> bool:
    state.profile.commands.pop((_scope(state, args), _language(args)), None)
    return True


def set_my_name(state: State, args: Args, files: Uploads) -> bool:
    return _say(state, args, "name", 64)


def set_my_description(state: State, args: Args, files: Uploads) -> bool:
    return _say(state, args, "description", 512)


def set_my_short_description(state: State, args: Args, files: Uploads) -> bool:
    return _say(state, args, "short_description", 120)


def set_chat_menu_button(state: State, args: Args, files: Uploads) -> bool:
    button = args.get("menu_button", {"type": "default"})
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad("can't parse menu button: MenuButton has unsupported type")
    chat_id = state.reachable(args["chat_id"]).id if "chat_id" in args else 0
    state.profile.menu_buttons[chat_id] = button
    return True


def commands_for(state: State, chat_id: int, user_id: int, language: str) -> list[JSON]:
    """The menu a person sees: the narrowest scope that has one, this language before any language."""
    private = chat_id == user_id
    scopes = [f"chat_member:{chat_id}:{user_id}", f"chat:{chat_id}"]
    scopes += ["all_private_chats" if private else "all_group_chats", "default"]
    for scope in scopes:
        for spoken in (language, ""):
            if commands := state.profile.commands.get((scope, spoken)):
                return commands
    return []


def _say(state: State, args: Args, what: str, longest: int) -> bool:
    text = args.get(what, "")
    if units(text) > longest:
        raise bad(f"BOT_{what.upper()}_TOO_LONG")
    state.profile.texts[what, _language(args)] = text
    return True


def _language(args: Args) -> str:
    code: str = args.get("language_code", "")
    if not _LANGUAGE.fullmatch(code):
        raise bad("LANG_CODE_INVALID")
    return code


def _scope(state: State, args: Args) -> str:
    """A scope as one text: `chat:1`, `chat_member:1:2`, `default`."""
    scope: dict[str, Any] = args.get("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind in _SCOPES:
        return kind
    if kind not in _CHAT_SCOPES:
        raise bad("can't parse BotCommandScope: Unsupported type specified")
    chat_id = scope.get("chat_id")
    if isinstance(chat_id, str) and _NUMBER.fullmatch(chat_id):
        chat_id = int(chat_id)
    chat = state.reachable(chat_id if isinstance(chat_id, int) else 0)
    return f"{kind}:{chat.id}" + (f":{scope.get('user_id')}" if kind == "chat_member" else "")
