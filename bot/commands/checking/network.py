"""The network as `check` sees it: the Bot API and its token, the clock that it shows, and our own webhook from outside.

What is asked changes nothing: getMe and getWebhookInfo, a HEAD of the API's root, and a webhook call without a secret,
which a bot refuses.
"""

import asyncio
import ssl
from contextlib import AsyncExitStack
from datetime import UTC
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.commands.checking.finding import Finding, knows, wrong
from bot.dialogue.screens import say
from bot.doors.telegram.request import AiohttpRequest
from bot.refusal import Refusal
from bot.settings import Settings
from bot.variables import is_loopback
from handlers.health import Front
from handlers.intake import WEBHOOK_PATH
from handlers.listening import listen
from handlers.web import web_app

SECONDS = 10
MOST_WRONG = 60.0
"""Seconds that the clock may be wrong before times in receipts and deadlines are."""
_PORTS = (443, 80, 88, 8443)
"""To which Telegram's own servers call."""
_TELEGRAM = "api.telegram.org"


class _Stays(HTTPRedirectHandler):
    """Goes nowhere else: an answer is looked at as it is."""

    def redirect_request(self, *_arguments: object) -> None:
        return None


async def findings(settings: Settings) -> list[Finding]:
    found = _addresses(settings)
    if settings.bot_token:
        found += await _telegram(settings)
    found += await asyncio.to_thread(_clock, settings)
    if settings.webhook_url is not None and settings.webhook_secret is not None:
        found += await _webhook(settings, settings.webhook_url)
    return found


def _addresses(settings: Settings) -> list[Finding]:
    api = urlsplit(settings.api_url)
    if api.scheme == "http" and not is_loopback(api.hostname or ""):
        return [knows(say("check.api_unencrypted"))]
    return []


async def _telegram(settings: Settings) -> list[Finding]:
    bot = Bot(
        settings.bot_token,
        base_url=f"{settings.api_url}/bot",
        request=AiohttpRequest(proxy=settings.proxy_url),
        get_updates_request=AiohttpRequest(proxy=settings.proxy_url),
    )
    try:
        async with bot:
            return _set_webhook(settings, await bot.get_webhook_info())
    except InvalidToken:
        return [wrong(say("settings.token_refused"))]
    except TelegramError as error:
        return [wrong(say("check.unreachable", error=type(error).__name__))]


def _set_webhook(settings: Settings, there: WebhookInfo) -> list[Finding]:
    """Judge how updates are brought to this token now: another place is another program, as a rule."""
    ours = None if settings.webhook_url is None else settings.webhook_url.rstrip("/") + WEBHOOK_PATH
    if not there.url or there.url == ours:
        return []
    return [wrong(say("check.other_webhook", host=urlsplit(there.url).hostname or "?"))]


def _clock(settings: Settings) -> list[Finding]:
    try:
        shown = _answer(settings, Request(settings.api_url, method="HEAD"))[1]
        there = parsedate_to_datetime(shown or "")
    except (OSError, HTTPException, ValueError, TypeError):
        return []  # whether it is reached is said elsewhere
    there = there.replace(tzinfo=UTC) if there.tzinfo is None else there
    apart = (Clock(settings.timezone).now() - there).total_seconds()
    if abs(apart) <= MOST_WRONG:
        return []
    return [wrong(say("check.clock", seconds=round(abs(apart)), now=there.astimezone(settings.timezone)))]


async def _webhook(settings: Settings, url: str) -> list[Finding]:
    """Call our own webhook the way Telegram does. Where nobody serves it now, somebody does for this long."""
    parts = urlsplit(url)
    behind_telegram = urlsplit(settings.api_url).hostname == _TELEGRAM
    if behind_telegram and (parts.scheme != "https" or (parts.port or 443) not in _PORTS):
        return [wrong(say("check.webhook_address"))]
    async with AsyncExitStack() as stack:
        try:
            app = web_app(Front(), polling=False, secret=settings.webhook_secret, status=False)
            await listen(stack, app, settings.http_host, settings.http_port)
        except Refusal:
            pass  # the bot itself serves
        return await asyncio.to_thread(_called, settings, url.rstrip("/") + WEBHOOK_PATH)


def _called(settings: Settings, url: str) -> list[Finding]:
    try:
        status = _answer(settings, Request(url, data=b"{}", method="POST"), through_proxy=False)[0]
    except ssl.SSLCertVerificationError:
        return [wrong(say("check.webhook_certificate"))]
    except (OSError, HTTPException, ValueError) as error:
        return [wrong(say("check.webhook_unreachable", error=type(error).__name__))]
    # Without the secret it must be refused by us; anything else has answered in our place.
    return [] if status == 403 else [wrong(say("check.webhook_elsewhere", status=status))]


def _answer(settings: Settings, request: Request, *, through_proxy: bool = True) -> tuple[int, str | None]:
    """Status and Date of an answer, whatever it is."""
    proxy = settings.proxy_url if through_proxy else None
    opener = build_opener(ProxyHandler({"http": proxy, "https": proxy} if proxy else {}), _Stays())
    try:
        with opener.open(request, timeout=SECONDS) as answer:
            return int(answer.status), answer.headers.get("Date")
    except HTTPError as error:
        with error:
            return error.code, error.headers.get("Date")
    except URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else OSError(error.reason) from None
