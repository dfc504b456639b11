"""One contract, both doors: what python-telegram-bot may rely on, in Telegram's words."""

import asyncio
import io
import struct
import zlib
from collections.abc import Awaitable, Callable
from typing import cast

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import BadRequest, Conflict, EndPointNotFound, Forbidden, InvalidToken, RetryAfter, TimedOut
from telegram.ext import ExtBot

from bot.doors.telegram.request import AiohttpRequest, NoAnswer
from bot.playground.api.faults import answered, blocked, cut_off, halted, server_error, silent
from bot.playground.api.files import Upload
from bot.playground.api.limits import Limits
from bot.playground.world import World
from tests.playground.watch import HAU, Watch

Bot = ExtBot[None]
Refusal = Callable[[Awaitable[object]], Awaitable[str]]
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@pytest.fixture
def refusal(world: World) -> Callable[[Awaitable[object]], Awaitable[str]]:
    """The words a call is refused with; python-telegram-bot drops their prefix and changes their case."""

    async def words(call: Awaitable[object]) -> str:
        with pytest.raises((BadRequest, Forbidden)) as refused:
            await call
        said = world.calls[-1].description
        assert said.lower().endswith(str(refused.value).lower())
        return said.removeprefix("Bad Request: ")

    return words


def buttons(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(rows)


def callback(text: str, data: str = "x") -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=data)


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


async def test_the_bot_knows_its_own_name(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (2023, True, "thidua_bot")


async def test_a_person_who_never_wrote_cannot_be_written_to(bot: Bot, world: World, refusal: Refusal) -> None:
    assert await refusal(bot.send_message(HAU, "Chào anh")) == "chat not found"
    assert await refusal(bot.send_message(404, "Chào anh")) == "chat not found"
    world.group(-100, "Phòng Kế hoạch", [HAU])
    assert await refusal(bot.send_message(HAU, "Chào anh")) == (
        "Forbidden: bot can't initiate conversation with a user"
    )


async def test_a_person_who_blocks_the_bot_is_reported_and_refused(bot: Bot, world: World, refusal: Refusal) -> None:
    world.says(HAU, "/start")
    world.blocks(HAU)
    assert await refusal(bot.send_message(HAU, "Chào anh")) == "Forbidden: bot was blocked by the user"
    world.unblocks(HAU)
    await bot.send_message(HAU, "Chào anh")
    _, away, back = await bot.get_updates()
    assert (away.my_chat_member or back).new_chat_member.status == "kicked"  # type: ignore[union-attr]
    assert (back.my_chat_member or away).new_chat_member.status == "member"  # type: ignore[union-attr]


async def test_a_deleted_account_is_refused(bot: Bot, world: World, refusal: Refusal) -> None:
    world.says(HAU, "/start")
    world.deactivates(HAU)
    assert await refusal(bot.send_message(HAU, "Chào anh")) == "Forbidden: user is deactivated"


async def test_a_message_arrives_with_its_markup_and_comes_back_as_sent(bot: Bot, world: World) -> None:
    world.says(HAU, "/start")
    sent = await bot.send_message(
        HAU,
        "Chào <b>anh 🎖 Hậu</b>, <i>mời</i> đăng ký &lt;2023&gt;",
        parse_mode="HTML",
        reply_markup=buttons(
            [
                InlineKeyboardButton("Đăng ký", callback_data="a1", style="success"),
                InlineKeyboardButton("Mã", copy_text=CopyTextButton("TN-1")),
            ]
        ),
        disable_notification=True,
        protect_content=True,
        message_effect_id="5104841245755180586",
    )
    assert sent.text == "Chào anh 🎖 Hậu, mời đăng ký <2023>"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 5, 10), ("italic", 17, 3)]
    assert sent.text_html == "Chào <b>anh 🎖 Hậu</b>, <i>mời</i> đăng ký &lt;2023&gt;"
    assert sent.has_protected_content and sent.message_id == 2
    seen = world.chat(HAU).messages[-1]
    assert (seen.text, seen.labels()) == (sent.text, ["Đăng ký", "Mã"])
    assert (seen.button("Đăng ký").style, seen.button("Mã").copies) == ("success", "TN-1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("   \n ", "message text is empty"),
        ("ă" * 4097, "message is too long"),
        ("🎖" * 2049, "message is too long"),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_text_that_telegram_does_not_take(
    bot: Bot, world: World, text: str, words: str, refusal: Refusal
) -> None:
    world.says(HAU, "/start")
    assert await refusal(bot.send_message(HAU, text, parse_mode="HTML")) == words


async def test_the_longest_text_is_measured_after_its_markup_is_read(bot: Bot, world: World) -> None:
    world.says(HAU, "/start")
    sent = await bot.send_message(HAU, f"<b>{'&lt;' * 4096}</b>", parse_mode="HTML")
    assert sent.text == "<" * 4096


async def test_callback_data_is_measured_in_bytes(bot: Bot, world: World, refusal: Refusal) -> None:
    world.says(HAU, "/start")
    await bot.send_message(HAU, "?", reply_markup=buttons([callback("x", "x" * 64)]))
    too_long = buttons([callback("x", "đ" * 33)])
    assert await refusal(bot.send_message(HAU, "?", reply_markup=too_long)) == "BUTTON_DATA_INVALID"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (buttons([callback("x")] * 9), "reply markup is too long"),
        (buttons(*[[callback("x")] for _ in range(101)]), "reply markup is too long"),
        (
            buttons([InlineKeyboardButton("x")]),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            buttons([InlineKeyboardButton("x", callback_data="x", url="https://a.vn")]),
            "stand-in: exactly one action is allowed on an inline button, here callback_data, url",
        ),
        (buttons([InlineKeyboardButton("x", url="không phải địa chỉ")]), "BUTTON_URL_INVALID"),
        (buttons([InlineKeyboardButton("x", copy_text=CopyTextButton("x" * 257))]), "BUTTON_COPY_TEXT_INVALID"),
        (
            ForceReply(input_field_placeholder="x" * 65),
            "stand-in: input_field_placeholder must be 1-64 characters long",
        ),
    ],
)
async def test_keyboards_that_telegram_does_not_take(
    bot: Bot, world: World, markup: InlineKeyboardMarkup, words: str, refusal: Refusal
) -> None:
    world.says(HAU, "/start")
    said = await refusal(bot.send_message(HAU, "?", reply_markup=markup))
    assert said == words


