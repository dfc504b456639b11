"""`roster import`: staff, units and union groups from the Office's workbook."""

import argparse
from typing import Any

from bot.clock import Clock
from bot.commands.terminal import existing, import_workbook
from bot.people.roster import importing
from bot.phrases.catalogue import Phrases
from bot.store.database import Database
from bot.workbooks.reading import Progress


def command(parsed: argparse.Namespace, phrases: Phrases) -> None:
    def read(clock: Clock, progress: Progress) -> Any:
        return importing.parse(existing(parsed.file), parsed.file.name, clock.today(), progress=progress)

    def write(reading: Any, database: Database) -> Any:
        today = database.clock.today()
        return database.run_now(lambda tx: importing.import_roster(tx, reading, today, dry_run=parsed.dry_run))

    import_workbook(parsed, phrases, read, write)
