"""The baseline for many letters: python-telegram-bot on its defaults, one message after the other. Told `FIRST N`, it
writes to N chats from FIRST on."""

import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def write(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message and update.message.text
    first, number = (int(word) for word in update.message.text.split())
    for chat_id in range(first, first + number):
        await context.bot.send_message(chat_id, f"Nội dung: Thư {chat_id}")


url, token = sys.argv[1:3]
application = ApplicationBuilder().token(token).base_url(f"{url}/bot").build()
application.add_handler(MessageHandler(filters.TEXT, write))
application.run_polling()
