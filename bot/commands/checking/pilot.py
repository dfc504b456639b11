"""The bot at Zalo as `check` sees it: its token, and the place to which it brings messages. Nothing is changed."""

from urllib.parse import urlsplit

from bot.commands.checking.finding import Finding, knows, wrong
from bot.dialogue.screens import say
from bot.doors.outcomes import NotDelivered, Outcome
from bot.doors.zalobot.api import Api
from bot.settings import ZALOBOT_API, Settings
from bot.variables import is_loopback


async def findings(settings: Settings) -> list[Finding]:
    said = settings.zalobot
    if not said.is_on:
        return []
    found = list[Finding]()
    parts = urlsplit(said.url)
    if said.api_url == ZALOBOT_API and (parts.scheme != "https" or is_loopback(parts.hostname or "")):
        found.append(wrong(say("check.zalobot_address")))
    api = Api(said.token, said.api_url)
    try:
        await api.ask("getMe")
        there = str((await api.ask("getWebhookInfo")).get("url") or "")
    except NotDelivered as error:
        refused = error.outcome in (Outcome.TOKEN, Outcome.UNREACHABLE)
        return [*found, wrong(say("check.zalobot_token" if refused else "check.zalobot_unreachable"))]
    finally:
        await api.close()
    host = urlsplit(there).hostname or ""
    if there and not there.startswith(f"{said.url}/"):
        found.append(knows(say("check.zalobot_elsewhere", host=host or "?")))
    return found
