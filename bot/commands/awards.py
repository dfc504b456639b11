"""`awards import`: past decisions from a workbook."""

import argparse
from typing import Any

from bot import settings as configured
from bot.awards import history, parsing
from bot.clock import Clock
from bot.commands.terminal import existing, import_workbook, opened
from bot.phrases.catalogue import Phrases
from bot.store.database import Database
from bot.titles import records as versions
from bot.workbooks.reading import Progress


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    def read(clock: Clock, progress: Progress) -> Any:
        found, name = existing(parsed.file), parsed.file.name
        with opened(configured.load()) as database:
            titles = database.run_now(versions.in_use)  # the Office's own regimes name titles too
        return parsing.parse(found, name, clock.today(), titles, year=parsed.year or 0, progress=progress)

    def write(reading: Any, database: Database) -> Any:
        return database.run_now(lambda tx: history.import_awards(tx, reading, dry_run=parsed.dry_run))

    import_workbook(parsed, phrases, read, write)
