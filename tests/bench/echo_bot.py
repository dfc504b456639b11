"""The baseline: a bare python-telegram-bot that echoes, on the library's defaults."""

import sys

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message and update.message.text
    await update.message.reply_text(update.message.text)


url, token = sys.argv[1:3]
application = ApplicationBuilder().token(token).base_url(f"{url}/bot").build()
application.add_handler(MessageHandler(filters.TEXT, echo))
application.run_polling()
