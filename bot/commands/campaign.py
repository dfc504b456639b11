"""`campaign import`: a campaign created or updated from its description."""

import argparse

from bot import settings as configured
from bot.campaigns import description, saving
from bot.commands.terminal import existing, opened, print_phrase
from bot.dialogue.screens import say
from bot.phrases.catalogue import Phrases
from bot.titles import records as versions


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    settings = configured.load()
    file = existing(parsed.file)
    with opened(settings) as database:
        described = description.read(file, settings.timezone, database.run_now(versions.in_use))
        new = database.run_now(lambda tx: saving.save(tx, described))
    key = "campaign.file.created" if new else "campaign.file.updated"
    print_phrase(phrases, say(key, name=described.name, deadline=described.deadline_at))
