"""`invite`: makes a one-time invite for a staff code; says it as a link for each door, or as a token where there is no
web door and Telegram does not tell the bot's name."""

import argparse
import asyncio
from pathlib import Path

from telegram import Bot
from telegram.error import TelegramError

from bot import settings as configured
from bot.commands.terminal import opened, print_phrase
from bot.dialogue.screens import Phrase, say
from bot.doors.telegram.request import AiohttpRequest
from bot.people.identity import staff
from bot.people.linking.invites import LIFETIME, begin, create_invite
from bot.people.reach import person_of_code
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import Settings
from bot.store.database import Database, Tx


async def invite(
    settings: Settings, database: Database, code: str, *, office: bool, qr: Path | None, name: str | None = None
) -> tuple[Phrase, ...]:
    """Make an invite; returns what the command says. The token is in that and nowhere else. `qr`: a file for the link
    as a QR code (PNG); `name`: of the first person of an empty store. Raises Refusal for an unknown code."""

    def body(tx: Tx) -> tuple[str, str]:
        if name is not None:
            begin(tx, code, " ".join(name.split()))
        person_id = person_of_code(tx, code)
        person = None if person_id is None else staff(tx, person_id, tx.clock.today())
        if person is None:
            raise Refusal("invite.no_such_code", code=code)
        return create_invite(tx, person.id, office), person.full_name

    username = await _username(settings)
    token, who = await database.run(body)
    until = database.clock.now() + LIFETIME
    web = f"{settings.web_url}/in/{token}" if settings.web_url else ""
    telegram = "" if username is None else f"https://t.me/{username}?start={token}"
    link = telegram or web
    if not link:
        return (say("invite.made_without_link", name=who, token=token, until=until),)
    said = [say("invite.made", name=who, link=link, until=until)]
    if telegram and web:
        said.append(say("invite.made_web", link=web))
    if qr is not None:
        from bot.papers.invites.qr import invite_qr_png

        await asyncio.to_thread(qr.write_bytes, invite_qr_png(link))
        said.append(say("invite.qr_written", file=str(qr)))
    return tuple(said)


async def _username(settings: Settings) -> str | None:
    """The bot's name at Telegram; None when there is no token or no answer."""
    if not settings.bot_token:
        return None
    bot = Bot(
        settings.bot_token,
        base_url=f"{settings.api_url}/bot",
        request=AiohttpRequest(proxy=settings.proxy_url),
        get_updates_request=AiohttpRequest(proxy=settings.proxy_url),
    )
    try:
        async with bot:
            return bot.username
    except TelegramError:
        return None


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    settings = configured.load()
    with opened(settings) as database:
        asked = invite(settings, database, parsed.code, office=parsed.office, qr=parsed.qr, name=parsed.name)
        said = asyncio.run(asked)
    for phrase in said:
        print_phrase(phrases, phrase)