async def test_a_reply_keyboard_stays_until_it_is_removed_and_its_buttons_write(bot: Bot, world: World) -> None:
    world.says(HAU, "/start")
    keys = ReplyKeyboardMarkup(
        [[KeyboardButton("Chia sẻ số điện thoại", request_contact=True)], ["Để sau"]], is_persistent=True
    )
    await bot.send_message(HAU, "Mời anh", reply_markup=keys)
    await bot.send_message(HAU, "Anh còn đó không?")
    view = world.chat(HAU)
    assert view.keyboard is not None
    assert (view.keyboard.labels(), view.keyboard.persistent) == (["Chia sẻ số điện thoại", "Để sau"], True)
    with pytest.raises(ValueError, match="no such button"):
        world.presses(HAU, "Tôi đồng ý")
    world.presses(HAU, "Để sau")
    world.presses(HAU, "Chia sẻ số điện thoại")
    _, later, shared = [update.message for update in await bot.get_updates()]
    assert later and later.text == "Để sau"
    assert shared and shared.contact and (shared.contact.phone_number, shared.contact.user_id) == ("84912345678", HAU)
    await bot.send_message(HAU, "Cảm ơn anh", reply_markup=ReplyKeyboardRemove())
    assert world.chat(HAU).keyboard is None


async def test_a_one_time_keyboard_hides_after_use(bot: Bot, world: World) -> None:
    world.says(HAU, "/start")
    await bot.send_message(HAU, "?", reply_markup=ReplyKeyboardMarkup([["Có"]], one_time_keyboard=True))
    world.presses(HAU, "Có")
    keyboard = world.chat(HAU).keyboard
    assert keyboard is not None and keyboard.hidden


