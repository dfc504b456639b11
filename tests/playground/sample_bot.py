"""A little bot that uses what the page must show: formatted text, both keyboards, edits, toasts, files, contacts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from typing import Any

from telegram import (
    BotCommand,
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, CallbackQueryHandler, CommandHandler, Defaults, MessageHandler, filters

from bot.playground.inprocess import InProcessRequest
from bot.playground.world import World

RECORD = "Họ tên,Đơn vị\nNguyễn Công Hậu,Phòng Quản lý Khoa học\n".encode()
WELCOME = (
    "<b>Sở Khoa học và Công nghệ tỉnh Tây Ninh</b>\n"
    "Kênh đăng ký thi đua, khen thưởng nội bộ\n\n"
    "Kính chào Anh/Chị.\n"
    "Kênh này dùng để đăng ký danh hiệu thi đua, nhận thông báo và nhắc hạn. Xem hướng dẫn tại /trogiup."
)


def _button(label: str, data: str, style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=data, style=style)


def _counting(count: int) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [_button(f"Tiếp tục ({count})", f"count:{count + 1}", "primary")],
            [_button("Lời nhắn", "toast"), _button("Hộp thoại", "alert")],
            [_button("Xác nhận", "silent", "success"), _button("Rút đăng ký", "silent", "danger")],
        ]
    )


async def _start(update: Update, context: Any) -> None:
    assert update.message is not None
    words = WELCOME + (f"\nMã mời: <code>{escape(context.args[0])}</code>" if context.args else "")
    await update.message.reply_text(words, reply_markup=_counting(0))


async def _tap(update: Update, context: Any) -> None:
    query = update.callback_query
    assert query is not None
    match (query.data or "").split(":"):
        case ["count", count]:
            await query.edit_message_text(f"Đã bấm <b>{count}</b> lần.", reply_markup=_counting(int(count)))
            await query.answer()
        case ["toast"]:
            await query.answer("Đã ghi nhận.")
        case ["alert"]:
            await query.answer("Đã quá hạn đăng ký.", show_alert=True)
        # "silent" is never answered: the phone goes on waiting.


async def _ask_contact(update: Update, context: Any) -> None:
    assert update.message is not None
    keys = [[KeyboardButton("Chia sẻ số điện thoại", request_contact=True)], [KeyboardButton("Tôi dùng số khác")]]
    keyboard = ReplyKeyboardMarkup(keys, resize_keyboard=True, one_time_keyboard=True)
    await update.message.reply_text("Xin gửi số điện thoại của chính Anh/Chị.", reply_markup=keyboard)


async def _contact(update: Update, context: Any) -> None:
    assert update.message is not None and update.message.contact is not None and update.effective_user is not None
    contact = update.message.contact
    own = contact.user_id == update.effective_user.id and update.message.forward_origin is None
    words = f"Đã nhận số {contact.phone_number}." if own else "Đây không phải số của chính Anh/Chị."
    await update.message.reply_text(words, reply_markup=ReplyKeyboardRemove())


async def _record(update: Update, context: Any) -> None:
    assert update.message is not None
    await update.message.reply_document(RECORD, filename="Danh sách đăng ký.csv", caption="Bảng tổng hợp.")


async def _ask_name(update: Update, context: Any) -> None:
    assert update.message is not None
    link = f"https://t.me/{context.bot.username}?start=INVITE7"
    buttons = [
        InlineKeyboardButton("Mở đường dẫn", url=link),
        InlineKeyboardButton("Sao chép", copy_text=CopyTextButton("INVITE7")),
    ]
    await update.message.reply_text(f"Đường dẫn mời: {link}", reply_markup=InlineKeyboardMarkup([buttons]))
    await update.message.reply_text("Sáng kiến của Anh/Chị là gì?", reply_markup=ForceReply())


async def _any(update: Update, context: Any) -> None:
    message = update.message
    assert message is not None
    if message.document is not None:
        file = await message.document.get_file()
        size = len(await file.download_as_bytearray())
        await message.reply_text(f"Đã nhận tệp {escape(message.document.file_name or '')}, {size} byte.")
    elif message.photo:
        await message.reply_photo(message.photo[-1].file_id, caption=f"Ảnh: {escape(message.caption or '')}")
    elif message.text:
        answers = f" (trả lời tin {message.reply_to_message.message_id})" if message.reply_to_message else ""
        await message.reply_text(f"Anh/Chị viết: <i>{escape(message.text)}</i>{answers}")


@asynccontextmanager
async def sample_bot(world: World) -> AsyncIterator[None]:
    """The bot at work on `world` until left."""
    builder = ApplicationBuilder().token(world.token).defaults(Defaults(parse_mode=ParseMode.HTML))
    app = builder.request(InProcessRequest(world)).get_updates_request(InProcessRequest(world)).build()
    app.add_handler(CommandHandler("start", _start))
    app.add_handler(CommandHandler("so", _ask_contact))
    app.add_handler(CommandHandler("bang", _record))
    app.add_handler(CommandHandler("sangkien", _ask_name))
    app.add_handler(CallbackQueryHandler(_tap))
    app.add_handler(MessageHandler(filters.CONTACT, _contact))
    app.add_handler(MessageHandler(filters.ALL, _any))
    async with app:
        await app.bot.set_my_commands(
            [
                BotCommand("start", "Bắt đầu"),
                BotCommand("so", "Gửi số điện thoại"),
                BotCommand("bang", "Bảng tổng hợp"),
                BotCommand("sangkien", "Ghi sáng kiến"),
            ]
        )
        await app.bot.set_my_description("Kênh đăng ký thi đua của Sở. Bấm Bắt đầu để mở.")
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling()
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()
