"""The introduction to Zalo of a bot that serves already: where what people write there is to be brought.

Tried until it is taken; what is amiss is said in /health.
"""

import asyncio
import logging

from bot.commands.serving.starting import RETRY_SECONDS
from bot.dialogue.screens import say
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.zalobot.channel import ZaloBot
from bot.settings import ZaloBotSettings
from bot.wiring import Service
from handlers.health import Front
from handlers.web import ZALOBOT_PATH

log = logging.getLogger(__name__)

LONGEST_PAUSE = 300.0
NOTE = "zalobot"


def webhook_of(settings: ZaloBotSettings) -> str:
    """The address that Zalo is to call."""
    return settings.url + ZALOBOT_PATH


async def introduce(running: Service, channel: ZaloBot, front: Front) -> None:
    settings, pause = running.settings.zalobot, RETRY_SECONDS
    while True:
        try:
            await channel.introduce(webhook_of(settings), settings.secret)
        except NotDelivered as error:
            log.warning("Zalo was not told how messages come: %s", error.outcome)
            key = "health.zalobot_token" if error.outcome is Outcome.TOKEN else "health.zalobot_away"
            front.notes[NOTE] = say(key)
        else:
            front.notes.pop(NOTE, None)
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
