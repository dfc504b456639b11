"""`check`: looks at everything that could keep the bot from serving, and says what is wrong, with what to do about it.

What is only worth knowing is said too, and does not count.
"""

import argparse
import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

from bot import settings as configured
from bot.commands.checking import machine, network, pilot, ringing, storing
from bot.commands.checking.finding import Finding, knows, wrong
from bot.commands.terminal import print_phrase
from bot.dialogue.screens import Phrase, say
from bot.phrases.catalogue import PhraseError, Phrases
from bot.settings import Settings
from bot.titles import loading
from bot.titles.tables import CatalogueError

DOTENV = Path(".env")


async def findings(*, offline: bool = False) -> list[Finding]:
    """Everything that was found, in the order in which it is best put right; nothing when all is well."""
    said = configured.read(os.environ, DOTENV)
    settings = said.settings
    found = [wrong(Phrase(fault.key, fault.values)) for fault in said.faults]
    if any(fault.key == "settings.env_unreadable" for fault in said.faults):
        return found  # of a store that is not the one that is meant there is nothing to say
    found += [knows(say("check.unknown_setting", name=name)) for name in said.unknown]
    found += [*_texts(settings), *_catalogue(), *await asyncio.to_thread(machine.findings, settings, DOTENV)]
    found += await storing.findings(settings)
    token_is_wrong = any(fault.key == "settings.token" for fault in said.faults)
    if not settings.bot_token and not token_is_wrong:
        found.append(wrong(say("settings.token_missing")))
    if not offline:
        found += await network.findings(settings)
        found += await ringing.findings(settings)
        found += await pilot.findings(settings)
    return found


def _texts(settings: Settings) -> Iterator[Finding]:
    try:
        for key in Phrases(settings.timezone).missing():
            yield wrong(say("check.phrase", key=key))
    except (OSError, PhraseError):
        yield wrong(say("check.phrases_unreadable"))


def _catalogue() -> Iterator[Finding]:
    try:
        loading.load()
    except CatalogueError as error:
        yield wrong(say("check.catalogue", where=str(error)))


def command(parsed: argparse.Namespace, phrases: Phrases) -> int:
    found = asyncio.run(findings(offline=parsed.offline))
    for finding in sorted(found, key=lambda one: not one.wrong):  # first what has to be done
        print_phrase(phrases, finding.phrase)
    if any(finding.wrong for finding in found):
        return 1
    print_phrase(phrases, say("check.fine_offline") if parsed.offline else say("check.fine"))
    return 0
