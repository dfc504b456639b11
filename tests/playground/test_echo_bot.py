"""Somebody else's bot, bare python-telegram-bot, is at home here: polling over the HTTP door."""

import asyncio
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters

from bot.doors.telegram.request import AiohttpRequest
from bot.playground.http_door import http_door, serving
from bot.playground.world import World
from tests.playground.watch import HAU


async def test_an_echo_bot_answers_a_human(world: World) -> None:
    async def echo(update: Update, context: Any) -> None:
        assert update.message and update.message.text
        await update.message.reply_text(f"Anh nói: {update.message.text}")

    async with serving(http_door(world)) as url:
        application = (
            ApplicationBuilder()
            .token(world.token)
            .base_url(f"{url}/bot")
            .base_file_url(f"{url}/file/bot")
            .request(AiohttpRequest())
            .get_updates_request(AiohttpRequest(connections=1))
            .build()
        )
        application.add_handler(MessageHandler(filters.TEXT, echo))
        answered = asyncio.Event()
        async with application:
            assert application.updater
            await application.updater.start_polling(timeout=50)
            await application.start()
            world.says(HAU, "xin chào")
            world.watch(lambda chat_id: answered.set())
            async with asyncio.timeout(120):
                await answered.wait()
            await application.updater.stop()
            await application.stop()
    assert [seen.text for seen in world.chat(HAU).messages] == ["xin chào", "Anh nói: xin chào"]
    assert world.pending() == 0