async def test_an_edit_changes_the_message_in_place_and_an_equal_one_is_refused(
    bot: Bot, world: World, refusal: Refusal
) -> None:
    world.says(HAU, "/start")
    keys = buttons([callback("Sửa")])
    sent = await bot.send_message(HAU, "một", reply_markup=keys)
    assert await refusal(bot.edit_message_text("một", HAU, sent.message_id, reply_markup=keys)) == NOT_MODIFIED
    edited = await bot.edit_message_text("<u>hai</u>", HAU, sent.message_id, parse_mode="HTML", reply_markup=keys)
    assert not isinstance(edited, bool) and edited.edit_date
    assert (await refusal(bot.edit_message_reply_markup(HAU, sent.message_id, reply_markup=keys))) == NOT_MODIFIED
    await bot.edit_message_reply_markup(HAU, sent.message_id)
    seen = world.chat(HAU).messages[-1]
    assert (seen.text, seen.rows, seen.edited) == ("hai", (), True)


async def test_what_cannot_be_edited_says_so(bot: Bot, world: World, refusal: Refusal) -> None:
    said = world.says(HAU, "/start")
    assert await refusal(bot.edit_message_text("x", HAU, 99)) == "message to edit not found"
    assert await refusal(bot.edit_message_text("x", HAU, said)) == "message can't be edited"
    keyed = await bot.send_message(HAU, "?", reply_markup=ReplyKeyboardMarkup([["Có"]]))
    assert await refusal(bot.edit_message_text("x", HAU, keyed.message_id)) == "message can't be edited"
    sent = await bot.send_message(HAU, "một")
    assert await refusal(bot.edit_message_caption(HAU, sent.message_id, caption="x")) == (
        "there is no caption in the message to edit"
    )
    assert (await refusal(bot.edit_message_reply_markup(HAU, sent.message_id, reply_markup=ForceReply()))) == (  # type: ignore[arg-type]
        "inline keyboard expected"
    )


async def test_messages_are_deleted_within_48_hours(bot: Bot, world: World, watch: Watch, refusal: Refusal) -> None:
    said = world.says(HAU, "/start")
    sent = await bot.send_message(HAU, "một")
    later = await bot.send_message(HAU, "hai")
    assert await bot.delete_message(HAU, said)
    assert await bot.delete_messages(HAU, [sent.message_id, 77])
    assert await refusal(bot.delete_message(HAU, sent.message_id)) == "message to delete not found"
    watch.passes(48 * 3600 + 1)
    assert await refusal(bot.delete_message(HAU, later.message_id)) == "message can't be deleted"
    await bot.edit_message_text("ba", HAU, later.message_id)  # a bot edits its own however old they are
    assert [seen.text for seen in world.chat(HAU).messages] == ["ba"]


async def test_a_tap_is_answered_once_and_in_time(bot: Bot, world: World, watch: Watch, refusal: Refusal) -> None:
    world.says(HAU, "/start")
    sent = await bot.send_message(HAU, "?", reply_markup=buttons([callback("Có", "yes")]))
    tapped = world.taps(HAU, sent.message_id, "yes")
    (_, update) = await bot.get_updates()
    query = update.callback_query
    assert query and query.id == tapped and query.data == "yes"
    assert query.message and query.message.message_id == sent.message_id
    assert world.spinning(HAU) == [tapped]
    assert await refusal(bot.answer_callback_query(tapped, text="x" * 201)) == "MESSAGE_TOO_LONG"
    await bot.answer_callback_query(tapped, text="Đã ghi", show_alert=True)
    (toast,) = world.toasts(HAU)
    assert (toast.text, toast.alert, world.spinning(HAU)) == ("Đã ghi", True, [])
    for dead in (tapped, "12345"):
        assert await refusal(bot.answer_callback_query(dead)) == TOO_OLD
    slow = world.taps(HAU, sent.message_id, "yes")
    watch.passes(151)
    assert await refusal(bot.answer_callback_query(slow)) == TOO_OLD


