"""`backup`: one file that holds the whole store, made while it serves."""

import argparse

from bot import settings as configured
from bot.clock import Clock
from bot.commands.terminal import print_phrase
from bot.dialogue.screens import say
from bot.phrases.catalogue import Phrases
from bot.store.copies import copying


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    import bot.tables  # noqa: F401 - every table is known

    settings = configured.load()
    clock = Clock(settings.timezone)
    copying.make(settings.database_url, parsed.file, clock)
    print_phrase(phrases, say("backup.done", file=str(parsed.file), megabytes=megabytes(parsed.file.stat().st_size)))
    if (head := copying.head_of(parsed.file, clock)) is not None:
        print_phrase(phrases, say("backup.head", head=str(head)))


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f}".replace(".", ",")
