"""The doors that ring as `check` sees them: whether each is reached, and takes our name. Nothing is sent; of Zalo
nothing is asked either, because what renews its key is good for one time only."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.commands.checking.finding import Finding, wrong
from bot.dialogue.screens import say
from bot.doors.email.smtp import Mail
from bot.doors.outcomes import NotDelivered, Outcome
from bot.settings import Settings

SECONDS = 10.0


async def findings(settings: Settings) -> list[Finding]:
    said, found = settings.doorbells, list[Finding]()
    if said.mail:
        found += await _mail(Mail(said.smtp_url, said.mail_from, Clock(settings.timezone)))
    if said.sms and not await _reached(said.sms_url):
        found.append(wrong(say("check.sms_unreachable", host=urlsplit(said.sms_url).hostname or "?")))
    return found


async def _mail(mail: Mail) -> list[Finding]:
    try:
        await mail.look()
    except NotDelivered as error:
        return [wrong(say("check.mail_refused" if error.outcome is Outcome.TOKEN else "check.mail_unreachable"))]
    return []


async def _reached(url: str) -> bool:
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(parts.hostname, port), SECONDS)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True
