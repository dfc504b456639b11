"""`store copy`: moves all of a store to another address, compares both, and says which of them serves from now on."""

import argparse
import asyncio
from contextlib import ExitStack
from pathlib import Path

from bot import settings as configured
from bot.clock import Clock
from bot.commands import arm as arming
from bot.commands.copies.serving import require_nobody_serves
from bot.commands.terminal import print_phrase
from bot.dialogue.screens import Phrase, say
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import is_address
from bot.store import upkeep
from bot.store.copies import copying
from bot.store.engines.opening import open_database


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    import bot.tables  # noqa: F401 - every table is known

    settings = configured.load()
    source, target = _address(parsed.source), _address(parsed.target)
    for phrase in move(source, target, Clock(settings.timezone)):
        print_phrase(phrases, phrase)


def _address(said: str) -> str:
    """The address itself, or the first line of the file that `@FILE` names: a password on the command line is seen by
    everybody on the machine. Raises Refusal."""
    if not said.startswith("@"):
        return said
    try:
        return Path(said[1:]).read_text("utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        raise Refusal("store_copy.file", file=said[1:]) from None


def move(source: str, target: str, clock: Clock) -> list[Phrase]:
    """Move the store; what the command says. Raises Refusal, and then both are as they were."""
    for url in (source, target):
        if not is_address(url):
            raise Refusal("store_copy.address")
    if source == target:
        raise Refusal("store_copy.same")
    if not upkeep.exists(source) or upkeep.revision(source) is None:
        raise Refusal("store_copy.nothing", store=upkeep.name(source))
    with ExitStack() as both:
        both.enter_context(upkeep.exclusive(source))
        if upkeep.is_behind(source):
            raise Refusal("store_copy.behind", store=upkeep.name(source))
        require_nobody_serves(source, clock)
        both.enter_context(upkeep.exclusive(target))
        if upkeep.revision(target) is not None and upkeep.is_behind(target):
            raise Refusal("store_copy.not_empty", store=upkeep.name(target))
        upkeep.migrate(target)
        armed = asyncio.run(_is_armed(source, clock))
        moved = copying.move(source, target, clock)
        if armed:
            asyncio.run(_arm(target, clock))
    rows = sum(content.rows for content in moved.values())
    names = {"source": upkeep.name(source), "target": upkeep.name(target)}
    return [
        say("store_copy.done", **names, tables=len(moved), rows=rows),
        say("store_copy.armed", **names) if armed else say("store_copy.disarmed", **names),
    ]


async def _is_armed(url: str, clock: Clock) -> bool:
    database = open_database(url, clock)
    try:
        return await arming.why_disarmed(database) is None
    finally:
        await database.close()


async def _arm(url: str, clock: Clock) -> None:
    database = open_database(url, clock)
    try:
        await arming.hand_over(database)
    finally:
        await database.close()
