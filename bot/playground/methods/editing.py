"""Methods that change messages that are already there, and answer the taps on their buttons."""

from bot.playground.api.refused import bad
from bot.playground.api.signatures import Args
from bot.playground.api.updates import TAP_KEPT
from bot.playground.messages.entities import units
from bot.playground.messages.keyboards import read_markup
from bot.playground.messages.state import JSON, Chat, State
from bot.playground.methods.sending import Uploads, caption_content, media_content, text_content

DELETABLE_FOR = 48 * 3600  # seconds
MAX_TOAST = 200
MAX_IDS = 100
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA = (*_CAPTION, "document", "photo")


def edit_message_text(state: State, args: Args, files: Uploads) -> JSON:
    content = text_content(args)
    chat, message = _own(state, args)
    if "text" not in message:
        raise bad("there is no text in the message to edit")
    return _edit(state, args, chat, message, _TEXT, content)


def edit_message_caption(state: State, args: Args, files: Uploads) -> JSON:
    content = caption_content(args)
    chat, message = _own(state, args)
    if "text" in message:
        raise bad("there is no caption in the message to edit")
    return _edit(state, args, chat, message, _CAPTION, content)


def edit_message_media(state: State, args: Args, files: Uploads) -> JSON:
    if not isinstance(args["media"], dict):
        raise bad("can't parse InputMedia: expected an Object")
    chat, message = _own(state, args)
    kind, content = media_content(state, args["media"], files)
    if "text" in message:
        raise bad("there is no media in the message to edit")
    if "media_group_id" in message and kind not in message:
        raise bad("message can't be edited")  # an album stays of one kind
    return _edit(state, args, chat, message, _MEDIA, content)


def edit_message_reply_markup(state: State, args: Args, files: Uploads) -> JSON:
    chat, message = _own(state, args)
    return _edit(state, args, chat, message, (), {})


def delete_message(state: State, args: Args, files: Uploads) -> bool:
    chat = state.reachable(args["chat_id"])
    if args["message_id"] not in chat.messages:
        raise bad("message to delete not found")
    _deletable(state, chat, args["message_id"])
    state.remove(chat, [args["message_id"]])
    return True


def delete_messages(state: State, args: Args, files: Uploads) -> bool:
    chat = state.reachable(args["chat_id"])
    wanted = args["message_ids"]
    if not wanted:
        raise bad("message identifiers are not specified")
    if len(wanted) > MAX_IDS:
        raise bad("too many message identifiers specified")
    if not all(isinstance(each, int) and each > 0 for each in wanted):
        raise bad("invalid message identifier specified")
    found = [each for each in wanted if each in chat.messages]
    for message_id in found:
        _deletable(state, chat, message_id)
    state.remove(chat, found)
    return True


def pin_chat_message(state: State, args: Args, files: Uploads) -> bool:
    chat = state.reachable(args["chat_id"], to_send=True)
    if args["message_id"] not in chat.messages:
        raise bad("message to pin not found")
    if chat.pinned[-1:] == [args["message_id"]]:
        raise bad("CHAT_NOT_MODIFIED")
    chat.pinned.append(args["message_id"])
    state.changed(chat)
    return True


def unpin_chat_message(state: State, args: Args, files: Uploads) -> bool:
    chat = state.reachable(args["chat_id"], to_send=True)
    wanted = args.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(wanted)
    state.changed(chat)
    return True


def answer_callback_query(state: State, args: Args, files: Uploads) -> bool:
    text = args.get("text", "")
    if units(text) > MAX_TOAST:
        raise bad("MESSAGE_TOO_LONG")
    tap = state.taps_made.get(args["callback_query_id"])
    if tap is None or tap.answer is not None or state.monotonic() - tap.at > TAP_KEPT:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    tap.answer = {"text": text, "show_alert": args.get("show_alert", False), "url": args.get("url", "")}
    if tap.user_id in state.chats:
        state.changed(state.chats[tap.user_id])
    return True


def _own(state: State, args: Args) -> tuple[Chat, JSON]:
    chat = state.reachable(args["chat_id"])
    message = chat.messages.get(args["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if message["from"] is not state.as_sender or args["message_id"] in chat.fixed or "forward_origin" in message:
        raise bad("message can't be edited")
    return chat, message


def _edit(state: State, args: Args, chat: Chat, message: JSON, replaced: tuple[str, ...], content: JSON) -> JSON:
    """Replace the fields `replaced` by `content`, and the keyboard by the one given: none given takes it away."""
    markup = read_markup(args.get("reply_markup"), inline_only=True)
    edited = {name: value for name, value in message.items() if name not in (*replaced, "reply_markup", "edit_date")}
    edited.update(content)
    if markup is not None:
        edited["reply_markup"] = markup.body
    if edited == {name: value for name, value in message.items() if name != "edit_date"}:
        raise bad(_NOT_MODIFIED)
    edited["edit_date"] = state.timestamp()
    state.store(chat, edited)
    return edited


def _deletable(state: State, chat: Chat, message_id: int) -> None:
    if state.timestamp() - chat.messages[message_id]["date"] > DELETABLE_FOR:
        raise bad("message can't be deleted")
    if not chat.private and chat.messages[message_id]["from"] is not state.as_sender:
        raise bad("message can't be deleted")  # the stand-in's bot is nowhere an administrator