async def test_only_a_button_that_is_there_can_be_tapped(bot: Bot, world: World) -> None:
    world.says(HAU, "/start")
    sent = await bot.send_message(HAU, "?", reply_markup=buttons([callback("Có", "yes")]))
    with pytest.raises(ValueError, match="carries no button"):
        world.taps(HAU, sent.message_id, "no")
    world.taps(HAU, sent.message_id, "no", forge=True)
    await bot.delete_message(HAU, sent.message_id)
    world.taps(HAU, sent.message_id, "yes", forge=True)
    *_, forged, lost = await bot.get_updates()
    assert forged.callback_query and forged.callback_query.data == "no"
    assert lost.callback_query and lost.callback_query.message
    assert not lost.callback_query.message.is_accessible


async def test_a_document_travels_both_ways_with_its_vietnamese_name(bot: Bot, world: World) -> None:
    world.says(HAU, "/start")
    name = "Bảng tổng hợp 2023 (Đợt 1).pdf"
    data = b"%PDF-1.7 " + bytes(range(256))
    sent = await bot.send_document(HAU, data, filename=name, caption="<b>Bảng</b>", parse_mode="HTML")
    seen = world.chat(HAU).messages[-1]
    assert sent.document and seen.attachment
    assert seen.attachment.data == data and seen.attachment.mime == "application/pdf"
    assert seen.attachment.name == sent.document.file_name == name
    again = await bot.send_document(HAU, sent.document.file_id)
    assert again.document and again.document.file_unique_id == sent.document.file_unique_id
    world.sends_file(HAU, "bản ký.pdf", b"signed", "application/pdf", caption="gửi Văn phòng")
    update = (await bot.get_updates())[-1]
    assert update.message and update.message.document and update.message.caption == "gửi Văn phòng"
    file = await update.message.document.get_file()
    assert await file.download_as_bytearray() == b"signed"


async def test_files_that_telegram_does_not_take(bot: Bot, world: World, refusal: Refusal) -> None:
    world.says(HAU, "/start")
    assert await refusal(bot.send_document(HAU, b"", filename="x.pdf")) == "file must be non-empty"
    assert await refusal(bot.send_document(HAU, "không-có")) == "wrong file identifier/HTTP URL specified"
    assert await refusal(bot.send_document(HAU, b"x", caption="x" * 1025)) == "message caption is too long"
    assert await refusal(bot.send_photo(HAU, b"not a picture")) == "IMAGE_PROCESS_FAILED"
    assert await refusal(bot.send_photo(HAU, png(210, 2))) == "PHOTO_INVALID_DIMENSIONS"
    assert "too big for a photo" in await refusal(bot.send_photo(HAU, png() + bytes(10 << 20)))
    big = world.files.keep("document", Upload("to.bin", bytes((20 << 20) + 1)))
    assert await refusal(bot.get_file(big.file_id)) == "file is too big"
    assert await refusal(bot.get_file("x")) == "wrong file_id or the file is temporarily unavailable"


async def test_a_photo_and_its_caption_edited(bot: Bot, world: World, refusal: Refusal) -> None:
    world.says(HAU, "/start")
    sent = await bot.send_photo(HAU, io.BytesIO(png(3, 4)), caption="một")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (3, 4)
    await bot.edit_message_caption(HAU, sent.message_id, caption="hai")
    assert await refusal(bot.edit_message_text("x", HAU, sent.message_id)) == "there is no text in the message to edit"
    await bot.edit_message_media(InputMediaPhoto(png(5, 5), caption="ba"), HAU, sent.message_id)
    seen = world.chat(HAU).messages[-1]
    assert seen.text == "ba" and seen.attachment and seen.attachment.data == png(5, 5)


