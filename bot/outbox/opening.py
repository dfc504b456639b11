"""The doors that screens and letters leave by, opened as the settings say."""

from bot.address import Door
from bot.bells import held
from bot.doors.channel import Channel, Channels
from bot.doors.telegram.channel import Telegram
from bot.doors.web.hub import Hub
from bot.doors.web.post import Post
from bot.doors.zalobot.api import Api
from bot.doors.zalobot.channel import ZaloBot
from bot.people.authentication import place
from bot.people.linking import second
from bot.phrases.catalogue import Phrases
from bot.settings import Settings
from bot.store.database import Database


def opened(
    settings: Settings, database: Database, phrases: Phrases, telegram: Telegram
) -> tuple[Channels, Hub | None, ZaloBot | None]:
    """The doors that are open; what wakes browsers; and the bot at Zalo."""
    place.open_at(settings.web_url)
    hub = Hub(database) if settings.web_url else None
    said = settings.zalobot
    zalobot = ZaloBot(Api(said.token, said.api_url), database, phrases) if said.is_on else None
    doors: dict[Door, Channel] = {Door.TELEGRAM: telegram}
    if hub is not None:
        doors[Door.WEB] = Post(database, phrases, hub)
    if zalobot is not None:
        doors[Door.ZALOBOT] = zalobot
    held.open_here(doors)
    second.open_here(zalobot is not None)
    return Channels(doors), hub, zalobot
