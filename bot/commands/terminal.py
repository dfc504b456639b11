"""The terminal: a command's settings, store and files, and the lines that it prints in Vietnamese."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot import settings as configured
from bot.clock import Clock
from bot.dialogue.screens import Phrase, say
from bot.phrases.catalogue import Phrases
from bot.refusal import Refusal
from bot.settings import Settings
from bot.store import upkeep as store
from bot.store.database import Database
from bot.store.engines.opening import open_database
from bot.workbooks.reading import Progress

LANGUAGE = "vi"
_PATIENCE = 2.0
"""Seconds without a word."""


def print_line(line: str) -> None:
    print(line, flush=True)


def print_phrase(phrases: Phrases, phrase: Phrase) -> None:
    print_line(phrases.plain(LANGUAGE, phrase))


def existing(path: Path) -> Path:
    """The file that a command was given. Raises Refusal where there is none, or none that may be read."""
    if not path.is_file():
        raise Refusal("file.missing", file=str(path))
    if not os.access(path, os.R_OK):
        raise Refusal("file.denied", file=str(path))
    return path


def _patiently(clock: Clock, phrases: Phrases) -> Progress:
    """Progress that says a line when it has taken two seconds, and every two seconds from then on."""
    said = clock.monotonic()

    def progress(rows: int, share: int) -> None:
        nonlocal said
        if clock.monotonic() - said >= _PATIENCE:
            said = clock.monotonic()
            known = say("import.reading_share", rows=rows, share=share)
            print_phrase(phrases, known if share else say("import.reading", rows=rows))

    return progress


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    """The store of these settings, migrated."""
    store.migrate(settings.database_url)
    database = open_database(settings.database_url, Clock(settings.timezone))
    try:
        yield database
    finally:
        database.close_now()


def import_workbook(
    parsed: argparse.Namespace,
    phrases: Phrases,
    read: Callable[[Clock, Progress], Any],
    write: Callable[[Any, Database], Any],
) -> None:
    """Read the workbook first, which takes its time, then write in one short transaction; then say what happened."""
    from bot.workbooks import rejects

    settings = configured.load()
    clock = Clock(settings.timezone)
    reading = read(clock, _patiently(clock, phrases))
    with opened(settings) as database:
        report = write(reading, database)
    for phrase in report.phrases():
        print_phrase(phrases, phrase)
    for key, rows in (("import.reject_line", report.rejected), ("import.remark_line", report.remarks)):
        for row in rows:
            reasons = tuple(say("import.reject_reason", column=one.column, why=one.why) for one in row.problems)
            print_phrase(phrases, say(key, sheet=row.sheet, row=row.number, reasons=reasons))
    if report.returned and parsed.rejects is not None:
        sayer = lambda key, values: phrases.plain(LANGUAGE, Phrase(key, values))  # noqa: E731
        parsed.rejects.write_bytes(rejects.workbook(report.returned, sayer))
        print_phrase(phrases, say("import.rejects_written", file=str(parsed.rejects)))
