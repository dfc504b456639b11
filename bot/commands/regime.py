"""`regime import`: the Office's rules from a file, with what would change for whom."""

import argparse

from bot import settings as configured
from bot.commands.terminal import existing, opened, print_phrase
from bot.dialogue.screens import say
from bot.office.regimes import actions, pinning, reading, told
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.store.database import Tx


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    file = existing(parsed.file)
    if file.stat().st_size > reading.LARGEST:
        raise Refusal("regime.file.too_large", file=file.name, most=reading.LARGEST // 1024)
    content = file.read_bytes()

    def look(tx: Tx) -> actions.Trial:
        return actions.trial(tx, file.name, content)

    def give(tx: Tx) -> None:
        pinning.pin(tx)
        before = tried.offered.before
        actions.give(tx, None, file.name, content, before.id if before else None)

    with opened(configured.load()) as database:
        tried = database.run_now(look)
        for phrase in (told.head(tried), *told.lines(tried)):
            print_phrase(phrases, phrase)
        if parsed.dry_run:
            print_phrase(phrases, say("regime.dry_run"))
        else:
            database.run_now(give)
            print_phrase(phrases, say("regime.given", name=tried.offered.regime.name))
