"""Methods that put something into a chat: messages, files, albums, copies, the line «is typing»."""

import secrets
from collections.abc import Mapping
from typing import Any

from bot.playground.api.files import StoredFile, Upload
from bot.playground.api.refused import bad, not_played
from bot.playground.api.signatures import Args
from bot.playground.messages.entities import Entity, units
from bot.playground.messages.keyboards import Markup, read_markup
from bot.playground.messages.state import JSON, Chat, State
from bot.playground.messages.texts import read_text

Uploads = Mapping[str, Upload]
MAX_TEXT, MAX_CAPTION = 4096, 1024
ALBUM = range(2, 11)
ACTION_SHOWS = 5.0  # seconds
_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"),
    *("choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}
_MEDIA_FIELDS = {"type", "media", "thumbnail", "caption", "parse_mode", "caption_entities"}
_ONLY_OF = {"document": {"disable_content_type_detection"}, "photo": {"has_spoiler", "show_caption_above_media"}}


def text_content(args: Args) -> JSON:
    """{text, entities?, link_preview_options?} of sendMessage and editMessageText."""
    text, entities = read_text(args["text"], args.get("parse_mode"), args.get("entities"))
    if not text.strip():
        raise bad("message text is empty")
    if units(text) > MAX_TEXT:
        raise bad("message is too long")
    content: JSON = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in args:
        content["link_preview_options"] = args["link_preview_options"]
    return content


def caption_content(args: Mapping[str, Any]) -> JSON:
    """{caption?, caption_entities?, show_caption_above_media?}; an empty caption is none."""
    caption, entities = read_text(args.get("caption") or "", args.get("parse_mode"), args.get("caption_entities"))
    if units(caption) > MAX_CAPTION:
        raise bad("message caption is too long")
    content: JSON = {"caption": caption} if caption else {}
    if caption and entities:
        content["caption_entities"] = entities
    if args.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return content


def picked_file(state: State, kind: str, reference: str | None, part: str, files: Uploads) -> StoredFile:
    """The file of one parameter: an uploaded part (`part`, or the one attach:// names) or a file_id."""
    if reference and reference.startswith("attach://"):
        part = reference.removeprefix("attach://")
        reference = None
    if reference:
        return state.files.named(reference, kind)
    if part not in files:
        raise bad(f"there is no {kind} in the request")
    return state.files.upload(kind, files[part])


def media_content(state: State, media: Any, files: Uploads) -> tuple[str, JSON]:
    """(kind, fields of the Message) of one InputMedia; documents and photos are played, the rest is refused."""
    if not isinstance(media, dict):
        raise bad("can't parse InputMedia: expected an Object")
    kind = str(media.get("type"))
    if kind not in _ONLY_OF:
        raise not_played(f"media of type {kind} is not played")
    if surprise := media.keys() - _MEDIA_FIELDS - _ONLY_OF[kind]:
        raise not_played(f"InputMedia has no field {', '.join(sorted(surprise))}")
    if not isinstance(media.get("media"), str):
        raise bad("can't parse InputMedia: media not found")
    for field, of_type in (("caption", str), ("parse_mode", str), ("caption_entities", list)):
        if not isinstance(media.get(field, of_type()), of_type):
            raise bad(f'can\'t parse InputMedia: Field "{field}" must be of type {of_type.__name__}')
    stored = picked_file(state, kind, media["media"], "", files)
    return kind, {**stored.content(), **caption_content(media)}


def send_message(state: State, args: Args, files: Uploads) -> JSON:
    content = text_content(args)
    return _send(state, args, content)


def send_document(state: State, args: Args, files: Uploads) -> JSON:
    caption = caption_content(args)
    state.reachable(args["chat_id"], to_send=True)
    stored = picked_file(state, "document", args.get("document"), "document", files)
    return _send(state, args, {**stored.content(), **caption})


def send_photo(state: State, args: Args, files: Uploads) -> JSON:
    caption = caption_content(args)
    state.reachable(args["chat_id"], to_send=True)
    stored = picked_file(state, "photo", args.get("photo"), "photo", files)
    return _send(state, args, {**stored.content(), **caption})


def send_media_group(state: State, args: Args, files: Uploads) -> list[JSON]:
    media = args["media"]
    if not isinstance(media, list):
        raise bad("expected an Array of InputMedia")
    if len(media) not in ALBUM:
        raise bad("there are no messages to send" if not media else "album must have 2-10 items")
    state.reachable(args["chat_id"], to_send=True)
    items = [media_content(state, each, files) for each in media]
    if len({kind for kind, _ in items}) > 1:  # a document goes only with documents
        raise bad("can't use the media of the specified type in the album")
    group = str(secrets.randbits(53))
    return [_send(state, args, {**content, "media_group_id": group}) for _, content in items]


def copy_message(state: State, args: Args, files: Uploads) -> JSON:
    source = _source(state, args, "message to copy")
    content: JSON = {
        name: source[name]
        for name in ("text", "entities", "caption", "caption_entities", "document", "photo", "contact")
        if name in source
    }
    if not content:
        raise bad("message can't be copied")
    if "caption" in args and ("document" in source or "photo" in source):
        content = {name: value for name, value in content.items() if not name.startswith("caption")}
        content.update(caption_content(args))
    return {"message_id": _send(state, args, content)["message_id"]}


def forward_message(state: State, args: Args, files: Uploads) -> JSON:
    source = _source(state, args, "message to forward")
    if source.get("has_protected_content"):
        raise bad("message can't be forwarded")
    content = {
        name: value
        for name, value in source.items()
        if name not in ("message_id", "from", "chat", "date", "edit_date", "reply_markup", "reply_to_message")
    }
    origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
    return _send(state, args, {"forward_origin": origin, **content})


def send_chat_action(state: State, args: Args, files: Uploads) -> bool:
    if args["action"] not in _ACTIONS:
        raise bad("wrong parameter action in request")
    chat = state.reachable(args["chat_id"], to_send=True)
    chat.action = (args["action"], state.monotonic() + ACTION_SHOWS)
    state.changed(chat)
    return True


def _source(state: State, args: Args, called: str) -> JSON:
    source = state.reachable(args["from_chat_id"]).messages.get(args["message_id"])
    if source is None:
        raise bad(f"{called} not found")
    return source


def _send(state: State, args: Args, content: JSON) -> JSON:
    markup = _markup(state, args)
    chat = state.reachable(args["chat_id"], to_send=True)
    if "message_thread_id" in args:
        raise bad("message thread not found")
    if "reply_parameters" in args:
        content.update(_replied(chat, args["reply_parameters"]))
    if args.get("protect_content"):
        content["has_protected_content"] = True
    if "message_effect_id" in args:
        if not chat.private:
            raise bad("message effects can be used only in private chats")
        content["effect_id"] = args["message_effect_id"]
    return state.post(chat, state.as_sender, content, markup)


def _markup(state: State, args: Args) -> Markup | None:
    if "reply_markup" not in args:
        return None
    chat = state.chats.get(args["chat_id"])
    return read_markup(args["reply_markup"], private=chat is None or chat.private)


def _replied(chat: Chat, parameters: Entity) -> JSON:
    if surprise := parameters.keys() - {"message_id", "chat_id", "allow_sending_without_reply"}:
        raise not_played(f"ReplyParameters.{', '.join(sorted(surprise))} is not played")
    if parameters.get("chat_id", chat.id) != chat.id:
        raise not_played("replies to another chat are not played")
    message_id = parameters.get("message_id")
    replied = chat.messages.get(message_id) if isinstance(message_id, int) else None
    if replied is None:
        if parameters.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    return {"reply_to_message": {name: value for name, value in replied.items() if name != "reply_to_message"}}