async def test_an_album_is_two_to_ten_files_of_one_kind(bot: Bot, world: World, refusal: Refusal) -> None:
    world.says(HAU, "/start")
    two: list[InputMediaDocument | InputMediaPhoto] = [
        InputMediaDocument(b"a", filename="a.txt", caption="<b>a</b>", parse_mode="HTML"),
        InputMediaDocument(b"b"),
    ]
    first, second = await bot.send_media_group(HAU, two)
    assert first.media_group_id == second.media_group_id and first.caption == "a"
    assert [seen.attachment.data for seen in world.chat(HAU).messages[-2:] if seen.attachment] == [b"a", b"b"]
    assert await refusal(bot.send_media_group(HAU, two[:1])) == "album must have 2-10 items"
    mixed: list[InputMediaDocument | InputMediaPhoto] = [InputMediaDocument(b"a"), InputMediaPhoto(png())]
    assert await refusal(bot.send_media_group(HAU, mixed)) == ("can't use the media of the specified type in the album")


async def test_copies_and_forwards(bot: Bot, world: World, refusal: Refusal) -> None:
    said = world.says(HAU, "xin chào")
    copied = await bot.copy_message(HAU, HAU, said, reply_markup=buttons([callback("Có")]))
    forwarded = await bot.forward_message(HAU, HAU, said)
    assert forwarded.forward_origin is not None
    assert [seen.text for seen in world.chat(HAU).messages] == ["xin chào"] * 3
    assert world.chat(HAU).messages[1].message_id == copied.message_id
    assert await refusal(bot.copy_message(HAU, HAU, 99)) == "message to copy not found"
    assert await refusal(bot.forward_message(HAU, HAU, 99)) == "message to forward not found"


async def test_replies_pins_and_typing(bot: Bot, world: World, refusal: Refusal) -> None:
    said = world.says(HAU, "xin chào")
    answer = await bot.send_message(HAU, "chào anh", reply_to_message_id=said)
    assert answer.reply_to_message and answer.reply_to_message.text == "xin chào"
    assert await refusal(bot.send_message(HAU, "?", reply_to_message_id=99)) == "message to be replied not found"
    await bot.send_chat_action(HAU, "typing")
    assert world.chat(HAU).action == "typing"
    assert await refusal(bot.send_chat_action(HAU, "sleeping")) == "wrong parameter action in request"
    await bot.pin_chat_message(HAU, answer.message_id)
    full = await bot.get_chat(HAU)
    assert full.pinned_message and full.pinned_message.message_id == answer.message_id
    await bot.unpin_chat_message(HAU, answer.message_id)
    assert world.chat(HAU).pinned is None


async def test_the_menu_is_the_narrowest_scope_in_the_own_language_first(
    bot: Bot, world: World, refusal: Refusal
) -> None:
    world.says(HAU, "/start")
    await bot.set_my_commands([BotCommand("menu", "Mở menu")])
    await bot.set_my_commands([BotCommand("menu", "Menu")], language_code="en")
    await bot.set_my_commands([BotCommand("donvi", "Đơn vị")], scope=BotCommandScopeChat(HAU))
    assert world.chat(HAU).commands == (("donvi", "Đơn vị"),)
    await bot.delete_my_commands(scope=BotCommandScopeChat(HAU))
    assert world.chat(HAU).commands == (("menu", "Mở menu"),)
    world.human(9, "Jane", language_code="en")
    assert world.chat(9).commands == (("menu", "Menu"),)
    assert [command.description for command in await bot.get_my_commands(language_code="en")] == ["Menu"]
    assert await refusal(bot.set_my_commands([BotCommand("Đơn", "x")])) == "BOT_COMMAND_INVALID"
    many = [BotCommand(f"a{n}", "x") for n in range(101)]
    assert await refusal(bot.set_my_commands(many)) == "BOT_COMMANDS_TOO_MUCH"


async def test_the_bot_describes_itself(bot: Bot, world: World, refusal: Refusal) -> None:
    await bot.set_my_name("Thi đua")
    await bot.set_my_description("Đăng ký thi đua", language_code="vi")
    await bot.set_my_short_description("Đăng ký")
    await bot.set_chat_menu_button()
    assert world.profile.texts == {
        ("name", ""): "Thi đua",
        ("description", "vi"): "Đăng ký thi đua",
        ("short_description", ""): "Đăng ký",
    }
    assert await refusal(bot.set_my_name("x" * 65)) == "BOT_NAME_TOO_LONG"


