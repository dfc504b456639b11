"""Words that are not the sender's own are not taken for them; a scan that somebody forwards is taken as a file."""

from typing import Any

import pytest
from telegram import Update
from telegram.ext import ApplicationBuilder

from bot.dialogue.engine.events import Borrowed, Commanded, SentFile, Unreadable
from bot.dialogue.flows import SharedContact, Typed
from bot.people.linking.invites import create_invite
from handlers.routing import Strict, add_routes
from tests.office import Office, Phone

INLINE = {"id": 7, "is_bot": True, "first_name": "Another", "username": "another_bot"}
ORIGIN = {"type": "hidden_user", "sender_user_name": "?", "date": 1_700_000_000}
HEAD = {"message_id": 1, "date": 1_700_000_000, "chat": {"id": 5, "type": "private"}}
SENDER = {"from": {"id": 5, "is_bot": False, "first_name": "Hậu"}}
COMMAND = {"text": "/start abc", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}
DOCUMENT = {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "a.pdf"}, "caption": "kèm theo"}
PHOTO = {"photo": [{"file_id": "p", "file_unique_id": "q", "width": 1, "height": 1}], "caption": "kèm theo"}
CARD = {"contact": {"phone_number": "84900000000", "first_name": "Hậu", "user_id": 5}}
STICKER = {
    "sticker": {
        **{"file_id": "s", "file_unique_id": "t", "type": "regular", "width": 1, "height": 1},
        **{"is_animated": False, "is_video": False},
    }
}


async def read(content: dict[str, Any]) -> Any:
    """The event that the routes make of a message with this content."""
    seen: list[Any] = []

    async def handle(event: Any) -> None:
        seen.append(event.what)

    application = ApplicationBuilder().application_class(Strict).token("1:x").updater(None).job_queue(None).build()
    assert isinstance(application, Strict)
    add_routes(application, handle)
    application._initialized = True
    update = Update.de_json({"update_id": 1, "message": {**HEAD, **SENDER, **content}}, application.bot)
    await application.process_update(update)
    (what,) = seen
    return what


@pytest.mark.parametrize(
    ("content", "own", "forwarded", "by_bot"),
    [
        ({"text": "Số hóa hồ sơ"}, Typed, Borrowed, Borrowed),
        (COMMAND, Commanded, Borrowed, Borrowed),
        (DOCUMENT, SentFile, SentFile, Borrowed),
        (PHOTO, SentFile, SentFile, Borrowed),
        (CARD, SharedContact, SharedContact, Borrowed),
        (STICKER, Unreadable, Unreadable, Borrowed),
    ],
    ids=("text", "command", "document", "photo", "card", "sticker"),
)
async def test_what_each_kind_of_message_is(content: dict[str, Any], own: type, forwarded: type, by_bot: type) -> None:
    assert isinstance(await read(content), own)
    passed_on = await read({**content, "forward_origin": ORIGIN})
    assert isinstance(passed_on, forwarded)
    assert isinstance(await read({**content, "via_bot": INLINE}), by_bot)
    assert isinstance(await read({**content, "via_bot": INLINE, "forward_origin": ORIGIN}), by_bot)
    if isinstance(passed_on, SentFile):
        assert passed_on.caption == "", "the file is, the words below it are not"
    if isinstance(passed_on, SharedContact):
        assert passed_on.forwarded


def writes_by_another_bot(person: Phone, text: str) -> None:
    world = person.office.world
    head = {"message_id": 99, "date": 0, "chat": {"id": person.user_id, "type": "private"}}
    card = world.humans[person.user_id].card()
    world.inject({"message": {**head, "from": card, "text": text, "via_bot": INLINE}})


async def test_a_question_is_not_answered_by_words_of_somebody_else_and_stays_open(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu")
    await hau.says("/hoidap")
    await hau.taps("Hỏi Văn phòng")
    asked = hau.reads()
    office.world.says(hau.user_id, "Lời của người khác gửi", forwarded=True)
    await office.settle()
    assert "Xin Anh/Chị tự nhập nội dung và gửi lại." in hau.reads() and asked in hau.reads()
    writes_by_another_bot(hau, "Lời do bot khác viết ra")
    await office.settle()
    assert "Xin Anh/Chị tự nhập nội dung và gửi lại." in hau.reads() and asked in hau.reads()
    await hau.says("Lời của chính tôi")
    assert "Lời của chính tôi" in hau.reads() and "người khác" not in hau.reads()


async def test_an_invitation_that_is_forwarded_opens_nothing(office: Office) -> None:
    hau = await office.person("Nguyễn Công Hậu", linked=False)
    token = await office.database.run(lambda tx: create_invite(tx, hau.person_id, False))
    office.world.says(hau.user_id, f"/start {token}", forwarded=True)
    await office.settle()
    assert "Nguyễn Công Hậu" not in hau.reads() and "tự nhập nội dung" in hau.reads()
