"""`awards import`: past decisions from a workbook."""

import argparse
from typing import Any

from bot.awards import history, parsing
from bot.clock import Clock
from bot.commands.terminal import existing, import_workbook
from bot.phrases.catalogue import Phrases
from bot.store.database import Database
from bot.titles.loading import load
from bot.workbooks.reading import Progress


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    def read(clock: Clock, progress: Progress) -> Any:
        found, name = existing(parsed.file), parsed.file.name
        return parsing.parse(found, name, clock.today(), load(), year=parsed.year or 0, progress=progress)

    def write(reading: Any, database: Database) -> Any:
        return database.run_now(lambda tx: history.import_awards(tx, reading, dry_run=parsed.dry_run))

    import_workbook(parsed, phrases, read, write)