async def test_updates_are_kept_until_a_higher_offset_confirms_them(bot: Bot, world: World) -> None:
    for text in ("một", "hai", "ba"):
        world.says(HAU, text)
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["một", "hai"]
    assert await bot.get_updates(limit=2) == first
    (third,) = await bot.get_updates(offset=first[-1].update_id + 1)
    assert third.message and third.message.text == "ba" and world.pending() == 1
    assert not await bot.get_updates(offset=third.update_id + 1)
    assert world.pending() == 0


async def test_old_messages_and_older_taps_are_forgotten(bot: Bot, world: World, watch: Watch) -> None:
    world.says(HAU, "/start")
    sent = await bot.send_message(HAU, "?", reply_markup=buttons([callback("Có", "yes")]))
    world.taps(HAU, sent.message_id, "yes")
    watch.passes(151)
    (kept,) = await bot.get_updates()
    assert kept.message and kept.message.text == "/start"
    watch.passes(24 * 3600)
    assert not await bot.get_updates()


async def test_allowed_updates_stay_as_they_were_set(bot: Bot, world: World) -> None:
    await bot.get_updates(allowed_updates=[Update.CALLBACK_QUERY])
    world.says(HAU, "xin chào")
    assert not await bot.get_updates()
    await bot.get_updates(allowed_updates=[])
    world.says(HAU, "xin chào")
    assert len(await bot.get_updates()) == 1


async def test_a_long_poll_ends_with_the_first_update(bot: Bot, world: World) -> None:
    polled = asyncio.Event()
    world.updates.listen(polled.set)
    async with asyncio.timeout(120), asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=50))
        await polled.wait()
        world.says(HAU, "xin chào")
    (update,) = poll.result()
    assert update.message and update.message.text == "xin chào"


async def test_the_older_of_two_pollers_is_sent_away(bot: Bot, world: World) -> None:
    polled = asyncio.Event()
    world.updates.listen(polled.set)
    async with asyncio.timeout(120), asyncio.TaskGroup() as tasks:
        older = tasks.create_task(refused_poll(bot))
        await polled.wait()
        world.call("getUpdates", {})
    assert older.result() == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def refused_poll(bot: Bot) -> str:
    with pytest.raises(Conflict) as refused:
        await bot.get_updates(timeout=50)
    return str(refused.value)


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot, world: World, watch: Watch, refusal: Refusal) -> None:
    await bot.set_webhook("https://localhost/hook", secret_token="mat_khau-1")
    assert await refused_poll(bot) == (
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    )
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("https://localhost/hook", 0)
    watch.passes(1)
    assert await refusal(bot.set_webhook("https://localhost", secret_token="mật khẩu")) == (
        "secret token contains unallowed characters"
    )
    world.says(HAU, "xin chào")
    await bot.delete_webhook(drop_pending_updates=True)
    assert not await bot.get_updates()


async def test_unknown_methods_tokens_and_parameters_are_refused(bot: Bot, world: World, refusal: Refusal) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendCheques")
    world.says(HAU, "/start")
    assert await refusal(bot.send_message(HAU, "x", api_kwargs={"colour": "red"})) == (
        'stand-in: sendMessage has no parameter "colour"'
    )
    assert await refusal(bot.delete_message(HAU, cast(int, "một"))) == (
        'stand-in: parameter "message_id" must be an Integer'
    )
    bot_elsewhere = ExtBot("1:abc", base_url=bot.base_url.removesuffix(bot.token), request=bot.request)
    with pytest.raises(InvalidToken, match="Unauthorized"):
        await bot_elsewhere.get_me()


