"""python-telegram-bot's handlers and filters, in the order they are tried, and why.

All are in one group and blocking, so exactly one of them runs and a failure in it reaches the worker that holds the
inbox row. Each turns the update into an Event; what happens then is the driver's.
"""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.address import chat as chat_at
from bot.dialogue.engine.events import (
    Borrowed,
    Changed,
    Commanded,
    Event,
    Ignored,
    Reachability,
    SentFile,
    Tapped,
    Unreadable,
    What,
)
from bot.dialogue.flows import SharedContact, Typed
from bot.doors.buttons import unpack
from bot.doors.telegram.formatting import formatted
from bot.store import inbox

Handle = Callable[[Event], Awaitable[None]]
Reader = Callable[[Update], What]

PRIVATE = filters.ChatType.PRIVATE
PHOTO_NAME = "photo.jpg"


class Strict(Application[Any, Any, Any, Any, Any, Any]):
    """An Application whose errors reach the worker. The library's own would log them and call the update handled."""

    async def process_error(self, update: object, error: Exception, *args: Any, **kwargs: Any) -> bool:
        raise error


def add_routes(application: Strict, handle: Handle) -> None:
    """Register every handler. The order matters where comments say so."""

    def on(reader: Reader) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
        async def callback(update: Update, _context: Any) -> None:
            await handle(event_of(update, reader(update)))

        return callback

    routes: list[BaseHandler[Any, Any, Any]] = [
        CallbackQueryHandler(on(tapped)),
        ChatMemberHandler(on(reachability), ChatMemberHandler.MY_CHAT_MEMBER),
        # Edited messages first: the filters below would match them too, and an edit must not answer a question again.
        MessageHandler(PRIVATE & filters.UpdateType.EDITED, on(changed)),
        # Before whatever would take them for the sender's own words. A file or photo that is forwarded is taken, since
        # people forward scans; what stands below it is not. What another bot has written or made never is.
        MessageHandler(PRIVATE & filters.VIA_BOT, on(lambda _update: Borrowed())),
        MessageHandler(PRIVATE & filters.FORWARDED & filters.TEXT, on(lambda _update: Borrowed())),
        # Before text, because a command is a text as well.
        MessageHandler(PRIVATE & filters.COMMAND, on(commanded)),
        MessageHandler(PRIVATE & filters.CONTACT, on(shared_contact)),
        MessageHandler(PRIVATE & (filters.Document.ALL | filters.PHOTO), on(sent_file)),
        MessageHandler(PRIVATE & filters.TEXT, on(typed)),
        # Service messages (a pinned message, a changed title) are private messages too, and nobody's words.
        MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, on(lambda _update: Unreadable())),
        # Last, so that no update is left undone in the inbox: groups, channels, anything new.
        TypeHandler(Update, on(lambda _update: Ignored())),
    ]
    application.add_handlers(routes)


def event_of(update: Update, what: What) -> Event:
    user, chat = update.effective_user, update.effective_chat
    if user is None or not inbox.is_id(user.id) or (chat is not None and chat.type != ChatType.PRIVATE):
        what = Ignored()  # a tap in a group included: nothing of ours is shown there
    elif chat is not None and chat.id != user.id:
        what = Ignored()  # a private chat has its person's number; what has not is nobody's
    user_id = user.id if user else 0
    at = chat_at(chat.id if chat else user_id)
    return Event(update.update_id, user_id, at, (user and user.language_code) or "", what)


def tapped(update: Update) -> What:
    query = update.callback_query
    assert query is not None
    return Tapped(unpack(query.data or ""), query.message.message_id if query.message else None, query.id)


def reachability(update: Update) -> What:
    change = update.my_chat_member
    assert change is not None
    return Reachability(change.new_chat_member.status not in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT))


def commanded(update: Update) -> What:
    text = _message(update).text or _message(update).caption or ""
    word, _, argument = text.removeprefix("/").partition(" ")
    return Commanded(word.split("@")[0].lower(), argument.strip())


def shared_contact(update: Update) -> What:
    message = _message(update)
    contact = message.contact
    assert contact is not None
    return SharedContact(contact.phone_number, contact.user_id, forwarded=message.forward_origin is not None)


def sent_file(update: Update) -> What:
    message = _message(update)
    if message.document is not None:
        file = message.document
        name = file.file_name or "file"
        kept = SentFile(file.file_id, name, file.mime_type or "", file.file_size or 0)
    else:
        photo = message.photo[-1]
        kept = SentFile(photo.file_id, PHOTO_NAME, "image/jpeg", photo.file_size or 0, photo=True)
    if not message.caption or message.forward_origin is not None:
        return kept
    words = formatted(message.caption, message.caption_entities)
    return replace(kept, caption=message.caption, formatted_caption=words)


def typed(update: Update) -> Typed:
    message = _message(update)
    text = message.text or ""
    return Typed(text, formatted(text, message.entities), message.message_id)


def changed(update: Update) -> What:
    message = _message(update)
    if message.caption:
        return Changed(Typed(message.caption))
    return Changed(typed(update) if message.text else None)


def _message(update: Update) -> Message:
    message = update.effective_message
    assert message is not None
    return message