async def test_groups_have_their_own_chat_and_their_own_rules(bot: Bot, world: World, refusal: Refusal) -> None:
    world.group(-100, "Phòng Kế hoạch", [HAU])
    world.says(HAU, "/menu@thidua_bot", chat_id=-100)
    joined, said = await bot.get_updates()
    assert joined.my_chat_member and joined.my_chat_member.new_chat_member.status == "member"
    assert said.message and said.message.chat.title == "Phòng Kế hoạch"
    assert said.message.entities[0].length == 16
    contact = ReplyKeyboardMarkup([[KeyboardButton("x", request_contact=True)]])
    assert await refusal(bot.send_message(-100, "?", reply_markup=contact)) == (
        "phone number can be requested in private chats only"
    )
    world.removes_bot(HAU, -100)
    assert await refusal(bot.send_message(-100, "?")) == "Forbidden: bot was kicked from the supergroup chat"


async def test_faults_come_as_ordered_and_then_it_works_again(bot: Bot, world: World, refusal: Refusal) -> None:
    world.says(HAU, "/start")
    world.faults.expect("sendMessage", halted(7))
    with pytest.raises(RetryAfter) as halt:
        await bot.send_message(HAU, "một")
    assert halt.value.retry_after.total_seconds() == 7  # type: ignore[union-attr]
    world.faults.expect("sendMessage", server_error(502), times=2)
    for _ in range(2):
        with pytest.raises(Exception, match="Bad Gateway"):
            await bot.send_message(HAU, "một")
    world.faults.expect("sendMessage", blocked(), chat_id=HAU)
    assert "blocked" in await refusal(bot.send_message(HAU, "một"))
    world.faults.expect("sendMessage", answered(403, "Forbidden: bot can't send messages to the user"), chat_id=8)
    await bot.send_message(HAU, "một")
    assert [seen.text for seen in world.chat(HAU).messages] == ["/start", "một"]


@pytest.mark.parametrize("done", [True, False])
async def test_an_answer_that_never_comes_may_hide_a_call_that_was_carried_out(
    bot: Bot, world: World, done: bool
) -> None:
    world.says(HAU, "/start")
    world.faults.expect("sendMessage", silent(done=done))
    with pytest.raises(NoAnswer):
        await bot.send_message(HAU, "một", read_timeout=0.05)
    while not [call for call in world.calls if call.method == "sendMessage"]:  # noqa: ASYNC110 - on its way yet
        await asyncio.sleep(0.01)
    assert [seen.text for seen in world.chat(HAU).messages[1:]] == (["một"] if done else [])


async def test_a_broken_connection_is_an_error_and_nothing_was_done(bot: Bot, world: World) -> None:
    world.says(HAU, "/start")
    world.faults.expect("sendMessage", cut_off())
    over_http = isinstance(bot.request, AiohttpRequest)
    with pytest.raises(TimedOut if over_http else Exception):
        await bot.send_message(HAU, "một")
    assert len(world.chat(HAU).messages) == 1


async def test_every_call_is_on_record(bot: Bot, world: World, refusal: Refusal) -> None:
    world.says(HAU, "/start")
    await bot.send_message(HAU, "một")
    await refusal(bot.edit_message_text("x", HAU, 99))
    assert (world.counts["sendMessage"], world.counts["editMessageText"]) == (1, 1)
    sent, edited = list(world.calls)[-2:]
    assert (sent.method, sent.params["text"], sent.status) == ("sendMessage", "một", 200)
    assert (edited.status, edited.description) == (400, "Bad Request: message to edit not found")


async def test_limits_answer_429_and_count_who_does_not_wait(bot: Bot, world: World, watch: Watch) -> None:
    world.says(HAU, "/start")
    world.limits = Limits(overall=None, per_chat=(1.0, 2))
    for text in ("một", "hai"):
        await bot.send_message(HAU, text)
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bot.send_message(HAU, "ba")
    assert world.limits.refusals == {"chat": 1, "halt": 1}
    watch.passes(1)
    await bot.send_message(HAU, "ba")


async def test_after_log_out_nothing_is_answered(bot: Bot, refusal: Refusal) -> None:
    assert await bot.log_out()
    assert await refusal(bot.send_message(HAU, "x")) == "Logged out"
